"""Where in an article a clause of words stands: in which field, in which form, at which offsets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.article import Article, Fact
from archive.index import Document
from archive.query import First, Times, Words
from archive.query.walk import moved
from archive.results.highlight import Mark, marks
from archive.results.snippet import Spans, snippet
from archive.schema import FIELDS, MANY
from archive.zones import BODY, Zone, masked

# Characters of a snippet.
_SNIPPET = 130


@dataclass(frozen=True, slots=True)
class Case:
    """An article as its clauses see it: with its zones, and the document that is searched.

    `copies`: how many other articles are copies of it, and in how many other files it was seen.
    `languages`: those with stems that articles of this archive are in.
    """

    article: Article
    document: Document
    zones: Sequence[Zone]
    copies: int
    languages: Callable[[], Collection[str]]


@dataclass(frozen=True, slots=True)
class Place:
    """A written form that a clause matched, and through what; `stem` is the one that they share.

    `start` and `end` are offsets into the article's text; None where the value is not in it.
    """

    form: str
    through: str
    stem: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """All places of a clause in one field, and a snippet of the best; `marks` are offsets in it."""

    field: str
    places: tuple[Place, ...]
    snippet: str
    marks: Spans

    def as_json(self) -> dict[str, Any]:
        """As in `why --json`."""
        return {
            "field": self.field,
            "snippet": self.snippet,
            "marks": [list(span) for span in self.marks],
            "places": [
                {
                    "form": place.form,
                    "through": place.through,
                    "stem": place.stem,
                    "start": place.start,
                    "end": place.end,
                }
                for place in self.places
            ],
        }


def standing(clause: Words, case: Case, field: str) -> Standing | None:
    """Where `clause` stands in `field`; None: at no place that can be shown."""
    language = case.article.value("language")
    asked = _of_one_value(moved(clause, field), field)
    places: list[Place] = []
    shown: tuple[str, Spans] = "", ()
    for text, offset in _texts(case, field):
        found = marks(text, asked, field, language)
        if found and not places:
            shown = snippet(text, found, _SNIPPET)
        places += [_place(text, mark, offset) for mark in found]
    return Standing(field, tuple(places), *shown) if places else None


def _of_one_value(clause: Words, field: str) -> Words:
    """What can be looked for in each value of a field by itself.

    What stands first, or often enough, does so in all values together.
    """
    is_of_all = isinstance(clause, First | Times) and (field in MANY or field == "note")
    return clause.clause if is_of_all and isinstance(clause, First | Times) else clause


def _place(text: str, mark: Mark, offset: int | None) -> Place:
    form = text[mark.start : mark.end]
    if offset is None:
        return Place(form, mark.through, mark.stem, None, None)
    return Place(form, mark.through, mark.stem, offset + mark.start, offset + mark.end)


def _texts(case: Case, field: str) -> Iterator[tuple[str, int | None]]:
    """What a field says, value by value, each with where it begins in the article's text."""
    if field == "note":
        yield from ((note.text, None) for note in case.article.notes)
    elif not FIELDS[field].is_fact:
        kinds: Iterable[str] = BODY if field == "body" else (field,)
        yield masked(case.article.text, case.zones, kinds), 0
    else:
        for fact in believed(case.article, field):
            yield fact.value, _offset(fact, case.article.text)


def believed(article: Article, field: str) -> list[Fact]:
    """The facts about a field that are searched: one, but for fields that have several values."""
    if field in MANY:
        return article.believed(field)
    fact = article.trusted().get(field)
    return [fact] if fact else []


def _offset(fact: Fact, text: str) -> int | None:
    """Where the value of a fact stands in the text, letter by letter."""
    stands = fact.start is not None and text.startswith(fact.value, fact.start)
    return fact.start if stands else None
