"""What `archive ingest` takes for many small files, and for the same files again (Linux).

    python benchmarks/again.py                            # 20,000 files
    python benchmarks/again.py --files 1000000 --rounds 1 --each 1000000   # one folder of a million

Files of one line each, `--each` of them in a folder, in a process of its own for each run:

    first        into a new home, on all cores
    again        a second time: nothing has changed
    --json       the same, with a line for each file
    --reread     the same, but every file is read

Of every figure the best of the rounds is shown; files a second are those of the processors' time,
for a machine that is busy with others has another clock.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from processes import HERE, whole

RUNS = {"first": (), "again": (), "--json": ("--json",), "--reread": ("--reread",)}
# Seconds for which a file must have been left alone to be known.
_SETTLED = 2


def write(folder: Path, count: int, each: int) -> None:
    """Make so many files, so many of them in a folder; no two are alike."""
    for number in range(count):
        place = folder / f"{number // each:04}"
        if not number % each:
            place.mkdir(parents=True)
        text = f"Banjir nomor {number} di desa ke-{number * 7919 % count}.\n"
        (place / f"{number:07}.txt").write_text(text)


def measured(given: argparse.Namespace) -> dict[str, dict[str, float]]:
    """The best figures of each run: seconds of the clock and of the processors, megabytes."""
    best: dict[str, dict[str, float]] = {}
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=given.out, prefix="again-") as folder:
        files, home = Path(folder) / "files", Path(folder) / "home"
        write(files, given.files, given.each)
        time.sleep(_SETTLED)
        environ = {**os.environ, "ARCHIVE_HOME": str(home)}
        for number in range(given.rounds):
            for name, more in RUNS.items():
                if name == "first" and number:
                    continue  # it takes a thousand times as long as the others
                print(f"round {number + 1}: {name}", file=sys.stderr, flush=True)
                command = [sys.executable, "-m", "archive", "ingest", *more, str(files)]
                took = whole(command, environ)
                before = best.get(name, took)
                best[name] = {key: min(value, before[key]) for key, value in took.items()}
    return best


def main() -> None:
    """Measure the runs and print them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=20_000, metavar="N")
    parser.add_argument("--each", type=int, default=5_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--out", type=Path, metavar="FOLDER", default=HERE / "results")
    given = parser.parse_args()
    best = measured(given)
    print(
        f"{given.files:,} files{'files/CPU-s':>14}{'CPU, s':>10}{'clock, s':>10}{'memory, MB':>12}"
    )
    for name, took in best.items():
        rate = given.files / took["cpu"]
        figures = f"{rate:>14,.0f}{took['cpu']:>10.1f}{took['wall']:>10.1f}{took['memory']:>12,.0f}"
        print(f"{name:<{len(f'{given.files:,} files')}}{figures}")


if __name__ == "__main__":
    main()
