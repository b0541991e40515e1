"""How well people, locations and organisations are told, on articles that were read by hand.

    python benchmarks/quality/entities.py ../shared/data

`entities.tsv` names the articles by their ids and holds the names that were read in them, no text.
Precision is that of what was read: names that a changed rule finds anew are counted as unread.
Rules were mended while most were read; `held` are the articles that were read when they were done.
Recall is of the articles in which everything was looked for; there a name counts as found also
where it is found shorter or longer.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.article import Article, Fact
from archive.ingest.extractors import entities
from archive.zones import zones

LABELS = Path(__file__).with_name("entities.tsv")
Name = tuple[str, str]


@dataclass(slots=True)
class Labels:
    """What was read in one article: (field, name); `way` is how, as the file says."""

    way: str
    right: set[Name] = field(default_factory=set)
    wrong: set[Name] = field(default_factory=set)
    missed: set[Name] = field(default_factory=set)


@dataclass(slots=True)
class Count:
    """How many names are right, wrong and unread; of those to be found, how many are."""

    right: int = 0
    wrong: int = 0
    unread: int = 0
    known: int = 0
    found: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.known)


def labels() -> dict[tuple[str, str], Labels]:
    """What was read, by corpus and id."""
    read: dict[tuple[str, str], Labels] = {}
    current = Labels("")
    for line in LABELS.read_text("utf-8").splitlines():
        cells = line.split("\t")
        if cells[0].startswith("#"):
            continue
        if cells[0]:
            current = read[cells[0], cells[1]] = Labels(cells[2])
        else:
            getattr(current, cells[2]).add((cells[1], cells[3]))
    return read


def measure(data: Path) -> tuple[dict[str, Count], dict[str, Count]]:
    """The counts of each field, by corpus or held ("id_news person"), and those of each rule."""
    fields: dict[str, Count] = defaultdict(Count)
    rules: dict[str, Count] = defaultdict(Count)
    for corpus, read, facts in _articles(data):
        for fact in facts:
            counts = [fields[f"{corpus} {fact.field}"], rules[f"{fact.field} {fact.rule}"]]
            counts += [fields[f"held {fact.field}"]] if read.way == "held" else []
            for count in counts:
                _judge(count, (fact.field, fact.value), read)
        if read.way == "all":
            found = {(fact.field, fact.value) for fact in facts} - read.wrong
            for name in read.right | read.missed:
                count = fields[f"{corpus} {name[0]}"]
                count.known += 1
                count.found += any(_is_same(name, other) for other in found)
    return fields, rules


def _articles(data: Path) -> Iterator[tuple[str, Labels, list[Fact]]]:
    known = labels()
    for corpus in ("id_news", "en_news"):
        with gzip.open(data / f"{corpus}.jsonl.gz", "rt") as lines:
            for article in map(json.loads, lines):
                if read := known.get((corpus, article["id"])):
                    text = article["text"]
                    yield corpus, read, entities.extract(Article(text), zones(text))


def _judge(count: Count, name: Name, read: Labels) -> None:
    if name in read.wrong:
        count.wrong += 1
    elif name in read.right | read.missed:
        count.right += 1
    else:
        count.unread += 1


def _is_same(name: Name, other: Name) -> bool:
    one, two = f" {name[1]} ", f" {other[1]} "
    return name[0] == other[0] and (one in two or two in one)


if __name__ == "__main__":
    fields, rules = measure(Path(sys.argv[1]))
    for name, count in sorted(fields.items()):
        recall = f", recall {count.recall:.3f} ({count.found} of {count.known})"
        print(
            f"{name:<22} precision {count.precision:.3f} ({count.right} of "
            f"{count.right + count.wrong}){recall if count.known else ''}, {count.unread} unread"
        )
    print()
    for name, count in sorted(rules.items()):
        print(f"{name:<44} {count.precision:.3f}  {count.right} right, {count.wrong} wrong")
