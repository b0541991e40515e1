"""Xapian (Debian's `python3-xapian`, for the Python that it was built for)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import xapian

from corpus import Article
from peers import BATCH, days

NAME = "Xapian"


def version() -> str:
    return f"Xapian {xapian.version_string()}"


def create(folder: Path) -> Xapian:
    xapian.WritableDatabase(str(folder), xapian.DB_CREATE).close()
    return Xapian(folder)


def open(folder: Path) -> Xapian:
    return Xapian(folder)


class Xapian:
    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._database = xapian.Database(self._folder)
        self._writer: Any = None

    def build(self, articles: Iterable[Article]) -> None:
        writer = xapian.WritableDatabase(self._folder, xapian.DB_OPEN)
        for number, article in enumerate(articles, 1):
            writer.replace_document(article[0], _document(article))
            if number % BATCH == 0:
                writer.commit()
        writer.close()

    def add(self, article: Article) -> bool:
        self._writer = self._writer or xapian.WritableDatabase(self._folder, xapian.DB_OPEN)
        self._writer.replace_document(article[0], _document(article))
        self._writer.commit()
        return True

    def search(self, kind: str, asked: list[Any]) -> list[int] | None:
        return [match.docid for match in self._matches(kind, asked, 10)]

    def total(self, kind: str, asked: list[Any]) -> int:
        return int(self._matches(kind, asked, self._database.get_doccount()).size())

    def _matches(self, kind: str, asked: list[Any], count: int) -> Any:
        enquire = xapian.Enquire(self._database)
        enquire.set_query(_query(kind, asked))
        return enquire.get_mset(0, count)


def _document(article: Article) -> Any:
    _, text, day = article
    document = xapian.Document()
    for place, word in enumerate(text.split(), 1):
        document.add_posting(word, place)
    document.add_value(0, xapian.sortable_serialise(day))
    return document


def _query(kind: str, asked: list[Any]) -> Any:
    match kind:
        case "word and year":
            ends = [xapian.sortable_serialise(day) for day in days(asked[1])]
            year = xapian.Query(xapian.Query.OP_VALUE_RANGE, 0, *ends)
            return xapian.Query(xapian.Query.OP_FILTER, xapian.Query(asked[0]), year)
        case "phrase":
            return xapian.Query(xapian.Query.OP_PHRASE, asked)
        case "prefix of four":
            # All that it stands for; without the last argument it is taken for a list of queries.
            return xapian.Query(
                xapian.Query.OP_WILDCARD, asked[0], 0, xapian.Query.WILDCARD_LIMIT_ERROR
            )
        case "two words":
            return xapian.Query(xapian.Query.OP_AND, asked)
    return xapian.Query(xapian.Query.OP_OR, asked)
