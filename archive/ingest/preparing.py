"""From what was found to what can be stored: here or in other processes, each within its limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from archive.archive import Incoming
from archive.article import Article, Fact, Record
from archive.crew import Crew, Died, is_apart
from archive.ingest.again import End, Unchanged
from archive.ingest.clean import clean
from archive.ingest.extractors import enrich
from archive.ingest.limits import LateError, Limits
from archive.ingest.outcome import Outcome, failed
from archive.ingest.unread import Unread
from archive.interrupts import Ended
from archive.zones import Told

# What goes to another process at a time, by whichever comes first.
CHUNK = 100
CHUNK_BYTES = 1_000_000
# How many of these are under way at the least, so that others work on while a batch is stored.
AHEAD = 16
# Records after which other processes help, where the user did not say how many: each takes half a
# second to start.
FEW = 1_000
# Bytes from which on something is understood in another process, which can be ended if need be.
# What a library of C does with less comes to an end by itself, and a process takes time to start.
RISKY = 65_536
# Zones of an article that are told the index, which else tells them again.
ZONES = 50


@dataclass(frozen=True, slots=True)
class Preparation:
    """What every article is given, and the limits of understanding it."""

    facts: tuple[Fact, ...] = ()
    tags: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)


# What there is nothing to understand of.
Passed = Outcome | Unchanged | End
Found = Record | Unread | Passed
Prepared = Incoming | Passed


def weight(one: Found | Prepared) -> int:
    """For how many records it counts, where they are counted."""
    match one:
        case End():
            return 0
        case Unchanged():
            return len(one.files)
        case _:
            return 1


def prepare(how: Preparation, chunk: list[Found]) -> list[Prepared]:
    """Understand, clean and enrich what was found; what failed before is passed on.

    Step after step for all of `chunk`, in a quarter less time than one after the other: see
    `enrich`. Another process gives it back without the originals, which whoever asked has.
    """
    with how.limits.remembering():
        found = [_understood(how, one) for one in chunk]
        made = iter(_prepared(how, [one for one in found if isinstance(one, Record)]))
        both = zip(chunk, found, strict=True)
        return [
            _without_original(next(made), one) if isinstance(record, Record) else record
            for one, record in both
        ]


def _understood(how: Preparation, one: Found) -> Record | Passed:
    if not isinstance(one, Unread):
        return one
    try:
        return how.limits.within(partial(one.parse, one.place, one.content))
    except LateError:
        return failed(one.place, how.limits.late())
    except MemoryError:
        return failed(one.place, how.limits.full())


def _prepared(how: Preparation, records: list[Record]) -> list[Prepared]:
    """What comes of each of `records`; failed where one by itself goes beyond the limits."""
    try:
        return how.limits.within(partial(_incoming, how, records))
    except (LateError, MemoryError) as error:
        if len(records) == 1:
            is_late = isinstance(error, LateError)
            return [failed(records[0].place, how.limits.late() if is_late else how.limits.full())]
    return [made for record in records for made in _prepared(how, [record])]


def _incoming(how: Preparation, records: list[Record]) -> list[Prepared]:
    enriched = zip(records, enrich(map(clean, records)), strict=True)
    return [
        Incoming(
            record,
            _marked(article, how),
            Told.of(article, zones) if len(zones) <= ZONES else None,
        )
        for record, (article, zones) in enriched
    ]


def _without_original(prepared: Prepared, one: Found) -> Prepared:
    if isinstance(prepared, Passed) or isinstance(one, Passed) or not is_apart():
        return prepared
    if prepared.record.original is not _bytes(one):
        return prepared
    return prepared.with_original(b"")


def _marked(article: Article, how: Preparation) -> Article:
    return replace(article, facts=(*article.facts, *how.facts), tags=how.tags)


def all_prepared(
    found: Iterator[Found], how: Preparation, jobs: int | None, crew: Crew
) -> Iterator[Prepared]:
    """What was found prepared, in order: in this process, or in those of `crew`.

    `jobs`: as many as the user asked for; None: the others begin once it takes long.
    """
    work = partial(prepare, how)
    chunks = _chunks(found)
    few = None if not crew.size else 0 if jobs else FEW
    done = 0
    while (few is None or done < few) and (chunk := next(chunks, None)):
        done += sum(isinstance(one, Record | Unread) for one in chunk)
        made = crew.apart(work, chunk) if _is_risky(chunk) else work(chunk)
        yield from _whole(work, chunk, made, how.limits, crew)
    ahead = max(AHEAD, 2 * crew.size)
    for chunk, made in crew.each(work, chunks, ahead=ahead, is_large=_is_large, is_risky=_is_risky):
        yield from _whole(work, chunk, made, how.limits, crew)


def _whole(
    work: Callable[[list[Found]], list[Prepared]],
    chunk: list[Found],
    made: list[Prepared] | Died,
    limits: Limits,
    crew: Crew,
) -> Iterator[Prepared]:
    """What became of each of a chunk, which is let go. What a process died of has failed."""
    if not isinstance(made, Died):
        chunk.reverse()
        made.reverse()
        while chunk:
            yield _with_original(made.pop(), chunk.pop())
    elif len(chunk) == 1:
        yield failed(_place(chunk.pop()), limits.died(made))
    else:
        for one in chunk:  # to know which of them it was
            yield from _whole(work, [one], crew.apart(work, [one]), limits, crew)


def _with_original(prepared: Prepared, one: Found) -> Prepared:
    if isinstance(prepared, Passed) or isinstance(one, Passed) or prepared.record.original:
        return prepared
    return prepared.with_original(_bytes(one))


def _is_risky(chunk: list[Found]) -> bool:
    return any(isinstance(one, Unread) and _size(one) >= RISKY for one in chunk)


def _is_large(chunk: list[Found]) -> bool:
    """Whether a trip is not worth it, for its size or because there is nothing to do."""
    return _size(chunk[0]) >= CHUNK_BYTES or all(isinstance(one, Passed) for one in chunk)


def _chunks(found: Iterable[Found]) -> Iterator[list[Found]]:
    """`found` in lists that are worth a step, or a trip; what is large or risky by itself.

    What was read when a signal came is the last one.
    """
    chunk: list[Found] = []
    count = size = 0
    ended: BaseException | None = None
    try:
        for one in found:
            its = CHUNK_BYTES if _is_risky([one]) else _size(one)
            if chunk and size + its > CHUNK_BYTES:
                full, chunk, count, size = chunk, [], 0, 0
                yield full
                del full
            chunk.append(one)
            count += weight(one)
            size += its
            del one  # the next, which may be as large, is read when this one is done
            if count >= CHUNK or size >= CHUNK_BYTES:
                full, chunk, count, size = chunk, [], 0, 0
                yield full
                del full
    except (KeyboardInterrupt, Ended) as error:
        ended = error
    if chunk:
        yield chunk
    if ended:
        raise ended


def _place(one: Found) -> object:
    assert isinstance(one, Record | Unread)  # of what is passed on, no process dies
    return one.place


def _bytes(one: Record | Unread) -> bytes:
    return one.original if isinstance(one, Record) else one.content


def _size(one: Found) -> int:
    return 0 if isinstance(one, Passed) else len(_bytes(one))
