"""Facets counted in memory are those that the database counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import config
from archive.archive import Archive
from archive.article import Article, Fact, Place, Record
from archive.database import Incoming
from archive.schema import FACETS
from archive.tally import Tally

FIELDS = ["publisher", "person", "language", "published", "tag", "cites"]
BASES = st.sampled_from(["declared", "extracted", "inferred", "edited"])
names = st.sampled_from(["Koran", "KORAN", "Koràn", "Radio", "radio", "id", "en"])
dates = st.sampled_from(["2023", "2023-07", "2023-07-15"])
facts = st.lists(
    st.builds(
        Fact, st.sampled_from(["publisher", "person", "cites"]), names, BASES, st.just("rule")
    )
    | st.builds(Fact, st.just("language"), st.sampled_from(["id", "en"]), BASES, st.just("rule"))
    | st.builds(Fact, st.just("published"), dates, BASES, st.just("rule")),
    max_size=8,
)
games = st.lists(
    st.one_of(
        st.tuples(st.just("put"), facts),
        st.tuples(st.just("tag"), st.integers(1, 6), st.sampled_from(["a", "A", "b"])),
        st.tuples(st.just("edit"), st.integers(1, 6), st.sampled_from(["Koran", "koran"])),
        st.tuples(st.just("remove"), st.integers(1, 6)),
        st.tuples(st.just("count"), st.lists(st.integers(1, 8), unique=True)),
    ),
    max_size=14,
)


def incoming(number: int, stated: list[Fact]) -> Incoming:
    text = f"alfa bravo {number}"
    place = Place(f"/{number}.txt")
    record = Record(place, text.encode(), "text/plain", text)
    return Incoming(record, Article(text, tuple(stated)))


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Archive:
    with Archive.open(tmp_path_factory.mktemp("home") / "home") as archive:
        yield archive


def counted(archive: Archive, field: str, ids: list[int] | None) -> tuple[object, object]:
    """What the memory counts, when it does, and what the database does."""
    tally = archive._tally
    archive._tally = None
    plain = dict(archive._facet(field, ids))
    archive._tally = tally
    tally.prepare(archive._store, [field])
    return dict(tally.facet(archive._store, field, ids)), plain


@settings(max_examples=12)
@given(games)
def test_any_order_of_changes(opened: Archive, game) -> None:
    """Articles that come, change and go: every facet is the same both ways, of all and of some."""
    opened.count_with(Tally())
    opened.remove(list(opened.sizes()))
    for number, (what, *said) in enumerate(game):
        ids = sorted(opened.sizes())
        match what:
            case "put":
                opened.put([incoming(number, said[0])])
            case "tag" if ids:
                opened.tag([ids[said[0] % len(ids)]], add=[said[1]])
            case "edit" if ids:
                fact = Fact("publisher", said[1], "edited", "rule")
                opened.edit(ids[said[0] % len(ids)], [fact])
            case "remove" if ids:
                opened.remove([ids[said[0] % len(ids)]])
            case "count":
                some = [ids[n % len(ids)] for n in said[0]] if ids else []
                for field in FIELDS:
                    for asked in (None, sorted(set(some))):
                        memory, database = counted(opened, field, asked)
                        assert memory == database, (field, asked)
    for field in FACETS:
        memory, database = counted(opened, field, None)
        assert memory == database, field


def test_without_a_column_the_database_counts(seeded: Path) -> None:
    """Nothing is read that was not asked for; the answer is the same."""
    with Archive.open(config.load()) as archive:
        before = archive.facet("publisher")
        archive.count_with(Tally())
        assert archive.facet("publisher") == before
        archive.count_with(Tally(), ["publisher"])
        assert archive.facet("publisher") == before
