"""What is suggested where words are nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

import archive.index
from archive import plugins
from archive.index import Document, Index, Watermark, engine
from archive.query import parse
from archive.results.suggestions import suggestions

MARK = Watermark("an archive", "an index", 7, "a token", "a fingerprint", "an analysis")
TEXTS = ("banjir di jakarta", "banjir di bandung", "banjar masin", "kereta api", "запуск ракеты")


@pytest.fixture(params=plugins.names(archive.index))
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Index:
    made = engine(request.param).create(tmp_path / "index")
    put = [Document(n, words={"body": tuple(text.split())}) for n, text in enumerate(TEXTS, 1)]
    put.append(Document(9, words={"related": ("playlist", "lagu"), "author": ("sri", "lagu")}))
    put.append(Document(10, words={"related": ("lagu",), "body": ("banjit",)}))
    made.apply(put, [], MARK)
    made.apply([], [10], MARK)
    return made


def suggested(index: Index, query: str) -> list[str]:
    """The suggestions for `query` in words."""
    tree = parse(query)
    found = suggestions(
        tree, len(index.ids(tree)), lambda tree: index.search(tree, limit=0).total, index
    )
    return [str(one) for one in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("banjir jakarta", []),
        ("banjir kereta", []),  # each is there, only not together
        ("bnajir", ["did you mean banjir? (2)", "did you mean banjar? (1)"]),
        ("anjir", ["did you mean banjir? (2)"]),
        ("bajir jkarta", ["did you mean banjir jakarta? (1)"]),
        ("bnajir -bandung", ["did you mean banjir NOT bandung? (1)"]),
        ('"di jakrta"', ['did you mean "di jakarta"? (1)']),
        ('first(3, "di jakrta")^2', ['did you mean first(3, "di jakarta")^2? (1)']),
        ("body:=jakrta", ["did you mean body:=jakarta? (1)"]),
        ("bnajir OR kereta", ["did you mean banjir OR kereta? (3)"]),
        ("kereta OR banjir", []),
        ("ракета", ["did you mean ракеты? (1)"]),
        ("dj", []),
        ("sama sekali", []),
        ("ban* OR sama", []),
        (
            "lagu",
            [
                "1 in related (links to other articles in it): related:lagu",
                "1 in author (who wrote it): author:lagu",
            ],
        ),
        ("body:lagu", []),
    ],
)
def test_suggestions(index: Index, query: str, expected: list[str]) -> None:
    """Of the spellings that are there the nearest and most frequent first; then other fields."""
    assert suggested(index, query)[: len(expected) or 1] == expected
