"""From an article to the document that an index holds of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import PurePath

from archive import dates
from archive.analysis import fold_value, fold_whole, paragraphs, words
from archive.article import Article, readable
from archive.index._contract import Document
from archive.schema import FIELDS, HAVABLE, MANY, WHOLE, Kind
from archive.zones import BODY, Told, Zone, text_of, zones_of


def _named(*kinds: Kind) -> tuple[str, ...]:
    return tuple(field.name for field in FIELDS.values() if field.kind in kinds)


_WORDS = _named(Kind.TEXT, Kind.NAME)
_KEYWORDS = _named(Kind.KEYWORD)
_DATES = _named(Kind.DATE)
# Characters of a body of which equal words are one.
_LARGE = 1_000_000


def document(article: Article, told: Told | None = None) -> Document:
    """The terms of `article`, for any engine; `told` are zones that may still be those of it."""
    values = article.values()
    zones = told.zones if told and told.hold_for(article) else zones_of(article)
    texts = {**values, **_texts(article.text, zones)}
    many = {name: [fact.value for fact in article.believed(name)] for name in MANY}
    many["note"] = [note.text for note in article.notes]
    body, begins = _body(article.text, zones)
    found = {name: words(text) for name in _WORDS if (text := texts.get(name))} | {"body": body}
    found |= {name: _apart(values) for name, values in many.items()}
    return Document(
        id=article.id,
        language=values.get("language", ""),
        words={name: some for name, some in found.items() if some},
        keywords={
            name: keywords
            for name in _KEYWORDS
            if (keywords := frozenset(_keywords(article, values, zones, name)))
        }
        | _whole({**{name: [value] for name, value in values.items()}, **many}),
        days={name: days for name in _DATES if (days := _days(article, values, name))},
        cluster=article.cluster or 0,
        files=max(0, len(article.places) - 1),
        paragraphs=begins,
    )


def _texts(text: str, zones: Sequence[Zone]) -> dict[str, str]:
    """What each kind of zone says by itself."""
    kinds = {zone.kind for zone in zones} - {"body"}
    return {str(kind): text_of(text, zones, [kind]) for kind in kinds if kind in FIELDS}


def _body(text: str, zones: Sequence[Zone]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The words of what is read as body, and where each paragraph of it but the first begins."""
    read = text_of(text, zones, BODY)
    found: list[str] = []
    begins: list[int] = []
    # Millions of words need 8 bytes each if equal ones are one.
    known: dict[str, str] = {}
    for part in paragraphs(read):
        some = words(part)
        if some and found:  # one without words is no paragraph
            begins.append(len(found))
        found.extend(map(known.setdefault, some, some) if len(read) > _LARGE else some)
    return tuple(found), tuple(begins)


def _apart(values: Iterable[str]) -> tuple[str, ...]:
    """The words of several values, with what is none between them, so that no phrase has both."""
    first, *others = [words(value) for value in values] or [()]
    return (*first, *chain.from_iterable(("\n", *other) for other in others))


def _keywords(
    article: Article, values: Mapping[str, str], zones: Sequence[Zone], name: str
) -> Iterable[str]:
    match name:
        case "tag":
            return map(fold_value, article.tags)
        case "path":
            return (keyword for path in article.places for keyword in _of_path(path))
        case "zone":
            return {zone.kind for zone in zones}
        case "basis":
            return (f"{fact.field}:{fact.basis}" for fact in article.trusted().values())
        case "has":
            having = {
                "tag": bool(article.tags),
                "note": bool(article.notes),
                "copies": article.cluster is not None or len(article.places) > 1,
            }
            return [has for has in HAVABLE if has in values or having.get(has)]
        case _:
            return [fold_value(values[name])] if name in values else ()


def _whole(values: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """The whole values of the facets that are no keywords themselves."""
    return {
        keyword: frozenset(map(fold_whole, values[name]))
        for name, keyword in WHOLE.items()
        if values.get(name)
    }


@lru_cache(maxsize=1_000)
def _of_path(path: str) -> tuple[str, str]:
    """What a file is found by: its whole path, or its name."""
    whole = readable(path)
    return fold_value(whole), fold_value(PurePath(whole).name)


def _days(article: Article, values: Mapping[str, str], name: str) -> tuple[int, int] | None:
    if name == "added":
        day = article.added.date().toordinal() if article.added else None
        return (day, day) if day else None
    if name not in values:
        return None
    first, last = dates.span(values[name])
    return first.toordinal(), last.toordinal()
