"""Databases to try things in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from archive import database
from archive.database import Store


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    with closing(database.open(f"sqlite:///{path}")) as store:
        yield store


@contextmanager
def two(empty: Path) -> Iterator[tuple[Store, Store]]:
    """Two databases without articles."""
    with TemporaryDirectory(dir=empty.parent) as folder:
        paths = [Path(shutil.copy(empty, Path(folder) / name)) for name in ("1.db", "2.db")]
        with opened(paths[0]) as one, opened(paths[1]) as other:
            yield one, other
