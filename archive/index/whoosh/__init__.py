"""The embedded engine: Whoosh, given our terms and asked with our tree.

Whoosh analyses nothing here and parses nothing: `_fields` hands it the terms that
`archive.analysis` made, `_translate` turns the query tree into Whoosh's queries, and this module
commits and collects. A Whoosh folder holds pickles, so nothing in it is opened before it was
compared with what the database knows of it (`_storage`, `archive.seal`).
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from whoosh.codec.whoosh3 import W3Codec
from whoosh.collectors import Collector
from whoosh.query import Every
from whoosh.scoring import BM25F
from whoosh.writing import SegmentWriter

from archive import seal
from archive.index._contract import Document, Hit, Hits, Prepare, Sort, Watermark, unprepared
from archive.index.whoosh._fields import MARK, SCHEMA, values
from archive.index.whoosh._storage import DurableStorage, SealedStorage, sweep, toc_of
from archive.index.whoosh._translate import Translator
from archive.query import Everything, Tree
from archive.seal import BrokenSealError, Checkpoint, Files

FORMAT = 3

_MASK = (1 << 64) - 1
# (sort key, score, id): the key orders, the id breaks ties.
_Match = tuple[tuple[float, ...], float, int]
# Of one segment: the id and the first day of publication of each document.
_Columns = tuple[Any, Any]


def create(folder: Path) -> WhooshIndex:
    """An empty index in `folder`, which is made if it is not there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    storage = DurableStorage(folder, {}, lambda files: None)
    storage.create_index(SCHEMA)
    return WhooshIndex(folder, storage.files)


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
    index = WhooshIndex(folder, checkpoint.files)
    if index.watermark is None or index.watermark.token != checkpoint.token:
        index.close()
        raise BrokenSealError(f"the index in {folder} is not what its checkpoint says")
    return index


def _in_force(folder: Path, checkpoints: Sequence[Checkpoint]) -> Checkpoint:
    """The newest checkpoint that took effect: its table of contents is there, and the same."""
    for checkpoint in checkpoints:
        name = toc_of(checkpoint.files)
        try:
            seal.verify(folder / name, checkpoint.files[name], is_thorough=True)
        except (FileNotFoundError, BrokenSealError):
            continue
        return checkpoint
    raise BrokenSealError(f"the database vouches for nothing in {folder}")


def digest(document: Document) -> int:
    """The sum, over all terms of `document`, of the CRC-32 of field and term times its weight."""
    total = 0
    for name, value in values(document).items():
        field = SCHEMA[name]
        if field.format is not None:
            for term, _, weight, _ in field.index(value):
                total += crc32(name.encode() + b"\0" + term) * int(weight)
    return total & _MASK


class WhooshIndex:
    """One open Whoosh index; it shows the state of when it was opened or last written to."""

    def __init__(self, folder: Path, files: Files) -> None:
        self.folder = folder
        self.files = files
        self._open_searcher()

    def _open_searcher(self) -> None:
        """Open every file of the state, so that a later commit takes none away.

        Whoosh opens the files of columns and lengths when they are first asked for.
        """
        whoosh = SealedStorage(self.folder, self.files).open_index()
        # A new searcher each time: Whoosh's refresh() brings deleted documents back.
        searcher = whoosh.searcher(weighting=BM25F(B=0.75, K1=1.2))
        try:
            self._columns = [_opened(leaf.reader()) for leaf, _ in searcher.leaf_searchers()]
            self.watermark = _watermark(searcher)
        except BaseException:
            searcher.close()
            raise
        self._searcher = searcher

    def _docnum(self, id: int) -> int | None:
        return _docnum(self._searcher, id)

    def apply(
        self,
        documents: Iterable[Document],
        removed: Iterable[int],
        watermark: Watermark,
        prepare: Prepare = unprepared,
    ) -> None:
        sweep(self.folder, self.files)
        storage = DurableStorage(self.folder, self.files, prepare)
        # Not compound: opening a compound segment copies the whole index into memory. Not
        # compressed: that takes a fifth of the time, and an index is disposable.
        codec = W3Codec(compression=0)
        writer = _Writer(storage.open_index(), limitmb=128, compound=False, codec=codec)
        try:
            self._drop(writer, MARK)
            for id in removed:
                self._drop(writer, id)
            for document in documents:
                self._drop(writer, document.id)
                writer.add_document(**values(document))
            writer.add_document(id=MARK, watermark=json.dumps(asdict(watermark)))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        self.files = storage.files
        before = self._searcher
        self._open_searcher()
        before.close()

    def digests(self) -> dict[int, int]:
        """For `check --deep`: of each document, what `digest` says of the terms it is found by."""
        found: dict[int, int] = {}
        for leaf, _ in self._searcher.leaf_searchers():
            reader = leaf.reader()
            if not reader.doc_count_all():
                continue
            ids = reader.column_reader("id_column")
            sums = [0] * reader.doc_count_all()
            for field, term in reader.all_terms():
                code = crc32(field.encode() + b"\0" + term)
                matcher = reader.postings(field, term)
                while matcher.is_active():
                    sums[matcher.id()] += code * int(matcher.weight())
                    matcher.next()
            for docnum in reader.all_doc_ids():
                if ids[docnum] != MARK:
                    found[ids[docnum]] = sums[docnum] & _MASK
        return found

    def is_touched(self) -> bool:
        return any(seal.is_touched(self.folder / name, state) for name, state in self.files.items())

    def _drop(self, writer: Any, id: int) -> None:
        docnum = self._docnum(id)
        if docnum is not None:
            writer.delete_document(docnum)

    def search(
        self,
        tree: Tree,
        *,
        limit: int,
        offset: int = 0,
        sort: Sort = "relevance",
        without: Collection[int] = (),
    ) -> Hits:
        translator = Translator(self._searcher)
        collector = _All(sort, self._columns, without)
        self._run(translator, tree, collector)
        best = heapq.nsmallest(offset + limit, collector.found)
        hits = tuple(Hit(id, score) for _, score, id in best[offset:])
        return Hits(len(collector.found), hits, translator.warnings)

    def ids(self, tree: Tree, *, without: Collection[int] = ()) -> list[int]:
        collector = _All("added", self._columns, without)
        self._run(Translator(self._searcher), tree, collector)
        return sorted(id for _, _, id in collector.found)

    def _run(self, translator: Translator, tree: Tree, collector: _All) -> None:
        query = Every("id") if isinstance(tree, Everything) else translator.query(tree)
        self._searcher.search_with_collector(query, collector)

    def close(self) -> None:
        self._searcher.close()


def _docnum(searcher: Any, id: int) -> int | None:
    return next(searcher.document_numbers(id=id), None)


def _watermark(searcher: Any) -> Watermark | None:
    docnum = _docnum(searcher, MARK)
    if docnum is None:
        return None
    return Watermark(**json.loads(searcher.stored_fields(docnum)["watermark"]))


class _Writer(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's writer, which asks for the length of a field once and not for each posting."""

    def per_document_reader(self) -> Any:
        reader = super().per_document_reader()
        reader.doc_field_length = cache(reader.doc_field_length)
        return reader

    def _commit_toc(self, segments: Any) -> None:
        self.storage.segments = frozenset(segment.segment_id() for segment in segments)
        super()._commit_toc(segments)


def _opened(reader: Any) -> _Columns:
    """The columns that the collector reads; opens on the way all files that scoring needs."""
    if not reader.doc_count_all():
        return (), ()
    for name, field in SCHEMA.items():
        if field.scorable:
            reader.doc_field_length(0, name)
    return reader.column_reader("id_column"), reader.column_reader("published_column")


class _All(Collector):  # type: ignore[misc]  # Whoosh has no types
    """Collects every match once, so that the count is exact and ties can be broken by id.

    The document that carries the watermark is left out here, and only here; so are `without`.
    """

    def __init__(
        self, sort: Sort, columns: Iterable[_Columns], without: Collection[int] = ()
    ) -> None:
        super().__init__()
        self.sort = sort
        self._hidden = {MARK, *without}
        self._columns = iter(columns)  # of each segment, in the order Whoosh visits them
        self.found: list[_Match] = []

    def prepare(self, top_searcher: Any, q: Any, context: Any) -> None:
        context.needs_current = True  # the score is asked for at each match
        super().prepare(top_searcher, q, context)

    def set_subsearcher(self, subsearcher: Any, offset: int) -> None:
        super().set_subsearcher(subsearcher, offset)
        self._ids, self._first = next(self._columns)

    def collect_matches(self) -> None:
        self.found.extend(self._matches())

    def _matches(self) -> Iterator[_Match]:
        score = self.matcher.score if self.sort == "relevance" else float
        for docnum in self.matches():
            id = self._ids[docnum]
            if id not in self._hidden:
                points = score()
                yield self._key(docnum, id, points), points, id

    def _key(self, docnum: int, id: int, score: float) -> tuple[float, ...]:
        if self.sort == "relevance":
            return (-score, id)
        if self.sort == "added":
            return (-id,)
        first = self._first[docnum]
        sign = -1 if self.sort == "newest" else 1
        return (first == 0, sign * first, sign * id)
