"""tantivy with one thread that indexes; a commit is on the disk."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

import tantivy

from corpus import Article
from peers import days

NAME = "tantivy"


def version() -> str:
    return f"tantivy {metadata.version('tantivy')}"


def create(folder: Path) -> Tantivy:
    folder.mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=True)
    builder.add_text_field("body", stored=False, tokenizer_name="whitespace")
    builder.add_integer_field("day", fast=True, indexed=True)
    return Tantivy(tantivy.Index(builder.build(), path=str(folder)))


def open(folder: Path) -> Tantivy:
    return Tantivy(tantivy.Index.open(str(folder)))


class Tantivy:
    def __init__(self, opened: Any) -> None:
        self._index = opened
        self._writer: Any = None

    def build(self, articles: Iterable[Article]) -> None:
        writer = self._index.writer(256_000_000, num_threads=1)
        for article in articles:
            writer.add_document(_document(article))
        writer.commit()
        writer.wait_merging_threads()

    def add(self, article: Article) -> bool:
        self._writer = self._writer or self._index.writer(64_000_000, num_threads=1)
        self._writer.add_document(_document(article))
        self._writer.commit()
        return True

    def search(self, kind: str, asked: list[Any]) -> list[int] | None:
        searcher = self._index.searcher()
        hits = searcher.search(self._query(kind, asked), 10).hits
        return [searcher.doc(place)["id"][0] for _, place in hits]

    def total(self, kind: str, asked: list[Any]) -> int:
        return int(self._index.searcher().search(self._query(kind, asked), 1).count)

    def _query(self, kind: str, asked: list[Any]) -> Any:
        match kind:
            case "word and year":
                word, year = asked
                first, last = days(year)
                text = f'+"{word}" +day:[{first} TO {last}]'
            case "phrase":
                text = f'"{" ".join(asked)}"'
            case "prefix of four":
                return tantivy.Query.regex_query(self._index.schema, "body", f"{asked[0]}.*")
            case _:
                words = [f'"{word}"' for word in asked]
                text = (" AND " if kind == "two words" else " OR ").join(words)
        return self._index.parse_query(text, ["body"])


def _document(article: Article) -> Any:
    id, text, day = article
    return tantivy.Document(id=id, body=text, day=day)
