"""Answers without the paths of this computer: names of files only, for who asks from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from archive.article import Article, readable
from archive.database.whole import Whole
from archive.export import Export


def named(article: Article) -> Article:
    """An article that was seen in files of these names, wherever those are."""
    sightings = (replace(one, path=_name(one.path)) for one in article.sightings)
    return replace(article, sightings=tuple(sightings))


def exported(export: Export) -> Export:
    """An export of such articles."""
    return replace(
        export,
        articles=lambda: map(named, export.articles()),
        wholes=lambda: map(_whole, export.wholes()),
    )


def unnamed(answer: Any, places: Iterable[str]) -> Any:
    """An answer in whose texts these paths are only the names of the files."""
    known = sorted((readable(place) for place in places), key=len, reverse=True)

    def without(part: Any) -> Any:
        match part:
            case str():
                for path in known:
                    part = part.replace(path, _name(path))
                return part
            case dict():
                return {name: without(value) for name, value in part.items()}
            case list():
                return [without(value) for value in part]
        return part

    return without(answer)


def _whole(whole: Whole) -> Whole:
    # Of two files of one name the one is no new version of the other: better none than such a key.
    key = None if (whole.key or "").startswith("file:") else whole.key
    return replace(whole, article=named(whole.article), key=key)


def _name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]
