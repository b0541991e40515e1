"""The views as commands: facets, timeline, concordance, collocates, ngrams, keywords."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT

DATED = (
    ("2023-01-05", "Kompas", "Banjir di kota besar. Banjir surut pagi ini."),
    ("2023-01-20", "Kompas TV", "Panen padi di desa. Warga desa senang."),
    ("2023-02", "Kompas", "Banjir besar di desa kita. Warga mengungsi."),
    ("2023", "Kompas", "Banjir rob di pantai. Warga pantai mengungsi."),
    ("2023-06-01", "Tempo", "Banjir lagi di kota besar. Kota lumpuh."),
    (None, "Tempo", "Banjir tanpa tanggal di kota besar."),
)
VIEWS = (
    ["facets", "banjir", "publisher"],
    ["timeline", "banjir"],
    ["concordance", "banjir"],
    ["collocates", "banjir", "--at-least", 1],
    ["ngrams", "banjir", "--at-least", 1],
    ["keywords", "banjir", "--at-least", 1],
)


@pytest.fixture
def news(archive: Callable, tmp_path: Path) -> Callable:
    rows = [
        {"title": f"Berita {n}", "text": text, "date": date, "publisher": publisher}
        for n, (date, publisher, text) in enumerate(DATED, 1)
    ]
    written = "\n".join(json.dumps({k: v for k, v in row.items() if v}) for row in rows)
    (tmp_path / "a.jsonl").write_text(written)
    assert archive("ingest", tmp_path / "a.jsonl").code == 0
    return archive


def test_facets(news: Callable) -> None:
    """All values with counts; those that are listed can be asked for, whole."""
    answer = news("facets", "banjir", "publisher", "--json").json
    assert answer["buckets"] == [{"value": "Kompas", "count": 3}, {"value": "Tempo", "count": 2}]
    assert (answer["total"], answer["without"], answer["values"]) == (5, 0, 2)
    assert max(map(len, news("facets", "publisher").out.splitlines())) == 80  # the longest bar
    assert len(news("facets", "publisher", "--limit", 1, "--json").json["buckets"]) == 1
    ran = news("search", "di", "--include", "publisher=kompas", "--json").json
    assert (ran["total"], ran["understood"]) == (3, 'di publisher:=="kompas"')
    assert news("search", "di", "--exclude", "publisher=Kompas", "--count").out == "3\n"
    assert news("search", 'publisher:=="Kompas TV"', "--ids").out == "2\n"
    ran = news("facets", "di", "publisher", "--include", "publisher=Tempo", "--json").json
    assert [bucket["value"] for bucket in ran["buckets"]] == ["Tempo"]


def test_timeline(news: Callable, tmp_path: Path) -> None:
    """Counts, shares and gaps; what cannot be placed is told."""
    answer = news("timeline", "banjir", "--json").json
    assert [(p["period"], p["count"], p["volume"]) for p in answer["periods"]] == [
        ("2023-01", 1, 2),
        ("2023-02", 1, 1),
        ("2023-06", 1, 1),
    ]
    assert answer["gaps"] == [{"first": "2023-03-01", "last": "2023-05-31", "periods": 3}]
    assert (answer["total"], answer["unplaced"], answer["undated"]) == (5, 1, 1)
    ran = news("timeline", "banjir")
    assert "2023-03     nothing collected for 3 months to 2023-05" in ran.out
    assert "1 without a date, 1 dated too coarsely for a month" in ran.err
    by_year = news("timeline", "banjir", "--by", "year", "--publisher", "kompas", "--json").json
    assert [(p["count"], p["volume"]) for p in by_year["periods"]] == [(3, 3)]
    picture, pixels = tmp_path / "a.svg", tmp_path / "a.png"
    assert news("timeline", "banjir", "--svg", picture).code == 0
    assert picture.read_text("utf-8").startswith("<svg")
    ran = news("timeline", "banjir", "--png", pixels)
    assert pixels.read_bytes().startswith(b"\x89PNG") if ran.code == 0 else "fonts" in ran.err
    assert news("timeline", "tanggal", "--svg", picture).code == 2
    assert news("timeline", "banjir", "--svg", tmp_path / "none" / "a.svg").code == 5


def test_concordance(news: Callable) -> None:
    """A line for each match, in one column, sorted as asked."""
    rows = news("concordance", "banjir", "--json").lines
    assert [row["id"] for row in rows] == [1, 1, 3, 4, 5, 6]
    assert rows[1]["left"] == "Banjir di kota besar. "
    shown = news("concordance", "banjir", "--sort", "right").out.splitlines()
    assert [line[8 + 30 :].split()[:2] for line in shown] == [
        ["Banjir", word] for word in ("besar", "di", "lagi", "rob", "surut", "tanpa")
    ]
    second = news("concordance", "banjir", "--sort", "right", "--nth", 2, "-n", 2, "--json").lines
    assert [row["right"].split()[1] for row in second] == ["di", "di"]
    assert news("concordance", "banjir", "--zone", "related").code == 1
    assert news("concordance", "banjir", "--zone", "body", "-n", 1).out.count("\n") == 1


def test_figures_name_their_measure(news: Callable) -> None:
    """With the formula, and where it comes from."""
    answer = news("collocates", "banjir", "--at-least", 2, "--window", 2, "--json").json
    assert {"besar", "di"} >= {one["word"] for one in answer["collocates"]}
    assert answer["measure"] == "logDice"
    for measure, source in (("logdice", "Rychlý"), ("mi", "Church"), ("ll", "Dunning")):
        ran = news("collocates", "banjir", "--measure", measure, "--at-least", 1)
        assert source in ran.err
    runs = news("ngrams", "banjir", "-n", 3, "--json").json["ngrams"]
    assert runs == [{"text": "di kota besar", "count": 3}]
    ran = news("keywords", "banjir", "--at-least", 1)
    assert "Rayson" in ran.err
    assert "Hardie" in ran.err
    assert news("keywords", "di").code == 2


def test_learned_lines_are_no_text(archive: Callable, tmp_path: Path) -> None:
    """A view reads the zones that the index has, those with learned residue too."""
    rows = [
        {"publisher": "Koran Alfa", "text": f"Kabar nomor {n} dari desa.\nUnduh aplikasi kami"}
        for n in range(12)
    ]
    rows.append({"publisher": "Warta Bravo", "text": "Panen raya.\nUnduh aplikasi kami"})
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    archive("ingest", tmp_path / "a.jsonl")
    assert len(archive("concordance", "aplikasi", "--json").lines) == 13
    assert archive("residue", "--learn", "--yes").code == 0
    assert [line["id"] for line in archive("concordance", "aplikasi", "--json").lines] == [13]
    assert len(archive("concordance", "residue:aplikasi", "--json").lines) == 12
    runs = archive("ngrams", "--at-least", 1, "--limit", 1000, "--json").json["ngrams"]
    assert {"text": "unduh aplikasi", "count": 1} in runs
    near = archive("collocates", "nomor OR aplikasi", "--at-least", 1, "--json").json
    assert near["matches"] == 13


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view[0])
def test_views_fit_and_are_harmless(archive: Callable, tmp_path: Path, view: list) -> None:
    """80 columns, and no article can drive the terminal."""
    evil = "banjir \x1b]52;c;ZXZpbA==\x07 \x9b31m alfa\x00 \u202etxt 大水 "
    rows = [
        {"text": evil + f"desa {n} " + "kata " * 30, "publisher": evil * 9, "date": "2023-07-15"}
        for n in range(2)
    ]
    rows.append({"text": "Tidak ada apa-apa."})
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    archive("ingest", tmp_path / "a.jsonl")
    ran = archive(*view)
    assert ran.code == 0
    shown = set(ran.out + ran.err) - {"\n"}
    assert not {c for c in shown if unicodedata.category(c) in ("Cc", "Cf")}
    assert all(len(line) <= 80 for line in ran.out.splitlines())
    assert archive(*view, "--json").lines
    nothing = ["nosuchword" if word == "banjir" else word for word in view]
    assert archive(*nothing).code == 1
    assert archive(*view, "--include", "nosuch=a").code == 2


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view[0])
def test_views_import_only_what_they_need(news: Callable, home: Path, view: list) -> None:
    """Neither SQLAlchemy nor Whoosh; and a terminal that knows ASCII only can show them."""
    code = (
        "import sys; from archive.cli._door import run; code = run(sys.argv[1:]);"
        "heavy = {'sqlalchemy', 'whoosh', 'alembic', 'pycld2', 'filelock', 'resvg_py'}"
        " & set(sys.modules); sys.exit(f'imported {heavy}' if heavy else code)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *map(str, view)],
        capture_output=True,
        cwd=ROOT,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "ARCHIVE_HOME": str(home)},
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.isascii()
    assert b"\\u25" not in ran.stdout  # a bar is drawn with what there is
