"""Lines become paragraphs as they were set, and no word is lost."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.layout import Line, paragraphs
from strategies import steady

# What stands in most of the lines below: without lines that are full, none is short.
LONG = "Alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november."


def page(*texts: str, x: float = 50, size: float = 10, top: float = 700) -> list[Line]:
    """A line for each text, an empty one a gap; each tab before it an indentation."""
    return [
        Line(x + 15 * (len(text) - len(text.lstrip("\t"))), top - 12 * at, size, text)
        for at, text in enumerate(texts)
        if text
    ]


def texts(*pages: list[Line]) -> list[str]:
    """The texts of the paragraphs on `pages`."""
    return [paragraph.text for paragraph in paragraphs(pages)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["alfa bravo", "charlie", "", "delta"], ["alfa bravo charlie", "delta"]),
        (["\talfa", "bravo", "\tcharlie", "delta"], ["alfa bravo", "charlie delta"]),
        ([LONG, "\tAlfa.", "\tBravo,", "charlie"], [LONG, "Alfa.", "Bravo, charlie"]),
        ([LONG, "alfa.", "bravo"], [f"{LONG} alfa.", "bravo"]),
        ([LONG, "alfa. " + LONG[:-9] + "x.", "bravo"], [f"{LONG} alfa. {LONG[:-9]}x. bravo"]),
        ([LONG, "", "Alfa", "Bravo charlie"], [LONG, "Alfa", "Bravo charlie"]),
        (["• alfa bravo", "\tcharlie.", "• delta"], ["• alfa bravo charlie.", "• delta"]),
    ],
)
def test_paragraphs(lines: list[str], expected: list[str]) -> None:
    """They begin behind a gap, indented, and behind a line with room for another word."""
    assert texts(page(*lines)) == expected


def test_a_paragraph_goes_on_across_columns_and_pages() -> None:
    """Unless a sentence ends there; another size is another paragraph."""
    left, right = page("alfa bravo", "charlie"), page("delta", "echo.", x=300)
    assert texts([*left, *right], page("foxtrot")) == ["alfa bravo charlie delta echo.", "foxtrot"]
    assert texts(page("Alfa", size=20), page("bravo")) == ["Alfa", "bravo"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["pemba-", "ngunan jalan"], "pembangunan jalan"),
        (["negara-", "negara itu"], "negara-negara itu"),
        (["ber-", "jalan"], "berjalan"),
        (["berjalan-", "jalan"], "berjalan-jalan"),
        (["Covid-", "19 itu"], "Covid-19 itu"),
        (["Jean-", "Pierre"], "Jean-Pierre"),
        (["long-term plan,", "a long-", "term plan"], "long-term plan, a long-term plan"),
        (["a cooperation of", "co-", "operation"], "a cooperation of cooperation"),
        (["alfa -", "bravo"], "alfa - bravo"),
        (["al\xad", "fa"], "alfa"),
        (["al\u2010", "fa"], "alfa"),
        (["e\ufb03cient \ufb01les  and\xa0more"], "efficient files and more"),
    ],
)
def test_broken_words_are_joined(lines: list[str], expected: str) -> None:
    """But for hyphens that belong to the word: what stands elsewhere decides, or its form."""
    assert texts(page(*lines)) == [expected]


def test_what_stands_on_most_pages_is_no_text() -> None:
    """Heads, feet and page numbers; not the title, which is set larger, nor what is not outside."""
    pages = []
    for number in range(1, 7):
        body = [f"{LONG} Part {'abcdefg'[number]}.", *["bravo charlie"] * 6, "x" * 20, "Alfa."]
        head = f"Koran Alfa {number}" if number % 2 else f"{number} Koran Bravo"
        pages.append([*page(head, top=780), *page(*body), *page(str(number), top=20)])
    pages[0] = [*page("Koran Alfa 1", size=30, top=760), *pages[0]]
    found = "\n".join(texts(*pages))
    assert found.startswith("Koran Alfa 1\n")
    assert found.count("Koran") == 1
    assert not re.search(r"^\d$|Bravo \d", found, re.M)
    assert len(re.findall(r"\bbravo charlie\b", found)) == 6 + 36
    once = page(LONG, "bravo.", "", "Alfa.", top=780)
    assert texts(once, page(LONG, top=700)) == [f"{LONG} bravo.", "Alfa.", LONG]


words = st.lists(st.text(alphabet="abcdefg", min_size=1, max_size=12), min_size=1, max_size=40)


@steady
@given(st.lists(words, min_size=1, max_size=6), st.integers(15, 60), st.booleans())
def test_no_word_is_lost(parts: list[list[str]], width: int, is_indented: bool) -> None:
    """However it is set: all words come back in order; set with gaps, so do all paragraphs."""
    written = [LONG, *(" ".join(part) for part in parts)]
    lines: list[str] = []
    for text in written:
        first, *rest = textwrap.wrap(text, width)
        lines += [f"\t{first}", *rest] if is_indented else [first, *rest, ""]
    found = texts(page(*lines))
    assert " ".join(found).split() == " ".join(written).split()
    assert is_indented or found == written


@steady
@given(
    st.lists(
        st.lists(
            st.builds(Line, *[st.floats(-1e3, 1e3)] * 2, st.floats(0, 1e3), st.text(max_size=9)),
            max_size=9,
        ),
        max_size=5,
    )
)
def test_any_lines_give_paragraphs(pages: list[list[Line]]) -> None:
    """Wherever they stand, whatever is in them, however large: nothing fails."""
    assert all(paragraph.text.strip() for paragraph in paragraphs(pages))
