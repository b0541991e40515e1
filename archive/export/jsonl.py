"""JSON Lines that lose nothing: `archive import` makes the same articles of them again.

The first line says what the export is:

    {"archive export": 1, "archive": "…", "made": "…", "query": "banjir", "understood": "banjir",
     "match": "all", "sort": "id", "copies": "all", "found": 2, "articles": 2, "warnings": [],
     "residue": [{"publisher": "…", "line": "…", "stories": 12}]}

Every other line is an article, with all that `show --json` says of it, and besides

    "key"               its URL or file, by which another text is a new version; or null
    "sightings"         each also with "version", and "path_base64" where the path is no UTF-8
    "versions"          each also with "identity", "facts" in the order in which they were stated,
                        and "text", but for the current one, whose text is the article's
    "originals"         {sha256: base64}: the bytes of all versions and sightings, each once

"title", "body", "zones", "links", "attributions" and "facts" can be told from the rest; they are
there for those who read the file, and `import` does not look at them.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from archive.article import Fact
from archive.database.whole import Edition, Whole
from archive.export._export import Export, Heading
from archive.export._text import as_json

MEDIA_TYPE = "application/jsonl"
# The name and the number of the format; a change that older readers would misread counts it up.
MARK = "archive export"
FORMAT = 1


def render(export: Export) -> Iterator[bytes]:
    """What the export is, then a line for each article, in pieces."""
    yield from _line(_heading(export.heading))
    for whole in export.wholes():
        yield from _line(_stated(export.detail(whole.article), whole))


def is_of_export(line: Mapping[str, Any]) -> bool:
    """Whether a line of JSON is the first of an export, or an article of one."""
    return MARK in line or {"sightings", "versions", "originals"} <= line.keys()


def _line(stated: Mapping[str, Any]) -> Iterator[bytes]:
    """An object on a line, each value by itself: an article can have 64 MB."""
    before = "{"
    for name, value in stated.items():
        yield f"{before}{as_json(name)}: {as_json(value)}".encode()
        before = ", "
    yield b"}\n"


def _heading(heading: Heading) -> dict[str, Any]:
    residue = [
        {"publisher": one.publisher, "line": one.line, "stories": one.stories}
        for one in heading.residue
    ]
    return {MARK: FORMAT, **heading.as_json(), "residue": residue}


def _stated(detail: dict[str, Any], whole: Whole) -> dict[str, Any]:
    """What `show --json` says, with what it leaves out."""
    paths = [_path(sighting.path) for sighting in whole.article.sightings]
    return {
        **detail,
        "sightings": [
            {**sighting, "version": number, **path}
            for sighting, number, path in zip(
                detail["sightings"], whole.seen_as, paths, strict=True
            )
        ],
        "versions": [
            {**version, **_edition(edition)}
            for version, edition in zip(detail["versions"], whole.editions, strict=True)
        ],
        "key": whole.key,
        "originals": {
            sha: b64encode(content).decode("ascii") for sha, content in whole.originals.items()
        },
    }


def _path(path: str) -> dict[str, str]:
    """The bytes of a path whose text does not say which they are."""
    content = os.fsencode(path)
    try:
        content.decode()
    except UnicodeDecodeError:
        return {"path_base64": b64encode(content).decode("ascii")}
    return {}


def _edition(edition: Edition) -> dict[str, Any]:
    stated: dict[str, Any] = {
        "identity": edition.identity,
        "facts": [_fact(fact) for fact in edition.facts],
    }
    return stated if edition.version.is_current else {**stated, "text": edition.text}


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "field": fact.field,
        "value": fact.value,
        "basis": fact.basis,
        "rule": fact.rule,
        "start": fact.start,
        "end": fact.end,
        "confidence": fact.confidence,
    }
