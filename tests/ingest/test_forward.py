"""Zip files whose list of members is lost: what is sound is read, what is not is counted."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest import forward
from ingest.samples import zipped
from ingest.test_members import reading, reasons, texts
from strategies import steady

NAMES = ("a.txt", "b.txt", "c.txt")
TEXTS = ("alfa " * 99, "bravo", "charlie " * 9_000)


class Pipe(io.BytesIO):
    """What a zip file is written to that cannot go back: lengths stand behind the members then."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def written(*, is_piped: bool, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file with `TEXTS`."""
    file = Pipe() if is_piped else io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as opened:
        for name, text in zip(NAMES, TEXTS, strict=True):
            opened.writestr(name, text)
    return file.getvalue()


def without_list(content: bytes) -> bytes:
    """`content` up to its list of members."""
    return content[: content.index(b"PK\1\2")]


@pytest.mark.parametrize("is_piped", [False, True])
def test_members_are_found_without_the_list(tmp_path: Path, is_piped: bool) -> None:
    """Wherever their length stands; the archive says once what is wrong with it."""
    content = without_list(written(is_piped=is_piped))
    found = reading(tmp_path / "a.zip", content)
    assert texts(found) == [text.strip() for text in TEXTS]
    assert reasons(found) == [
        "a damaged zip file: its list of members is lost; 3 of 3 members found in it are sound"
    ]
    assert texts(reading(tmp_path / "b.zip", content[:-9])) == [text.strip() for text in TEXTS[:2]]
    reason = reasons(reading(tmp_path / "b.zip", content[: len(content) - 30]))
    assert "cut short" in reason[0]
    assert reason[1].endswith("; 2 of 3 members found in it are sound")


def test_a_damaged_member_is_counted(tmp_path: Path) -> None:
    """The others are found behind it."""
    content = bytearray(without_list(written(is_piped=False, method=zipfile.ZIP_STORED)))
    content[content.index(b"bravo")] = 0
    found = reading(tmp_path / "a.zip", bytes(content))
    assert texts(found) == [TEXTS[0].strip(), TEXTS[2].strip()]
    assert reasons(found)[0] == "cannot be read: damaged: its checksum is another"
    assert reasons(found)[1].endswith("; 2 of 3 members found in it are sound")


def test_what_cannot_be_found_says_so(tmp_path: Path) -> None:
    """Stored without a length, encrypted, packed in a rare way."""
    content = without_list(written(is_piped=True, method=zipfile.ZIP_STORED))
    assert set(reasons(reading(tmp_path / "a.zip", content))[:3]) == {
        "only the list of members says where it ends"
    }
    encrypted = bytearray(without_list(zipped(a__txt=b"alfa")))
    encrypted[6] |= 1
    assert reasons(reading(tmp_path / "a.zip", bytes(encrypted)))[0] == "encrypted"
    rare = without_list(written(is_piped=False, method=zipfile.ZIP_LZMA))
    assert "method 14" in reasons(reading(tmp_path / "a.zip", rare))[0]
    assert reasons(reading(tmp_path / "a.zip", b"PK\3\4nothing")) == [
        "a damaged zip file: its list of members is lost"
    ]


@steady
@given(st.lists(st.binary(max_size=300), max_size=5), st.booleans(), st.data())
def test_what_is_sound_is_what_was_written(
    parts: list[bytes], is_piped: bool, data: st.DataObject
) -> None:
    """Without damage all of it; with damage never anything else than what was written."""
    file = Pipe() if is_piped else io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for number, part in enumerate(parts):
            opened.writestr(str(number), part)
    content = file.getvalue()
    assert sound(content) == parts
    at = data.draw(st.integers(0, len(content)))
    damaged = content[:at] + data.draw(st.binary(max_size=9)) + content[at + 3 :]
    assert set(sound(damaged)) <= {*parts, b""}


def sound(content: bytes) -> list[bytes]:
    """What each sound member of a zip file holds."""
    found = []
    for _, member in forward.contents(io.BytesIO(content)):
        if isinstance(member, str):
            continue
        pieces = []
        try:
            while piece := member.read(50):
                pieces.append(piece)
        except OSError:
            continue
        if member.is_sound:
            found.append(b"".join(pieces))
    return found
