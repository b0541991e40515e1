"""Our index: durable commits of 2,000 articles, words as they are, without stems.

The archive's database vouches for each state of an index; here a small file does, which is written
as durably, at the same moment.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import archive
from archive import index, seal
from archive.index import Document, Index, Watermark
from archive.query import And, Or, Phrase, Range, Tree, Wildcard, Word
from archive.seal import Checkpoint, Files, FileState
from corpus import Article
from peers import BATCH

NAME = "archive"


def version() -> str:
    return f"archive {archive.__version__}"


def create(folder: Path) -> Ours:
    folder.mkdir()
    return Ours(folder, index.engine("whoosh").create(folder / "index"))


def open(folder: Path) -> Ours:
    return Ours(folder, index.engine("whoosh").open(folder / "index", _checkpoints(folder)))


def _checkpoints(folder: Path) -> list[Checkpoint]:
    """The states that are vouched for, the newest first."""
    found = json.loads((folder / "checkpoints.json").read_bytes())
    for one in found:
        one["files"] = {name: FileState(**state) for name, state in one["files"].items()}
    return [Checkpoint(**one) for one in found]


class Ours:
    def __init__(self, folder: Path, opened: Index) -> None:
        self._folder = folder
        self.index = opened
        mark = opened.watermark
        self._known = [p for p in _checkpoints(folder) if p.token == mark.token] if mark else []

    def build(self, articles: Iterable[Article]) -> None:
        left = iter(articles)
        while batch := [_document(article) for article in islice(left, BATCH)]:
            self._apply(batch)

    def add(self, article: Article) -> bool:
        self._apply([_document(article)])
        return True

    def _apply(self, documents: list[Document]) -> None:
        token = uuid4().hex

        def prepare(files: Files) -> None:
            self._known = [Checkpoint(token, "i", 1, seal.boot(), files), *self._known[:1]]
            states = json.dumps([asdict(point) for point in self._known])
            seal.write_durably(self._folder / "checkpoints.json", states.encode())

        self.index.apply(documents, [], Watermark("a", "i", 1, token, "f", "n"), prepare)

    def search(self, kind: str, asked: list[Any]) -> list[int] | None:
        return [hit.id for hit in self.index.search(_tree(kind, asked), limit=10).hits]

    def total(self, kind: str, asked: list[Any]) -> int:
        return self.index.search(_tree(kind, asked), limit=0).total


def _document(article: Article) -> Document:
    id, text, day = article
    return Document(id, "", {"body": tuple(text.split())}, {}, {"published": (day, day)})


def _tree(kind: str, asked: list[Any]) -> Tree:
    match kind:
        case "word and year":
            word, year = asked
            days = Range(date(year, 1, 1), date(year, 12, 31), "published")
            return And((Word(word, "body", exact=True), days))
        case "phrase":
            return Phrase(tuple(asked), "body", exact=True)
        case "prefix of four":
            return Wildcard(f"{asked[0]}*", "body")
    words = tuple(Word(word, "body", exact=True) for word in asked)
    if len(words) == 1:
        return words[0]
    return And(words) if kind == "two words" else Or(words)
