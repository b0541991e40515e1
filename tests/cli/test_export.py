"""`archive export` and `archive import`: where results go, and how they come back."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.article import sha256
from archive.export import formats
from conftest import ROOT, SEEDS

COMMAND = [sys.executable, "-m", "archive"]
FORMATS = formats()


@pytest.fixture
def seeded(archive) -> None:
    assert archive("ingest", SEEDS, "--tag", "seeds").code == 0


@pytest.fixture
def exported(archive, seeded: None, tmp_path: Path) -> Path:
    """An export of the seeds, and an empty home from then on."""
    assert archive("export", "--format", "jsonl", "--output", tmp_path / "a.jsonl").code == 0
    os.environ["ARCHIVE_HOME"] = str(tmp_path / "other")  # the fixture `home` puts it back
    return tmp_path / "a.jsonl"


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


# -- export


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("format", FORMATS)
def test_every_format_goes_out(archive, format: str) -> None:
    """All that is found and nothing else; 1 and not a word where nothing is."""
    ran = archive("export", "banjir", "-language:ms", "--format", format)
    assert ran.code == 2, "a minus sign goes behind --"
    ran = archive("export", "--format", format, "--", "banjir", "-language:ms")
    assert (ran.code, ran.err) == (0, "")
    assert "banjir" in ran.out.lower()
    nothing = archive("export", "zzz", "--format", format)
    assert (nothing.code, nothing.out, nothing.err) == (1, "", "nothing found for zzz\n")


@pytest.mark.usefixtures("seeded")
def test_the_first_line_says_what_was_asked(archive) -> None:
    """As typed and as understood, with counts; then as many lines, in the order asked for."""
    asked = ["export", "Korut OR putin", "--format", "jsonl"]
    opening, *articles = archive(*asked).lines
    assert opening["archive export"] == 1
    assert (opening["query"], opening["match"], opening["sort"]) == ("Korut OR putin", "all", "id")
    assert opening["found"] == opening["articles"] == len(articles) > 1
    ids = [article["id"] for article in articles]
    assert ids == sorted(ids)
    found = archive("search", "Korut OR putin", "--limit", 100, "--json").json
    assert opening["understood"] == found["understood"]
    ranked = [hit["id"] for hit in found["hits"]]
    assert [one["id"] for one in archive(*asked, "--sort", "relevance").lines[1:]] == ranked
    said = archive("show", ids[0], "--json").json
    for key in (
        "title",
        "body",
        "text",
        "zones",
        "facts",
        "links",
        "attributions",
        "tags",
        "notes",
    ):
        assert articles[0][key] == said[key], key


def test_copies_are_folded_when_asked(archive, tmp_path: Path) -> None:
    """One of them goes out then, and the first line counts all."""
    text = " ".join(f"kata{number}" for number in range(80))
    (tmp_path / "a.txt").write_text(f"{text}.")
    (tmp_path / "b.txt").write_text(f"{text} lagi.")
    archive("ingest", tmp_path)
    for copies, count in (("all", 2), ("fold", 1)):
        opening, *articles = archive("export", "--format", "jsonl", "--copies", copies).lines
        assert (opening["found"], opening["articles"], len(articles)) == (2, count, count)


@pytest.mark.usefixtures("seeded")
def test_a_file_is_replaced_only_when_asked_and_only_by_a_whole_one(
    archive, tmp_path: Path, home: Path
) -> None:
    """Nothing is left of an export that did not come about."""
    out = tmp_path / "out" / "a.csv"
    out.parent.mkdir()
    asked = ["export", "--format", "csv", "--output", out]
    assert archive(*asked, "putin").code == 0
    before = out.read_bytes()
    assert archive(*asked).code == 2
    assert archive(*asked, "--force", "zzz").code == 1
    assert archive(*asked, "--force", "(putin").code == 2
    assert archive(*asked, "--force", "--fields", "nosuch").code == 2
    assert (out.read_bytes(), names(out.parent)) == (before, ["a.csv"])
    assert archive(*asked, "--force").code == 0
    assert len(out.read_bytes()) > len(before)
    assert names(out.parent) == ["a.csv"]
    for place in (home / "archive.db", home / "new.csv", "/dev/null", out.parent, "nosuch/a.csv"):
        refused = archive("export", "--format", "csv", "--force", "--output", place)
        assert refused.code == 2, place
    assert archive("check", "--deep").code == 0


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(("format", "suffix"), [("text", ".txt"), ("markdown", ".md")])
def test_a_folder_has_a_file_for_each_article(
    archive, tmp_path: Path, format: str, suffix: str
) -> None:
    """With names made of the id and the title, what was asked beside them; never over another."""
    asked = ["export", "putin", "--format", format, "--output", f"{tmp_path / 'out'}/"]
    assert archive(*asked).code == 0
    files = names(tmp_path / "out")
    assert files[0].startswith("00001-pemimpin-korea-utara-kim-jong-un-bertemu")
    assert [name[-len(suffix) :] for name in files[:-1]] == [suffix] * (len(files) - 1)
    assert all(len(name) < 70 for name in files)
    about = json.loads((tmp_path / "out" / "export.json").read_text())
    assert (about["query"], about["articles"]) == ("putin", len(files) - 1)
    assert archive(*asked).code == 2
    assert archive(*asked, "--force").code == 2
    assert (names(tmp_path / "out"), names(tmp_path)) == (files, ["home", "out"])


@pytest.mark.usefixtures("seeded")
def test_formulas_are_harmless_unless_raw(archive, tmp_path: Path) -> None:
    """A cell that a spreadsheet would run gets an apostrophe."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"title": "=1+1", "text": "Formula."}))
    archive("ingest", tmp_path / "a.jsonl")
    asked = ["export", "formula", "--format", "csv", "--fields", "title,text"]
    assert archive(*asked).out == "title,text\n'=1+1,Formula.\n"
    assert archive(*asked, "--raw").out == "title,text\n=1+1,Formula.\n"
    assert archive("export", "--format", "ris", "--raw").code == 2
    assert archive("export", "--format", "nosuch").code == 2


@pytest.mark.usefixtures("seeded")
def test_a_closed_pipe_and_a_full_disk() -> None:
    """The one is quiet, the other is 5 with one line."""
    asked = f"{' '.join(COMMAND)} export --format jsonl"
    ran = subprocess.run(
        f"{asked} | head -c 10", shell=True, capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (ran.stdout, ran.stderr) == ('{"archive ', "")
    ran = subprocess.run(
        f"{asked} > /dev/full", shell=True, capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (ran.returncode, ran.stderr.count("\n")) == (5, 1), ran.stderr


@pytest.mark.parametrize("format", FORMATS)
def test_an_article_cannot_drive_a_terminal(archive, tmp_path: Path, format: str) -> None:
    """What goes to a terminal is shown, not sent."""
    evil = "alfa \x1b]52;c;ZXZpbA==\x07 \x9b31m bravo \u202etxt"
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": evil, "title": evil, "author": evil}))
    archive("ingest", tmp_path / "a.jsonl")
    parent, child = os.openpty()
    ran = subprocess.run(
        [*COMMAND, "export", "--format", format], stdout=child, stderr=child, cwd=ROOT, check=False
    )
    os.close(child)
    shown = os.read(parent, 1 << 16).decode().replace("\r\n", "\n")
    os.close(parent)
    assert ran.returncode == 0
    assert "bravo" in shown
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)


@pytest.mark.usefixtures("seeded")
def test_an_export_imports_only_what_it_needs() -> None:
    """Neither SQLAlchemy nor Whoosh, for it only reads."""
    code = (
        "import sys; from archive.cli._door import run; code = run(sys.argv[1:]);"
        "heavy = {'sqlalchemy', 'whoosh', 'alembic'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else code)"
    )
    asked = [sys.executable, "-c", code, "export", "--format", "jsonl"]
    ran = subprocess.run(asked, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


# -- import


def test_it_all_comes_back(archive, exported: Path, home: Path) -> None:
    """Found, sound and the same; from a pipe, zipped, and only once."""
    ran = archive("import", exported, "--json")
    *outcomes, last = ran.lines
    assert ran.code == 0
    assert last["summary"]["added"] == len(outcomes) == len(list(SEEDS.iterdir()))
    assert outcomes[0] == {"outcome": "added", "id": 1, "source": f"{exported}:2", "reason": None}
    assert archive("search", "putin", "--count").out == "3\n"
    assert archive("check", "--deep").code == 0
    back = archive("export", "--format", "jsonl").out.splitlines()[1:]
    assert back == exported.read_text().splitlines()[1:]
    zipped = exported.with_suffix(".gz")
    zipped.write_bytes(gzip.compress(exported.read_bytes()))
    assert archive("import", zipped).out.startswith(f"{len(outcomes)} records: 28 same in")
    # What was exported is known by its files, too; and an export is no file of articles.
    assert archive("ingest", SEEDS).out.startswith("28 records: 28 same in")
    assert archive("ingest", exported).out.startswith("29 records: 29 failed in")


def test_what_was_learned_comes_back_in_a_new_archive_only(
    archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines of residue decide what is searched in all articles of a publisher."""
    line = "Unduh aplikasi kami sekarang juga"
    told = [
        {"publisher": "Koran Alfa", "title": f"Judul {n}", "text": f"Kabar {n}.\n{line}\nTamat."}
        for n in range(12)
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in told))
    archive("ingest", tmp_path / "a.jsonl")
    archive("residue", "--learn", "--yes")
    archive("export", "--format", "jsonl", "--output", tmp_path / "out.jsonl")
    for home, lines in (("new", 2), ("used", 0)):
        monkeypatch.setenv("ARCHIVE_HOME", str(tmp_path / home))
        if home == "used":
            archive("ingest", SEEDS)
        assert archive("import", tmp_path / "out.jsonl").code == 0
        assert len(archive("residue", "--json").json["lines"]) == lines
        found = archive("search", "aplikasi", "publisher:alfa", "--count")
        assert found.out == ("0\n" if lines else "12\n")


def changed(name: str, value: object) -> Callable[[dict[str, Any]], object]:
    """The line with another value, or without it where that is `...`."""
    return lambda line: {k: v for k, v in {**line, name: value}.items() if v is not ...}


def in_version(name: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda line: {**line, "versions": [changed(name, value)(line["versions"][0])]}


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda line: "x", "not a JSON object"),
        (lambda line: {"text": "Kabar.", "title": "Judul"}, "no article of an export"),
        (changed("text", "Kabar lain."), "the text of version 1 is not what was exported"),
        (changed("text", "a\0"), "characters that cannot be stored"),
        (changed("text", "\ud800"), "characters that cannot be stored"),
        (changed("id", 2**63), "id is no whole number"),
        (changed("id", True), "id is no whole number"),
        (changed("added", "yesterday"), "added is no time"),
        (changed("originals", {}), "is not in it"),
        (changed("originals", {"0" * 64: "YQ=="}), "is not what was exported"),
        (
            lambda line: {**line, "originals": {**line["originals"], sha256(b"a"): "YQ=="}},
            "nothing was read from the original",
        ),
        (changed("originals", {"0" * 64: "?"}), "is not Base64"),
        (changed("versions", []), "one version must be current"),
        (changed("sightings", ...), "no article of an export"),
        (changed("sightings", None), "sightings is no list"),
        (changed("sightings", [1]), "no list of objects"),
        (changed("tags", [""]), "a tag is no text"),
        (changed("notes", [{"id": 1, "text": "a", "added": "b"}]), "added is no time"),
        (in_version("seen", None), "seen is no time"),
        (in_version("is_current", 1), "is_current is no true or false"),
        (in_version("facts", [{"field": "nosuch", "value": "a", "basis": "edited"}]), "no field"),
        (in_version("facts", [{"field": "title", "value": "a", "basis": "sure"}]), "no basis"),
        (
            in_version("facts", [{"field": "published", "value": "31-2", "basis": "edited"}]),
            "is not a date",
        ),
    ],
)
def test_a_damaged_line_is_named_and_the_rest_comes_in(
    archive, exported: Path, damage: Callable[[dict[str, Any]], object], reason: str
) -> None:
    """Whatever is wrong with it; nothing of it is stored."""
    opening, first, *rest = exported.read_text().splitlines()
    lines = [opening, json.dumps(damage(json.loads(first))), *rest[:2]]
    exported.write_text("\n".join([*lines, ""]).replace('"articles": 28', '"articles": 3'))
    ran = archive("import", exported, "--json")
    assert ran.code == 1
    assert [line.get("outcome") for line in ran.lines] == ["failed", "added", "added", None]
    assert reason in ran.lines[0]["reason"]
    assert archive("list", "--ids", "--sort", "added").out == "3\n2\n"
    assert archive("check", "--deep").code == 0


def test_what_is_none_of_ours(archive, exported: Path, tmp_path: Path) -> None:
    """Half a file, one of a newer version, another one, and none at all: 1, in words."""
    lines = exported.read_text().splitlines(keepends=True)
    cases = {
        "".join(lines[:3]): ("28 articles were exported, and 2 lines are there", 2),
        "".join(lines)[:-500]: ("not valid JSON", 27),
        "".join(lines).replace(": 1", ": 2", 1): ("made by a newer version of archive", 0),
        "Banjir di kota.\n": ("not valid JSON", 0),
    }
    for number, (content, (reason, added)) in enumerate(cases.items()):
        os.environ["ARCHIVE_HOME"] = str(tmp_path / f"home {number}")
        exported.write_text(content)
        ran = archive("import", exported, "--json")
        *outcomes, last = ran.lines
        assert (ran.code, last["summary"]["added"], last["summary"]["failed"]) == (1, added, 1)
        assert reason in outcomes[-1]["reason"]
    assert archive("import", tmp_path / "nosuch").code == 1
    assert archive("import", tmp_path).code == 2


def test_what_people_said_comes_back(archive, tmp_path: Path, seeded: None) -> None:
    """Notes, edits and tags; and who has said something here is believed."""
    archive("note", 3, "Periksa lagi.")
    archive("edit", 3, "--set", "author=Penulis Satu")
    archive("tag", "--add", "merah", 3)
    out = tmp_path / "a.jsonl"
    archive("export", "--format", "jsonl", "--output", out, "id:3")
    archive("edit", 3, "--set", "author=Penulis Dua")
    assert archive("import", out).out.startswith("1 record: 1 same in")
    os.environ["ARCHIVE_HOME"] = str(tmp_path / "other")
    assert archive("import", out).out.startswith("1 record: 1 added in")
    said = archive("show", 3, "--json").json
    assert [note["text"] for note in said["notes"]] == ["Periksa lagi."]
    assert [fact["value"] for fact in said["facts"]["author"]] == ["Penulis Satu"]
    assert said["tags"] == ["merah", "seeds"]
    assert archive("search", "author:satu", "--count").out == "1\n"
    assert archive("check", "--deep").code == 0


def test_ids_are_kept_where_they_are_free(archive, exported: Path) -> None:
    """In a new archive by itself, in another one when asked."""
    lines = exported.read_text().splitlines(keepends=True)
    exported.write_text("".join(lines[5:8]))
    assert [one.get("id") for one in archive("import", exported, "--json").lines[:3]] == [5, 6, 7]
    exported.write_text("".join(lines[1:3]))
    assert [one.get("id") for one in archive("import", exported, "--json").lines[:2]] == [8, 9]
    archive("remove", "--yes", 8)
    exported.write_text("".join([lines[8], lines[3]]))
    kept = archive("import", "--keep-ids", exported, "--json").lines
    assert [one.get("id") for one in kept[:2]] == [10, 3], "8 was given once"
    assert archive("check", "--deep").code == 0
