"""The statements that store articles inside a transaction that the caller holds.

A batch is looked up at once, gone through in Python, and written table by table: a statement for
each article costs several times what SQLite needs to run it. The statements are built once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import dialect, insert

from archive.article import Fact
from archive.database import copies, curation, ledger, sums
from archive.database.batch import Holdings, Version, stated
from archive.database.copies import Made
from archive.database.incoming import Incoming, Stored
from archive.database.models import (
    article,
    article_tag,
    change,
    counter,
    fact,
    original,
    sighting,
    tag,
    version,
)
from archive.duplicates import Known, Verdict, verdict

# As plain SQL with a mark for each column. What is there already, `Holdings` knows; only of the
# originals it does not.
_INSERT = {
    table: str(insert(table).on_conflict_do_nothing().compile(dialect=dialect()))
    if table is original
    else str(insert(table).compile(dialect=dialect()))
    for table in (article, original, version, sighting, fact, tag, article_tag)
}
_SET_CURRENT = "UPDATE version SET is_current = ? WHERE id = ?"
_NEXT_VERSION = (
    "SELECT (SELECT max(id) FROM version) + 1,"
    " (SELECT max(number) FROM version WHERE article_id = ?) + 1"
)
_CHANGE = insert(change)
_CHANGE = _CHANGE.on_conflict_do_update(
    index_elements=["article_id"], set_={"seq": _CHANGE.excluded.seq}
)


def put(connection: Connection, batch: Sequence[Incoming]) -> list[Stored]:
    """Store `batch`, and record what changed; what became of each, in order.

    It is the same as to store one after the other, but that a changed article gets one number.
    """
    storing = _Storing(Holdings(connection, batch))
    became = [storing.add(one) for one in batch]
    storing.write(connection)
    curation.add_notes(connection, storing.noted)
    copies.note(connection, storing.reworded)
    record_changes(connection, list(storing.changed), lost=storing.replaced)
    seq = connection.execute(select(counter.c.seq)).scalar_one()
    return [
        Stored(outcome, version.article_id, version.is_current, seq) for outcome, version in became
    ]


class _Storing:
    """The rows that a batch comes to.

    `changed` are the ids of the articles, in order; `reworded`, of those with another text now, and
    its sketch if it is known; `replaced`, of those whose text was another before; `noted`, of those
    that bring notes, each with one.
    """

    def __init__(self, holdings: Holdings) -> None:
        self.changed: dict[int, None] = {}
        self.replaced: set[int] = set()
        self.reworded: dict[int, Made] = {}
        self.noted: list[tuple[int, str]] = []
        self._there = holdings
        self._article_ids = count(holdings.last_article + 1)
        self._version_ids = count(holdings.last_version + 1)
        self._tag_ids = count(holdings.last_tag + 1)
        self._now = _now()
        self._articles: list[tuple[Any, ...]] = []
        self._originals: dict[str, tuple[Any, ...]] = {}
        self._versions: list[tuple[Version, int, Incoming]] = []
        self._sightings: list[tuple[Any, ...]] = []
        self._facts: list[tuple[Any, ...]] = []
        self._tags: list[tuple[Any, ...]] = []
        self._tagged: list[tuple[int, int]] = []

    # -- one after the other

    def add(self, one: Incoming) -> tuple[Verdict, Version]:
        """Store one article; what became of it, and the version that it is."""
        there, record = self._there, one.record
        by_key = there.articles.get(record.key) if record.key else None
        found = there.version(one.identity, by_key)
        known = Known(
            found.article_id if found else None,
            by_key,
            found.is_current if found else True,
            found is not None and (found.id, one.path, one.sha256) in there.seen,
        )
        outcome = verdict(known, is_one_of_many=record.place.position is not None)
        if not known.is_seen:
            row = one.sha256, len(record.original), one.packed
            self._originals.setdefault(one.sha256, row)
        is_new = found is None
        if found is None:
            found = self._add_version(by_key or self._add_article(record.key), one)
        if outcome == "changed":
            there.make_current(found)
            self.replaced.add(found.article_id)
        is_changed = [
            not known.is_seen,
            self._state(found.id, _standing(one, found)),
            self._tag(found.article_id, one.article.tags),
            not known.is_seen and self._tag(found.article_id, record.tags),
        ]
        if outcome in ("added", "changed"):
            # A text that was there before may have other blank space than this one.
            self.reworded[found.article_id] = (one.sketch,) if is_new else None
        if any(is_changed) or outcome == "changed":
            self.changed[found.article_id] = None
        if not known.is_seen:
            self._see(found.id, one)
            self.noted += ((found.article_id, text) for text in record.notes)
        return outcome, found

    def _add_article(self, key: str | None) -> int:
        id: int = next(self._article_ids)
        self._articles.append((id, key, self._now))
        if key:
            self._there.articles[key] = id
        return id

    def _add_version(self, article_id: int, one: Incoming) -> Version:
        there = self._there
        number = there.numbers.get(article_id, 0) + 1
        there.numbers[article_id] = number
        before = there.current(article_id)
        id = next(self._version_ids)
        added = Version(id, article_id, one.identity, one.text_sum, number == 1, False)
        there.add(added)
        self._versions.append((added, number, one))
        if before:
            # What a person stated about an article holds for its next version too.
            edited = there.edited[before.id]
            self._state(added.id, [Fact(f.field, f.value, f.basis, f.rule) for f in edited])
        return added

    def _see(self, version_id: int, one: Incoming) -> None:
        position = one.record.place.position or 0
        self._there.seen.add((version_id, one.path, one.sha256))
        self._sightings.append((None, version_id, one.path, position, one.sha256, self._now))

    def _state(self, version_id: int, facts: Iterable[Fact]) -> bool:
        """Add the facts that are not there yet; whether there were any."""
        before = len(self._facts)
        for one in facts:
            key = stated(version_id, one)
            if key not in self._there.stated:
                self._there.stated.add(key)
                self._facts.append((None, *key, one.start, one.end, one.confidence))
                if one.basis == "edited":
                    self._there.edited[version_id].append(one)
        return len(self._facts) > before

    def _tag(self, article_id: int, names: Iterable[str]) -> bool:
        """Give the article the tags that it has not yet; whether there were any."""
        there, before = self._there, len(self._tagged)
        for name in names:
            if name not in there.tags:
                there.tags[name] = next(self._tag_ids)
                self._tags.append((there.tags[name], name))
            both = article_id, there.tags[name]
            if both not in there.tagged:
                there.tagged.add(both)
                self._tagged.append(both)
        return len(self._tagged) > before

    # -- all at once

    def write(self, connection: Connection) -> None:
        """Write all rows."""
        old = [v for v in self._there.versions.values() if v.id <= self._there.last_version]
        moved = [(v.is_current, v.id) for v in old if v.is_current != v.was_current]
        _run(connection, _INSERT[article], self._articles)
        _run(connection, _INSERT[original], list(self._originals.values()))
        # Who loses its place first: an article must never have two current versions.
        _run(connection, _SET_CURRENT, [row for row in moved if not row[0]])
        _run(
            connection,
            _INSERT[version],
            [
                _row(
                    added.id, added.article_id, number, one, self._now, is_current=added.is_current
                )
                for added, number, one in self._versions
            ],
        )
        _run(connection, _SET_CURRENT, [row for row in moved if row[0]])
        _run(connection, _INSERT[sighting], self._sightings)
        _run(connection, _INSERT[fact], self._facts)
        _run(connection, _INSERT[tag], self._tags)
        _run(connection, _INSERT[article_tag], self._tagged)


def _standing(one: Incoming, version: Version) -> Iterable[Fact]:
    """The facts of an article as they are of a version of it.

    In a text with other blank space they stand elsewhere: then it is not said where.
    """
    if one.text_sum == version.text_sum:
        return one.article.facts
    return (replace(fact, start=None, end=None) for fact in one.article.facts)


def _row(
    version_id: int, article_id: int, number: int, one: Incoming, now: str, *, is_current: bool
) -> tuple[Any, ...]:
    """A version as the table has it."""
    record, text = one.record, one.article.text
    return (
        version_id,
        article_id,
        number,
        one.identity,
        one.sha256,
        record.media_type,
        record.encoding,
        record.replaced,
        now,
        is_current,
        text,
        one.text_sum,
    )


def add_current(connection: Connection, before: int, article_id: int, one: Incoming) -> int:
    """Add a version that takes the place of the version `before`; its id."""
    id, number = connection.exec_driver_sql(_NEXT_VERSION, (article_id,)).one()
    _run(connection, _SET_CURRENT, [(False, before)])
    row = _row(id, article_id, number, one, _now(), is_current=True)
    _run(connection, _INSERT[version], [row])
    return int(id)


def state(connection: Connection, version_id: int, facts: Iterable[Fact]) -> None:
    """Add facts to a version that has none of them."""
    rows = [(None, *stated(version_id, f), f.start, f.end, f.confidence) for f in facts]
    _run(connection, _INSERT[fact], rows)


def _run(connection: Connection, statement: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(statement, rows)


def _now() -> str:
    """The time in UTC, as SQLAlchemy has it written."""
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    return now.isoformat(" ", "microseconds")


def record_changes(
    connection: Connection, ids: Sequence[int], *, lost: Iterable[int] | None = None
) -> None:
    """Give each article the next change number, and its checksum as it is now.

    Last in a transaction: it holds the counter. `lost` are those that have something no more that
    they had, so that files are read again which may give it to them; None: all.
    """
    if not ids:
        return
    last = connection.execute(
        update(counter).values(seq=counter.c.seq + len(ids)).returning(counter.c.seq)
    ).scalar_one()
    first = last - len(ids) + 1
    connection.execute(
        _CHANGE, [{"article_id": id, "seq": first + number} for number, id in enumerate(ids)]
    )
    sums.renew(connection, ids)
    ledger.lose(connection, ids if lost is None else lost, last)


def mend_changes(connection: Connection) -> None:
    """Have the counter at the end of the change list, and every article in the list."""
    highest = connection.execute(select(func.coalesce(func.max(change.c.seq), 0))).scalar_one()
    connection.execute(update(counter).where(counter.c.seq < highest).values(seq=highest))
    missing = select(article.c.id).where(article.c.id.not_in(select(change.c.article_id)))
    record_changes(connection, list(connection.execute(missing).scalars()))


def drop_unused_originals(connection: Connection) -> None:
    """Delete the bytes that no version and no sighting refers to any more."""
    used = select(version.c.sha256).union(select(sighting.c.sha256))
    connection.execute(delete(original).where(original.c.sha256.not_in(used)))
