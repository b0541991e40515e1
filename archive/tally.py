"""Facets counted in memory, for who asks again and again: a server.

The values of a field are a column: an id and the number of a value for each. Counting those of a
result is then a step over two arrays, where the database would have to look each article up. A
column is made once and kept in step by the list of changes; of a field that has none, the database
counts, with the same answer.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from archive.database import Store
from archive.deadline import within
from archive.results.spellings import folded
from archive.schema import FACETS, FIELDS, Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Changed articles up to which a column is mended; with more it is made anew.
_FEW = 2_000


@dataclass(frozen=True, slots=True)
class Column:
    """The values of one field at the change `seq`: `ids[n]` has the value `values[codes[n]]`.

    `groups` has for each value the number of those that are one with it, `ranks` its place in the
    order of their letters.
    """

    seq: int
    ids: NDArray[np.int64]
    codes: NDArray[np.int64]
    values: tuple[str, ...]
    groups: NDArray[np.int64]
    ranks: NDArray[np.int64]

    def counts(self, ids: Sequence[int] | None) -> NDArray[np.int64]:
        """How many of the articles `ids` (None: of all) have each value."""
        codes = self.codes
        if ids is not None and len(self.ids):
            is_asked = np.zeros(int(self.ids.max()) + 1, bool)
            wanted = np.fromiter(ids, np.int64, len(ids))
            is_asked[wanted[wanted < len(is_asked)]] = True
            codes = codes[is_asked[self.ids]]
        return np.bincount(codes, minlength=len(self.values))

    def as_they_are(self, ids: Sequence[int] | None) -> dict[str, int]:
        """What `Store.facet` answers."""
        counts = self.counts(ids)
        there = np.flatnonzero(counts)
        return {self.values[n]: int(counts[n]) for n in there}

    def merged(self, ids: Sequence[int] | None) -> dict[str, int]:
        """The same with one entry for the forms of each value, as `spellings.merged` has it."""
        counts = self.counts(ids)
        there = np.flatnonzero(counts)
        if not len(there):
            return {}
        order = there[np.lexsort((self.ranks[there], -counts[there], self.groups[there]))]
        firsts = np.flatnonzero(np.diff(self.groups[order], prepend=-1))
        totals = np.add.reduceat(counts[order], firsts)
        shown = (self.values[n] for n in order[firsts])
        return dict(zip(shown, totals.tolist(), strict=True))


class Tally:
    """The columns of one archive. Threads may share it."""

    def __init__(self) -> None:
        self._columns: dict[str, Column] = {}
        self._locks = {field: threading.Lock() for field in FACETS}

    def prepare(self, store: Store, fields: Iterable[str]) -> None:
        """Have the columns of facets made, and in step with the archive, however long it takes."""
        for field in fields:
            with within(0), self._locks[field]:
                column = self._columns.get(field)
                if column is not None and column.seq == store.seq:
                    continue
                if column is None or store.count_changes(column.seq) > _FEW:
                    seq, _, rows = store.held(field)
                    self._columns[field] = _column(seq, rows)
                else:
                    self._columns[field] = _mended(column, store, field)

    def facet(
        self, store: Store, field: str, ids: Sequence[int] | None
    ) -> Mapping[str, int] | None:
        """How many of the articles `ids` (None: of all) have each value of `field`.

        Names that differ only in case or accents are one. None: its column is not made.
        """
        if field not in self._columns:
            return None
        self.prepare(store, [field])
        column = self._columns[field]
        return column.merged(ids) if FIELDS[field].kind is Kind.NAME else column.as_they_are(ids)


def _column(seq: int, rows: Iterable[tuple[int, str]]) -> Column:
    numbers: dict[str, int] = {}
    pairs = [(id, numbers.setdefault(value, len(numbers))) for id, value in rows]
    table = np.array(pairs, np.int64).reshape(-1, 2)
    return _grouped(seq, table[:, 0].copy(), table[:, 1].copy(), tuple(numbers))


def _grouped(
    seq: int, ids: NDArray[np.int64], codes: NDArray[np.int64], values: tuple[str, ...]
) -> Column:
    names: dict[str, int] = {}
    groups: Any = [names.setdefault(folded(value), len(names)) for value in values]
    ranks = np.empty(len(values), np.int64)
    ranks[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
    return Column(seq, ids, codes, values, np.array(groups, np.int64), ranks)


def _mended(column: Column, store: Store, field: str) -> Column:
    """A column after some articles have changed, or gone."""
    seq, changed, rows = store.held(field, column.seq)
    numbers = {value: number for number, value in enumerate(column.values)}
    pairs = [(id, numbers.setdefault(value, len(numbers))) for id, value in rows]
    table = np.array(pairs, np.int64).reshape(-1, 2)
    stays = ~np.isin(column.ids, np.array(changed, np.int64))
    ids = np.concatenate([column.ids[stays], table[:, 0]])
    codes = np.concatenate([column.codes[stays], table[:, 1]])
    if len(numbers) == len(column.values):
        return replace(column, seq=seq, ids=ids, codes=codes)
    return _grouped(seq, ids, codes, tuple(numbers))
