"""Marks stand where the words that matched stand."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.analysis import paragraphs, words
from archive.index import Document, Watermark, memory
from archive.query import Tree, Words, parse
from archive.results.highlight import marks
from strategies import steady, trees

NEWS = "Kim Jong Un menyerang. Serangan Kim diserang; negara-negara di Jum'at COVID-19 Kafé."


def marked(text: str, query: str, field: str = "body", language: str | None = "id") -> list[str]:
    """The stretches of `text` that are marked for `query`, in order."""
    return [text[m.start : m.end] for m in marks(text, parse(query), field, language)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kim", ["Kim", "Kim"]),
        ("KIM un", ["Kim", "Un", "Kim"]),
        ("serang", ["menyerang", "Serangan", "diserang"]),
        ("=serangan", ["Serangan"]),
        ("=serang", []),
        ("menyer*", ["menyerang"]),
        ("di*", ["diserang", "di"]),
        ("jumat", ["Jum'at"]),
        ("kafe", ["Kafé"]),
        ("covid-19", ["COVID-19"]),
        ("covid", ["COVID"]),
        ('"kim jong un"', ["Kim Jong Un"]),
        ('"kim un"', []),
        ('"jong kim"', []),
        ('"serang kim serang"', ["Serangan Kim diserang"]),
        ('="serang kim serang"', []),
        ('"menyerang serangan"', ["menyerang. Serangan"]),
        ("negara", ["negara", "negara"]),
        ("negara-negara", ["negara-negara"]),
        ('"kim un"~1', ["Kim Jong Un"]),
        ('"kim menyerang"~1', ["Kim diserang"]),
        ('="kim menyerang"~1', []),
        ('"kim menyerang"~2', ["Kim Jong Un menyerang", "Kim diserang"]),
        ('="kim di"~4', ["Kim diserang; negara-negara di"]),
        ("menyernag~", ["menyerang"]),
        ("diseramg~ -kim~", ["diserang"]),
        ("kim^2", ["Kim", "Kim"]),
        ("first(1, kim)", ["Kim"]),
        ("first(3, un)", ["Un"]),
        ("first(2, un)", []),
        ('first(4, "kim serang"~9)', ["Kim Jong Un menyerang"]),
        ("times(2, kim)", ["Kim", "Kim"]),
        ("times(3, kim)", []),
        ('"serang kim"~para', ["Kim", "menyerang", "Serangan", "Kim", "diserang"]),
        ('"kim putin"~para', []),
        ("kim OR negara", ["Kim", "Kim", "negara", "negara"]),
        ("kim -negara", ["Kim", "Kim"]),
        ("kim -(negara OR -jong)", ["Kim", "Kim"]),
        ("NOT kim", []),
        ("title:kim", []),
        ("body:kim", ["Kim", "Kim"]),
        ("publisher:kim un", ["Un"]),
        ("tag:kim", []),
        ("published:2023 un", ["Un"]),
    ],
)
def test_what_matched_is_marked_as_it_is_spelled(query: str, expected: list[str]) -> None:
    """Wanted clauses are marked in the original spelling; negated and foreign ones never."""
    assert marked(NEWS, query) == expected


WRITTEN, SERANG = ("written form", None), ("stem", "serang")


@pytest.mark.parametrize(
    ("query", "ways"),
    [
        ("menyerang", {"menyerang": WRITTEN, "Serangan": SERANG, "diserang": SERANG}),
        ("=menyerang", {"menyerang": WRITTEN}),
        ("menyer*", {"menyerang": ("wildcard", None)}),
        ("menyerag~", {"menyerang": ("similar spelling", None)}),
        ("menyerang~", {"menyerang": WRITTEN}),
        ('"kim menyerang"~2', {"Kim Jong Un menyerang": WRITTEN, "Kim diserang": SERANG}),
        ('"kim diserang"', {"Kim diserang": WRITTEN}),
        ('"kim menyerang"', {"Kim diserang": SERANG}),
        ('"diserang menyerang"', {"menyerang. Serangan": ("stem", "serang serang")}),
    ],
)
def test_a_mark_says_through_what_it_matched(
    query: str, ways: dict[str, tuple[str, str | None]]
) -> None:
    """A form that only shares the stem is told from the form that was asked for, with the stem."""
    found = marks(NEWS, parse(query), "body", "id")
    assert {NEWS[mark.start : mark.end]: (mark.through, mark.stem) for mark in found} == ways


def test_a_mark_names_its_clause() -> None:
    """Overlapping marks are kept, the longer first, each with the clause it stands for."""
    found = marks("Kim Jong Un", parse('jong "kim jong" kim'), "body", "id")
    assert [(mark.start, mark.end, mark.clause) for mark in found] == [
        (0, 8, '"kim jong"'),
        (0, 3, "kim"),
        (4, 8, "jong"),
    ]


def test_a_phrase_that_follows_itself_is_marked_each_time() -> None:
    """A phrase is marked wherever it stands, also where it shares a word with itself."""
    found = marks("alfa alfa alfa", parse('"alfa alfa"'), "body", None)
    assert [(mark.start, mark.end) for mark in found] == [(0, 9), (5, 14)]


@pytest.mark.parametrize("language", [None, "", "zz", "en"])
def test_stems_are_those_of_the_language(language: str | None) -> None:
    """A text in another language, or in none, is not marked by Indonesian stems."""
    assert marked(NEWS, "menyerang", language=language) == ["menyerang"]


@pytest.mark.parametrize(
    ("field", "query", "expected"),
    [
        ("title", "serang", ["menyerang"]),
        ("title", "title:serang", ["menyerang"]),
        ("title", "body:serang", []),
        ("publisher", "publisher:menyerang", ["menyerang"]),
        ("publisher", "publisher:serang", []),
        ("publisher", "menyerang", []),
    ],
)
def test_a_field_is_marked_as_it_is_compared(field: str, query: str, expected: list[str]) -> None:
    """Bare words look into title and body, and names are compared as written."""
    assert marked("Kim menyerang", query, field) == expected


WORDS = ("kim", "serang", "menyerang", "diserang", "19", "jumat", "run", "running")
SPELLED = ("Kim", "serang", "MENYERANG", "diserang", "-19", "Jum'at", "run.", "Running ", "é", "\n")


clauses = trees(words=WORDS, fields=("title", "body"), max_leaves=1).filter(
    lambda tree: isinstance(tree, Words) and tree.field in (None, "title", "body")
)


@steady
@given(st.lists(st.sampled_from(SPELLED)).map(" ".join), clauses, st.sampled_from(["id", "en", ""]))
def test_a_text_is_marked_where_it_matches(text: str, clause: Tree, language: str) -> None:
    """A clause has marks in the title or the body exactly if the reference engine finds it."""
    index = memory.create(Path())
    both = {"title": words(text), "body": words(text)}
    begins = tuple(accumulate(len(words(part)) for part in paragraphs(text)))
    document = Document(1, language, words=both, paragraphs=begins)
    index.apply([document], [], Watermark("", "", 0, "", "", ""))
    found = marks(text, clause, "title", language) + marks(text, clause, "body", language)
    assert bool(found) == bool(index.ids(clause))


@steady
@given(
    st.lists(st.sampled_from(SPELLED)).map(" ".join),
    trees(words=WORDS, fields=("title", "body")),
    st.sampled_from(["id", "en", None]),
)
def test_marks_hold_whole_words(text: str, tree: Tree, language: str | None) -> None:
    """Marks are sorted, and each begins and ends where words do."""
    found = marks(text, tree, "body", language)
    assert found == sorted(found, key=lambda mark: (mark.start, -mark.end))
    for mark in found:
        inside = words(text[mark.start : mark.end])
        assert inside
        assert words(text) == (*words(text[: mark.start]), *inside, *words(text[mark.end :]))
