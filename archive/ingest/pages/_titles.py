"""Titles without the name of the site that pages put around them ("… - Kompas.com"), and which of
several is the one.

A page has a title for readers (its heading), for social media (`og:title`), for news aggregators
(JSON-LD) and for search engines (`title`). Mostly they are one; where they are not, the heading is
what was published, unless more of the others say what `og:title` says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

LONGEST = 1_000
_SIGN = re.compile(r"\s+[-–—|•·»:/~]+\s+|\s*[|｜ㅣ]\s*|\s*：(?=[^：]*$)|\s+[-–—]{1,2}(?=\S+$)|:\s+")
# Without a blank only what another title confirms is cut: "… layanan-Koran".
_ANY_SIGN = re.compile(r"\s*[-–—|•·»:/~｜ㅣ：]+\s*")
_PLAIN = re.compile(r"[\W_]+")
# A name has so many words at the most, and so many letters at the least.
_WORDS = 6
_LETTERS = 3
# So many a title has at the least to be known again inside another.
_TELLING = 9
_WITNESSES = ("json-ld headline", "title element")


def folded(text: str) -> str:
    """`text` without case, blanks and signs, to compare names and titles by."""
    return _PLAIN.sub("", text).casefold()


def alike(one: str, other: str) -> bool:
    """Whether two folded titles are the same, or one is the other and more around it."""
    if min(len(one), len(other)) < _TELLING:
        return one == other
    return one in other or other in one


def by_agreement(titles: Sequence[tuple[str, str]], heading: str) -> list[tuple[str, str]]:
    """`titles`, each behind its source, with those first that most agree on.

    These are what `heading` says, folded, unless `og:title` says it with more or fewer words, or
    more of the other sources agree with that.
    """
    said = {source: folded(title) for source, title in reversed(titles)}
    shared = said.get("og:title", "")
    if not heading or not shared or alike(heading, shared):
        return list(titles)
    others = [said[source] for source in _WITNESSES if source in said]
    if sum(alike(o, heading) for o in others) < sum(alike(o, shared) for o in others):
        return list(titles)
    return sorted(titles, key=lambda one: not alike(folded(one[1]), heading))


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
    for head, sign, tail in _cuts(_ANY_SIGN, title):
        if folded(head) in others:
            return head
        if ":" not in sign and folded(tail) in others:
            return tail
    cuts = list(_cuts(_SIGN, title))
    for head, sign, tail in cuts:
        if sign.strip() != ":" and _ends_in_name(tail, names) and _is_title(head):
            return head
    for head, _, tail in cuts:
        if _is_name(head, names) and _is_title(tail):
            return without_site(tail, names, others)
    return title


def _cuts(sign: re.Pattern[str], title: str) -> Iterator[tuple[str, str, str]]:
    for m in sign.finditer(title[:LONGEST]):
        yield title[: m.start()], m[0], title[m.end() :]


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
