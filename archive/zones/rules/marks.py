"""Marks that mean the same in every language: the end of an article, advertisements, embeds."""

from __future__ import annotations

import re

from archive.zones._rule import pattern

_TAG = r"[^\n.!?]{1,60}"
_INITIALS = r"[(\[][A-Za-z]{2,4}(?:/[A-Za-z]{2,4}){1,3}[)\]]"

RULES = [
    pattern("closing", "stars", r"(?<!\*)\*{2,}+(?=[ \t]*$|[ \t]*\()", "**", flags=re.M),
    pattern("closing", "stars", r"\((?:\*{1,9}|end)\)(?=[ \t]*$)", "(*", "(end", flags=re.M),
    pattern("closing", "dashes", r"(?<!-)-{3,}+(?=\s*\Z)", "---"),
    pattern("closing", "dashes", r"-30-(?=\s*\Z)", "-30-"),
    pattern("closing", "initials", rf"{_INITIALS}(?=\s|\Z)", "/"),
    pattern("closing", "initials", r"\([A-Za-z]{2,4}\)(?=\s*\Z)", "("),
    # Behind the initials come the tags of the page, in small letters.
    pattern("residue", "tags", rf"{_INITIALS}\s+(?P<zone>{_TAG}(?:\n{_TAG}){{0,15}})\s*\Z", "/"),
    pattern("residue", "advertisement", r"A(?:DVERTISEMENT|dvertisement)\b", "VERTISE", "vertise"),
    pattern(
        "residue", "advertisement", r"SCROLL TO (?:CONTINUE|RESUME) (?:WITH )?CONTENT", "ROLL TO "
    ),
    pattern("residue", "advertisement", r"CONTINUE READING BELOW", "READING BELOW"),
    pattern("residue", "embed", r"\[Gambas:[^\]\n]{1,60}\]", "[Gambas:"),
    pattern("residue", "embed", r"A post shared by [^\n]{1,80}", "post shared by "),
    pattern("residue", "dash", r"\A\s*(?P<zone>[-–—])\s", "-", "–", "—"),
]
