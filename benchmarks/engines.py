"""Our index beside stock Whoosh, SQLite FTS5, tantivy, bm25s and Xapian, in one run (Linux).

    python benchmarks/engines.py                                     # 100,000 made-up articles
    python benchmarks/engines.py --corpus news.jsonl.gz              # of real sentences
    python benchmarks/engines.py --growth 1000,10000,100000,1000000  # curves
    python benchmarks/engines.py --draw                              # again from what is there

Writes into `--out`, by default a folder of `benchmarks/results/`:

    results.jsonl    a line for each engine and size; what is there is not measured again
    results.md       tables of figures, and of ours over each peer's
    results.svg      the largest size: a panel for each measure, a mark for each engine
    growth.svg       three sizes or more: a panel for each measure, a line for each engine

Every engine is given the same words, analysed beforehand, and searched for ten hits with their
ids; that all find as many is checked. Building, searching (in a process that opens what another
has built), adding and starting are processes of their own. The index is made in the folder
`--out`: durable commits are only as slow as the disk below it, and for nothing in a `tmpfs`.
Stock Whoosh takes minutes for 100,000 articles and gets no more than `--stock`; ours is measured
with as many as well, so that the two can be compared. The command `archive` itself is measured as a
user has it: `archive ingest` of articles in JSON Lines, and `archive search` in a new process.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import corpus
import report
from measure import size
from processes import HERE, StepError, start, step, whole

ENGINES = "ours,stock,fts5,tantivy,bm25s,xapian"


def options() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000, metavar="N")
    parser.add_argument("--growth", metavar="N,N,...", help="these sizes instead of one")
    parser.add_argument("--stock", type=int, default=10_000, metavar="N", help="most for stock")
    parser.add_argument("--engines", default=ENGINES, help=f"(default: {ENGINES})")
    parser.add_argument("--corpus", type=Path, metavar="FILE.jsonl[.gz]")
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="(default: benchmarks/results/CORPUS)"
    )
    parser.add_argument(
        "--ingest", type=int, metavar="N", help="`archive ingest` of so many (0: none)"
    )
    parser.add_argument(
        "--cold", type=int, metavar="N", help="`archive search` among so many (0: none)"
    )
    parser.add_argument("--additions", type=int, default=200, metavar="N", help="one at a time")
    parser.add_argument("--starts", type=int, default=10, metavar="N", help="of which the median")
    parser.add_argument("--again", action="store_true", help="forget what was measured before")
    parser.add_argument("--draw", action="store_true", help="measure nothing")
    given = parser.parse_args()
    growth = given.growth or str(given.articles)
    given.sizes = sorted({int(size) for size in growth.split(",")})
    most = given.sizes[-1]
    given.ingest = min(most, 100_000) if given.ingest is None else given.ingest
    given.cold = min(most, 10_000) if given.cold is None else given.cold
    return given


def plan(given: argparse.Namespace) -> list[tuple[str, int]]:
    """(engine, articles) in the order that they are measured in, small ones first."""
    names = given.engines.split(",")
    found = {(name, size) for size in given.sizes for name in names if name != "stock"}
    if "stock" in names:
        limited = {min(size, given.stock) for size in given.sizes}
        found |= {(name, size) for size in limited for name in ("stock", "ours") if name in names}
    return sorted(found, key=lambda one: (one[1], names.index(one[0])))


class Results:
    """The lines of `results.jsonl`: one corpus; the latest line of an engine and size counts."""

    def __init__(self, path: Path, corpus: str, *, again: bool) -> None:
        self._path, self._corpus = path, corpus
        if again:
            path.unlink(missing_ok=True)
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        self.all = {(line["engine"], line["articles"]): line for line in map(json.loads, lines)}
        others = {line["corpus"] for line in self.all.values()} - {corpus}
        if others:
            sys.exit(f"{path} has results of {', '.join(others)}: give another --out")

    def has(self, engine: str, count: int) -> bool:
        """Whether that was measured before; says what comes next."""
        line = self.all.get((engine, count))
        since = f": there since {line['when']}" if line else ""
        tell(f"{engine}, {count:,} articles{since}")
        return line is not None

    def add(self, engine: str, count: int, figures: dict[str, Any]) -> None:
        """Keep the figures, in the file at once."""
        line = {
            "engine": engine,
            "articles": count,
            "corpus": self._corpus,
            "machine": report.machine(),
            "when": datetime.now().astimezone().isoformat(timespec="seconds"),
            **figures,
        }
        self.all[engine, count] = line
        with self._path.open("a", encoding="utf-8") as lines:
            lines.write(f"{json.dumps(line)}\n")


def tell(text: str) -> None:
    """How far it is."""
    print(text, file=sys.stderr, flush=True)


# -- one engine


def measured(name: str, place: Path, count: int, given: argparse.Namespace) -> dict[str, Any]:
    """All figures of one engine with `count` articles."""
    asked = corpus.queries(place)["common word"][0]
    with tempfile.TemporaryDirectory(dir=given.out, prefix=f"{name}-") as holder:
        folder = Path(holder) / "index"
        os.sync()  # what was written before is not this one's to wait for
        line = step("build", name, place, folder, count)
        line |= step("search", name, place, folder)
        cold = [sys.executable, str(HERE / "cold.py"), name, str(folder), "common word", *asked]
        line["cold start, ms"] = start(cold, given.starts)
        os.sync()
        line |= step("add", name, place, folder, count, given.additions)
    return line


# -- the command


def command(place: Path, count: int, given: argparse.Namespace) -> dict[str, Any]:
    """`archive ingest` of so many articles in JSON Lines, and `archive search` among them."""
    with tempfile.TemporaryDirectory(dir=given.out, prefix="home-") as holder:
        source, home = Path(holder) / "articles.jsonl", Path(holder) / "home"
        with source.open("w", encoding="utf-8") as lines:
            for row in corpus.rows(corpus.pool(place, "prose.txt"), count):
                lines.write(f"{json.dumps(row)}\n")
        os.sync()
        environ = {**os.environ, "ARCHIVE_HOME": str(home)}
        program = [sys.executable, "-m", "archive"]
        took = whole([*program, "ingest", str(source)], environ)
        word = corpus.queries(place)["common word"][0][0]
        return {
            "ingested, articles/s": count / took["wall"],
            "ingested, articles/CPU-s": count / took["cpu"],
            "memory while ingesting, MB": took["memory"],
            "archive on disk, MB": size(home) / 1e6,
            "cold `archive search`, ms": start([*program, "search", word], given.starts, environ),
        }


# -- all


def available(names: list[str]) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """What the engines that are there are called, and why others are not there."""
    there, missing = {}, {}
    for name in names:
        try:
            there[name] = step("version", name)
        except StepError as error:
            missing[name] = str(error)
            tell(f"missing: {name}: {error}")
    return there, missing


def main() -> None:
    """Measure what is not there yet, and show all of it."""
    given = options()
    name = given.corpus.name if given.corpus else "made up"
    out = given.out = given.out or HERE / "results" / name.split(".")[0].replace(" ", "-")
    out.mkdir(parents=True, exist_ok=True)
    results = Results(out / "results.jsonl", name, again=given.again)
    there, missing = available([] if given.draw else given.engines.split(","))
    if not given.draw:
        with tempfile.TemporaryDirectory(dir=out, prefix="corpus-") as folder:
            place = Path(folder)
            corpus.prepare(place, given.corpus)
            for engine, count in [one for one in plan(given) if one[0] in there]:
                if results.has(engine, count):
                    continue
                try:
                    figures = measured(engine, place, count, given)
                    results.add(engine, count, there[engine] | figures)
                except StepError as error:  # too much for this one: the others go on
                    missing[f"{engine} with {count:,} articles"] = str(error)
                    tell(f"failed: {error}")
            for count in sorted({given.ingest, given.cold} - {0}):
                if not results.has(report.COMMAND, count):
                    results.add(report.COMMAND, count, command(place, count, given))
    if not results.all:
        sys.exit(f"nothing was measured in {out}")
    known = {engine for engine, _ in results.all}
    missing = {name: why for name, why in missing.items() if name not in known}
    report.write(out, list(results.all.values()), missing)
    print((out / "results.md").read_text("utf-8"))


if __name__ == "__main__":
    main()
