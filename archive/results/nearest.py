"""Why a clause of words does not match, and what the article has instead that is nearest to it.

menyerang      nearest form in body: menyerbu (2 letters differ)
=menyerang     stands there only by its stem serang: penyerang
playlist       stands in related (links to other articles in it): related:playlist
"kim putin"    stands with 4 other words between: "kim putin"~4
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from archive.analysis import stem
from archive.deadline import check
from archive.index import Document, Loose, matches, places, terms, within_document
from archive.query import First, Fuzzy, Paragraph, Phrase, Times, Wildcard, Word, Words, sought
from archive.query.limits import SLOP
from archive.query.sought import Placed
from archive.query.spelling import distance
from archive.query.walk import moved
from archive.results.standing import Case, standing
from archive.schema import DEFAULT_FIELDS, FIELDS, Kind

About = Literal[
    "value", "exact", "field", "places", "version", "copy", "language", "spelling", "beginning",
    "inside", "limit",
]  # fmt: skip

# So many forms are named.
_SHOWN = 3
# A form is said to be near if it has so many letters in common at its beginning, or around it.
_COMMON = 4


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence, and what it is about; `query`: a clause that would match instead."""

    about: About
    text: str
    query: str | None = None

    def as_json(self) -> dict[str, Any]:
        """As in `why --json`."""
        return asdict(self)


def fields_of(clause: Words) -> tuple[str, ...]:
    """The fields that a clause looks into."""
    return (clause.field,) if clause.field else DEFAULT_FIELDS


def is_met(clause: Words, document: Document) -> bool:
    """Whether the words stand in a document as they are asked for."""
    check()
    tree = within_document(clause, document) if isinstance(clause, Loose) else clause
    return matches(tree, document)


def nearest(clause: Words, case: Case) -> Iterator[Reason]:
    """What stands in the article instead of `clause`, which does not match it."""
    if not isinstance(clause, Loose):
        yield from _but_for_stems(clause, case)
    yield from _elsewhere(clause, case)
    if isinstance(clause, Loose):
        yield from _like(clause, case)
    elif isinstance(clause, First | Times):
        yield from _counted(clause, case)
    else:
        yield from _word_by_word(clause, case)


def _but_for_stems(clause: Placed, case: Case) -> Iterator[Reason]:
    """What it would find, did it not ask for the written form alone."""
    loose = _stemmed(clause)
    if loose != clause and is_met(loose, case.document):
        forms = _forms(loose, case) or "they cannot be shown"
        asks = "= asks for the written form alone"
        yield Reason("exact", f"only other forms of its stem stand there: {forms}; {asks}")


def _stemmed(clause: Placed) -> Placed:
    match clause:
        case First(_, inner) | Times(_, inner):
            return replace(clause, clause=replace(inner, exact=False))
        case _:
            return replace(clause, exact=False)


def _forms(clause: Words, case: Case) -> str:
    """The forms in which a clause stands in the fields that it looks into."""
    found = [one for field in fields_of(clause) if (one := standing(clause, case, field))]
    forms = dict.fromkeys(place.form.lower() for one in found for place in one.places)
    return _some([*forms])


def _elsewhere(clause: Words, case: Case) -> Iterator[Reason]:
    """The fields that it stands in, but does not look into."""
    for field in FIELDS.values():
        if field.name in case.document.words and field.name not in fields_of(clause):
            there = moved(clause, field.name)
            if is_met(there, case.document):
                stands = f"stands in {field.name} ({field.about}): {there}"
                yield Reason("field", stands, str(there))


# -- words in their places


def _counted(clause: First | Times, case: Case) -> Iterator[Reason]:
    """Where it stands first, or at how many places; if nowhere, what is nearest to its words."""
    if not is_met(clause.clause, case.document):
        yield from _word_by_word(clause.clause, case)
    for field in fields_of(clause):
        if is_met(moved(clause.clause, field), case.document):
            yield _count(clause, case.document, field)


def _count(clause: First | Times, document: Document, field: str) -> Reason:
    """At how many places of `field` it stands, or with which word it has stood there once."""
    if isinstance(clause, Times):
        exact = sought(clause).exact or FIELDS[field].kind is not Kind.TEXT
        count = places(document, field, sought(clause), None if exact else document.language)
        return Reason("places", f"stands at {_many(count, 'place')} in {field}")

    def is_within(count: int) -> bool:
        return is_met(moved(replace(clause, count=count), field), document)

    end = _least(len(document.words[field]), is_within)
    return Reason("places", f"the first in {field} ends with word {end:,}")


def _word_by_word(clause: Word | Phrase | Paragraph, case: Case) -> Iterator[Reason]:
    """Which words are missing, or how they stand where all are there."""
    words = dict.fromkeys(sought(clause).words)
    single = {word: Word(word, clause.field, clause.exact) for word in words}
    missing = [word for word in words if not is_met(single[word], case.document)]
    for word in missing:
        named = f"{word} is " if words.keys() != {word} else ""
        yield Reason("places", f"{named}not in {_or(fields_of(clause))}")
        yield from _near(single[word], case)
    if not missing and not isinstance(clause, Word):
        yield from _together(clause, case)


def _together(clause: Phrase | Paragraph, case: Case) -> Iterator[Reason]:
    """How words stand to each other that are all there, but not as they are asked for."""
    fields = fields_of(clause)
    single = [Word(word, None, clause.exact) for word in clause.words]
    whole = [
        field
        for field in fields
        if all(is_met(moved(word, field), case.document) for word in single)
    ]
    if not whole:
        yield Reason("places", f"its words do not all stand in one field of {_or(fields)}")
        return
    if isinstance(clause, Phrase):
        if near := _with_slop(clause, case.document):
            between = f"{_many(near.slop, 'other word')} between"
            yield Reason("places", f"stands with {between}: {near}", str(near))
            return
        turned = replace(clause, words=clause.words[::-1])
        if is_met(turned, case.document):
            yield Reason("places", f"stands the other way round: {turned}", str(turned))
            return
        para = Paragraph(clause.words, clause.field, clause.exact)
        if is_met(para, case.document):
            yield Reason("places", f"its words stand in one paragraph: {para}", str(para))
            return
    apart = "not in one paragraph" if "body" in whole else "further apart"
    yield Reason("places", f"all its words stand in {_or(whole)}, but {apart}")


def _with_slop(clause: Phrase, document: Document) -> Phrase | None:
    """The phrase with the fewest other words between with which it matches."""
    slop = _least(SLOP + 1, lambda n: is_met(replace(clause, slop=n), document))
    return replace(clause, slop=slop) if slop <= SLOP else None


def _least(most: int, holds: Callable[[int], bool]) -> int:
    """The least number up to `most` for which it holds, as it then does for all above."""
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


# -- forms that are near


def _near(word: Word, case: Case) -> Iterator[Reason]:
    """The forms nearest to one word that does not stand there."""
    fields = fields_of(word)
    if not word.exact:
        texts = [field for field in fields if FIELDS[field].kind is Kind.TEXT]
        vocabulary = {form for field in texts for form in terms(case.document, field)}
        yield from _of_other_languages(word.text, sorted(vocabulary), case)
    yield from _alike(word.text, fields, case, most=2 if len(word.text) > 4 else 1)


def _of_other_languages(asked: str, vocabulary: list[str], case: Case) -> Iterator[Reason]:
    """The forms that have its stem in a language that is not the article's."""
    spoken = case.document.language
    for language in case.languages() if vocabulary else ():
        check()
        own = stem(asked, language) if language != spoken else None
        if own and (forms := [form for form in vocabulary if stem(form, language) == own]):
            but = f"but the article is in {spoken}" if spoken else "but its language is unknown"
            yield Reason("language", f"its stem in {language} is that of {_some(forms)}, {but}")


def _like(clause: Wildcard | Fuzzy, case: Case) -> Iterator[Reason]:
    """The forms nearest to what may be misspelt, or to the letters before a wildcard."""
    fields = fields_of(clause)
    if isinstance(clause, Wildcard):
        yield Reason("places", f"no such word in {_or(fields)}")
        yield from _alike(clause.fixed, fields, case, most=0)
    else:
        wrong = f"at most {_many(clause.edits, 'letter')} wrong, and not the first"
        yield Reason("places", f"no word in {_or(fields)} with {wrong}")
        yield from _alike(clause.text, fields, case, most=3)


def _alike(asked: str, fields: tuple[str, ...], case: Case, most: int) -> Iterator[Reason]:
    """The forms with the fewest letters that differ, or else those that begin or contain it."""
    forms = {form for field in fields for form in terms(case.document, field) if form != "\n"}
    where = _or(fields)
    if len(asked) > 2 and most and (spelled := _spelled(asked, forms, most)):
        mistakes, near = spelled
        letters = "1 letter differs" if mistakes == 1 else f"{mistakes} letters differ"
        yield Reason("spelling", f"nearest in {where}: {near} ({letters})")
    elif begun := _begun(asked, forms):
        yield Reason("beginning", f"nearest in {where}: {begun} (the beginning is the same)")
    elif inside := sorted(form for form in forms if len(asked) >= _COMMON and asked in form):
        yield Reason("inside", f"stands in {where} only inside other words: {_some(inside)}")


def _spelled(asked: str, forms: set[str], most: int) -> tuple[int, str] | None:
    """How many letters differ in the nearest forms at least, and those; None if too many do."""
    near: dict[int, list[str]] = {}
    for form in forms:
        mistakes = distance(asked, form, most)
        if mistakes is not None:
            near.setdefault(mistakes, []).append(form)
    if not near:
        return None
    fewest = min(near)
    chosen = sorted(near[fewest], key=lambda form: (form[0] != asked[0], form))
    return fewest, _some(chosen)


def _begun(asked: str, forms: set[str]) -> str:
    """The forms that share the longest beginning, if that is long enough."""
    for length in range(len(asked), _COMMON - 1, -1):
        if begun := sorted(form for form in forms if form.startswith(asked[:length])):
            return _some(begun)
    return ""


def _some(forms: list[str]) -> str:
    return ", ".join(forms[:_SHOWN])


def _or(fields: tuple[str, ...] | list[str]) -> str:
    return " or ".join(fields)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
