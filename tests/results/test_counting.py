"""Runs of words, and the measures of what belongs together."""

from __future__ import annotations

from collections import Counter
from math import log, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.results import ngrams
from archive.results.association import Counts, keyness, log_ratio, score
from archive.results.keywords import keywords
from strategies import steady

TEXTS = st.lists(st.lists(st.sampled_from("a b c d e".split()), max_size=12), max_size=6)


@steady
@given(TEXTS, st.integers(1, 4), st.integers(1, 3), st.integers(0, 9), st.sampled_from([3, 999]))
def test_ngrams_are_counted_exactly(
    texts: list[list[str]], n: int, at_least: int, limit: int, part: int
) -> None:
    """As a counter would, however small the parts; none goes on from one text to the next."""
    found = ngrams.Words()
    counter = Counter[str]()
    for text in texts:
        found.add(text)
        counter.update(" ".join(text[at : at + n]) for at in range(len(text) - n + 1))
    frequent = [(text, count) for text, count in counter.items() if count >= at_least]
    frequent.sort(key=lambda pair: (-pair[1], pair[0]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ngrams, "_PART", part)
        few = found.ngrams(n, at_least, limit, "")
        everything = found.ngrams(n, at_least, None, "")
    assert [(one.text, one.count) for one in few.ngrams] == frequent[:limit]
    assert [(one.text, one.count) for one in everything.ngrams] == frequent
    assert (few.total, few.runs) == (len(frequent), counter.total())


def g2(table: list[list[int]]) -> float:
    """The log-likelihood of a table of counts, as Dunning states it."""
    total = sum(map(sum, table))
    columns = [sum(row[n] for row in table) for n in range(2)]
    return 2 * sum(
        seen * log(seen * total / (sum(row) * columns[n]))
        for row in table
        for n, seen in enumerate(row)
        if seen
    )


CELLS = st.tuples(st.integers(1, 50), *[st.integers(0, 500)] * 3)


@steady
@given(CELLS, st.integers(1, 60))
def test_measures(cells: tuple[int, int, int, int], f_x: int) -> None:
    """Each is its formula, over the table of near or not, and the word or another."""
    o, others, far, rest = cells
    counts = Counts(o, o + others, f_x, o + far, o + others + far + rest)
    expected = (o + others) * (o + far) / counts.n
    assert score("mi", counts) == pytest.approx(log2(o / expected))
    assert score("logdice", counts) == pytest.approx(14 + log2(2 * o / (f_x + o + far)))
    assert score("ll", counts) == pytest.approx(g2([[o, others], [far, rest]]), abs=1e-9)


def test_measures_by_hand() -> None:
    """14 is the most that logDice can say; log ratio 1 is twice as often; Rayson's calculator."""
    assert score("logdice", Counts(5, 50, 5, 5, 1000)) == 14
    assert log_ratio(20, 1000, 10, 1000) == 1
    assert log_ratio(2, 100, 0, 100) == 2  # none is taken as a half
    assert keyness(10, 1000, 10, 1000) == pytest.approx(0)
    # 2 (20 ln(20/15) + 10 ln(10/15))
    assert keyness(20, 1000, 10, 1000) == pytest.approx(3.398, abs=0.001)


def test_keywords() -> None:
    """Words that are more frequent here, in enough articles, the surest first."""
    here = {"a": (10, 3), "b": (5, 3), "c": (9, 1), "d": (1, 1)}
    everywhere = {"a": (10, 3), "b": (6, 4), "c": (9, 1), "d": (100, 9), "e": (400, 9)}
    found = keywords(here, everywhere, understood="", articles=3, at_least=2, limit=None)
    assert [(one.word, one.count, one.rest) for one in found.keywords] == [
        ("a", 10, 0),
        ("b", 5, 1),
    ]
    assert (found.words, found.rest, found.total) == (25, 500, 2)
    with pytest.raises(UsageError, match="no rest"):
        keywords(here, here, understood="", articles=3, at_least=2, limit=None)
    assert not keywords({}, here, understood="", articles=0, at_least=2, limit=5).keywords
