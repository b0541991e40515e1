"""How well questions find the passage that answers them, with different stems.

    python benchmarks/quality/ranking.py FOLDER... [--stems own,none,snowball,sastrawi]
                                         [--weights 0.5] [--language id]
                                         [--peers bm25s,fts5,tantivy]

A folder is a test collection: `corpus.jsonl.gz` (a line per passage: `id title text`),
`queries.tsv` (number, tab, question) and `qrels.tsv` (number, passage, relevance). Its passages
are indexed by the embedded engine in a temporary folder as articles in `--language`; the words
of each question are asked with `--match any`. Printed are nDCG@10, MRR@10 and recall@100, each
with the interval in which 95 % of 2,000 bootstrap samples of the questions lie, and by how much
nDCG@10 lies above that of the first kind of stems, with the interval of the paired differences.

`--peers` are asked for any of the same words in the same run, title and text as one; they give the
first ten only, so they have no recall. bm25s with k1 1.2 and b 0.75 is plain BM25 of written forms.

`none` finds written forms only. `sastrawi` is measured where PySastrawi is installed: its word
list may not be used commercially, so it is no part of this project.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from math import log2
from pathlib import Path

from archive import schema
from archive.analysis import stems, words
from archive.analysis.languages._snowball import snowball
from archive.index import Document, Index, Watermark, engine
from archive.index.whoosh import _search
from archive.query import parse

SNOWBALL = {"id": "indonesian", "ms": "indonesian", "en": "english"}
SAMPLES = 2_000
BATCH = 2_000
Relevance = dict[str, dict[str, float]]
Stemmer = Callable[[str], str]


# -- the collection


def passages(folder: Path, language: str) -> Iterator[tuple[str, Document]]:
    """The name of each passage, and its document."""
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, passage in enumerate(map(json.loads, lines), 1):
            texts = {"title": words(passage["title"] or ""), "body": words(passage["text"])}
            found = {field: text for field, text in texts.items() if text}
            yield passage["id"], Document(number, language, words=found)


def questions(folder: Path) -> dict[str, str]:
    """The words of each question by its number."""
    lines = (folder / "queries.tsv").read_text("utf-8").splitlines()
    return {number: " ".join(words(text)) for number, text in (one.split("\t") for one in lines)}


def judgments(folder: Path) -> Relevance:
    """Of each question, the passages that answer it and how well."""
    found: Relevance = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines():
        number, name, relevance = line.split("\t")
        if float(relevance) > 0:
            found[number][name] = float(relevance)
    return found


# -- the stems


@cache
def sastrawi() -> Stemmer:
    """PySastrawi's stemmer, without its own cache."""
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    found: Stemmer = StemmerFactory().create_stemmer(isDev=False).stem
    return found


@contextmanager
def stemming(kind: str, language: str) -> Iterator[str]:
    """Inside, articles in the language that is given back have stems of this kind."""
    known = stems._stemmers()
    own = known[language]
    if kind == "snowball":
        known[language] = snowball(SNOWBALL[language])  # type: ignore[index]
    elif kind == "sastrawi":
        known[language] = sastrawi()  # type: ignore[index]
    stems.by_rules.cache_clear()
    try:
        yield "" if kind == "none" else language
    finally:
        known[language] = own  # type: ignore[index]
        stems.by_rules.cache_clear()


# -- the measures


def measure(folder: Path, language: str) -> dict[str, list[float]]:
    """Each measure of each question."""
    relevant = judgments(folder)
    found: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as temporary:
        index = engine("whoosh").create(Path(temporary) / "index")
        names = fill(index, folder, language)
        for number, question in questions(folder).items():
            if relevant[number] and question:
                ranked = search(index, question)
                for name, value in values([names[id] for id in ranked], relevant[number]).items():
                    found[name].append(value)
        index.close()
    return found


def measure_peer(folder: Path, name: str) -> dict[str, list[float]]:
    """What another engine finds, but for recall@100."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import peers

    read = [(name, document.words) for name, document in passages(folder, "")]
    texts = [" ".join(word for field in found.values() for word in field) for _, found in read]
    relevant = judgments(folder)
    measured: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as temporary:
        module, home = peers.load(name), Path(temporary) / "peer"
        module.create(home).build((number, text, 1) for number, text in enumerate(texts, 1))
        engine = module.open(home)
        for number, question in questions(folder).items():
            if relevant[number] and question:
                found = engine.search("any of five", question.split()) or []
                ranked = [read[int(id) - 1][0] for id in found]
                for measure, value in values(ranked, relevant[number]).items():
                    measured[measure].append(value)
    measured.pop("recall@100")
    return measured


def fill(index: Index, folder: Path, language: str) -> dict[int, str]:
    """Put all passages into `index`; their names by id."""
    read = list(passages(folder, language))
    documents = [document for _, document in read]
    for start in range(0, len(documents), BATCH):
        batch = documents[start : start + BATCH]
        index.apply(batch, [], Watermark("a", "i", start, str(start), "f", "a"))
    return {document.id: name for name, document in read}


def search(index: Index, question: str) -> list[int]:
    """The ids of the first 100 passages."""
    return [hit.id for hit in index.search(parse(question, "any"), limit=100).hits]


def values(ranked: list[str], relevant: dict[str, float]) -> dict[str, float]:
    """nDCG@10, MRR@10 and recall@100 of one question."""
    gains = [relevant.get(name, 0.0) for name in ranked]
    ideal = sorted(relevant.values(), reverse=True)
    first = next((place for place, gain in enumerate(gains[:10], 1) if gain), 0)
    return {
        "nDCG@10": discounted(gains[:10]) / discounted(ideal[:10]),
        "MRR@10": 1 / first if first else 0.0,
        "recall@100": sum(1 for gain in gains[:100] if gain) / len(relevant),
    }


def discounted(gains: list[float]) -> float:
    """The discounted cumulative gain (Järvelin and Kekäläinen 2002)."""
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains, 1))


def interval(found: list[float]) -> tuple[float, float, float]:
    """The mean, and between what 95 % of the means of bootstrap samples lie."""
    chance = random.Random(0)
    means = sorted(statistics.fmean(chance.choices(found, k=len(found))) for _ in range(SAMPLES))
    return statistics.fmean(found), means[SAMPLES // 40], means[-SAMPLES // 40]


def compare(
    folder: Path, kinds: list[str], weights: list[float], language: str, others: list[str]
) -> None:
    """Print the table of one collection."""
    print(f"\n{folder.name}, articles in {language!r}")
    first: list[float] = []
    for kind in kinds:
        for weight in weights if kind != "none" else weights[:1]:
            _search.STEM_WEIGHT = weight  # type: ignore[attr-defined]
            with stemming(kind, language) as spoken:
                found = measure(folder, spoken)
            first = first or found["nDCG@10"]
            gain = [mine - theirs for mine, theirs in zip(found["nDCG@10"], first, strict=True)]
            cells = [f"{name} {shown(interval(found[name]))}" for name in found]
            name = kind if kind == "none" else f"{kind} × {weight}"
            print(f"  {name:<16} {'  '.join(cells)}  {shown(interval(gain))}", flush=True)
    for other in others:
        found = measure_peer(folder, other)
        cells = [f"{name} {shown(interval(found[name]))}" for name in found]
        print(f"  {other:<16} {'  '.join(cells)}", flush=True)


def shown(figures: tuple[float, float, float]) -> str:
    """A mean with its interval."""
    mean, low, high = figures
    return f"{mean:.4f} [{low:.4f}, {high:.4f}]"


def main() -> None:
    """Measure each collection with each kind of stems."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--stems", default="none,own,snowball")
    parser.add_argument("--weights", default=str(schema.STEM_WEIGHT))
    parser.add_argument("--language", default="id")
    parser.add_argument("--peers", default="")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        weights = [float(weight) for weight in arguments.weights.split(",")]
        others = [name for name in arguments.peers.split(",") if name]
        compare(folder, arguments.stems.split(","), weights, arguments.language, others)


if __name__ == "__main__":
    main()
