"""How long the search page takes while many look at it: `archive serve`, asked by so many users.

    python benchmarks/serving.py HOME CORPUS [--users 20] [--seconds 20] [--think 1]

HOME is an archive of the articles of CORPUS, a folder that `corpus.prepare` writes. Each user asks
for a page of a query of its own (a fifth of them narrowed down, a fifth the second page), reads it
for THINK seconds, and asks for another. What is counted goes from the first byte of the request to
the last one of the answer, on this computer; the CPU is that of the server alone, per page.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from corpus import queries

_TICK = os.sysconf("SC_CLK_TCK")
# Words of each kind of query as they are typed.
_TYPED = {
    "either of two": " OR ".join,
    "any of five": " OR ".join,
    "phrase": lambda words: f'"{" ".join(words)}"',
    "prefix of four": lambda words: f"{words[0]}*",
    "word and year": lambda words: f"{words[0]} published:{words[1]}",
}


@contextmanager
def serving(home: Path) -> Iterator[tuple[int, int]]:
    """The process and the port of a server."""
    command = [sys.executable, "-m", "archive", "--home", str(home), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.pid, int(process.stdout.readline().rpartition(":")[2].strip("/\n"))
        process.terminate()


def cpu(pid: int) -> float:
    """The seconds of CPU that a process has taken so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def addresses(folder: Path) -> list[str]:
    """The pages that are asked for."""
    chance = random.Random("pages")
    found = []
    for kind, asked in queries(folder).items():
        typed = _TYPED.get(kind, " ".join)
        for words in asked:
            parameters = {"q": typed([str(word) for word in words])}
            found.append(parameters)
            if chance.random() < 0.25:
                found.append({**parameters, "offset": "10"})
            if chance.random() < 0.25:
                found.append({**parameters, "include": "language=id"})
    chance.shuffle(found)
    return [f"/?{urlencode(parameters)}" for parameters in found]


def user(
    port: int, pages: list[str], end: float, think: float, took: list[tuple[float, int]]
) -> None:
    """Ask for one page after the other until the end."""
    chance = random.Random()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    time.sleep(chance.random() * think)
    while time.monotonic() < end:
        began = time.perf_counter()
        line.request("GET", chance.choice(pages), headers={"Accept-Language": "en"})
        answer = line.getresponse()
        size = len(answer.read())
        if answer.status not in (200, 400):
            raise SystemExit(f"{answer.status}")
        took.append((time.perf_counter() - began, size))
        if think:
            time.sleep(chance.expovariate(1 / think))


def main() -> None:
    """Measure, and print an object."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("home", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--think", type=float, default=1.0)
    given = parser.parse_args()
    pages = addresses(given.corpus)
    with serving(given.home) as (pid, port):
        warm: list[tuple[float, int]] = []
        user(port, pages, time.monotonic() + 5, 0, warm)
        time.sleep(10)  # until facets are counted in memory
        took: list[tuple[float, int]] = []
        before, end = cpu(pid), time.monotonic() + given.seconds
        users = [
            threading.Thread(target=user, args=(port, pages, end, given.think, took))
            for _ in range(given.users)
        ]
        for one in users:
            one.start()
        for one in users:
            one.join()
        spent = cpu(pid) - before
    seconds = sorted(seconds for seconds, _ in took)
    sizes = sorted(size for _, size in took)
    cut = statistics.quantiles(seconds, n=100)
    print(
        json.dumps(
            {
                "pages": len(took),
                "pages_per_second": round(len(took) / given.seconds, 1),
                "cpu_ms_per_page": round(1000 * spent / len(took), 1),
                "p50_ms": round(1000 * cut[49], 1),
                "p95_ms": round(1000 * cut[94], 1),
                "p99_ms": round(1000 * cut[98], 1),
                "kB_median": round(sizes[len(sizes) // 2] / 1000, 1),
                "kB_most": round(sizes[-1] / 1000, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
