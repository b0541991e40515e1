"""Archives: their members are read as files, and nothing in them does harm."""

from __future__ import annotations

import gzip
import io
import os
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from archive.article import Place, Record
from archive.ingest import members, readers
from archive.ingest.outcome import Outcome
from archive.ingest.source import Source
from ingest.samples import INNER, MEMBERS, WARC, tarred, zipped

LIMIT = 1_000_000


def reading(path: Path, content: bytes) -> list[Record | Outcome]:
    """Everything that an archive holds."""
    path.write_bytes(content)
    return list(readers.read(Source(str(path), LIMIT)))


def texts(found: list[Record | Outcome]) -> list[str]:
    """The texts of the records."""
    return [one.text.strip() for one in found if isinstance(one, Record)]


def reasons(found: list[Record | Outcome]) -> list[str]:
    """Why each of what failed did."""
    return [one.reason or "" for one in found if isinstance(one, Outcome)]


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_members_are_files(tmp_path: Path, pack) -> None:
    """Of any format, zipped or not, told by content; archives in them too, to a depth."""
    found = reading(tmp_path / "a", pack(**MEMBERS, f__zip=INNER))
    whole = f"{tmp_path / 'a'}/"
    assert [str(one.place).removeprefix(whole) for one in found if isinstance(one, Record)] == [
        "a.txt", "b/b.rss:1", "b/b.rss:2", "c.jsonl.gz:1", "c.jsonl.gz:2", "f.zip/e.txt",
    ]  # fmt: skip
    assert isinstance(found[0], Record)
    assert found[0].key == f"file:{whole}a.txt"
    assert reasons(found) == []


def test_names_lead_nowhere(tmp_path: Path) -> None:
    """A name is a label, without what would lead out; nothing is written."""
    inside = tmp_path / "inside"
    inside.mkdir()
    for pack in (zipped, tarred):
        names = ("../../a__txt", "/etc/b__txt", "..\\c__txt", "d/../e__txt")
        found = reading(inside / "a", pack(**{name: name.encode() for name in names}))
        labels = [str(one.place) for one in found if isinstance(one, Record)]
        whole = f"{inside / 'a'}/"
        assert labels == [whole + one for one in ("a.txt", "etc/b.txt", "c.txt", "d/e.txt")]
    assert os.listdir(tmp_path) == ["inside"]
    assert os.listdir(inside) == ["a"]


def test_links_and_devices_are_not_followed(tmp_path: Path) -> None:
    """Each is named as a failed outcome, and the next member is read."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as opened:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"a{kind.decode()}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            opened.addfile(info)
        info = tarfile.TarInfo("b.txt")
        info.size = 4
        opened.addfile(info, io.BytesIO(b"alfa"))
    found = reading(tmp_path / "a.tar", file.getvalue())
    assert (reasons(found), texts(found)) == (["no regular file"] * 4, ["alfa"])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zip:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        zip.writestr(link, "/etc/passwd")
        zip.writestr("b.txt", "alfa")
    found = reading(tmp_path / "a.zip", file.getvalue())
    assert (reasons(found), texts(found)) == (["a symbolic link, not followed"], ["alfa"])


@pytest.mark.parametrize("kind", ["zip", "tgz", "gz in zip", "many in zip", "zip in zip"])
def test_a_bomb_is_refused(tmp_path: Path, kind: str) -> None:
    """What gives far more than it has is left, and what stood before it is kept."""
    zeros = bytes(30_000_000)
    lines = b'{"text": "%s"}\n' % (b"x" * 9_000) * 3_000
    many = {f"b{number}__txt": zeros[:2_000_000] for number in range(20)}
    content = {
        "zip": lambda: zipped(a__txt=b"alfa", b__txt=zeros),
        "tgz": lambda: gzip.compress(tarred(a__txt=b"alfa", b__csv=zeros)),
        "gz in zip": lambda: zipped(a__txt=b"alfa", b__jsonl__gz=gzip.compress(lines)),
        "many in zip": lambda: zipped(a__txt=b"alfa", **many),
        "zip in zip": lambda: zipped(a__txt=b"alfa", b__zip=zipped(**many)),
    }[kind]()
    path = tmp_path / "a"
    path.write_bytes(content)
    first = last = None
    for one in readers.read(Source(str(path), 64_000_000)):
        first = first or one
        last = one
    assert isinstance(first, Record)
    assert first.text == "alfa"
    assert isinstance(last, Outcome)
    assert "200 bytes for each" in (last.reason or "")


def test_archives_stand_in_archives_to_a_depth(tmp_path: Path) -> None:
    """Three of them; what is deeper is refused."""
    content = zipped(a__txt=b"alfa")
    for depth in range(1, 4):
        found = reading(tmp_path / "a.zip", content)
        assert texts(found) == ["alfa"], depth
        content = zipped(b__zip=content)
    assert "more than 3 archives" in reasons(reading(tmp_path / "a.zip", content))[0]


def test_too_many_members_are_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted over all archives in each other."""
    monkeypatch.setattr(members, "MEMBERS", 3)
    inner = tarred(a__txt=b"alfa", b__txt=b"bravo")
    found = reading(tmp_path / "a.zip", zipped(c__tar=inner, d__txt=b"charlie"))
    assert texts(found) == ["alfa", "bravo"]
    assert "more than 3 members" in reasons(found)[0]


@pytest.mark.parametrize("format", [0, 1, 2])
def test_a_huge_header_is_not_read(tmp_path: Path, format: int) -> None:
    """A name of gigabytes would take as much memory."""
    info = tarfile.TarInfo("a" * 3_000_000)
    content = info.tobuf(tarfile.GNU_FORMAT if format else tarfile.PAX_FORMAT)
    found = reading(tmp_path / "a.tar", content[: format * 2_000_000 or None])
    assert "a header larger than" in reasons(found)[0]


def test_damage_and_encryption_are_told(tmp_path: Path) -> None:
    """A member that cannot be read is named; others are read."""
    content = bytearray(zipped(a__txt=b"alfa", b__txt=b"bravo" * 99, c__txt=b"charlie"))
    at = content.index(b"b.txt") + 5
    content[at : at + 4] = b"\xff\xff\xff\xff"
    found = reading(tmp_path / "a.zip", bytes(content))
    assert texts(found) == ["alfa", "charlie"]
    assert len(reasons(found)) == 1
    locked = bytearray(zipped(a__txt=b"alfa"))
    locked[locked.index(b"PK\1\2") + 8] |= 1
    assert reasons(reading(tmp_path / "b.zip", bytes(locked))) == ["encrypted"]


@pytest.mark.parametrize("name", ["zip", "tar"])
def test_an_archive_is_no_article(name: str) -> None:
    """Its own bytes are none once more."""
    outcome = readers._readers()[name].parse(Place("/a"), INNER)
    assert outcome.reason == "an archive, not an article"


def test_a_wacz_holds_what_a_crawler_kept(tmp_path: Path) -> None:
    """Not its lists of pages and files."""
    content = {
        "datapackage__json": b"{}",
        "pages/pages__jsonl": b'{"title": "x"}\n',
        "archive/a__warc__gz": gzip.compress(WARC),
    }
    found = reading(tmp_path / "a.wacz", zipped(**content))
    assert texts(found) == ["Bravo charlie", "Caf\xe9 delta"]
    assert reasons(found) == []


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_an_archive_without_files_fails(tmp_path: Path, pack) -> None:
    """Also one in which all names are the system's own."""
    assert reasons(reading(tmp_path / "a.zip", zipped())) == ["an archive without files"]
    found = reading(tmp_path / "a", pack(**{"__MACOSX/a": b"x", ".a": b"y"}))
    assert reasons(found) == ["an archive without files"]


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_hidden_members_are_read_if_asked_for(tmp_path: Path, pack) -> None:
    """As in folders, in archives in archives too; what a system keeps beside files never is."""
    inner = pack(**{".b__txt": b"bravo"})
    (tmp_path / "a").write_bytes(pack(**{".a/a__txt": b"alfa", "c": inner}))
    found = list(readers.read(Source(str(tmp_path / "a"), LIMIT, hidden=True)))
    assert (texts(found), reasons(found)) == (["alfa", "bravo"], [])
    assert members.is_passed_over(Source("/a", LIMIT, hidden=True), "a/__MACOSX/._b.txt")


def test_what_a_page_was_saved_with_is_passed_over(tmp_path: Path) -> None:
    """The folder beside it, whatever the browser calls it; others are read."""
    page = b"<!doctype html><title>Alfa</title>" + b"<p>Bravo charlie delta.</p>" * 30
    names = ("d/a_files/x__txt", "d/a_fichiers/y/z__txt", "a_files/b__txt", "d/b_files/c__txt")
    found = reading(tmp_path / "a", zipped(**{"d/a__html": page}, **{n: n.encode() for n in names}))
    assert texts(found)[1:] == ["a_files/b__txt", "d/b_files/c__txt"]


@pytest.mark.parametrize("length", [5, 50_000])
def test_a_wrong_checksum_is_told(tmp_path: Path, length: int) -> None:
    """Also of a member so small that it was read to its end to tell its format."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr("a.txt", "x" * length)
    content = file.getvalue().replace(b"xxxxx", b"yyyyy", 1)
    found = reading(tmp_path / "a.zip", content)
    assert texts(found) == []
    assert "Bad CRC-32" in reasons(found)[0]
