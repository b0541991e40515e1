"""Memory: an ingest stays below half a gigabyte, whatever it is given to read.

Each command runs in an interpreter of its own and tells its own peak: what the operating system
says of a child counts the memory of the test's process, from which it was started.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from faults.conftest import Amount

# Megabytes of resident memory that no command may exceed.
MOST = 500
MEGA = 1_000_000
# The first argument is the megabytes of address space that it may take above what it has at its
# start (0: as many as there are), the second a file for the peak in kilobytes.
PROBE = """
import resource, sys
import archive.archive, archive.index.whoosh, archive.ingest
from archive.cli import _door

def status(name):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(name))

more, told = int(sys.argv[1]), sys.argv[2]
if more:
    most = status("VmSize") * 1024 + more * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
code = _door.run(sys.argv[3:])
with open(told, "w") as file:
    file.write(str(status("VmHWM")))
sys.exit(code)
"""
HOUR = 3600

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="peaks are read from /proc"
)


@dataclass
class Ended:
    """A command that has ended; `peak` is the most resident memory it had, in megabytes."""

    code: int
    out: str
    err: str
    peak: float

    @property
    def outcomes(self) -> list[dict[str, Any]]:
        """The outcomes that an ingest reported, without the summary."""
        lines = [json.loads(line) for line in self.out.splitlines()]
        return [line for line in lines if "outcome" in line]


Measured = Callable[..., Ended]


@pytest.fixture
def measured(
    tmp_path: Path, home: Path, record_property: Callable[[str, object], None]
) -> Measured:
    """`measured("search", "banjir", more=100)`: run a command; the peak goes into the report."""

    def run(*arguments: object, more: int = 0) -> Ended:
        told = tmp_path / "peak"
        told.unlink(missing_ok=True)
        command = [sys.executable, "-c", PROBE, str(more), str(told), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, timeout=HOUR, check=False)
        out, err = done.stdout.decode(), done.stderr.decode()
        assert told.exists(), f"it did not end by itself ({done.returncode}): {err[-2000:]}"
        peak = int(told.read_text()) / 1000
        record_property("peak_mb", round(peak))
        return Ended(done.returncode, out, err, peak)

    return run


@pytest.fixture
def quick() -> Iterator[Path]:
    """A folder in memory, where there is one: a million files on a disk take long to make."""
    memory = Path("/dev/shm")
    parent = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=parent, prefix="archive-memory-") as folder:
        yield Path(folder)


def assert_below(ended: Ended, most: float = MOST) -> None:
    """Assert that it had no more memory than it may have, and no fault."""
    assert ended.code in (0, 1), ended.err[-2000:]
    assert "Traceback" not in ended.err
    assert ended.peak < most, f"{ended.peak:.0f} MB at its peak"


# -- files to read


def sparse(path: Path, megabytes: int, beginning: bytes = b"") -> Path:
    """A file of zero bytes that takes no room on the disk."""
    path.write_bytes(beginning)
    os.truncate(path, megabytes * MEGA)
    return path


def zipped(path: Path, megabytes: int, beginning: bytes = b"") -> Path:
    """A gzipped line of so many megabytes: the same part over and over, which gzip allows."""
    part = gzip.compress(b"Banjir melanda kota. " * (16 * MEGA // 21), 1)
    with path.open("wb") as file:
        file.write(gzip.compress(beginning))
        for _ in range(megabytes // 16):
            file.write(part)
    return path


def large_text(megabytes: int, seed: str) -> str:
    """A text of 30,000 different words, so many megabytes long; no two seeds give the same."""
    chance = random.Random(seed)
    syllables = "ba be bi ka ke ku la le li ma me mu na ni nu ra ri ru sa si su ta ti tu".split()
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(30_000)]
    lines, size = [f"Kabar {seed}."], 0
    while size < MEGA:
        lines.append(" ".join(chance.choices(words, k=100)).capitalize() + ".")
        size += len(lines[-1]) + 1
    return "\n".join(lines * megabytes)[: megabytes * MEGA]


def many(folder: Path, count: int, flat: int, different: int) -> Path:
    """`count` small files: `flat` of them in one folder, the others a thousand to a folder.

    They are links to `different` files, of which one more each is made.
    """
    (folder / "seeds").mkdir(parents=True)
    seeds = [folder / "seeds" / f"{number:04}.txt" for number in range(different)]
    for number, seed in enumerate(seeds):
        seed.write_text(f"Banjir nomor{number} melanda kota itu.\nWarga nomor{number} mengungsi.\n")
    for number in range(count):
        thousand = f"{number // 100_000}/{number // 1000 % 100}"
        inner = folder / ("flat" if number < flat else thousand)
        if number in (0, flat) or (number > flat and number % 1000 == 0):
            inner.mkdir(parents=True, exist_ok=True)
        os.link(seeds[number % different], inner / f"{number:07}.txt")
    return folder


def different(path: Path, count: int) -> Path:
    """A file of JSON Lines with so many small articles, of which no two are copies."""
    chance = random.Random(count)
    words = [f"kata{number}" for number in range(30_000)]
    with path.open("w") as file:
        for number in range(count):
            text = f"Kabar nomor{number} {' '.join(chance.choices(words, k=30))}."
            file.write(json.dumps({"title": f"Judul {number}", "text": text}) + "\n")
    return path


# -- much that is refused


def too_large(measured: Measured, quick: Path, megabytes: int) -> None:
    """Files above the limit are refused, each with a reason, and none is read into memory."""
    sparse(quick / "a.txt", megabytes)
    sparse(quick / "b.jsonl", megabytes, b'{"text": "banjir')
    zipped(quick / "c.txt.gz", 2 * megabytes)
    zipped(quick / "d.jsonl.gz", 2 * megabytes, b'{"text": "')
    (quick / "e.txt").write_text("Banjir melanda kota itu.")
    ended = measured("ingest", "--json", quick)
    assert_below(ended)
    reasons = [line["reason"] or "" for line in ended.outcomes if line["outcome"] == "failed"]
    assert len(reasons) == 4
    assert all("larger than" in reason for reason in reasons), reasons
    assert ended.outcomes[-1]["outcome"] == "added"


def test_files_above_the_limit(measured: Measured, quick: Path) -> None:
    """The nightly test in small."""
    too_large(measured, quick, 100)


@pytest.mark.nightly
def test_files_of_gigabytes(measured: Measured, quick: Path, amount: Amount) -> None:
    """2 GB in a text, 2 GB in one line, and gzipped files that expand to 4 GB."""
    too_large(measured, quick, max(100, amount(2000)))


# -- much that is stored


@pytest.mark.nightly
@pytest.mark.parametrize("articles", [1, 4])
def test_the_largest_articles(
    measured: Measured, quick: Path, amount: Amount, articles: int
) -> None:
    """Articles just below the limit are stored, indexed, found and shown in that memory."""
    megabytes = max(2, amount(60))
    for number in range(articles):
        text = large_text(megabytes, f"besar{number}")
        (quick / f"{number}.txt").write_text(text)
    ended = measured("ingest", "--json", quick)
    assert [line["outcome"] for line in ended.outcomes] == ["added"] * articles
    assert_below(ended)
    assert_below(measured("search", "--json", "besar0"))
    assert_below(measured("show", "1"))
    assert_below(measured("reindex"))


@pytest.mark.nightly
def test_the_largest_article_in_one_line(measured: Measured, quick: Path, amount: Amount) -> None:
    """The same as a line of JSON, and without a line end inside."""
    text = large_text(max(2, amount(60)), "baris").replace("\n", " ")
    (quick / "a.jsonl").write_text(json.dumps({"text": text}))
    ended = measured("ingest", "--json", quick)
    assert [line["outcome"] for line in ended.outcomes] == ["added"]
    assert_below(ended)


@pytest.mark.nightly
def test_a_million_small_files(measured: Measured, quick: Path, amount: Amount) -> None:
    """A fifth of them lies in one folder; memory does not grow with their number."""
    count, different = amount(1_000_000), amount(1000)
    many(quick, count, count // 5, different)
    ended = measured("ingest", quick)
    assert_below(ended)
    # Files come before folders, and folders in order of name: the numbered ones first.
    copies = f"{different:,} added"
    assert copies in ended.out, ended.out
    assert f"{count:,} copy" in ended.out, ended.out
    assert_below(measured("reindex"))


@pytest.mark.nightly
def test_one_text_in_very_many_places(measured: Measured, quick: Path, amount: Amount) -> None:
    """An article that was seen 100,000 times is stored, found and shown as any other."""
    many(quick, amount(100_000), amount(100_000), 1)
    assert_below(measured("ingest", quick))
    assert_below(measured("search", "--json", "banjir"))
    assert_below(measured("show", "--json", "1"))


# -- much that goes out


@pytest.mark.nightly
def test_an_export_of_very_many(measured: Measured, tmp_path: Path, amount: Amount) -> None:
    """200,000 articles go out, and come in again, in hardly more memory than a search takes."""
    count = amount(200_000)
    different(tmp_path / "articles.jsonl", count)
    assert_below(measured("ingest", tmp_path / "articles.jsonl"))
    least = measured("search", "kabar", "--limit", 1).peak
    for format in ("csv", "jsonl"):
        out = tmp_path / f"out.{format}"
        for order in ((), ("--sort", "newest", "--copies", "fold")):
            ended = measured(
                "export", "kabar", "--format", format, "--output", out, "--force", *order
            )
            assert ended.code == 0, ended.err
            assert_below(ended, least + 100)
            with out.open("rb") as lines:
                assert sum(1 for _ in lines) == count + 1
    ended = measured("--home", tmp_path / "other", "import", "--json", out)
    assert json.loads(ended.out.splitlines()[-1])["summary"]["added"] == count
    assert_below(ended)


# -- too little memory


def huge_between_small(measured: Measured, quick: Path, megabytes: int, more: int) -> str:
    """Ingest a huge article between two small ones with `more` megabytes; what became of it."""
    (quick / "a.txt").write_text("Banjir melanda kota itu.")
    (quick / "b.txt").write_text(large_text(megabytes, "besar"))
    (quick / "c.txt").write_text("Gempa mengguncang desa itu.")
    ended = measured("ingest", "--json", quick, more=more)
    assert "Traceback" not in ended.err
    assert ended.code in (0, 1), (ended.code, ended.err[-500:], ended.outcomes)
    first, huge, last = ended.outcomes
    assert (first["outcome"], last["outcome"]) == ("added", "added")
    if huge["outcome"] == "failed":
        assert ended.code == 1
        assert "memory" in huge["reason"]
    for word, found in (("banjir", 1), ("gempa", 1), ("kabar", int(huge["outcome"] == "added"))):
        page = json.loads(measured("search", "--json", word).out)
        assert page["total"] == found, word
    return str(huge["outcome"])


def test_an_article_that_does_not_fit_fails_alone(measured: Measured, quick: Path) -> None:
    """It cannot even be read; the ones before and after it are stored and found."""
    assert huge_between_small(measured, quick, 60, 80) == "failed"


@pytest.mark.nightly
@pytest.mark.parametrize("more", [80, 120, 160, 200, 300, 400, 600])
def test_too_little_memory_at_every_stage(measured: Measured, quick: Path, more: int) -> None:
    """Reading, decoding, storing, indexing: wherever memory ends, only the huge one fails."""
    huge_between_small(measured, quick, 60, more)
