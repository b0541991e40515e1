"""SIGKILL while a saved search reports or a rule tags: nothing is lost, and nothing comes twice."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from faults import processes
from faults.conftest import Amount, Write

KILLED = 137
ARTICLES = 12


@pytest.fixture
def home(memory: Path, write: Write, request: pytest.FixtureRequest) -> Path:
    """A home with a saved search that finds every article, and a rule that is one."""
    home = memory / request.node.name / "home"
    for arguments in (
        ["ingest", *write(home.parent / "first", 1, "first")],
        ["saved", "add", "all", "nomor"],
        ["saved", "add", "rule", "nomor", "--tag", "satu"],
    ):
        child = processes.run(home.parent / "said", "--home", home, *arguments)
        assert child.code == 0, child.err
    return home


def killed(home: Path, moment: float, *arguments: object) -> processes.Child:
    """A command that is killed after so many seconds, unless it has ended."""
    child = processes.start(home.parent / "said", "--home", home, *arguments, batch=4)
    time.sleep(moment)
    child.end()
    assert child.code in (0, 1, KILLED), child.err
    return child


def rows(home: Path, statement: str) -> list[int]:
    with closing(sqlite3.connect(home / "archive.db")) as sql:
        return [value for (value,) in sql.execute(statement)]


def assert_sound(home: Path) -> None:
    child = processes.run(home.parent / "said", "--home", home, "check", "--deep")
    assert child.code == 0, child.err


def test_what_was_reported_was_written_out(home: Path, write: Write, amount: Amount) -> None:
    """Only a run that was killed is repeated, and whatever is marked was written before."""
    chance = random.Random(home.parent.name)
    run = "saved", "run", "all", "--new", "--ids", "-n", 3
    began = time.monotonic()
    first = processes.run(home.parent / "said", "--home", home, *run)
    longest = 1.2 * (time.monotonic() - began)
    whole, torn = first.out.split(), set()
    processes.run(
        home.parent / "said", "--home", home, "ingest", *write(home.parent / "more", ARTICLES, "b")
    )
    for _ in range(amount(16)):
        child = killed(home, chance.uniform(0, longest), *run)
        lines = child.out.split("\n")[:-1]
        if child.code == KILLED:
            torn.update(lines)
        else:
            whole += lines
        marked = rows(home, "SELECT article_id FROM saved_article WHERE how = 'reported'")
        assert set(map(str, marked)) <= {*whole, *torn}
    while lines := processes.run(home.parent / "said", "--home", home, *run).out.split():
        whole += lines
    assert len(whole) == len(set(whole))
    assert {*whole, *torn} == set(map(str, rows(home, "SELECT id FROM article")))
    assert_sound(home)


def test_a_rule_goes_on_where_it_was_killed(home: Path, write: Write, amount: Amount) -> None:
    """In the end every article that came after it has its tag, but where it was taken away."""
    chance = random.Random(home.parent.name)
    paths = write(home.parent / "more", ARTICLES, "b")
    for number in range(amount(16)):
        killed(home, chance.uniform(0, 0.6), "ingest", *paths[: 1 + number % ARTICLES])
    for _ in range(2):
        child = processes.run(home.parent / "said", "--home", home, "ingest", *paths)
        assert child.code == 0, child.err
        tagged = rows(home, "SELECT article_id FROM article_tag")
        everything = rows(home, "SELECT id FROM article")
        assert sorted(tagged) == everything[1:]
    untag = "tag", "--query", "nomor", "--remove", "satu"
    assert processes.run(home.parent / "said", "--home", home, *untag).code == 0
    processes.run(home.parent / "said", "--home", home, "ingest", *paths)
    assert rows(home, "SELECT article_id FROM article_tag") == []
    assert_sound(home)
