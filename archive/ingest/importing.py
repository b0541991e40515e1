"""The walk from an export to the articles it was made of: one batch after the other.

    a.jsonl ─ parse ─▶ Whole ─ Archive.bring ─▶ Outcome

It is read like any other input: a line that is none of ours, or damaged, is a failed outcome with
its reason, and the rest comes in.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archive.archive import Archive
from archive.article import Place
from archive.database.whole import Arrival
from archive.export._parse import NewerFormatError, Opening, parse
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import READ_ERRORS, STDIN, Source, reason
from archive.ingest.walking import find
from archive.interrupts import deferred, insist
from archive.results.repeated import Repeated

log = logging.getLogger(__name__)

# A batch is closed by whichever comes first; the bytes are those of the lines.
BATCH = 500
BATCH_BYTES = 32_000_000
# Articles after which the index is brought up to date during a long run.
SYNC = 24_000
# Bytes of a line for each byte of the largest article that is read: it stands there as text,
# escaped, once more in its zones, and as Base64, and may have some versions.
_ROOM = 16

# A line that can be brought in, and how many bytes it has; or why there is none.
Found = tuple[Place, Arrival, int] | Outcome


def bring(archive: Archive, paths: Iterable[str], *, keep_ids: bool = False) -> Iterator[Outcome]:
    """Bring the articles of exports in; an outcome for each, in order.

    A batch that was reported is stored. The index follows at the end, and then the rules give their
    tags. In an archive that never had an article, or with `keep_ids`, each has the id it had, but
    if that was given before. Lines that were learned to be residue are learned only in such an
    archive.
    """
    is_new = archive.is_new
    brought = 0
    for batch in _batches(_found(archive, paths, is_learning=is_new)):
        with deferred():
            yield from _store(archive, batch, are_ids_kept=is_new or keep_ids)
        insist()
        brought += len(batch)
        batch.clear()  # before the next one is read: an article can have 64 MB
        if brought >= SYNC:
            archive.sync()
            brought = 0
    archive.sync()
    for problem in archive.apply_rules():
        log.error("rule: %s", problem)


def _store(archive: Archive, batch: Sequence[Found], *, are_ids_kept: bool) -> Iterator[Outcome]:
    arrivals = [one[1] for one in batch if not isinstance(one, Outcome)]
    brought = iter(archive.bring(arrivals, are_ids_kept=are_ids_kept) if arrivals else [])
    for one in batch:
        if isinstance(one, Outcome):
            yield one
        else:
            became = next(brought)
            yield Outcome(became.outcome, _named(one[0]), became.id)


def _batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    batch: list[Found] = []
    size = 0
    for one in found:
        batch.append(one)
        size += 0 if isinstance(one, Outcome) else one[2]
        del one  # the batch is let go before the next one is made
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            full, batch, size = batch, [], 0
            yield full
            del full
    if batch:
        yield batch


def _found(archive: Archive, paths: Iterable[str], *, is_learning: bool) -> Iterator[Found]:
    for source in find(paths, _ROOM * archive.config.max_file_size):
        if isinstance(source, Outcome):
            yield source
            continue
        try:
            yield from _in(source, archive if is_learning else None)
        except READ_ERRORS as error:
            yield failed(_named(Place(source.path)), f"cannot be read: {reason(error)}")


def _in(source: Source, learner: Archive | None) -> Iterator[Found]:
    """What an export holds; what it says is residue, `learner` learns.

    Nothing is read behind the first line of a newer version.
    """
    opening: Opening | None = None
    count = 0
    for place, line in _lines(source):
        try:
            one = parse(line) if line is not None else None
            if isinstance(one, Opening):
                yield from _cut_short(source, opening, count)
                opening, count = one, 0
                if learner:
                    learner.learn(Repeated(*stated, of=stated[2]) for stated in one.residue)
                continue
            count += 1
            if one is None:
                yield failed(_named(place), f"a line larger than {source.limit:,} bytes")
            else:
                yield place, Arrival(one), len(line or b"")
        except NewerFormatError as error:
            yield failed(_named(place), str(error))
            return
        except (ValueError, MemoryError) as error:
            count += 1
            yield failed(_named(place), reason(error))
    yield from _cut_short(source, opening, count)


def _cut_short(source: Source, opening: Opening | None, count: int) -> Iterator[Outcome]:
    """A failed outcome if there are not as many articles as the first line says."""
    if opening and opening.articles != count:
        why = f"{opening.articles:,} articles were exported, and {count:,} lines are there"
        yield failed(_named(Place(source.path)), why)


def _lines(source: Source) -> Iterator[tuple[Place, bytes | None]]:
    """Every line with its place; None where it is too long. Blank ones are passed over."""
    with source.open() as stream:
        position = 0
        while line := stream.readline(source.limit + 2):
            position += 1
            place = Place(source.path, position)
            if len(line.rstrip(b"\r\n")) <= source.limit:
                if line.strip():
                    yield place, line
                continue
            yield place, None
            while line and not line.endswith(b"\n"):
                line = stream.readline(source.limit)


def _named(place: Place) -> str:
    on_stdin = replace(place, path="standard input")
    return str(on_stdin if place.path == STDIN else place)
