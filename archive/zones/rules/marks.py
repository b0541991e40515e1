"""Marks that mean the same in every language: the end of an article, advertisements, embeds."""

from __future__ import annotations

import re

from archive.zones._rule import pattern

_TAG = r"[^\n.!?]{1,60}"
_INITIALS = r"[(\[][A-Za-z]{2,4}(?:/[A-Za-z]{2,4}){1,3}[)\]]"

RULES = [
    pattern("closing", "stars", r"(?<!\*)\*{2,}+(?=[ \t]*$|[ \t]*\()", re.M, hint="**"),
    pattern("closing", "stars", r"\((?:\*{1,9}|end)\)(?=[ \t]*$)", re.M),
    pattern("closing", "dashes", r"(?<!-)-{3,}+(?=\s*\Z)", hint="---"),
    pattern("closing", "dashes", r"-30-(?=\s*\Z)", hint="-30-"),
    pattern("closing", "initials", rf"{_INITIALS}(?=\s|\Z)", hint="/"),
    pattern("closing", "initials", r"\([A-Za-z]{2,4}\)(?=\s*\Z)"),
    # Behind the initials come the tags of the page, in small letters.
    pattern(
        "residue", "tags", rf"{_INITIALS}\s+(?P<zone>{_TAG}(?:\n{_TAG}){{0,15}})\s*\Z", hint="/"
    ),
    pattern("residue", "advertisement", r"A(?:DVERTISEMENT|dvertisement)\b"),
    pattern("residue", "advertisement", r"SCROLL TO (?:CONTINUE|RESUME) (?:WITH )?CONTENT"),
    pattern("residue", "advertisement", r"CONTINUE READING BELOW"),
    pattern("residue", "embed", r"\[Gambas:[^\]\n]{1,60}\]"),
    pattern("residue", "embed", r"A post shared by [^\n]{1,80}"),
    pattern("residue", "dash", r"\A\s*(?P<zone>[-–—])\s"),
]
