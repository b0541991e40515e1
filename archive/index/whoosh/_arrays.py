"""A file of named arrays: written once, mapped into memory, nothing copied when it is opened.

    magic   8 bytes
    arrays  one after the other, each at a multiple of 8 bytes
    table   JSON: {"meta": {...}, "arrays": {name: [dtype, offset in bytes, count]}}
    end     offset of the table (u64), magic

All numbers are little-endian. The file is vouched for as a whole by the database (`archive.seal`).
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

MAGIC = b"ARCHSEG1"
_END = struct.Struct("<Q8s")

Array = np.ndarray[Any, Any]
Arrays = Mapping[str, Array]


def different(values: Array) -> Array:
    """The different numbers, ascending."""
    # Not np.unique, which imports what takes 10 ms. Mostly there are a few runs, only merged here.
    ordered = np.sort(values, kind="stable")
    kept: Array = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return kept


@dataclass(frozen=True, slots=True)
class Pieces:
    """An array that is made while it is written: of which kind, how long, and its pieces."""

    kind: np.dtype[Any]
    count: int
    parts: Iterator[Array]


def pieces(arrays: Sequence[Array]) -> Pieces:
    """Arrays of one kind, one after the other."""
    return Pieces(arrays[0].dtype, sum(map(len, arrays)), iter(arrays))


Columns = Mapping[str, Array | Pieces]


def smallest(values: Array) -> Array:
    """The same numbers, none below zero, in the smallest unsigned type that holds them."""
    largest = int(values.max()) if len(values) else 0
    for kind in ("<u1", "<u2", "<u4"):
        if largest <= np.iinfo(kind).max:
            return values.astype(kind)
    return values.astype("<u8")


def write(stream: Any, meta: Mapping[str, object], arrays: Columns) -> None:
    """Write a file to a stream that is at its beginning."""
    stream.write(MAGIC)
    offset, table = len(MAGIC), {}
    for name, given in arrays.items():
        array = given if isinstance(given, Pieces) else pieces([given])
        table[name] = [array.kind.str, offset, array.count]
        for piece in array.parts:
            content = np.ascontiguousarray(piece)
            stream.write(content.data.cast("B") if content.nbytes else b"")
        size = array.count * array.kind.itemsize
        padding = -size % 8
        stream.write(b"\0" * padding)
        offset += size + padding
    stream.write(json.dumps({"meta": meta, "arrays": table}).encode())
    stream.write(_END.pack(offset, MAGIC))


class ArrayFile(Mapping[str, Array]):
    """An open file of arrays. They stay readable as long as one is in use, also if it is deleted.

    Raises
    ------
    ValueError
        If it is no such file.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if len(self._map) < _END.size or self._map[: len(MAGIC)] != MAGIC:
            raise ValueError(f"{path.name} is no file of arrays")
        start, magic = _END.unpack(self._map[-_END.size :])
        if magic != MAGIC:
            raise ValueError(f"{path.name} was not written to its end")
        table = json.loads(self._map[start : -_END.size])
        self.meta: dict[str, Any] = table["meta"]
        self._table: dict[str, tuple[str, int, int]] = table["arrays"]
        self._known: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        if name not in self._known:
            kind, offset, count = self._table[name]
            self._known[name] = np.frombuffer(self._map, kind, count, offset)
        return self._known[name]

    def let_go(self) -> None:
        """Take no memory for what was read, which the system reads again where it is needed."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def __iter__(self) -> Any:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)
