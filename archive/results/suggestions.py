"""What to ask instead where words are nowhere: words spelled otherwise, or other fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import islice, product
from typing import Any, Protocol

from archive.errors import SlowQueryError
from archive.query import First, Or, Paragraph, Phrase, Times, Tree, Word, leaves, parts
from archive.query.spelling import distance
from archive.query.walk import changed, in_field
from archive.schema import DEFAULT_FIELDS, FIELDS, Kind

# So many are shown; so many spellings of a word are tried, and so many queries in all.
_SHOWN = 3
_SPELLINGS = 3
_TRIED = 6
# So many words of a query are looked up; of more that are nowhere it is not one that is misspelt.
_WORDS = 20
_UNKNOWN = 3

Count = Callable[[Tree], int]


class Vocabulary(Protocol):
    """What an index says of a word in a field."""

    def has(self, word: str, field: str) -> bool: ...
    def like(self, word: str, field: str) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that finds something; `field`: where, if it has the same words in another field."""

    query: str
    total: int
    field: str | None = None

    def __str__(self) -> str:
        if self.field is None:
            return f"did you mean {self.query}? ({self.total:,})"
        return f"{self.total:,} in {self.field} ({FIELDS[self.field].about}): {self.query}"

    def as_json(self) -> dict[str, Any]:
        """As in `search --json`."""
        return asdict(self)


def instead(tree: Tree, total: int, count: Count, index: Vocabulary) -> list[Suggestion]:
    """The same where it may help: nothing was found, or a word may be nowhere.

    None where there is no time left: the answer itself is complete.
    """
    if total and not any(isinstance(part, Or) for part in parts(tree)):
        return []  # all its words are there
    with suppress(SlowQueryError):
        return suggestions(tree, total, count, index)
    return []


def suggestions(tree: Tree, total: int, count: Count, index: Vocabulary) -> list[Suggestion]:
    """Queries near to `tree`, which finds `total`, that find more; the best first.

    Parameters
    ----------
    count:
        How many articles a tree finds.
    """
    found = [*islice(_respelled(tree, total, count, index), _SHOWN)]
    if not total:
        found += sorted(_elsewhere(tree, count), key=lambda one: -one.total)
    return found[:_SHOWN]


def _respelled(tree: Tree, total: int, count: Count, index: Vocabulary) -> Iterator[Suggestion]:
    """The same query, with words that are there for those that no article has."""
    unknown = [word for word in _words(tree) if _is_unknown(word, index) and not count(word)]
    if len(unknown) > _UNKNOWN:
        return
    spellings = [[*_spellings(word, index)][:_SPELLINGS] for word in unknown]
    if not unknown or not all(spellings):
        return
    for chosen in islice(product(*spellings), _TRIED):
        others = dict(zip(unknown, chosen, strict=True))
        asked = changed(tree, partial(_with, others))
        found = count(asked)
        if found > total:
            yield Suggestion(str(asked), found)


def _is_unknown(word: Word, index: Vocabulary) -> bool:
    """Whether no article has the written form; it may have a relative."""
    return not any(index.has(word.text, field) for field in _fields(word))


def _fields(word: Word) -> tuple[str, ...]:
    return (word.field,) if word.field else DEFAULT_FIELDS


def _words(tree: Tree) -> Iterable[Word]:
    """Each word that is wanted, as one that is asked for alone."""
    found = (
        Word(word, leaf.field)
        for leaf in leaves(tree, wanted=True)
        for word in _of(leaf)
        if isinstance(leaf, Word | Phrase | Paragraph | First | Times)
    )
    return list(dict.fromkeys(islice(found, _WORDS)))


def _of(leaf: Tree) -> tuple[str, ...]:
    match leaf:
        case Word(text):
            return (text,)
        case Phrase(words) | Paragraph(words):
            return words
        case First(_, clause) | Times(_, clause):
            return _of(clause)
        case _:
            return ()


def _spellings(word: Word, index: Vocabulary) -> Iterator[str]:
    """Words that it may have been meant for: the fewest mistakes first, then the most frequent."""
    most = 0 if len(word.text) < 3 else 1 if len(word.text) < 5 else 2
    counts: dict[str, int] = {}
    for field in _fields(word):
        for form, number in index.like(word.text, field).items():
            counts[form] = max(counts.get(form, 0), number)
    near = []
    for form, number in counts.items():
        mistakes = distance(word.text, form, most)
        if mistakes:
            near.append((mistakes, form[0] != word.text[0], -number, form))
    yield from (form for *_, form in sorted(near))


def _with(others: Mapping[Word, str], leaf: Tree) -> Tree:
    """A clause with other words."""
    match leaf:
        case Word() | Phrase():
            return _of_words(others, leaf)
        case Paragraph(words, field):
            return replace(leaf, words=tuple(others.get(Word(w, field), w) for w in words))
        case First(_, clause) | Times(_, clause):
            return replace(leaf, clause=_of_words(others, clause))
        case _:
            return leaf


def _of_words(others: Mapping[Word, str], leaf: Word | Phrase) -> Word | Phrase:
    if isinstance(leaf, Word):
        return replace(leaf, text=others.get(Word(leaf.text, leaf.field), leaf.text))
    words = (others.get(Word(word, leaf.field), word) for word in leaf.words)
    return replace(leaf, words=tuple(words))


def _elsewhere(tree: Tree, count: Count) -> Iterator[Suggestion]:
    """The same words in each field that a word without a field is not looked for in."""
    if not any(getattr(leaf, "field", "") is None for leaf in leaves(tree, wanted=True)):
        return
    for field in FIELDS.values():
        if field.name in DEFAULT_FIELDS or field.kind not in (Kind.TEXT, Kind.NAME):
            continue
        asked = in_field(tree, field.name)
        if total := count(asked):
            yield Suggestion(str(asked), total, field.name)
