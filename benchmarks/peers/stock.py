"""Whoosh as it comes; it does not sync its files."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

from whoosh import fields, index, query
from whoosh.analysis import SpaceSeparatedTokenizer

from corpus import Article
from peers import days

NAME = "stock Whoosh"


def version() -> str:
    return f"Whoosh-Reloaded {metadata.version('whoosh-reloaded')}"


def create(folder: Path) -> Stock:
    folder.mkdir()
    schema = fields.Schema(
        id=fields.NUMERIC(stored=True),
        body=fields.TEXT(analyzer=SpaceSeparatedTokenizer()),
        day=fields.NUMERIC(int, signed=True),
    )
    return Stock(index.create_in(folder, schema))


def open(folder: Path) -> Stock:
    return Stock(index.open_dir(folder))


class Stock:
    def __init__(self, opened: Any) -> None:
        self._index = opened
        self._searcher = opened.searcher()

    def build(self, articles: Iterable[Article]) -> None:
        writer = self._index.writer(limitmb=256)
        for id, text, day in articles:
            writer.add_document(id=id, body=text, day=day)
        writer.commit()

    def add(self, article: Article) -> bool:
        id, text, day = article
        writer = self._index.writer()
        writer.add_document(id=id, body=text, day=day)
        writer.commit()
        return True

    def search(self, kind: str, asked: list[Any]) -> list[int] | None:
        return [hit["id"] for hit in self._searcher.search(_tree(kind, asked), limit=10)]

    def total(self, kind: str, asked: list[Any]) -> int:
        return sum(1 for _ in self._searcher.docs_for_query(_tree(kind, asked)))


def _tree(kind: str, asked: list[Any]) -> Any:
    match kind:
        case "word and year":
            word, year = asked
            return query.And([query.Term("body", word), query.NumericRange("day", *days(year))])
        case "phrase":
            return query.Phrase("body", asked)
        case "prefix of four":
            return query.Prefix("body", asked[0])
    words = [query.Term("body", word) for word in asked]
    return query.And(words) if kind == "two words" else query.Or(words)
