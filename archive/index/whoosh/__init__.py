"""The embedded engine: Whoosh's index, with codec, writer and scoring of our own in NumPy.

Whoosh's table of contents names the segments and its storage commits them (`_storage`); what a
segment holds (`_segment`), how it is made (`_commit`, `_build`, `_merge`) and searched (`_search`)
is ours, for there Whoosh spends its time. `_codec` lets Whoosh itself read it all the same. Nothing
in the folder is opened before it was compared with what the database knows of it (`archive.seal`),
and what is searched needs nothing of Whoosh (`_state`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from pathlib import Path
from zlib import crc32

import numpy as np

from archive import seal
from archive.deadline import check
from archive.index._contract import Document, Hit, Hits, Prepare, Sort, Watermark, unprepared
from archive.index._ranking import Evidence, Recency
from archive.index.whoosh import _state
from archive.index.whoosh._arrays import Array
from archive.index.whoosh._beginning import beginning
from archive.index.whoosh._evidence import evidence
from archive.index.whoosh._fold import Clusters
from archive.index.whoosh._frequencies import counted
from archive.index.whoosh._leaves import Leaves, Statistics, encoded
from archive.index.whoosh._matches import Matches, aged
from archive.index.whoosh._matches import without as exclude
from archive.index.whoosh._search import Search
from archive.index.whoosh._segment import DATES, KEYWORDS, WORDS, Segment
from archive.index.whoosh._state import State
from archive.index.whoosh._top import Top
from archive.query import Sought, Tree
from archive.query.spelling import distance
from archive.seal import BrokenSealError, Checkpoint, Files

FORMAT = 9

# Bytes of the index that searches may leave in memory; the system keeps them cached anyway.
_IN_MEMORY = 32_000_000
_MASK = (1 << 64) - 1
_CLUSTER, _FILES, _PARAGRAPH = crc32(b"cluster"), crc32(b"files"), crc32(b"paragraph")


def create(folder: Path) -> WhooshIndex:
    """An empty index in `folder`, which is made if it is not there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return WhooshIndex(folder, {}, State())


def open(
    folder: Path, checkpoints: Sequence[Checkpoint], *, is_thorough: bool = False
) -> WhooshIndex:
    """The newest state in `folder` that one of `checkpoints` vouches for.

    Any exception means that it cannot be used. Nothing is read that was not verified before;
    `is_thorough` reads every file in full for it.
    """
    seal.verify_owner(folder)
    checkpoint = _in_force(folder, checkpoints)
    known_boot = bool(seal.boot()) and checkpoint.boot == seal.boot()
    for name, state in checkpoint.files.items():
        seal.verify(folder / name, state, is_thorough=is_thorough or not known_boot)
    # The table of contents got its name after it was sealed, and with it another stamp: without
    # this one it would always seem to be touched.
    name = _state.toc_of(checkpoint.files)
    files = {**checkpoint.files, name: seal.measure(folder / name)}
    index = WhooshIndex(folder, files, _state.read(folder, files))
    if index.watermark is None or index.watermark.token != checkpoint.token:
        raise BrokenSealError(f"the index in {folder} is not what its checkpoint says")
    return index


def _in_force(folder: Path, checkpoints: Sequence[Checkpoint]) -> Checkpoint:
    """The newest checkpoint that took effect: its table of contents is there, and the same."""
    for checkpoint in checkpoints:
        name = _state.toc_of(checkpoint.files)
        try:
            seal.verify(folder / name, checkpoint.files[name], is_thorough=True)
        except (FileNotFoundError, BrokenSealError):
            continue
        return checkpoint
    raise BrokenSealError(f"the database vouches for nothing in {folder}")


def build(documents: Iterable[Document]) -> Segment:
    """A segment of `documents`, in memory."""
    from archive.index.whoosh._build import build

    return build(documents)


def digest(document: Document) -> int:
    """The sum over all places of all terms of the CRC-32 of field and term, times place + 1.

    Days and language count as terms at the place 0, paragraphs by where they begin, and a cluster
    and files by their number; so a document has the digest of another only by chance.
    """
    total = crc32(f"language\0{document.language}".encode())
    for name, words in document.words.items():
        total += sum(
            _code(name, w.encode("utf-8", "surrogatepass")) * n for n, w in enumerate(words, 1)
        )
    for name, values in document.keywords.items():
        total += sum(_code(name, value.encode("utf-8", "surrogatepass")) for value in values)
    for name, days in document.days.items():
        total += _code(name, repr(days).encode())
    total += document.cluster * _CLUSTER + document.files * _FILES
    total += sum(document.paragraphs) * _PARAGRAPH
    return total & _MASK


def _code(name: str, term: bytes) -> int:
    return crc32(name.encode() + b"\0" + term)


class WhooshIndex:
    """One open index; it shows the state of when it was opened or last written to."""

    def __init__(self, folder: Path, files: Files, state: State) -> None:
        self.folder = folder
        # All of it is mapped now, so that a later commit takes nothing away.
        self._show(files, state, [stored.opened(folder) for stored in state.segments])

    def _show(self, files: Files, state: State, segments: list[Segment]) -> None:
        """Show this state from now on."""
        self.files = files
        self._state = state
        self._segments = segments
        self._statistics = Statistics(segments)
        self._clusters = Clusters(segments)

    @property
    def watermark(self) -> Watermark | None:
        return self._state.mark

    def apply(
        self,
        documents: Iterable[Document],
        removed: Iterable[int],
        watermark: Watermark,
        prepare: Prepare = unprepared,
    ) -> None:
        self.take(build(documents), removed, watermark, prepare)

    def take(
        self,
        built: Segment,
        removed: Iterable[int],
        watermark: Watermark,
        prepare: Prepare = unprepared,
    ) -> None:
        from archive.index.whoosh._commit import commit  # and with it Whoosh

        there = list(zip(self._state.segments, self._segments, strict=True))
        generation = self._state.generation + 1
        self._show(
            *commit(self.folder, self.files, generation, there, built, removed, watermark, prepare)
        )

    # -- searching

    def search(
        self,
        tree: Tree,
        *,
        limit: int,
        offset: int = 0,
        sort: Sort = "relevance",
        without: Collection[int] = (),
        is_folded: bool = False,
        recency: Recency | None = None,
    ) -> Hits:
        self._let_go()
        search = Search(self._segments, self._statistics, self._clusters)
        found = self._shown(search.matches(tree), without)
        if recency:
            each = zip(self._segments, found, strict=True)
            found = [aged(segment, matches, recency) for segment, matches in each]
        total = sum(len(matches.docs) for matches in found)
        first = partial(self._first, found, sort)
        if not is_folded:
            return Hits(total, total, first(offset + limit)[offset:], search.warnings)
        stories = self._clusters.stories(found)
        hits = self._clusters.folded(first, offset + limit)[offset:]
        return Hits(total, stories, hits, search.warnings)

    def _first(self, found: list[Matches], sort: Sort, count: int) -> tuple[Hit, ...]:
        """The first of what was found, in order."""
        if sort == "relevance":
            top = Top(count)
            there = zip(self._segments, found, strict=True)
            # What is best in the largest tells what the others must reach.
            for both in sorted(there, key=lambda both: -len(both[1].docs)):
                top.add(*both)
            return top.hits(0)
        ids = _column(self._segments, found, "ids")
        days = _column(self._segments, found, "published_first")
        return tuple(Hit(id, 0.0) for id in ids[_ordered(sort, ids, days, count)].tolist())

    def _let_go(self) -> None:
        """Keep what earlier searches have read from filling the memory with the whole index."""
        if sum(segment.in_memory for segment in self._segments) > _IN_MEMORY:
            for segment in self._segments:
                segment.let_go()

    def _shown(self, found: list[Matches], without: Collection[int]) -> list[Matches]:
        """What was found but for the ids `without`."""
        if not without:
            return found
        gone = np.fromiter(without, np.int64)
        return [
            exclude(segment, matches, np.flatnonzero(np.isin(segment.ids, gone)))
            for segment, matches in zip(self._segments, found, strict=True)
        ]

    def ids(self, tree: Tree, *, without: Collection[int] = ()) -> list[int]:
        matches = Search(self._segments, self._statistics, self._clusters).matches(tree)
        ids = np.sort(_column(self._segments, matches, "ids"))
        return [int(id) for id in ids if id not in without] if without else ids.tolist()

    def evidence(self, sought: Sought, ids: Collection[int]) -> list[Evidence]:
        leaves = Leaves(self._segments, self._statistics, self._clusters)
        counted = leaves.counted(sought)
        return [evidence(self._segments, self._statistics, one, ids) for one in counted]

    def has(self, word: str, field: str) -> bool:
        return any(segment.find(field, encoded(word)) for segment in self._segments)

    def like(self, word: str, field: str) -> dict[str, int]:
        # Most mistakes are behind the first letter. Letters beyond ASCII are only looked for there.
        found = self._like(word, field, word[0])
        return found or (self._like(word, field, "") if word.isascii() else {})

    def _like(self, word: str, field: str, first: str) -> dict[str, int]:
        found: Counter[str] = Counter()
        for segment in self._segments:
            check()
            for term, number in segment.misspelt(field, encoded(word), encoded(first), 2).items():
                form = term.decode("utf-8", "surrogatepass")
                if distance(word, form, 2) is not None:
                    found[form] += len(segment.documents(field, [number]))
        return +found

    def beginning(self, prefix: str, fields: Sequence[str], count: int) -> list[tuple[str, int]]:
        return beginning(self._segments, encoded(prefix), fields, count)

    def frequencies(
        self, field: str, ids: Collection[int] | None = None
    ) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        wanted = None if ids is None else np.fromiter(ids, np.int64, len(ids))
        for segment in self._segments:
            if segment.has(field):
                for word, times, documents in counted(segment, field, wanted):
                    before = found.get(word, (0, 0))
                    found[word] = before[0] + times, before[1] + documents
        self._let_go()
        return found

    # -- care

    def digests(self) -> dict[int, int]:
        """For `check --deep`: of each document, what `digest` says of what it is found by."""
        found: dict[int, int] = {}
        for segment in self._segments:
            sums = _digests(segment)
            live = np.flatnonzero(segment.alive)
            found |= dict(zip(segment.ids[live].tolist(), sums[live].tolist(), strict=True))
        return found

    def is_touched(self) -> bool:
        return any(seal.is_touched(self.folder / name, state) for name, state in self.files.items())

    def close(self) -> None:
        self._segments = []


def _column(segments: Sequence[Segment], matches: Sequence[Matches], name: str) -> Array:
    """What the matching documents of all segments have in a column."""
    columns = [s.arrays[name][m.docs] for s, m in zip(segments, matches, strict=True) if s.count]
    return np.concatenate(columns) if columns else np.empty(0, np.int64)


def _ordered(sort: Sort, ids: Array, keys: Array, count: int) -> Array:
    """The places of the first `count` matches in the order of `sort`."""
    if sort == "added":
        return np.argsort(-ids)[:count]
    sign = -1 if sort == "newest" else 1
    return np.lexsort((sign * ids, sign * keys.astype(np.int64), keys == 0))[:count]


def _digests(segment: Segment) -> Array:
    """The digest of each document, as unsigned numbers of 64 bits."""
    by_language = [crc32(f"language\0{name}".encode()) for name in segment.languages]
    sums = np.array([*by_language, 0], np.uint64)[segment.arrays["language"].astype(np.int64)]
    for name in (*WORDS, *KEYWORDS):
        if not segment.has(name):
            continue
        arrays = segment.arrays
        codes = np.array([_code(name, term) for term in segment.terms(name)], np.uint64)
        codes = np.repeat(codes, segment.sizes(name))
        if name in WORDS:
            freqs = arrays[f"{name}.freqs"].astype(np.int64)
            places = arrays[f"{name}.positions"].astype(np.uint64) + np.uint64(1)
            codes = codes * np.add.reduceat(places, np.cumsum(freqs) - freqs)
        np.add.at(sums, arrays[f"{name}.docs"], codes)
    for name, code in (("cluster", _CLUSTER), ("files", _FILES)):
        sums += segment.arrays[name].astype(np.uint64) * np.uint64(code)
    owners = np.repeat(np.arange(segment.count), segment.arrays["breaks"])
    begins = segment.arrays["paragraphs"].astype(np.uint64)
    np.add.at(sums, owners, begins * np.uint64(_PARAGRAPH))
    for name in DATES:
        days = zip(
            *(segment.arrays[f"{name}_{end}"].tolist() for end in ("first", "last")), strict=True
        )
        stated = [_code(name, repr(both).encode()) if both[0] else 0 for both in days]
        sums += np.array(stated, np.uint64)
    return sums
