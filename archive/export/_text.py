"""Text on its way into a format: JSON that is harmless to look at, one line, and what is read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby

from archive.article import Article
from archive.zones import BODY, zones_of

# What JSON may hold as it is though it could drive a terminal, end a line, or is no Unicode.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_LINE_END = re.compile(r"\n\s*")


def as_json(value: object) -> str:
    """`value` in JSON on one line, which is also YAML."""
    written = _ENCODER.encode(value)
    # Only strings can hold these, and there an escape means the same character.
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", written)


def as_bytes(text: str) -> bytes:
    """`text` in UTF-8; of a query, bytes that are none are shown as escapes."""
    return text.encode("utf-8", "backslashreplace")


def one_line(text: str) -> str:
    """`text` on one line, without control characters and with one space between its words."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def paragraphs(article: Article) -> Iterator[tuple[str | None, str]]:
    """The lines of the text: (None, one that is read), (kind, one of a zone of another kind).

    A first line that says what the title says is left out.
    """
    found = [zone for zone in zones_of(article) if zone.kind != "headline"]
    for is_body, zones in groupby(found, lambda zone: zone.kind in BODY):
        stretch = list(zones)
        if is_body:
            for line in _LINE_END.split(article.text[stretch[0].start : stretch[-1].end]):
                yield None, one_line(line)
            continue
        for zone in stretch:
            for line in _LINE_END.split(article.text[zone.start : zone.end]):
                yield zone.kind, one_line(line)


def date_parts(published: str) -> list[str]:
    """Year, month and day of a date as far as it is known: ["2023", "07"]."""
    return [part.zfill(2) for part in published.split("-")]
