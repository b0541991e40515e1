"""A damaged database: a command gives the right answer, or says that there is damage.

The database is the truth, so nothing can heal it; but nothing may make it worse. Each damage is
met by every command on a copy of its own. What changes a text, an original, a fact or the list of
changes is found by `check --deep`, also where no other command stumbles over it.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from faults.conftest import write_articles
from faults.test_damage_index import SEEDS, Ran, command

if TYPE_CHECKING:
    from faults.conftest import Amount

DAMAGED = 7
PAGE = 4096
# What nobody may lose without being told.
PRECIOUS = (
    "SELECT id, text FROM version NOT INDEXED ORDER BY id",
    "SELECT sha256, content FROM original NOT INDEXED ORDER BY sha256",
    "SELECT article_id, seq FROM change NOT INDEXED ORDER BY article_id",
    "SELECT id, value FROM fact NOT INDEXED ORDER BY id",
    "SELECT id, text FROM note NOT INDEXED ORDER BY id",
    "SELECT id, query, match, sort, tag FROM saved NOT INDEXED ORDER BY id",
    "SELECT saved_id, how, article_id FROM saved_article ORDER BY 1, 2, 3",
)
# Differs from run to run.
_FLEETING = re.compile(r'"(took_ms|seconds)": [0-9.]+')


def commands(folder: Path) -> list[list[object]]:
    """What every damage is met with; the deep check comes last."""
    return [
        ["search", "gempa nelayan", "--json"],
        ["search", "published:2023-07..2023-09", "--facet", "publisher", "--json"],
        ["show", 5, "--json"],
        ["show", 50, "--json"],
        ["show", 50, "--raw"],
        ["list", "--limit", 200, "--json"],
        ["stats", "--json"],
        ["tag", "--json"],
        ["note", 50, "--json"],
        ["saved", "list", "--json"],
        ["saved", "run", "gempa", "--new", "--json"],
        ["tag", 5, 50, "--add", "baru", "--json"],
        ["edit", 50, "--set", "title=Gempa", "--json"],
        ["ingest", folder / "new.txt", "--json"],
        ["backup", folder / "backup"],
        ["check"],
        ["check", "--deep"],
    ]


@dataclass
class Made:
    """A sound archive, and how each command ends on it."""

    folder: Path
    expected: list[tuple[int, str]] = field(default_factory=list)

    @property
    def home(self) -> Path:
        """Where every copy lies, so that what commands print of it is the same."""
        return self.folder / "home"

    def lay(self, database: Path, *, index: bool = True) -> None:
        """A home with this database, with the sound index or without any."""
        shutil.rmtree(self.home, ignore_errors=True)
        (self.folder / "backup").unlink(missing_ok=True)
        kept = None if index else shutil.ignore_patterns("index", "index.*")
        shutil.copytree(self.folder / "sound", self.home, ignore=kept)
        shutil.copyfile(database, self.home / "archive.db")

    def run(self, arguments: list[object]) -> Ran:
        """Run one of the commands on the home that lies there."""
        return command("--home", self.home, *arguments)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Seeds and 60 made-up articles with dates and publishers, two removed, one changed."""
    folder = tmp_path_factory.mktemp("made")
    home = folder / "sound"
    assert command("--home", home, "ingest", SEEDS).code == 0
    for month in range(6, 12):
        articles = write_articles(folder / f"{month}", 10, month)
        stated = f"published=2023-{month:02}-15", f"publisher=Kabar {month % 2}"
        arguments = ["ingest", *(f"--set={fact}" for fact in stated), "--tag=buatan", *articles]
        assert command("--home", home, *arguments).code == 0
    articles[0].write_text("Gempa mengguncang desa nelayan itu lagi.\n")
    assert command("--home", home, "ingest", articles[0]).code == 0
    assert command("--home", home, "remove", "--yes", 3, 40).code == 0
    for kept in (["gempa", "gempa"], ["rule", "nelayan", "--tag", "laut"]):
        assert command("--home", home, "saved", "add", *kept).code == 0
    assert command("--home", home, "saved", "run", "gempa", "--new", "-n", 5).code == 0
    assert command("--home", home, "note", 50, "Belum diperiksa.").code == 0
    (folder / "new.txt").write_text("Artikel baru tentang gempa yang melanda nelayan.\n")
    made = Made(folder)
    for arguments in commands(folder):
        made.lay(home / "archive.db")
        ran = made.run(arguments)
        assert ran.code == 0, (arguments, ran)
        made.expected.append((ran.code, plain(ran.out)))
    return made


def plain(out: str) -> str:
    """An answer without what differs from run to run."""
    return _FLEETING.sub("", out)


# -- kinds of damage


def cut(content: bytearray, chance: random.Random) -> str:
    """The end is missing; of an empty file, see the test below."""
    length = chance.randrange(1, len(content))
    del content[length:]
    return f"cut to {length} bytes"


def zero(content: bytearray, chance: random.Random) -> str:
    """A page of zero bytes."""
    start = chance.randrange(len(content) // PAGE) * PAGE
    content[start : start + PAGE] = bytes(PAGE)
    return f"page {start // PAGE + 1} zeroed"


def garbage(content: bytearray, chance: random.Random) -> str:
    """64 random bytes somewhere."""
    start = chance.randrange(len(content) - 64)
    content[start : start + 64] = chance.randbytes(64)
    return f"garbage at {start}"


def flip(content: bytearray, chance: random.Random) -> str:
    """One bit somewhere."""
    return _flip(content, chance.randrange(len(content)), chance)


def header(content: bytearray, chance: random.Random) -> str:
    """One bit or some bytes of what says which file it is, and of what size."""
    at = chance.randrange(100)
    if chance.random() < 0.5:
        return _flip(content, at, chance)
    length = chance.randrange(1, 17)
    content[at : at + length] = chance.randbytes(length)
    return f"garbage in the header, bytes {at} to {at + length}"


def _flip(content: bytearray, at: int, chance: random.Random) -> str:
    bit = chance.randrange(8)
    content[at] ^= 1 << bit
    return f"bit {bit} of byte {at} flipped"


KINDS: tuple[Callable[[bytearray, random.Random], str], ...] = (cut, zero, garbage, flip, header)


# -- what became of it


@dataclass
class Tally:
    """What came of all damages together; each entry of `wrong` is a broken promise."""

    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        counts = ", ".join(f"{count} {what}" for what, count in sorted(self.counts.items()))
        return f"{counts}; {len(self.wrong)} broken promises:\n" + "\n".join(self.wrong)


def contents(database: Path) -> tuple[list[str] | None, list[str]]:
    """All of it as SQL (None if it cannot be read), and a sum of each precious column."""
    uri = f"file:{database}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as sql:
        sql.text_factory = bytes  # damage need not be UTF-8
        sums = [_sum(sql, statement) for statement in PRECIOUS]
        sql.text_factory = str
        try:
            dump: list[str] | None = list(sql.iterdump())
        except (sqlite3.Error, UnicodeDecodeError, ValueError, TypeError):
            dump = None
    return dump, sums


def _sum(sql: sqlite3.Connection, statement: str) -> str:
    digest = hashlib.sha256()
    try:
        for row in sql.execute(statement):
            digest.update(repr(row).encode())
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return f"unreadable: {error}"
    return digest.hexdigest()


def meet(made: Made, database: Path, done: str, tally: Tally, *, index: bool) -> None:
    """Run every command on a copy of a damaged database, and write down what came of it."""
    sum_before = hashlib.sha256(database.read_bytes()).hexdigest()
    sound, damaged = (contents(path) for path in (made.folder / "sound" / "archive.db", database))
    is_noticed, changed = False, []
    for arguments, expected in zip(commands(made.folder), made.expected, strict=True):
        made.lay(database, index=index)
        named = f"{done}: {' '.join(map(str, arguments[:3]))}"
        try:
            ran = made.run(arguments)
        except (TimeoutError, UnicodeDecodeError) as error:
            tally.wrong.append(f"{named}: {error!r}")
            continue
        is_deep = "--deep" in arguments
        is_noticed |= is_deep and ran.code == DAMAGED
        if ran.code == DAMAGED:
            faults = _faults(ran, made, sum_before, is_check=arguments[0] == "check")
            tally.wrong += [f"{named}: {fault}" for fault in faults]
        elif ran.code not in (0, 1) or "Traceback" in ran.err:
            tally.wrong.append(f"{named}: exit code {ran.code}: {ran.err.strip()[-200:]}")
        elif (ran.code, plain(ran.out)) != expected and arguments[0] != "check":
            changed.append(" ".join(map(str, arguments[:2])))
    _count(tally, done, sound, damaged, is_noticed=is_noticed, changed=changed)


def _faults(ran: Ran, made: Made, sum_before: str, *, is_check: bool) -> list[str]:
    """What is wrong with the way in which damage was reported."""
    faults = []
    if hashlib.sha256((made.home / "archive.db").read_bytes()).hexdigest() != sum_before:
        faults.append("said that it is damaged, and wrote to it")
    # `check` names each thing that it finds in a line of its own.
    is_one_line = len(ran.err.strip().splitlines()) == 1 or is_check
    if "Traceback" in ran.err or not is_one_line:
        faults.append(f"not one line: {ran.err[:300]!r}")
    return faults


def _count(
    tally: Tally,
    done: str,
    sound: tuple[list[str] | None, list[str]],
    damaged: tuple[list[str] | None, list[str]],
    *,
    is_noticed: bool,
    changed: list[str],
) -> None:
    is_unused = damaged == sound
    tally.counts["damages"] += 1
    tally.counts["in unused space"] += is_unused
    tally.counts["that changed an answer"] += bool(changed)
    tally.counts["noticed by check --deep"] += is_noticed
    tally.counts["in unused space, noticed"] += is_unused and is_noticed
    if not is_noticed and changed:
        lines = sorted(set(damaged[0] or ()) - set(sound[0] or ()))
        told = f"check --deep does not notice; differs: {[line[:300] for line in lines[:2]]}"
        tally.wrong.append(f"{done}: changed {changed}, and {told}")
    if not is_noticed and damaged[1] != sound[1]:
        sums = zip(PRECIOUS, sound[1], damaged[1], strict=True)
        names = [" ".join(asked.split()[1:5]) for asked, one, other in sums if one != other]
        tally.wrong.append(f"{done}: changed {names}, and check --deep does not notice")


def meet_many(made: Made, folder: Path, count: int, seed: str) -> Tally:
    """Damage the database so many times, and meet each damage with every command."""
    tally = Tally()
    sound = (made.folder / "sound" / "archive.db").read_bytes()
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        content = bytearray(sound)
        done = chance.choice(KINDS)(content, chance)
        index = chance.random() < 0.5
        database = folder / "damaged.db"
        database.write_bytes(content)
        where = "" if index else ", no index"
        meet(made, database, f"{number}: {done}{where}", tally, index=index)
    return tally


Report = Callable[[str, object], None]


def assert_kept(tally: Tally, record_property: Report) -> None:
    """Assert that no promise was broken; the counts go into the report."""
    record_property("damages", json.dumps(tally.counts))
    assert not tally.wrong, str(tally)


def test_a_few_damages(made: Made, tmp_path: Path, record_property: Report) -> None:
    """The nightly test in small."""
    assert_kept(meet_many(made, tmp_path, 10, "few"), record_property)


@pytest.mark.nightly
def test_two_hundred_damages(
    made: Made, tmp_path: Path, amount: Amount, record_property: Report
) -> None:
    """Each command gives the right answer or ends with 7; what is damaged is left as it is."""
    assert_kept(meet_many(made, tmp_path, amount(200), "many"), record_property)


def test_an_emptied_database_is_damage(made: Made) -> None:
    """An empty file beside an index is no new archive: what was in it is lost, and is missed."""
    for arguments in commands(made.folder):
        made.lay(made.folder / "sound" / "archive.db")
        os.truncate(made.home / "archive.db", 0)
        ran = made.run(arguments)
        assert ran.code == DAMAGED, (arguments, ran)
        assert (made.home / "archive.db").stat().st_size == 0
