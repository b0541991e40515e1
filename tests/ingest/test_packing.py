"""What is packed is unpacked as it is read, told by its content, and never gives too much."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Record
from archive.ingest import packing, readers, source
from archive.ingest.source import STDIN, Source
from ingest.samples import MEMBERS, WARC, tarred, zipped, zstandard_with_words
from strategies import steady

Pack = Callable[[bytes], bytes]

PACKS: dict[str, Pack] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lambda content: lzma.compress(content, preset=0),
    "zst": zstandard.ZstdCompressor().compress,
}
packs = st.sampled_from(sorted(PACKS))
# Larger than a block of any of them, and so is what it is packed into.
LARGE = random.Random(7).randbytes(1_200_000)


def unpacked(content: bytes) -> tuple[bytes, str]:
    """What `content` holds, and why it holds no more, if that is damage."""
    pieces: list[bytes] = []
    try:
        stream = packing.unpacked(io.BufferedReader(io.BytesIO(content)))
        while piece := stream.read1(50_000):
            pieces.append(piece)
    except OSError as error:
        return b"".join(pieces), str(error)
    return b"".join(pieces), ""


@pytest.mark.parametrize("name", PACKS)
def test_what_is_packed_comes_back(name: str) -> None:
    """Nothing, little, more than a block, and several streams one behind the other."""
    pack = PACKS[name]
    for content in (b"", b"alfa", LARGE):
        assert unpacked(pack(content)) == (content, "")
    assert unpacked(pack(b"alfa") + pack(LARGE) + pack(b"bravo")) == (
        b"alfa" + LARGE + b"bravo",
        "",
    )


@steady
@given(packs, st.binary(min_size=8, max_size=200), st.data())
def test_what_is_cut_or_damaged_says_so(name: str, content: bytes, data: st.DataObject) -> None:
    """Cut anywhere, its beginning is given and the end missed; damaged, it gives any bytes."""
    packed = PACKS[name](content)
    cut = packed[: data.draw(st.integers(10, len(packed) - 1))]
    given, problem = unpacked(cut)
    assert content.startswith(given)
    assert problem or (name, given) == ("gz", content)  # the sum of which may be missing
    at = data.draw(st.integers(0, len(packed) - 1))
    damaged = packed[:at] + data.draw(st.binary(max_size=4)) + packed[at:]
    unpacked(damaged)


@pytest.mark.parametrize("name", PACKS)
def test_a_bomb_gives_no_more_than_it_may(name: str) -> None:
    """200 bytes for each of its own once they are 10 MB, also where it is many streams."""
    pack = PACKS[name]
    for content in (pack(bytes(50_000_000)), pack(bytes(5_000_000)) * 10):
        given, problem = unpacked(content)
        assert len(given) <= max(packing.FEW, packing.RATIO * len(content))
        assert "200 bytes for each" in problem


def test_all_that_is_given_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """However large the file is."""
    monkeypatch.setattr(packing, "TOTAL", 1_000_000)
    given, problem = unpacked(gzip.compress(LARGE))
    assert len(given) <= 1_000_000
    assert "more than 1,000,000 bytes" in problem


def test_a_large_window_is_refused() -> None:
    """It is memory that a small file asks for."""
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 200_000_000}]
    assert "emory" in unpacked(lzma.compress(b"alfa", filters=filters))[1]
    parameters = zstandard.ZstdCompressionParameters(window_log=28)
    writer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    assert "too much memory" in unpacked(writer.compress(LARGE) + writer.flush())[1]


@pytest.mark.parametrize("is_packed", [False, True])
def test_frames_with_a_dictionary(is_packed: bool) -> None:
    """As in WARC files: it stands in front, may be packed, and is needed for all that follows."""
    words = [b"alfa bravo %d charlie delta" % number for number in range(1_000)]
    content = zstandard_with_words(words, is_packed=is_packed)
    assert unpacked(content) == (b"".join(words), "")
    assert (
        unpacked(content[:50])[1] == "its dictionary is cut short, or larger than 16,000,000 bytes"
    )
    passed = b"\x50\x2a\x4d\x18\x03\0\0\0xyz"
    assert unpacked(passed + PACKS["zst"](b"alfa") + passed) == (b"alfa", "")


def test_zstandard_needs_its_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """And says which extra brings it."""
    monkeypatch.setitem(sys.modules, "zstandard", None)
    (tmp_path / "a.txt.zst").write_bytes(PACKS["zst"](b"alfa"))
    (one,) = readers.read(Source(str(tmp_path / "a.txt.zst"), 1_000))
    assert not isinstance(one, Record)
    assert "pip install 'news-archive[zst]'" in (one.reason or "")


@pytest.mark.parametrize("name", PACKS)
def test_the_beginning_tells_the_format(tmp_path: Path, name: str) -> None:
    """Of a file, and of a member, however late its first block ends, and whatever its name."""
    lines = b'{"text": "%s"}\n' % LARGE.hex().encode() * 2
    packed = PACKS[name](lines)
    (tmp_path / "a").write_bytes(packed)
    (tmp_path / "b").write_bytes(zipped(c=packed))
    for path in ("a", "b"):
        found = list(readers.read(Source(str(tmp_path / path), 10_000_000)))
        assert [isinstance(one, Record) and len(one.text) for one in found] == [2_400_000] * 2


@pytest.mark.parametrize("name", PACKS)
def test_what_stands_before_damage_is_read(tmp_path: Path, name: str) -> None:
    """And the damage is told."""
    parts = [LARGE[at : at + 200].hex().encode() for at in range(0, len(LARGE), 200)]
    lines = [b'{"text": "%s"}\n' % part for part in parts]
    packed = PACKS[name](b"".join(lines))
    (tmp_path / "a").write_bytes(packed[: len(packed) * 3 // 4])
    *found, last = readers.read(Source(str(tmp_path / "a"), 1_000))
    assert len(found) > 500
    assert not isinstance(last, Record)
    assert last.reason == "cannot be read: the packed file is cut short"


def from_pipe(monkeypatch: pytest.MonkeyPatch, content: bytes) -> list[str]:
    """The texts of what comes from standard input, with "!" before what failed.

    A file in it is none that is known again by its name.
    """
    stream = io.BufferedReader(io.BytesIO(content))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
    source._stdin.cache_clear()
    found = list(readers.read(Source(STDIN, 50_000)))
    source._stdin.cache_clear()
    assert not any(isinstance(one, Record) and "file:" in (one.key or "") for one in found)
    return [one.text.strip() if isinstance(one, Record) else f"!{one.reason}" for one in found]


def test_archives_come_from_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packed in any way, and larger than what is held at once."""
    inside = [text for text in from_pipe(monkeypatch, tarred(**MEMBERS)) if text]
    assert len(inside) == 5
    for pack in (lambda content: content, *PACKS.values()):
        for archive in (tarred, zipped):
            assert from_pipe(monkeypatch, pack(archive(**MEMBERS))) == inside
    assert from_pipe(monkeypatch, PACKS["zst"](WARC)) == ["Bravo charlie", "Caf\xe9 delta"]
    large = {"a__txt": LARGE[:20_000].hex().encode(), "b__txt": LARGE[:20_000].hex().encode()[::-1]}
    assert len(zipped(**large, c__txt=b"alfa")) < 50_000
    large["d__txt"] = LARGE[30_000:50_000].hex().encode()
    assert [len(text) for text in from_pipe(monkeypatch, zipped(**large))] == [40_000] * 3


def test_a_bomb_from_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own bytes are those that came."""
    lines = b'{"text": "%s"}\n' % (b"x" * 40_000) * 700
    for pack in (zipped, lambda **inside: gzip.compress(tarred(**inside))):
        found = from_pipe(monkeypatch, pack(a__txt=b"alfa", b__jsonl=lines))
        assert found[0] == "alfa"
        assert "200 bytes for each" in found[-1]
