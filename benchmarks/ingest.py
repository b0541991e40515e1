"""What `archive ingest` takes, with all that it does and with the text alone (Linux).

    python benchmarks/ingest.py                          # 20,000 made-up articles
    python benchmarks/ingest.py --corpus news.jsonl.gz   # of real sentences
    python benchmarks/ingest.py --articles 100000 --rounds 1

Three ways, in turn, each in a process of its own with a new home; of every figure the best of the
rounds is shown:

    as it comes            on all cores
    in one process         `--jobs 1`
    the text alone         the same, without extractors, zones and sketches: the whole text is
                           body; it is told the language, so that words have their stems

The last line is the CPU of the second way over that of the third: what understanding an article
costs, over what storing and indexing its text costs. Articles are those of `benchmarks/engines.py`
in JSON Lines, and the home is in the folder `--out`, for which see there.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import corpus
from processes import HERE, whole

ALL = "as it comes, on all cores"
ONE = "in one process"
TEXT = "the text alone, in one process"
WAYS = (ALL, ONE, TEXT)


def text_alone() -> None:
    """Leave out, in this process, all that is more than text."""
    from archive import sketches
    from archive.article import Article
    from archive.index import _document
    from archive.ingest import preparing
    from archive.zones import Zone

    def zones_of(article: Article) -> list[Zone]:
        return [Zone("body", 0, len(article.text), "")]

    preparing.enrich = lambda articles: [(article, zones_of(article)) for article in articles]
    sketches.sketch = lambda text: None
    _document.zones_of = zones_of


def ingest(arguments: list[str]) -> int:
    """The command, with the text alone."""
    from archive.cli._door import run

    text_alone()
    return run(["ingest", "--jobs", "1", "--set", "language=id", *arguments])


def command(way: str, source: Path) -> list[str]:
    """How to ingest `source` in one of the ways."""
    if way == TEXT:
        return [sys.executable, str(HERE / "ingest.py"), "--text", str(source)]
    jobs = ["--jobs", "1"] if way == ONE else []
    return [sys.executable, "-m", "archive", "ingest", *jobs, str(source)]


def measured(given: argparse.Namespace) -> dict[str, dict[str, float]]:
    """The best figures of each way: seconds of the clock and of the processors, megabytes."""
    best: dict[str, dict[str, float]] = {}
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=given.out, prefix="ingest-") as folder:
        place, source, home = (Path(folder) / name for name in ("corpus", "a.jsonl", "home"))
        corpus.prepare(place, given.corpus)
        with source.open("w", encoding="utf-8") as lines:
            for row in corpus.rows(corpus.pool(place, "prose.txt"), given.articles):
                lines.write(f"{json.dumps(row)}\n")
        for number in range(given.rounds):
            for way in WAYS:
                print(f"round {number + 1}: {way}", file=sys.stderr, flush=True)
                os.sync()  # what was written before is not this one's to wait for
                took = whole(command(way, source), {**os.environ, "ARCHIVE_HOME": str(home)})
                shutil.rmtree(home)
                before = best.get(way, took)
                best[way] = {name: min(value, before[name]) for name, value in took.items()}
    return best


def main() -> None:
    """Measure the three ways and print them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=20_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--corpus", type=Path, metavar="FILE.jsonl[.gz]")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        default=HERE / "results",
        help="(default: %(default)s)",
    )
    given = parser.parse_args()
    best = measured(given)
    print(f"{given.articles:,} articles{'articles/s':>24}{'CPU, ms each':>15}{'memory, MB':>13}")
    for way, took in best.items():
        each = took["cpu"] / given.articles * 1000
        rate = given.articles / took["wall"]
        print(f"{way:<31}{rate:>8,.0f}{each:>15.2f}{took['memory']:>13,.0f}")
    print(f"CPU, {ONE} / {TEXT}: {best[ONE]['cpu'] / best[TEXT]['cpu']:.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--text"]:
        sys.exit(ingest(sys.argv[2:]))
    main()
