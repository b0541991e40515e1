"""What it costs that nothing is lost: an ingest beside the same one that trusts the disk.

    python benchmarks/durability.py [corpus.jsonl.gz] [--limit 2000] [--rounds 5] [--folder PLACE]

Ours writes with `synchronous=FULL`, syncs every file of the index and keeps its CRC-32 and a
checksum of each article. The peer is the same program with `synchronous=OFF`, without any fsync,
without reading index files back for their CRC-32 and without checksums. Both store in transactions
of 500 articles; a round runs each once in alternating order, in one process, on the same disk.
Without a corpus, articles are made up. Prints a Markdown table of the medians and their ratio.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest import mock

from archive import config, seal
from archive.archive import Archive
from archive.database import connection, sums
from archive.ingest import Options, ingest, pipeline

SYLLABLES = "ba be bi ka ke ku la le li ma me mu na ni nu ra ri ru sa si su ta ti tu".split()


@contextmanager
def trusting() -> Iterator[None]:
    """Inside, nothing is asked of the disk and nothing is remembered to be compared later."""

    def unread(path: Path) -> seal.FileState:
        found = path.stat()
        return seal.FileState(found.st_size, 0, found.st_ino, found.st_mtime_ns, found.st_ctime_ns)

    pragmas = ("journal_mode = WAL", "synchronous = OFF", *connection._PRAGMAS)
    with ExitStack() as stack:
        for place, name, value in (
            (connection, "_WRITING", pragmas),
            (seal, "sync", lambda path: None),
            (seal, "_fsync", lambda descriptor: None),
            (seal, "measure", unread),
            (sums, "renew", lambda connection, ids: None),
            (sums, "text_sum", lambda text: 0),
        ):
            stack.enter_context(mock.patch.object(place, name, value))
        yield


def made_up(count: int) -> Iterator[dict[str, str]]:
    """Articles of about 2 kB from 30,000 words, always the same ones."""
    chance = random.Random("durability")
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(30_000)]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    for number in range(count):
        text = " ".join(chance.choices(words, weights, k=300))
        yield {"title": f"Kabar {number}", "text": text, "url": f"https://example.com/{number}"}


def read(corpus: Path | None, limit: int) -> list[dict[str, str]]:
    """The first rows of a JSONL file, gzipped or not; made up without one."""
    if corpus is None:
        return list(made_up(limit))
    opener = gzip.open if corpus.suffix == ".gz" else open
    with opener(corpus, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for _, line in zip(range(limit), lines, strict=False)]


def ingested(corpus: Path, home: Path, count: int) -> dict[str, float]:
    """Seconds of the clock and of the processor for one ingest into a new home."""
    began, used = time.perf_counter(), time.process_time()
    with Archive.open(config.load({"home": home}, environ={})) as archive:
        outcomes = list(ingest(archive, [str(corpus)], Options()))
    taken = {"wall, s": time.perf_counter() - began, "CPU, s": time.process_time() - used}
    assert len(outcomes) == count
    assert all(outcome.outcome != "failed" for outcome in outcomes)
    return taken


def rounds(
    corpus: Path, folder: Path, count: int, number: int
) -> dict[str, list[dict[str, float]]]:
    """Each way so many times, one after the other, the first round thrown away."""
    found: dict[str, list[dict[str, float]]] = {"durable": [], "trusting": []}
    for turn in range(number + 1):
        for way in sorted(found, reverse=bool(turn % 2)):
            os.sync()  # what the one before has left to be written is not this one's
            with ExitStack() as stack:
                if way == "trusting":
                    stack.enter_context(trusting())
                taken = ingested(corpus, folder / f"{way} {turn}", count)
            if turn:
                found[way].append(taken)
    return found


def main() -> None:
    """Run both and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--limit", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="where to write (default: the temporary one)")
    arguments = parser.parse_args()
    rows = read(arguments.corpus, arguments.limit)
    with tempfile.TemporaryDirectory(dir=arguments.folder) as place:
        corpus = Path(place) / "corpus.jsonl"
        corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        found = rounds(corpus, Path(place), len(rows), arguments.rounds)
    print(
        f"{len(rows):,} articles in transactions of {pipeline.BATCH}, median of "
        f"{arguments.rounds}; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{platform.machine()}, {sys.platform}\n"
    )
    print("| | durable | trusting the disk | ratio |\n|---|---|---|---|")
    for name in found["durable"][0]:
        ours, peer = (statistics.median(t[name] for t in found[way]) for way in found)
        print(f"| {name} | {ours:.2f} | {peer:.2f} | {ours / peer:.2f} |")


if __name__ == "__main__":
    main()
