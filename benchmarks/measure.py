"""One step with one engine, in a process of its own; prints its figures as JSON.

    python benchmarks/measure.py version ENGINE
    python benchmarks/measure.py build ENGINE CORPUS FOLDER COUNT
    python benchmarks/measure.py search ENGINE CORPUS FOLDER
    python benchmarks/measure.py add ENGINE CORPUS FOLDER COUNT TIMES

CPU time is that of all threads, user and system; memory is the most that was resident, with what
is mapped from files. Building does not count the making of the articles, but its memory does count
the sentences that they are made of, which stand beside it.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import corpus
from peers import load

Figures = dict[str, Any]
ROUNDS = 3


def version(name: str) -> Figures:
    """What is measured, and what it is called."""
    module = load(name)
    return {"name": module.NAME, "version": module.version()}


def build(name: str, place: Path, folder: Path, count: int) -> Figures:
    """Seconds, megabytes in memory and on the disk, for an index of `count` articles."""
    sentences = corpus.pool(place)
    used, began = time.process_time(), time.perf_counter()
    text = sum(len(text) for _, text, _ in corpus.articles(sentences, count))
    own = time.process_time() - used, time.perf_counter() - began
    resident = peak()
    engine = load(name).create(folder)
    used, began = time.process_time(), time.perf_counter()
    engine.build(corpus.articles(sentences, count))
    cpu, wall = time.process_time() - used - own[0], time.perf_counter() - began - own[1]
    return {
        "indexed, articles/CPU-s": count / cpu,
        "indexed, articles/s": count / wall,
        "memory while indexing, MB": peak(),
        "of it the corpus, MB": resident,
        "index, MB": size(folder) / 1e6,
        "index / text": size(folder) / text,
        "text, MB": text / 1e6,
    }


def search(name: str, place: Path, folder: Path) -> Figures:
    """CPU milliseconds of each kind of query, memory, and how many articles were found."""
    engine = load(name).open(folder)
    figures: Figures = {}
    asked = corpus.queries(place)
    for kind in corpus.KINDS:
        if engine.search(kind, asked[kind][0]) is not None:
            figures[kind] = latency(partial(engine.search, kind), asked[kind])
    # What is counted now is not among what was timed, nor is its memory.
    figures["memory while searching, MB"] = peak()
    answered = [kind for kind in corpus.KINDS if kind in figures]
    figures["totals"] = {k: [engine.total(k, query) for query in asked[k]] for k in answered}
    figures["found"] = [engine.search("rare word", query) for query in asked["rare word"]]
    return figures


def add(name: str, place: Path, folder: Path, count: int, times: int) -> Figures:
    """Milliseconds of the clock for a commit of one article to an index of `count`."""
    engine = load(name).open(folder)
    taken = []
    for article in list(corpus.articles(corpus.pool(place), times, after=count)):
        began = time.perf_counter()
        if not engine.add(article):
            return {}
        taken.append((time.perf_counter() - began) * 1000)
    return {"add one and commit, ms": [statistics.median(taken), percentile(taken, 99)]}


def latency(ask: Callable[[Any], object], asked: list[Any]) -> list[float]:
    """p50 and p95 in CPU milliseconds, each query asked once to warm up."""
    taken = []
    for query in asked:
        ask(query)
        for _ in range(ROUNDS):
            began = time.process_time()
            ask(query)
            taken.append((time.process_time() - began) * 1000)
    return [statistics.median(taken), percentile(taken, 95)]


def percentile(taken: list[float], share: int) -> float:
    """The time below which `share` % of all are, one of those that were taken."""
    return sorted(taken)[-(-len(taken) * share // 100) - 1]


def peak() -> float:
    """The most megabytes that were resident in this process (Linux)."""
    (line,) = [s for s in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in s]
    return int(line.split()[1]) * 1024 / 1e6


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    """Do the step that is asked for."""
    match sys.argv[1:]:
        case ["version", name]:
            figures = version(name)
        case ["build", name, place, folder, count]:
            figures = build(name, Path(place), Path(folder), int(count))
        case ["search", name, place, folder]:
            figures = search(name, Path(place), Path(folder))
        case ["add", name, place, folder, count, times]:
            figures = add(name, Path(place), Path(folder), int(count), int(times))
        case _:
            sys.exit(__doc__)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
