"""bm25s: a matrix of finished scores, mapped into memory. No phrase, prefix or AND; no adding."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import bm25s
import numpy as np

from corpus import Article
from peers import days

NAME = "bm25s"

_ANSWERED = {
    "rare word",
    "common word",
    "most frequent word",
    "word and year",
    "either of two",
    "any of five",
}


def version() -> str:
    return f"bm25s {bm25s.__version__}"


def create(folder: Path) -> Bm25s:
    folder.mkdir()
    return Bm25s(folder)


def open(folder: Path) -> Bm25s:
    engine = Bm25s(folder)
    engine.read()
    return engine


class Bm25s:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, articles: Iterable[Article]) -> None:
        ids, numbers, dates, codes = [], [], [], {}
        for id, text, day in articles:
            numbers.append([codes.setdefault(word, len(codes)) for word in text.split()])
            ids.append(id)
            dates.append(day)
        ranking = bm25s.BM25(k1=1.2, b=0.75)
        ranking.index((numbers, codes), show_progress=False)
        ranking.save(self._folder, show_progress=False)
        np.save(self._folder / "ids.npy", np.array(ids, np.int64))
        np.save(self._folder / "days.npy", np.array(dates, np.int32))

    def read(self) -> None:
        self._ranking = bm25s.BM25.load(self._folder, mmap=True, show_progress=False)
        self._ids = np.load(self._folder / "ids.npy", mmap_mode="r")
        self._days = np.load(self._folder / "days.npy", mmap_mode="r")

    def add(self, article: Article) -> bool:
        return False

    def search(self, kind: str, asked: list[Any]) -> list[int] | None:
        if kind not in _ANSWERED:
            return None
        words, mask = self._asked(kind, asked)
        places, scores = self._ranking.retrieve(
            [words], k=min(10, len(self._ids)), weight_mask=mask, show_progress=False
        )
        return [int(id) for id in self._ids[places[0][scores[0] > 0]]]

    def total(self, kind: str, asked: list[Any]) -> int:
        words, mask = self._asked(kind, asked)
        return int(np.count_nonzero(self._ranking.get_scores(words, weight_mask=mask) > 0))

    def _asked(self, kind: str, asked: list[Any]) -> tuple[list[str], Any]:
        """The words, and for each article whether it counts at all."""
        if kind != "word and year":
            return asked, None
        first, last = days(asked[1])
        return asked[:1], ((self._days >= first) & (self._days <= last)).astype(np.float32)
