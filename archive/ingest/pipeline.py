"""The walk from paths to stored articles: one batch after the other, each stored as a whole."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace

from archive.archive import Archive, Incoming, Stored
from archive.article import Fact, Record, readable
from archive.crew import Crew
from archive.ingest import readers
from archive.ingest.limits import LateError, Limits
from archive.ingest.outcome import Outcome, failed
from archive.ingest.preparing import Found, Preparation, Prepared, all_prepared
from archive.ingest.source import STDIN, reason
from archive.ingest.walking import find
from archive.interrupts import Ended, deferred, insist

log = logging.getLogger(__name__)

# A batch is closed by whichever comes first.
BATCH = 1_000
BATCH_BYTES = 16_000_000
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


def ingest(archive: Archive, paths: Iterable[str], options: Options) -> Iterator[Outcome]:
    """Read `paths` and store what they hold; an outcome for every record, in order.

    A batch that was reported is stored. The index follows at the end, and then the rules give their
    tags. A signal that ends the program is raised when what was read so far is stored and reported;
    the index then follows at the next search, the rules at the next ingest.
    """
    limits = Limits(archive.config.max_seconds, archive.config.max_memory)
    how = Preparation(options.facts, options.tags, limits)
    with Crew.of(options.jobs) as crew:
        prepared = all_prepared(_read(archive, paths, options, limits), how, options.jobs, crew)
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


def _read(
    archive: Archive, paths: Iterable[str], options: Options, limits: Limits
) -> Iterator[Found]:
    config = archive.config
    for found in find(paths, config.max_file_size, hidden=options.hidden, apart=str(config.home)):
        if isinstance(found, Outcome):
            yield found
            continue
        source = replace(found, columns=options.columns, hidden=options.hidden)
        try:
            yield from limits.each(readers.parts(source, options.format))
        except LateError:
            late = f"what stands here {limits.late()}; from here on nothing is read"
            yield failed(readable(source.path), late)


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
