"""`archive residue`: what it would mark it shows before, and nothing is lost by it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

LINE = "Unduh aplikasi kami sekarang juga"


@pytest.fixture
def filled(archive, tmp_path: Path) -> None:
    """Twelve articles of one publisher and three of another with the same line."""
    lines = tmp_path / "a.jsonl"
    told = [
        {
            "publisher": name,
            "title": f"Judul {n}",
            "text": f"Kabar nomor {n} dari desa.\n {LINE}\n.",
        }
        for n, name in enumerate(["Koran Alfa"] * 12 + ["Warta Bravo"] * 3)
    ]
    lines.write_text("".join(json.dumps(one) + "\n" for one in told))
    assert archive("ingest", lines).code == 0


@pytest.mark.usefixtures("filled")
def test_a_line_is_learned_and_forgotten(archive) -> None:
    """Shown first, then marked, from then on out of the text; and in it again."""
    assert archive("search", "aplikasi", "--count").out == "15\n"
    shown = archive("residue", "--learn")
    assert shown.code == 0
    assert LINE in shown.out
    assert "koran alfa" in shown.out
    assert "warta bravo" not in shown.out
    assert all(len(line) <= 80 for line in shown.out.splitlines())
    assert archive("search", "aplikasi", "--count").out == "15\n"
    assert archive("residue").code == 1

    found = archive("residue", "--learn", "--json").json["lines"]
    (dot,) = [one["number"] for one in found if one["line"] == "."]
    marked = archive("residue", "--learn", "--yes", "--but", dot, "--json").json
    assert (marked["articles"], [one["line"] for one in marked["lines"]]) == (12, [LINE])
    assert archive("search", "aplikasi", "--count").out == "3\n"
    assert archive("search", "residue:aplikasi publisher:alfa", "--count").out == "12\n"
    zones = archive("show", 1, "--json").json["zones"]
    assert [(z["text"], z["rule"]) for z in zones if z["kind"] == "residue"] == [(LINE, "learned")]

    (line,) = archive("residue", "--json").json["lines"]
    assert archive("residue", "--forget", line["number"]).code == 0
    assert archive("search", "aplikasi", "--count").out == "15\n"
    assert archive("residue").code == 1
    assert archive("check", "--deep").code == 0


@pytest.mark.usefixtures("filled")
def test_articles_that_come_later_follow(archive, tmp_path: Path) -> None:
    """A new article of the publisher has the line out of its text, without learning anew."""
    assert archive("residue", "--learn", "--yes").code == 0
    later = {"publisher": "KORAN ALFA", "title": "Baru", "text": f"Kabar baru.\n{LINE}"}
    (tmp_path / "b.jsonl").write_text(json.dumps(later))
    archive("ingest", tmp_path / "b.jsonl")
    assert archive("search", "residue:aplikasi baru", "--count").out == "1\n"
    assert archive("search", "title:baru aplikasi", "--count").out == "0\n"
    assert archive("residue", "--learn").code == 1


@pytest.mark.usefixtures("filled")
def test_a_damaged_line_is_damage(archive, home: Path) -> None:
    """Another line would take another text away: it is told, not believed."""
    assert archive("residue", "--learn", "--yes", "--but", 1).code == 0
    with closing(sqlite3.connect(home / "archive.db")) as sql:
        sql.execute("UPDATE residue SET line = 'Kabar nomor 1 dari desa.'")
        sql.commit()
    assert archive("show", 1).code == 7
    ran = archive("check", "--json")
    assert ran.code == 7
    assert "database" in ran.out


@pytest.mark.parametrize(
    "arguments",
    [["--yes"], ["--but", 1], ["--forget", 1], ["--learn", "--forget", 1], ["--learn", "--but", 9]],
)
@pytest.mark.usefixtures("filled")
def test_wrong_use_is_refused(archive, arguments: list[object]) -> None:
    """What has no meaning is said to have none."""
    assert archive("residue", *arguments).code == 2
