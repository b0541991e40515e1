"""How well facts are read from news: places and outlets, days of publication, sources.

    python benchmarks/quality/facts.py ../shared/data/id_news.jsonl.gz

The labels were made by reading, not by looking at what the rules find, and hold no text: ids,
offsets, names of places and outlets. Articles and sentences were drawn by the SHA-256 of a salt
and their id (and where the sentence begins), the smallest first. A rule that was mended after a
draw was read is measured on that draw as well, so that only the last draw of each is unseen.

`datelines.tsv`     what the dateline says of 300 articles (draw 1) and of 100 more (draw 2)
`sources.tsv`       `edge`: what is the source at 200 places where the rules found one, twice;
                    `sentence`: the sources of 200, 150 and 100 sentences with a word that often
                    stands beside one (laman, melaporkan, kepada …)

Days have no labels: the address of the page tells them for the articles that also state one.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from archive.article import Article, Fact, Place, Record
from archive.ingest.clean import clean
from archive.ingest.extractors import enrich
from archive.ingest.readers.jsonl import parse
from archive.results.spellings import folded
from archive.zones import attributions, zones

HERE = Path(__file__).parent
Articles = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of what was told, of what there is, and of what is both."""

    told: int
    written: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.told

    @property
    def recall(self) -> float:
        return self.right / self.written

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f} ({self.right} of {self.told}), "
            f"recall {self.recall:.3f} ({self.right} of {self.written})"
        )


def read(corpus: Path) -> Articles:
    """The articles of id_news by their ids."""
    with gzip.open(corpus, "rt") as lines:
        return {article["id"]: article for article in map(json.loads, lines)}


def _labels(name: str) -> Iterator[list[str]]:
    for line in (HERE / name).read_text("utf-8").splitlines()[1:]:
        yield line.split("\t")


def _span(stated: str) -> tuple[int, int]:
    start, _, end = stated.partition("-")
    return int(start), int(end)


def datelines(articles: Articles) -> dict[str, Figures]:
    """Places and outlets of each draw, as facts and where they stand."""
    counts: dict[str, Counter[str]] = {}
    for id, draw, place, place_at, outlet, outlet_at in _labels("datelines.tsv"):
        ((article, _),) = enrich([Article(articles[id]["text"])])
        for field, name, at in (("place", place, place_at), ("publisher", outlet, outlet_at)):
            found = next(
                (f for f in article.facts if (f.field, f.rule) == (field, "dateline")), None
            )
            count = counts.setdefault(f"{field}, draw {draw}", Counter())
            count["told"] += found is not None
            count["written"] += bool(name)
            count["right"] += bool(name and found and _is(found, name, _span(at)))
    return {key: Figures(n["told"], n["written"], n["right"]) for key, n in counts.items()}


def _is(fact: Fact, name: str, at: tuple[int, int]) -> bool:
    return folded(fact.value) == folded(name) and (fact.start, fact.end) == at


def edges(articles: Articles) -> dict[str, Figures]:
    """What is told at the places of `sources.tsv` where a source was found."""
    counts: dict[str, Counter[str]] = {}
    for id, kind, draw, at, name in _labels("sources.tsv"):
        if kind == "edge":
            start, end = _span(at)
            found = [a for a in _sources(articles[id]["text"]) if a[1] < end and a[2] > start]
            count = counts.setdefault(f"edges, draw {draw}", Counter())
            count["told"] += bool(found)
            count["written"] += bool(name)
            count["right"] += any(folded(name) == told for told, *_ in found)
    return {key: Figures(n["told"], n["written"], n["right"]) for key, n in counts.items()}


def sentences(articles: Articles) -> dict[str, Figures]:
    """What is told in the sentences of `sources.tsv`."""
    counts: dict[str, Counter[str]] = {}
    for id, kind, draw, at, names in _labels("sources.tsv"):
        if kind == "sentence":
            start, end = _span(at)
            told = {s[0] for s in _sources(articles[id]["text"]) if start <= s[1] < end}
            known = {folded(name) for name in names.split("|") if name}
            count = counts.setdefault(f"sentences, draw {draw}", Counter())
            count["told"] += len(told)
            count["written"] += len(known)
            count["right"] += len(told & known)
    return {key: Figures(n["told"], n["written"], n["right"]) for key, n in counts.items()}


def _sources(text: str) -> list[tuple[str, int, int]]:
    return [(folded(a.name), a.start, a.end) for a in attributions(text, zones(text))]


@dataclass(frozen=True, slots=True)
class Days:
    """Of articles whose address has a day: how far behind it the day of publication is.

    `stated`: those that state one of their own. `datelines`, `agreeing`: days in datelines, and
    how many of these the article states too.
    """

    addressed: int
    stated: int
    gaps: Counter[int]
    datelines: int
    agreeing: int

    @property
    def same(self) -> float:
        return self.gaps[0] / self.addressed

    @property
    def near(self) -> float:
        """The same day or the next: papers publish by night what was written the day before."""
        return (self.gaps[0] + self.gaps[1]) / self.addressed


def days(corpus: Path) -> Days:
    """The day to believe beside that of the address, which knows nothing of it."""
    stated = addressed = told = agreeing = 0
    gaps: Counter[int] = Counter()
    for article in _ingested(corpus):
        facts = [fact for fact in article.facts if fact.field == "published"]
        in_url = next((fact for fact in facts if fact.rule == "url"), None)
        believed = article.value("published") or ""
        if in_url:
            addressed += 1
            stated += len(facts) > 1
            gaps[_days(believed) - _days(in_url.value)] += 1
        for fact in facts:
            if fact.rule.startswith("dateline"):
                told += 1
                agreeing += fact.value == believed
    return Days(addressed, stated, gaps, told, agreeing)


def _ingested(corpus: Path) -> Iterator[Article]:
    with gzip.open(corpus, "rb") as lines:
        for number, line in enumerate(lines, start=1):
            record = parse(Place(str(corpus), number), line.strip())
            if isinstance(record, Record):
                yield enrich([clean(record)])[0][0]


def _days(stated: str) -> int:
    return date.fromisoformat(stated).toordinal()


def main(corpus: Path) -> None:
    """Print all figures."""
    articles = read(corpus)
    for measured in (datelines(articles), edges(articles), sentences(articles)):
        for name, figures in measured.items():
            print(f"{name}: {figures}")
    found = days(corpus)
    print(
        f"days: of {found.addressed} with one in the address ({found.stated} state one too) "
        f"{found.same:.3f} are the same, {found.near:.3f} the same or the next; "
        f"{found.agreeing} of {found.datelines} in datelines agree"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
