"""ArchiveBox: a snapshot folder, by its index, and lists of snapshots as `archivebox list` writes.

    archive/1700000000.5/index.json    {"url": "…", "title": "…", "tags": "a,b", "timestamp": "…"}
                         singlefile.html  output.html  readability/content.html  …

Up to 0.7 the index is one object (`Link._asdict` in archivebox/index/schema.py, which names the
outputs in `canonical_outputs`), since 0.9 a line for each thing of a `type`, the first of which is
the Snapshot (`write_index_jsonl` in archivebox/core/models.py), with outputs in folders named by
plug-ins. `archivebox list --json` gives an array of such objects, or an object with them as
`links`, newer ones a line each.

A snapshot is one article: of its outputs the first is taken that is there and is not too large, in
the order of `_OUTPUTS`. Its original is that file behind a line that says what the index does, its
tags are those of the index. Without any it is a bookmark, and so is each entry of a list.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from archive.article import Place, Record
from archive.ingest import declared, moved, snapshots
from archive.ingest.objects import objects
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import STDIN, Source
from archive.ingest.unread import Unread, whole

SUFFIXES = ()
MEDIA_TYPE = "application/x-archivebox"

_ORIGIN = "archivebox"
# What says the most of the page first: whole pages declare author and day, extracts do not.
_OUTPUTS = (
    *("singlefile.html", "singlefile/singlefile.html", "output.html", "dom/output.html"),
    "",  # the page as wget has it, which the index names
    *("readability/content.html", "mercury/content.html"),
    *("htmltotext.txt", "htmltotext/htmltotext.txt", "output.pdf", "pdf/output.pdf"),
)
_SAID = ("url", "title", "tags", "timestamp", "bookmarked_at")


def sniff(head: bytes) -> bool:
    """Whether it begins with a snapshot of ArchiveBox, or a list of them."""
    return moved.is_captioned(head, _ORIGIN) or snapshots.is_index(head)


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record for a snapshot folder, or for each snapshot of a list."""
    if moved.is_captioned(source.head(), _ORIGIN):
        yield whole(source, parse)
        return
    is_folder = _is_in_folder(source)
    position = 0
    for found in _listed(source):
        position += 1
        place = Place(source.path, position)
        if isinstance(found, str):
            yield failed(place, found)
        elif position == 1 and is_folder:
            yield _snapshot(source, found)
        else:
            yield Unread(place, found, parse)
    if not position:
        yield failed(Place(source.path), "no snapshot in it")


def _is_in_folder(source: Source) -> bool:
    """Whether it is the index of a snapshot folder, of whose files the system knows."""
    is_file = type(source) is Source and source.path != STDIN
    is_named = os.path.basename(source.path) in snapshots.INDEXES
    return is_file and is_named and not snapshots.is_list(source.head())


def _listed(source: Source) -> Iterator[bytes | str]:
    """The bytes of each snapshot in a file, or what is wrong with one."""
    first = source.head().lstrip().partition(b"\n")[0]
    if b'"type"' not in first:
        with source.open() as stream:
            yield from objects(stream, source.limit, (b"links",))
        return
    with source.open() as stream:
        while line := stream.readline(source.limit + 2):
            if len(line) > source.limit + 1:
                yield f"a line larger than {source.limit:,} bytes (max_file_size)"
                while line and not line.endswith(b"\n"):
                    line = stream.readline(source.limit)
            elif b'"Snapshot"' in line:  # others say how it was made
                yield line.strip()


def _snapshot(source: Source, index: bytes) -> Unread | Outcome:
    """The snapshot of a folder, with the best of the outputs that are in it."""
    place = Place(source.path)
    read = declared.read_json(place, index)
    if isinstance(read, Outcome):
        return read
    said = read[0] if isinstance(read[0], dict) else {}
    folder = os.path.dirname(source.path)
    for output in _OUTPUTS:
        name = output or _by_wget(said)
        content = moved.beside(source, name) if name else None
        if content:
            caption = {key: said[key] for key in _SAID if key in said}
            original = moved.captioned(_ORIGIN, caption, name, content)
            return Unread(Place(os.path.join(folder, name)), original, parse)
    return Unread(place, index, parse)


def _by_wget(said: dict[str, Any]) -> str:
    """The name of the page that wget wrote; empty if the index says none that could be one."""
    outputs = said.get("canonical")
    name = outputs.get("wget_path") if isinstance(outputs, dict) else None
    return name if isinstance(name, str) and name.endswith(moved.SUFFIXES) else ""


def parse(place: Place, original: bytes) -> Record | Outcome:
    """A snapshot as a record; failed if it says no address."""
    parts = moved.uncaptioned(original, _ORIGIN)
    if parts:
        said, name, content = parts
        bare = _bare(place, original, said)
        if isinstance(bare, Outcome):
            return bare
        return moved.with_file(bare, name, content, is_curated=False)
    read = declared.read_json(place, original)
    if isinstance(read, Outcome):
        return read
    return _bare(place, original, read[0] if isinstance(read[0], dict) else {})


def _bare(place: Place, original: bytes, said: dict[str, Any]) -> Record | Outcome:
    """The record of what an index says."""
    if not moved.texts(said.get("url")):
        return failed(place, "a snapshot without an address")
    when = "bookmarked_at" if said.get("bookmarked_at") else "timestamp"
    page = moved.Page(
        {
            "title": ("title", said.get("title")),
            "url": ("url", said.get("url")),
            "saved": (when, moved.day(said.get(when))),
        },
        tags=moved.names(said.get("tags"), ","),
    )
    return moved.record(place, original, MEDIA_TYPE, _ORIGIN, page)
