"""Clusters of copies: the same whatever the order of arrival, and whenever they are renewed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import cache
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import database, sketches
from archive.article import Article, Place, Record
from archive.database import Incoming, Store, copies, shingles
from archive.errors import DamageError
from database.test_writing import assert_sound
from databases import two
from strategies import steady

WORDS = ["".join(letters) for letters in product("bdgkl", "aeiou", "mnrst", "aio")]


def story(seed: int, length: int = 120) -> list[str]:
    """The words of an article that shares no four in a row with that of another seed."""
    return random.Random(seed).choices(WORDS, k=length)


def variants(seed: int) -> list[list[str]]:
    """An article and what may come of it: cut short, amended, with another number; a follow-up."""
    words = story(seed)
    numbered = [*words[:50], "harga", "7", *words[50:]]
    return [
        words,
        words[:60],
        [*words[:80], "dan", *words[80:], "akhir"],
        numbered,
        [*words[:50], "harga", "8", *words[50:]],
        [*story(seed + 1_000, 90), *words[30:]],
        words[:12],
    ]


TEXTS = [" ".join(words) for seed in range(3) for words in variants(seed)]


def incoming(text: str, key: str | None = None) -> Incoming:
    place = Place("/a.jsonl", TEXTS.index(text) + 1)
    record = Record(place, text.encode(), "text/plain", text, key=key)
    return Incoming(record, Article(text))


def clusters(store: Store) -> set[frozenset[str]]:
    """The clusters of two and more when all is settled, each as the texts in it."""
    store.writer.settle()
    assert not store.is_pending
    with closing(sqlite3.connect(store.path)) as connection:
        rows = connection.execute(
            "SELECT s.cluster, v.text, v.article_id FROM sketch s JOIN version v"
            " ON v.article_id = s.article_id AND v.is_current WHERE s.cluster IS NOT NULL"
        ).fetchall()
    members: dict[int, set[tuple[int, str]]] = {}
    for cluster, text, id in rows:
        members.setdefault(cluster, set()).add((id, text))
    assert all(name == min(each)[0] for name, each in members.items())
    assert all(len(each) > 1 for each in members.values())
    return {frozenset(text for _, text in each) for each in members.values()}


@cache
def are_copies(one: str, other: str) -> bool:
    """Whether both are long enough to have a sketch, and one is a copy of the other."""
    if not (sketches.sketch(one) and sketches.sketch(other)):
        return False
    return sketches.is_copy(sketches.compare(sketches.wording(one), sketches.wording(other)))


def expected(texts: Iterable[str]) -> set[frozenset[str]]:
    """The components of the graph of copies, every text compared with every other."""
    of = {text: frozenset([text]) for text in texts}
    for one, other in combinations(sorted(of), 2):
        if are_copies(one, other):
            joined = of[one] | of[other]
            of |= dict.fromkeys(joined, joined)
    return {cluster for cluster in of.values() if len(cluster) > 1}


def batches(texts: Sequence[str], sizes: Sequence[int]) -> Iterable[Sequence[str]]:
    at = 0
    for size in [*sizes, len(texts)]:
        if at < len(texts):
            yield texts[at : at + size]
        at += size


@settings(steady, max_examples=25)
@given(st.permutations(range(len(TEXTS))), st.lists(st.integers(1, 8), max_size=6), st.data())
def test_clusters_do_not_depend_on_the_order_of_arrival(
    empty: Path, order: list[int], sizes: list[int], data: st.DataObject
) -> None:
    """Any order, batches of any size, settled at any time, and some removed."""
    kept = [TEXTS[number] for number in order[: data.draw(st.integers(1, len(order)))]]
    with two(empty) as (store, _):
        for batch in batches(kept, sizes):
            store.writer.put([incoming(text) for text in batch])
            if data.draw(st.booleans()):
                store.writer.settle()
            assert list(store.checks.copies()) == []
        if data.draw(st.booleans()):
            assert clusters(store) == expected(kept)
        gone = data.draw(st.sets(st.integers(1, len(kept)), max_size=4))
        store.writer.remove(gone)
        assert clusters(store) == expected(t for id, t in enumerate(kept, 1) if id not in gone)
        assert_sound(store)
        assert list(store.checks.copies()) == []
        with store.writer._writing() as connection:
            assert copies.anew(connection) == []


@settings(steady, max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.lists(
                st.tuples(st.integers(0, len(TEXTS) - 1), st.sampled_from("abcd")), max_size=4
            ),
            st.booleans(),
        )
    ),
    st.integers(1, 3),
)
def test_clusters_follow_a_text_that_changes(
    empty: Path, steps: list[tuple[list[tuple[int, str]], bool]], settled: int
) -> None:
    """A new version takes its article out of a cluster and into another, however few at a time."""
    with two(empty) as (store, _), pytest.MonkeyPatch.context() as patch:
        patch.setattr(copies, "SETTLED", settled)
        before, seq = clusters(store), store.seq
        for step, is_looked_at in steps:
            store.writer.put([incoming(TEXTS[number], key) for number, key in step])
            assert list(store.checks.copies()) == []
            if not is_looked_at:
                continue
            with closing(sqlite3.connect(store.path)) as connection:
                current = connection.execute("SELECT text FROM version WHERE is_current")
                assert clusters(store) == expected(text for (text,) in current)
            assert clusters(store) == before or store.seq > seq
            before, seq = clusters(store), store.seq
        assert_sound(store)
        assert list(store.checks.copies()) == []


def test_the_cases_are_what_they_are_meant_to_be() -> None:
    """Cut short and amended: copies; another number, a follow-up, a few words: none."""
    first = TEXTS[: len(TEXTS) // 3]
    whole, short, amended, seven, eight, follow_up, few = first
    (cluster,) = expected([whole, short, amended, follow_up, few])
    assert cluster == {whole, short, amended}
    assert expected([seven, eight]) == set()


def test_whoever_is_in_another_cluster_has_changed(empty: Path) -> None:
    """The index hears of the first article when its copy comes, and when it goes."""
    with two(empty) as (store, _):
        store.writer.put([incoming(TEXTS[0])])
        store.writer.settle()
        seq = store.seq
        store.writer.put([incoming(TEXTS[1])])
        store.writer.settle()
        assert {change.article_id for change in store.changes(seq, 10)} == {1, 2}
        seq = store.seq
        store.writer.remove([2])
        assert {change.article_id for change in store.changes(seq, 10)} == {1, 2}


def test_a_sentence_of_thousands_leads_to_a_few(empty: Path) -> None:
    """What is found through one hash is bounded, and copies among them are found all the same."""
    form = story(7, 30)
    texts = [" ".join([*form, *story(100 + number, 60)]) for number in range(200)]
    with two(empty) as (store, _):
        TEXTS.extend(texts)
        store.writer.put([incoming(text) for text in texts])
        store.writer.settle()
        with closing(sqlite3.connect(store.path)) as connection:
            (longest,) = connection.execute("SELECT max(length(articles)) FROM shingle").fetchone()
        assert longest == 8 * shingles.MOST
        TEXTS.append(texts[150] + " akhir")
        store.writer.put([incoming(TEXTS[-1])])
        assert clusters(store) == {frozenset((texts[150], TEXTS[-1]))}
        del TEXTS[-201:]


def test_a_cluster_outlives_those_that_its_hashes_lead_to(empty: Path) -> None:
    """The first of many copies go: the others are still led to each other, and to what comes."""
    words = story(6)
    texts = [" ".join([*words, f"penutup{WORDS[number]}"]) for number in range(60)]
    with two(empty) as (store, _):
        TEXTS.extend(texts)
        store.writer.put([incoming(text) for text in texts[:50]])
        for first in range(1, 41, 8):
            store.writer.remove(range(first, first + 8))
            assert clusters(store) == {frozenset(texts[first + 7 : 50])}
            assert list(store.checks.copies()) == []
        store.writer.put([incoming(text) for text in texts[50:]])
        assert clusters(store) == {frozenset(texts[40:])}
        assert_sound(store)
        del TEXTS[-60:]


def test_a_cluster_may_be_larger_than_what_a_hash_leads_to(empty: Path) -> None:
    """A hundred copies of a story, each with a word of its own, are one cluster."""
    words = story(5)
    texts = [" ".join([*words, f"penutup{WORDS[number]}"]) for number in range(100)]
    with two(empty) as (store, _):
        TEXTS.extend(texts)
        for text in texts:
            store.writer.put([incoming(text)])
        assert clusters(store) == {frozenset(texts)}
        del TEXTS[-100:]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE sketch SET hashes = zeroblob(256) WHERE article_id = 1",
        "UPDATE sketch SET shingles = 7 WHERE article_id = 1",
        "DELETE FROM sketch WHERE article_id = 1",
        "DELETE FROM shingle",
        "UPDATE shingle SET articles = zeroblob(8)",
        "INSERT INTO pending VALUES (1, 7, zeroblob(128))",
        "INSERT INTO pending VALUES (1, NULL, NULL)",
    ],
)
def test_a_damaged_sketch_is_found_and_mended(empty: Path, damage: str) -> None:
    """Everything about copies can be told from the texts again."""
    with two(empty) as (store, _):
        store.writer.put([incoming(text) for text in TEXTS[:3]])
        store.writer.settle()
        store.fold()
        with closing(sqlite3.connect(store.path)) as connection, connection:
            connection.execute(damage)
        with closing(database.open(f"sqlite:///{store.path}")) as again:
            assert "the sketch of article 1 is not that of its text" in [*again.checks.copies()]
            again.writer.mend()
            assert list(again.checks.copies()) == []
            assert clusters(again) == expected(TEXTS[:3])
            assert_sound(again)


def test_what_cannot_be_a_sketch_is_said_to_be_damaged(empty: Path) -> None:
    """Storing stops with what is safe to do, and not with an error of ours."""
    with two(empty) as (store, _):
        store.writer.put([incoming(TEXTS[0])])
        store.writer.settle()
        store.fold()
        with closing(sqlite3.connect(store.path)) as connection, connection:
            connection.execute("UPDATE shingle SET articles = x'0102030405060708090a'")
        with closing(database.open(f"sqlite:///{store.path}")) as again:
            again.writer.put([incoming(TEXTS[1])])
            with pytest.raises(DamageError, match="sketches"):
                again.writer.settle()
            again.writer.mend()
            assert clusters(again) == expected(TEXTS[:2])
