"""Every engine means by a query what the reference engine means."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from functools import reduce
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import archive.index
from archive import plugins
from archive.index import Document, Index, Recency, Sort, Watermark, engine, memory
from archive.index.whoosh import _leaves, _matches, _search, _tiers, _top
from archive.index.whoosh._arrays import Array
from archive.index.whoosh._matches import Counts
from archive.index.whoosh._segment import Segment
from archive.query import Range, all_of, limits, negated, resolved
from strategies import trees

# A small vocabulary, so that words repeat and phrases happen; some share a stem in Indonesian or
# in English, and *running* has one in both.
WORDS = ("alfa", "bravo", "serang", "menyerang", "diserang", "run", "running", "korut")
FIRST_DAY = 738_000  # 2021-07-26
ENGINES = [name for name in plugins.names(archive.index) if name != "memory"]
MARK = Watermark("an archive", "an index", 1, "a token", "a fingerprint", "an analysis")

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(tuple)
# Few days, so that ranges often end where a document's days do.
day = st.integers(FIRST_DAY, FIRST_DAY + 6)
days = st.tuples(day, st.sampled_from([0, 0, 3])).map(lambda d: (d[0], sum(d)))
ends = st.tuples(day, day).map(sorted)
ranges = st.builds(
    lambda ends, field, is_open: Range(
        None if is_open else date.fromordinal(ends[0]), date.fromordinal(ends[1]), field
    ),
    ends,
    st.sampled_from(["published", "added"]),
    st.booleans(),
)


def documents(id: int) -> st.SearchStrategy[Document]:
    return st.builds(
        Document,
        id=st.just(id),
        language=st.sampled_from(["id", "en", "", "zz"]),
        words=st.dictionaries(st.sampled_from(["title", "body", "publisher"]), words),
        files=st.sampled_from([0, 0, 0, 1, 3]),
        paragraphs=st.sets(st.integers(1, 7), max_size=3).map(lambda them: tuple(sorted(them))),
        keywords=st.dictionaries(
            st.sampled_from(["tag", "language", "publisher="]),
            st.frozensets(st.sampled_from(WORDS)),
        ),
        days=st.dictionaries(st.sampled_from(["published", "added"]), days),
        cluster=st.sampled_from([0, 0, 1, 2]),
    )


@st.composite
def commits(draw: st.DrawFn) -> list[tuple[list[Document], list[int]]]:
    """Some commits, each of documents put and ids removed: segments, updates and deletes."""
    made = []
    for _ in range(draw(st.integers(1, 3))):
        put = draw(st.lists(st.integers(1, 8), unique=True, max_size=6))
        others = [id for id in range(1, 10) if id not in put]
        removed = draw(st.lists(st.sampled_from(others), max_size=2))
        made.append(([draw(documents(id)) for id in put], removed))
    return made


queries = st.one_of(
    trees(words=WORDS, fields=("title", "body", "publisher")),
    ranges,
    st.tuples(ranges, ranges.map(negated)).map(all_of),
).map(lambda tree: resolved(tree, date.fromordinal(FIRST_DAY + 4)))


def conformance(
    name: str, examples: int, *, asked: int = 16, randomly: bool = False, shrink: bool = True
) -> Callable[[], None]:
    """A test that `name` agrees with the reference engine on `examples` random corpora."""

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=not randomly,
        database=None,
        report_multiple_bugs=False,
        phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(commits(), st.lists(queries, min_size=8, max_size=asked))
    def agrees(made: list[tuple[list[Document], list[int]]], trees: list) -> None:  # type: ignore[type-arg]
        with tempfile.TemporaryDirectory() as folder:
            tested = engine(name).create(Path(folder) / "index")
            reference = memory.create(Path(folder))
            for put, removed in made:
                reference.apply(put, removed, MARK)
                tested.apply(put, removed, MARK)
            for tree in trees:
                compare(tested, reference, tree)
                some = reference.ids(tree)
                for field in ("body", "publisher"):
                    wanted = reference.frequencies(field, some)
                    assert tested.frequencies(field, some) == wanted, field
            assert tested.frequencies("body") == reference.frequencies("body")
            compare_beginnings(tested, reference)
            tested.close()

    return agrees


def compare(tested: Index, reference: Index, tree: object) -> None:
    expected = reference.ids(tree)  # type: ignore[arg-type]
    assert tested.ids(tree) == expected, str(tree)  # type: ignore[arg-type]
    ranked = tested.search(tree, limit=100)  # type: ignore[arg-type]
    assert ranked.total == len(expected)
    scored = reference.search(tree, limit=100)  # type: ignore[arg-type]
    assert [hit.id for hit in ranked.hits] == [hit.id for hit in scored.hits]
    assert ranked.warnings == scored.warnings
    scores = [hit.score for hit in ranked.hits]
    assert scores == pytest.approx([hit.score for hit in scored.hits], abs=2e-6)
    for limit, offset in ((1, 0), (3, 0), (2, 2)):
        few = tested.search(tree, limit=limit, offset=offset)  # type: ignore[arg-type]
        wanted = [hit.id for hit in scored.hits[offset : offset + limit]]
        assert [hit.id for hit in few.hits] == wanted, (limit, offset)
        assert few.total == len(expected)
    for sort in ("newest", "oldest", "added"):
        wanted = reference.search(tree, limit=3, offset=1, sort=sort)  # type: ignore[arg-type]
        found = tested.search(tree, limit=3, offset=1, sort=sort)  # type: ignore[arg-type]
        assert [hit.id for hit in found.hits] == [hit.id for hit in wanted.hits], sort
    for sort in ("relevance", "newest", "oldest", "added"):
        compare_folded(tested, reference, tree, sort)
    compare_recent(tested, reference, tree)


def compare_recent(tested: Index, reference: Index, tree: object) -> None:
    """Where age counts, the same articles are found, in the order of the same scores."""
    pages = ((100, 0, False), (2, 1, False), (2, 0, True), (2, 2, True))
    for recency in (Recency(1, FIRST_DAY + 2), Recency(30, FIRST_DAY + 40)):
        for limit, offset, is_folded in pages:
            options = {"limit": limit, "offset": offset, "is_folded": is_folded}
            wanted = reference.search(tree, recency=recency, **options)  # type: ignore[arg-type]
            found = tested.search(tree, recency=recency, **options)  # type: ignore[arg-type]
            assert [hit.id for hit in found.hits] == [hit.id for hit in wanted.hits], options
            scores = [hit.score for hit in wanted.hits]
            assert [hit.score for hit in found.hits] == pytest.approx(scores, abs=2e-6)
            plain = tested.search(tree, **options)  # type: ignore[arg-type]
            assert (found.total, found.stories) == (plain.total, plain.stories)


def compare_beginnings(tested: Index, reference: Index) -> None:
    """The most frequent words and values with some first letters are the same."""
    for fields in (["body"], ["title", "body"], ["publisher="], ["tag"]):
        for prefix in ("", "r", "run", "serang", "x"):
            for count in (1, 2, 10):
                wanted = reference.beginning(prefix, fields, count)
                assert tested.beginning(prefix, fields, count) == wanted, (fields, prefix)


def compare_folded(tested: Index, reference: Index, tree: object, sort: Sort) -> None:
    """Of each cluster one is shown, the first of those that are shown unfolded; page by page."""
    known = {d.id: d.cluster or -d.id for d in reference.documents.values()}  # type: ignore[attr-defined]
    everything = tested.search(tree, limit=100, sort=sort)  # type: ignore[arg-type]
    first = {}
    for hit in everything.hits:
        first.setdefault(known[hit.id], hit.id)
    pages = [
        tested.search(tree, limit=2, offset=offset, sort=sort, is_folded=True)  # type: ignore[arg-type]
        for offset in range(0, len(first) + 1, 2)
    ]
    assert [hit.id for page in pages for hit in page.hits] == list(first.values()), sort
    wanted = reference.search(tree, limit=100, sort=sort, is_folded=True)  # type: ignore[arg-type]
    assert [hit.id for hit in wanted.hits] == list(first.values()), sort
    counts = {(page.total, page.stories) for page in (*pages, wanted)}
    assert counts == {(everything.total, len(first))}


@pytest.mark.parametrize("name", ENGINES)
def test_engine_agrees_with_the_reference(name: str) -> None:
    """On random corpora with updates and deletes, random queries find the same ids."""
    conformance(name, 40)()


@pytest.mark.slow
@pytest.mark.parametrize("name", ENGINES)
def test_engine_agrees_with_the_reference_at_length(name: str) -> None:
    """The same, with many more corpora, other ones at each run."""
    conformance(name, 60, randomly=True)()


@pytest.mark.nightly
@pytest.mark.parametrize("name", ENGINES)
def test_engine_agrees_with_the_reference_on_all(name: str, amount: Callable[[int], int]) -> None:
    """100,000 random queries and more, other ones at each run."""
    conformance(name, amount(8_000), randomly=True)()


def test_a_phrase_weakened_to_and_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that takes a phrase for its words fails the suite."""

    def anywhere(
        segment: Segment, field: str, words: object, found: list[Array], sought: object
    ) -> Counts:
        docs = reduce(np.intersect1d, found)
        return docs, np.ones(len(docs))

    monkeypatch.setattr(_leaves, "standing", anywhere)
    with pytest.raises(AssertionError, match=r'Phrase|"\w+ \w+'):
        conformance("whoosh", 100, asked=60, shrink=False)()


def test_a_range_cut_short_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine whose ranges lose their last day fails the suite."""
    whole = _search.inside

    def cut(segment: Segment, tree: Range, docs: Array) -> Array:
        high = tree.high and tree.high.fromordinal(tree.high.toordinal() - 1)
        return whole(segment, Range(tree.low, high, tree.field), docs)

    monkeypatch.setattr(_search, "inside", cut)
    with pytest.raises(AssertionError, match=r"published|added"):
        conformance("whoosh", 100, asked=60, shrink=False)()


@pytest.mark.parametrize("fanout", [2, 3])
def test_merging_changes_nothing(monkeypatch: pytest.MonkeyPatch, fanout: int) -> None:
    """The same, where every second or third commit merges segments."""
    monkeypatch.setattr(_tiers, "FANOUT", fanout)
    conformance("whoosh", 15)()


def test_what_is_cut_off_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a clause stands for more words than it may, all engines take the same ones."""
    monkeypatch.setattr(limits, "EXPANSIONS", 1)
    conformance("whoosh", 40)()


@pytest.fixture(params=[1, 1000])
def short_cuts(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """What is meant for very many documents is done with a handful."""
    monkeypatch.setattr(_top, "_HEAD", 2)
    monkeypatch.setattr(_top, "_GROUP", 2)
    monkeypatch.setattr(_top, "_FEW", 1)
    monkeypatch.setattr(_matches, "_GALLOP", request.param)


@pytest.mark.usefixtures("short_cuts")
def test_short_cuts_change_nothing() -> None:
    """The best are the same, and in the same order, if most documents are never compared."""
    conformance("whoosh", 15)()


@pytest.mark.usefixtures("short_cuts")
def test_a_bound_too_high_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that takes a score for the last of the best that is a little above fails."""
    whole = _top.last_of
    monkeypatch.setattr(_top, "last_of", lambda scores, count: whole(scores, count) + 1e-3)
    with pytest.raises(AssertionError):
        conformance("whoosh", 100, asked=60, shrink=False)()
