"""What the index takes in of the changes in the database: batch after batch, here or elsewhere.

A batch is a number of changes whose articles fit into memory together. Of the articles in it come
documents, and of these what an engine can take in, for which nothing is needed but the database: so
where there is much to do, other processes build, and the one that holds the lock commits.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from itertools import accumulate

from archive import analysis, database
from archive.config import Config
from archive.crew import ALONE, Crew, Died
from archive.database import Change, Store
from archive.index import Built, Document, document, engine
from archive.zones import Told

log = logging.getLogger(__name__)

# Articles, and bytes of their originals, per index commit; articles and bytes per read.
BATCH = 5_000
BYTES = 40_000_000
READ = 50
READ_BYTES = 4_000_000
# The same for what another process makes.
SHARE = 4_000
SHARE_BYTES = 16_000_000

Known = Mapping[int, Told]
"""Zones of articles by their ids."""
NOTHING: Known = {}
Share = tuple[Sequence[Change], Known]
Progress = Callable[[int, int], None]
"""Called with (changes done, changes in all)."""


def unseen(done: int, total: int) -> None:
    """A `Progress` that shows nothing."""


def built(
    config: Config,
    store: Store,
    seq: int,
    progress: Progress = unseen,
    crew: Crew = ALONE,
    told: Known = NOTHING,
) -> Iterator[tuple[Sequence[Change], Built]]:
    """The changes above `seq` in batches, each with what the index takes in of it.

    Where there are many, `crew` makes it. `told` are zones of articles by their ids, for those
    whose text and title is still the same.
    """
    total = store.count_changes(seq)
    if crew.size and total >= 2 * SHARE:
        shares = ((b, _known(told, b)) for b in _batches(store, seq, SHARE, SHARE_BYTES))
        work = partial(_build, config)
        for share, made in crew.each(work, shares, ahead=crew.size + 1, is_large=_is_large):
            if isinstance(made, Died):
                log.warning("a process ended (%d) while it built the index", made.code)
            yield share[0], work(share) if isinstance(made, Died) else made
        return
    done = 0
    for batch in _batches(store, seq, BATCH, BYTES):
        yield batch, of(config, _documents(store, batch, done, total, progress, told))
        done += len(batch)


def _known(told: Known, batch: Sequence[Change]) -> Known:
    ids = [change.article_id for change in batch]
    return {id: told[id] for id in ids if id in told}


def _is_large(share: Share) -> bool:
    return sum(change.size or 0 for change in share[0]) > SHARE_BYTES


def _build(config: Config, share: Share) -> Built:
    """What the index takes in of a share, made in a process that has nothing open."""
    batch, told = share
    with closing(database.open(config.database_url, config.wait)) as store:
        return of(config, _documents(store, batch, 0, 0, unseen, told))


def of(config: Config, documents: Iterator[Document]) -> Built:
    """What the index takes in of `documents`."""
    with analysis.overriding(config.stems):
        return engine(config.engine).build(documents)


def _batches(store: Store, seq: int, count: int, size: int) -> Iterator[list[Change]]:
    """The changes above `seq`, so many at a time that their articles are no more than `size`."""
    while changes := store.changes(seq, count):
        batch = changes[: _fitting(changes, count, size)]
        yield batch
        seq = batch[-1].seq


def _fitting(changes: Sequence[Change], count: int, size: int) -> int:
    """How many of `changes` are no more than `count` and `size`; one at least."""
    sizes = accumulate(change.size or 0 for change in changes[:count])
    return max(1, sum(total <= size for total in sizes))


def _documents(
    store: Store,
    batch: Sequence[Change],
    done: int,
    total: int,
    progress: Progress,
    told: Known = NOTHING,
) -> Iterator[Document]:
    """The documents of the articles in `batch`, a few read at a time."""
    there = [change for change in batch if change.size is not None]
    start = 0
    while start < len(there):
        count = _fitting(there[start : start + READ], READ, READ_BYTES)
        for article in store.articles(change.article_id for change in there[start : start + count]):
            yield document(article, told.get(article.id))
        start += count
        progress(done + start, total)


def documents(store: Store, progress: Progress = unseen) -> Iterator[Document]:
    """The documents of all articles as they are now, a few read at a time."""
    done, total = 0, store.count_changes(0)
    for batch in _batches(store, 0, BATCH, BYTES):
        yield from _documents(store, batch, done, total, progress)
        done += len(batch)
    progress(total, total)
