"""A record of what somebody declares under names: the keys of JSON, the columns of a table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from archive import dates
from archive.article import Basis, Fact, Place, Record
from archive.export.jsonl import is_of_export
from archive.ingest.clean import clean_text
from archive.ingest.decoding import Decoded, decode
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source
from archive.ingest.unread import content_of
from archive.schema import FIELDS, Kind

TEXT = ("text", "body", "content", "isi")
FACTS = {
    "title": ("title", "headline", "judul"),
    "url": ("url", "link"),
    "publisher": ("publisher", "source", "penerbit"),
    "author": ("author", "byline", "penulis"),
    "category": ("category", "section", "kategori"),
    "language": ("language", "lang"),
    "published": ("date", "published", "published_at", "tanggal", "updated"),
}
# Says when the page was last changed, which can be years later.
UPDATED = re.compile(r"\b(?:diperbarui|diperbaharui|updated|modified)\b", re.IGNORECASE)


def read_json(place: Place, content: bytes) -> tuple[Any, Decoded] | Outcome:
    """The value that `content` is in JSON, and how it was decoded; failed if it is none."""
    decoded = decode(content)
    if decoded is None:
        return failed(place, "binary, not JSON")
    try:
        return json.loads(decoded.text, parse_constant=_refuse), decoded
    except RecursionError:
        return failed(place, "JSON nested too deeply")
    except ValueError as error:  # also numbers of more digits than Python reads
        return failed(place, f"not valid JSON: {error}")


def read_whole(source: Source) -> tuple[Any, Decoded] | Outcome:
    """The value that a file is in JSON, as `read_json` gives it; failed if it is too large."""
    content = content_of(source)
    return content if isinstance(content, Outcome) else read_json(Place(source.path), content)


def parse_json(place: Place, original: bytes, media_type: str) -> Record | Outcome:
    """A JSON object as a record; failed if it is none, or has no text."""
    read = read_json(place, original)
    if isinstance(read, Outcome):
        return read
    value, decoded = read
    if not isinstance(value, dict):
        return failed(place, "not a JSON object")
    if is_of_export(value):
        return failed(place, "a line of an export of archive: `archive import` reads those")
    return record(place, original, media_type, value, "json", decoded)


def _refuse(constant: str) -> None:
    """Python reads NaN and Infinity, JSON has neither."""
    raise ValueError(constant)


def record(
    place: Place,
    original: bytes,
    media_type: str,
    declared: Mapping[str, Any],
    origin: str,
    decoded: Decoded | None = None,
) -> Record | Outcome:
    """The record that `declared` describes; failed if that is neither a text nor a title.

    `origin` begins the rules of its facts; `decoded` says how `original` was, if not in UTF-8.
    """
    text = next((text for key in TEXT if (text := _as_text(declared.get(key))).strip()), "")
    facts, remark = _facts(declared, origin)
    if not text.strip() and not any(fact.field == "title" for fact in facts):
        names = f": none of the keys {', '.join(TEXT)}, title has any" if origin == "json" else ""
        return failed(place, f"no text{names}")
    url = next((fact.value for fact in facts if fact.field == "url"), None)
    return Record(
        place=place,
        original=original,
        media_type=media_type,
        text=text,
        encoding=decoded.encoding if decoded else "utf-8",
        replaced=decoded.replaced if decoded else 0,
        facts=facts,
        key=f"url:{url}" if url else None,
        remark=remark,
    )


def _as_text(value: Any) -> str:
    """A text, a number, or a list of them, as text; anything else is none."""
    if isinstance(value, str):
        return value
    parts = value if isinstance(value, list) else [value]
    return ", ".join(str(part) for part in parts if _is_plain(part))


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _facts(declared: Mapping[str, Any], origin: str) -> tuple[tuple[Fact, ...], str | None]:
    """The facts that are declared, and a remark on what has no meaning."""
    found = []
    for field, keys in FACTS.items():
        for key in keys:
            if key in declared and _as_text(declared[key]).strip():
                found.append((field, key, declared[key]))
                break
    return facts(found, origin)


def facts(
    found: Iterable[tuple[str, str, Any]], origin: str
) -> tuple[tuple[Fact, ...], str | None]:
    """The facts that fields, keys and values come to, and a remark on what has no meaning."""
    facts, remark = [], None
    for field, key, stated in found:
        value, rule = _as_text(stated).strip(), f"{origin}: {key}"
        if not value:
            continue
        basis: Basis = "declared"
        if FIELDS[field].kind is Kind.DATE:
            reading = dates.read_date(value)
            if reading is None:
                remark = f"no date in {key}: {value[:60]!r}"
                continue
            if key == "updated" or UPDATED.search(value):
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
