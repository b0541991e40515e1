"""What a text may hold is told without a doubt where it is told that it does not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.zones import _hints

LETTERS = "abc© –\xa0\ud800"
WORDS = ("ab", "abc", "caab", "a© b", "–", "\xa0a", "bbbbb", "(", "a\ud800a")
ASKS = [_hints.any_of(word) for word in WORDS]
SOME = _hints.any_of("caab", "bbbbb")


@given(st.text(LETTERS, max_size=600))
def test_hints_are_found_as_python_finds_them(text: str) -> None:
    """In short texts and long ones, whatever else is asked for."""
    for whole in (text, text + "." * _hints._SHORT):
        assert [ask(whole) for ask in ASKS] == [word in whole for word in WORDS]
        assert SOME(whole) == ("caab" in whole or "bbbbb" in whole)


def test_rules_that_come_later_ask_of_the_same_text() -> None:
    """They are found when they are first needed, and a text was asked about before."""
    text = "alfa bravo " * 50
    assert not ASKS[0](text)
    assert _hints.any_of("bravo")(text)
