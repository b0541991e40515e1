"""How well near copies are found: recall, precision on hard pairs, and what clustering costs.

    python benchmarks/quality/copies.py ../shared/data [--articles 100000]

Recall: pairs of scrapes of one URL, of which the longer holds the shorter. Those with both texts
at hand are compared as they are; of the others only lengths, Jaccard index and containment are
known, and each is made again of another article, cut and garbled until its shape is the same.
What is counted is the whole way: a hash in common, sketches alike, and the rule.

Precision: `copies.tsv` beside this file holds pairs of ids with a verdict, given by reading them:
all pairs of the corpus of which one shares more than two fifths of its shingles with the other.
Most are of the hard kind: one form with other facts, or another report on the same background.
`copy`: a reader of one learns nothing from the other but another headline or first sentence.

Cost: articles by the text model of `benchmarks/engines.py`, one in ten a near copy of an earlier
one; CPU of storing them, with their clusters renewed every 24,000 as `archive ingest` does, and of
finding the clusters of all anew from the stored texts.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from archive import database, sketches
from archive.article import Article, Place, Record
from archive.database import Incoming, copies

LABELS = Path(__file__).with_suffix(".tsv")
# Pairs below this are two articles under one address.
_SAME = 0.5

Row = dict[str, Any]


def read(path: Path) -> list[Row]:
    """The rows of a gzipped JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def are_found(one: str, other: str) -> bool:
    """Whether two texts would come into one cluster, by sketches and rule."""
    texts = [sketches.comparable(text) for text in (one, other)]
    made = [sketches.sketch(text) for text in texts]
    if made[0] is None or made[1] is None:
        return False
    shared = len({*made[0].hashes} & {*made[1].hashes})
    shingles, reach = zip(*((s.shingles, s.hashes[-1]) for s in made if s), strict=True)
    alike = sketches.may_be_copies(
        np.array([shared]),
        (np.array(shingles[:1]), np.array(shingles[1:])),
        (np.array(reach[:1]), np.array(reach[1:])),
    )
    first, second = (sketches.wording(text) for text in texts)
    return bool(shared and alike[0]) and sketches.is_copy(sketches.compare(first, second))


# -- recall


def reshaped(text: str, pair: Row, chance: random.Random) -> tuple[str, str]:
    """Two texts with the lengths and the containment of `pair`, made of `text`.

    The shorter is the beginning of the longer with words of its own, each of which takes WIDTH
    shingles away, put in between.
    """
    short, long = sorted((pair["a"]["chars"], pair["b"]["chars"]))
    words = text[:long].split()
    cut = text[:short].split()
    for _ in range(round(len(cut) * (1 - pair["containment"]) / sketches.WIDTH)):
        cut[chance.randrange(len(cut))] = f"kata{chance.choice('abcdefgh')}{chance.choice('xyz')}"
    return " ".join(words), " ".join(cut)


def recall(data: Path, rounds: int = 10) -> dict[str, tuple[int, int]]:
    """Of pairs with both texts, and of pairs that were made again: found, and in all."""
    corpus = {row["id"]: row["text"] for row in read(data / "id_news.jsonl.gz")}
    pairs = [p for p in read(data / "neardup_same_url.jsonl.gz") if p["containment"] > _SAME]
    there = [(p["a"]["id"], p["b"]["id"]) for p in pairs]
    real = [are_found(corpus[a], corpus[b]) for a, b in there if a in corpus and b in corpus]
    chance = random.Random("pairs")
    made = []
    for pair in pairs * rounds:
        long = max(pair["a"]["chars"], pair["b"]["chars"])
        fitting = [text for text in corpus.values() if len(text) >= long]
        made.append(are_found(*reshaped(chance.choice(fitting), pair, chance)))
    return {"both texts at hand": (sum(real), len(real)), "made again": (sum(made), len(made))}


# -- precision


def labels() -> list[tuple[str, str, bool]]:
    """(id, id, whether they are copies) of the pairs that were read."""
    with LABELS.open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["one"], row["other"], row["verdict"] == "copy") for row in rows]


def judged(data: Path) -> dict[str, int]:
    """How many labelled pairs were found rightly, found wrongly, and missed."""
    corpus = {row["id"]: row["text"] for row in read(data / "id_news.jsonl.gz")}
    counts = {"right": 0, "wrong": 0, "missed": 0, "rightly not": 0}
    for one, other, is_copy in labels():
        found = are_found(corpus[one], corpus[other])
        counts[
            ("right" if is_copy else "wrong") if found else ("missed" if is_copy else "rightly not")
        ] += 1
    return counts


# -- cost


def made_up(count: int) -> Iterator[str]:
    """Articles of 20 sentences of 17 words, one in ten a copy: half of them cut, all garbled."""
    sys.path.insert(0, str(Path(__file__).parent.parent))
    import corpus

    chance = random.Random("copies")
    with tempfile.TemporaryDirectory() as folder:
        corpus.prepare(Path(folder), None)
        words = [word for line in corpus.pool(Path(folder)) for word in line.split()]
    recent: list[str] = []
    for _ in range(count):
        if recent and chance.random() < 0.1:
            copy = chance.choice(recent).split()
            if chance.random() < 0.5:
                copy = copy[: max(60, int(len(copy) * chance.uniform(0.3, 1)))]
            for _ in range(3):
                copy[chance.randrange(len(copy))] = chance.choice(words)
            yield " ".join(copy)
        else:
            drawn = chance.choices(words, k=340)
            recent.append(". ".join(" ".join(drawn[at : at + 17]) for at in range(0, 340, 17)))
            del recent[:-5_000]
            yield recent[-1]


def cost(count: int) -> dict[str, float]:
    """CPU of storing articles, and of finding all clusters anew."""
    with tempfile.TemporaryDirectory() as folder:
        store = database.open(f"sqlite:///{folder}/archive.db")
        store.writer.upgrade()
        batch: list[Incoming] = []
        stored = 0.0
        for number, text in enumerate(made_up(count), 1):
            record = Record(Place("/made-up", number), text.encode(), "text/plain", text)
            before = time.process_time()
            batch.append(Incoming(record, Article(text)))
            if len(batch) == 500 or number == count:
                store.writer.put(batch)
                batch.clear()
            if number % 24_000 == 0 or number == count:
                store.writer.settle()
            stored += time.process_time() - before
        with store.writer._writing() as connection:
            began = time.process_time()
            changed = copies.anew(connection)
            anew = time.process_time() - began
            clusters = connection.exec_driver_sql(
                "SELECT count(*), count(DISTINCT cluster) FROM sketch WHERE cluster IS NOT NULL"
            ).one()
        assert not changed, "found anew, clusters must be those that were found one by one"
        store.close()
    return {
        "stored, ms each": stored / count * 1000,
        "clustered anew, articles/s": count / anew,
        "articles in clusters": clusters[0],
        "clusters": clusters[1],
    }


def main() -> None:
    """Measure all three and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    arguments = parser.parse_args()
    for name, (found, total) in recall(arguments.data).items():
        print(f"recall, {name}: {found} of {total} ({found / total:.3f})")
    counts = judged(arguments.data)
    found = counts["right"] + counts["wrong"]
    print(f"labelled pairs: {sum(counts.values())}, {counts}")
    print(f"precision {counts['right'] / found:.3f} of {found}")
    for name, value in cost(arguments.articles).items() if arguments.articles else ():
        print(f"{name}: {value:,.2f}")


if __name__ == "__main__":
    main()
