"""JSON Lines: one JSON object a line, one article each.

    {"title": "…", "text": "…", "url": "…", "date": "…", "publisher": "…", "author": "…"}

Only `text` or `title` has to be there. Other keys are kept in the original, which is the line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from archive import dates
from archive.article import Basis, Fact, Place, Record
from archive.ingest.clean import clean_text
from archive.ingest.decoding import decode
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source
from archive.ingest.unread import Unread

SUFFIXES = (".jsonl", ".ndjson")
MEDIA_TYPE = "application/json"

_TEXT = ("text", "body", "content", "isi")
_FACTS = {
    "title": ("title", "headline", "judul"),
    "url": ("url", "link"),
    "publisher": ("publisher", "source", "penerbit"),
    "author": ("author", "byline", "penulis"),
    "category": ("category", "section", "kategori"),
    "language": ("language", "lang"),
    "published": ("date", "published", "published_at", "tanggal"),
}
# Says when the page was last changed, which can be years later.
_UPDATED = re.compile(r"\b(?:diperbarui|diperbaharui|updated|modified)\b", re.IGNORECASE)
_OPENING = re.compile(rb'\s*\{\s*"')


def sniff(head: bytes) -> bool:
    """Whether the first line is a JSON object, or begins as one and is longer than `head`."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if not _OPENING.match(head):
        return False
    line, newline, _ = head.lstrip().partition(b"\n")
    if not newline and len(head) >= 4096:
        return True
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record, or a failed outcome, for each line."""
    with source.open() as stream:
        position = 0
        while line := stream.readline(source.limit + 2):
            position += 1
            place = Place(source.path, position)
            if len(line.rstrip(b"\r\n")) > source.limit:
                yield failed(place, f"a line larger than {source.limit:,} bytes (max_file_size)")
                while line and not line.endswith(b"\n"):
                    line = stream.readline(source.limit)
            elif line.strip():
                yield Unread(place, line.rstrip(b"\r\n"), parse)
    if position == 0:
        yield failed(Place(source.path), "empty")


def parse(place: Place, line: bytes) -> Record | Outcome:
    """One line as a record; failed if it is no JSON object, or has no text."""
    decoded = decode(line)
    if decoded is None:
        return failed(place, "binary, not JSON")
    try:
        declared = json.loads(decoded.text, parse_constant=_refuse)
    except RecursionError:
        return failed(place, "JSON nested too deeply")
    except ValueError as error:  # also numbers of more digits than Python reads
        return failed(place, f"not valid JSON: {error}")
    if not isinstance(declared, dict):
        return failed(place, "not a JSON object")
    text = _first(declared, _TEXT)
    facts, remark = _facts(declared)
    if not text.strip() and not any(fact.field == "title" for fact in facts):
        return failed(place, f"no text: none of the keys {', '.join(_TEXT)}, title has any")
    url = next((fact.value for fact in facts if fact.field == "url"), None)
    return Record(
        place=place,
        original=line,
        media_type=MEDIA_TYPE,
        text=text,
        encoding=decoded.encoding,
        replaced=decoded.replaced,
        facts=facts,
        key=f"url:{url}" if url else None,
        remark=remark,
    )


def _refuse(constant: str) -> None:
    """Python reads NaN and Infinity, JSON has neither."""
    raise ValueError(constant)


def _first(declared: dict[str, Any], keys: tuple[str, ...]) -> str:
    return next((text for key in keys if (text := _as_text(declared.get(key))).strip()), "")


def _as_text(value: Any) -> str:
    """A text, a number, or a list of them, as text; anything else is none."""
    parts = value if isinstance(value, list) else [value]
    return ", ".join(str(part) for part in parts if _is_plain(part))


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _facts(declared: dict[str, Any]) -> tuple[tuple[Fact, ...], str | None]:
    """The facts that the object declares, and a remark on what has no meaning."""
    facts, remark = [], None
    for field, keys in _FACTS.items():
        key = next((key for key in keys if _as_text(declared.get(key)).strip()), None)
        if key is None:
            continue
        value, rule = _as_text(declared[key]).strip(), f"json: {key}"
        basis: Basis = "declared"
        if field == "published":
            reading = dates.read_date(value)
            if reading is None:
                remark = f"no date in {key}: {value[:60]!r}"
                continue
            if _UPDATED.search(value):
                basis, rule = "inferred", f"{rule}, day of the last change"
            value, rule = reading.value, f"{rule}, {reading.rule}"
        elif field == "url":
            value = canonical_url(clean_text(value))
        facts.append(Fact(field, value, basis, rule))
    return tuple(facts), remark


def canonical_url(url: str) -> str:
    """`url` without its fragment, scheme and host in lower case; unchanged if it is no URL."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, parts.query, ""))
