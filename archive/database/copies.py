"""Clusters of copies, kept in step with the texts in the transaction that stores them.

An article has a sketch, and each hash of it leads to the articles that have it too: the
candidates. Those that seem alike are compared text with text, and who is a copy of whom is in one
cluster (`archive.sketches` says what a copy is). So a cluster is a component of the graph of all
copies, and comes out the same in whatever order and batches the articles came. The one exception:
where more than MOST articles share a hash, the later ones meet only the first ones through it.

When a text changes or goes, its cluster is dissolved and its members are joined anew.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection

from archive import sketches
from archive.database.connection import damage
from archive.sketches import Array, Sketch, Wording

# Articles that a hash leads to at the most.
MOST = 32
# Articles that are looked at together; texts that are kept ready to be compared.
_CHUNK = 500
_READY = 64

# `?` is a JSON array.
_AMONG = "IN (SELECT value FROM json_each(?))"
_TEXTS = (
    f"SELECT article_id, substr(text, 1, ?) FROM version WHERE is_current AND article_id {_AMONG}"
)
_HASHES = f"SELECT article_id, hashes FROM sketch WHERE article_id {_AMONG}"
_CLUSTERS = f"SELECT article_id, cluster FROM sketch WHERE article_id {_AMONG}"
_MEMBERS = f"SELECT article_id, cluster FROM sketch WHERE cluster {_AMONG}"
_SKETCHES = f"SELECT article_id, shingles, reach, hashes FROM sketch WHERE article_id {_AMONG}"
_SIZES = f"SELECT article_id, shingles, reach FROM sketch WHERE article_id {_AMONG}"
_BUCKETS = f"SELECT hash, articles FROM shingle WHERE hash {_AMONG}"
_SHARED = f"{_BUCKETS} AND length(articles) > 8"
_INSERT = "INSERT INTO sketch (article_id, shingles, reach, hashes) VALUES (?, ?, ?, ?)"
_LEAD_TO = (
    "INSERT INTO shingle (hash, articles) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE"
    " SET articles = CAST(articles || excluded.articles AS BLOB)"
    f" WHERE length(articles) < {MOST * 8}"
)
_SET_BUCKET = "UPDATE shingle SET articles = ? WHERE hash = ?"
_DROP_BUCKET = "DELETE FROM shingle WHERE hash = ?"
_DROP = "DELETE FROM sketch WHERE article_id = ?"
_SET_CLUSTER = "UPDATE sketch SET cluster = ? WHERE article_id = ?"
_IDS = "SELECT id FROM article WHERE id > ? ORDER BY id LIMIT ?"

_EVERYBODY = "SELECT article_id, cluster FROM sketch WHERE cluster IS NOT NULL"
_NOBODY = np.empty(0, np.int64)

Clusters = dict[int, int | None]
# The sketch of a text, which can be that there is none; or None: it is yet to be made.
Made = tuple[Sketch | None] | None


def renew(connection: Connection, articles: Mapping[int, Made]) -> list[int]:
    """Follow the texts of these articles, new or changed; the ids of all whose cluster changed."""
    return _follow(connection, articles, are_there=True)


def forget(connection: Connection, ids: Iterable[int]) -> list[int]:
    """Before articles are removed: let go of them; the ids of others whose cluster changed."""
    return _follow(connection, dict.fromkeys(ids), are_there=False)


def anew(connection: Connection) -> list[int]:
    """Find the clusters of the whole archive from its texts; the ids whose cluster changed."""
    before: Clusters = dict(iter(connection.exec_driver_sql(_EVERYBODY)))
    connection.exec_driver_sql("DELETE FROM shingle")
    connection.exec_driver_sql("DELETE FROM sketch")
    for ids in _all(connection):
        renew(connection, dict.fromkeys(ids))
    after: Clusters = dict(iter(connection.exec_driver_sql(_EVERYBODY)))
    return sorted(id for id in before | after if before.get(id) != after.get(id))


def differing(connection: Connection) -> Iterator[int]:
    """The articles whose sketch is not that of their text, or is not led to as it should be."""
    for ids in _all(connection):
        stored = {id: tuple(row) for id, *row in _rows(connection, _SKETCHES, ids)}
        led = _buckets(connection, _hashes(connection, ids)[1].tolist())
        for id, sketch in _made(connection, ids):
            row = (sketch.shingles, sketch.hashes[-1], _packed(sketch.hashes)) if sketch else None
            hashes = sketch.hashes if sketch else ()
            if stored.get(id) != row or not all(_leads(led.get(hash), id) for hash in hashes):
                yield id


def _leads(bucket: Array | None, id: int) -> bool:
    return bucket is not None and (id in bucket or len(bucket) >= MOST)


def _follow(connection: Connection, articles: Mapping[int, Made], *, are_there: bool) -> list[int]:
    """What `renew` and `forget` do.

    Raises
    ------
    DamageError
        If sketches are not what was stored.
    """
    try:
        return _followed(connection, articles, are_there=are_there)
    except (ValueError, TypeError, LookupError) as error:
        _, _, path = connection.exec_driver_sql("PRAGMA database_list").one()
        raise damage(Path(path), f"sketches: {type(error).__name__}: {error}") from error


def _followed(
    connection: Connection, articles: Mapping[int, Made], *, are_there: bool
) -> list[int]:
    ids = list(articles)
    before = _found(connection, _CLUSTERS, ids)
    mates = _found(connection, _MEMBERS, {cluster for cluster in before.values() if cluster})
    before |= mates
    for chunk in _chunks(ids):
        _let_go(connection, chunk)
    _run(connection, _SET_CLUSTER, [(None, id) for id in mates.keys() - {*ids}])
    if are_there:
        for chunk in _chunks(ids):
            _keep(connection, {id: articles[id] for id in chunk})
    joining = _Joining(connection)
    loose = sorted({*mates, *ids} if are_there else mates.keys() - {*ids})
    for chunk in _chunks(loose):
        joining.look_at(chunk)
    after = joining.write()
    return sorted(id for id in {*loose, *after} if before.get(id) != after.get(id))


def _let_go(connection: Connection, ids: Sequence[int]) -> None:
    """Delete the sketches of these articles, and what leads to them."""
    _, hashes = _hashes(connection, ids)
    _run(connection, _DROP, [(id,) for id in ids])
    gone, left, wanting = np.array(ids), {}, []
    for hash, bucket in _buckets(connection, hashes.tolist()).items():
        stays = ~np.isin(bucket, gone)
        if len(bucket) < MOST:
            left[hash] = bucket[stays]
        else:  # others may have the hash too, and must not be taken for those that miss it
            left[hash] = bucket * stays
            if np.count_nonzero(left[hash]) < MOST // 2:
                wanting.append(hash)
    left |= _found_again(connection, wanting)
    _run(connection, _SET_BUCKET, [(b.tobytes(), hash) for hash, b in left.items() if len(b)])
    _run(connection, _DROP_BUCKET, [(hash,) for hash, b in left.items() if not len(b)])


def _found_again(connection: Connection, hashes: Sequence[int]) -> dict[int, Array]:
    """The first articles that have each of these hashes, looked for in all sketches."""
    found: dict[int, list[int]] = {hash: [] for hash in hashes}
    for ids in _all(connection) if hashes else ():
        owners, theirs = _hashes(connection, ids)
        for at in np.isin(theirs, hashes).nonzero()[0].tolist():
            found[int(theirs[at])].append(int(owners[at]))
    return {hash: np.array(sorted(ids)[:MOST], np.int64) for hash, ids in found.items()}


def _keep(connection: Connection, articles: Mapping[int, Made]) -> None:
    """Store the sketches of these articles, and what leads to them."""
    rows, leading = [], []
    known = [(id, made[0]) for id, made in articles.items() if made]
    unknown = [id for id, made in articles.items() if not made]
    for id, sketch in chain(known, _made(connection, unknown)):
        if sketch:
            rows.append((id, sketch.shingles, sketch.hashes[-1], _packed(sketch.hashes)))
            leading += [(hash, id) for hash in sketch.hashes]
    _run(connection, _INSERT, rows)
    leading.sort()
    _run(connection, _LEAD_TO, [(hash, id.to_bytes(8, "little")) for hash, id in leading])


def _made(connection: Connection, ids: Sequence[int]) -> Iterator[tuple[int, Sketch | None]]:
    """The sketch of each of these articles, made of its text."""
    values = (sketches.LETTERS, json.dumps(ids))
    for id, text in connection.exec_driver_sql(_TEXTS, values):
        yield id, sketches.sketch(sketches.comparable(text))


class _Joining:
    """Articles that are compared with their candidates, and joined with their copies."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ready: OrderedDict[int, Wording] = OrderedDict()
        # A cluster, or an article by itself, and the one of a lower name that it was joined to.
        self._above: dict[int, int] = {}

    def look_at(self, ids: Sequence[int]) -> None:
        """Compare these articles with all that may be copies of them."""
        pairs = _candidates(self._connection, ids)
        homes = _found(self._connection, _CLUSTERS, {id for pair in pairs for id in pair})
        for one, other in pairs:
            names = [self._name(homes[id] or id) for id in (one, other)]
            if names[0] != names[1] and self._are_copies(one, other):
                self._above[max(names)] = min(names)

    def write(self) -> Clusters:
        """Write who was joined; the clusters of all for whom it is another now."""
        joined = {*self._above, *self._above.values()}
        homes = _found(self._connection, _MEMBERS, joined)
        alone = joined - {*homes.values()}
        after: Clusters = {id: self._name(home or id) for id, home in homes.items()}
        after |= {id: self._name(id) for id in alone}
        after = {id: cluster for id, cluster in after.items() if homes.get(id) != cluster}
        _run(self._connection, _SET_CLUSTER, [(cluster, id) for id, cluster in after.items()])
        return after

    def _name(self, at: int) -> int:
        while at in self._above:
            at = self._above[at]
        return at

    def _are_copies(self, one: int, other: int) -> bool:
        first, second = self._wording(one), self._wording(other)
        if sketches.contained(first, second) < sketches.CONTAINED:
            return False
        return sketches.is_copy(sketches.compare(first, second))

    def _wording(self, id: int) -> Wording:
        if id not in self._ready:
            values = (sketches.LETTERS, json.dumps([id]))
            ((_, text),) = self._connection.exec_driver_sql(_TEXTS, values)
            self._ready[id] = sketches.wording(sketches.comparable(text))
            if len(self._ready) > _READY:
                self._ready.popitem(last=False)
        self._ready.move_to_end(id)
        return self._ready[id]


def _candidates(connection: Connection, ids: Sequence[int]) -> list[tuple[int, int]]:
    """The pairs of one of these articles and another that may be copies, the likeliest first."""
    owners, hashes = _hashes(connection, ids)
    led = _buckets(connection, hashes.tolist(), _SHARED)
    met = [
        (owner, led[hash])
        for owner, hash in zip(owners.tolist(), hashes.tolist(), strict=True)
        if hash in led
    ]
    if not met:
        return []
    mine = np.repeat(np.array([owner for owner, _ in met]), [len(b) for _, b in met])
    others = np.concatenate([bucket for _, bucket in met])
    differ = (mine != others) & (others != 0)
    mine, others = mine[differ], others[differ]
    everyone, places = np.unique(np.concatenate([mine, others]), return_inverse=True)
    one, other = places[: len(mine)], places[len(mine) :]
    keys, shared = np.unique(one * len(everyone) + other, return_counts=True)
    one, other = np.divmod(keys, len(everyone))
    sizes = {id: rest for id, *rest in _rows(connection, _SIZES, everyone.tolist())}
    shingles, reach = np.array([sizes[id] for id in everyone.tolist()]).T
    alike = sketches.may_be_copies(
        shared, (shingles[one], shingles[other]), (reach[one], reach[other])
    )
    order = np.argsort(-shared[alike], kind="stable")
    low, high = np.minimum(one, other)[alike][order], np.maximum(one, other)[alike][order]
    pairs = zip(everyone[low].tolist(), everyone[high].tolist(), strict=True)
    return list(dict.fromkeys(pairs))


def _hashes(connection: Connection, ids: Sequence[int]) -> tuple[Array, Array]:
    """The hashes in the sketches of these articles, and whose each is."""
    rows = list(_rows(connection, _HASHES, ids))
    unpacked = [_unpacked(packed) for _, packed in rows]
    owners = np.repeat(np.array([id for id, _ in rows], np.int64), [len(u) for u in unpacked])
    return owners, np.concatenate([_NOBODY, *unpacked])


def _buckets(
    connection: Connection, hashes: Iterable[int], statement: str = _BUCKETS
) -> dict[int, Array]:
    """Whom each of these hashes leads to."""
    found = {}
    for chunk in _chunks(list({*hashes}), _CHUNK * sketches.SIZE):
        for hash, packed in _rows(connection, statement, chunk):
            found[hash] = _unpacked(packed)
    return found


def _all(connection: Connection) -> Iterator[list[int]]:
    """The ids of all articles, some at a time."""
    last = 0
    while ids := [id for (id,) in connection.exec_driver_sql(_IDS, (last, _CHUNK))]:
        yield ids
        last = ids[-1]


def _found(connection: Connection, statement: str, values: Iterable[int]) -> Clusters:
    """(id, cluster) of what `statement` finds for these values."""
    found: Clusters = {}
    for chunk in _chunks(sorted(values), 10_000):
        found |= dict(_rows(connection, statement, chunk))
    return found


def _rows(connection: Connection, statement: str, values: Sequence[int]) -> Iterator[Any]:
    return iter(connection.exec_driver_sql(statement, (json.dumps(values),)))


def _run(connection: Connection, statement: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(statement, rows)


def _chunks(values: Sequence[int], size: int = _CHUNK) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _packed(numbers: Sequence[int]) -> bytes:
    return np.array(numbers, "<i8").tobytes()


def _unpacked(packed: bytes) -> Array:
    return np.frombuffer(packed, "<i8")
