"""Files of many articles that end too soon, at every kilobyte: what is whole is read."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from archive.article import Record
from archive.ingest import readers
from archive.ingest.outcome import Outcome
from archive.ingest.source import Source
from ingest.samples import tarred, warc

COUNT = 40
WORDS = "banjir gempa sawah nelayan pasar jembatan gubernur warga sekolah hujan panen beras".split()


@cache
def texts() -> tuple[str, ...]:
    """Texts of about a kilobyte, none of which is like another, so that they cannot be packed."""
    chance = random.Random("cut")
    return tuple(
        f"Kabar {number}. "
        + " ".join(f"{chance.choice(WORDS)}{chance.random()}" for _ in range(40))
        for number in range(COUNT)
    )


def _members() -> dict[str, bytes]:
    return {f"{number}__txt": text.encode() for number, text in enumerate(texts())}


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in _members().items():
            opened.writestr(name.replace("__", "."), content)
    return file.getvalue()


def _lines() -> bytes:
    return b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts())


def _warc() -> list[bytes]:
    return [
        warc("conversion", f"https://alfa.id/{number}", "text/plain", text.encode())
        for number, text in enumerate(texts())
    ]


def _feed() -> bytes:
    items = "".join(f"<item><description>{text}</description></item>" for text in texts())
    return f"<rss><channel>{items}</channel></rss>".encode()


def _mbox() -> bytes:
    mail = "From a Wed Jun 18 04:30:00 2025\nFrom: a\nSubject: b\n\n{}\n\n"
    return "".join(mail.format(text) for text in texts()).encode()


FILES = {
    "a.zip": _zip,
    "a.tar": lambda: tarred(**_members()),
    "a.tgz": lambda: gzip.compress(tarred(**_members())),
    "a.warc": lambda: b"".join(_warc()),
    "a.warc.gz": lambda: b"".join(map(gzip.compress, _warc())),
    "b.warc.gz": lambda: gzip.compress(b"".join(_warc())),
    "a.mbox": _mbox,
    "a.jsonl": _lines,
    "a.jsonl.gz": lambda: gzip.compress(_lines()),
    "a.json": lambda: b"[" + b",".join(_lines().splitlines()) + b"]",
    "a.csv": lambda: b"text,url\n" + b"".join(f'"{text}",\n'.encode() for text in texts()),
    "a.rss": _feed,
}  # fmt: skip


def reading(path: Path, content: bytes) -> Iterator[Record | Outcome]:
    """Everything that a file with this content holds."""
    path.write_bytes(content)
    return readers.read(Source(str(path), 1_000_000))


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_at_every_kilobyte(tmp_path: Path, name: str) -> None:
    """What stands before the end is read as in the whole file."""
    path, content = tmp_path / name, FILES[name]()
    whole = [one.text for one in reading(path, content) if isinstance(one, Record)]
    assert len(whole) == COUNT
    before = 0
    for length in range(1024, len(content), 1024):
        found = list(reading(path, content[:length]))
        read = [one.text for one in found if isinstance(one, Record)]
        told = [one for one in found if isinstance(one, Outcome)]
        assert found
        assert all(one.outcome == "failed" and one.reason for one in told)
        # The last one may be cut itself, where nothing tells the end of an article, or be followed
        # by the beginning of a line that would have told it.
        last = read[-1].partition("\n\nFrom ")[0].rstrip() if read else ""
        assert read[:-1] == whole[: len(read)][:-1], length
        assert not read or whole[len(read) - 1].startswith(last)
        assert before <= len(read) + len(told), length
        before = len(read)
