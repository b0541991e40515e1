"""What every reader has to do with its format: whole, cut anywhere, hostile, and once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Record
from archive.ingest import readers
from archive.ingest.outcome import Outcome
from archive.ingest.source import Source
from conftest import SHARED
from ingest.samples import SAMPLES
from strategies import steady

LIMIT = 2_000_000
NAMES = sorted(SAMPLES)


def reading(path: Path, content: bytes, format: str | None = None) -> list[Record | Outcome]:
    """Everything that a file with this content holds."""
    path.write_bytes(content)
    return list(readers.read(Source(str(path), LIMIT), format))


def records(found: list[Record | Outcome]) -> list[Record]:
    """The records of what was found; whatever else there is has failed, and says why."""
    for one in found:
        assert isinstance(one, Record) or (one.outcome == "failed" and one.reason), one
    return [one for one in found if isinstance(one, Record)]


@pytest.mark.parametrize("name", NAMES)
def test_each_sample_is_read(tmp_path: Path, name: str) -> None:
    """Told by its content, its suffix and its format, a file gives the same records."""
    content, format, count = SAMPLES[name]
    found = reading(tmp_path / name, content)
    assert len(records(found)) == len(found) == count
    assert found == reading(tmp_path / name, content, format)


@pytest.mark.parametrize("name", NAMES)
def test_an_original_is_read_once_more(tmp_path: Path, name: str) -> None:
    """Its own bytes make the same record, whether it is known what they were or not."""
    for record in records(reading(tmp_path / name, SAMPLES[name][0])):
        assert readers.again(record.place, record.original, record.media_type) == record
        assert readers.again(record.place, record.original, None) == record


@pytest.mark.parametrize("name", NAMES)
def test_a_file_cut_anywhere_is_no_error(tmp_path: Path, name: str) -> None:
    """Every beginning of a file gives records and failed outcomes, never more than the file."""
    content, format, count = SAMPLES[name]
    step = max(1, len(content) // 80)
    for length in [*range(0, min(len(content), 64), 3), *range(64, len(content), step)]:
        assert len(records(reading(tmp_path / name, content[:length], format))) <= count
        records(reading(tmp_path / name, content[:length]))


@steady
@given(st.sampled_from(NAMES), st.data())
def test_a_damaged_file_is_no_error(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    """Whatever stands where in it, a file gives records and failed outcomes."""
    content, format, _ = SAMPLES[name]
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged)))
        end = at + data.draw(st.integers(0, 9))
        damaged[at:end] = data.draw(st.binary(max_size=9) | st.sampled_from([b"<", b'"', b"\n"]))
    path = tmp_path_factory.getbasetemp() / name
    for one in records(reading(path, bytes(damaged), format)):
        assert one.text or one.facts


def _shared() -> list[str]:
    folders = (SHARED / "data" / name for name in ("formats", "html"))
    return [str(one.relative_to(SHARED)) for folder in folders for one in sorted(folder.glob("*/"))]


@pytest.mark.skipif(not _shared(), reason="the shared files are not here")
@pytest.mark.parametrize("folder", _shared())
def test_real_files_are_read_or_refused(
    folder: str, record_property: Callable[[str, object], None]
) -> None:
    """Each gives records that are the same once more, or says why not; the report counts them."""
    counts: Counter[str] = Counter()
    for path in sorted((SHARED / folder).iterdir()):
        found = list(readers.read(Source(str(path), 64_000_000)))
        assert found, path
        for record in records(found):
            assert readers.again(record.place, record.original, record.media_type) == record
        counts["articles"] += len(records(found))
        counts["read" if records(found) else getattr(found[0], "reason", "")] += 1
    record_property("counts", dict(counts))
    assert counts["read"] > len(list((SHARED / folder).iterdir())) / 2
