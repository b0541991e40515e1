"""Floors for what was measured on pages of many outlets, with gold made by others."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from archive.article import Record
from archive.ingest import readers
from archive.ingest.source import Source
from conftest import ROOT


@pytest.mark.slow
def test_articles_of_pages(shared: Path) -> None:
    """Text, titles, days and authors, as `benchmarks/quality/pages.py` prints them."""
    path = ROOT / "benchmarks" / "quality" / "pages.py"
    spec = importlib.util.spec_from_file_location("quality_pages", path)
    assert spec
    assert spec.loader
    pages = sys.modules["quality_pages"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pages)
    figures = pages.measure(shared / "data" / "html", pages.ours)
    assert figures.text >= 0.95
    assert figures.title >= 0.85
    assert figures.words >= 0.94
    assert figures.titles >= 0.97
    assert figures.date >= 0.97
    assert figures.wrong <= 0.015
    assert figures.authors >= 0.75


def test_every_page_is_read_or_refused(shared: Path) -> None:
    """Front pages, feeds and dumps that are called HTML: each has one outcome, with its reason."""
    files = sorted((shared / "data" / "formats").rglob("*.html"))
    assert len(files) > 10
    for file in files:
        for one in readers.read(Source(str(file), 64_000_000), "html"):
            assert isinstance(one, Record) or one.reason
