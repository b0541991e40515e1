"""`archive ingest`: outcomes, idempotence, and files that are not what they should be."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from archive import building
from archive.ingest import again, preparing
from archive.ingest.source import Source
from conftest import SEEDS
from ingest import samples


def outcomes(ran) -> list[str]:
    return [line["outcome"] for line in ran.lines[:-1]]


def test_twice_adds_nothing(archive) -> None:
    """The second run over the same folder says that everything is the same."""
    seeds = len(list(SEEDS.iterdir()))
    assert archive("ingest", SEEDS).out.startswith(f"{seeds} records: {seeds} added")
    again = archive("ingest", SEEDS)
    assert again.code == 0
    assert again.out.startswith(f"{seeds} records: {seeds} same")


def test_json_lines_and_summary(archive, tmp_path: Path) -> None:
    """Each record is a line of the contract's shape, and the last line counts them."""
    (tmp_path / "a.txt").write_text("alfa bravo")
    ran = archive("ingest", tmp_path / "a.txt", "--json")
    first, last = ran.lines
    assert first == {
        "outcome": "added",
        "id": 1,
        "source": str(tmp_path / "a.txt"),
        "reason": None,
    }
    assert set(last["summary"]) == {"added", "changed", "same", "copy", "failed", "seconds"}


def test_same_text_elsewhere_is_a_copy_with_two_sightings(archive, tmp_path: Path) -> None:
    """The same article seen twice is one article with two sightings, whatever its encoding."""
    (tmp_path / "a.txt").write_bytes("café di Jakarta\n".encode())
    (tmp_path / "b.txt").write_bytes("café di Jakarta\r\n".encode("utf-16"))
    ran = archive("ingest", tmp_path / "a.txt", tmp_path / "b.txt", "--json")
    assert outcomes(ran) == ["added", "copy"]
    assert [line["id"] for line in ran.lines[:-1]] == [1, 1]
    shown = archive("show", 1, "--json").json
    assert [Path(s["path"]).name for s in shown["sightings"]] == ["a.txt", "b.txt"]
    assert archive("search", "cafe", "--json").json["hits"][0]["copies"] == 1


def test_changed_file_is_a_new_version(archive, tmp_path: Path) -> None:
    """Other text in the same file keeps the id; the new text is found, the old one is kept."""
    file = tmp_path / "a.txt"
    for text, outcome in [
        ("alfa", "added"),
        ("bravo", "changed"),
        ("alfa", "changed"),
        ("alfa", "same"),
    ]:
        file.write_text(text)
        assert outcomes(archive("ingest", file, "--json")) == [outcome]
    assert archive("search", "alfa", "--ids").out == "1\n"
    assert archive("search", "bravo").code == 1
    versions = archive("show", 1, "--json").json["versions"]
    assert [(v["number"], v["is_current"]) for v in versions] == [(1, True), (2, False)]


def test_same_url_with_other_text_is_a_new_version(archive, tmp_path: Path) -> None:
    """Two texts of one URL in one file: the later is current, and stays so when read again."""
    file = tmp_path / "a.jsonl"
    rows = [{"url": "https://a.example/1", "text": text} for text in ("alfa", "bravo")]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert outcomes(archive("ingest", file, "--json")) == ["added", "changed"]
    assert outcomes(archive("ingest", file, "--json")) == ["same", "same"]
    assert archive("search", "bravo", "--ids").out == "1\n"
    assert archive("search", "alfa").code == 1


def test_dry_run_tells_and_stores_nothing(archive, tmp_path: Path) -> None:
    """What would happen is told, duplicates in the run included, and nothing is kept."""
    (tmp_path / "a.txt").write_text("alfa")
    (tmp_path / "b.txt").write_text("alfa")
    ran = archive("ingest", "--dry-run", tmp_path, "--json")
    assert [(line["outcome"], line["id"]) for line in ran.lines[:-1]] == [
        ("added", None),
        ("copy", None),
    ]
    assert archive("list").code == 1


def test_tag_and_set(archive, tmp_path: Path) -> None:
    """Tags and facts of the command line belong to every article, and win over the file's."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "alfa", "publisher": "Lama"}))
    arguments = ["--tag", "Dua Kata", "--set", "publisher=Baru", "--set", "published=2023-07"]
    assert archive("ingest", tmp_path, *arguments).code == 0
    shown = archive("show", 1, "--json").json
    assert shown["tags"] == ["Dua Kata"]
    assert [f["value"] for f in shown["facts"]["publisher"]] == ["Baru", "Lama"]
    assert shown["facts"]["publisher"][0]["basis"] == "edited"
    for query in ('tag:"dua kata"', "publisher:baru", "published:2023-07", "has:tag"):
        assert archive("search", query, "--ids").out == "1\n", query
    for query in ("tag:dua", "publisher:lama", "published:2023-07-15"):
        assert archive("search", query).code == 1, query


@pytest.mark.parametrize("setting", ["x", "nosuch=1", "published=kemarin", "title="])
def test_set_without_meaning_is_wrong_use(archive, setting: str) -> None:
    """A fact that cannot be stated is refused before anything is read."""
    assert archive("ingest", SEEDS, "--set", setting).code == 2


def test_map_says_what_columns_mean(archive, tmp_path: Path) -> None:
    """Names of columns count in any case; the original can be read once more."""
    (tmp_path / "a.csv").write_text("Kepala;Naskah\nAlfa;bravo charlie\n")
    assert archive("ingest", tmp_path / "a.csv").code == 1
    mapping = "title=kepala, text=NASKAH"
    assert archive("ingest", tmp_path / "a.csv", "--map", mapping).code == 0
    shown = archive("show", 1, "--json").json
    assert (shown["title"], shown["text"]) == ("Alfa", "bravo charlie")
    assert archive("reprocess", "--json").lines[-1]["summary"]["same"] == 1


@pytest.mark.parametrize("mapping", ["title", "title=", "nosuch=a", "title=a,title=b", "tag=a"])
def test_map_without_meaning_is_wrong_use(archive, mapping: str) -> None:
    """Each is refused, and the fields are named."""
    ran = archive("ingest", SEEDS, "--map", mapping)
    assert ran.code == 2
    assert "publisher" in ran.err


@pytest.mark.parametrize("option", ["--tag=a\udce9", "--set=title=a\udce9"])
def test_options_that_are_no_text_are_wrong_use(archive, option: str) -> None:
    """Bytes that are no UTF-8 are refused, not stored half."""
    ran = archive("ingest", SEEDS, option)
    assert ran.code == 2
    assert "UTF-8" in ran.err


@pytest.mark.parametrize("jobs", [[], ["--jobs", "2"]])
def test_jobs_gives_the_same(archive, tmp_path: Path, monkeypatch, jobs: list[str]) -> None:
    """Preparing in processes changes nothing but the time, also where one is too large to send."""
    texts = [f"alfa {number}" for number in range(250)]
    texts[120:120] = ["bravo " * 200_000, "alfa 7"]
    lines = tmp_path / "lines.jsonl"
    lines.write_text("\nno JSON\n".join(json.dumps({"text": text}) for text in texts))
    expected = archive("ingest", SEEDS, lines, "--json", "--jobs", 1).lines[:-1]
    shutil.rmtree(os.environ["ARCHIVE_HOME"])
    monkeypatch.setattr(preparing, "FEW", 3)
    monkeypatch.setattr(building, "SHARE", 60)
    assert archive("ingest", SEEDS, lines, "--json", *jobs).lines[:-1] == expected
    assert archive("check", "--deep").code == 0


@pytest.fixture
def horrors(tmp_path: Path) -> Path:
    """A folder of files that are not what they should be, and four good ones."""
    folder = tmp_path / "horrors"
    folder.mkdir()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "empty.txt").write_bytes(b"")
    os.mkfifo(folder / "fifo.txt")
    (folder / "invalid.txt").write_bytes(b"berita kopi di caf\xe9 Surabaya")
    (folder / "line.txt").write_bytes(b"kata " * 4_000_000)
    (folder / "nul.txt").write_bytes(b"harga beras\0 naik di pasar")
    (folder / "page.html").write_text("<html><body></body></html>")
    (folder / "utf16.txt").write_bytes("pelabuhan dibuka".encode("utf-16"))
    return folder


ODD = {
    "invalid.txt": "not UTF-8, read as windows-1252",
    "nul.txt": "NUL characters were left out",
}
BAD = {
    "binary.txt": "binary, not text",
    "empty.txt": "empty",
    "fifo.txt": "cannot be read: not a regular file",
    "page.html": "no article in this page",
}


def test_horrors_are_counted_and_the_good_ones_stored(archive, horrors: Path) -> None:
    """Every record has an outcome and a reason, the exit code says so, the good ones are found."""
    ran = archive("ingest", horrors, "--json")
    assert ran.code == 1
    told = {Path(line["source"]).name: line for line in ran.lines[:-1]}
    for name, line in told.items():
        if name in BAD:
            assert (line["outcome"], line["id"]) == ("failed", None)
            assert line["reason"].startswith(BAD[name])
        else:
            assert (line["outcome"], line["reason"]) == ("added", ODD.get(name)), name
    assert len(told) == 8
    assert ran.lines[-1]["summary"]["failed"] == 4
    for query, name in [("café", "invalid"), ("beras", "nul"), ("pelabuhan", "utf16")]:
        hit = archive("search", query, "--json").json["hits"][0]
        assert (
            archive("show", hit["id"], "--json")
            .json["sightings"][0]["path"]
            .endswith(f"{name}.txt")
        )
    assert archive("search", "kata", "--json").json["total"] == 1


def test_unreadable_file_is_named(archive, tmp_path: Path) -> None:
    """A file that may not be read is a failed outcome, and the others are stored."""
    folder = Path(tempfile.mkdtemp())  # pytest's own folders are closed to others
    # Everything is imported, and the archive made, before the rights are given up.
    archive("ingest", SEEDS, "--home", folder / "home")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777)
    (folder / "good.txt").write_text("pelabuhan dibuka")
    (folder / "secret.txt").write_text("rahasia")
    (folder / "secret.txt").chmod(0)
    (folder / "closed").mkdir(mode=0)
    try:
        with nobody():
            ran = archive("ingest", folder, "--json", "--home", folder / "home")
    finally:
        shutil.rmtree(folder)
    told = {Path(line["source"]).name: line for line in ran.lines[:-1]}
    assert ran.code == 1
    assert told["good.txt"]["outcome"] == "added"
    assert told["secret.txt"]["reason"] == "cannot be read: Permission denied"
    assert told["closed"]["reason"] == "the folder cannot be read: Permission denied"


@contextmanager
def nobody() -> Iterator[None]:
    """Inside, the process has no rights of root; nothing changes if it has none anyway."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_the_archive_does_not_ingest_itself(archive, home: Path) -> None:
    """A folder that holds the archive's own is read without it."""
    (home.parent / "a.txt").write_text("alfa")
    for outcome in ("added", "same"):
        assert outcomes(archive("ingest", home.parent, "--json")) == [outcome]


def test_what_is_not_there_is_named(archive, tmp_path: Path) -> None:
    """A path that does not exist is a failed outcome."""
    ran = archive("ingest", tmp_path / "nothing.txt", "--json")
    assert ran.code == 1
    assert "No such file" in ran.lines[0]["reason"]


def test_names_that_are_not_text(archive, tmp_path: Path) -> None:
    """A file name that is no UTF-8 and one with an escape character are kept and shown safely."""
    folder = os.fsencode(tmp_path)
    with open(folder + b"/caf\xe9.txt", "wb") as file:
        file.write(b"alfa bravo")
    with open(folder + b"/a\x1b]0;evil\x07.txt", "wb") as file:
        file.write(b"charlie delta")
    assert archive("ingest", tmp_path).code == 0
    shown = archive("show", 2)
    assert r"caf\xe9.txt" in shown.out
    assert "\x1b" not in archive("show", 1).out
    assert archive("search", 'path:"caf\\xe9.txt"', "--ids").out == "2\n"


def test_gzipped_jsonl_on_standard_input(home: Path, tmp_path: Path) -> None:
    """`-` reads standard input, gzipped or not."""
    content = gzip.compress(b'{"title": "alfa", "text": "bravo"}\n')
    command = [sys.executable, "-m", "archive", "ingest", "-", "--json"]
    ran = subprocess.run(command, input=content, capture_output=True, check=False, cwd=SEEDS.parent)
    assert json.loads(ran.stdout.splitlines()[0])["outcome"] == "added", ran.stderr


def test_too_large_is_refused(archive, tmp_path: Path) -> None:
    """A file beyond the limit is refused with the limit; the input is never changed."""
    file = tmp_path / "a.txt"
    file.write_text("alfa " * 100)
    before = file.read_bytes(), file.stat().st_mtime_ns
    ran = archive("ingest", file, "--max-file-size", 100, "--json")
    assert "larger than 100 bytes" in ran.lines[0]["reason"]
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_original_bytes_come_back(archive, tmp_path: Path) -> None:
    """`show --raw` writes the very bytes that were read."""
    content = "kopi café\r\n".encode("utf-16")
    (tmp_path / "a.txt").write_bytes(content)
    archive("ingest", tmp_path)
    command = [sys.executable, "-m", "archive", "show", "1", "--raw"]
    ran = subprocess.run(command, capture_output=True, check=False, cwd=SEEDS.parent)
    assert ran.stdout == content


def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Believe files that were written just now."""
    monkeypatch.setattr(again, "SETTLED", -(10**19))


def test_what_is_known_is_not_opened(archive, tmp_path: Path, monkeypatch) -> None:
    """The same lines a second time, and no file is read for them; `--reread` reads them."""
    settled(monkeypatch)
    (tmp_path / "a.txt").write_bytes("caf\xe9 alfa".encode("latin-1"))
    lines = [json.dumps({"text": f"alfa {number}"}) for number in range(1_200)]
    (tmp_path / "b.jsonl").write_text("\n".join(lines))
    first = archive("ingest", tmp_path, "--json").lines
    expected = [line | {"outcome": "same"} for line in first[:-1]]
    opened: list[str] = []
    really = Source.open
    monkeypatch.setattr(Source, "open", lambda self: opened.append(self.path) or really(self))
    assert archive("ingest", tmp_path, "--json").lines[:-1] == expected
    assert opened == []
    assert archive("ingest", tmp_path, "--json", "--reread").lines[:-1] == expected
    assert set(opened) == {str(tmp_path / "a.txt"), str(tmp_path / "b.jsonl")}
    assert archive("stats", "--json").json["files"] == 2


def test_other_options_read_what_is_known(archive, tmp_path: Path, monkeypatch) -> None:
    """What a file gives to an article depends on them."""
    settled(monkeypatch)
    (tmp_path / "a.txt").write_text("alfa")
    for arguments in ([], ["--tag", "satu"], ["--set", "author=Dua"], ["--format", "text"]):
        assert outcomes(archive("ingest", tmp_path, "--json", *arguments)) in (["added"], ["same"])
    assert archive("search", "tag:satu author:dua", "--ids").out == "1\n"


def test_a_file_that_failed_is_read_again(archive, tmp_path: Path, monkeypatch) -> None:
    """So is one of whose records one has failed."""
    settled(monkeypatch)
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.jsonl").write_text('{"text": "alfa"}\nno JSON\n')
    for outcome in ("added", "same"):
        ran = archive("ingest", tmp_path, "--json")
        assert (ran.code, outcomes(ran)) == (1, ["failed", outcome, "failed"])


def test_older_files_are_passed_over(archive, tmp_path: Path) -> None:
    """`--since` a day, `--newer` than a file: what is not read is counted, in words."""
    for name, day in (("a.txt", 1), ("b.txt", 2), ("c.txt", 3)):
        (tmp_path / name).write_text(name)
        moment = datetime(2023, 9, day, 12).timestamp()
        os.utime(tmp_path / name, (moment, moment))
    ran = archive("ingest", tmp_path, "--json", "--since", "2023-09-02")
    assert [Path(line["source"]).name for line in ran.lines[:-1]] == ["b.txt", "c.txt"]
    assert ran.lines[-1]["summary"]["passed_over"] == 1
    assert "1 file was passed over" in ran.err
    ran = archive("ingest", tmp_path, "--newer", tmp_path / "b.txt")
    assert ran.out.startswith("1 record: 1 same")
    assert "2 files were passed over" in ran.err
    assert archive("ingest", tmp_path, "--since", "-7d").out.startswith("0 records")


def test_what_has_files_beside_it_is_read_again(archive, tmp_path: Path, monkeypatch) -> None:
    """The export is as it was, but one of them may have come."""
    settled(monkeypatch)
    (tmp_path / "metadata_0_to_1.json").write_bytes(samples.OMNIVORE)
    assert archive("ingest", tmp_path, "--json").code == 0
    assert archive("stats", "--json").json["files"] == 0


@pytest.mark.parametrize("option", ["--since=kemarin", "--since=2023..2024", "--newer=nosuch"])
def test_a_moment_without_meaning_is_wrong_use(archive, option: str) -> None:
    """It is refused before anything is read."""
    assert archive("ingest", SEEDS, option).code == 2


def test_the_same_remark_is_shown_a_few_times(archive, tmp_path: Path) -> None:
    """The others are counted; failures are all named, and so is everything with `--json`."""
    link = {"type": "link", "url": ""}
    bookmarks = [
        {"createdAt": 1, "title": f"Alfa {n}", "content": {**link, "url": f"https://alfa.id/{n}"}}
        for n in range(20)
    ]
    wrong = [{"createdAt": 1, "content": link} for _ in range(9)]
    (tmp_path / "a.json").write_text(json.dumps({"bookmarks": [*bookmarks, *wrong]}))
    ran = archive("ingest", tmp_path / "a.json", "--dry-run")
    assert ran.code == 1
    assert ran.err.count("added: ") == 5
    assert ran.err.count("failed: ") == 9
    assert "and 15 more: no text in the export, kept as a bookmark" in ran.err
    told = archive("ingest", tmp_path / "a.json", "--json").lines[:-1]
    assert sum("bookmark" in (line["reason"] or "") for line in told) == 20
