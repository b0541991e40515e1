"""A file to read: its suffix, and its content unzipped."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from archive.ingest.source import Source

LIMIT = 1_000


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.txt", ".txt"),
        ("a.JSONL", ".jsonl"),
        ("a.jsonl.gz", ".jsonl"),
        ("A.TXT.GZ", ".txt"),
        ("a", ""),
        (".txt", ""),
        ("b.c/a", ""),
        ("a.gz", ""),
        ("a.csv.BZ2", ".csv"),
        ("a.tar.xz", ".tar"),
        ("a.warc.zst", ".warc"),
    ],
)
def test_a_suffix_is_that_of_the_content(name: str, suffix: str) -> None:
    """Case does not matter, and neither does that the file is zipped."""
    assert Source(f"/x/{name}", LIMIT).suffix == suffix


def test_a_zipped_file_is_unzipped(tmp_path: Path) -> None:
    """Content decides: a gzipped file is read unzipped, whatever its name."""
    (tmp_path / "a.txt").write_bytes(gzip.compress(b"alfa"))
    source = Source(str(tmp_path / "a.txt"), LIMIT)
    assert source.head() == b"alfa"
    with source.open() as stream:
        assert stream.read() == b"alfa"
