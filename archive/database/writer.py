"""The writing side of a database, which only who writes has to import."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, delete, insert, update

from archive.article import Article, Fact
from archive.database import (
    checkpoints,
    copies,
    curation,
    importing,
    ledger,
    migrate,
    models,
    residue,
    revising,
    sums,
    writing,
)
from archive.database.engine import connect
from archive.database.importing import Brought
from archive.database.incoming import Incoming, Stored
from archive.database.ledger import Entry
from archive.database.revising import Kept, Revision
from archive.database.saved import How, Saved
from archive.database.whole import Arrival
from archive.errors import StorageError
from archive.seal import Checkpoint


class Writer:
    """Writes to one database. The caller holds the archive's lock.

    `has_written` says whether `fold` has something to do.
    """

    def __init__(self, path: Path, wait: float) -> None:
        self.path = path
        self._engine = connect(path, wait, is_writing=True)
        self._held: Connection | None = None
        self.has_written = False

    def upgrade(self) -> None:
        """Make or migrate the tables."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Made here, so that nobody else may read it; SQLite's other files take its mode.
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise StorageError(f"{self.path} cannot be made or written: {error}") from error
        migrate.upgrade(self._engine)
        self.has_written = True

    def fold(self) -> None:
        """Put what was written in its place if nobody else reads it.

        SQLite does it when the last connection closes.
        """
        with self._engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema")
        self.has_written = False

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._held is not None:
            yield self._held
            return
        with self._engine.connect() as connection, connection.begin():
            yield connection
        self.has_written = True

    # -- articles

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """Inside, everything is written in one transaction, which is then taken back."""
        with self._engine.connect() as connection:
            transaction = connection.begin()
            self._held = connection
            try:
                yield
            finally:
                self._held = None
                transaction.rollback()

    def put(self, batch: Sequence[Incoming], read: Sequence[Entry] = ()) -> list[Stored]:
        """Store `batch` in one transaction; what became of each, in order.

        When this returns, the batch is on the disk. `read` are files for the ledger, whose records
        were stored before.
        """
        with self._writing() as connection:
            ledger.enter(connection, read)
            return writing.put(connection, batch)

    def bring(self, batch: Sequence[Arrival], *, are_ids_kept: bool) -> list[Brought]:
        """Bring whole articles of another archive in, in one transaction."""
        with self._writing() as connection:
            return importing.bring(connection, batch, are_ids_kept=are_ids_kept)

    def kept(self, articles: Sequence[Article]) -> list[Kept]:
        """Articles with the bytes that they were made of."""
        with self._engine.connect() as connection, connection.begin():
            return revising.kept(connection, articles)

    def revise(self, revised: Sequence[tuple[Kept, Incoming | str]]) -> list[Revision]:
        """Let what newer rules say take the place of what is known, in one transaction."""
        with self._writing() as connection:
            return revising.revise(connection, revised)

    def learn(self, lines: Iterable[tuple[str, str, int]]) -> int:
        """Keep lines of publishers as residue; how many articles that concerns."""
        with self._writing() as connection:
            return residue.learn(connection, lines)

    def forget(self, ids: Sequence[int]) -> int:
        """Forget lines that were learned; how many articles that concerns."""
        with self._writing() as connection:
            return residue.forget(connection, ids)

    def settle(self) -> None:
        """Have the clusters of copies follow the texts that were stored; does not need to end.

        What was not done when it is interrupted is done the next time.
        """
        while self._settle_some():
            pass

    def _settle_some(self) -> bool:
        with self._writing() as connection:
            moved = copies.settle(connection)
            writing.record_changes(connection, moved or [], lost=())
        return moved is not None

    def remove(self, ids: Iterable[int]) -> list[int]:
        """Remove articles with everything that belongs to them; the ids that were there."""
        self.settle()
        with self._writing() as connection:
            wanted = list(dict.fromkeys(ids))
            unsure = curation.done_with(connection, wanted)
            moved = copies.forget(connection, wanted)
            removed = [
                id
                for id in wanted
                if connection.execute(delete(models.article).filter_by(id=id)).rowcount
            ]
            writing.drop_unused_originals(connection)
            curation.drop_unused_tags(connection)
            sums.renew_saved(connection, unsure)
            ledger.forget(connection, removed)
            writing.record_changes(connection, [*removed, *moved], lost=removed)
        return removed

    def mend(self) -> None:
        """Put what can be told from the rest in order: change list, sketches and clusters."""
        with self._writing() as connection:
            writing.mend_changes(connection)
            writing.record_changes(connection, copies.anew(connection), lost=())

    # -- what people say of articles

    def tag(self, ids: Iterable[int], add: Iterable[str], remove: Iterable[str]) -> list[int]:
        """Take tags from articles, and give them others; the ids that changed."""
        with self._writing() as connection:
            there = curation.existing(connection, ids)
            taken = [id for name in remove for id in curation.take_tag(connection, there, name)]
            given = [id for name in add for id in curation.give_tag(connection, there, name)]
            curation.drop_unused_tags(connection)
            changed = sorted({*taken, *given})
            writing.record_changes(connection, changed)
        return changed

    def add_note(self, article_id: int, text: str) -> int | None:
        """Add a note to an article; its number, None if there is no such article."""
        with self._writing() as connection:
            if not curation.existing(connection, [article_id]):
                return None
            id = curation.add_note(connection, article_id, text)
            writing.record_changes(connection, [article_id], lost=())
        return id

    def change_note(self, article_id: int, id: int, text: str | None) -> bool:
        """Write a note anew, or remove it (None); whether the article has such a note."""
        with self._writing() as connection:
            is_there = curation.change_note(connection, article_id, id, text)
            writing.record_changes(connection, [article_id] if is_there else [], lost=())
        return is_there

    def edit(self, article_id: int, facts: Sequence[Fact], taken_back: Iterable[str]) -> bool:
        """State facts in place of the edits of their fields, take others back; whether changed."""
        with self._writing() as connection:
            is_changed = curation.edit(connection, article_id, facts, taken_back)
            writing.record_changes(connection, [article_id] if is_changed else [])
        return is_changed

    # -- saved searches

    def save(self, search: Saved, done: Sequence[int]) -> int | None:
        """Keep a search; `done`: what a rule leaves as it is. None if the name is taken."""
        with self._writing() as connection:
            return curation.save(connection, search, done)

    def unsave(self, name: str) -> bool:
        """Remove a saved search; whether there was one of that name."""
        with self._writing() as connection:
            return curation.unsave(connection, name)

    def mark(self, id: int, how: How, ids: Iterable[int]) -> None:
        """Have a saved search done with articles."""
        with self._writing() as connection:
            curation.mark(connection, id, how, ids)

    def apply_rules(self, found: Iterable[tuple[Saved, Sequence[int]]]) -> list[int]:
        """Give what each rule has found its tag, once for all; the ids that changed."""
        changed: dict[int, None] = {}
        with self._writing() as connection:
            for rule, ids in found:
                fresh = curation.mark(connection, rule.id, "tagged", ids)
                given = curation.give_tag(connection, fresh, rule.tag) if rule.tag else []
                changed.update(dict.fromkeys(given))
            curation.drop_unused_tags(connection)
            writing.record_changes(connection, list(changed), lost=())
        return list(changed)

    # -- checkpoints of the index

    def add_checkpoint(self, point: Checkpoint, in_force: str) -> None:
        """Vouch for a state that is about to be committed, beside the one `in_force` alone."""
        c = models.checkpoint.c
        mine = c.index_id == point.index_id
        with self._writing() as connection:
            connection.execute(delete(models.checkpoint).where(mine, c.token != in_force))
            connection.execute(
                insert(models.checkpoint),
                {
                    "token": point.token,
                    "index_id": point.index_id,
                    "seq": point.seq,
                    "created": datetime.now(UTC).replace(tzinfo=None),
                    "boot": point.boot,
                    "files": checkpoints.written(point),
                },
            )

    def renew_checkpoint(self, point: Checkpoint) -> None:
        """Keep what a full reading of the files has found: they are as they were sealed."""
        values = {"boot": point.boot, "files": checkpoints.written(point)}
        statement = update(models.checkpoint).filter_by(token=point.token).values(values)
        with self._writing() as connection:
            connection.execute(statement)

    def keep_checkpoints(self, index_ids: Sequence[str]) -> None:
        """Forget the states of every index but these."""
        others = models.checkpoint.c.index_id.not_in(index_ids)
        with self._writing() as connection:
            connection.execute(delete(models.checkpoint).where(others))
