"""From an article to the document that an index holds of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePath

from archive import dates
from archive.analysis import fold_value, fold_whole, words
from archive.article import Article, readable
from archive.index._contract import Document
from archive.schema import FIELDS, HAVABLE, WHOLE, Kind
from archive.zones import BODY, Zone, text_of, zones_of


def _named(*kinds: Kind) -> tuple[str, ...]:
    return tuple(field.name for field in FIELDS.values() if field.kind in kinds)


_WORDS = _named(Kind.TEXT, Kind.NAME)
_KEYWORDS = _named(Kind.KEYWORD)
_DATES = _named(Kind.DATE)


def document(article: Article) -> Document:
    """The terms of `article`, for any engine."""
    values = article.values()
    zones = zones_of(article)
    texts = {**values, **_texts(article.text, zones)}
    cited = [fact.value for fact in article.candidates("cites")]
    texts["cites"] = "\n".join(cited)
    return Document(
        id=article.id,
        language=values.get("language", ""),
        words={name: found for name in _WORDS if (found := words(texts.get(name, "")))},
        keywords={
            name: keywords
            for name in _KEYWORDS
            if (keywords := frozenset(_keywords(article, values, zones, name)))
        }
        | _whole({**{name: [value] for name, value in values.items()}, "cites": cited}),
        days={name: days for name in _DATES if (days := _days(article, values, name))},
        cluster=article.cluster or 0,
    )


def _texts(text: str, zones: Sequence[Zone]) -> dict[str, str]:
    """What is read as body, and each other kind of zone by itself."""
    kinds = {zone.kind for zone in zones}
    texts = {str(kind): text_of(text, zones, [kind]) for kind in kinds if kind in FIELDS}
    return texts | {"body": text_of(text, zones, BODY)}


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
        case "has":
            having = {
                "tag": bool(article.tags),
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
