"""One file per output format: the whole result of a query, piece by piece.

An exporter is a module here that offers

    MEDIA_TYPE          what it writes, as "text/csv"
    render(export)      all of it in UTF-8, in pieces: an iterator of bytes

and, where it can also be a folder with a file for each article,

    SUFFIX              that of these files, as ".md"
    one(article)        the content of the file of an article
    IS_FOLDER           whether that is what a path for its output means

What the query was and what it found goes along where a format has a place for it: in the first line
of `jsonl`, in the front matter of `markdown`, in a comment of `bibtex`, in a note of each record of
`ris`, and in a folder in the file `export.json`. `csv` and a stream of `text` have none.
"""

from __future__ import annotations

import sys
from types import ModuleType

from archive import plugins
from archive.errors import UsageError
from archive.export._export import Export, Heading
from archive.export._text import as_bytes, as_json

__all__ = ["Export", "Heading", "as_file", "exporter", "formats"]


def formats() -> tuple[str, ...]:
    """The names of all exporters, without importing them."""
    return plugins.names(sys.modules[__name__])


def exporter(name: str) -> ModuleType:
    """The exporter called `name`.

    Raises
    ------
    UsageError
        If there is none.
    """
    if name not in formats():
        raise UsageError(f"there is no format {name!r} (there are: {', '.join(formats())})")
    return plugins.load(sys.modules[__name__], name, ["MEDIA_TYPE", "render"])


def as_file(heading: Heading) -> bytes:
    """What an export is, as the file `export.json` beside those of its articles."""
    return as_bytes(f"{as_json(heading.as_json())}\n")
