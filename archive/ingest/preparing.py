"""From what was found to what can be stored: here or in other processes, each within its limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from archive.archive import Incoming
from archive.article import Article, Fact, Record
from archive.crew import Crew, Died, is_apart
from archive.ingest.again import End, Unchanged
from archive.ingest.clean import clean
from archive.ingest.extractors import enrich
from archive.ingest.limits import LateError, Limits
from archive.ingest.outcome import Outcome, failed
from archive.ingest.unread import Unread
from archive.zones import Told

# What goes to another process at a time, by whichever comes first.
CHUNK = 100
CHUNK_BYTES = 1_000_000
# How many of these are under way at the least, so that others work on while a batch is stored.
AHEAD = 16
# Records after which other processes help, where the user did not say how many: each takes half a
# second to start.
FEW = 2_000
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

    Another process gives it back without the originals, which whoever asked has.
    """
    with how.limits.remembering():
        return [one if isinstance(one, Passed) else _limited(how, one) for one in chunk]


def _limited(how: Preparation, one: Record | Unread) -> Prepared:
    try:
        prepared = how.limits.within(partial(_prepare, how, one))
    except LateError:
        return failed(one.place, how.limits.late())
    except MemoryError:
        return failed(one.place, how.limits.full())
    if is_apart() and isinstance(prepared, Incoming) and prepared.record.original is _bytes(one):
        return replace(prepared, record=replace(prepared.record, original=b""))
    return prepared


def _prepare(how: Preparation, one: Record | Unread) -> Prepared:
    record = one.parse(one.place, one.content) if isinstance(one, Unread) else one
    if isinstance(record, Outcome):
        return record
    article, zones = enrich(clean(record))
    marked = _marked(article, how)
    told = Told.of(article, zones) if len(zones) <= ZONES else None
    return Incoming(record, marked, told)


def _marked(article: Article, how: Preparation) -> Article:
    return replace(article, facts=(*article.facts, *how.facts), tags=how.tags)


def all_prepared(
    found: Iterator[Found], how: Preparation, jobs: int | None, crew: Crew
) -> Iterator[Prepared]:
    """What was found prepared, in order: in this process, or in those of `crew`.

    `jobs`: as many as the user asked for; None: the others begin once it takes long.
    """
    work = partial(prepare, how)
    few = None if not crew.size else 0 if jobs else FEW
    done = 0
    while (few is None or done < few) and (chunk := list(islice(found, 1))):
        done += weight(chunk[0])
        made = crew.apart(work, chunk) if _is_risky(chunk) else work(chunk)
        yield from _whole(work, chunk, made, how.limits, crew)
    ahead = max(AHEAD, 2 * crew.size)
    chunks = _chunks(found)
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
    return replace(prepared, record=replace(prepared.record, original=_bytes(one)))


def _is_risky(chunk: list[Found]) -> bool:
    return isinstance(chunk[0], Unread) and _size(chunk[0]) >= RISKY


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
        count += weight(one)
        size += _size(one)
    if chunk:
        yield chunk


def _place(one: Found) -> object:
    assert isinstance(one, Record | Unread)  # of what is passed on, no process dies
    return one.place


def _bytes(one: Record | Unread) -> bytes:
    return one.original if isinstance(one, Record) else one.content


def _size(one: Found) -> int:
    return 0 if isinstance(one, Passed) else len(_bytes(one))
