"""The walk from paths to stored articles: one batch after the other, each stored as a whole."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial

from archive.archive import Archive, Incoming
from archive.article import Article, Fact, Record
from archive.crew import Crew
from archive.ingest import readers
from archive.ingest.again import Course, End, Sieve, Unchanged, Unknown, how_read
from archive.ingest.clean import clean
from archive.ingest.extractors import enrich
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source, reason
from archive.ingest.storing import Prepared, Storing
from archive.ingest.unread import Unread, understood
from archive.ingest.walking import walk
from archive.interrupts import Ended, insist
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
    long. Nothing is read that was last written before `since`, in nanoseconds since 1970. With
    `reread` files are read also if they are known.
    """

    facts: tuple[Fact, ...] = ()
    tags: tuple[str, ...] = ()
    format: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    hidden: bool = False
    jobs: int | None = 1
    dry_run: bool = False
    since: int | None = None
    reread: bool = False


Found = Record | Outcome | Unread | Unchanged | End


def ingest(
    archive: Archive, paths: Iterable[str], options: Options, course: Course | None = None
) -> Iterator[Outcome]:
    """Read `paths` and store what they hold; an outcome for every record, in order.

    A file that was read before, and is as it was, is not read again. `course` tells how far it is.

    A batch that was reported is stored. The index follows at the end, and then the rules give their
    tags. A signal that ends the program is raised when what was read so far is stored and reported;
    the index then follows at the next search, the rules at the next ingest.
    """
    sieve = _sieve(archive, options, course or Course())
    again = partial(_again, archive, sieve, options)
    storing = Storing(archive, again, is_rehearsing=options.dry_run)
    with Crew.of(options.jobs) as crew:
        prepared = _prepared(_read(archive, sieve, paths, options), options, crew)
        with archive.rehearsing() if options.dry_run else nullcontext():
            stored = 0
            for batch in _batches(prepared):
                yield from storing.store(batch)
                insist()
                stored += sum(isinstance(one, Incoming) for one in batch)
                batch.clear()  # before the next one is read: an article can have 64 MB
                if stored >= SYNC and not options.dry_run:
                    archive.sync(crew=crew)
                    stored = 0
            storing.close()
        if not options.dry_run:
            archive.sync(crew=crew)
            for problem in archive.apply_rules():
                log.error("rule: %s", problem)


def _sieve(archive: Archive, options: Options, course: Course) -> Sieve:
    how = how_read(
        options.facts,
        options.tags,
        options.format,
        options.columns,
        archive.config.max_file_size,
    )
    return Sieve(archive.ledger, how, options.since, options.reread, course)


def _read(
    archive: Archive, sieve: Sieve, paths: Iterable[str], options: Options
) -> Iterator[Found]:
    for found in walk(paths, hidden=options.hidden, apart=str(archive.config.home)):
        if isinstance(found, Outcome):
            yield found
            continue
        for one in sieve.sifted(found):
            yield from (
                (one,) if isinstance(one, Unchanged) else _parts(archive, sieve, one, options)
            )


def _parts(archive: Archive, sieve: Sieve, one: Unknown, options: Options) -> Iterator[Found]:
    """What one file holds, and its end."""
    source = Source(one.path, archive.config.max_file_size, one.follow, options.columns)
    yield from readers.parts(source, options.format)
    yield sieve.end(one)


def _again(
    archive: Archive, sieve: Sieve, options: Options, path: str, follow: bool
) -> Iterator[list[Prepared]]:
    """The batches that a file comes to."""
    parts = _parts(archive, sieve, Unknown(path, None, follow), options)
    return _batches(prepare(options, [part]).pop() for part in parts)


def prepare(options: Options, chunk: list[Found]) -> list[Prepared]:
    """Understand, clean and enrich what was found; what failed before is passed on."""
    read = (understood(one) if isinstance(one, Unread) else one for one in chunk)
    return [_prepare(options, one) if isinstance(one, Record) else one for one in read]


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
    done = 0
    while few is None or done < few:
        one = next(records, None)
        if one is None:
            return
        done += _count(one)
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
    count = size = 0
    for one in records:
        if chunk and (count >= CHUNK or size + _size(one) >= CHUNK_BYTES):
            yield chunk
            chunk, count, size = [], 0, 0
        chunk.append(one)
        count += _count(one)
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


def _count(one: Found | Prepared) -> int:
    """How many records, or files that need not be read, it is."""
    match one:
        case End():
            return 0
        case Unchanged():
            return len(one.files)
        case _:
            return 1


def _batches(prepared: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    """`prepared` in batches. What was read when a signal came is the last one."""
    batch: list[Prepared] = []
    count = size = 0
    ended: BaseException | None = None
    try:
        for one in prepared:
            batch.append(one)
            count += _count(one)
            size += len(one.record.original) if isinstance(one, Incoming) else 0
            del one  # the batch is let go before the next one is made
            if count >= BATCH or size >= BATCH_BYTES:
                full, batch, count, size = batch, [], 0, 0
                yield full
                del full
    except (KeyboardInterrupt, Ended) as error:
        ended = error
    if batch:
        yield batch
    if ended:
        raise ended
