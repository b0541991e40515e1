"""What ingesting and searching cost, beside SQLite FTS5 given the same words, in one run.

    python benchmarks/ingest_and_search.py corpus.jsonl.gz [--limit 2000]

Prints a Markdown table: CPU seconds of this process and its size on disk. FTS5 gets the words that
our analysis makes of title and text, joined by spaces, so that both index the same; its time does
not include our analysis, ours does, and ours indexes stems besides. Ours is one process per query
set, as a long-lived program would run it, not one per query.
"""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archive import config
from archive.analysis import words
from archive.archive import Archive
from archive.ingest import Options, ingest
from archive.query import parse

Rows = list[tuple[str, str]]


@contextmanager
def timed(into: dict[str, float], name: str) -> Iterator[None]:
    """Put the CPU seconds of what is inside into `into`."""
    began = time.process_time()
    yield
    into[name] = time.process_time() - began


def size(path: Path) -> int:
    """Bytes of a file, or of all files below a folder."""
    return sum(p.stat().st_size for p in [path, *path.rglob("*")] if p.is_file())


def read(corpus: Path, limit: int) -> list[dict[str, str]]:
    """The first rows of a JSONL file, gzipped or not."""
    opener = gzip.open if corpus.suffix == ".gz" else open
    with opener(corpus, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for _, line in zip(range(limit), lines, strict=False)]


def queries(rows: Rows, count: int = 20) -> dict[str, list[str]]:
    """Queries of five kinds, drawn from the words of the corpus, always the same."""
    draw = random.Random(7)
    frequency: dict[str, int] = {}
    for _, text in rows:
        for word in set(text.split()):
            if word.isalpha() and len(word) > 3:
                frequency[word] = frequency.get(word, 0) + 1
    common = sorted((w for w, n in frequency.items() if n > len(rows) / 25), key=frequency.get)
    rare = sorted(w for w, n in frequency.items() if n == 2)
    texts = [text.split() for _, text in rows if len(text.split()) > 20]
    pairs = [
        (t[at], t[at + 1]) for t in draw.choices(texts, k=count) for at in [draw.randrange(18)]
    ]
    return {
        "rare word": draw.choices(rare, k=count),
        "common word": draw.choices(common, k=count),
        "two words": [" ".join(draw.sample(common, 2)) for _ in range(count)],
        "five words, any": [" OR ".join(draw.sample(common, 5)) for _ in range(count)],
        "phrase": [f'"{a} {b}"' for a, b in pairs],
    }


def latency(search: Callable[[str], object], asked: list[str]) -> float:
    """The median CPU time of a query in milliseconds, each asked once to warm up."""
    taken = []
    for query in asked:
        search(query)
        began = time.process_time()
        search(query)
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


def ours(rows: list[dict[str, str]], asked: dict[str, list[str]], folder: Path) -> dict[str, float]:
    """Measure the archive."""
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    result: dict[str, float] = {}
    home = folder / "home"
    with Archive.open(config.load({"home": home}, environ={})) as archive:
        with timed(result, "ingest, s"):
            failed = [o for o in ingest(archive, [str(corpus)], Options()) if o.outcome == "failed"]
        assert not failed, failed[:3]
        result["database, MB"] = size(home / "archive.db") / 1e6
        result["index, MB"] = size(home / "index") / 1e6
        index, _ = archive._index_to_search()
        for kind, some in asked.items():
            result[f"{kind}, ms"] = latency(lambda q: index.search(parse(q), limit=10), some)
    return result


def fts5(rows: Rows, asked: dict[str, list[str]], folder: Path) -> dict[str, float]:
    """Measure SQLite FTS5 on the same words."""
    result: dict[str, float] = {}
    path = folder / "fts.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE a USING fts5(title, body, tokenize='unicode61')")
        with timed(result, "ingest, s"), connection:
            connection.executemany("INSERT INTO a VALUES (?, ?)", rows)
        result["index, MB"] = size(path) / 1e6
        statement = "SELECT rowid FROM a WHERE a MATCH ? ORDER BY bm25(a, 2.0, 1.0) LIMIT 10"
        for kind, some in asked.items():
            result[f"{kind}, ms"] = latency(
                lambda q: connection.execute(statement, (q,)).fetchall(), some
            )
    return result


def main() -> None:
    """Run both and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int, default=2_000)
    arguments = parser.parse_args()
    raw = read(arguments.corpus, arguments.limit)
    rows = [(" ".join(words(r.get("title") or "")), " ".join(words(r["text"]))) for r in raw]
    asked = queries(rows)
    with tempfile.TemporaryDirectory() as folder:
        table = {
            "archive": ours(raw, asked, Path(folder)),
            "FTS5": fts5(rows, asked, Path(folder)),
        }
    text = sum(len(r["text"].encode()) for r in raw) / 1e6
    print(f"{len(raw):,} articles, {text:.1f} MB of text; Python {platform.python_version()}, ")
    print(f"SQLite {sqlite3.sqlite_version}, {platform.machine()}, {sys.platform}; CPU time\n")
    print("| | archive | FTS5 |\n|---|---|---|")
    for name, value in table["archive"].items():
        other = table["FTS5"].get(name)
        print(f"| {name} | {value:.2f} | {'' if other is None else f'{other:.2f}'} |")


if __name__ == "__main__":
    main()
