"""From an article to the document that an index holds of it."""

from __future__ import annotations

from pathlib import PurePath

from archive import dates
from archive.analysis import fold_value, words
from archive.article import Article, readable
from archive.index._contract import Document
from archive.schema import FIELDS, HAVABLE, Field, Kind


def document(article: Article) -> Document:
    """The terms of `article`, for any engine."""
    return Document(
        id=article.id,
        language=article.value("language") or "",
        words={
            field.name: found
            for field in _of_kind(Kind.TEXT, Kind.NAME)
            if (found := words(_text(article, field)))
        },
        keywords={
            field.name: frozenset(values)
            for field in _of_kind(Kind.KEYWORD)
            if (values := {fold_value(value) for value in _keywords(article, field)})
        },
        days={field.name: days for field in _of_kind(Kind.DATE) if (days := _days(article, field))},
    )


def _of_kind(*kinds: Kind) -> list[Field]:
    return [field for field in FIELDS.values() if field.kind in kinds]


def _text(article: Article, field: Field) -> str:
    return article.text if field.name == "body" else article.value(field.name) or ""


def _keywords(article: Article, field: Field) -> list[str]:
    match field.name:
        case "tag":
            return list(article.tags)
        case "path":
            paths = [readable(sighting.path) for sighting in article.sightings]
            return [*paths, *(PurePath(path).name for path in paths)]
        case "has":
            has = [name for name in HAVABLE if article.value(name)]
            return [*has, "tag"] if article.tags else has
        case _:
            value = article.value(field.name)
            return [value] if value else []


def _days(article: Article, field: Field) -> tuple[int, int] | None:
    if field.name == "added":
        day = article.added.date().toordinal() if article.added else None
        return (day, day) if day else None
    stated = article.value(field.name)
    if not stated:
        return None
    first, last = dates.span(stated)
    return first.toordinal(), last.toordinal()
