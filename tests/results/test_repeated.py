"""Lines that repeat in the stories of a publisher are counted as a plain count would."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from archive.article import Article, Fact
from archive.results.repeated import Repeated, repeated
from archive.zones import zones_of

LINES = [
    "alfa bravo.",
    " alfa  bravo. ",
    "Charlie delta echo",
    "Baca Juga: Foxtrot golf",
    "",
    "***",
]
PUBLISHERS = ["Koran.id", "koran.id", "Warta Hotel"]

articles = st.builds(
    lambda lines, publisher, number, cluster: Article(
        "\n".join(lines),
        (Fact("publisher", publisher, "declared", "a test"),) if publisher else (),
        id=number,
        cluster=cluster,
    ),
    st.lists(st.sampled_from(LINES), max_size=4),
    st.sampled_from([*PUBLISHERS, ""]),
    st.integers(1, 3),
    st.sampled_from([None, 1, 2]),
)


def plain(known: list[Article], at_least: int, share: float) -> list[Repeated]:
    """The same by a count of everything in memory."""
    counts: Counter[tuple[str, str]] = Counter()
    of: Counter[str] = Counter()
    for article in known:
        publisher = (article.value("publisher") or "").casefold()
        if publisher and article.cluster in (None, article.id):
            of[publisher] += 1
            body = (zone for zone in zones_of(article) if zone.kind == "body")
            pieces = (article.text[zone.start : zone.end].split("\n") for zone in body)
            lines = {" ".join(line.split()) for those in pieces for line in those} - {""}
            counts.update((publisher, line) for line in lines)
    found = [Repeated(*key, count, of[key[0]]) for key, count in counts.items()]
    return sorted(
        (one for one in found if one.stories >= max(at_least, share * one.of)),
        key=lambda one: (-one.stories, one.publisher, one.line),
    )


@given(st.lists(articles, max_size=20), st.integers(1, 4), st.sampled_from([0, 0.3, 1]))
def test_lines_are_counted(known: list[Article], at_least: int, share: float) -> None:
    """Once a story, however the line is spaced; copies are one story; zones are left out."""
    assert repeated(lambda: known, at_least, share) == plain(known, at_least, share)


def test_more_than_a_bucket_counts() -> None:
    """A line of thousands of stories is counted to the end."""
    fact = Fact("publisher", "Koran", "declared", "a test")
    known = [Article(f"alfa {n}\nIkut terus.", (fact,), id=n) for n in range(1, 600)]
    (found,) = repeated(lambda: known, 300, 0)
    assert (found.line, found.stories, found.of) == ("Ikut terus.", 599, 599)
