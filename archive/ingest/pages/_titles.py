"""Titles without the name of the site that pages put around them: "… - Kompas.com"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

LONGEST = 1_000
_SIGN = re.compile(r"\s+[-–—|•·»:/~]+\s+|\s*[|｜ㅣ]\s*|\s*：(?=[^：]*$)|\s+[-–—]{1,2}(?=\S+$)|:\s+")
_PLAIN = re.compile(r"[\W_]+")
# A name has so many words at the most, and so many letters at the least.
_WORDS = 6
_LETTERS = 3


def folded(text: str) -> str:
    """`text` without case, blanks and signs, to compare names and titles by."""
    return _PLAIN.sub("", text).casefold()


def site_names(names: Iterable[str], host: str) -> frozenset[str]:
    """What the site of a page can be called in its titles, folded."""
    bare = host.lower().partition(":")[0].removeprefix("www.")
    parts = bare.split(".")
    label = max(parts[:-1], key=len) if len(parts) > 1 else bare
    called = {folded(name) for name in (*names, bare, label)}
    return frozenset(name for name in called if len(name) >= _LETTERS)


def without_site(title: str, names: Collection[str], others: Collection[str]) -> str:
    """`title` without what stands before or behind it that is no part of it.

    That is anything where the rest is what another title of the page says (`others`, folded), or a
    name of the site.
    """
    cuts = [(title[: m.start()], m[0], title[m.end() :]) for m in _SIGN.finditer(title[:LONGEST])]
    for head, sign, tail in cuts:
        if folded(head) in others:
            return head
        if ":" not in sign and folded(tail) in others:
            return tail
    for head, sign, tail in cuts:
        if sign.strip() != ":" and _ends_in_name(tail, names) and _is_title(head):
            return head
    for head, _, tail in cuts:
        if _is_name(head, names) and _is_title(tail):
            return without_site(tail, names, others)
    return title


def _ends_in_name(text: str, names: Collection[str]) -> bool:
    """Whether `text` is a name of the site, or that behind the name of a section."""
    parts = [part for part in _SIGN.split(text) if part]
    return 1 <= len(parts) <= 2 and len(text) < 80 and _is_name(parts[-1], names)


def _is_name(text: str, names: Collection[str]) -> bool:
    called = folded(text)
    if len(called) < _LETTERS or len(text.split()) > _WORDS:
        return False
    return any(
        name.startswith(called)
        or name.endswith(called)
        or (called.startswith(name) and len(called) <= 2 * len(name) + 8)
        for name in names
    )


def _is_title(text: str) -> bool:
    return len(text.split()) > 1 or len(folded(text)) > 8
