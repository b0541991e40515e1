"""What the scores of a few documents are worked out from, for those who want them explained."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from archive.index._ranking import Evidence
from archive.index.whoosh._leaves import Counted, Statistics
from archive.index.whoosh._segment import Segment


def evidence(
    segments: Sequence[Segment], statistics: Statistics, counted: Counted, ids: Collection[int]
) -> Evidence:
    """What was counted, with the places in the documents `ids`."""
    wanted = np.fromiter(ids, np.int64, len(ids))
    places: dict[int, tuple[int, int]] = {}
    for segment, (docs, times) in zip(segments, counted.counts, strict=True):
        at = np.isin(segment.ids[docs], wanted).nonzero()[0]
        if len(at):  # or the field may have no lengths here
            found = docs[at]
            lengths = segment.arrays[f"{counted.field}.lengths"][found].tolist()
            both = zip(times[at].astype(np.int64).tolist(), lengths, strict=True)
            places.update(zip(segment.ids[found].tolist(), both, strict=True))
    return Evidence(
        field=counted.field,
        language=counted.language,
        weight=counted.weight,
        documents=statistics.documents,
        having=counted.having,
        mean=statistics.mean(counted.field),
        places=places,
    )
