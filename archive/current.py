"""The index that is open: kept in step with the database, and opened anew when it must be.

Searching needs no lock unless the index has to be built or brought up to date first; another
process may write to it, or replace it, at any moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from archive import catchup
from archive.building import Progress
from archive.config import Config
from archive.crew import ALONE, Crew
from archive.database import Store
from archive.deadline import within
from archive.errors import (
    ArchiveError,
    BusyError,
    IndexNotReadyError,
    StorageError,
)
from archive.index import Index
from archive.lock import Lock
from archive.zones import Told

# What reading arrays raises that hold other numbers than were written; the formats of a memoryview
# that Python does not know are "not implemented".
_DAMAGE = (
    ArithmeticError,
    BufferError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
)
# Articles whose zones are kept; those of more are told again.
_TOLD = 50_000
_BEHIND = "the newest changes cannot be found yet: {}"
_PENDING = "the copies of the newest articles are not known yet: {}"


@contextmanager
def writing(lock: Lock, config: Config, wait: float | None = None) -> Iterator[None]:
    """Hold the lock that lets one process write at a time."""
    with lock.hold(config.wait if wait is None else wait):
        try:
            yield
        except OSError as error:
            where = error.filename or config.home
            raise StorageError(
                f"{where}: {error.strerror or error}. What was stored before is safe"
            ) from error


class Current:
    """The index of one archive."""

    def __init__(self, config: Config, store: Store, lock: Lock, progress: Progress) -> None:
        self._config = config
        self._store = store
        self._lock = lock
        self._progress = progress
        self._index: Index | None = None
        self._told: dict[int, Told] = {}

    def remember(self, id: int, told: Told) -> None:
        """Keep the zones of an article that was just stored, until the index follows."""
        if len(self._told) < _TOLD:
            self._told[id] = told

    def close(self) -> None:
        """Let go of its files."""
        if self._index:
            self._index.close()
        self._index = None

    def sync(self, wait: float | None = None, crew: Crew = ALONE) -> None:
        """Bring the index up to the database; `wait` seconds at most for another process.

        However long it takes: half of it would have to be done again.
        """
        with within(0), writing(self._lock, self._config, wait):
            self._store.writer.settle()
            # Opened anew under the lock: another process may have written to it, or replaced it.
            self.close()
            self._index = catchup.open_index(self._config, self._store)
            if self._index is None or self._index.watermark is None:
                self._index = catchup.rebuild(
                    self._config, self._store, self._progress, crew, self._told
                )
            else:
                catchup.vouch_again(self._config, self._store)
                catchup.catch_up(
                    self._index,
                    self._index.watermark.index_id,
                    self._config,
                    self._store,
                    self._progress,
                    crew,
                    self._told,
                )
            self._told.clear()

    def rebuild(self, crew: Crew = ALONE) -> Index:
        """Build the index anew from the database."""
        with writing(self._lock, self._config):
            self._store.writer.settle()
            self.close()
            self._index = catchup.rebuild(self._config, self._store, self._progress, crew)
            return self._index

    def settle(self) -> tuple[str, ...]:
        """Have the copies of every article found; a warning if that cannot be done now."""
        if self._store.is_pending:
            try:
                with within(0), writing(self._lock, self._config, 0):
                    self._store.writer.settle()
            except (BusyError, StorageError) as error:
                return (_PENDING.format(error),)
        return ()

    def to_search(self) -> tuple[Index, tuple[str, ...]]:
        """An index that can be searched, and a warning if it does not show everything.

        Raises
        ------
        IndexNotReadyError
            If there is no index and another process keeps us from building it.
        """
        if self._index is not None and self._index.is_touched():
            self.close()
        if self._index is None or catchup.is_behind(self._index, self._store):
            # Another process may have brought it further.
            fresh = catchup.open_index(self._config, self._store)
            if fresh is not None:
                self.close()
                self._index = fresh
                self._vouch_again()
        if self._index is None:
            self._build_to_search()
        elif catchup.is_behind(self._index, self._store):
            try:
                self.sync(wait=0)
            except (BusyError, StorageError) as error:
                return self._reopened(), (_BEHIND.format(error),)
        assert self._index is not None
        return self._index, ()

    def _vouch_again(self) -> None:
        """Spare the next ones the reading in full that the machine's new start made us do."""
        if catchup.is_of_another_boot(self._config, self._store):
            with suppress(ArchiveError), writing(self._lock, self._config, 0):
                catchup.vouch_again(self._config, self._store)

    def _build_to_search(self) -> None:
        try:
            self.sync()
        except BusyError as error:
            raise IndexNotReadyError(f"there is no index to search in yet, and {error}") from error

    def _reopened(self) -> Index:
        """The index as it is, after bringing it further did not work out."""
        if self._index is None:
            self._index = catchup.open_index(self._config, self._store)
        if self._index is None:
            raise IndexNotReadyError("there is no index to search in, and none can be built now")
        return self._index

    def removed_since(self, index: Index) -> frozenset[int]:
        """The articles that are gone, though `index` still has them."""
        seq = index.watermark.seq if index.watermark else 0
        return frozenset(self._store.removed_since(seq))

    @contextmanager
    def noticing_damage(self, index: Index) -> Iterator[None]:
        """Inside, an index that cannot be read is told apart from a fault of ours."""
        try:
            yield
        except _DAMAGE as error:
            if catchup.is_intact(index, self._config, self._store):
                raise
            catchup.suspect(index, self._config)
            raise IndexNotReadyError(
                f"the search index is damaged ({type(error).__name__}: {error}); every article is "
                "safe, and the next command builds it anew"
            ) from error
