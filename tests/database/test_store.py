"""The database: its tables, its change list, and what happens to articles in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import database
from archive.article import Article, Fact, Place, Record
from archive.database import Incoming, Store, migrate, models, revision
from archive.errors import StorageError, UsageError
from strategies import steady


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = made(tmp_path / "archive.db")
    yield opened
    opened.close()


def made(path: Path) -> Store:
    opened = database.open(f"sqlite:///{path}")
    opened.writer.upgrade()
    return opened


def incoming(text: str, path: str = "/a.txt", position: int | None = None, **more) -> Incoming:
    record = Record(Place(path, position), text.encode(), "text/plain", text, key=f"file:{path}")
    return Incoming(record, Article(text, **more))


def test_migrations_build_what_the_models_declare(store: Store) -> None:
    """The migrated tables are the declared ones, and HEAD is the newest migration."""
    with store.checks._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), models.metadata) == []
    newest = max(path.name for path in (migrate.scripts() / "versions").glob("0*.py"))
    assert newest.startswith(revision.HEAD)
    assert store.is_current


def test_connections_are_durable_and_check_references(store: Store) -> None:
    """WAL, synchronous FULL and foreign keys hold on every connection."""
    with store.writer._engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragma == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_every_change_is_numbered(store: Store) -> None:
    """Added, tagged and removed articles move the change list; what is the same does not."""
    store.writer.put([incoming("alfa"), incoming("bravo", "/b.txt")])
    assert [(c.seq, c.article_id) for c in store.changes(0, 10)] == [(1, 1), (2, 2)]
    store.writer.put([incoming("alfa")])
    assert store.seq == 2
    store.writer.put([incoming("alfa", tags=("x",))])
    assert [(c.seq, c.article_id) for c in store.changes(2, 10)] == [(3, 1)]
    store.writer.remove([2, 99])
    (last,) = store.changes(3, 10)
    assert (last.seq, last.article_id, last.size) == (4, 2, None)
    assert store.count_changes(0) == 2


def test_removal_leaves_nothing_behind(store: Store) -> None:
    """A removed article takes its rows and its original bytes with it, but not those of others."""
    facts = (Fact("title", "Alfa", "declared", "json: title"),)
    store.writer.put([incoming("alfa", facts=facts, tags=("x",)), incoming("bravo", "/b.txt")])
    assert store.writer.remove([1, 1]) == [1]
    totals = store.totals()
    assert (totals["articles"], totals["versions"], totals["sightings"]) == (1, 1, 1)
    assert totals["original_bytes"] == len("bravo")
    assert store.original(1) is None
    assert store.original(2) == b"bravo"


def test_ids_are_not_given_twice(store: Store) -> None:
    """The id of a removed article never comes to mean another one."""
    store.writer.put([incoming("alfa")])
    store.writer.remove([1])
    assert store.writer.put([incoming("alfa")])[0].id == 2


def test_edits_survive_a_new_version(store: Store) -> None:
    """What a person stated holds for the next version; what the file declared does not."""
    edited = Fact("title", "Mine", "edited", "by hand")
    declared = Fact("author", "Theirs", "declared", "json: author")
    store.writer.put([incoming("alfa", facts=(edited, declared))])
    store.writer.put([incoming("bravo")])
    (article,) = store.articles([1])
    assert article.text == "bravo"
    assert article.value("title") == "Mine"
    assert article.value("author") is None


def test_a_failing_batch_stores_nothing(store: Store) -> None:
    """A batch is stored as a whole or not at all."""
    broken = incoming("bravo", facts=(Fact("title", "x", "guessed", "no such basis"),))  # type: ignore[arg-type]
    with pytest.raises(StorageError):
        store.writer.put([incoming("alfa", "/c.txt"), broken])
    assert store.totals()["articles"] == 0
    assert store.seq == 0


def test_rehearsal_keeps_nothing(store: Store) -> None:
    """What is written in a rehearsal is seen in it, and gone after it."""
    with store.writer.rehearsing():
        assert [
            s.verdict for s in store.writer.put([incoming("alfa"), incoming("alfa", "/b.txt")])
        ] == [
            "added",
            "copy",
        ]
    assert store.totals()["articles"] == 0


def test_facets_count_the_trusted_value(store: Store) -> None:
    """An article counts once, with the value that `Article.value` gives."""
    for number, values in enumerate([("A", "B"), ("B",), ("A",)]):
        facts = tuple(
            Fact("publisher", value, basis, "rule")  # type: ignore[arg-type]
            for value, basis in zip(values, ("declared", "edited"), strict=False)
        )
        store.writer.put([incoming(f"text {number}", f"/{number}.txt", facts=facts)])
    assert store.facet("publisher") == {"B": 2, "A": 1}
    assert store.facet("publisher", [1, 3]) == {"B": 1, "A": 1}
    assert [a.value("publisher") for a in store.articles([1, 2, 3])] == ["B", "B", "A"]


def test_facets_count_an_article_once_for_a_source(store: Store) -> None:
    """However it is written there; the values are given as they are stored."""
    for number, names in enumerate([("Antara", "ANTARA"), ("ANTARA", "Radio"), ("Antara",)]):
        facts = tuple(Fact("cites", name, "extracted", "rule") for name in names)
        store.writer.put([incoming(f"text {number}", f"/{number}.txt", facts=facts)])
    assert store.facet("cites") == {"Antara": 2, "ANTARA": 1, "Radio": 1}
    assert store.facet("cites", [1]) == {"Antara": 1}


def test_articles_come_in_the_order_asked_for(store: Store) -> None:
    """Unknown ids are left out, repeated ones given once."""
    store.writer.put([incoming(str(number), f"/{number}.txt") for number in range(5)])
    assert [a.id for a in store.articles([4, 2, 99, 4, 1])] == [4, 2, 1]


@pytest.mark.parametrize("url", ["nonsense", "mysql://a/b"])
def test_wrong_urls_are_wrong_use(url: str) -> None:
    """A database that is none, or not supported, is refused in words."""
    with pytest.raises(UsageError):
        database.open(url)


@settings(steady, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["x", "y", "z"])), max_size=12))
def test_any_history_keeps_the_invariants(tmp_path_factory, history) -> None:
    """The last text of a file is its article's, reading it again is the same, none is twice."""
    store = made(tmp_path_factory.mktemp("store") / "archive.db")
    try:
        for path, text in history:
            (stored,) = store.writer.put([incoming(text, f"/{path}.txt")])
            (article,) = store.articles([stored.id])
            assert article.text == text
            assert sum(version.is_current for version in article.versions) == 1
            seq = store.seq
            assert store.writer.put([incoming(text, f"/{path}.txt")])[0].verdict == "same"
            assert store.seq == seq
        ids = [change.article_id for change in store.changes(0, 99)]
        current = [article.text for article in store.articles(ids)]
        assert len(current) == len(set(current))
    finally:
        store.close()
