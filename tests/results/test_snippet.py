"""A snippet is a stretch of the text with its marks moved along."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.query import parse
from archive.results.highlight import Mark, marks
from archive.results.snippet import ELLIPSIS, LEAD, LENGTH, merged, snippet
from strategies import steady


def shown(text: str, query: str, length: int = LENGTH) -> tuple[str, list[str]]:
    """The snippet of `text` for `query`, and the stretches of it that are marked."""
    cut, spans = snippet(text, marks(text, parse(query), "body", "id"), length)
    return cut, [cut[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "query", "expected", "marked"),
    [
        ("", "alfa", "", []),
        (" \n ", "alfa", "", []),
        ("Alfa bravo.", "charlie", "Alfa bravo.", []),
        ("  Alfa\n\n\tbravo. ", "bravo", "Alfa bravo.", ["bravo"]),
        ("Kim \n Jong\tUn", '"kim jong un"', "Kim Jong Un", ["Kim Jong Un"]),
        ("Kim Jong Un", '"kim jong" jong', "Kim Jong Un", ["Kim Jong"]),
        ("menyerang, Serangan", "serang", "menyerang, Serangan", ["menyerang", "Serangan"]),
        ("Jum’at di Kafé", "jumat kafe", "Jum’at di Kafé", ["Jum’at", "Kafé"]),
    ],
)
def test_a_short_text_is_shown_whole(
    text: str, query: str, expected: str, marked: list[str]
) -> None:
    """White space is squeezed, the spelling stays, and marks hold what matched."""
    assert shown(text, query) == (expected, marked)


FILLER = "kata " * 200


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("banjir " + FILLER, False, True),
        (FILLER + "banjir " + FILLER, True, True),
        (FILLER + "banjir", True, False),
        (FILLER + "banjir  \n ", True, False),
        ("banjir", False, False),
    ],
)
def test_an_ellipsis_says_that_the_text_goes_on(text: str, begins: bool, ends: bool) -> None:
    """There is one at each side where something was left out, and nowhere else."""
    cut, marked = shown(text, "banjir")
    assert marked == ["banjir"]
    assert (cut.startswith(ELLIPSIS), cut.endswith(ELLIPSIS)) == (begins, ends)


def test_a_snippet_is_as_long_as_asked() -> None:
    """It has about the length that was asked for, and whole words."""
    cut, _ = shown(FILLER + "banjir " + FILLER, "banjir", 100)
    assert 80 <= len(cut) <= 102
    assert set(cut.strip(ELLIPSIS).split()) == {"kata", "banjir"}


def test_the_stretch_with_most_clauses_is_shown() -> None:
    """Where all words of the query stand together, rather than where one stands first."""
    cut, marked = shown("alfa alfa " + FILLER + "alfa bravo charlie", "alfa bravo")
    assert marked == ["alfa", "bravo"]
    assert cut.endswith("charlie")


def test_without_a_mark_the_beginning_is_shown() -> None:
    """A text that matched elsewhere is shown from its beginning."""
    cut, spans = snippet("Awal. " + FILLER, [])
    assert cut.startswith("Awal. kata")
    assert spans == ()


@pytest.mark.parametrize("before", ["", "x" * 1_000, "x" * 1_000 + " "])
def test_a_text_without_spaces_is_cut_anyway(before: str) -> None:
    """A word longer than the snippet is cut, and what matched is in it."""
    text = before + "北京" + "y" * 1_000
    cut, spans = snippet(text, [Mark(len(before), len(before) + 2, "c", "written form")])
    assert [cut[start:end] for start, end in spans] == ["北京"]
    assert len(cut) <= LENGTH + 2
    assert spans[0][0] <= LEAD + 1


def test_a_match_longer_than_the_snippet_is_shown_whole() -> None:
    """A mark is never cut in two."""
    text = "alfa " * 100
    cut, marked = snippet(text, [Mark(0, len(text) - 1, "c", "written form")])
    assert cut == text.strip()
    assert marked == ((0, len(cut)),)


def test_touching_spans_are_merged() -> None:
    """Spans that overlap or touch become one, others stay apart, in order."""
    assert merged([(5, 7), (0, 2), (1, 3), (3, 4), (8, 9)]) == ((0, 4), (5, 7), (8, 9))


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    """A text with marks that begin and end, as matches do, at characters that are no space."""
    pieces = st.sampled_from(
        ["alfa", "b", "é", "北", "…", "x" * 90, " ", "  ", "\n", "\u2003", "."]
    )
    text = draw(st.lists(pieces | st.text(max_size=5), max_size=60).map("".join))
    solid = [at for at, character in enumerate(text) if not character.isspace()]
    if not solid:
        return text, []
    ends = draw(st.lists(st.tuples(st.sampled_from(solid), st.sampled_from(solid)), max_size=8))
    spans = sorted((min(pair), max(pair) + 1) for pair in ends)
    clause = st.sampled_from(["alfa", "bravo", "charlie"])
    return text, [Mark(start, end, draw(clause), "written form") for start, end in spans]


@steady
@given(marked_texts(), st.integers(1, 300))
def test_a_snippet_is_a_stretch_of_the_text(
    given_text: tuple[str, list[Mark]], length: int
) -> None:
    """Whatever is marked: the snippet stands in the text, and its marks are in order inside it."""
    text, found = given_text
    cut, spans = snippet(text, found, length)
    squeezed = " ".join(text.split())
    assert cut.removeprefix(ELLIPSIS).removesuffix(ELLIPSIS) in squeezed
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(cut)
        assert cut[start:end] in squeezed
        at = end
    assert bool(spans) == bool(found)
