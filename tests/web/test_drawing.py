"""What pages draw: queries narrowed down, paragraphs, charts, and words of the reader."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import query, schema
from archive.article import BASES
from archive.query import Everything, Range, all_of, language
from archive.results.marked import Stretch
from archive.results.sources import Source
from archive.results.timeline import By, Timeline, place, timeline
from archive.schema import Kind
from archive.web import charts, wording
from archive.web.asked import SORTS
from archive.web.blocks import Piece, blocks
from archive.web.narrowing import days_in, days_of, narrowing, without_days

QUERIES = (
    "banjir",
    "banjir warga",
    "banjir OR gempa",
    "(banjir OR gempa)",
    "-banjir",
    "banjir OR gempa published:2020",
    '"korea utara" AND kim',
    "title:(a OR b) published.basis:inferred",
    "",
)


@pytest.mark.parametrize("match", ["all", "any"])
@pytest.mark.parametrize("text", QUERIES)
def test_a_bar_binds_the_whole_query(text: str, match: query.parser.Match) -> None:
    """To its days, whatever the query is; once more it takes the place of the days before."""
    asked = query.parse(text, match) if text else Everything()
    days = query.parse("published:2023-07")
    bound = f"{narrowing(text, match)}2023-07"
    both = days if isinstance(asked, Everything) else all_of([asked, days])
    assert query.parse(bound, match) == both
    assert days_of(bound, match) == "2023-07"
    again = query.parse(f"{narrowing(bound, match)}2024", match)
    assert again == query.parse(f"{narrowing(text, match)}2024", match)
    left = without_days(bound, match)
    assert (query.parse(left, match) if left else Everything()) == asked


@pytest.mark.parametrize("by", ["day", "week", "month", "year"])
def test_days_of_a_period_are_those_that_are_asked_for(by: By) -> None:
    """A bar leads to what it counts."""
    counts = {"2023-07-15": 2, "2023-07-16": 1, "2023-08-01": 4}
    found = _timeline(counts, by)
    for bar in charts.chart(found).bars:
        tree = query.parse(f"published:{bar.days}")
        assert isinstance(tree, Range)
        inside = [
            n for day, n in counts.items() if tree.low <= date.fromisoformat(day) <= tree.high
        ]
        assert sum(inside) == bar.count
    assert days_in(date(2023, 7, 1), date(2023, 7, 31), "month") == "2023-07"


def _timeline(counts: dict[str, int], by: By) -> Timeline:
    placed = place(counts, sum(counts.values()), by)
    return timeline(placed, placed, by)


@given(
    st.dictionaries(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(1, 99), min_size=1)
)
def test_a_chart_holds_all_of_its_timeline(counted: dict[date, int]) -> None:
    """Bars in order, inside of it, as high as they count; none is invisible."""
    stated = {day.isoformat(): count for day, count in counted.items()}
    drawn = charts.chart(_timeline(stated, charts.fitting(min(counted), max(counted))))
    assert sum(bar.count for bar in drawn.bars) == sum(counted.values())
    assert len(drawn.bars) <= charts.MOST
    lefts = [bar.x for bar in drawn.bars]
    assert lefts == sorted(lefts)
    for bar in drawn.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= charts.WIDTH + 0.1
        assert bar.height > 0
        assert bar.y + bar.height == pytest.approx(charts.HEIGHT)


def test_a_curve_breaks_off_where_nothing_was_collected() -> None:
    """Two months side by side are joined, one far away is a dot."""
    days = [date(2023, 1, 1), date(2023, 2, 1), date(2023, 9, 1)]
    (curve,), most = charts.curves([("a", {days[0]: 1, days[1]: 2, days[2]: 4})], days, "month")
    assert most == 4
    assert curve.path == "M0.0 75.0L127.6 50.0"
    assert curve.dots == "M1000.0 0.0h.01"


def test_a_graph_joins_who_quotes_with_whom() -> None:
    """Those who are not known are left out."""
    sources = [
        Source("AFP", 3, (("Koran", 2), ("(unknown)", 1))),
        Source("SPK", 1, (("Suara", 1),)),
    ]
    drawn = charts.graph(sources)
    assert [node.name for node in drawn.publishers] == ["Koran", "Suara"]
    assert [(edge[3], edge[4], edge[5]) for edge in drawn.edges] == [
        ("Koran", "AFP", 2),
        ("Suara", "SPK", 1),
    ]
    assert charts.graph([Source("AFP", 1, (("(unknown)", 1),))]) is None


def test_text_is_cut_where_lines_end() -> None:
    """Body runs on through attributions; matches are numbered, and go on in the next line."""
    text = "Satu dua.\nTiga, kata Antara, empat.\nBaca Juga: Lima"
    stretches = [
        Stretch("body", "rest", 0, "Satu dua.\nTiga,", ((5, 14),)),
        Stretch("attribution", "kata", 16, "kata Antara"),
        Stretch("body", "rest", 27, ", empat."),
        Stretch("related", "baca juga", 36, "Baca Juga: Lima", ((11, 15),)),
    ]
    assert text[16:27] == "kata Antara"
    found, count = blocks(text, stretches)
    assert count == 2
    assert [block.kind for block in found] == [None, None, "related"]
    assert found[0].pieces == (Piece("Satu "), Piece("dua.", 1))
    assert found[1].pieces[0] == Piece("Tiga", is_continued=True)
    assert Piece("kata Antara", is_attribution=True) in found[1].pieces
    assert found[2].pieces[-1] == Piece("Lima", 2)


@pytest.mark.parametrize(
    ("stated", "english", "indonesian"),
    [
        ("2023", "2023", "2023"),
        ("2023-07", "July 2023", "Juli 2023"),
        ("2023-08-15", "15 Aug 2023", "15 Agu 2023"),
        ("never", "never", "never"),
        (None, "", ""),
    ],
)
def test_days_are_as_precise_as_they_are_known(stated, english: str, indonesian: str) -> None:
    """In the language of the reader."""
    assert wording.day(stated, "en") == english
    assert wording.day(stated, "id") == indonesian


def test_numbers_are_written_as_readers_do() -> None:
    """Points and commas change places."""
    assert (wording.number(1234.5, "en"), wording.number(1234.5, "id")) == ("1,234.5", "1.234,5")
    assert (wording.percent(0.125, "en"), wording.percent(0.125, "id")) == ("12.5%", "12,5%")
    assert (wording.tongue("jv", "en"), wording.tongue("jv", "id")) == ("Javanese", "Jawa")


def test_everything_has_a_name() -> None:
    """Fields, zones, bases, orders: what the page shows of closed sets is never a bare word."""
    known = wording.LABELS
    of_words = {one.name for one in schema.FIELDS.values() if one.kind in (Kind.TEXT, Kind.NAME)}
    assert of_words | set(schema.FACTS) | set(schema.FACETS) <= set(known["field"])
    assert set(schema.ZONE_FIELDS) <= set(known["zone"])
    assert set(BASES) == set(known["basis"])
    assert set(SORTS) == set(known["sort"])
    assert set(language.SECTIONS) == set(known["section"])
