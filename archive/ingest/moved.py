"""What another program kept of a page and exported, as one record: facts, tags, notes and a text.

Where the export gives the text, the record is known by the address of the page, as any other. Where
it gives none, or only an abstract, the record is a bookmark: its address is its text, so that pages
of one title are not taken for one article, and it is no version of the page that it leads to.

A file that an export keeps beside what it says of it (a snapshot of the page) has as its original a
line of JSON, the caption, and the bytes of the file behind it:

    {"archivebox": {"url": "…", "title": "…"}, "file": "singlefile.html"}
    <!DOCTYPE html>…
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from archive.article import Fact, Place, Record
from archive.ingest import declared, readers
from archive.ingest.clean import clean_text
from archive.ingest.decoding import Decoded
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import READ_ERRORS, STDIN, Source, read_up_to

# What a record of an export may have of each; more is no collection of anybody's.
_MOST_TAGS = 200
_LONGEST_TAG = 200
_MOST_NOTES = 2_000

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?$", re.IGNORECASE)
_CAPTION = re.compile(rb'\{"(\w+)": \{')
# What files that stand beside an export are read as.
_KINDS = {"html": "text/html", "htm": "text/html", "txt": "text/plain", "pdf": "application/pdf"}
SUFFIXES = tuple(f".{suffix}" for suffix in _KINDS)
_SECONDS = re.compile(r"\d{9,10}(?:\.\d{1,9})?$")
_UNFETCHED = "wallabag can't retrieve contents for this article"
BOOKMARK = "no text in the export, kept as a bookmark"


@dataclass(frozen=True, slots=True)
class Page:
    """What an export says of a page.

    `said` are fields of facts, each with its key in the export and a value of whatever type;
    `text` is the page's own, `abstract` what stands for it where there is none.
    """

    said: Mapping[str, tuple[str, Any]]
    text: str = ""
    abstract: str = ""
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def record(
    place: Place,
    original: bytes,
    media_type: str,
    origin: str,
    page: Page,
    decoded: Decoded | None = None,
) -> Record | Outcome:
    """The record of a page; failed if the export gives neither a text, nor a title or address.

    `origin` is the program, which begins the rules of the facts; `decoded` says how `original` was,
    if not in UTF-8.
    """
    facts, remark = _facts(page, origin)
    url = _value(facts, "url")
    text = page.text if page.text.strip() else ""
    remarks = [remark]
    if not text:
        text = page.abstract if page.abstract.strip() else url or ""
        if not text and not _value(facts, "title"):
            return failed(place, "no text, title or address")
        remarks.append(None if page.abstract.strip() else BOOKMARK)
    return Record(
        place=place,
        original=original,
        media_type=media_type,
        text=text,
        encoding=decoded.encoding if decoded else "utf-8",
        replaced=decoded.replaced if decoded else 0,
        facts=facts,
        key=_key(url, is_whole=bool(page.text.strip())),
        remark="; ".join(filter(None, remarks)) or None,
        tags=tuple(dict.fromkeys(page.tags)),
        notes=page.notes,
    )


def _facts(page: Page, origin: str) -> tuple[tuple[Fact, ...], str | None]:
    said = dict(page.said)
    if "language" in said:
        key, value = said.pop("language")
        match = _LANGUAGE.match(value.strip()) if isinstance(value, str) else None
        if match:  # "English" is told better by the text
            said["language"] = key, match[1].lower()
    return declared.facts(((field, *value) for field, value in said.items()), origin)


def _value(facts: Iterable[Fact], field: str) -> str | None:
    return next((fact.value for fact in facts if fact.field == field), None)


def _key(url: str | None, *, is_whole: bool) -> str | None:
    if not url:
        return None
    return f"url:{url}" if is_whole else f"saved:url:{url}"


# -- a page with a file of it


def captioned(origin: str, said: Mapping[str, Any], name: str, content: bytes) -> bytes:
    """The original of a record: a line that says what `said` is, and the bytes of the file."""
    return json.dumps({origin: said, "file": name}).encode() + b"\n" + content


def is_captioned(head: bytes, origin: str = "") -> bool:
    """Whether `head` begins with a caption, of this program if one is named."""
    match = _CAPTION.match(head)
    return match is not None and match[1].decode() in ((origin,) if origin else ORIGINS)


# Programs whose exports keep files of pages.
ORIGINS = ("archivebox", "omnivore", "zotero")


def uncaptioned(original: bytes, origin: str) -> tuple[dict[str, Any], str, bytes] | None:
    """What is said of a file, its name and its bytes; None if `original` is none with a caption."""
    line, _, content = original.partition(b"\n")
    try:
        caption = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(caption, dict):
        return None
    said, name = caption.get(origin), caption.get("file")
    return (said, name, content) if isinstance(said, dict) and isinstance(name, str) else None


def beside(source: Source, name: str) -> bytes | None:
    """The bytes of a file that an export names; None if it is not there, or too large.

    Nothing is opened that does not stand below the folder of the export, nor beside an export that
    is no file of its own.
    """
    if type(source) is not Source or source.path == STDIN:
        return None
    folder = os.path.realpath(os.path.dirname(source.path))
    path = os.path.join(folder, name)
    source.beside.append(path)
    try:
        if os.path.commonpath((folder, os.path.realpath(path))) != folder:
            return None
        with Source(path, source.limit).open() as stream:
            content = read_up_to(stream, source.limit)
    except (*READ_ERRORS, ValueError):
        return None
    return content if len(content) <= source.limit else None


def with_file(bare: Record, name: str, content: bytes, *, is_curated: bool) -> Record:
    """The record `bare`, of what an export says, with the text and the facts of a file of the page.

    `is_curated`: what the export says is believed before what the page says of itself. A file in
    which there is no article leaves a bookmark, and a remark says why.
    """
    kind = _KINDS.get(name.rpartition(".")[2].lower())
    if kind is None or is_captioned(content):
        inner: Record | Outcome = failed(name, "no file of a page")
    else:
        inner = readers.again(bare.place, content, kind)
    if isinstance(inner, Outcome):
        remark = f"{name}: {inner.reason}"
        return replace(bare, remark="; ".join(filter(None, (bare.remark, remark))))
    both = (bare.facts, inner.facts) if is_curated else (inner.facts, bare.facts)
    own = inner.key if inner.key and inner.key.startswith("url:") else None
    remarks = (part for part in (bare.remark, inner.remark) if part and part != BOOKMARK)
    return replace(
        bare,
        text=inner.text,
        encoding=inner.encoding,
        replaced=inner.replaced,
        facts=tuple(dict.fromkeys(fact for facts in both for fact in facts)),
        key=own or (bare.key or "").removeprefix("saved:") or None,
        remark="; ".join(remarks) or None,
    )


# -- what exports write in many ways


def names(value: Any, separator: str | None = None) -> tuple[str, ...]:
    """Tags: a list of texts or of objects that name one, or a text that `separator` separates."""
    if isinstance(value, str):
        value = value.split(separator) if separator else [value]
    found: dict[str, None] = {}
    for one in value[:_MOST_TAGS] if isinstance(value, list) else ():
        keys = ("name", "label", "tag")
        named = next(filter(None, map(one.get, keys)), None) if isinstance(one, dict) else one
        if isinstance(named, str) and (name := " ".join(clean_text(named[:_LONGEST_TAG]).split())):
            found[name] = None
    return tuple(found)


def notes(*values: Any) -> tuple[str, ...]:
    """Those of `values` that are texts with something in them, each once."""
    texts = (clean_text(one).strip() for one in values[:_MOST_NOTES] if isinstance(one, str))
    return tuple(dict.fromkeys(text for text in texts if text))


def is_unfetched(content: str) -> bool:
    """Whether it is the sentence that wallabag keeps where it could not fetch a page."""
    return _UNFETCHED in content[:200]


def day(moment: Any) -> Any:
    """A moment: seconds since 1970 as the day that was then in UTC, anything else as it is."""
    if isinstance(moment, str) and _SECONDS.match(moment):
        moment = float(moment)
    if isinstance(moment, bool) or not isinstance(moment, int | float):
        return moment
    try:
        return datetime.fromtimestamp(moment, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def texts(value: Any) -> list[str]:
    """The texts in a list, or the only one; nothing else that stands there."""
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, str) and one.strip()]
