"""What an index holds of an article."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.analysis import paragraphs, words
from archive.article import Article, Fact, Sighting
from archive.index import document

SEEN = datetime(2023, 9, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("alfa bravo", ()),
        ("alfa bravo.\ncharlie", (2,)),
        ("alfa bravo\ncharlie", ()),
        ("alfa\n \nbravo\n\n\ncharlie", (1, 2)),
        ("“alfa.”\r\nbravo", (1,)),
        ("\n\nalfa.\n***\n\nbravo.\n\n", (1,)),
        ("", ()),
    ],
)
def test_paragraphs_end_with_sentences_and_empty_lines(text: str, begins: tuple[int, ...]) -> None:
    """A line broken in mid-sentence ends none, and one without words is none."""
    assert document(Article(text)).paragraphs == begins


@given(st.text("ab.\n \r\u2028é'", max_size=40))
def test_words_are_the_same_with_and_without_paragraphs(text: str) -> None:
    """Cutting a text where paragraphs end cuts no word."""
    assert "".join(paragraphs(text)) == text
    assert tuple(word for part in paragraphs(text) for word in words(part)) == words(text)
    assert document(Article(text)).words.get("body", ()) == words(text)


def test_what_a_value_rests_on() -> None:
    """The basis of the value that counts, of each field that has one."""
    facts = (
        Fact("title", "alfa", "inferred", "r"),
        Fact("title", "bravo", "declared", "r"),
        Fact("published", "2023", "extracted", "r"),
        Fact("author", "", "declared", "r"),
    )
    known = document(Article("alfa", facts)).keywords["basis"]
    assert known == {"title:declared", "published:extracted"}


def test_other_files_are_counted() -> None:
    """A file in which it was seen twice is one."""
    seen = [Sighting(path, 1, "", SEEN) for path in ("a.txt", "b.txt", "b.txt", "c.txt")]
    assert document(Article("alfa", sightings=tuple(seen))).files == 2
    assert document(Article("alfa")).files == 0


def test_no_phrase_has_the_words_of_two_values() -> None:
    """Sources, people and notes are apart from each other; each by itself is found."""
    facts = tuple(Fact("person", name, "inferred", "a test") for name in ("Alfa Bravo", "Delta"))
    found = document(Article("echo", facts))
    assert found.words["person"] == ("alfa", "bravo", "\n", "delta")
