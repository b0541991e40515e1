"""What a query means, and where a wrong one loses its meaning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates import Relative
from archive.errors import QueryError
from archive.query import (
    Boost,
    First,
    Fuzzy,
    Not,
    NumberRange,
    Or,
    Paragraph,
    Phrase,
    Range,
    Times,
    Tree,
    Value,
    Wildcard,
    Word,
    WordRange,
    parse,
)
from archive.query.parser import Match
from archive.schema import FIELDS, HAVABLE
from strategies import long, steady, trees

LEAVES: list[tuple[str, Tree]] = [
    ("Banjir", Word("banjir")),
    ("=Serangan", Word("serangan", exact=True)),
    ("korut?", Word("korut")),
    ("or", Word("or")),
    ("title:Banjir", Word("banjir", "title")),
    ("TITLE:banjir", Word("banjir", "title")),
    ("title:=banjir", Word("banjir", "title", exact=True)),
    ("title:AND", Word("and", "title")),
    ('"alfa  Bravo"', Phrase(("alfa", "bravo"))),
    ("“alfa bravo”", Phrase(("alfa", "bravo"))),
    ('="alfa bravo"', Phrase(("alfa", "bravo"), exact=True)),
    ('publisher:"kabar nusa"', Phrase(("kabar", "nusa"), "publisher")),
    ('"alfa* OR"', Phrase(("alfa", "or"))),
    ("Covid-19", Phrase(("covid", "19"))),
    ("tass.com", Phrase(("tass", "com"))),
    ("Jum'at", Word("jumat")),
    ("北京", Phrase(("北", "京"))),
    ("https://tass.com/x", Phrase(("https", "tass", "com", "x"))),
    ('"alfa bravo"~3', Phrase(("alfa", "bravo"), slop=3)),
    ('title:="alfa bravo"~100', Phrase(("alfa", "bravo"), "title", exact=True, slop=100)),
    ('"alfa bravo"~para', Paragraph(("alfa", "bravo"))),
    ('title:="alfa bravo"~PARA', Paragraph(("alfa", "bravo"), "title", exact=True)),
    ("first(50, Alfa)", First(50, Word("alfa"))),
    ("FIRST( 050 ,title:=alfa )", First(50, Word("alfa", "title", exact=True))),
    ('title:first(5, "alfa bravo"~2)', First(5, Phrase(("alfa", "bravo"), "title", slop=2))),
    ("times(3, covid-19)^2", Boost(Times(3, Phrase(("covid", "19"))), 2)),
    ('"first(50, alfa)"', Phrase(("first", "50", "alfa"))),
    ("publisher:Ant..Kom", WordRange("ant", "kom", "publisher")),
    ("publisher:k..", WordRange("k", None, "publisher")),
    ("publisher:k..^2", Boost(WordRange("k", None, "publisher"), 2)),
    ("publisher:kompas...", Word("kompas", "publisher")),
    ("tag:>=k", WordRange("k", None, "tag")),
    ("language:<=id", WordRange(None, "id", "language")),
    ("title:a..k", Phrase(("a", "k"), "title")),
    ("copies:>=2", NumberRange(2, None, "copies")),
    ("copies:0", Value("0", "copies")),
    ("published.basis:Inferred", Value("published:inferred", "basis")),
    ("PUBLISHED.BASIS:inferred", Value("published:inferred", "basis")),
    ("basis:published:inferred", Value("published:inferred", "basis")),
    ("Serang~", Fuzzy("serang")),
    ("serang~1.", Fuzzy("serang")),
    ("title:serang~2", Fuzzy("serang", "title", 2)),
    ("alfa^2", Boost(Word("alfa"), 2)),
    ("=alfa^2.", Boost(Word("alfa", exact=True), 2)),
    ("alfa~^0.5", Boost(Fuzzy("alfa"), 0.5)),
    ("al*^100", Boost(Wildcard("al*"), 100)),
    ('"alfa bravo"~3^1.5', Boost(Phrase(("alfa", "bravo"), slop=3), 1.5)),
    ("a^b", Phrase(("a", "b"))),
    ("tag:a^2", Value("a^2", "tag")),
    ('tag:"a"^2', Boost(Value("a", "tag"), 2)),
    ("Ser*", Wildcard("ser*")),
    ("se?ang", Wildcard("se?ang")),
    ("ser*?", Wildcard("ser*")),
    ("ser*?'", Wildcard("ser*")),
    ("serang?'", Word("serang")),
    ("title:ser*an", Wildcard("ser*an", "title")),
    ("tag:ek*", Wildcard("ek*", "tag")),
    ("tag:Ekonomi", Value("ekonomi", "tag")),
    ('tag:"harga  beras"', Value("harga beras", "tag")),
    ("url:https://Tass.com/x", Value("https://tass.com/x", "url")),
    ("path:001.txt", Value("001.txt", "path")),
    ("id:007", Value("7", "id")),
    ("id:7..9", NumberRange(7, 9, "id")),
    ("id:>7", NumberRange(8, None, "id")),
    ("id:<=7", NumberRange(None, 7, "id")),
    ("id:7..7", Value("7", "id")),
    ("published:-7d..", Range(Relative(days=-7), None, "published")),
    ("published:-2W", Range(Relative(days=-14), Relative(days=-14), "published")),
    ("added:>=-3m", Range(Relative(months=-3), None, "added")),
    ("added:>-1y", Range(Relative(-12, 1), None, "added")),
    ("published:2023..today", Range(date(2023, 1, 1), Relative(), "published")),
    ("published:(today-1m+1d)", Range(Relative(-1, 1), Relative(-1, 1), "published")),
    ("has:published", Value("published", "has")),
    ("published:2023", Range(date(2023, 1, 1), date(2023, 12, 31), "published")),
    ("added:2023-07..2023-09", Range(date(2023, 7, 1), date(2023, 9, 30), "added")),
    ("published:>=2023-07-15", Range(date(2023, 7, 15), None, "published")),
    ("published:..2023", Range(None, date(2023, 12, 31), "published")),
]
TREES = [
    ("alfa bravo", "alfa bravo"),
    ("alfa AND bravo", "alfa bravo"),
    ("alfa OR bravo charlie", "alfa OR bravo charlie"),
    ("(alfa OR bravo) charlie", "(alfa OR bravo) charlie"),
    ("((alfa))(bravo)", "alfa bravo"),
    ("alfa -bravo", "alfa NOT bravo"),
    ("NOT alfa", "NOT alfa"),
    ("NOT NOT alfa", "alfa"),
    ("--alfa", "alfa"),
    ("-(alfa bravo)", "NOT (alfa bravo)"),
    ("-(alfa OR -bravo)", "NOT (alfa OR NOT bravo)"),
    ('-"alfa bravo"', 'NOT "alfa bravo"'),
    ("-title:alfa", "NOT title:alfa"),
    ("title:(alfa OR -bravo)", "title:alfa OR NOT title:bravo"),
    ('title:(alfa "bravo charlie")', 'title:alfa title:"bravo charlie"'),
    ("title:alfa bravo", "title:alfa bravo"),
    ("(alfa bravo)^2 charlie", "(alfa bravo)^2 charlie"),
    ("-first(5, alfa)", "NOT first(5, alfa)"),
    ("title:(first(5, alfa) OR bravo)", "first(5, title:alfa) OR title:bravo"),
    (
        "title.basis:(declared OR -edited)",
        "title.basis:declared OR NOT title.basis:edited",
    ),
    ("zone:related first(5, alfa)", "zone:related first(5, related:alfa)"),
    ("(publisher:a..k)^2", "(publisher:a..k)^2"),
    ("((alfa)^2)^3", "(alfa^2)^3"),
    ("-alfa^2", "NOT alfa^2"),
    ("(-alfa)^2", "(NOT alfa)^2"),
    ("title:(alfa OR bravo)^2", "(title:alfa OR title:bravo)^2"),
    ("zone:related alfa^2 bravo~", "zone:related related:alfa^2 related:bravo~"),
    ("id:7 id:>7", "id:7 id:8.."),
    ("published:-14m..-2w", "published:-14m..-14d"),
    ("published:-24m..today", "published:-2y..today"),
    ('tag:"-a" tag:"a..b"', 'tag:"-a" tag:"a..b"'),
    ("published:>2023 alfa", "published:2024-01-01.. alfa"),
    ("published:2023-07-01..2023-07-31", "published:2023-07"),
]
ANY = [
    ("alfa bravo", "alfa OR bravo"),
    ("alfa bravo -charlie", "(alfa OR bravo) NOT charlie"),
    ("-alfa bravo -charlie", "bravo NOT alfa NOT charlie"),
    ("-alfa -bravo", "NOT alfa NOT bravo"),
    ("-alfa", "NOT alfa"),
    ("alfa AND bravo charlie", "alfa bravo OR charlie"),
    ("alfa OR bravo charlie", "alfa OR bravo OR charlie"),
    ("(alfa bravo) AND charlie", "(alfa OR bravo) charlie"),
    ("-(alfa bravo)", "NOT (alfa OR bravo)"),
    ("title:(alfa bravo)", "title:alfa OR title:bravo"),
    ('"alfa bravo" Covid-19', '"alfa bravo" OR "covid 19"'),
]
WRONG = [
    ("title:-alfa", "before the field", 6, 7),
    ("title:-5", "before the field", 6, 7),
    ("published:-7x..", "not a date", 10, 15),
    ("published:-1d..-7d", "before it begins", 10, 18),
    ("id:9..7", "before it begins", 3, 7),
    ("id:..", "at least one end", 3, 5),
    ("id:<0", "no number of id: is below 0", 3, 5),
    ("id:>=x", "needs a whole number, or a range", 3, 6),
    ("id:7...9", "needs a whole number, or a range", 3, 8),
    ("", "the query is empty", 0, 0),
    ("   ", "the query is empty", 3, 3),
    ("alfa AND", "missing at the end", 8, 8),
    ("alfa -(", "missing at the end", 7, 7),
    ("NOT", "missing at the end", 3, 3),
    ("AND alfa", "missing before AND", 0, 3),
    ("alfa OR OR bravo", "missing before OR", 8, 10),
    ("(alfa OR)", "missing before this parenthesis", 8, 9),
    ("()", "nothing between these parentheses", 0, 1),
    ("(alfa", "not closed", 0, 1),
    ("alfa)", "closes nothing", 4, 5),
    ("alfa(bravo)", "right after a word", 4, 5),
    ('alfa "bravo', "not closed", 5, 6),
    ('""', "no word", 0, 2),
    ("alfa - bravo", "no word", 5, 6),
    ("alfa !!!", "no word", 5, 8),
    ("ekor:alfa", "no field 'ekor'; the fields are title, body", 0, 4),
    ("alfa title: bravo", "title: needs a value right after it", 5, 11),
    ("title:", "needs a value right after it", 0, 6),
    ("title:(alfa body:bravo)", "a field inside title:", 12, 17),
    ("= alfa", "= needs a word right after it", 0, 1),
    ("=al*", "no meaning for a wildcard", 1, 4),
    ("tag:=alfa", "no meaning in tag:", 5, 9),
    ("alfa-br*", "must stand in a single word", 0, 8),
    ("alfa~3", "1 or 2 (nothing: 1)", 0, 6),
    ("alfa~x", "1 or 2 (nothing: 1)", 0, 6),
    ("al~", "at least 3 letters", 0, 3),
    ("alfa~2", "at least 5 letters", 0, 6),
    ("=alfa~", "= has no meaning before a word that may be misspelt", 1, 6),
    ("al*~", "a wildcard cannot be misspelt", 0, 4),
    ("alfa-bravo~", "~ must stand behind a single word", 0, 11),
    ("alfa^", "after ^ comes a number from 0.01 to 100", 0, 5),
    ("alfa^1e9", "after ^ comes a number from 0.01 to 100", 0, 8),
    ("alfa^0", "after ^ comes a number from 0.01 to 100", 0, 6),
    ("alfa^101", "after ^ comes a number from 0.01 to 100", 0, 8),
    ("alfa^1.234", "at most two decimals", 0, 10),
    ("alfa^-1", "after ^ comes a number from 0.01 to 100", 0, 7),
    ('"alfa"^x', "after ^ comes a number from 0.01 to 100", 6, 8),
    ("(alfa^20 bravo)^6", "multiply to 120; the limits are 0.01 and 100", 15, 17),
    ("(alfa)^2^3", "after ^ comes a number from 0.01 to 100", 6, 10),
    ('"alfa bravo"~', "how many other words may stand inside, 1 to 100", 12, 13),
    ('"alfa bravo"~0', "how many other words may stand inside, 1 to 100", 12, 14),
    ('"alfa bravo"~101', "how many other words may stand inside, 1 to 100", 12, 16),
    ('"alfa bravo"~dekat', "how many other words may stand inside, 1 to 100", 12, 18),
    ("first(alfa)", "needs a number from 1 to 999,999 and a comma: first(5, word)", 0, 6),
    ("first(0, alfa)", "needs a number from 1 to 999,999", 0, 8),
    ("times(1000000, alfa)", "needs a number from 1 to 999,999", 0, 14),
    ("times(2, al*)", "times(…) takes one word or one phrase", 9, 12),
    ("times(2, alfa bravo)", "times(…) takes one word or one phrase", 9, 13),
    ("times(2, (alfa bravo))", "times(…) takes one word or one phrase", 9, 10),
    ('times(2, "alfa bravo"~para)', "times(…) takes one word or one phrase", 9, 21),
    ("times(2, )", "missing before this parenthesis", 9, 10),
    ("times(2, alfa", "this parenthesis is not closed", 0, 8),
    ("first(5, -alfa)", "missing before -", 9, 10),
    ("publisher:..", "at least one end", 10, 12),
    ("publisher:k..a", "before it begins", 10, 14),
    ("publisher:a-b..k", "an end of a range must be a single word", 10, 16),
    ("publisher:=a..k", "= has no meaning for a range", 11, 15),
    ("tag:>k", "between words there is >= and <= only", 4, 6),
    ("copies:many", "needs a whole number", 7, 11),
    ("body.basis:inferred", "nothing is known of what body: rests on", 0, 10),
    ("nosuch.basis:inferred", "no field 'nosuch.basis'", 0, 12),
    ("published.basis:guess", "what a value rests on is edited, declared", 16, 21),
    ("basis:inferred", "what a value rests on is edited, declared", 6, 14),
    ('"alfa"~3', "needs two words or more", 6, 8),
    ('tag:"alfa bravo"~3', "~ has no meaning in tag:", 16, 18),
    ("published:kemarin", "not a date", 10, 17),
    ("published:2023-13", "not a date of the calendar", 10, 17),
    ("published:2024..2023", "before it begins", 10, 20),
    ("id:satu", "needs a whole number", 3, 7),
    ("id:٣", "needs a whole number", 3, 4),
    ("has:ekor", "has: knows title", 4, 8),
    ('tag:""', "tag: needs a value", 4, 6),
]


@pytest.mark.parametrize(("query", "tree"), LEAVES)
def test_a_value_means_a_clause(query: str, tree: Tree) -> None:
    """A word, phrase, wildcard, range or value is understood in its field."""
    assert parse(query) == tree


@pytest.mark.parametrize(("query", "understood"), TREES)
def test_clauses_are_combined(query: str, understood: str) -> None:
    """AND binds closer than OR, NOT closer than both, and what is nested needlessly is flat."""
    assert str(parse(query)) == understood


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("siapa presiden", "siapa^0.01 OR presiden"),
        ("Di mana banjir?", "di OR mana^0.01 OR banjir"),
        ("siapa presiden -kapan", "(siapa^0.01 OR presiden) NOT kapan"),
        ("siapa kapan", "siapa OR kapan"),
        ("siapa", "siapa"),
        ("=siapa title:siapa presiden", "=siapa OR title:siapa OR presiden"),
        ("siapa^2 presiden", "siapa^2 OR presiden"),
        ("banjir AND (siapa OR presiden)", "banjir (siapa OR presiden)"),
    ],
)
def test_what_a_question_begins_with_hardly_counts(query: str, understood: str) -> None:
    """With `any`, and beside other words; the tree says so, and whoever wants it has it counted."""
    assert str(parse(query, "any")) == understood
    assert "^0.01" not in str(parse(query, "all"))


@pytest.mark.parametrize(("query", "understood"), ANY)
def test_any_joins_words_by_or(query: str, understood: str) -> None:
    """With `any`, words side by side are alternatives, and negated clauses still exclude."""
    assert str(parse(query, "any")) == understood


@pytest.mark.parametrize(("query", "message", "start", "end"), WRONG)
def test_a_wrong_query_says_what_and_where(query: str, message: str, start: int, end: int) -> None:
    """The error names what is wrong and points at it."""
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert message in str(caught.value)
    assert (caught.value.query, caught.value.start, caught.value.end) == (query, start, end)


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_can_be_asked(field: str) -> None:
    """A field of the schema is a field of the language, also in front of parentheses."""
    value = {
        "id": "7",
        "published": "2023",
        "saved": "2023",
        "added": "2023",
        "has": HAVABLE[0],
        "zone": "related",
        "copies": "7",
        "basis": "declared",
    }.get(field, "alfa")
    asked = "title.basis" if field == "basis" else field
    tree = parse(f"{asked}:{value}")
    assert tree.field == field  # type: ignore[union-attr]
    assert parse(f"{asked}:({value} OR NOT {value})") == Or((tree, Not(tree)))


@pytest.mark.parametrize("query", [".al*", "al*+", "$$*alfa", "al*…"])
def test_a_wildcard_is_of_letters_only(query: str) -> None:
    """A sign that no word holds is refused or left out, not looked for in vain."""
    try:
        tree = parse(query)
    except QueryError:
        return
    assert tree == Wildcard("al*")


pieces = st.lists(
    st.sampled_from(
        [*" ()\"“=-~^*?:.,!<>", "AND", "OR", "NOT", " ", "alfa", "al*", "~2", "^2", "~para", "-7d",
         "first(5,", "times(2, ", ".basis:", "inferred", "é", "北", "½", "＂", "？", "＊", "（",
         "¨", "'", "…", "\u200b", "\ud800", "\0", "..", "2023", "2023-07-15", "19",
         *(f"{field}:" for field in FIELDS), "ekor:", "has:tag", "https://"]
    )
).map("".join)  # fmt: skip
queries = st.text() | pieces


def is_understood_or_refused(query: str, match: Match) -> None:
    """Parsing gives a tree that can be written back, or an error that points into the query."""
    try:
        tree = parse(query, match)
    except QueryError as caught:
        error = caught
    else:
        assert parse(str(tree)) == tree
        return
    assert 0 <= error.start <= error.end <= len(query)
    assert error.query == query
    assert str(error)


matches = st.sampled_from(["all", "any"])


@steady
@given(queries, matches)
def test_every_text_has_a_meaning_or_a_place(query: str, match: Match) -> None:
    """What was understood is understood again when it is written back; never anything else."""
    is_understood_or_refused(query, match)


@pytest.mark.nightly
def test_every_text_has_a_meaning_or_a_place_at_length(amount: Callable[[int], int]) -> None:
    """The same for 100,000 texts, other ones at each run."""
    long(amount(100_000))(given(queries, matches)(is_understood_or_refused))()


# Folding brings signs of the language into what had none.
TRICKY = [
    "al*？",
    "al*（",
    "tag:al*＂",
    "tag:al*¨",
    "tag:a＂b",
    "tag:¨",
    "tag:＊",
    "tag:＝a",
    "ໜ",
    "㈱",
]


@pytest.mark.parametrize("query", TRICKY)
def test_signs_that_folding_brings_are_no_syntax(query: str) -> None:
    """A full-width sign is refused, or written back as something that is understood alike."""
    try:
        tree = parse(query)
    except QueryError:
        return
    assert parse(str(tree)) == tree


WORDS = ("alfa", "serang", "jumat", "covid", "19", "or", "not", "negara", "й", "北", "हिन्दी")


written = trees(words=WORDS, fields=("title", "body", "publisher", "place"))


def comes_back(tree: Tree) -> None:
    """Nothing that a tree says is lost when it is written in the query language."""
    assert parse(str(tree)) == tree


@steady
@given(written)
def test_a_tree_written_back_is_the_same_tree(tree: Tree) -> None:
    """Whatever it is made of."""
    comes_back(tree)


@pytest.mark.nightly
def test_a_tree_written_back_is_the_same_tree_at_length(amount: Callable[[int], int]) -> None:
    """The same for 100,000 trees, other ones at each run."""
    long(amount(100_000))(given(written)(comes_back))()
