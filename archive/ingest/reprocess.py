"""Stored articles once more with the readers and rules of today, without the files they came from.

    originals ─▶ readers ─▶ Record ─▶ clean ─▶ extractors ─▶ Archive.revise

What a person stated stays, and so does every text: another one is a new version.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.archive import Archive, Incoming
from archive.article import Fact, Record, identity
from archive.ingest import readers
from archive.ingest.clean import clean
from archive.ingest.extractors import enrich
from archive.ingest.outcome import Outcome
from archive.interrupts import deferred, insist

if TYPE_CHECKING:
    from archive.database.revising import Kept, Revision

log = logging.getLogger(__name__)

# Articles, and bytes of their originals, that are written at a time.
BATCH = 500
BATCH_BYTES = 16_000_000


def reprocess(archive: Archive, ids: Sequence[int] | None = None) -> Iterator[Revision]:
    """Read the originals of the articles `ids` (None: of all) again; what became of each.

    A batch that was reported is stored. The index follows at the end; what a signal ended can be
    run again.
    """
    for batch in _batches(archive.sizes(ids)):
        with deferred():
            yield from archive.revise(batch, understood)
        insist()
    archive.sync()
    for problem in archive.apply_rules():
        log.error("rule: %s", problem)


def _batches(sizes: Mapping[int, int]) -> Iterator[list[int]]:
    batch: list[int] = []
    total = 0
    for id, size in sizes.items():
        if batch and (len(batch) >= BATCH or total + size > BATCH_BYTES):
            yield batch
            batch, total = [], 0
        batch.append(id)
        total += size
    if batch:
        yield batch


def understood(kept: Sequence[Kept]) -> list[Incoming | str]:
    """What each article is now; the reason, where its bytes can no longer be read."""
    return [_understood(one) for one in kept]


def _understood(kept: Kept) -> Incoming | str:
    records = []
    for original in kept.originals:
        record = readers.again(original.place, original.content, original.media_type)
        if isinstance(record, Outcome):
            return record.reason or "cannot be read"
        records.append(record)
    return _incoming(kept, records) if records else "it was seen nowhere"


def _incoming(kept: Kept, records: Sequence[Record]) -> Incoming:
    """What the first record says, with what the others, which have the same text, declare."""
    article = clean(records[0])
    declared: dict[Fact, None] = dict.fromkeys(article.facts)
    for record in records[1:]:
        declared |= dict.fromkeys(clean(record).facts)
    # With other blank space it is the same text still, and facts stand in the one that is kept.
    is_same = identity(article) == kept.identity
    text = kept.article.text if is_same else article.text
    ((enriched, _),) = enrich([replace(article, text=text, facts=tuple(declared))])
    return Incoming(records[0], enriched)
