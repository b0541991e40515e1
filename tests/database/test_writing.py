"""A batch: the same outcomes and the same rows as its articles stored one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from archive import database
from archive.article import Article, Fact, Place, Record
from archive.database import Incoming, Store
from databases import rows, two
from strategies import steady

texts = st.sampled_from(("alfa", "bravo", "alfa "))
facts = st.builds(
    Fact,
    st.just("author"),
    st.sampled_from("xyz"),
    st.sampled_from(("edited", "declared")),
    st.just("json"),
    st.sampled_from((None, 1)),
)


@st.composite
def arrivals(draw: st.DrawFn) -> Incoming:
    """An article of few texts, keys and places, so that one often meets another."""
    text, stated = draw(texts), tuple(draw(st.lists(facts, max_size=3)))
    record = Record(
        place=Place(draw(st.sampled_from(("/a", "/b"))), draw(st.sampled_from((None, 1, 2)))),
        original=draw(st.sampled_from((text.encode(), b"raw " + text.encode()))),
        media_type="text/plain",
        text=text,
        key=draw(st.sampled_from(("k1", "k1", "k1", "k2", None))),
    )
    tags = tuple(draw(st.lists(st.sampled_from("pq"), max_size=2)))
    return Incoming(record, Article(text, stated, tags))


def assert_sound(store: Store) -> None:
    """Every checksum is right, and the change list names each article and has its counter."""
    assert list(store.checks.contents(lambda done, total: None)) == []
    assert list(store.checks.change_list()) == []
    pairs = [(row[1], row[3]) for row in rows(store.path)["version"]]
    assert len(pairs) == len(set(pairs)), "an article has one text twice"
    numbers = [change.seq for change in store.changes(0, 1_000)]
    assert len(numbers) == len(set(numbers))
    assert max(numbers, default=0) == store.seq


@settings(steady, max_examples=40)
@given(batches=st.lists(st.tuples(st.lists(arrivals(), max_size=9), st.booleans()), max_size=4))
def test_a_batch_is_its_articles_one_after_the_other(
    empty: Path, batches: Sequence[tuple[list[Incoming], bool]]
) -> None:
    """Verdicts, ids and rows; also where an article was removed between two batches."""
    with two(empty) as (together, one):
        for batch, is_one_removed in batches:
            before = together.seq
            stored = together.writer.put(batch)
            alone = [put for each in batch for put in one.writer.put([each])]
            assert [(put.verdict, put.id) for put in stored] == [
                (put.verdict, put.id) for put in alone
            ]
            last = {put.id: put.is_current for put in alone}
            assert {put.id: put.is_current for put in stored} == last
            assert together.seq - before <= len({put.id for put in stored})
            if is_one_removed and stored:
                for store in (together, one):
                    store.writer.remove([stored[0].id])
            assert rows(together.path) == rows(one.path)
        assert_sound(together)
        assert_sound(one)


def test_a_batch_may_ask_for_more_than_a_statement_takes(empty: Path) -> None:
    """More facts are looked up than SQLite takes values."""
    facts = tuple(Fact("author", str(number), "declared", "json") for number in range(20))
    batch = [
        Incoming(Record(Place("/a", n), b"%d" % n, "text/plain", str(n)), Article(str(n), facts))
        for n in range(1, 501)
    ]
    with two(empty) as (store, _):
        assert {put.verdict for put in store.writer.put(batch)} == {"added"}
        assert {put.verdict for put in store.writer.put(batch)} == {"same"}
        assert store.seq == len(batch)


def test_edits_follow_a_text_that_comes_back(empty: Path) -> None:
    """What a person stated about an old version holds for the next after it was current again."""

    def version(text: str, *facts: Fact) -> Incoming:
        record = Record(Place(f"/{text}"), text.encode(), "text/plain", text, key="k")
        return Incoming(record, Article(text, facts))

    edited = Fact("title", "Mine", "edited", "by hand")
    with two(empty) as (store, _):
        store.writer.put([version("alfa"), version("bravo"), version("alfa", edited)])
        store.writer.put([version("bravo")])
        store.writer.put([version("alfa"), version("charlie")])
        (article,) = store.articles([1])
        assert (article.text, article.value("title")) == ("charlie", "Mine")


def test_a_fact_stands_in_the_text_that_is_kept(tmp_path: Path) -> None:
    """The same words with other blank space are the same article: its facts stand elsewhere."""
    store = database.open(f"sqlite:///{tmp_path / 'archive.db'}")
    store.writer.upgrade()
    for number, text in enumerate(("KOTA - alfa bravo", "\n\n KOTA  -  alfa bravo")):
        at = text.index("bravo")
        fact = Fact("author", f"bravo {number}", "extracted", "a test", at, at + len("bravo"))
        record = Record(Place(f"/{number}.txt"), text.encode(), "text/plain", text)
        store.writer.put([Incoming(record, Article(text, (fact,)))])
    (article,) = store.articles([1])
    assert [(fact.value, fact.start) for fact in article.facts] == [
        ("bravo 0", 12),
        ("bravo 1", None),
    ]
    store.close()
