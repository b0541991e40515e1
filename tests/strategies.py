"""What property tests draw from: the settings they share, and random query trees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from archive.article import BASES
from archive.dates import Relative
from archive.query import (
    Boost,
    First,
    Fuzzy,
    NumberRange,
    Paragraph,
    Phrase,
    Range,
    Times,
    Tree,
    Value,
    Wildcard,
    Word,
    WordRange,
    all_of,
    any_of,
    negated,
)
from archive.query.walk import factors
from archive.schema import FACTS, FIELDS, Kind

# The same examples on every machine and at every run; how long one takes does not matter.
steady = settings(deadline=None, derandomize=True, database=None, max_examples=200)


def long(examples: int) -> settings:
    """So many examples, other ones at each run, as they come."""
    return settings(
        deadline=None,
        database=None,
        max_examples=examples,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


FIRST_DAY = date(2021, 7, 20)
DAYS = 110


def trees(
    words: Sequence[str], fields: Sequence[str], max_leaves: int = 6
) -> st.SearchStrategy[Tree]:
    """Random query trees over folded `words` in `fields`, as `parse` would build them.

    Besides: values of tag, language, publisher (the whole one) and id, and ranges of days from July
    to November 2021.
    """
    leaves = st.one_of(
        _forms(words, fields),
        _wildcards(words, fields),
        _fuzzy(words, fields),
        _values(words),
        _placed(words, fields),
        _word_ranges(words, fields),
        ranges(),
    )
    return st.recursive(leaves, _joined, max_leaves=max_leaves)


def _joined(trees: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(trees, min_size=2, max_size=4)
    boosted = st.builds(Boost, trees, st.sampled_from([0.01, 0.5, 1.0, 2.25, 100.0])).filter(
        lambda tree: all(0.01 <= factor <= 100 for factor in factors(tree))
    )
    return several.map(all_of) | several.map(any_of) | trees.map(negated) | boosted


def _forms(words: Sequence[str], fields: Sequence[str]) -> st.SearchStrategy[Tree]:
    word = st.sampled_from(words)
    field = st.sampled_from((None, *fields))
    phrase = st.lists(word, min_size=2, max_size=3).map(tuple)
    slop = st.sampled_from([0, 0, 1, 2, 4, 100])
    return st.builds(Word, word, field, st.booleans()) | st.builds(
        Phrase, phrase, field, st.booleans(), slop
    )


def _fuzzy(words: Sequence[str], fields: Sequence[str]) -> st.SearchStrategy[Tree]:
    field = st.sampled_from((None, *fields))
    return st.builds(Fuzzy, st.sampled_from([w for w in words if len(w) > 2]), field) | st.builds(
        Fuzzy, st.sampled_from([w for w in words if len(w) > 4]), field, st.just(2)
    )


def _wildcards(words: Sequence[str], fields: Sequence[str]) -> st.SearchStrategy[Tree]:
    field = st.sampled_from((None, *fields, "tag", "language"))
    return st.builds(Wildcard, patterns(words), field)


def _values(words: Sequence[str]) -> st.SearchStrategy[Tree]:
    fields = st.sampled_from(("tag", "language", "publisher"))
    texts = st.builds(Value, st.sampled_from(words), fields)
    basis = st.builds("{}:{}".format, st.sampled_from(FACTS), st.sampled_from(BASES))
    return st.one_of(texts, texts, st.builds(Value, basis, st.just("basis")), _numbers())


def _placed(words: Sequence[str], fields: Sequence[str]) -> st.SearchStrategy[Tree]:
    """Words that stand in certain places."""
    some = st.lists(st.sampled_from(words), min_size=2, max_size=3).map(tuple)
    field, form = st.sampled_from((None, *fields)), _forms(words, fields)
    return st.one_of(
        st.builds(Paragraph, some, field, st.booleans()),
        st.builds(First, st.sampled_from([1, 2, 3, 5, 999_999]), form),
        st.builds(Times, st.sampled_from([1, 2, 3]), form),
    )


@st.composite
def _word_ranges(draw: st.DrawFn, words: Sequence[str], fields: Sequence[str]) -> Tree:
    """A range of words with one or two ends, of values or of names."""
    names = [name for name in fields if FIELDS[name].kind is Kind.NAME]
    low, high = sorted((draw(st.sampled_from(words)), draw(st.sampled_from(words))))
    ends = draw(st.sampled_from([(low, high), (low, low[:1]), (low, None), (None, high)]))
    return WordRange(*ends, draw(st.sampled_from(("tag", "language", *names))))


@st.composite
def _numbers(draw: st.DrawFn) -> Tree:
    """A number or a range of numbers, with one or two ends."""
    low, high = sorted((draw(st.integers(0, 9)), draw(st.integers(0, 9))))
    field = draw(st.sampled_from(("id", "copies")))
    ends = draw(st.sampled_from([(low, high), (low, None), (None, high)]))
    return Value(str(low), field) if low == high else NumberRange(*ends, field)


@st.composite
def patterns(draw: st.DrawFn, words: Sequence[str]) -> str:
    """A word of three letters or more with a wildcard after its second letter or later.

    It never ends with "?", which a query takes for punctuation there.
    """
    word = draw(st.sampled_from([word for word in words if len(word) > 2]))
    at = draw(st.integers(2, len(word) - 1))
    tail = word[at + 1 :]
    return word[:at] + draw(st.sampled_from(("*", f"*{tail}", f"?{tail}" if tail else "?*")))


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    """A range of days with one or two ends, often a whole month or year."""
    days = st.integers(0, DAYS).map(lambda days: FIRST_DAY + timedelta(days))
    low, high = sorted((draw(days), draw(days)))
    ends = draw(
        st.sampled_from(
            [
                (low, high),
                (low, low),
                (low, None),
                (None, high),
                (date(2021, 8, 1), date(2021, 8, 31)),
                (date(2021, 1, 1), date(2021, 12, 31)),
                (Relative(days=-3), None),
                (Relative(-1, 2), Relative(days=-1)),
                (low, Relative()),
            ]
        )
    )
    return Range(*ends, draw(st.sampled_from(("published", "added"))))
