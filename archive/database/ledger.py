"""The ledger: which files were read, so that those that are as they were need not be read again.

    state ─ Ledger.read_before ─▶ the ids of what the file holds, or nothing

A row is believed only if the file is in the state that it was in, which the row does not hold
but hashes, together with all else that it says: a row that is not as it was written is no row. Nor
is it believed if one of the articles has lost something since (`lost`). What `Ledger` says then is
what reading the file once more would come to: all in it is the same, and nothing is stored.

Reading is plain SQL; `enter`, `forget` and `lose` run inside a transaction that the caller holds.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, cast

from archive.database.connection import Reader

if TYPE_CHECKING:
    from sqlalchemy import Connection


_FOLDER = "SELECT id FROM folder WHERE path = ?"
_FILES = """
    SELECT name, stamp, seq, article_id, records FROM file
    WHERE folder_id = ? AND name BETWEEN ? AND ? AND NOT EXISTS (
        SELECT 1 FROM lost WHERE lost.article_id = file.article_id AND lost.seq > file.seq
    )
"""
_SEQ = "SELECT seq FROM counter"
_LOST = "SELECT article_id FROM lost WHERE seq > ?"
_ANY_LOST = (
    "SELECT EXISTS (SELECT 1 FROM lost WHERE seq > ?"
    " AND article_id IN (SELECT value FROM json_each(?)))"
)
_KEYED = "SELECT id FROM article WHERE key IN (SELECT value FROM json_each(?))"
_TOTALS = "SELECT count(*), (SELECT count(DISTINCT folder_id) FROM file) FROM file"

_ADD_FOLDER = "INSERT INTO folder (path) VALUES (?) ON CONFLICT (path) DO NOTHING"
_ADD_FILE = """
    INSERT INTO file (folder_id, name, stamp, seq, article_id, records)
    VALUES ((SELECT id FROM folder WHERE path = ?), ?, ?, ?, ?, ?)
    ON CONFLICT (folder_id, name) DO UPDATE SET stamp = excluded.stamp, seq = excluded.seq,
        article_id = excluded.article_id, records = excluded.records
"""
_FORGET = "DELETE FROM file WHERE article_id IN (SELECT value FROM json_each(?))"
_LOSE = (
    "INSERT INTO lost (article_id, seq) VALUES (?, ?)"
    " ON CONFLICT (article_id) DO UPDATE SET seq = excluded.seq"
)

Line = tuple[str, int, str | None]
"""Of one record: its place in words, the id of its article, and what was odd about it."""
Holding = tuple[int | None, bytes | None]
"""What a file holds: the id of its one article, or its lines, packed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that was read. `state` is anything that changes with it; `seq` as in the table."""

    folder: bytes
    name: bytes
    state: bytes
    seq: int
    article_id: int | None = None
    records: bytes | None = None


def stamp(state: bytes, seq: int, article_id: int | None, records: bytes | None) -> int:
    """64 bits of BLAKE2b of the state of a file and what is said of it."""
    said = b"%b %d %d %b" % (state, seq, article_id or 0, records or b"")
    return int.from_bytes(blake2b(said, digest_size=8).digest(), "little", signed=True)


class Ledger:
    """Tells which files were read before."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def read_before(
        self, folder: bytes, states: Mapping[bytes, bytes]
    ) -> tuple[int, dict[bytes, Holding]]:
        """The last change number, and what those of the files of `folder` hold that are known.

        Parameters
        ----------
        states:
            The state of each file by its name.
        """
        known: dict[bytes, Holding] = {}
        with self._reader.reading() as connection:
            (last,) = connection.execute(_SEQ).fetchone()
            found = connection.execute(_FOLDER, (folder,)).fetchone() if states else None
            if found is None:
                return last, known
            rows = connection.execute(_FILES, (*found, min(states), max(states)))
            for name, written, seq, id, records in rows:
                state = states.get(name)
                if state is None or written != stamp(state, seq, id, records):
                    continue
                if records is not None:
                    ids = json.dumps([id for _, id, _ in unpacked(records)])
                    if connection.execute(_ANY_LOST, (seq, ids)).fetchone()[0]:
                        continue
                known[name] = id, records
        return last, known

    def lost_since(self, seq: int) -> set[int]:
        """The articles that have lost something after the change `seq`."""
        with self._reader.reading() as connection:
            return {id for (id,) in connection.execute(_LOST, (seq,))}

    def keyed(self, keys: Collection[str]) -> set[int]:
        """The articles that have one of `keys`."""
        with self._reader.reading() as connection:
            return {id for (id,) in connection.execute(_KEYED, (json.dumps([*keys]),))}

    def totals(self) -> tuple[int, int]:
        """How many files are known, and in how many folders."""
        with self._reader.reading() as connection:
            files, folders = connection.execute(_TOTALS).fetchone()
        return files, folders


class Lines:
    """The lines of a file, packed as they come: there may be millions."""

    def __init__(self) -> None:
        self._packed = io.BytesIO()
        self._stream = gzip.GzipFile(fileobj=self._packed, mode="wb", compresslevel=1, mtime=0)

    def add(self, line: Line) -> None:
        """Add one."""
        self._stream.write(json.dumps(line).encode() + b"\n")

    def packed(self) -> bytes:
        """All of them; none can be added any more."""
        self._stream.close()
        return self._packed.getvalue()


def unpacked(records: bytes) -> Iterator[Line]:
    """The lines that were packed, one after the other."""
    with gzip.open(io.BytesIO(records)) as stream:
        for line in stream:
            yield cast(Line, tuple(json.loads(line)))


def enter(connection: Connection, entries: Sequence[Entry]) -> None:
    """Write down files that were read, each in place of what was known of it."""
    if not entries:
        return
    folders = dict.fromkeys(one.folder for one in entries)
    connection.exec_driver_sql(_ADD_FOLDER, [(folder,) for folder in folders])
    rows = [
        (
            *(one.folder, one.name, stamp(one.state, one.seq, one.article_id, one.records)),
            *(one.seq, one.article_id, one.records),
        )
        for one in entries
    ]
    connection.exec_driver_sql(_ADD_FILE, rows)


def forget(connection: Connection, ids: Sequence[int]) -> None:
    """Forget the files that held one of these articles, and nothing else."""
    connection.exec_driver_sql(_FORGET, (json.dumps([*ids]),))


def lose(connection: Connection, ids: Iterable[int], seq: int) -> None:
    """Have articles lose something with the change `seq`, or one just before it."""
    rows = [(id, seq) for id in ids]
    if rows:
        connection.exec_driver_sql(_LOSE, rows)
