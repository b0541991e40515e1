"""The statements that bring whole articles of another archive in, inside the caller's transaction.

An article whose key and current text are both unknown comes in as it was: all versions with their
numbers, facts and sightings, the day it was added, its tags. Else it is here, and what it lacks is
added to it: texts, sightings, tags, notes, and what a file declared or a person stated; what rules
told there, they have told here of the same text. So nothing comes in twice.

The version that was seen last is current. Who has a key here is the same article; else who has its
text.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection

from archive.article import Fact, Note, text_sum
from archive.database import copies, writing
from archive.database.batch import stated
from archive.database.copies import Made
from archive.database.whole import Arrival, Edition, Whole

_BY_KEY = "SELECT id FROM article WHERE key = ?"
_BY_TEXT = "SELECT article_id FROM version WHERE identity = ? AND is_current"
_IS_TAKEN = (
    "SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1)"
    " OR EXISTS (SELECT 1 FROM change WHERE article_id = ?1)"
)
# The article's own version with this text, the one of this number first; else who has it now.
_SAME = (
    "SELECT id, article_id, text FROM version WHERE identity = ?1 AND (article_id = ?2"
    " OR is_current) ORDER BY article_id != ?2, number != ?3 LIMIT 1"
)
_CURRENT = "SELECT id, seen FROM version WHERE article_id = ? AND is_current"
_LAST = "SELECT max(number) FROM version WHERE article_id = ?"
_EDITED = (
    "SELECT field, value, rule FROM fact WHERE version_id = ? AND basis = 'edited' ORDER BY id"
)

_ARTICLE = "INSERT INTO article (id, key, added) VALUES (?, ?, ?)"
_ORIGINAL = (
    "INSERT INTO original (sha256, size, content) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING"
)
_VERSION = (
    "INSERT INTO version (article_id, number, identity, sha256, media_type, encoding, replaced,"
    " seen, is_current, text, text_sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_SIGHTING = (
    "INSERT INTO sighting (version_id, path, position, sha256, seen) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (version_id, path, sha256) DO NOTHING"
)
_FACT = (
    'INSERT INTO fact (version_id, field, value, basis, rule, start, "end", confidence)'
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (version_id, field, value, basis, rule) DO NOTHING"
)
_TAG = "INSERT INTO tag (name) VALUES (?) ON CONFLICT (name) DO NOTHING"
_TAGGED = (
    "INSERT INTO article_tag (article_id, tag_id) SELECT ?, id FROM tag WHERE name = ?"
    " ON CONFLICT (article_id, tag_id) DO NOTHING"
)
_NOTED = "SELECT 1 FROM note WHERE article_id = ? AND text = ? AND added = ?"
_IS_NOTE = "SELECT 1 FROM note WHERE id = ?"
_NOTE = "INSERT INTO note (id, article_id, text, added, changed) VALUES (?, ?, ?, ?, ?)"
_SET_CURRENT = "UPDATE version SET is_current = ? WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of an article that came in, and the id it has here."""

    outcome: Literal["added", "changed", "same"]
    id: int


def bring(connection: Connection, batch: Sequence[Arrival], *, are_ids_kept: bool) -> list[Brought]:
    """Bring articles in, and record what changed; what became of each, in order.

    `are_ids_kept`: an article has the id it had, unless that was given to another one here.
    """
    bringing = _Bringing(connection)
    outcomes = [bringing.add(one, is_id_kept=are_ids_kept) for one in batch]
    copies.note(connection, bringing.reworded)
    writing.record_changes(connection, list(bringing.changed))
    return outcomes


class _Bringing:
    """Articles that come in one after the other.

    `changed` are the ids of the articles here that did, in order; `reworded`, of those with
    another text now, and its sketch if it is known.
    """

    def __init__(self, connection: Connection) -> None:
        self.changed: dict[int, None] = {}
        self.reworded: dict[int, Made] = {}
        self._connection = connection

    def add(self, one: Arrival, *, is_id_kept: bool) -> Brought:
        """Bring one article in; what became of it."""
        whole = one.whole
        by_key = self._value(_BY_KEY, whole.key) if whole.key else None
        there = by_key or self._value(_BY_TEXT, whole.current.identity)
        if there is None:
            return Brought("added", self._add(one, is_id_kept=is_id_kept))
        changed = self._merge(one, there)
        self.changed |= dict.fromkeys(sorted(changed))
        return Brought("changed" if changed else "same", there)

    def _id(self, whole: Whole) -> int | None:
        """The id that the article had; None if it was given here before."""
        return None if self._value(_IS_TAKEN, whole.article.id) else whole.article.id

    # -- an article that is new

    def _add(self, one: Arrival, *, is_id_kept: bool) -> int:
        whole = one.whole
        id = self._id(whole) if is_id_kept else None
        assert whole.article.added is not None
        id = self._insert(_ARTICLE, id, whole.key, _stamp(whole.article.added))
        self._keep(one, one.packed)
        ids = {}
        for edition in whole.editions:
            number, is_current = edition.version.number, edition.version.is_current
            ids[number] = self._add_version(id, number, edition, is_current=is_current)
            self._state(ids[number], edition.facts)
        self._see(whole, ids)
        self._tag(id, whole.article.tags)
        self._note(id, whole.article.notes, are_ids_kept=is_id_kept)
        self.changed[id] = None
        self.reworded[id] = (one.sketch,)
        return id

    def _add_version(self, id: int, number: int, edition: Edition, *, is_current: bool) -> int:
        version, text = edition.version, edition.text
        read_as = version.sha256, version.media_type, version.encoding, version.replaced
        about = *read_as, _stamp(version.seen), is_current, text, text_sum(text)
        return self._insert(_VERSION, id, number, edition.identity, *about)

    # -- an article that is here

    def _merge(self, one: Arrival, there: int) -> set[int]:
        """Add what the article `there` lacks; the ids of all that changed by it."""
        whole, changed = one.whole, set()
        places: dict[int, tuple[int, int]] = {}
        for edition in whole.editions:
            number = edition.version.number
            same = self._row(_SAME, edition.identity, there, number)
            if same is None:
                self._keep(one, [edition.version.sha256])
                places[number] = self._follow(one, there, edition), there
                changed.add(there)
                continue
            version_id, owner, text = same
            places[number] = version_id, owner
            edits = {fact.field for fact in self._edited(version_id)}
            if self._state(version_id, _told(edition, text, but=edits)):
                changed.add(owner)
        self._keep(one, {sighting.sha256 for sighting in whole.article.sightings})
        seen = self._see(whole, {number: id for number, (id, _) in places.items()})
        changed |= {places[number][1] for number in seen}
        if self._tag(there, whole.article.tags):
            changed.add(there)
        if self._note(there, whole.article.notes, are_ids_kept=False):
            changed.add(there)
        return changed

    def _follow(self, one: Arrival, there: int, edition: Edition) -> int:
        """Add a version to the article `there`, as its current one if it was seen last; its id."""
        number = self._value(_LAST, there) + 1
        current, seen = self._row(_CURRENT, there)
        is_current = edition.version.is_current and _stamp(edition.version.seen) > seen
        if not is_current:
            version_id = self._add_version(there, number, edition, is_current=False)
            self._state(version_id, edition.facts)
            return version_id
        # What a person stated about an article holds for its next version too.
        edited = self._edited(current)
        self._run(_SET_CURRENT, False, current)
        version_id = self._add_version(there, number, edition, is_current=True)
        self._state(version_id, [*edited, *edition.facts])
        self.reworded[there] = (one.sketch,)
        return version_id

    def _edited(self, version_id: int) -> list[Fact]:
        """What a person stated about a version here."""
        rows = self._connection.exec_driver_sql(_EDITED, (version_id,))
        return [Fact(field, value, "edited", rule) for field, value, rule in rows]

    # -- rows

    def _keep(self, one: Arrival, shas: Iterable[str]) -> None:
        originals = one.whole.originals
        rows = [(sha, len(originals[sha]), one.packed[sha]) for sha in shas]
        if rows:
            self._connection.exec_driver_sql(_ORIGINAL, rows)

    def _see(self, whole: Whole, ids: Mapping[int, int]) -> set[int]:
        """Add sightings of versions by their number; the numbers of those that had one not yet."""
        added = set()
        for number, sighting in zip(whole.seen_as, whole.article.sightings, strict=True):
            place = os.fsencode(sighting.path), sighting.position or 0
            row = ids[number], *place, sighting.sha256, _stamp(sighting.seen)
            if self._run(_SIGHTING, *row):
                added.add(number)
        return added

    def _state(self, version_id: int, facts: Iterable[Fact]) -> bool:
        """Add the facts that are not there yet; whether there were any."""
        rows = [(*stated(version_id, f), f.start, f.end, f.confidence) for f in facts]
        return sum(self._run(_FACT, *row) for row in rows) > 0

    def _tag(self, id: int, names: Iterable[str]) -> bool:
        """Give the article the tags that it has not yet; whether there were any."""
        added = False
        for name in names:
            self._run(_TAG, name)
            added |= self._run(_TAGGED, id, name)
        return added

    def _note(self, id: int, notes: Iterable[Note], *, are_ids_kept: bool) -> bool:
        """Add the notes that the article has not yet; whether there were any."""
        added = False
        for note in notes:
            row = id, note.text, _stamp(note.added)
            if self._row(_NOTED, *row) is None:
                is_free = are_ids_kept and not self._value(_IS_NOTE, note.id)
                changed = note.changed and _stamp(note.changed)
                self._insert(_NOTE, note.id if is_free else None, *row, changed)
                added = True
        return added

    def _run(self, statement: str, *values: object) -> bool:
        """Whether the statement changed a row."""
        return self._connection.exec_driver_sql(statement, values).rowcount > 0

    def _insert(self, statement: str, *values: object) -> int:
        """The id of the row that the statement adds."""
        return int(self._connection.exec_driver_sql(statement, values).lastrowid)

    def _row(self, statement: str, *values: object) -> Any:
        return self._connection.exec_driver_sql(statement, values).fetchone()

    def _value(self, statement: str, value: object) -> Any:
        """The first value of the first row; None if there is none."""
        return self._connection.exec_driver_sql(statement, (value,)).scalar()


def _told(edition: Edition, text: str, but: Container[str]) -> list[Fact]:
    """What no rule can tell of a version that is here already, with this text.

    `but`: the fields of which a person has stated something here, who is believed.
    """
    facts = [
        fact
        for fact in edition.facts
        if fact.basis == "declared" or (fact.basis == "edited" and fact.field not in but)
    ]
    if edition.text == text:
        return facts
    # With other blank space it is the same text still, but facts stand elsewhere in it.
    return [replace(fact, start=None, end=None) for fact in facts]


def _stamp(moment: datetime) -> str:
    """A moment in UTC, as SQLAlchemy has it written."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
