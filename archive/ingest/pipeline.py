"""The walk from paths to stored articles: one batch after the other, each stored as a whole."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from archive.archive import Archive, Incoming, Stored
from archive.article import Article, Fact, Record
from archive.crew import Crew
from archive.ingest import readers
from archive.ingest.clean import clean
from archive.ingest.extractors import enrich
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import STDIN, reason
from archive.ingest.unread import Unread, understood
from archive.ingest.walking import find
from archive.interrupts import Ended, deferred, insist
from archive.zones import Told

log = logging.getLogger(__name__)

# A batch is closed by whichever comes first.
BATCH = 1_000
BATCH_BYTES = 16_000_000
# What goes to another process at a time, by whichever comes first.
CHUNK = 100
CHUNK_BYTES = 1_000_000
# How many of these are under way at the least, so that others work on while a batch is stored.
AHEAD = 16
# Records after which other processes help, where the user did not say how many: each takes half a
# second to start.
FEW = 2_000
# Zones of an article that are told the index, which else tells them again.
ZONES = 50
# Articles after which the index is brought up to date during a long run.
SYNC = 24_000


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked of an ingest.

    `facts` and `tags` are given to every article. `columns` says what columns of tables mean, as
    `Source` does. `jobs` above 1 prepares and indexes articles in
    as many processes, 1 in this one; None begins in this one, and all cores help once it takes
    long.
    """

    facts: tuple[Fact, ...] = ()
    tags: tuple[str, ...] = ()
    format: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    hidden: bool = False
    jobs: int | None = 1
    dry_run: bool = False


Found = Record | Outcome | Unread
Prepared = Incoming | Outcome


def ingest(archive: Archive, paths: Iterable[str], options: Options) -> Iterator[Outcome]:
    """Read `paths` and store what they hold; an outcome for every record, in order.

    A batch that was reported is stored. The index follows at the end, and then the rules give their
    tags. A signal that ends the program is raised when what was read so far is stored and reported;
    the index then follows at the next search, the rules at the next ingest.
    """
    with Crew.of(options.jobs) as crew:
        prepared = _prepared(_read(archive, paths, options), options, crew)
        with archive.rehearsing() if options.dry_run else nullcontext():
            stored = 0
            rehearsed: set[int] = set()
            for batch in _batches(prepared):
                with deferred():
                    outcomes = _store(archive, batch)
                    yield from _unborn(outcomes, rehearsed) if options.dry_run else outcomes
                insist()
                stored += len(batch)
                batch.clear()  # before the next one is read: an article can have 64 MB
                if stored >= SYNC and not options.dry_run:
                    archive.sync(crew=crew)
                    stored = 0
        if not options.dry_run:
            archive.sync(crew=crew)
            for problem in archive.apply_rules():
                log.error("rule: %s", problem)


def _read(archive: Archive, paths: Iterable[str], options: Options) -> Iterator[Found]:
    config = archive.config
    for found in find(paths, config.max_file_size, hidden=options.hidden, apart=str(config.home)):
        if isinstance(found, Outcome):
            yield found
        else:
            yield from readers.parts(replace(found, columns=options.columns), options.format)


def prepare(options: Options, chunk: list[Found]) -> list[Prepared]:
    """Understand, clean and enrich what was found; what failed before is passed on."""
    records = map(understood, chunk)
    return [_prepare(options, one) if isinstance(one, Record) else one for one in records]


def _prepare(options: Options, record: Record) -> Prepared:
    try:
        article, zones = enrich(clean(record))
        marked = _marked(article, options)
        told = Told.of(article, zones) if len(zones) <= ZONES else None
        return Incoming(record, marked, told)
    except MemoryError as error:
        return failed(record.place, reason(error))


def _marked(article: Article, options: Options) -> Article:
    return replace(article, facts=(*article.facts, *options.facts), tags=options.tags)


def _prepared(records: Iterator[Found], options: Options, crew: Crew) -> Iterator[Prepared]:
    here = partial(prepare, options)
    few = None if not crew.size else 0 if options.jobs else FEW
    for one in islice(records, few):
        made = here([one])
        del one  # before the next is read, which may be as large
        yield made.pop()
    chunks = _chunks(records)
    for prepared in crew.each(here, chunks, ahead=max(AHEAD, 2 * crew.size), is_large=_is_large):
        yield from prepared


def _is_large(chunk: list[Found]) -> bool:
    return _size(chunk[0]) >= CHUNK_BYTES


def _chunks(records: Iterable[Found]) -> Iterator[list[Found]]:
    """`records` in lists that are worth a trip to another process; a large one by itself."""
    chunk: list[Found] = []
    size = 0
    for one in records:
        if chunk and (len(chunk) >= CHUNK or size + _size(one) >= CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(one)
        size += _size(one)
    if chunk:
        yield chunk


def _size(one: Found) -> int:
    match one:
        case Record():
            return len(one.original)
        case Unread():
            return len(one.content)
        case _:
            return 0


def _batches(prepared: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    """`prepared` in batches. What was read when a signal came is the last one."""
    batch: list[Prepared] = []
    size = 0
    ended: BaseException | None = None
    try:
        for one in prepared:
            batch.append(one)
            size += len(one.record.original) if isinstance(one, Incoming) else 0
            del one  # the batch is let go before the next one is made
            if len(batch) >= BATCH or size >= BATCH_BYTES:
                full, batch, size = batch, [], 0
                yield full
                del full
    except (KeyboardInterrupt, Ended) as error:
        ended = error
    if batch:
        yield batch
    if ended:
        raise ended


def _store(archive: Archive, batch: list[Prepared]) -> Iterator[Outcome]:
    incoming = [one for one in batch if isinstance(one, Incoming)]
    stored = iter(_put(archive, incoming) if incoming else [])
    for one in batch:
        yield one if isinstance(one, Outcome) else _outcome(one.record, next(stored))


def _put(archive: Archive, incoming: list[Incoming]) -> list[Stored | None]:
    """What became of each; None where the memory did not do for one by itself."""
    try:
        return list(archive.put(incoming))
    except MemoryError:
        if len(incoming) == 1:
            return [None]
    return [stored for one in incoming for stored in _put(archive, [one])]


def _unborn(outcomes: Iterable[Outcome], rehearsed: set[int]) -> Iterator[Outcome]:
    """Outcomes without the ids that were only given in rehearsal, which `rehearsed` collects."""
    for outcome in outcomes:
        if outcome.outcome == "added" and outcome.id is not None:
            rehearsed.add(outcome.id)
        yield replace(outcome, id=None) if outcome.id in rehearsed else outcome


def _outcome(record: Record, stored: Stored | None) -> Outcome:
    if stored is None:
        return failed(record.place, reason(MemoryError()))
    remarks = [record.remark] if record.remark else []
    if not record.encoding.startswith("utf-"):
        remarks.append(f"not UTF-8, read as {record.encoding}")
    if record.replaced:
        remarks.append(f"{record.replaced} characters could not be decoded as {record.encoding}")
    if "\0" in record.text:
        remarks.append("NUL characters were left out")
    source = "standard input" if record.place.path == STDIN else str(record.place)
    return Outcome(stored.verdict, source, stored.id, "; ".join(remarks) or None)
