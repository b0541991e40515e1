"""Facts, identity, and the verdict on what comes in."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import BASES, Article, Fact, identity
from archive.duplicates import Known, verdict


def test_the_most_trusted_fact_wins() -> None:
    """Edited before declared before extracted before inferred; of equals the first stated."""
    for order in itertools.permutations(BASES):
        article = Article("", tuple(Fact("title", basis, basis, "rule") for basis in order))
        assert article.value("title") == "edited"
        assert [fact.basis for fact in article.candidates("title")] == list(BASES)
    twice = Article("", tuple(Fact("title", value, "declared", "rule") for value in "ab"))
    assert twice.value("title") == "a"
    assert twice.value("author") is None


@given(
    st.lists(
        st.builds(
            Fact,
            st.sampled_from(("title", "author")),
            st.sampled_from(("", "a", "b")),
            st.sampled_from(BASES),
            st.just("rule"),
        )
    )
)
def test_all_values_are_each_of_them(facts: list[Fact]) -> None:
    """Asked for all at once they are what they are one by one."""
    article = Article("", tuple(facts))
    one_by_one = {name: article.value(name) for name in ("title", "author")}
    assert article.values() == {name: value for name, value in one_by_one.items() if value}


@given(st.text(), st.sampled_from(["\n", "\r\n", "\n\n", " \n\t"]))
def test_layout_and_form_do_not_change_the_identity(text: str, line_end: str) -> None:
    """Line ends, blank space around lines and Unicode composition are not the article."""
    again = unicodedata.normalize("NFD", text).replace("\n", line_end)
    assert identity(Article(f" {again} ")) == identity(Article(text))


def test_other_words_are_another_identity() -> None:
    """Words, their order and their lines are; so is the title where there is no text."""
    texts = ["alfa bravo", "bravo alfa", "alfa\nbravo", "Alfa bravo", "alfa"]
    titles = [(Fact("title", title, "declared", "rule"),) for title in ("x", "y")]
    made = [Article(text) for text in texts] + [Article("", facts) for facts in titles]
    assert len({identity(article) for article in made}) == len(made)


@pytest.mark.parametrize(
    ("known", "is_one_of_many", "expected"),
    [
        (Known(), False, "added"),
        (Known(by_key=1), False, "changed"),
        (Known(by_text=1, by_key=1, is_seen=True), False, "same"),
        (Known(by_text=1, by_key=1), False, "same"),
        (Known(by_text=1, by_key=1, is_current=False, is_seen=True), False, "changed"),
        (Known(by_text=1, by_key=1, is_current=False, is_seen=True), True, "same"),
        (Known(by_text=1, by_key=1, is_current=False), True, "changed"),
        (Known(by_text=1), False, "copy"),
        (Known(by_text=1, by_key=2), False, "copy"),
        (Known(by_text=1, by_key=2, is_seen=True), True, "same"),
    ],
)
def test_verdict(known: Known, is_one_of_many: bool, expected: str) -> None:
    """Each combination of what is known has one meaning."""
    assert verdict(known, is_one_of_many=is_one_of_many) == expected
