"""`why` says of every clause what the index answers, and names what is nearest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import config
from archive.archive import Archive, Incoming
from archive.article import Article, Fact, Place, Record
from archive.lock import Lock
from archive.query import Tree, limits
from archive.results.why import Verdict, Why
from strategies import long, steady, trees

WORDS = ("alfa", "bravo", "serang", "menyerang", "diserang", "run", "running", "korut")
TODAY = date(2021, 7, 29)
# The fields that trees ask for.
FIELDS = ("title", "body", "publisher", "cites", "related", "note")

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
lines = st.sampled_from(["\n", "\n\n", ". ", ".\n", "\nBaca juga: "])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Words in lines, paragraphs and links to other articles."""
    return draw(words) + "".join(draw(lines) + draw(words) for _ in range(draw(st.integers(0, 3))))


facts = st.lists(
    st.one_of(
        st.builds(Fact, st.sampled_from(["title", "publisher", "cites"]), words,
                  st.sampled_from(["edited", "declared", "inferred"]), st.just("a rule")),
        st.builds(Fact, st.just("published"), st.sampled_from(["2021", "2021-08", "2021-07-28"]),
                  st.just("declared"), st.just("a rule")),
        st.builds(Fact, st.just("language"), st.sampled_from(["id", "en", "zz"]),
                  st.just("declared"), st.just("a rule")),
    ),
    max_size=5,
    unique_by=lambda fact: (fact.field, fact.value),
)  # fmt: skip
articles = st.builds(
    Article, texts(), facts.map(tuple), st.sets(st.sampled_from(WORDS[:3])).map(tuple)
)


@contextmanager
def stored(*kept: Article, settings: str = "") -> Iterator[Archive]:
    """An archive of these articles, each from a file of its own; `settings` in TOML."""
    with TemporaryDirectory() as home:
        (Path(home) / "archive.toml").write_text(settings)
        made = config.load({"home": Path(home), "deadline": 0}, {})
        with Archive.open(made) as archive:
            archive.put([incoming(number, one) for number, one in enumerate(kept, 1)])
            yield archive


def incoming(number: int, article: Article, key: str | None = None) -> Incoming:
    text = article.text
    record = Record(Place(f"/{number}"), text.encode(), "text/plain", text, key=key)
    return Incoming(record, article)


def agrees(kept: list[Article], notes: dict[int, str], asked: list[Tree]) -> None:
    with stored(*kept) as archive:
        ids = archive.ids(None)
        for id, note in notes.items():
            if id in ids:
                archive.add_note(id, note)
        for tree in asked:
            members = archive.ids(str(tree), today=TODAY)
            for id in ids:
                why = archive.why(id, str(tree), today=TODAY)
                assert why is not None
                assert why.matched == why.found == (id in members), (id, str(tree))
                consistent(why.verdict)


def consistent(verdict: Verdict) -> None:
    """A combination is what its clauses make of it; what matches does so through something."""
    parts = [one.matched for one in verdict.clauses]
    combined = {"all": all(parts), "any": any(parts), "not": not any(parts)}
    if verdict.combines:
        assert verdict.matched == combined[verdict.combines]
    elif verdict.matched:
        assert verdict.found or verdict.reasons, verdict
    else:
        assert not verdict.found
    for one in verdict.clauses:
        consistent(one)


kept = st.lists(articles, min_size=1, max_size=8)
notes = st.dictionaries(st.integers(1, 8), words, max_size=2)
asked = st.lists(trees(WORDS, FIELDS), min_size=8, max_size=8)


@settings(steady, max_examples=20)
@given(kept, notes, asked)
def test_why_agrees_with_what_a_search_finds(
    kept: list[Article], notes: dict[int, str], asked: list[Tree]
) -> None:
    """On random archives and random queries, and every engine means the same (conformance)."""
    agrees(kept, notes, asked)


@pytest.mark.slow
def test_why_agrees_with_a_search_at_length() -> None:
    """The same with other examples at each run."""
    long(300)(given(kept, notes, asked)(agrees))()


@settings(steady, max_examples=10)
@given(kept, notes, asked)
def test_why_agrees_where_a_clause_stands_for_too_many_words(
    kept: list[Article], notes: dict[int, str], asked: list[Tree]
) -> None:
    """What a search does not look for any more does not match, though the article has it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "EXPANSIONS", 2)
        agrees(kept, notes, asked)


def test_a_word_beyond_the_limit_is_said_to_be_beyond_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXPANSIONS", 2)
    with stored(Article("serang seri serta"), Article("serius")) as archive:
        assert [reason.about for reason in told(archive, 2, "ser*").verdict.reasons] == ["limit"]
        assert told(archive, 1, "ser*").matched


def told(archive: Archive, id: int, query: str) -> Why:
    why = archive.why(id, query, today=TODAY)
    assert why is not None
    return why


BODY = "Tuan rumah menyerang sejak peluit pertama di stadion.\n\nBaca juga: Resep kolak pisang\n"
ARTICLE = Article(
    f"{BODY}\nPara penyerang dari Pelabuhan Ratu pulang sore itu, running text.",
    (
        Fact("language", "id", "declared", "a"),
        Fact("publisher", "Kabar Nusa", "declared", "a rule"),
        Fact("published", "2023-07", "inferred", "a guess"),
        Fact("title", "Final yang sepi", "declared", "a"),
    ),
)


@pytest.mark.parametrize(
    ("query", "about", "said"),
    [
        ("kolak", "field", "stands in related (links to other articles in it): related:kolak"),
        ("publisher:sepi", "value", "publisher: Kabar Nusa (declared, a rule)"),
        ("=serang", "exact", "menyerang, penyerang; = asks for the written form alone"),
        ("runs", "language", "its stem in en is that of running, but the article is in id"),
        ("pelbuhan", "spelling", "nearest in title or body: pelabuhan (1 letter differs)"),
        ("pelabuhanku~", "spelling", "pelabuhan (2 letters differ)"),
        ("qeluit~", "places", "with at most 1 letter wrong, and not the first"),
        ("qeluit~", "spelling", "peluit (1 letter differs)"),
        ("peluh*", "beginning", "peluit"),
        ("labuhan", "spelling", "pelabuhan"),
        ("rumahkaca", "beginning", "rumah"),
        ('"tuan menyerang"', "places", 'with 1 other word between: "tuan menyerang"~1'),
        ('"rumah tuan"', "places", 'the other way round: "tuan rumah"'),
        ('"stadion tuan"', "places", '"stadion tuan"~para'),
        ('"tuan sore"~2', "places", "between"),
        ('"sore tuan"', "places", "all its words stand in body, but not in one paragraph"),
        ('"final stadion"', "places", "its words do not all stand in one field of title or body"),
        ('"tuan banjir"', "places", "banjir is not in title or body"),
        ("first(2, peluit)", "places", "the first in body ends with word 5"),
        ("times(3, serang)", "places", "stands at 2 places in body"),
        ("published:2023-07-01..2023-07-15", "value", "any day from 2023-07-01 to 2023-07-31"),
        ("published:..-3d", "value", "that is published:..2021-07-26"),
        ("tag:ekonomi", "value", "tag: none"),
        ("has:author", "value", "author: not known"),
        ("copies:>=2", "value", "copies: 0"),
        ("zone:caption", "value", "zone: body, related"),
    ],
)  # fmt: skip
def test_the_nearest_is_named(query: str, about: str, said: str) -> None:
    english = Article("alfa", (Fact("language", "en", "declared", "a"),))
    with stored(ARTICLE, english) as archive:
        why = told(archive, 1, query)
        assert not why.matched
        texts = [reason.text for reason in why.verdict.reasons if reason.about == about]
        assert any(said in text for text in texts), why.verdict.reasons


def test_what_is_asked_instead_matches() -> None:
    """A clause that a reason names finds the article."""
    with stored(ARTICLE) as archive:
        for query in ("kolak", '"tuan menyerang"', '"rumah tuan"', '"stadion tuan"', "body:sepi"):
            instead = [one.query for one in told(archive, 1, query).verdict.reasons if one.query]
            assert instead
            assert all(told(archive, 1, other).matched for other in instead)


def test_places_are_offsets_into_the_text() -> None:
    text = ARTICLE.text
    with stored(ARTICLE) as archive:
        verdict = told(archive, 1, "serang").verdict
        (body,) = verdict.found
        found = [(text[place.start : place.end], place.stem) for place in body.places]
        assert found == [("menyerang", "serang"), ("penyerang", "serang")]
        assert [body.snippet[start:end] for start, end in body.marks] == ["menyerang", "penyerang"]
        (title,) = told(archive, 1, "sepi").verdict.found
        assert (title.field, title.places[0].start) == ("title", None)


def test_a_copy_may_have_it_or_stand_for_it() -> None:
    """Of copies that match, one is shown."""
    rest = " ".join(f"kata{n} lain{n} banyak{n}" for n in range(60))
    with stored(Article(f"Banjir. {rest}"), Article(f"Gempa. {rest}")) as archive:
        stated = {reason.about: reason.text for reason in told(archive, 1, "gempa").verdict.reasons}
        assert stated["copy"] == "stands in article 2, a copy of it"
        (shown,) = archive.search("kata7 lain8", is_folded=True).results
        for id in (1, 2):
            hidden = told(archive, id, "kata7 lain8").hidden
            assert (hidden is None) == (id == shown.id)
            assert hidden is None or f"shows article {shown.id}, a copy of it" in hidden


def test_an_earlier_version_may_have_it() -> None:
    with stored() as archive:
        archive.put([incoming(1, Article("Kereta tiba pukul tujuh."), key="/1")])
        archive.put([incoming(1, Article("Kereta tiba pukul delapan."), key="/1")])
        stated = {reason.about: reason.text for reason in told(archive, 1, "tujuh").verdict.reasons}
        assert stated["version"] == "stands in version 1 of it, which is not searched"


def test_an_article_that_is_not_there() -> None:
    with stored(Article("alfa")) as archive:
        archive.remove([1])
        assert archive.why(1, "alfa") is None
        assert archive.why(7, "alfa") is None
        assert archive.was_removed(1)
        assert not archive.was_removed(7)


def test_an_index_that_is_behind_is_named() -> None:
    """The article as it is stored decides; that a search does not show it yet is said."""
    with stored(Article("alfa")) as archive:
        archive.sync()
        archive.put([incoming(2, Article("bravo"))])
        with Lock(archive.config.home / "lock").hold(0):
            why = told(archive, 2, "bravo brav*")
        assert (why.matched, why.found) == (True, False)
        assert why.hidden == "the index does not find it yet: it is behind the database"
        assert why.warnings
        assert told(archive, 2, "bravo").found


def test_stems_of_the_user_count() -> None:
    with stored(ARTICLE, settings="[stems.id]\npeluit = 'serang'") as archive:
        (body,) = told(archive, 1, "serang").verdict.found
        assert "peluit" in [place.form for place in body.places]


def test_learned_residue_is_no_body() -> None:
    """It stands in the residue then, which a word without a field does not look in."""
    publisher = Fact("publisher", "Kabar", "declared", "a")
    texts = [f"Berita {n}.\nUnduh aplikasi kami\nIsi {n}." for n in range(12)]
    repeated = [Article(text, (publisher,)) for text in texts]
    with stored(*repeated) as archive:
        assert told(archive, 1, "unduh").matched
        archive.learn([one for one in archive.repeated() if "unduh" in one.line.lower()])
        about = {reason.about: reason.query for reason in told(archive, 1, "unduh").verdict.reasons}
        assert about["field"] == "residue:unduh"
