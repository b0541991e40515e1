"""The walk from paths to stored articles: one batch after the other, each stored as a whole."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import chain
from multiprocessing import get_context
from typing import TypeVar

from archive.archive import Archive, Incoming, Stored
from archive.article import Article, Fact, Record
from archive.ingest import readers
from archive.ingest.clean import clean
from archive.ingest.extractors import enrich
from archive.ingest.outcome import Outcome
from archive.ingest.source import STDIN, find

# A batch is closed by whichever comes first.
BATCH = 500
BATCH_BYTES = 16_000_000
# Articles after which the index is brought up to date during a long run.
SYNC = 20_000


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked of an ingest.

    `facts` and `tags` are given to every article; `jobs` above 1 cleans and enriches in as many
    processes.
    """

    facts: tuple[Fact, ...] = ()
    tags: tuple[str, ...] = ()
    format: str | None = None
    hidden: bool = False
    jobs: int = 1
    dry_run: bool = False


T = TypeVar("T")
Prepared = Incoming | Outcome


def ingest(archive: Archive, paths: Iterable[str], options: Options) -> Iterator[Outcome]:
    """Read `paths` and store what they hold; an outcome for every record, in order.

    A batch that was reported is stored. The index follows at the end.
    """
    with archive.rehearsing() if options.dry_run else nullcontext():
        stored = 0
        rehearsed: set[int] = set()
        for batch in _batches(_prepared(_read(archive, paths, options), options)):
            outcomes = _store(archive, batch, options)
            yield from _unborn(outcomes, rehearsed) if options.dry_run else outcomes
            stored += len(batch)
            if stored >= SYNC and not options.dry_run:
                archive.sync()
                stored = 0
    if not options.dry_run:
        archive.sync()


def _read(archive: Archive, paths: Iterable[str], options: Options) -> Iterator[Record | Outcome]:
    config = archive.config
    for found in find(paths, config.max_file_size, hidden=options.hidden, apart=str(config.home)):
        if isinstance(found, Outcome):
            yield found
        else:
            yield from readers.read(found, options.format)


def prepare(chunk: list[Record | Outcome]) -> list[Prepared]:
    """Clean and enrich records; what failed before is passed on."""
    return [Incoming(one, enrich(clean(one))) if isinstance(one, Record) else one for one in chunk]


def _prepared(records: Iterator[Record | Outcome], options: Options) -> Iterator[Prepared]:
    if options.jobs <= 1:
        return chain.from_iterable(prepare([one]) for one in records)
    return _in_processes(_chunks(records, 100), options.jobs)


def _in_processes(chunks: Iterator[list[Record | Outcome]], jobs: int) -> Iterator[Prepared]:
    """`prepare` in worker processes, in order, with no more than two chunks each under way."""
    # Spawned, not forked: the parent may hold locks and open databases.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[list[Prepared]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(prepare, chunk))
            if len(waiting) >= 2 * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    chunk: list[T] = []
    for thing in things:
        chunk.append(thing)
        if len(chunk) >= size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _batches(prepared: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    batch: list[Prepared] = []
    size = 0
    for one in prepared:
        batch.append(one)
        size += len(one.record.original) if isinstance(one, Incoming) else 0
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _store(archive: Archive, batch: list[Prepared], options: Options) -> Iterator[Outcome]:
    incoming = [
        replace(one, article=_marked(one.article, options))
        for one in batch
        if isinstance(one, Incoming)
    ]
    stored = iter(archive.put(incoming) if incoming else [])
    for one in batch:
        yield one if isinstance(one, Outcome) else _outcome(one.record, next(stored))


def _unborn(outcomes: Iterable[Outcome], rehearsed: set[int]) -> Iterator[Outcome]:
    """Outcomes without the ids that were only given in rehearsal, which `rehearsed` collects."""
    for outcome in outcomes:
        if outcome.outcome == "added" and outcome.id is not None:
            rehearsed.add(outcome.id)
        yield replace(outcome, id=None) if outcome.id in rehearsed else outcome


def _marked(article: Article, options: Options) -> Article:
    return replace(article, facts=(*article.facts, *options.facts), tags=options.tags)


def _outcome(record: Record, stored: Stored) -> Outcome:
    remarks = [record.remark] if record.remark else []
    if not record.encoding.startswith("utf-"):
        remarks.append(f"not UTF-8, read as {record.encoding}")
    if record.replaced:
        remarks.append(f"{record.replaced} characters could not be decoded as {record.encoding}")
    if "\0" in record.text:
        remarks.append("NUL characters were left out")
    source = "standard input" if record.place.path == STDIN else str(record.place)
    return Outcome(stored.verdict, source, stored.id, "; ".join(remarks) or None)
