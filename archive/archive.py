"""The archive: database and index kept in step behind one door.

    with Archive.open("news") as archive:
        archive.put([Incoming(record, article)])
        page = archive.search('"korea utara" OR korut')

Whatever is stored is stored when `put` returns; the index follows with `sync`, or by itself at
the next search. One process writes at a time; searching needs no lock unless the index has to be
built or brought up to date first.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from archive import catchup, database
from archive.analysis import overriding
from archive.article import Residue
from archive.building import Progress, unseen
from archive.checking import Finding, check
from archive.config import Config, load
from archive.crew import ALONE, Crew
from archive.curating import Curating
from archive.current import Current
from archive.database import Incoming, Store, Stored, damage
from archive.errors import (
    ArchiveError,
    DamageError,
    ForeignFileError,
    StorageError,
    UnfinishedError,
    UsageError,
)
from archive.explaining import Explaining
from archive.lock import Lock
from archive.query import Everything
from archive.receipts import Receipts
from archive.relating import Relating
from archive.viewing import Viewing

if TYPE_CHECKING:
    from archive.database.importing import Brought
    from archive.database.ledger import Entry, Ledger
    from archive.database.revising import Kept, Revision
    from archive.database.whole import Arrival
    from archive.results.repeated import Repeated

__all__ = ["Archive", "Finding", "Incoming", "Stored"]

Understand = Callable[[Sequence["Kept"]], Iterable["Incoming | str"]]


def make_home(config: Config) -> None:
    """Make the archive's folder if it is not there, for this user alone.

    Raises
    ------
    StorageError
        If it cannot be made.
    """
    try:
        config.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"the archive's folder cannot be made: {error}") from error


class Archive(Curating, Explaining, Receipts, Relating, Viewing):
    """One open archive. Use it as a context manager, or call `close`."""

    def __init__(self, config: Config, store: Store, progress: Progress = unseen) -> None:
        self._progress = progress
        self._lock = Lock(config.home / "lock")
        super().__init__(config, store, Current(config, store, self._lock, progress))

    @classmethod
    def open(cls, where: Config | Path | str, progress: Progress = unseen) -> Self:
        """Open an archive, making or migrating it if need be.

        Parameters
        ----------
        where:
            Its settings, or its folder.
        progress:
            Told how far the index has come, whenever it is built or brought up to date.

        Raises
        ------
        StorageError, NotAnArchiveError, DamageError, BusyError, UsageError
        """
        config = where if isinstance(where, Config) else load({"home": where})
        with overriding(config.stems):  # first of all, for they may be wrong
            make_home(config)
        archive = cls(config, database.open(config.database_url, config.wait), progress)
        try:
            archive._migrate()
        except BaseException:
            archive.close()
            raise
        return archive

    @classmethod
    def restore(cls, config: Config, source: Path, progress: Progress = unseen) -> Self:
        """Put the archive in the file `source` into the home, where there must be none yet.

        Raises
        ------
        UsageError
            If there is one.
        NotAnArchiveError, DamageError, StorageError
            If the file cannot be restored. The home is as it was.
        """
        from archive.database.copying import copy

        make_home(config)
        store = database.open(config.database_url, config.wait)
        try:
            with Lock(config.home / "lock").hold(config.wait):
                if store.is_there:
                    raise UsageError(
                        f"there is an archive in {store.path} already; nothing was changed. "
                        "Choose another --home"
                    )
                shutil.rmtree(config.index_folder, ignore_errors=True)
                copy(source, store.path, config.wait, progress)
        finally:
            store.close()
        return cls.open(config, progress)

    def _migrate(self) -> None:
        # Left half done by a killed writer, it is put right under the lock, where nobody writes.
        with suppress(UnfinishedError):
            if self._is_current():
                return
        with self._writing():
            self._store.recover()
            if self._is_current():  # another process may have been first
                return
            if not self._store.is_there:
                # Whatever index there is, it is of another archive.
                shutil.rmtree(self.config.index_folder, ignore_errors=True)
            self._store.writer.upgrade()

    def _is_current(self) -> bool:
        """Whether the tables are those of this version.

        Raises
        ------
        DamageError
            If the file is no archive, but was: the index or the lock beside it says so.
        """
        is_in_home = not self.config.database
        has_index = catchup.current(self.config) is not None
        if is_in_home and has_index and self._store.is_empty:
            raise damage(self._store.path, "it is empty, and it was not")
        try:
            return self._store.is_current
        except ForeignFileError as error:
            # Only who has opened an archive here has left a lock.
            if is_in_home and (has_index or self._lock.path.exists()):
                raise damage(self._store.path, "it is no longer an archive") from error
            raise

    def close(self) -> None:
        """Let go of all files."""
        self._close(is_sound=True)

    def _close(self, *, is_sound: bool) -> None:
        self._current.close()
        if self._store.has_written and is_sound:  # what is damaged is left as it is
            with suppress(ArchiveError), self._writing(0):
                self._store.fold()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close(is_sound=not isinstance(error, DamageError))

    # -- writing

    @property
    def ledger(self) -> Ledger:
        """Which files were read before, and what they held."""
        return self._store.ledger

    def put(self, batch: Sequence[Incoming], read: Sequence[Entry] = ()) -> list[Stored]:
        """Store `batch`, all of it or nothing; what became of each, in order.

        The index does not follow at once: call `sync` after the last batch. `read` goes into the
        ledger: files whose records were stored before.
        """
        with self._writing():
            stored = self._store.writer.put(batch, read)
        for one, outcome in zip(batch, stored, strict=True):
            if one.told:
                self._current.remember(outcome.id, one.told)
        return stored

    def bring(self, batch: Sequence[Arrival], *, are_ids_kept: bool = False) -> list[Brought]:
        """Bring whole articles of another archive in, all or nothing; what became of each.

        The index does not follow at once: call `sync` after the last batch.

        Parameters
        ----------
        are_ids_kept:
            Whether an article has the id it had, unless that was given to another one here.
        """
        with self._writing():
            return self._store.writer.bring(batch, are_ids_kept=are_ids_kept)

    def revise(self, ids: Sequence[int], understand: Understand) -> list[Revision]:
        """Let what `understand` says now of stored articles take the place of what is known.

        All of it or nothing; what became of each that is there. What a person stated stays. The
        index does not follow at once: call `sync` after the last batch.

        Parameters
        ----------
        understand:
            From stored articles to what they are now, or to the reason why that cannot be told.
        """
        with self._writing():
            kept = self._store.writer.kept(self._store.articles(ids))
            return self._store.writer.revise(list(zip(kept, understand(kept), strict=True)))

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """Inside, `put` tells what would become of each article, and nothing is kept."""
        with self._writing(), self._store.writer.rehearsing():
            yield

    def learn(self, lines: Iterable[Repeated]) -> int:
        """Have lines be residue of their publisher; how many articles are indexed again."""
        with self._writing():
            stated = ((one.publisher, one.line, one.stories) for one in lines)
            count = self._store.writer.learn(stated)
        self.sync()
        return count

    def forget(self, residue: Iterable[Residue]) -> int:
        """Have lines that were learned be text again; how many articles are indexed again."""
        with self._writing():
            count = self._store.writer.forget([one.id for one in residue])
        self.sync()
        return count

    def remove(self, ids: Iterable[int]) -> list[int]:
        """Remove articles, from the index at once; the ids that were there."""
        with self._writing():
            removed = self._store.writer.remove(ids)
        self.sync()
        return removed

    def sync(self, wait: float | None = None, crew: Crew = ALONE) -> None:
        """Bring the index up to the database; `wait` seconds at most for another process.

        The processes of `crew` help where there is much to do.
        """
        self._current.sync(wait, crew)

    def reindex(self, crew: Crew = ALONE) -> int:
        """Build the index anew from the database, with `crew`; how many articles it holds.

        Searches of other processes go on in the old one until the new one is complete.
        """
        return len(self._current.rebuild(crew).ids(Everything()))

    # -- care

    def check(self, *, deep: bool = False) -> Iterator[Finding]:
        """Everything that is wrong with the archive; changes nothing. `deep` reads every byte."""
        return check(self.config, self._store, deep=deep, progress=self._progress)

    def repair(self) -> None:
        """Mend what can be told from the rest of the database: change list and index.

        Only where `check` finds nothing else: what is damaged is left as it is.
        """
        with self._writing():
            self._store.writer.mend()
        self.reindex()

    def backup(self, target: Path, progress: Progress = unseen) -> int:
        """Copy the archive into one file, which takes the place of another; its size in bytes."""
        from archive.database.copying import copy

        return copy(self._store.path, target, self.config.wait, progress)
