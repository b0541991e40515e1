"""How well related links are told from the body, on 300 articles that were read by hand.

    python benchmarks/quality/related.py ../shared/data/id_news.jsonl.gz

`related.tsv` names the articles by their ids and holds where each link begins and ends, no text. A
link is found if most of it is; what is taken of the body is counted in characters.
"""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from archive.zones import zones

LABELS = Path(__file__).with_name("related.tsv")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of links, and of characters of the body taken away by mistake."""

    links: int
    told: int
    right: int
    exact: int
    body: int
    taken: int

    @property
    def precision(self) -> float:
        return self.right / self.told

    @property
    def recall(self) -> float:
        return self.right / self.links


def labels() -> dict[str, list[Span]]:
    """The links of each article that was read."""
    read = {}
    for line in LABELS.read_text().splitlines()[1:]:
        id, _, spans = line.partition("\t")
        read[id] = [tuple(map(int, span.split("-"))) for span in spans.split()]
    return read  # type: ignore[return-value]


def measure(corpus: Path) -> Figures:
    """Compare what is told with what was read."""
    known, counts = labels(), [0] * 6
    with gzip.open(corpus, "rt") as lines:
        for article in map(json.loads, lines):
            if article["id"] in known:
                found = [(z.start, z.end) for z in zones(article["text"]) if z.kind == "related"]
                for n, count in enumerate(_compared(article["text"], known[article["id"]], found)):
                    counts[n] += count
    return Figures(*counts)


def _compared(text: str, links: list[Span], found: list[Span]) -> list[int]:
    right = sum(any(_is_most(link, told) for told in found) for link in links)
    inside = [any(a <= n < b for a, b in links) for n in range(len(text))]
    taken = sum(not inside[n] for a, b in found for n in range(a, b))
    exact = len(set(links) & set(found))
    return [len(links), len(found), right, exact, inside.count(False), taken]


def _is_most(link: Span, told: Span) -> bool:
    common = min(link[1], told[1]) - max(link[0], told[0])
    return common * 2 > max(link[1] - link[0], told[1] - told[0])


if __name__ == "__main__":
    figures = measure(Path(sys.argv[1]))
    print(
        f"{figures.links} links in {len(labels())} articles: precision {figures.precision:.3f}, "
        f"recall {figures.recall:.3f}, to the letter {figures.exact / figures.links:.3f}; "
        f"{figures.taken / figures.body:.3%} of the body taken away"
    )
