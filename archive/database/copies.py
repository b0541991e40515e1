"""Clusters of copies, kept in step with the texts.

An article has a sketch, and each hash of it leads to the articles that have it too: the
candidates. Those that seem alike are compared text with text, and who is a copy of whom is in one
cluster (`archive.sketches` says what a copy is). So a cluster is a component of the graph of all
copies, and comes out the same in whatever order and batches the articles came. The one exception:
where more than `shingles.MOST` articles share a hash, the later ones meet only the first ones
through it.

The transaction that stores a text only notes its sketch (`note`): until `settle` renews them, the
clusters are those of the texts that were there before. To look a sketch up, pages all over the
table of hashes must be read and written, so thousands are looked up together, before the index
follows. When a text changes or goes, its cluster is dissolved and its members are joined anew.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection

from archive import sketches
from archive.database import shingles
from archive.database.connection import damage
from archive.database.shingles import AMONG, CHUNK, Packed, packed, path_of, rows, run
from archive.sketches import Sketch, Wording

# Texts that are settled in one transaction; words of texts that are kept ready to be compared.
SETTLED = 12_000
_READY = 400_000

_TEXTS = (
    f"SELECT article_id, substr(text, 1, ?) FROM version WHERE is_current AND article_id {AMONG}"
)
_CLUSTERS = f"SELECT article_id, cluster FROM sketch WHERE article_id {AMONG}"
_MEMBERS = f"SELECT article_id, cluster FROM sketch WHERE cluster {AMONG}"
_SKETCHES = f"SELECT article_id, shingles, reach, hashes FROM sketch WHERE article_id {AMONG}"
_NOTE = "INSERT OR REPLACE INTO pending (article_id, shingles, hashes) VALUES (?, ?, ?)"
_NOTED = f"SELECT article_id, shingles, hashes FROM pending WHERE article_id {AMONG}"
_NEXT = "SELECT article_id, shingles, hashes FROM pending ORDER BY article_id LIMIT ?"
_SETTLED = "DELETE FROM pending WHERE article_id <= ?"
_SET_CLUSTER = "UPDATE sketch SET cluster = ? WHERE article_id = ?"
_EVERYBODY = "SELECT article_id, cluster FROM sketch WHERE cluster IS NOT NULL"

Clusters = dict[int, int | None]
# The sketch of a text, which can be that there is none; or None: it is yet to be made.
Made = tuple[Sketch | None] | None


def note(connection: Connection, articles: Mapping[int, Made]) -> None:
    """Keep the sketches of these articles, whose texts are new or changed, for `settle`."""
    known = [(id, *packed(made[0])) for id, made in articles.items() if made]
    unknown = [id for id, made in articles.items() if not made]
    run(connection, _NOTE, [*known, *((id, *made) for id, made in _made(connection, unknown))])


def settle(connection: Connection) -> list[int] | None:
    """Follow some of the texts that were noted; the ids of all whose cluster changed.

    None if there are no more.

    Raises
    ------
    DamageError
        If sketches are not what was stored.
    """
    noted = {id: Packed(*row) for id, *row in connection.exec_driver_sql(_NEXT, (SETTLED,))}
    if not noted:
        return None
    moved = _follow(connection, noted, are_there=True)
    connection.exec_driver_sql(_SETTLED, (max(noted),))
    return moved


def forget(connection: Connection, ids: Iterable[int]) -> list[int]:
    """Before articles are removed: let go of them; the ids of all whose cluster changed.

    Raises as `settle` does, which must have followed all that was noted.
    """
    gone = dict.fromkeys(ids, packed(None))
    return _follow(connection, gone, are_there=False)


def anew(connection: Connection) -> list[int]:
    """Find the clusters of the whole archive from its texts; the ids whose cluster changed."""
    before: Clusters = dict(iter(connection.exec_driver_sql(_EVERYBODY)))
    for table in ("shingle", "sketch", "pending"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    for ids in shingles.everyone(connection):
        note(connection, dict.fromkeys(ids))
    while settle(connection) is not None:
        pass
    after: Clusters = dict(iter(connection.exec_driver_sql(_EVERYBODY)))
    return sorted(id for id in before | after if before.get(id) != after.get(id))


def differing(connection: Connection) -> Iterator[int]:
    """The articles whose sketch is not that of their text, or is not led to as it should be."""
    for ids in shingles.everyone(connection):
        noted = {id: Packed(*row) for id, *row in rows(connection, _NOTED, ids)}
        stored = {id: tuple(row) for id, *row in rows(connection, _SKETCHES, ids)}
        lacking = shingles.lacking(connection, [id for id in ids if id not in noted])
        for id, made in _made(connection, ids):
            if id in noted:
                is_right = noted[id] == made
            else:
                is_right = stored.get(id) == shingles.row_of(made) and id not in lacking
            if not is_right:
                yield id


def _follow(
    connection: Connection, articles: Mapping[int, Packed], *, are_there: bool
) -> list[int]:
    """What `settle` and `forget` do."""
    try:
        return _followed(connection, articles, are_there=are_there)
    except (ValueError, TypeError, LookupError) as error:
        raise damage(path_of(connection), f"sketches: {type(error).__name__}: {error}") from error


def _followed(
    connection: Connection, articles: Mapping[int, Packed], *, are_there: bool
) -> list[int]:
    ids = list(articles)
    before = _found(connection, _CLUSTERS, ids)
    mates = _found(connection, _MEMBERS, {cluster for cluster in before.values() if cluster})
    for chunk in _chunks([*before]):
        shingles.let_go(connection, chunk)
    before |= mates
    run(connection, _SET_CLUSTER, [(None, id) for id in mates.keys() - {*ids}])
    if are_there:
        shingles.keep(connection, articles)
    joining = _Joining(connection)
    loose = sorted({*mates, *ids} if are_there else mates.keys() - {*ids})
    for chunk in _chunks(loose):
        joining.look_at(chunk)
    after = joining.write()
    return sorted(id for id in {*loose, *after} if before.get(id) != after.get(id))


def _made(connection: Connection, ids: Sequence[int]) -> Iterator[tuple[int, Packed]]:
    """The sketch of each of these articles, made of its text."""
    values = (sketches.LETTERS, json.dumps(ids))
    for id, text in connection.exec_driver_sql(_TEXTS, values):
        yield id, packed(sketches.sketch(sketches.comparable(text)))


class _Joining:
    """Articles that are compared with their candidates, and joined with their copies."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sizes = shingles.Sizes(connection)
        self._ready: OrderedDict[int, Wording] = OrderedDict()
        self._words = 0  # of these
        # A cluster, or an article by itself, and the one of a lower name that it was joined to.
        self._above: dict[int, int] = {}

    def look_at(self, ids: Sequence[int]) -> None:
        """Compare these articles with all that may be copies of them."""
        pairs = shingles.candidates(self._connection, ids, self._sizes)
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
        run(self._connection, _SET_CLUSTER, [(cluster, id) for id, cluster in after.items()])
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
        found = self._ready.get(id)
        if found is None:
            values = (sketches.LETTERS, json.dumps([id]))
            ((_, text),) = self._connection.exec_driver_sql(_TEXTS, values)
            found = self._ready[id] = sketches.wording(sketches.comparable(text))
            self._words += len(found.words)
            while self._words > _READY and len(self._ready) > 2:
                _, oldest = self._ready.popitem(last=False)
                self._words -= len(oldest.words)
        self._ready.move_to_end(id)
        return found


def _found(connection: Connection, statement: str, values: Iterable[int]) -> Clusters:
    """(id, cluster) of what `statement` finds for these values."""
    found: Clusters = {}
    for chunk in _chunks(sorted(values), 10_000):
        found |= dict(rows(connection, statement, chunk))
    return found


def _chunks(values: Sequence[int], size: int = CHUNK) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
