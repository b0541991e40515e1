"""The views on a result say what counting by hand says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import config
from archive.analysis import fold_value, fold_whole, words
from archive.archive import Archive, Incoming
from archive.article import BASES, Article, Fact, Place, Record
from archive.query import Everything, narrowed
from archive.reading import asked
from archive.schema import FACETS, FIELDS, MANY, Kind
from strategies import steady

VALUES = ("Kompas", "kompas", "Kompas TV", "kompas.com", 'Si "Budi"', "Jum'at", "2023", "2023-07")
WORDS = "alfa bravo serang menyerang".split()


def facts() -> st.SearchStrategy[list[Fact]]:
    fields = [field for field in FACETS if field not in ("tag", "published", "language")]
    named = st.builds(
        Fact,
        st.sampled_from(fields),
        st.sampled_from(VALUES),
        st.sampled_from(BASES),
        st.just("a rule"),
    )
    published = st.sampled_from(["2023", "2023-07", "2023-07-15"])
    dated = st.builds(Fact, st.just("published"), published, st.just("declared"), st.just("a"))
    return st.lists(named | dated, max_size=6, unique=True)


def incoming(number: int, about: list[Fact], tags: set[str]) -> Incoming:
    text = f"{WORDS[number % 4]} nomor{number}"
    record = Record(Place(f"/{number}"), text.encode(), "text/plain", text)
    return Incoming(record, Article(text, tuple(about), tuple(sorted(tags))))


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, list[Article]]]:
    """An archive of articles with random facts and tags."""
    home = tmp_path_factory.mktemp("home")
    made = _drawn(st.lists(st.tuples(facts(), st.sets(st.sampled_from(VALUES[:4]))), min_size=40))
    with Archive.open(config.load({"home": home}, {})) as archive:
        archive.put([incoming(number, *one) for number, one in enumerate(made)])
        archive.sync()
        yield archive, archive._store.articles(archive.ids(None))


def _drawn(strategy):  # type: ignore[no-untyped-def]
    """One example of a strategy, always the same."""
    found = []

    @settings(steady, max_examples=20)
    @given(strategy)
    def draw(example) -> None:  # type: ignore[no-untyped-def]
        found.append(example)

    draw()
    return max(found, key=len)


def values(article: Article, field: str) -> set[str]:
    if field == "tag":
        return set(article.tags)
    if field in MANY:
        return {fact.value for fact in article.believed(field)}
    value = article.value(field)
    return set() if value is None else {value}


@pytest.mark.parametrize("field", FACETS)
@pytest.mark.parametrize("query", [None, "alfa", "serang -menyerang"])
def test_counts_are_those_of_the_database(stored, field: str, query: str | None) -> None:
    """Of every field; and each value, included, finds so many articles, excluded all others."""
    archive, articles = stored
    ids = set(archive.ids(query))
    among = [article for article in articles if article.id in ids]
    found = archive.facets(asked(query), field)
    fold = fold_value if field in ("tag", "language") else fold_whole
    # Names that differ only in case or accents are counted as one.
    one = fold if FIELDS[field].kind is Kind.NAME else str
    counts = Counter(v for article in among for v in {one(v) for v in values(article, field)})
    assert {one(bucket.value): bucket.count for bucket in found.buckets} == counts
    assert found.total == len(among)
    assert found.without == sum(not values(article, field) for article in among)
    for value in (bucket.value for bucket in found.buckets):
        having = {
            article.id
            for article in among
            if fold(value) in {fold(one) for one in values(article, field)}
        }
        tree = narrowed(asked(query), include=[f"{field}={value}"])
        assert set(archive._ids(tree)) == having
        tree = narrowed(asked(query), exclude=[f"{field}={value}"])
        assert set(archive._ids(tree)) == ids - having


def test_timeline_is_narrowed_down_to_a_publisher(stored) -> None:
    """Matches and volume are those of the publisher, however it is spelled."""
    archive, articles = stored
    line = archive.timeline(Everything(), "year", "KOMPAS")
    theirs = [a for a in articles if fold_whole(a.value("publisher") or "") == "kompas"]
    assert line.matches == line.volume
    assert line.volume.total == len(theirs)
    assert sum(p.count for p in line.periods) == sum(bool(a.value("published")) for a in theirs)
    assert line.understood == 'publisher:=="kompas"'


def test_words_are_counted_as_they_stand_in_the_bodies(stored) -> None:
    """Key words, and words near matches, with the counts of all texts."""
    archive, articles = stored
    texts = {article.id: words(article.text) for article in articles}
    everywhere = Counter(word for text in texts.values() for word in text)
    ids = archive.ids("serang")
    here = Counter(word for id in ids for word in texts[id])
    found = archive.keywords(asked("serang"), at_least=1)
    assert {one.word: (one.count, one.rest) for one in found.keywords} == {
        word: (count, everywhere[word] - count)
        for word, count in here.items()
        if count / here.total() > (everywhere[word] - count) / (everywhere - here).total()
    }
    near = archive.collocates(asked("alfa"), window=1, measure="mi", at_least=1)
    assert {one.word for one in near.collocates} == {texts[id][1] for id in archive.ids("alfa")}
    assert all(one.frequency == everywhere[one.word] for one in near.collocates)
    assert archive.ngrams(asked(None), 1, at_least=1).runs == everywhere.total()


def test_a_concordance_is_found_as_it_is_asked_for(stored) -> None:
    """Not all at once: the first lines need the first articles only."""
    archive, _ = stored
    found = archive.concordance(asked("alfa OR bravo"), width=5)
    assert [next(found).id, next(found).id] == [1, 2]
    found.close()
    assert archive.ids("alfa")


def test_a_view_tells_what_it_leaves_out(stored, monkeypatch: pytest.MonkeyPatch) -> None:
    archive, _ = stored
    monkeypatch.setattr("archive.query.limits.EXPANSIONS", 1)
    (warning,) = archive.warnings(asked("nomor*"))
    assert "nomor*" in warning
    assert archive.warnings(asked("alfa")) == ()


def test_a_view_is_of_the_day_it_is(stored) -> None:
    """Relative dates mean what they mean to a search; what was understood keeps them."""
    archive, _ = stored
    now, always = asked("alfa added:-2d..today published:-900y.."), asked("alfa has:published")
    assert archive.warnings(now) == ()
    for field in FACETS:
        assert archive.facets(now, field).buckets == archive.facets(always, field).buckets
    line = archive.timeline(now, "year")
    assert line.understood == "alfa added:-2d..today published:-900y.."
    assert line.matches == archive.timeline(always, "year").matches
    assert [*archive.concordance(now, width=5)] == [*archive.concordance(always, width=5)]
    for figures in (
        lambda tree: archive.ngrams(tree, 1, at_least=1).ngrams,
        lambda tree: archive.keywords(tree, at_least=1).keywords,
        lambda tree: archive.collocates(tree, window=1, measure="mi", at_least=1).collocates,
    ):
        assert figures(now) == figures(always)
