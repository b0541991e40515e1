"""A state of the index: which segments it has, what was deleted from them, and its watermark.

    <segment>.arr       the arrays of one segment (`_arrays`); written once
    state_<N>.json      the N-th state, as it is read here
    _MAIN_<N>.toc       the same for Whoosh (`_storage`); a state takes effect with its appearance

Whoosh's table of contents says the same, but is a pickle, and to read it takes half of Whoosh:
a third of what a search from the command line costs.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from archive.index._contract import Watermark
from archive.index.whoosh._arrays import ArrayFile
from archive.index.whoosh._segment import Segment
from archive.seal import Files

# What Whoosh calls this index.
NAME = "MAIN"
TOC = ".toc"


@dataclass(frozen=True, slots=True)
class Stored:
    """A segment on the disk: `count` documents, of which those with some numbers were deleted."""

    id: str
    count: int
    deleted: frozenset[int] = frozenset()

    @classmethod
    def new(cls, count: int) -> Stored:
        """One that is still to be written."""
        return cls(f"{NAME}_{uuid4().hex[:16]}", count)

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.id}.arr"

    def without(self, docnums: Iterable[int]) -> Stored:
        """The same segment with more documents deleted."""
        return replace(self, deleted=self.deleted.union(docnums))

    def opened(self, folder: Path) -> Segment:
        """The segment, ready to be searched."""
        arrays = ArrayFile(folder / self.file)
        return Segment(arrays.meta, arrays, self.deleted)


@dataclass(frozen=True, slots=True)
class State:
    """All segments; what they show together is what `mark` says."""

    generation: int = 0
    segments: tuple[Stored, ...] = ()
    mark: Watermark | None = None

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"state_{self.generation}.json"

    def written(self) -> bytes:
        """The content of its file."""
        segments = [(one.id, one.count, sorted(one.deleted)) for one in self.segments]
        mark = asdict(self.mark) if self.mark else None
        state = {"generation": self.generation, "segments": segments, "mark": mark}
        return json.dumps(state).encode()


def read(folder: Path, files: Files) -> State:
    """The state of which `files` are there. The caller has compared them with their seals."""
    (name,) = (name for name in files if name.startswith("state_"))
    state: dict[str, Any] = json.loads((folder / name).read_bytes())
    segments = tuple(Stored(id, count, frozenset(gone)) for id, count, gone in state["segments"])
    return State(state["generation"], segments, Watermark(**state["mark"]))


def toc_of(files: Files) -> str:
    """The name of the table of contents among `files`."""
    return next(name for name in files if name.endswith(TOC))


def sweep(folder: Path, files: Files) -> None:
    """Delete what a commit that never took effect, or somebody else, has left in the folder."""
    for entry in list(os.scandir(folder)):
        if entry.name in files:
            continue
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)
