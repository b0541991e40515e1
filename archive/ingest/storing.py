"""What was prepared goes into the archive, a batch at a time; what became of it, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace

from archive.archive import Archive, Incoming, Stored
from archive.article import Record
from archive.ingest.again import End, Notes, Unchanged
from archive.ingest.outcome import Outcome, failed
from archive.ingest.preparing import Prepared
from archive.ingest.source import STDIN, reason
from archive.interrupts import deferred

Again = Callable[[str, bool], Iterable[list[Prepared]]]
"""The batches that a file comes to when it is read, which the user named or not."""


class Storing:
    """Stores batches; close it behind the last.

    Parameters
    ----------
    again:
        Reads a file after all that was taken for known.
    is_rehearsing:
        Whether nothing of it is kept.
    """

    def __init__(self, archive: Archive, again: Again, *, is_rehearsing: bool) -> None:
        self._archive = archive
        self._again = again
        self._notes = Notes()
        self._is_rehearsing = is_rehearsing
        # Of a rehearsal, which no other connection sees: ids that it gave, and ids of articles
        # whose text it replaced.
        self._unborn: set[int] = set()
        self._replaced: set[int] = set()

    def store(self, batch: list[Prepared]) -> Iterator[Outcome]:
        """Store a batch, all of it or nothing; an outcome for every record, in order.

        A signal waits until all that was stored is reported.
        """
        for part in self._parts(batch):
            with deferred() if any(isinstance(one, Incoming) for one in part) else nullcontext():
                yield from map(self._rehearsed, self._stored(part))

    def close(self) -> None:
        """Write down what was read."""
        if entries := self._notes.entries():
            self._archive.put([], entries)

    # -- what was taken for known, and may not be any more

    def _parts(self, batch: list[Prepared]) -> Iterator[list[Prepared]]:
        """The batch, cut where a file has to be read after all; what that comes to in its place.

        Such a file was looked up before the records in front of it were stored, and one of these
        has, or may have, given an article another text.
        """
        touched = self._touched(batch)
        part: list[Prepared] = []
        for one in batch:
            stale = one.holding(touched) if touched and isinstance(one, Unchanged) else ()
            if not isinstance(one, Unchanged) or not stale:
                part.append(one)
                continue
            for file in one.files:
                if file[0] not in stale:
                    part.append(replace(one, files=(file,)))
                    continue
                yield part
                part = []
                yield from self._again(file[0], one.follow)
        yield part

    def _touched(self, batch: list[Prepared]) -> set[int]:
        """The articles that lost something since files of `batch` were looked up, or may in it."""
        unchanged = [one for one in batch if isinstance(one, Unchanged)]
        if not unchanged:
            return set()
        ledger = self._archive.ledger
        lost = ledger.lost_since(min(one.seq for one in unchanged)) | self._replaced
        keys = {one.record.key for one in batch if isinstance(one, Incoming)} - {None}
        return lost | ledger.keyed([key for key in keys if key]) if keys else lost

    # -- what is stored

    def _stored(self, batch: list[Prepared]) -> Iterator[Outcome]:
        incoming = [one for one in batch if isinstance(one, Incoming)]
        stored = iter(self._put(incoming) if incoming else [])
        for one in batch:
            match one:
                case Unchanged():
                    yield from one.outcomes()
                case End():
                    self._notes.end(one)
                case Outcome():
                    self._notes.add(one, None)
                    yield one
                case _:
                    became = next(stored)
                    outcome = _outcome(one.record, became)
                    self._notes.add(outcome, became)
                    yield outcome

    def _put(self, incoming: list[Incoming]) -> list[Stored | None]:
        """What became of each; None where the memory did not do for one by itself."""
        try:
            return list(self._archive.put(incoming, self._notes.entries()))
        except MemoryError:
            if len(incoming) == 1:
                return [None]
        return [stored for one in incoming for stored in self._put([one])]

    def _rehearsed(self, outcome: Outcome) -> Outcome:
        """In a rehearsal, the outcome without an id that was given in it."""
        if not self._is_rehearsing or outcome.id is None:
            return outcome
        if outcome.outcome == "added":
            self._unborn.add(outcome.id)
        elif outcome.outcome == "changed":
            self._replaced.add(outcome.id)
        return replace(outcome, id=None) if outcome.id in self._unborn else outcome


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
