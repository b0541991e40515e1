"""The embedded engine: what it keeps on the disk, when it merges, and what Whoosh sees of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from whoosh import query as whoosh_query
from whoosh.index import open_dir
from whoosh.scoring import BM25F

from archive.index import Document, Watermark, whoosh
from archive.index.whoosh import WhooshIndex, _tiers, _top
from archive.index.whoosh._arrays import ArrayFile, smallest, write
from archive.index.whoosh._build import sort
from archive.index.whoosh._matches import Matches, common
from archive.index.whoosh._segment import Segment, spans
from archive.index.whoosh._spelling import near
from archive.index.whoosh._top import best
from archive.index.whoosh._vocabulary import Terms, joined
from archive.query import Everything, Phrase, Word
from archive.query.spelling import distance

MARK = Watermark("an archive", "an index", 7, "a token", "a fingerprint", "an analysis")
TEXTS = ("alfa bravo charlie", "bravo alfa alfa", "charlie charlie bravo alfa", "delta")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[WhooshIndex]:
    with closing(whoosh.create(tmp_path / "index")) as made:
        yield made


def body(id: int, text: str, language: str = "") -> Document:
    return Document(id, language, words={"body": tuple(text.split())})


def segments(index: WhooshIndex) -> int:
    return len(index._state.segments)


# -- files of arrays


kinds = st.sampled_from([np.uint8, np.uint32, np.int64, np.float64])


@settings(deadline=None, derandomize=True, database=None)
@given(
    st.dictionaries(
        st.text(max_size=5), kinds.flatmap(lambda k: arrays.arrays(k, st.integers(0, 9)))
    )
)
def test_arrays_come_back(tmp_path_factory: pytest.TempPathFactory, made: dict) -> None:  # type: ignore[type-arg]
    """Of any names, kinds and lengths, empty ones too; the file may be gone by then."""
    path = tmp_path_factory.mktemp("arrays") / "file"
    with path.open("wb") as stream:
        write(stream, {"a": [1]}, made)
    opened = ArrayFile(path)
    path.unlink()
    assert opened.meta == {"a": [1]}
    assert set(opened) == set(made)
    for name, array in made.items():
        assert opened[name].dtype == array.dtype
        assert np.array_equal(opened[name], array, equal_nan=array.dtype == np.float64)


@pytest.mark.parametrize("content", [b"", b"x", b"ARCHSEG1" * 4, b"no segment" * 9])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """What is no file of arrays raises, and does not crash."""
    (tmp_path / "file").write_bytes(content)
    with pytest.raises((ValueError, OverflowError)):
        ArrayFile(tmp_path / "file")


@pytest.mark.parametrize(
    ("largest", "bits"), [(0, 8), (255, 8), (256, 16), (65536, 32), (1 << 32, 64)]
)
def test_the_smallest_kind_is_chosen(largest: int, bits: int) -> None:
    """Numbers take no more room than they must, and stay what they are."""
    kept = smallest(np.array([0, largest], np.uint64))
    assert kept.dtype.itemsize * 8 == bits
    assert kept.tolist() == [0, largest]


# -- small parts, each beside the plain way


steady = settings(deadline=None, derandomize=True, database=None)
sorted_ints = st.sets(st.integers(0, 50)).map(lambda s: np.array(sorted(s), np.int64))


@steady
@given(sorted_ints, sorted_ints)
def test_common(one: np.ndarray, other: np.ndarray) -> None:  # type: ignore[type-arg]
    """What is in both."""
    assert common(one, other).tolist() == sorted(set(one.tolist()) & set(other.tolist()))


@steady
@given(st.lists(st.integers(0, 9)))
def test_sort(keys: list[int]) -> None:
    """Equal keys stay in order."""
    found, order = sort(np.array(keys, np.uint32))
    assert order.tolist() == sorted(range(len(keys)), key=lambda n: (keys[n], n))
    assert found.tolist() == sorted(keys)


@steady
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4))))
def test_spans(both: list[tuple[int, int]]) -> None:
    """Runs of numbers, one behind the other."""
    begins, lengths = (np.array([pair[n] for pair in both], np.int64) for n in (0, 1))
    assert spans(begins, lengths).tolist() == [b + n for b, count in both for n in range(count)]


@steady
@given(st.lists(st.sampled_from([0.5, 1.0, 1.0000001, 2.0])), st.integers(0, 12))
def test_best(points: list[float], count: int) -> None:
    """The highest, of those that are equal but for the last digits the lowest id."""
    ids = np.array([(n * 7) % 101 for n in range(len(points))], np.int64)
    found = best(ids, np.round(np.array(points, np.float64), 6), count).tolist()
    wanted = sorted(range(len(points)), key=lambda n: (-round(points[n], 6), ids[n]))
    assert found == wanted[:count]


# Some scores differ only where they are not compared any more.
points = st.sampled_from([0.0, 0.5, 1.0, 1.0000001, 1.0000004, 1.0000006, 2.0])


@pytest.mark.parametrize("is_ascending", [True, False])
def test_top(monkeypatch: pytest.MonkeyPatch, is_ascending: bool) -> None:
    """The best of all segments, whatever is left out of the comparison."""
    monkeypatch.setattr(_top, "_HEAD", 4)
    monkeypatch.setattr(_top, "_GROUP", 2)
    monkeypatch.setattr(_top, "_FEW", 2)

    @settings(steady, max_examples=200)
    @given(st.lists(st.lists(points, max_size=30), max_size=4), st.integers(0, 9), st.randoms())
    def is_best(made: list[list[float]], count: int, chance: random.Random) -> None:
        numbers = list(range(sum(map(len, made))))
        chance.shuffle(numbers)
        top, everything = _top.Top(count), []
        for scores in made:
            ids = [numbers.pop() for _ in scores]
            ids = sorted(ids) if is_ascending else ids
            everything += zip(ids, scores, strict=True)
            segment = Segment({}, {"ids": np.array(ids, np.int64)}, ())
            found = np.array(scores)
            top.add(segment, Matches(np.arange(len(ids)), found.__getitem__))
        wanted = sorted((-round(score, 6), id) for id, score in everything)[:count]
        assert [(-hit.score, hit.id) for hit in top.hits(0)] == wanted

    is_best()


@steady
@given(
    st.sets(st.binary(min_size=1, max_size=4).filter(lambda t: 255 not in t)), st.binary(max_size=4)
)
def test_terms(made: set[bytes], asked: bytes) -> None:
    """Found by themselves, and by how they begin."""
    listed = sorted(made)
    terms = Terms(*joined(listed))
    assert list(terms) == listed
    assert terms.find(asked) == (listed.index(asked) if asked in made else -1)
    assert [terms[n] for n in terms.with_prefix(asked)] == [
        t for t in listed if t.startswith(asked)
    ]


# -- merging


def test_segments_stay_few(index: WhooshIndex) -> None:
    """However many commits of one document there are; each document stays itself."""
    for id in range(1, 200):
        index.apply([body(id, f"alfa nomor{id}")], [], MARK)
        assert segments(index) < 3 * _tiers.FANOUT
    assert index.ids(Word("alfa")) == list(range(1, 200))
    assert index.ids(Word("nomor77")) == [77]
    assert index.ids(Phrase(("alfa", "nomor77"))) == [77]


def test_what_was_deleted_is_cleared_away(index: WhooshIndex) -> None:
    """A segment of which more than half is gone is written anew; an empty index is one."""
    index.apply([body(id, f"alfa nomor{id}") for id in range(1, 11)], [], MARK)
    index.apply([], range(1, 7), MARK)
    assert [s.count for s in index._segments] == [4]
    index.apply([], range(7, 11), replace(MARK, seq=9))
    assert index.ids(Everything()) == []
    assert index.watermark == replace(MARK, seq=9)


def test_large_segments_are_left_alone(index: WhooshIndex, monkeypatch) -> None:
    """Above a size nothing is merged, so that memory has a bound."""
    monkeypatch.setattr(_tiers, "DOCUMENTS", 2)
    for id in range(1, 20):
        index.apply([body(id, "alfa bravo charlie delta")], [], MARK)
    assert segments(index) > _tiers.FANOUT
    assert index.ids(Word("alfa")) == list(range(1, 20))


def test_neither_merges_nor_deletes_change_a_score(tmp_path: Path) -> None:
    """An index that has grown ranks exactly as one that was built at once."""
    texts = {id: TEXTS[id % 4] + f" nomor{id % 5}" for id in range(1, 40)}
    with (
        closing(whoosh.create(tmp_path / "grown")) as grown,
        closing(whoosh.create(tmp_path / "built")) as built,
    ):
        for id, text in texts.items():
            grown.apply([body(id + 100, text), body(id, "other words")], [], MARK)
            grown.apply([body(id, text)], [id + 100], MARK)
        built.apply([body(id, text) for id, text in texts.items()], [], MARK)
        for tree in (Word("alfa"), Phrase(("alfa", "bravo")), Word("nomor3")):
            assert grown.search(tree, limit=99) == built.search(tree, limit=99)


# -- Whoosh's own door


def test_whoosh_reads_it(index: WhooshIndex, tmp_path: Path) -> None:
    """Whoosh's own reader, queries and scoring, over segments with deleted documents."""
    index.apply([body(n, text) for n, text in enumerate(TEXTS, 1)], [], MARK)
    index.apply([body(5, "alfa bravo"), body(2, "echo")], [], MARK)
    opened = open_dir(tmp_path / "index")
    with opened.searcher(weighting=BM25F()) as searcher:
        reader = searcher.reader()
        assert reader.doc_count() == 5
        assert [t.decode() for t in reader.lexicon("body")] == (
            "alfa bravo charlie delta echo".split()
        )
        ids = [int(id) for id in reader.column_reader("id")]

        def found(query: object) -> list[int]:
            return sorted(ids[hit.docnum] for hit in searcher.search(query, limit=None))

        term = lambda text: whoosh_query.Term("body", text)  # noqa: E731
        assert found(term("alfa")) == index.ids(Word("alfa")) == [1, 3, 5]
        assert found(whoosh_query.And([term("alfa"), term("charlie")])) == [1, 3]
        assert found(whoosh_query.Or([term("echo"), term("delta")])) == [2, 4]
        assert found(whoosh_query.Phrase("body", ["alfa", "bravo"])) == [1, 5]
        assert found(whoosh_query.Prefix("body", "ch")) == [1, 3]
        best_first = searcher.search(term("charlie"))
        assert [ids[hit.docnum] for hit in best_first] == [3, 1]


# -- spelling

letters = st.text("abcå", min_size=1, max_size=7)


@settings(deadline=None, derandomize=True, database=None, max_examples=300)
@given(st.sets(letters, min_size=1, max_size=12), letters, st.sampled_from([1, 2]))
def test_terms_that_are_near_are_found(known: set[str], word: str, most: int) -> None:
    """Working on all terms at once leaves out none that the plain distance finds near."""
    terms = Terms(*joined(sorted(form.encode() for form in known)))
    for numbers in (range(len(terms)), terms.with_prefix(b"a")):
        found = {terms[number].decode() for number in near(terms, numbers, word.encode(), most)}
        there = [term.decode() for term in terms.within(numbers)]
        wanted = {form for form in there if distance(word, form, most) is not None}
        assert wanted <= found
        if word.isascii():
            assert {form for form in found if form.isascii()} <= wanted
