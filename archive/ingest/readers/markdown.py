"""Markdown, as web clippers and note books keep it: facts in front, between lines of `---`.

    ---
    title: "Alfa bravo"
    date: 2025-06-18
    authors: [Adi, Budi]
    ---
    The text.

What stands in front is a part of YAML: names, with a text, a list or a folded text each; or it is
TOML, between lines of `+++`. Without it the first heading is the title. The text is left as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archive.article import Place, Record
from archive.ingest import declared
from archive.ingest.decoding import decode
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source, file_key
from archive.ingest.unread import content_of

SUFFIXES = (".md", ".markdown")
MEDIA_TYPE = "text/markdown"

_FRONT = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\n(.*?\n)?\1[ \t]*(?:\n|$)", re.DOTALL)
_SNIFFED = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:---\s*\n[ \t]*[\w-]+[ \t]*:|\+\+\+\s*\n[ \t]*[\w-]+[ \t]*=)"
)
_NAMED = re.compile(r"""["']?([\w][\w -]{0,60})["']?[ \t]*:(?:[ \t]+(.*))?$""")
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_LINK = re.compile(r"\[\[(?:[^\[\]|]{0,300}\|)?([^\[\]|]{0,300})\]\]")
# Names in names in …: Python takes the square of their number, in bytes.
_DOTTED = re.compile(r"""(?:[\w"'-]{1,99}+[ \t]*+\.[ \t]*+){50}""")
# Characters that may stand in front.
_MOST = 50_000
# Names that are common in front of Markdown, by those that are usual elsewhere.
_OTHERS = {"authors": "author", "categories": "category", "permalink": "url", "modified": "updated"}


def sniff(head: bytes) -> bool:
    """Whether facts stand in front. Markdown without them has no signature."""
    return _SNIFFED.match(head) is not None


def read(source: Source) -> Iterator[Record | Outcome]:
    """The file as one record; failed if it is empty, too large, or no text."""
    content = content_of(source)
    yield content if isinstance(content, Outcome) else parse(Place(source.path), content)


def parse(place: Place, original: bytes) -> Record | Outcome:
    """What a file holds as one record; failed if it is empty, or no text."""
    decoded = decode(original)
    if decoded is None:
        return failed(place, "binary, not text")
    text = decoded.text.replace("\r\n", "\n")
    if not text.strip("\0 \t\r\n\ufeff"):
        return failed(place, "empty")
    front = _FRONT.match(text)
    if front and front.end() > _MOST:
        return failed(place, f"more than {_MOST:,} characters stand in front of the text")
    try:
        stated = _stated(front) if front else {}
    except (ValueError, RecursionError) as error:
        return failed(place, f"what stands in front cannot be read: {error}")
    body = text[front.end() :] if front else text
    heading = _HEADING.search(body[:1000])
    if heading and not stated.get("title"):
        stated["title"] = heading[1]
    origin = "markdown"
    record = declared.record(place, original, MEDIA_TYPE, {**stated, "text": body}, origin, decoded)
    if isinstance(record, Outcome) or record.key:
        return record
    return replace(record, key=file_key(place))


def _stated(front: re.Match[str]) -> dict[str, Any]:
    """What stands in front, by the names of `declared`."""
    written = front[2] or ""
    if front[1] == "+++" and _DOTTED.search(written):
        raise ValueError("names nested too deeply")
    found = tomllib.loads(written) if front[1] == "+++" else _yaml(written)
    stated: dict[str, Any] = {}
    for name, value in found.items():
        key = name.strip().lower()
        stated.setdefault(_OTHERS.get(key, key), _plain(value))
    source = stated.get("source")
    if isinstance(source, str) and source.startswith(("http://", "https://")):
        stated.setdefault("url", stated.pop("source"))  # so do web clippers
    return stated


def _plain(value: Any) -> Any:
    """A value as JSON has it, `[[links]]` as what they show."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, int | float | dict) else _LINK.sub(r"\1", str(value))


def _yaml(written: str) -> dict[str, Any]:
    """Name → a text, or a list of them. What stands deeper is left out."""
    found: dict[str, Any] = {}
    name = ""
    for line in written.split("\n"):
        stripped = line.strip()
        match = _NAMED.match(line)
        if match and not line.startswith((" ", "\t", "#")):
            name = match[1]
            found[name] = _value(match[2] or "")
        elif stripped.startswith("- ") and name:
            if not isinstance(found[name], list):
                found[name] = []
            found[name].append(_text(stripped[2:]))
        elif stripped and name and isinstance(found[name], str):
            found[name] = f"{found[name]} {stripped}".strip()  # a text over many lines
    return found


def _value(written: str) -> Any:
    written = written.strip()
    if written.startswith("[") and written.endswith("]") and not written.startswith("[["):
        return [_text(part) for part in written[1:-1].split(",") if part.strip()]
    return "" if written in {"|", ">", "|-", ">-", "~", "null"} else _text(written)


def _text(written: str) -> str:
    """A text without its quotes."""
    written = written.strip()
    for quote in ("'", '"'):
        if len(written) > 1 and written[0] == quote == written[-1]:
            inner = written[1:-1]
            return inner.replace("''", "'") if quote == "'" else inner.replace('\\"', '"')
    return written.split(" #")[0].rstrip()
