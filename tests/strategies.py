"""What property tests draw from: the settings they share, and random query trees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from archive.query import Phrase, Range, Tree, Value, Wildcard, Word, all_of, any_of, negated

# The same examples on every machine and at every run; how long one takes does not matter.
steady = settings(deadline=None, derandomize=True, database=None, max_examples=200)

FIRST_DAY = date(2021, 7, 20)
DAYS = 110


def trees(
    words: Sequence[str], fields: Sequence[str], max_leaves: int = 6
) -> st.SearchStrategy[Tree]:
    """Random query trees over folded `words` in `fields`, as `parse` would build them.

    Besides: values of tag, language, publisher (the whole one) and id, and ranges of days from July
    to November 2021.
    """
    leaves = st.one_of(_forms(words, fields), _wildcards(words, fields), _values(words), ranges())
    return st.recursive(leaves, _joined, max_leaves=max_leaves)


def _joined(trees: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(trees, min_size=2, max_size=4)
    return several.map(all_of) | several.map(any_of) | trees.map(negated)


def _forms(words: Sequence[str], fields: Sequence[str]) -> st.SearchStrategy[Tree]:
    word = st.sampled_from(words)
    field = st.sampled_from((None, *fields))
    phrase = st.lists(word, min_size=2, max_size=3).map(tuple)
    return st.builds(Word, word, field, st.booleans()) | st.builds(
        Phrase, phrase, field, st.booleans()
    )


def _wildcards(words: Sequence[str], fields: Sequence[str]) -> st.SearchStrategy[Tree]:
    field = st.sampled_from((None, *fields, "tag", "language"))
    return st.builds(Wildcard, patterns(words), field)


def _values(words: Sequence[str]) -> st.SearchStrategy[Tree]:
    fields = st.sampled_from(("tag", "language", "publisher"))
    texts = st.builds(Value, st.sampled_from(words), fields)
    return texts | st.builds(Value, st.integers(0, 9).map(str), st.just("id"))


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
            ]
        )
    )
    return Range(*ends, draw(st.sampled_from(("published", "added"))))
