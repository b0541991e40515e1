"""`archive tag`, `note` and `edit`: what people say of articles is kept, found and believed."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

TEXTS = {"alfa": "alfa banjir", "bravo": "bravo banjir", "charlie": "charlie gempa"}


@pytest.fixture
def three(archive, tmp_path: Path):
    """Three articles, 1 to 3."""
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text)
        assert archive("ingest", tmp_path / f"{name}.txt").code == 0
    return archive


def found(archive, query: str) -> list[int]:
    return sorted(map(int, archive("search", query, "--copies", "all", "--ids").out.split()))


def assert_sound(archive) -> None:
    assert archive("check", "--deep", "--json").json["findings"] == []


def test_tags_are_given_found_counted_and_taken(three) -> None:
    """By ids or by a query; the index follows at once; a tag that nobody has is no more."""
    assert three("tag", 1, 2, "--add", "cuaca  besar", "--add", "x").out == (
        "2 of 2 articles changed\n"
    )
    assert three("tag", "--query", "gempa", "--add", "x", "--json").json == {
        "found": 1,
        "changed": [3],
        "missing": [],
    }
    assert found(three, 'tag:"cuaca besar"') == [1, 2]
    assert found(three, "has:tag") == [1, 2, 3]
    assert three("tag", "--json").json["tags"] == [
        {"name": "x", "count": 3},
        {"name": "cuaca besar", "count": 2},
    ]
    assert three("tag", 3).out == "       1  x\n"
    assert three("tag", "--query", "banjir", "--remove", "x").code == 0
    assert found(three, "tag:x") == [3]
    three("tag", 3, "--remove", "x")
    assert three("stats", "--json").json["tags"] == 1
    assert three("show", 1, "--json").json["tags"] == ["cuaca besar"]
    assert_sound(three)


def test_tagging_again_changes_nothing(three) -> None:
    """What has the tag already gets no new change number."""
    three("tag", 1, "--add", "x")
    assert three("tag", 1, 1, 2, "--add", "x", "--json").json["changed"] == [2]
    assert three("tag", 3, "--remove", "x", "--json").json["changed"] == []
    assert three("tag", 3, "--remove", "nosuch", "--json").json["changed"] == []


def test_tag_tells_what_is_missing(three) -> None:
    """Articles that are not there: 1, the others are tagged. Wrong use: 2."""
    ran = three("tag", 1, 9, "--add", "x")
    assert (ran.code, ran.err) == (1, "archive: there is no article 9\n")
    assert found(three, "tag:x") == [1]
    assert three("tag", "--query", "nosuch", "--add", "x").code == 1
    for wrong in (
        ["--add", "x"],
        [1, "--query", "banjir"],
        [1, "--add", " "],
        [1, "--add", "x", "--remove", "x"],
        ["--query", "(", "--add", "x"],
        [1, "--add", "\udcff"],
    ):
        assert three("tag", *wrong).code == 2, wrong


def test_notes_are_added_changed_removed_and_found(three, monkeypatch) -> None:
    """The field `note` finds them, with stems; a bare word does not."""
    assert three("note", 1, "delta: belum diperiksa").code == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"echo\nfoxtrot\n")))
    assert three("note", 1, "-", "--json").json["note"] == 2
    assert found(three, "note:delta note:foxtrot") == [1]
    assert found(three, "has:note") == [1]
    assert found(three, "delta") == []
    assert "in note by its written form" in three("search", "note:delta", "--explain").out
    assert three("note", 1, "golf", "--edit", 1).code == 0
    assert (found(three, "note:delta"), found(three, "note:golf")) == ([], [1])
    first, second = three("show", 1, "--json").json["notes"]
    assert (first["id"], first["text"], second["text"]) == (1, "golf", "echo\nfoxtrot")
    assert first["changed"] is not None
    assert second["changed"] is None
    shown = three("show", 1).out
    assert "       golf\n" in shown
    assert "       echo\n       foxtrot\n" in shown
    assert_sound(three)
    assert three("note", 1, "--remove", 2).code == 0
    assert three("note", 2, "hotel", "--json").json["note"] == 3  # no number comes twice
    assert found(three, "note:foxtrot") == []
    assert_sound(three)


def test_note_tells_what_is_missing(three) -> None:
    """No such article, or no such note of it: 1. Wrong use: 2."""
    three("note", 1, "delta")
    assert three("note", 9, "x").code == 1
    assert three("note", 2, "x", "--edit", 1).code == 1
    assert three("note", 2, "--remove", 1).code == 1
    assert "has no note" in three("note", 2).err
    for wrong in ([" "], ["--edit", 1], ["x", "--remove", 1], ["x", "--edit", 1, "--remove", 1]):
        assert three("note", 1, *wrong).code == 2, wrong
    assert [note["text"] for note in three("note", 1, "--json").json["notes"]] == ["delta"]


def test_an_edit_is_believed_before_all_others_until_it_is_taken_back(archive, tmp_path) -> None:
    """Before what the file declares and what an ingest stated; then the next best shows again."""
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"text": "alfa banjir", "publisher": "Kabar Satu"}))
    archive("ingest", file, "--set", "author=Delta")
    ran = archive("edit", 1, "--set", "publisher=Kabar Dua", "--set", "author=Echo")
    assert (
        ran.out == "publisher: Kabar Dua (edited, edit --set)\nauthor: Echo (edited, edit --set)\n"
    )
    assert found(archive, 'publisher:"kabar dua" author:echo') == [1]
    assert found(archive, 'publisher:"kabar satu"') == []
    archive("ingest", file, "--set", "publisher=Kabar Tiga")
    assert found(archive, 'publisher:"kabar dua"') == [1]
    assert archive("edit", 1, "--set", "publisher=Kabar Dua", "--json").json["changed"]
    assert not archive("edit", 1, "--set", "publisher=Kabar Dua", "--json").json["changed"]
    assert archive("edit", 1, "--unset", "publisher").out == (
        "publisher: Kabar Satu (declared, json: publisher)\n"
    )
    assert archive("edit", 1, "--unset", "author").out == "author: (unknown)\n"
    assert found(archive, 'publisher:"kabar satu"') == [1]
    assert found(archive, "has:author") == []
    assert_sound(archive)


def test_an_edit_holds_for_every_text_of_an_article(archive, tmp_path: Path) -> None:
    """For a later version, and for an earlier one that comes back; so does taking it back."""
    file = tmp_path / "a.txt"

    def ingest(text: str) -> None:
        file.write_text(text)
        assert archive("ingest", file, "--json").lines[0]["id"] == 1

    ingest("alfa")
    ingest("alfa bravo")
    archive("edit", 1, "--set", "title=Delta")
    for text in ("alfa bravo charlie", "alfa", "alfa bravo"):
        ingest(text)
        assert archive("show", 1, "--json").json["title"] == "Delta", text
    archive("edit", 1, "--unset", "title")
    for text in ("alfa", "alfa bravo charlie"):
        ingest(text)
        assert archive("show", 1, "--json").json["title"] != "Delta", text
    assert_sound(archive)


def test_edited_sources_take_the_place_of_those_that_were_found(archive, tmp_path: Path) -> None:
    """Several at once; in search, facets and `sources` alike."""
    (tmp_path / "a.txt").write_text("Jakarta - Banjir, dikutip dari Reuters, Rabu (1/2/2023).")
    archive("ingest", tmp_path / "a.txt")
    assert found(archive, "cites:reuters") == [1]
    archive("edit", 1, "--set", "cites=Kantor Delta", "--set", "cites=Kantor Echo")
    assert (found(archive, "cites:reuters"), found(archive, "cites:echo")) == ([], [1])
    facets = archive("search", "banjir", "--facet", "cites", "--json").json["facets"]["cites"]
    assert [bucket["value"] for bucket in facets] == ["Kantor Delta", "Kantor Echo"]
    assert "Reuters" not in archive("sources").out
    archive("edit", 1, "--unset", "cites")
    assert found(archive, "cites:reuters") == [1]


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["--set", "nosuch=x"],
        ["--set", "title"],
        ["--set", "title= "],
        ["--set", "published=2023-13"],
        ["--set", "tag=x"],
        ["--unset", "nosuch"],
        ["--set", "title=x", "--set", "title=y"],
        ["--set", "title=x", "--unset", "title"],
        ["--set", "title=\udcff"],
    ],
    ids=str,
)
def test_what_cannot_be_stated_is_wrong_use(three, wrong: list[str]) -> None:
    """Ends with 2, and nothing is changed."""
    before = three("show", 1, "--json").out
    assert three("edit", 1, *wrong).code == 2
    assert three("show", 1, "--json").out == before


def test_edit_of_what_is_not_there(three) -> None:
    """Ends with 1."""
    assert three("edit", 9, "--set", "title=x").code == 1


def test_what_people_write_cannot_drive_the_terminal(three) -> None:
    """Escape sequences are kept as they are, and shown, not sent."""
    evil = "alfa \x1b]0;evil\x07 \u202etxt"
    for command in (
        ["tag", 1, "--add", evil],
        ["note", 1, evil],
        ["edit", 1, "--set", f"title={evil}"],
        ["saved", "add", evil, evil],
        ["saved", "run", evil],
        ["saved", "run", "nosuch"],
        *(["tag"], ["note", 1], ["show", 1], ["saved", "list"], ["saved", "list", "--json"]),
    ):
        ran = three(*command)
        assert not {"\x1b", "\x07", "\u202e"} & set(ran.out + ran.err), command
    assert three("show", 1, "--json").json["notes"][0]["text"] == evil


def test_removal_and_backup_take_all_of_it_along(three, home: Path, tmp_path: Path) -> None:
    """A backup holds tags, notes, edits and saved searches; a removed article leaves nothing."""
    three("tag", 1, "--add", "x")
    three("note", 1, "delta")
    three("edit", 1, "--set", "title=Echo")
    three("saved", "add", "air", "banjir")
    assert len(three("saved", "run", "air", "--new", "--json").json["hits"]) == 2
    three("backup", tmp_path / "a.backup")
    assert three("remove", "--yes", 1).code == 0
    assert_sound(three)
    for query in ("tag:x", "note:delta", "title:echo"):
        assert found(three, query) == [], query
    other = ("--home", tmp_path / "other")
    three(*other, "restore", tmp_path / "a.backup")
    assert three(*other, "search", "tag:x note:delta title:echo", "--ids").out == "1\n"
    assert three(*other, "saved", "run", "air", "--new").code == 1
    assert three(*other, "check", "--deep").code == 0
