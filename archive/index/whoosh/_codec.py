"""Whoosh's door to a segment: whoever opens the folder with Whoosh finds fields, terms, postings.

Whoosh keeps the list of segments and the schema in its table of contents, as always; this codec
tells it how to read ours, so that its own readers, queries and scoring work on them. Only reading
goes this way, and our own searches do not (`_search`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields, formats
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.columns import NumericColumn
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from archive.index.whoosh._segment import KEYWORDS, WORDS, Segment
from archive.index.whoosh._state import NAME, Stored


class Terms(fields.FieldType):
    """A field of ready-made terms; with positions, where it has words."""

    def __init__(self, *, has_words: bool) -> None:
        self.format = formats.Positions() if has_words else formats.Existence()
        self.scorable = has_words
        self.stored = False


def schema() -> Any:
    """The fields that Whoosh sees."""
    return fields.Schema(
        id=fields.COLUMN(NumericColumn("q")),
        **{name: Terms(has_words=True) for name in WORDS},
        **{name: Terms(has_words=False) for name in KEYWORDS},
    )


class StoredSegment(W3Segment):
    """A segment in Whoosh's table of contents: what `Stored` says, in its words."""

    def __init__(self, id: str, count: int, deleted: Collection[int]) -> None:
        super().__init__(ArrayCodec(), NAME, count, id.removeprefix(f"{NAME}_"), set(deleted))

    def opened(self, folder: Path) -> Segment:
        """The segment, ready to be read."""
        stored = Stored(self.segment_id(), self.doc_count_all(), frozenset(self.deleted_docs()))
        return stored.opened(folder)


class ArrayCodec(base.Codec):
    """What Whoosh asks to read a segment."""

    def terms_reader(self, storage: Any, segment: StoredSegment) -> _TermsReader:
        return _TermsReader(segment.opened(Path(storage.folder)))

    def per_document_reader(self, storage: Any, segment: StoredSegment) -> _DocumentReader:
        return _DocumentReader(segment.opened(Path(storage.folder)), segment)


class _TermsReader(base.TermsReader):
    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def indexed_field_names(self) -> list[str]:
        return [name for name in (*WORDS, *KEYWORDS) if self._segment.has(name)]

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return bool(self._segment.find(*term))

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for field in sorted(self.indexed_field_names()):
            yield from self.terms_from(field, b"")

    def terms_from(self, field: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        if self._segment.has(field):
            terms = self._segment.terms(field)
            for number in range(terms.with_prefix(prefix).start, len(terms)):
                yield field, terms[number]

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, field: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(field, prefix))

    def term_info(self, field: str, text: bytes) -> Any:
        docs, freqs = self._postings(field, text)
        lengths = _lengths(self._segment, field)[docs]
        return TermInfo(
            float(freqs.sum()), len(docs), int(lengths.min()), int(lengths.max()),
            float(freqs.max()), int(docs[0]), int(docs[-1]),
        )  # fmt: skip

    def frequency(self, field: str, text: bytes) -> float:
        return self.term_info(field, text).weight() if (field, text) in self else 0.0

    def doc_frequency(self, field: str, text: bytes) -> int:
        return self.term_info(field, text).doc_frequency() if (field, text) in self else 0

    def _postings(self, field: str, text: bytes) -> tuple[Any, Any]:
        """All postings, also those of deleted documents: Whoosh leaves these out by itself."""
        found = self._segment.find(field, text)
        if not found:
            raise TermNotFound(f"no term {field}:{text!r}")
        arrays = self._segment.arrays
        first, last = (int(n) for n in arrays[f"{field}.starts"][found[0] : found[0] + 2])
        docs = arrays[f"{field}.docs"][first:last]
        if field in KEYWORDS:
            return docs, np.ones(len(docs), np.int64)
        return docs, arrays[f"{field}.freqs"][first:last]

    def matcher(self, field: str, text: bytes, format_: Any, scorer: Any = None) -> _Matcher:
        docs, freqs = self._postings(field, text)
        positions = np.empty(0, np.int64)
        if field in WORDS:
            wanted = np.arange(self._segment.count)
            term = self._segment.find(field, text)[0]
            width = self._segment.width(field, 1)
            positions = self._segment.places(field, term, wanted, width) % width
        return _Matcher((field, text), docs, freqs, positions, format_, scorer)


def _lengths(segment: Segment, field: str) -> Any:
    none = np.zeros(segment.count, np.int64)
    return segment.arrays.get(f"{field}.lengths", none)


class _Matcher(LeafMatcher):
    """The postings of one term, one after the other."""

    def __init__(
        self, term: Any, docs: Any, freqs: Any, positions: Any, format_: Any, scorer: Any
    ) -> None:
        self._term, self.format, self.scorer = term, format_, scorer
        self._docs, self._freqs = docs.tolist(), freqs.tolist()
        self._positions = positions.tolist()
        self._starts = [0, *np.cumsum(freqs, dtype=np.int64).tolist()]
        self._at = 0

    def is_active(self) -> bool:
        return self._at < len(self._docs)

    def reset(self) -> None:
        self._at = 0

    def id(self) -> int:
        return int(self._docs[self._at])

    def next(self) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return False

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        while self.is_active() and self.id() < id:
            self._at += 1

    def all_ids(self) -> Iterator[int]:
        return iter(self._docs)

    def weight(self) -> float:
        return float(self._freqs[self._at])

    def value(self) -> bytes:
        places = self._positions[self._starts[self._at] : self._starts[self._at + 1]]
        return bytes(self.format.encode(places)) if self._positions else b""

    def supports_block_quality(self) -> bool:
        return False


class _DocumentReader(base.PerDocumentReader):
    def __init__(self, segment: Segment, stored: StoredSegment) -> None:
        self._segment = segment
        self._stored = stored

    def doc_count(self) -> int:
        return self._segment.live

    def doc_count_all(self) -> int:
        return self._segment.count

    def has_deletions(self) -> bool:
        return not self._segment.is_whole

    def is_deleted(self, docnum: int) -> bool:
        return not self._segment.alive[docnum]

    def deleted_docs(self) -> Any:
        return self._stored.deleted_docs()

    def supports_columns(self) -> bool:
        return True

    def has_column(self, field: str) -> bool:
        return field == "id"

    def column_reader(self, field: str, column: Any) -> list[int]:
        return [int(id) for id in self._segment.ids]

    def doc_field_length(self, docnum: int, field: str, default: int = 0) -> int:
        return int(_lengths(self._segment, field)[docnum])

    def field_length(self, field: str) -> int:
        return int(_lengths(self._segment, field).sum())

    def min_field_length(self, field: str) -> int:
        return int(_lengths(self._segment, field).min(initial=0))

    def max_field_length(self, field: str) -> int:
        return int(_lengths(self._segment, field).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, object]:
        return {}
