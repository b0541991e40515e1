"""How the last word of a query that is being typed may go on: by words and values that are there.

    banj                 words in headlines and bodies
    related:banj         words in another field of words
    publisher:kom        whole values of a facet, or of a field that has only such
    publisher:"kompas t  the same, with a space
    "korea ut            the last word of a phrase

What is before the last word stays as it is, and does not matter to what is offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, Protocol

from archive.analysis import analyse, fold_value, fold_whole
from archive.errors import UsageError
from archive.index import Index
from archive.query import Value
from archive.results.spellings import shown
from archive.schema import DEFAULT_FIELDS, FIELDS, WHOLE, Kind

_FIELD = r"(?:(?<!\w)([A-Za-z]+):(?!//))?={0,2}"
_QUOTED = re.compile(rf'{_FIELD}"([^"]*)$')
_PLAIN = re.compile(rf'{_FIELD}([^\s"()]*)$')
# So many articles are asked how they write a value.
_WRITERS = 20


@dataclass(frozen=True, slots=True)
class Completion:
    """A word, or a value as most write it, and how many articles have it.

    `query`: what was typed, with this in place of its last word.
    """

    value: str
    count: int
    query: str

    def as_json(self) -> dict[str, Any]:
        """As in `complete --json`."""
        return asdict(self)


class Typed(NamedTuple):
    """What is typed so far: `before` the clause that is to be completed, its field, its value.

    `lead` is how the clause begins.
    """

    before: str
    field: str | None
    lead: str
    value: str

    @property
    def is_whole(self) -> bool:
        """Whether whole values are asked for."""
        return self.field is not None and (
            self.field in WHOLE or FIELDS[self.field].kind is Kind.KEYWORD
        )


class Written(Protocol):
    """How often each form of the values of a field stands in these articles."""

    def __call__(self, field: str, ids: Sequence[int]) -> Mapping[str, int]: ...


def typed(text: str, field: str | None = None) -> Typed:
    """Take apart what was typed; all of it is a value if it is known of which `field`.

    Raises
    ------
    UsageError
        If there is no such field, or nothing in it to complete.
    """
    if field is not None:
        _check(field)
        return Typed("", field, f"{field}:", text)
    match = (_QUOTED if text.count('"') % 2 else _PLAIN).search(text)
    assert match  # of what is between the last quotation mark or space and the end
    name = match[1].lower() if match[1] else None
    if name:
        _check(name)
    return Typed(text[: match.start()], name, text[match.start() : match.start(2)], match[2])


def _check(field: str) -> None:
    if field not in FIELDS:
        raise UsageError(f"there is no field {field!r}; the fields are {', '.join(FIELDS)}")
    if FIELDS[field].kind is Kind.NUMBER or (
        FIELDS[field].kind is Kind.DATE and field not in WHOLE
    ):
        raise UsageError(f"{field}: has no words to complete ({FIELDS[field].kind.value})")


def completions(typed: Typed, index: Index, written: Written, limit: int) -> list[Completion]:
    """The `limit` words or values that most articles have, the most frequent first."""
    if typed.is_whole:
        return _values(typed, index, written, limit)
    return _words(typed, index, limit)


def _words(typed: Typed, index: Index, limit: int) -> list[Completion]:
    last = None
    for last in analyse(typed.value):  # noqa: B007  # only the last is looked at
        pass
    if last is None or last.end < len(typed.value):
        return []  # nothing of the next word is there yet
    fields = (typed.field,) if typed.field else DEFAULT_FIELDS
    before = typed.before + typed.lead + typed.value[: last.start]
    found = index.beginning(last.word, fields, limit)
    return [Completion(word, count, before + word) for word, count in found]


def _values(typed: Typed, index: Index, written: Written, limit: int) -> list[Completion]:
    field = typed.field
    assert field is not None
    fold: Callable[[str], str] = fold_whole if field in WHOLE else fold_value
    prefix = fold(typed.value)
    if prefix and typed.value[-1:].isspace():
        prefix += " "  # folding leaves none at the end
    found = []
    for folded, count in index.beginning(prefix, [WHOLE.get(field, field)], limit):
        if '"' in folded:  # a tag with one: no query can ask for it
            continue
        value = _as_written(folded, field, index, written)
        asked = Value(folded if '"' in value else value, field)
        found.append(Completion(value, count, f"{typed.before}{asked}"))
    return found


def _as_written(folded: str, field: str, index: Index, written: Written) -> str:
    """A value as most of some articles write it."""
    if not FIELDS[field].is_facet:
        return folded
    ids = [hit.id for hit in index.search(Value(folded, field), limit=_WRITERS).hits]
    return shown(written(field, ids)).get(folded, folded)
