"""The walk from paths to stored articles: one batch after the other, each stored as a whole."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial

from archive.archive import Archive, Incoming
from archive.article import Fact, readable
from archive.crew import Crew
from archive.ingest import readers
from archive.ingest.again import Course, End, Sieve, Unchanged, Unknown, how_read
from archive.ingest.limits import LateError, Limits
from archive.ingest.outcome import Outcome, failed
from archive.ingest.preparing import Found, Preparation, Prepared, all_prepared, weight
from archive.ingest.source import Source
from archive.ingest.storing import Storing
from archive.ingest.walking import Files, walk
from archive.interrupts import Ended, insist

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


def ingest(
    archive: Archive, paths: Iterable[str], options: Options, course: Course | None = None
) -> Iterator[Outcome]:
    """Read `paths` and store what they hold; an outcome for every record, in order.

    A file that was read before, and is as it was, is not read again. `course` tells how far it is.
    """
    found = walk(paths, hidden=options.hidden, apart=str(archive.config.home))
    yield from take(archive, found, options, course)


def take(
    archive: Archive, found: Iterable[Files | Outcome], options: Options, course: Course | None
) -> Iterator[Outcome]:
    """As `ingest`, of files that were found.

    A batch that was reported is stored. The index follows at the end, and then the rules give their
    tags. A signal that ends the program is raised when what was read so far is stored and reported;
    the index then follows at the next search, the rules at the next ingest.
    """
    reading = _Reading(archive, options, course or Course())
    with Crew.of(options.jobs) as crew:
        parts = reading.of(found)
        prepared = all_prepared(parts, reading.preparation, options.jobs, crew)
        again = partial(reading.again, crew=crew)
        storing = Storing(archive, again, is_rehearsing=options.dry_run)
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


class _Reading:
    """What is read, as the user asked for it."""

    def __init__(self, archive: Archive, options: Options, course: Course) -> None:
        settings = archive.config
        self._limits = Limits(settings.max_seconds, settings.max_memory)
        self._options = options
        self._limit = settings.max_file_size
        self._sieve = Sieve(
            archive.ledger, self._how(), options.since, options.reread, course=course
        )
        self.preparation = Preparation(options.facts, options.tags, self._limits)

    def _how(self) -> bytes:
        asked = self._options
        facts, tags, columns = asked.facts, asked.tags, asked.columns
        return how_read((facts, tags, asked.format, columns, asked.hidden, self._limit))

    def of(self, found: Iterable[Files | Outcome]) -> Iterator[Found]:
        """What the files hold, each with its end."""
        for files in found:
            if isinstance(files, Outcome):
                yield files
                continue
            for one in self._sieve.sifted(files):
                if isinstance(one, Unchanged):
                    yield one
                else:
                    yield from self._parts(one)

    def _parts(self, one: Unknown) -> Iterator[Found]:
        asked = self._options
        source = Source(one.path, self._limit, one.follow, asked.columns, asked.hidden)
        try:
            yield from self._limits.each(readers.parts(source, asked.format))
        except LateError:
            late = f"what stands here {self._limits.late()}; from here on nothing is read"
            yield failed(readable(one.path), late)
        # Of the files beside it that have a part in it, it is not known whether they change.
        yield End(one.path, None) if source.beside else self._sieve.end(one)

    def again(self, path: str, follow: bool, *, crew: Crew) -> Iterator[list[Prepared]]:
        """The batches that one file comes to."""
        parts = self._parts(Unknown(path, None, follow))
        return _batches(all_prepared(parts, self.preparation, 1, crew))


def _batches(prepared: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    """`prepared` in batches. What was read when a signal came is the last one."""
    batch: list[Prepared] = []
    count = size = 0
    ended: BaseException | None = None
    try:
        for one in prepared:
            batch.append(one)
            count += weight(one)
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
