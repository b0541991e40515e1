"""Whoosh's folder made durable: how a state is committed.

Whoosh never asks the disk to keep anything. Here the files of a commit are synced and measured
before the table of contents that names them is, and the database vouches for them before that
takes effect.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from archive import seal
from archive.index.whoosh._codec import StoredSegment, schema
from archive.index.whoosh._state import NAME, TOC, State
from archive.seal import Files, FileState

Prepare = Callable[[Files], None]


class DurableStorage(FileStorage):
    """A folder whose table of contents changes only when all that it names is on the disk.

    Parameters
    ----------
    files:
        What the folder holds, by the word of the database. After a commit: what it holds then.
    prepare:
        Called with the files of the new state just before it takes effect.
    """

    def __init__(self, folder: Path, files: Files, prepare: Prepare) -> None:
        super().__init__(str(folder))
        self.files = files
        self._prepare = prepare
        self._named: frozenset[str] = frozenset()

    def commit(self, state: State) -> None:
        """Have `state`, whose segments are in the folder, take effect."""
        with self.create_file(state.file) as stream:
            stream.write(state.written())
        self._named = frozenset([state.file, *(segment.file for segment in state.segments)])
        segments = [StoredSegment(one.id, one.count, one.deleted) for one in state.segments]
        index.TOC(schema(), segments, state.generation).write(self, NAME)
        for name in set(os.listdir(self.folder)).difference(self.files):
            with suppress(OSError):  # somebody may have it open, where that matters
                os.unlink(self._fpath(name))

    def create_file(self, name: str, **options: Any) -> Any:
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        return StructFile(os.fdopen(os.open(self._fpath(name), flags, 0o600), "wb"), name=name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        if not newname.endswith(TOC):
            super().rename_file(oldname, newname, safe=safe)
            return
        folder = Path(self.folder)
        files = {name: self._kept(folder / name) for name in sorted(self._named)}
        seal.sync(folder / oldname)
        files[newname] = seal.measure(folder / oldname)
        seal.sync(folder)
        self._prepare(files)
        os.replace(folder / oldname, folder / newname)
        seal.sync(folder)
        self.files = files

    def _kept(self, path: Path) -> FileState:
        if known := self.files.get(path.name):
            return known  # a file is written once
        seal.sync(path)
        return seal.measure(path)
