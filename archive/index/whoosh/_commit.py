"""A change to the index: new documents and deletions become a state that takes effect at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from archive.index._contract import Prepare, Watermark
from archive.index.whoosh import _arrays, _tiers
from archive.index.whoosh._arrays import Array
from archive.index.whoosh._merge import Merged, merge
from archive.index.whoosh._segment import Segment
from archive.index.whoosh._state import State, Stored, sweep
from archive.index.whoosh._storage import DurableStorage
from archive.seal import Files


def commit(
    folder: Path,
    files: Files,
    generation: int,
    there: Sequence[tuple[Stored, Segment]],
    new: Segment,
    removed: Iterable[int],
    watermark: Watermark,
    prepare: Prepare,
) -> tuple[Files, State, list[Segment]]:
    """Add a segment to those that are `there`, in place of their documents with the same ids.

    What the folder holds then, as a state with its open segments.
    """
    sweep(folder, files)
    storage = DurableStorage(folder, files, prepare)
    gone = np.concatenate([np.fromiter(removed, np.int64), new.ids])
    kept = _merged(storage, [*(_without(*both, gone) for both in there), (None, new)])
    state = State(generation, tuple(stored for stored, _ in kept), watermark)
    storage.commit(state)
    return storage.files, state, [segment for _, segment in kept]


def _without(stored: Stored, segment: Segment, gone: Array) -> tuple[Stored, Segment]:
    """A segment without the ids `gone`. The one that is open stays as it is: a commit can fail."""
    found = np.flatnonzero(np.isin(segment.ids, gone) & segment.alive)
    if not len(found):
        return stored, segment
    stored = stored.without(found.tolist())
    return stored, Segment(segment.meta, segment.arrays, stored.deleted)


def _merged(
    storage: DurableStorage, segments: Sequence[tuple[Stored | None, Segment]]
) -> list[tuple[Stored, Segment]]:
    """The segments on the disk: those that were there, what is new, and some that become one."""
    kept = []
    for group in _tiers.groups([segment for _, segment in segments]):
        stored, segment = segments[group.places[0]]
        if not group.live:
            continue
        if group.is_new:
            parts = [segments[place][1] for place in group.places]
            kept.append(_written(storage, merge(parts)))
        elif stored:
            kept.append((stored, segment))
        else:
            kept.append(_written(storage, segment))
    return kept


def _written(storage: DurableStorage, made: Segment | Merged) -> tuple[Stored, Segment]:
    """A segment in a file of its own, and as it is found there."""
    stored = Stored.new(made.count)
    with storage.create_file(stored.file) as stream:
        _arrays.write(stream, made.meta, made.arrays)
    return stored, stored.opened(Path(storage.folder))
