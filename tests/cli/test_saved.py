"""`archive saved`: nothing is reported twice and nothing missed; rules give their tag once."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from conftest import ROOT


@pytest.fixture
def write(archive, tmp_path: Path):
    """Ingest a text under a name: `write("a", "banjir")`."""

    def ingest(name: str, text: str) -> None:
        (tmp_path / f"{name}.txt").write_text(text)
        assert archive("ingest", tmp_path / f"{name}.txt").code == 0

    return ingest


def new(archive, name: str = "air", *options: object) -> list[int]:
    ran = archive("saved", "run", name, "--new", "--ids", *options)
    ids = sorted(map(int, ran.out.split()))
    assert ran.code == (0 if ids else 1)
    return ids


def test_a_search_is_kept_as_it_was_typed(archive, write) -> None:
    """With its options and how it was understood; it answers as `search` does."""
    write("a", "alfa banjir")
    write("b", "bravo gempa banjir")
    archive("saved", "add", "air", "Banjir", "gempa", "--match", "any", "--sort", "oldest")
    (kept,) = archive("saved", "list", "--json").json["saved"]
    assert kept["query"] == "Banjir gempa"
    assert kept["understood"] == "banjir OR gempa"
    assert (kept["match"], kept["sort"], kept["tag"]) == ("any", "oldest", None)
    page = archive("saved", "run", "air", "--json").json
    asked = ("search", "Banjir gempa", "--match", "any", "--sort", "oldest", "--json")
    assert page["hits"] == archive(*asked).json["hits"]
    assert archive("saved", "run", "air", "--ids", "-n", 1, "--offset", 1).out == "2\n"
    assert "Banjir gempa" in archive("saved", "list").out
    assert archive("saved", "remove", "air").code == 0
    assert archive("saved", "list").code == 1


def test_what_cannot_be_kept_or_is_not_there_is_wrong_use(archive) -> None:
    """Ends with 2; a query that cannot be understood is refused with the place."""
    archive("saved", "add", "air", "banjir")
    assert "^" in archive("saved", "add", "x", "(banjir").err
    for wrong in (
        ["add", "air", "gempa"],
        ["add", " ", "gempa"],
        ["add", "x", "gempa", "--tag", " "],
        ["run", "nosuch"],
        ["run", "nosuch", "--new"],
        ["run", "air", "--new", "--offset", 1],
        ["remove", "nosuch"],
    ):
        assert archive("saved", *wrong).code == 2, wrong
    assert [kept["query"] for kept in archive("saved", "list", "--json").json["saved"]] == [
        "banjir"
    ]


def test_each_article_is_reported_once(archive, write, home: Path, tmp_path: Path) -> None:
    """Whatever becomes of the index, of the article, or of others; also one that matches late."""
    archive("saved", "add", "air", "banjir")
    write("a", "alfa banjir")
    write("b", "bravo gempa")
    assert new(archive) == [1]
    assert new(archive) == []
    archive("reindex")
    shutil.rmtree(home / "index")
    archive("edit", 1, "--set", "title=Banjir")
    assert new(archive) == []
    write("b", "bravo gempa, lalu banjir")
    write("c", "charlie banjir")
    assert new(archive, "air", "-n", 1) in ([2], [3])
    assert len(new(archive)) == 1
    write("b", "bravo gempa")
    write("b", "bravo gempa banjir lagi")
    assert new(archive) == []
    archive("remove", "--yes", 1)
    write("a", "alfa banjir")
    assert new(archive) == [4]
    archive("saved", "remove", "air")
    archive("saved", "add", "air", "banjir")
    assert new(archive) == [2, 3, 4]


def test_what_was_not_written_out_is_reported_again(archive, write, home: Path) -> None:
    """A full disk, or a reader that has gone: nothing is lost."""
    write("a", "alfa banjir")
    archive("saved", "add", "air", "banjir")
    command = [sys.executable, "-m", "archive", "saved", "run", "air", "--new", "--json"]
    with open("/dev/full", "w") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, cwd=ROOT)
    assert ran.returncode == 5
    reader, writer = os.pipe()
    os.close(reader)
    subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False, cwd=ROOT)
    os.close(writer)
    assert new(archive) == [1]


def test_two_cannot_report_at_a_time(archive, write, home: Path) -> None:
    """The second waits, then ends with 3; storing and searching go on."""
    from filelock import FileLock

    write("a", "alfa banjir")
    archive("saved", "add", "air", "banjir")
    with FileLock(home / "saved.lock"):
        assert archive("saved", "run", "air", "--new", "--wait", 0.1).code == 3
        assert archive("saved", "run", "air").code == 0
        write("b", "bravo banjir")
    assert new(archive) == [1, 2]


def test_a_query_that_means_something_else_now_is_told(archive, write, home: Path) -> None:
    """Another version of the grammar alone is no reason; another tree is."""
    write("a", "alfa banjir")
    archive("saved", "add", "air", "banjir")

    def tamper(assignment: str) -> None:
        with closing(sqlite3.connect(home / "archive.db")) as sql:
            sql.execute(f"UPDATE saved SET {assignment}")
            sql.commit()

    tamper("recent = -1")
    assert archive("saved", "run", "air").code == 7
    tamper("recent = 0")
    tamper("grammar = 0")
    assert "warning" not in archive("saved", "run", "air").err
    tamper("tree = 'banjir~'")
    assert archive("check").code == 0
    found = archive("check", "--deep", "--json").json["findings"]
    assert [finding["what"] for finding in found] == [
        "the saved search with the number 1 is not what was stored"
    ]
    for options in ([], ["--new"]):
        told = archive("saved", "run", "air", *options).err
        assert "was understood as banjir~, and is now as banjir" in told


def tagged(archive, tag: str) -> list[int]:
    ran = archive("search", f"tag:{tag}", "--copies", "all", "--ids")
    return sorted(map(int, ran.out.split()))


def test_a_rule_tags_what_comes_in(archive, write) -> None:
    """Not what was there; each article once, so that a tag that was taken away stays away."""
    write("a", "alfa banjir")
    archive("saved", "add", "air", "banjir", "--tag", "basah")
    write("b", "bravo banjir")
    write("c", "charlie gempa")
    assert tagged(archive, "basah") == [2]
    archive("tag", 2, "--remove", "basah")
    write("b", "bravo banjir lagi")
    write("c", "charlie gempa, lalu banjir")
    assert tagged(archive, "basah") == [3]
    assert archive("show", 2, "--json").json["tags"] == []
    assert archive("check", "--deep").code == 0


def test_rules_build_on_each_other_and_come_to_an_end(archive, write) -> None:
    """A rule can ask for the tag of another, or for its absence."""
    archive("saved", "add", "b", "tag:satu", "--tag", "dua")
    archive("saved", "add", "c", "tag:dua OR tag:tiga", "--tag", "tiga")
    archive("saved", "add", "d", "alfa -tag:empat", "--tag", "empat")
    archive("saved", "add", "a", "alfa", "--tag", "satu")
    write("a", "alfa")
    assert archive("show", 1, "--json").json["tags"] == ["dua", "empat", "satu", "tiga"]


def test_a_rehearsal_applies_no_rule(archive, tmp_path: Path) -> None:
    """`--dry-run` changes nothing; the ingest itself does."""
    (tmp_path / "a.txt").write_text("alfa banjir")
    archive("saved", "add", "air", "banjir", "--tag", "basah")
    archive("ingest", "--dry-run", tmp_path / "a.txt")
    assert archive("tag", "--json").json["tags"] == []
    archive("ingest", tmp_path / "a.txt")
    assert tagged(archive, "basah") == [1]


def test_a_rule_that_cannot_be_understood_is_named(archive, write, home: Path) -> None:
    """The ingest is done, and the other rules are applied."""
    archive("saved", "add", "air", "banjir", "--tag", "basah")
    archive("saved", "add", "lain", "alfa", "--tag", "lain")
    with closing(sqlite3.connect(home / "archive.db")) as sql:
        sql.execute("UPDATE saved SET query = '(' WHERE name = 'air'")
        sql.commit()
    write("a", "alfa banjir")
    assert tagged(archive, "lain") == [1]
    assert tagged(archive, "basah") == []


def test_a_rule_that_takes_too_long_is_applied_later(
    archive, write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was ingested is stored, and the next ingest goes on."""
    archive("saved", "add", "air", "banjir", "--tag", "basah")
    with monkeypatch.context() as patch:
        patch.setenv("ARCHIVE_DEADLINE", "1e-9")
        write("a", "alfa banjir")
    assert archive("tag", "--json").json["tags"] == []
    write("b", "bravo gempa")
    assert tagged(archive, "basah") == [1]
