"""Whole articles: what leaves one archive comes in to another as it was, and only once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import Article, Fact, Place, Record
from archive.database import Incoming, Store
from archive.database.whole import Arrival, Whole
from archive.export import exporter
from archive.export._parse import Opening, parse
from archive.exporting import Asked, exported, heading
from archive.ingest.clean import clean
from databases import two
from strategies import steady

LONG = " ".join(f"kata{number}" for number in range(60))
# Few of each, so that one often meets another; two are copies, two the same but for blank space.
TEXTS = ("alfa", "alfa ", "alfa\udc80\r\nbravo", "", LONG, f"{LONG} lagi", "漢字 \u202e é\x1b\x85")
PATHS = ("/a", "/b/\udcff\udce9.txt", "/b/\\xe9.txt", "/spasi dan\nbaris")

facts = st.builds(
    Fact,
    st.sampled_from(("author", "title")),
    st.sampled_from(("x", "=y", "z\u2028")),
    st.sampled_from(("edited", "declared", "extracted", "inferred")),
    st.just("json"),
    st.sampled_from((None, 1)),
    st.sampled_from((None, 3)),
    st.sampled_from((None, 0.5)),
) | st.builds(
    Fact,
    st.just("published"),
    st.sampled_from(("2023", "2023-07", "2023-07-15")),
    st.just("declared"),
    st.just("json"),
)


@st.composite
def arrivals(draw: st.DrawFn) -> Incoming:
    """An article of few texts, keys and places."""
    text = draw(st.sampled_from(TEXTS))
    raw = draw(st.sampled_from((b"", b"raw \xff "))) + text.encode("utf-8", "surrogatepass")
    record = Record(
        place=Place(draw(st.sampled_from(PATHS)), draw(st.sampled_from((None, 1, 2)))),
        original=raw,
        media_type=draw(st.sampled_from(("text/plain", "application/json"))),
        text=text,
        encoding=draw(st.sampled_from(("utf-8", "cp1252"))),
        replaced=draw(st.integers(0, 2)),
        facts=tuple(draw(st.lists(facts, max_size=4))),
        key=draw(st.sampled_from(("k1", "k1", "k1", "k2", None))),
    )
    article = clean(record)
    tags = tuple(draw(st.lists(st.sampled_from(("p", "q r", "=q")), max_size=2)))
    return Incoming(record, Article(article.text, article.facts, tags))


# What is done with the first article of a batch when it is stored.
ACTS = (None, None, "remove", "tag", "note", "edit")
batches = st.lists(st.tuples(st.lists(arrivals(), max_size=6), st.sampled_from(ACTS)), max_size=4)


def fill(store: Store, batches: Sequence[tuple[list[Incoming], str | None]]) -> None:
    """Store batches, and do with the first article of each what is to be done."""
    for number, (batch, act) in enumerate(batches):
        for stored in store.writer.put(batch)[:1]:
            match act:
                case "remove":
                    store.writer.remove([stored.id])
                case "tag":
                    store.writer.tag([stored.id], add=["merah"], remove=["p"])
                case "note":
                    id = store.writer.add_note(stored.id, f"Catatan {number}\n=1")
                    store.writer.change_note(stored.id, id or 0, "Lain.") if number else None
                case "edit":
                    facts = [Fact("author", f"Saya {number}", "edited", "by hand")]
                    store.writer.edit(stored.id, facts, taken_back=["title"])
    store.writer.settle()


def lines(store: Store) -> list[bytes]:
    """The export of everything that a database holds, without its first line."""
    asked, ids = Asked(), sorted(store.sizes(None))
    with exported(store, asked, heading(asked, len(ids)), ids) as export:
        opening, *articles = b"".join(exporter("jsonl").render(export)).splitlines()
    assert isinstance(found := parse(opening), Opening)
    assert found.articles == len(articles)
    return articles


def bring(store: Store, exported: Sequence[bytes], *, are_ids_kept: bool) -> list[str]:
    """Bring articles in from the lines of an export; what became of each."""
    wholes = [parse(line) for line in exported]
    batch = [Arrival(whole) for whole in wholes if isinstance(whole, Whole)]
    brought = store.writer.bring(batch, are_ids_kept=are_ids_kept)
    store.writer.settle()
    return [one.outcome for one in brought]


def without_id(line: bytes) -> Any:
    stated = json.loads(line)
    return stated | {"id": None, "notes": [one | {"id": None} for one in stated["notes"]]}


def assert_sound(store: Store) -> None:
    """Every checksum, sketch and text is right, and the change list names each article."""
    assert list(store.checks.contents(lambda done, total: None)) == []
    assert list(store.checks.integrity()) == []
    assert list(store.checks.change_list()) == []
    assert list(store.checks.copies()) == []
    with closing(sqlite3.connect(store.path)) as connection:
        texts = connection.execute("SELECT article_id, identity FROM version").fetchall()
        assert len(texts) == len(set(texts)), "an article has one text twice"
        unused = (
            "SELECT sha256 FROM original WHERE sha256 NOT IN (SELECT sha256 FROM version)"
            " AND sha256 NOT IN (SELECT sha256 FROM sighting)"
        )
        assert connection.execute(unused).fetchall() == [], "bytes that nobody was read from"
    assert max((change.seq for change in store.changes(0, 1_000)), default=0) == store.seq


def clusters(store: Store) -> dict[int, int | None]:
    return {article.id: article.cluster for article in store.stream()}


@settings(steady, max_examples=40)
@given(batches=batches)
def test_an_export_makes_the_same_archive(empty: Path, batches: Any) -> None:
    """To the byte: ids, texts, versions, facts, sightings, tags, days, originals; and only once."""
    with two(empty) as (one, other):
        fill(one, batches)
        before = lines(one)
        assert set(bring(other, before, are_ids_kept=True)) <= {"added"}
        assert lines(other) == before
        assert clusters(other) == clusters(one)
        seq = other.seq
        assert set(bring(other, before, are_ids_kept=True)) <= {"same"}
        assert set(bring(other, before[::-1], are_ids_kept=False)) <= {"same"}
        assert (lines(other), other.seq) == (before, seq)
        assert_sound(other)


@settings(steady, max_examples=20)
@given(batches=batches)
def test_ids_are_new_beside_others(empty: Path, batches: Any) -> None:
    """In an archive that has another article, nothing else is different."""
    text = "Kabar lain."
    stranger = Incoming(Record(Place("/z"), b"z", "text/plain", text, key="z"), Article(text))
    with two(empty) as (one, other):
        fill(one, batches)
        other.writer.put([stranger])
        before = lines(one)
        bring(other, before, are_ids_kept=False)
        after = lines(other)[1:]
        assert [without_id(line) for line in after] == [without_id(line) for line in before]
        assert [json.loads(line)["id"] for line in after] == list(range(2, len(before) + 2))
        assert_sound(other)


@settings(steady, max_examples=50)
@given(batches=batches, there=batches, are_ids_kept=st.booleans())
def test_archives_are_joined(empty: Path, batches: Any, there: Any, are_ids_kept: bool) -> None:
    """Whatever is there: what was there stays, nothing comes twice, and all of it is sound."""
    with two(empty) as (one, other):
        fill(one, batches)
        fill(other, there)
        ids = set(clusters(other))
        exported = lines(one)
        bring(other, exported, are_ids_kept=are_ids_kept)
        after, seq = lines(other), other.seq
        assert ids <= set(clusters(other))
        assert_sound(other)
        assert set(bring(other, exported, are_ids_kept=are_ids_kept)) <= {"same"}
        assert (lines(other), other.seq) == (after, seq)
        assert places(exported) <= places(after)


def places(exported: Sequence[bytes]) -> set[tuple[str, str]]:
    """All files that the articles of an export were seen in, with the bytes seen there."""
    sightings = (one for line in exported for one in json.loads(line)["sightings"])
    return {(one["path"], one["sha256"]) for one in sightings}


def record(text: str, path: str = "/a", *facts: Fact) -> Incoming:
    made = Record(Place(path), text.encode(), "text/plain", text, key="k")
    return Incoming(made, Article(text, facts))


def test_the_text_that_was_seen_last_is_current(empty: Path) -> None:
    """An older one becomes an earlier version; what a person stated holds for the newer one."""
    edited = Fact("title", "Mine", "edited", "by hand")
    with two(empty) as (one, other):
        one.writer.put([record("alfa"), record("bravo")])
        other.writer.put([record("charlie", "/c", edited)])
        with closing(sqlite3.connect(one.path)) as connection, connection:
            connection.execute("UPDATE version SET seen = '2199-01-01 00:00:00.000000'")
        assert bring(other, lines(one), are_ids_kept=False) == ["changed"]
        (article,) = other.stream()
        assert (article.text, article.value("title")) == ("bravo", "Mine")
        assert sorted(other.texts(1).values()) == ["alfa", "bravo", "charlie"]
        assert bring(one, lines(other), are_ids_kept=False) == ["changed"]
        (article,) = one.stream()
        assert article.text == "bravo"
        assert_sound(other)
