"""A damaged index: no answer changes, for the damage is noticed and the index is built anew.

Every file below the index's folder is hit: cut, zeroed, a bit flipped, garbage written over it,
deleted, taken from another archive. The index as a whole is replaced by an older one, and by that
of another archive. A pickle that somebody planted in it is not executed.
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from archive.cli._door import run
from faults.conftest import write_articles

if TYPE_CHECKING:
    from faults.conftest import Amount

PUBLISHERS = ("Nusa", "Timur")
SEEDS = Path(__file__).parents[2] / "seeds"
# Words, a phrase, a stem, a wildcard, fields, a range of dates, an exclusion, and everything.
QUERIES = (
    ("search", "gempa nelayan"),
    ("search", '"rumah sakit"'),
    ("search", "menyerang"),
    ("search", "pelabuh* OR pemb*", "--sort", "added"),
    ("search", "title:banjir OR publisher:nusa", "--facet", "language"),
    ("search", "published:2023-07..2023-09", "--sort", "oldest"),
    ("search", "language:id -pasar", "--sort", "newest"),
    ("list",),
)
Answer = tuple[int, int, list[dict[str, Any]], Any]
Answers = dict[tuple[str, ...], Answer]


@dataclass(frozen=True)
class Made:
    """Homes to damage, and indexes that belong elsewhere.

    The index of `grown` has grown in eight commits, that of `built` was built at once from the
    same database; `older` is an index that they once had, `other` that of another archive.
    """

    grown: Path
    built: Path
    older: Path
    other: Path
    expected: Answers

    def copy(self, place: Path, *, grown: bool = False) -> Path:
        """A copy of a home, in place of what is there."""
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.grown if grown else self.built, place)
        return place


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The homes; two of their articles were removed."""
    folder = tmp_path_factory.mktemp("made")
    home, built, older, other = (folder / name for name in ("grown", "built", "older", "other"))
    _done("--home", home, "ingest", "--tag", "benih", SEEDS)
    shutil.copytree(home / "index", older)
    for month in range(6, 12):
        articles = write_articles(folder / f"{month}", 10, month)
        stated = f"published=2023-{month:02}-15", f"publisher=Kabar {PUBLISHERS[month % 2]}"
        _done("--home", home, "ingest", *(f"--set={fact}" for fact in stated), *articles)
    _done("--home", home, "remove", "--yes", 3, 40)
    _done("--home", other, "ingest", *write_articles(folder / "others", 60, "other"))
    shutil.copytree(home, built)
    _done("--home", built, "reindex")
    return Made(home, built, older, other / "index", answers(built))


def _done(*arguments: object) -> None:
    ran = command(*arguments)
    assert ran.code == 0, ran.err


@dataclass(frozen=True)
class Ran:
    """What a command printed and ended with."""

    code: int
    out: str
    err: str


def command(*arguments: object) -> Ran:
    """Run a command in this process; its output is kept in memory, which is quick.

    A minute is more than any takes: damage must not make one run for ever.
    """
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2)]
    before = signal.signal(signal.SIGALRM, _late)
    signal.alarm(60)
    try:
        with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
            code = run([str(argument) for argument in arguments])
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    out, err = (_text(stream) for stream in streams)
    return Ran(code, out, err)


def _late(number: int, frame: FrameType | None) -> NoReturn:
    raise TimeoutError("a command ran for a minute")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.detach().getvalue().decode()


def answers(home: Path, chance: random.Random | None = None) -> Answers:
    """What every query answers; asked in an order drawn by `chance`, for the first one heals."""
    queries = list(QUERIES)
    if chance:
        chance.shuffle(queries)
    return {query: _answer(home, query) for query in queries}


def _answer(home: Path, query: tuple[str, ...]) -> Answer:
    ran = command("--home", home, *query, "--json")
    assert "Traceback" not in ran.err, ran.err
    assert ran.code in (0, 1), f"exit code {ran.code}: {ran.err}"
    page = json.loads(ran.out)
    return ran.code, page["total"], page["hits"], page["facets"]


# -- kinds of damage


def cut(path: Path, chance: random.Random) -> str:
    """Shorter by one byte at least; empty now and then."""
    length = chance.choice((0, chance.randrange(max(1, path.stat().st_size))))
    os.truncate(path, length)
    return f"cut to {length} bytes"


def zero(path: Path, chance: random.Random) -> str:
    """All of it zero bytes, or a stretch: what a file system leaves that lost the data."""
    size = path.stat().st_size
    start = chance.choice((0, chance.randrange(max(1, size))))
    return _overwrite(path, start, bytes(size - start))


def flip(path: Path, chance: random.Random) -> str:
    """One bit."""
    content = path.read_bytes() or b"\0"
    at, bit = chance.randrange(len(content)), chance.randrange(8)
    return _overwrite(path, at, bytes([content[at] ^ 1 << bit]))


def garbage(path: Path, chance: random.Random) -> str:
    """A block of random bytes somewhere, or behind the end."""
    at = chance.randrange(path.stat().st_size + 1)
    return _overwrite(path, at, chance.randbytes(chance.choice((16, 512, 4096))))


def delete(path: Path, chance: random.Random) -> str:
    """The file is gone."""
    path.unlink()
    return "deleted"


def foreign(path: Path, chance: random.Random, made: Made) -> str:
    """A file of the same kind from another archive's index, or from what this one was."""
    source = chance.choice((made.other, made.older))
    files = files_of(source)
    alike = [file for file in files if file.suffix == path.suffix and _part(file) == _part(path)]
    chosen = chance.choice(alike or files)
    shutil.copyfile(chosen, path)
    return f"replaced by {chosen}"


def _part(path: Path) -> str:
    """What Whoosh calls the part of a segment: the name without the segment's own."""
    return path.name.partition(".")[2]


def _overwrite(path: Path, start: int, content: bytes) -> str:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(content)
    return f"bytes {start} to {start + len(content)} changed"


KINDS: tuple[Callable[[Path, random.Random], str], ...] = (cut, zero, flip, flip, garbage, delete)


def files_of(index: Path) -> list[Path]:
    """Every file of an index."""
    return sorted(path for path in index.rglob("*") if path.is_file())


def damage(home: Path, chance: random.Random, made: Made) -> str:
    """Damage the index of `home`; in words, what was done."""
    index = home / "index"
    if chance.random() < 0.05:
        whole = chance.choice((made.older, made.other))
        shutil.rmtree(index)
        shutil.copytree(whole, index)
        return f"the whole index replaced by {whole}"
    path = chance.choice(files_of(index))
    before = path.stat()
    kind = chance.choice((*KINDS, partial(foreign, made=made)))
    done = f"{path.relative_to(home)}: {kind(path, chance)}"
    if path.exists() and chance.random() < 0.5:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        done += ", its time as before"
    return done


# -- tests


def assert_healed(made: Made, folder: Path, count: int, seed: str) -> None:
    """Damage so many copies of the homes; each gives the answers that it gave before."""
    wrong = []
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        home = made.copy(folder / "home", grown=number % 2 == 1)
        is_used = chance.random() < 0.3
        if is_used:  # the copies have been looked at, and found sound
            assert answers(home) == made.expected
        done = damage(home, chance, made) + (", after use" if is_used else "")
        try:
            found, expected = answers(home, chance), made.expected
        except AssertionError as error:
            wrong.append(f"{number}: {done}: {str(error)[:300]}")
            continue
        others = [query for query in found if found[query] != expected[query]]
        if others:
            wrong.append(f"{number}: {done}: another answer to {others}")
    assert not wrong, f"{len(wrong)} of {count} damages:\n" + "\n".join(wrong)


def test_the_answers_are_worth_comparing(made: Made) -> None:
    """Every query finds something, and only `list` everything; building anew changes nothing."""
    totals = {query: answer[1] for query, answer in made.expected.items()}
    everything = totals.pop(("list",))
    assert everything == 86
    assert all(0 < total < everything for total in totals.values()), totals


def test_an_index_that_was_deleted_gives_the_same_answers(made: Made, tmp_path: Path) -> None:
    """The one built at once finds what the one that grew did, and exactly what a `reindex` does."""
    assert answers(made.grown) == made.expected
    home = made.copy(tmp_path / "home", grown=True)
    shutil.rmtree(home / "index")
    assert answers(home) == made.expected


def test_some_damages_are_healed(made: Made, tmp_path: Path) -> None:
    """The nightly test in small."""
    assert_healed(made, tmp_path, 12, "some")


@pytest.mark.nightly
def test_a_thousand_damages_are_healed(made: Made, tmp_path: Path, amount: Amount) -> None:
    """No damage changes an answer, ends a command otherwise than before, or shows a traceback."""
    assert_healed(made, tmp_path, amount(1000), "thousand")


class Planted(Schema):  # type: ignore[misc]  # Whoosh has no types
    """A schema whose pickle makes a folder when it is loaded."""

    def __init__(self, place: Path) -> None:
        super().__init__()
        self._place = str(place)

    def clean(self) -> None:
        """Whoosh asks for it before it writes."""

    def __reduce__(self) -> tuple[Callable[..., None], tuple[str]]:
        return os.mkdir, (self._place,)


@pytest.mark.parametrize("part", ["schema", "segments"])
def test_a_planted_pickle_is_not_executed(made: Made, tmp_path: Path, part: str) -> None:
    """Whoosh keeps pickles in its table of contents; what is not ours is not loaded."""
    home, place = made.copy(tmp_path / "home"), tmp_path / "executed"
    for path in [file for file in files_of(home / "index") if file.suffix == ".toc"]:
        with FileStorage(str(path.parent)) as storage:
            toc = TOC.read(storage, "MAIN")
            setattr(toc, part, Planted(place))
            path.unlink()  # Whoosh writes over nothing
            toc.write(storage, "MAIN")
    found = answers(home)
    assert not place.exists()
    assert found == made.expected
