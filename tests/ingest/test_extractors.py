"""Every extractor tells the truth about where its value stands; the languages of the seeds."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import plugins
from archive.article import BASES, Article, Fact
from archive.ingest import extractors
from archive.ingest.extractors import enrich, language, published, title
from archive.schema import FACTS
from archive.zones import zones
from conftest import SEEDS

EXTRACTORS = plugins.discover(sys.modules[extractors.__name__], ["FIELDS", "extract"])
OTHERS = {"002": "en", "019": "en", "026": "en", "020": "jv", "022": "ms"}
TEXTS = {file.name[:3]: file.read_text("utf-8") for file in sorted(SEEDS.iterdir())}


@pytest.mark.parametrize("name", EXTRACTORS)
@given(text=st.text() | st.sampled_from(list(TEXTS.values())))
def test_a_fact_stands_where_it_says(name: str, text: str) -> None:
    """Offsets reproduce the value; the field is known, and nothing is claimed to be declared."""
    for fact in EXTRACTORS[name].extract(Article(text), zones(text)):
        assert fact.field in EXTRACTORS[name].FIELDS
        assert fact.field in FACTS
        assert BASES.index(fact.basis) >= BASES.index("extracted")
        if fact.start is not None and fact.field != "published":
            stands = " ".join(text[fact.start : fact.end].split())
            value = " ".join(fact.value.split())
            # A source is named without its article.
            sides = [side.casefold().removeprefix("the ") for side in (stands, value)]
            assert sides[0] == sides[1]


def test_what_the_file_declares_is_not_overruled() -> None:
    """Extractors fill only what is missing."""
    declared = Fact("title", "Alfa", "declared", "json: title")
    ((article, _),) = enrich([Article(TEXTS["001"], (declared,))])
    assert article.candidates("title") == [declared]
    assert article.value("language") == "id"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Alfa bravo. Charlie delta.", "Alfa bravo."),
        ("\n\n  Alfa bravo\nCharlie", "Alfa bravo"),
        ("Dr. H. Budi datang. Lalu pulang.", "Dr. H. Budi datang."),
        ("“Apa kabar?” Ia diam.", "“Apa kabar?”"),
        ("Harga naik 4.8 persen hari ini. Besok?", "Harga naik 4.8 persen hari ini."),
        ("kata " * 100, ("kata " * 24).strip()),
        ("x" * 300, "x" * 60),
        (" \n ", None),
    ],
)
def test_title_is_the_first_sentence(text: str, expected: str | None) -> None:
    """The first sentence of the first line, cut at a word if it is long."""
    found = [fact.value for fact in title.extract(Article(text), zones(text))]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Panen Raya\nSenin, 17 Juli 2023 15:16 WIB\nWarga menanam padi.", "2023-07-17"),
        ("Koran.com - 17/07/2023, 15:16 WIB\nWarga menanam padi.", "2023-07-17"),
        ("Panen Sri - detikSigi Senin, 17 Jul 2023 15:16 WIB Palu - Warga menanam.", "2023-07-17"),
        ("Promo hingga 17 Juli 2023\nWarga menanam padi.", None),
        ("Warga menanam padi hari ini.\nSenin, 17 Juli 2023\nWarga pulang.", None),
        ("PALU - Warga\n17 Juli 2023\nmenanam padi.", None),
        ("Juli 2023\nWarga menanam padi.", None),
    ],
)
def test_the_day_above_the_text(text: str, expected: str | None) -> None:
    """A day in a line of its own or in the dateline is that of publication; no other is."""
    found = [fact.value for fact in published.extract(Article(text), zones(text))]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize("number", TEXTS)
def test_languages_of_the_seeds(number: str) -> None:
    """Both ways to tell a language agree with who wrote the seed."""
    expected = OTHERS.get(number, "id")
    (fact,) = language.extract(Article(TEXTS[number]), [])
    assert fact.value == expected
    told = language.by_function_words(TEXTS[number])
    assert told is not None
    assert told[0] == expected
    assert fact.confidence is not None
    assert 0.5 < fact.confidence <= 1
    assert 0.5 < told[1] <= 1


def test_malay_is_told_from_indonesian() -> None:
    """By the words that only one of them has, where the detector takes one for the other."""
    malay = "Polis berkata penduduk bandar itu boleh pulang kerana banjir sudah surut pada Isnin. "
    (fact,) = language.extract(Article(malay), [])
    assert fact.value == "ms"


@pytest.mark.parametrize("text", ["", "alfa bravo", "\x00\x0b\ufffe" * 20, "12345 " * 20])
def test_no_language_is_guessed(text: str) -> None:
    """A few words, or none, tell no language; control characters do no harm."""
    assert language.extract(Article(text), []) == []
    assert language.by_function_words(text) is None
