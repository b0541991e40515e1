"""The hashes of sketches, and whom each of them leads to: this finds what may be copies.

A hash leads to the first MOST articles that have it. The rows lie in the order of the hashes, which
is no order of anything else: so many articles at once should be written, each page but once.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection

from archive import sketches
from archive.database.connection import translated
from archive.sketches import Array, Sketch

# Articles that a hash leads to at the most.
MOST = 32
# Articles whose sketches are looked up together.
CHUNK = 1_000

# `?` is a JSON array.
AMONG = "IN (SELECT value FROM json_each(?))"
_HASHES = f"SELECT article_id, hashes FROM sketch WHERE article_id {AMONG}"
_SIZES = f"SELECT article_id, shingles, reach FROM sketch WHERE article_id {AMONG}"
_SKETCHES = f"SELECT article_id, shingles, hashes FROM sketch WHERE article_id {AMONG}"
_BUCKETS = f"SELECT hash, articles FROM shingle WHERE hash {AMONG}"
_SHARED = f"{_BUCKETS} AND length(articles) > 8"
_INSERT = "INSERT INTO sketch (article_id, shingles, reach, hashes) VALUES (?, ?, ?, ?)"
_LEAD_TO = (
    "INSERT INTO shingle (hash, articles) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE"
    f" SET articles = substr(CAST(articles || excluded.articles AS BLOB), 1, {MOST * 8})"
    f" WHERE length(articles) < {MOST * 8}"
)
_SET_BUCKET = "UPDATE shingle SET articles = ? WHERE hash = ?"
_DROP_BUCKET = "DELETE FROM shingle WHERE hash = ?"
_DROP = "DELETE FROM sketch WHERE article_id = ?"
_IDS = "SELECT id FROM article WHERE id > ? ORDER BY id LIMIT ?"

_NOBODY = np.empty(0, np.int64)


class Packed(NamedTuple):
    """A sketch as it is stored: the number of shingles, and the hashes of 8 bytes each.

    Both are None where the text is too short to have one.
    """

    shingles: int | None
    hashes: bytes | None


def packed(sketch: Sketch | None) -> Packed:
    """`sketch` as it is stored."""
    if sketch is None:
        return Packed(None, None)
    return Packed(sketch.shingles, np.array(sketch.hashes, "<i8").tobytes())


def row_of(made: Packed) -> tuple[int, int, bytes] | None:
    """What table `sketch` says of a text with this sketch: shingles, reach, hashes."""
    if not made.shingles or not made.hashes:
        return None
    return made.shingles, int(_unpacked(made.hashes)[-1]), made.hashes


def keep(connection: Connection, made: Mapping[int, Packed]) -> None:
    """Store the sketches of these articles, which have none, and what leads to them."""
    there = [(id, *row) for id, one in made.items() if (row := row_of(one))]
    run(connection, _INSERT, there)
    owners, hashes = _owned((id, packed) for id, *_, packed in there)
    # By hash, and the articles of each in the order that they came in.
    order = np.argsort(hashes, kind="stable")
    leading = owners[order].astype("<i8").tobytes()
    different, first = np.unique(hashes[order], return_index=True)
    ends = np.minimum(np.append(first[1:], len(order)), first + MOST)
    places = zip(different.tolist(), first.tolist(), ends.tolist(), strict=True)
    run(connection, _LEAD_TO, [(h, leading[8 * start : 8 * end]) for h, start, end in places])


def let_go(connection: Connection, ids: Sequence[int]) -> None:
    """Delete the sketches of these articles, and what leads to them."""
    _, hashes = _hashes(connection, ids)
    if not len(hashes):
        return
    run(connection, _DROP, [(id,) for id in ids])
    gone, left, wanting = np.array(ids), {}, []
    for hash, bucket in _buckets(connection, hashes).items():
        stays = ~np.isin(bucket, gone)
        if len(bucket) < MOST:
            left[hash] = bucket[stays]
        else:  # others may have the hash too, and must not be taken for those that miss it
            left[hash] = bucket * stays
            if np.count_nonzero(left[hash]) < MOST // 2:
                wanting.append(hash)
    left |= _found_again(connection, wanting)
    run(connection, _SET_BUCKET, [(b.tobytes(), hash) for hash, b in left.items() if len(b)])
    run(connection, _DROP_BUCKET, [(hash,) for hash, b in left.items() if not len(b)])


def _found_again(connection: Connection, hashes: Sequence[int]) -> dict[int, Array]:
    """The first articles that have each of these hashes, looked for in all sketches."""
    found: dict[int, list[int]] = {hash: [] for hash in hashes}
    for ids in everyone(connection) if hashes else ():
        owners, theirs = _hashes(connection, ids)
        for at in np.isin(theirs, hashes).nonzero()[0].tolist():
            found[int(theirs[at])].append(int(owners[at]))
    return {hash: np.array(sorted(ids)[:MOST], np.int64) for hash, ids in found.items()}


def lacking(connection: Connection, ids: Sequence[int]) -> set[int]:
    """The articles that a hash of their sketch does not lead to, as it should."""
    owners, hashes = _hashes(connection, ids)
    led = _buckets(connection, hashes)
    both = zip(owners.tolist(), hashes.tolist(), strict=True)
    return {id for id, hash in both if not _leads(led.get(hash), id)}


def _leads(bucket: Array | None, id: int) -> bool:
    return bucket is not None and (id in bucket or len(bucket) >= MOST)


class Sizes:
    """How many shingles articles have, and the highest hash in the sketch of each.

    Those that were asked for are kept: thousands of articles meet the same tens of thousands.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows = np.empty((3, 0), np.int64)  # ids, ascending, and both

    def of(self, ids: Array) -> tuple[Array, Array]:
        """Both of each of these articles."""
        known = np.append(self._rows[0], -1)
        is_missing = known[np.searchsorted(known[:-1], ids)] != ids
        if is_missing.any():
            self._look_up(np.unique(ids[is_missing]))
        places = np.searchsorted(self._rows[0], ids)
        return self._rows[1][places], self._rows[2][places]

    def _look_up(self, ids: Array) -> None:
        found = np.array([*rows(self._connection, _SIZES, ids.tolist())], np.int64)
        if len(found) != len(ids):
            raise LookupError("a hash leads to an article without a sketch")
        joined = np.concatenate([self._rows, found.T], axis=1)
        self._rows = joined[:, np.argsort(joined[0])]


def candidates(connection: Connection, ids: Sequence[int], sizes: Sizes) -> list[tuple[int, int]]:
    """The pairs of one of these articles and another that may be copies, the likeliest first."""
    mine, others, shared = _met(connection, ids)
    if not len(mine):
        return []
    shingles, reach = zip(sizes.of(mine), sizes.of(others), strict=True)
    alike = sketches.may_be_copies(shared, shingles, reach)
    low, high = np.minimum(mine, others)[alike], np.maximum(mine, others)[alike]
    order = np.argsort(-shared[alike], kind="stable")
    pairs = dict.fromkeys(zip(low[order].tolist(), high[order].tolist(), strict=True))
    made = _sketches(connection, sorted({id for pair in pairs for id in pair}))
    return [(a, b) for a, b in pairs if sketches.share_enough(made[a], made[b])]


def _sketches(connection: Connection, ids: Sequence[int]) -> dict[int, Sketch]:
    return {
        id: Sketch(shingles, tuple(_unpacked(hashes).tolist()))
        for id, shingles, hashes in rows(connection, _SKETCHES, ids)
    }


def _met(connection: Connection, ids: Sequence[int]) -> tuple[Array, Array, Array]:
    """Pairs of one of these articles and another with hashes in common, and how many."""
    owners, hashes = _hashes(connection, ids)
    led = sorted(_found(connection, _SHARED, hashes))
    known = np.array([hash for hash, _ in led], np.int64)
    lengths = np.array([len(articles) // 8 for _, articles in led], np.int64)
    articles = _unpacked(b"".join(articles for _, articles in led))
    leads = np.isin(hashes, known)
    at = np.searchsorted(known, hashes[leads])
    # All articles of one bucket after the other.
    counts, starts = lengths[at], (np.cumsum(lengths) - lengths)[at]
    places = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts - starts, counts)
    mine, others = np.repeat(owners[leads], counts), articles[places]
    differ = (mine != others) & (others != 0)
    who = np.unique(owners)
    span = int(articles.max(initial=0)) + 1
    keys = np.searchsorted(who, mine[differ]) * span + others[differ]
    pairs, shared = np.unique(keys, return_counts=True)
    one, others = np.divmod(pairs, span)
    return who[one], others, shared


def _hashes(connection: Connection, ids: Sequence[int]) -> tuple[Array, Array]:
    """The hashes in the sketches of these articles, and whose each is."""
    return _owned(rows(connection, _HASHES, ids))


def _owned(sketches: Iterable[tuple[int, bytes]]) -> tuple[Array, Array]:
    both = [(id, _unpacked(hashes)) for id, hashes in sketches]
    owners = np.repeat(np.array([id for id, _ in both], np.int64), [len(h) for _, h in both])
    return owners, np.concatenate([_NOBODY, *(hashes for _, hashes in both)])


def _buckets(connection: Connection, hashes: Array) -> dict[int, Array]:
    """Whom each of these hashes leads to."""
    return {hash: _unpacked(articles) for hash, articles in _found(connection, _BUCKETS, hashes)}


def _found(connection: Connection, statement: str, hashes: Array) -> Iterator[tuple[int, bytes]]:
    """The rows of `shingle` with these hashes."""
    return rows(connection, statement, np.unique(hashes).tolist())


def _unpacked(numbers: bytes) -> Array:
    return np.frombuffer(numbers, "<i8")


# -- statements


def everyone(connection: Connection) -> Iterator[list[int]]:
    """The ids of all articles, some at a time."""
    last = 0
    while ids := [id for (id,) in connection.exec_driver_sql(_IDS, (last, CHUNK))]:
        yield ids
        last = ids[-1]


def rows(connection: Connection, statement: str, values: Sequence[int]) -> Iterator[Any]:
    """What `statement` finds for these values, as it comes."""
    # SQLAlchemy's rows cost twice what SQLite needs to find them.
    cursor = connection.exec_driver_sql(statement, (json.dumps(values),)).cursor
    assert cursor is not None
    try:
        return iter(cursor.fetchall())
    except sqlite3.Error as error:
        raise translated(error, path_of(connection)) from error


def path_of(connection: Connection) -> Path:
    """The file of the database."""
    _, _, path = connection.exec_driver_sql("PRAGMA database_list").one()
    return Path(path)


def run(connection: Connection, statement: str, rows: list[tuple[Any, ...]]) -> None:
    """Run `statement` for each of `rows`."""
    if rows:
        connection.exec_driver_sql(statement, rows)
