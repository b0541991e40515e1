"""Keep the index in step with the database: catch up, or build anew.

The index carries, in its own commit, the number of the last change it shows. Everything above
that number is read from the database and applied; applying a change twice does no harm, so it
does not matter where a run was interrupted. An index that cannot be opened, belongs to another
archive, is ahead of the database or was made with another analysis is built anew from number 0,
in a folder of its own that replaces the old one when it is complete.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from archive.config import Config
from archive.database import Change, Store
from archive.errors import StorageError
from archive.index import Document, Index, Watermark, document, engine, fingerprint

log = logging.getLogger(__name__)

# Articles, and bytes of their originals, per index commit; articles per read of the database.
BATCH = 2_000
BYTES = 64_000_000
READ = 50

Progress = Callable[[int, int], None]
"""Called with (changes done, changes in all)."""


def unseen(done: int, total: int) -> None:
    """A `Progress` that shows nothing."""


def open_index(config: Config, store: Store) -> Index | None:
    """The index in its folder if it can be trusted, else None: it must be built anew."""
    chosen = engine(config.engine)
    try:
        index = chosen.open(config.index_folder)
    except MemoryError:
        raise  # says nothing about the index, and building it takes more
    except Exception as error:  # opening a damaged one unpickles it: anything can be raised
        log.info("the index cannot be used: %s: %s", type(error).__name__, error)
        return None
    mark = index.watermark
    if mark is None or not _is_ours(mark, config, store):
        index.close()
        return None
    return index


def _is_ours(mark: Watermark, config: Config, store: Store) -> bool:
    return (
        mark.archive_id == store.archive_id
        and mark.fingerprint == fingerprint(config.engine)
        and mark.seq <= store.seq
    )


def is_behind(index: Index, store: Store) -> bool:
    """Whether the database has changes that `index` does not show."""
    return index.watermark is None or index.watermark.seq < store.seq


def catch_up(index: Index, config: Config, store: Store, progress: Progress = unseen) -> None:
    """Apply every change that `index` does not show yet, in batches that each are committed."""
    seq = index.watermark.seq if index.watermark else 0
    done, total = 0, store.count_changes(seq)
    for batch in _batches(store, seq):
        mark = Watermark(store.archive_id, batch[-1].seq, fingerprint(config.engine))
        removed = [change.article_id for change in batch if change.size is None]
        index.apply(_documents(store, batch, done, total, progress), removed, mark)
        done += len(batch)
        progress(done, total)


def _batches(store: Store, seq: int) -> Iterator[list[Change]]:
    """The changes above `seq`, so many at a time that their articles are no more than `BYTES`."""
    while changes := store.changes(seq, BATCH):
        sizes = accumulate(change.size or 0 for change in changes)
        batch = changes[: max(1, sum(size <= BYTES for size in sizes))]
        yield batch
        seq = batch[-1].seq


def _documents(
    store: Store, batch: Sequence[Change], done: int, total: int, progress: Progress
) -> Iterator[Document]:
    """The documents of the articles in `batch`, a few read at a time."""
    ids = [change.article_id for change in batch if change.size is not None]
    for start in range(0, len(ids), READ):
        for article in store.articles(ids[start : start + READ]):
            yield document(article)
        progress(done + start, total)


def rebuild(config: Config, store: Store, progress: Progress = unseen) -> Index:
    """Build the index anew and put it in the old one's place.

    Raises
    ------
    StorageError
        If the disk refuses. The old index, if there was one, is left as it was.
    """
    building = config.home / "index.building"
    try:
        shutil.rmtree(building, ignore_errors=True)
        index = engine(config.engine).create(building)
        if store.seq == 0:
            index.apply([], [], Watermark(store.archive_id, 0, fingerprint(config.engine)))
        catch_up(index, config, store, progress)
        if not building.exists():
            return index  # an engine that keeps nothing on disk
        index.close()
        _swap(building, config.index_folder)
    except OSError as error:
        raise StorageError(f"the index cannot be written: {error}") from error
    return engine(config.engine).open(config.index_folder)


def _swap(new: Path, place: Path) -> None:
    old = place.with_name("index.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)
