"""RIS, what reference managers and databases of news exchange: a record for each article.

    TY  - NEWS
    TI  - …
    T2  - the newspaper
    AU  - Family, Given
    DA  - 2023/09/13/
    UR  - https://…
    ER  -

The tags are those of "RIS.js" of github.com/zotero/translators. A record holds no text of the page:
its abstract is its text, or it is a bookmark. The original of an article is its record, as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.article import Place, Record
from archive.ingest import markup, moved
from archive.ingest.decoding import decode
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source
from archive.ingest.unread import Unread

SUFFIXES = (".ris",)
MEDIA_TYPE = "application/x-research-info-systems"

_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s*TY {1,2}-")
_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?$")
_END = re.compile(rb"ER {1,2}-")
_DAY = re.compile(r"(\d{4})(?:/(\d{0,2}))?(?:/(\d{0,2}))?(?:/.*)?$")

_TITLES = ("TI", "T1", "CT", "BT")
_PUBLISHERS = ("T2", "JF", "JO", "PB")
_AUTHORS = ("AU", "A1")
_DAYS = ("DA", "PY", "Y1")
_ABSTRACTS = ("AB", "N2")


def sniff(head: bytes) -> bool:
    """Whether it begins with a record, which begins with its type."""
    return bool(_FIRST.match(head))


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record, or a failed outcome, for each that stands between TY and ER."""
    position, size = 0, 0
    kept: list[bytes] = []
    with source.open() as stream:
        while line := stream.readline(source.limit + 2):
            if not kept and not _FIRST.match(line):
                continue
            size += len(line)
            kept.append(line if size <= source.limit else b"")
            if _END.match(line):
                position += 1
                yield _found(Place(source.path, position), b"".join(kept), size, source.limit)
                kept, size = [], 0
    if kept:
        yield failed(Place(source.path, position + 1), "the record is cut short")
    elif not position:
        yield failed(Place(source.path), "no record of RIS in it")


def _found(place: Place, original: bytes, size: int, limit: int) -> Unread | Outcome:
    if size > limit:
        return failed(place, f"a record larger than {limit:,} bytes (max_file_size)")
    return Unread(place, original, parse)


def parse(place: Place, original: bytes) -> Record | Outcome:
    """A record as it is kept; failed if it has no title, address or abstract."""
    decoded = decode(original)
    if decoded is None:
        return failed(place, "binary, not RIS")
    said = _said(decoded.text)
    try:
        page = _page(said)
    except ValueError as error:
        return failed(place, str(error))
    return moved.record(place, original, MEDIA_TYPE, "ris", page, decoded)


def _said(text: str) -> dict[str, list[str]]:
    """The values of each tag; a line without one goes on with the one before."""
    said: dict[str, list[str]] = {}
    last: list[str] | None = None
    for line in text.removeprefix("\ufeff").splitlines():
        if match := _LINE.match(line.strip()):
            last = said.setdefault(match[1], [])
            last.append((match[2] or "").strip())
        elif last and line.strip():
            last[-1] += f"\n{line.strip()}"
    return said


def _page(said: dict[str, list[str]]) -> moved.Page:
    doi = next(iter(said.get("DO", [])), "")
    address = ("DO", f"https://doi.org/{doi}") if doi and "UR" not in said else _one(said, ("UR",))
    day, stated = _one(said, _DAYS)
    return moved.Page(
        {
            "title": _one(said, _TITLES),
            "url": address,
            "publisher": _one(said, _PUBLISHERS),
            "author": _authors(said),
            "category": _one(said, ("SE",)),
            "language": _one(said, ("LA",)),
            "published": (day, _day(stated)),
        },
        abstract=markup.plain(_one(said, _ABSTRACTS)[1]),
        tags=moved.names([name for line in said.get("KW", []) for name in re.split("[;\n]", line)]),
        notes=moved.notes(*map(markup.plain, said.get("N1", []))),
    )


def _one(said: dict[str, list[str]], tags: tuple[str, ...]) -> tuple[str, str]:
    """The first of `tags` that says something, and what it says first."""
    found = ((tag, value) for tag in tags for value in said.get(tag, []) if value)
    return next(found, (tags[0], ""))


def _authors(said: dict[str, list[str]]) -> tuple[str, list[str]]:
    """`Family, Given, Suffix` as it is spoken."""
    tag = next((tag for tag in _AUTHORS if tag in said), _AUTHORS[0])
    split = ([part.strip() for part in name.split(",")] for name in said.get(tag, []) if name)
    return tag, [" ".join(filter(None, (*parts[1:2], parts[0], *parts[2:]))) for parts in split]


def _day(stated: str) -> str:
    """`2023/09/13/` as `2023-09-13`; anything else as it is."""
    match = _DAY.match(stated)
    if not match:
        return stated
    parts = [part.zfill(2) for part in match.groups() if part]
    return "-".join(parts)
