"""How a document is laid down in Whoosh: which of its fields hold which of our terms."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from whoosh import fields, formats
from whoosh.columns import NumericColumn

from archive.analysis import stem
from archive.index._contract import Document
from archive.schema import FIELDS, Kind

# The id of the one document that is no article: it carries the watermark.
MARK = 0


class Words(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field of ready-made terms in order; the index in the sequence is the position."""

    def __init__(self) -> None:
        self.format = formats.Positions()
        self.scorable = True
        self.stored = False

    def index(
        self, value: Sequence[str], **kwargs: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(term, frequency, weight, encoded positions) for each different word."""
        # Arrays: the positions in a text of 60 MB take 300 MB as lists of numbers.
        positions: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for position, word in enumerate(value):
            positions[word].append(position)
        for word, places in positions.items():
            yield word.encode(), len(places), float(len(places)), self.format.encode(places)


class Values(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field of whole values, which a document has or has not."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.scorable = False
        self.stored = False

    def index(
        self, value: Iterable[str], **kwargs: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(value, 1, 1, nothing) for each value."""
        for keyword in value:
            yield keyword.encode(), 1, 1.0, b""


def _day() -> fields.NUMERIC:
    # Signed: ranges over unsigned numbers match everything in Whoosh 2.7.5.
    return fields.NUMERIC(int, bits=32, signed=True)


def _schema() -> fields.Schema:
    schema = fields.Schema(
        id=fields.NUMERIC(int, bits=64, signed=True, shift_step=0),
        # What the collector reads of each match. Columns of their own, because the column of a
        # NUMERIC field gives its default back untranslated. 0 is no date: ordinals begin at 1.
        id_column=fields.COLUMN(NumericColumn("q")),
        published_column=fields.COLUMN(NumericColumn("i")),
        watermark=fields.STORED(),
        # The language of a document's stems, so that a query asks for no others.
        stemmed=Values(),
    )
    for field in FIELDS.values():
        match field.kind:
            case Kind.TEXT:
                schema.add(field.name, Words())
                schema.add(stem_field(field.name), Words())
            case Kind.NAME:
                schema.add(field.name, Words())
            case Kind.KEYWORD:
                schema.add(field.name, Values())
            case Kind.DATE:
                schema.add(f"{field.name}_first", _day())
                schema.add(f"{field.name}_last", _day())
    return schema


def stem_field(field: str) -> str:
    """Whoosh's field for the stems of our TEXT field `field`."""
    return f"{field}_stem"


def stem_term(language: str, stemmed: str) -> str:
    """The term of a stem: stems of different languages are different things."""
    return f"{language}:{stemmed}"


SCHEMA = _schema()


def values(document: Document) -> dict[str, object]:
    """`document` as the keyword arguments of Whoosh's `add_document`."""
    fields: dict[str, object] = {"id": document.id, "id_column": document.id}
    for name, words in document.words.items():
        fields[name] = words
        if FIELDS[name].kind is Kind.TEXT and (stems := _stems(words, document.language)):
            fields[stem_field(name)] = stems
            fields["stemmed"] = [document.language]
    fields.update(document.keywords)
    for name, (first, last) in document.days.items():
        fields[f"{name}_first"], fields[f"{name}_last"] = first, last
    if published := document.days.get("published"):
        fields["published_column"] = published[0]
    return fields


def _stems(words: Iterable[str], language: str) -> list[str]:
    """A stem for each word, in place, so that phrases of stems work; empty without rules."""
    if stem("", language) is None:
        return []
    return [word_stem(word, language) for word in words]


@lru_cache(maxsize=1 << 18)
def word_stem(word: str, language: str) -> str:
    """The term of the stem of `word`."""
    return stem_term(language, stem(word, language) or word)
