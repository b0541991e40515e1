"""Whoosh's folder made durable and sealed.

Whoosh never asks the disk to keep anything, and unpickles whatever lies in its folder. Here the
files of a commit are synced and measured before the table of contents that names them is, and the
database vouches for them before that takes effect. What it does not vouch for is not opened.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from archive import seal
from archive.seal import Files, FileState

TOC = ".toc"
Prepare = Callable[[Files], None]


class SealedStorage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """A folder of which only `files` are there."""

    def __init__(self, folder: Path, files: Files) -> None:
        super().__init__(str(folder))
        self.files = files

    def list(self) -> list[str]:
        return list(self.files)

    def open_file(self, name: str, **options: Any) -> Any:
        if name not in self.files:
            raise FileNotFoundError(f"{name} is not part of the index")
        return super().open_file(name, **options)


class DurableStorage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
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
        self.segments: frozenset[str] = frozenset()

    def list(self) -> list[str]:
        return os.listdir(self.folder)  # Whoosh takes a folder that cannot be read for empty

    def create_file(self, name: str, **options: Any) -> Any:
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        return StructFile(os.fdopen(os.open(self._fpath(name), flags, 0o600), "wb"), name=name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        if not newname.endswith(TOC):
            super().rename_file(oldname, newname, safe=safe)
            return
        folder = Path(self.folder)
        files = {name: self._kept(folder / name) for name in self._named(os.listdir(folder))}
        seal.sync(folder / oldname)
        files[newname] = seal.measure(folder / oldname)
        seal.sync(folder)
        self._prepare(files)
        os.replace(folder / oldname, folder / newname)
        seal.sync(folder)
        self.files = files

    def _named(self, names: Iterable[str]) -> Iterable[str]:
        """The files of the segments that the new table of contents names."""
        return (name for name in names if name.partition(".")[0] in self.segments)

    def _kept(self, path: Path) -> FileState:
        if known := self.files.get(path.name):
            return known  # a file is written once
        seal.sync(path)
        return seal.measure(path)


def sweep(folder: Path, files: Files) -> None:
    """Delete what a commit that never took effect, or somebody else, has left in the folder."""
    for entry in list(os.scandir(folder)):
        if entry.name in files:
            continue
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)


def toc_of(files: Files) -> str:
    """The name of the table of contents among `files`."""
    return next(name for name in files if name.endswith(TOC))
