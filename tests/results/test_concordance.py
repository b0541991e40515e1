"""Lines of a concordance, and the words around matches, are what a naive script finds."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.analysis import Token, analyse, stem, words
from archive.article import Article, Fact
from archive.query import Phrase, Tree, Word, parse
from archive.results.collocates import Around
from archive.results.concordance import Line, lines, sorted_by
from strategies import steady

VOCABULARY = ("alfa", "bravo", "serang", "menyerang", "Jum'at", "covid-19")
WRITTEN = st.lists(
    st.tuples(st.sampled_from(VOCABULARY), st.sampled_from((" ", "  \n", ", ", "; ", " (", ")"))),
    max_size=30,
).map(lambda pairs: "".join(part for pair in pairs for part in pair) + "zulu.")  # no closing
ASKED = st.sampled_from(
    ["alfa", "serang", "=serang", '"alfa bravo"', 'bravo "bravo alfa"', "19", "jumat OR alfa"]
)


def article(text: str, title: str = "", basis: str = "declared", **offsets: int) -> Article:
    facts = [Fact("language", "id", "declared", "a rule")]
    if title:
        facts.append(Fact("title", title, basis, "a rule", **offsets))  # type: ignore[arg-type]
    return Article(text, tuple(facts), id=7)


def naive(text: str, tree: Tree) -> dict[tuple[int, int], tuple[int, int]]:
    """Where a clause of `tree` matches: offsets, and the first and last word."""
    tokens = list(analyse(text))
    found = {}
    for clause in getattr(tree, "clauses", (tree,)):
        assert isinstance(clause, Word | Phrase)
        asked = (clause.text,) if isinstance(clause, Word) else clause.words
        for at in range(len(tokens) - len(asked) + 1):
            some = tokens[at : at + len(asked)]
            if all(_is(a, token, clause.exact) for a, token in zip(asked, some, strict=True)):
                found[some[0].start, some[-1].end] = at, at + len(asked) - 1
    return found


def _is(asked: str, token: Token, exact: bool) -> bool:
    return token.word == asked or (not exact and stem(token.word, "id") == stem(asked, "id"))


def squeezed(text: str) -> str:
    return "".join(" " if c.isspace() else c for c in " ".join(f"<{text}>".split()))[1:-1]


@steady
@given(WRITTEN, WRITTEN, ASKED, st.integers(0, 40))
def test_lines_are_those_of_a_naive_script(text: str, title: str, query: str, width: int) -> None:
    """One for each match, title before text, with what stands around it."""
    tree = parse(query)
    expected = [("title", *span) for span in sorted(naive(title, tree))]
    expected += [("body", *span) for span in sorted(naive(text, tree))]
    found = list(lines(article(text, f"{title}."), tree, width))
    assert [(line.field, line.start, line.end) for line in found] == expected
    for line in found:
        whole = f"{title}." if line.field == "title" else text
        before, after = squeezed(whole[: line.start]), squeezed(whole[line.end :])
        assert line.left == (before[-width:].lstrip() if width else "")
        assert line.right == after[:width].rstrip()
        assert line.match == squeezed(whole[line.start : line.end])


LINES = st.builds(
    Line,
    st.integers(1, 3),
    st.just("body"),
    st.integers(0, 9),
    st.just(9),
    WRITTEN,
    st.just("x"),
    WRITTEN,
)


@steady
@given(
    st.lists(LINES, max_size=12), st.sampled_from(["left", "right"]), st.integers(1, 3), st.data()
)
def test_sorting_by_the_nth_word(found: list[Line], side: str, nth: int, data) -> None:
    """The nth word decides, then those further away; a limit only cuts."""
    ordered = sorted_by(found, side, nth, None)  # type: ignore[arg-type]

    def nth_and_beyond(line: Line) -> list[str]:
        around = words(line.left)[::-1] if side == "left" else words(line.right)
        return list(around[nth - 1 :])

    keys = [nth_and_beyond(line) for line in ordered]
    assert keys == sorted(keys)
    assert Counter(ordered) == Counter(found)
    limit = data.draw(st.integers(0, len(found)))
    assert sorted_by(found, side, nth, limit) == ordered[:limit]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "query", "expected"),
    [
        # The title stands in the text as its first line: one line, not two.
        (article("Alfa bravo\nCharlie.", "Alfa bravo"), "alfa", [("title", 0)]),
        (article("Alfa bravo\nCharlie.", "Alfa bravo"), "title:alfa", [("title", 0)]),
        (article("Alfa bravo.", "Alfa", "inferred", start=0, end=4), "alfa", [("title", 0)]),
        (article("Alfa bravo.", "Alfa delta"), "alfa", [("title", 0), ("body", 0)]),
        (article("Bravo.\nBaca Juga: Alfa Delta\nCharlie."), "alfa", []),
        (article("Bravo.\nBaca Juga: Alfa Delta\nCharlie."), "related:alfa", [("related", 18)]),
        (article("Alfa."), "tag:alfa", []),
        (article("Alfa bravo."), "bravo -alfa", [("body", 5)]),
    ],
)
def test_fields(made: Article, query: str, expected: list[tuple[str, int]]) -> None:
    """What is looked into is what the query looks into."""
    assert [(line.field, line.start) for line in lines(made, parse(query), 20)] == expected


@steady
@given(st.lists(WRITTEN, max_size=3), ASKED, st.integers(1, 4))
def test_words_around_are_those_of_a_naive_script(
    texts: list[str], query: str, window: int
) -> None:
    """Each word near any match is counted once, and none that is part of one."""
    tree = parse(query)
    around = Around(tree, window)
    near, inside, matches = Counter[str](), Counter[str](), 0
    for text in texts:
        around.add(article(text))
        tokens = [token.word for token in analyse(text)]
        spans = list(naive(text, tree).values())
        within = {at for first, last in spans for at in range(first, last + 1)}
        close = {
            at
            for first, last in spans
            for at in range(first - window, last + window + 1)
            if 0 <= at < len(tokens) and at not in within
        }
        near.update(tokens[at] for at in close)
        inside.update(tokens[at] for at in within)
        matches += len(_joined(spans))
    assert (around.near, around.inside, around.matches) == (near, inside, matches)


def _joined(spans: list[tuple[int, int]]) -> list[list[int]]:
    """Spans of words, those that share a word as one."""
    joined: list[list[int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    return joined
