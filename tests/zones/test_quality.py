"""Floors for what was measured on real articles; the labels were made by reading."""

from __future__ import annotations

import gzip
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from archive.zones import dateline

QUALITY = Path(__file__).parent.parent.parent / "benchmarks" / "quality"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, QUALITY / f"{name}.py")
    assert spec
    assert spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_related_links(shared: Path) -> None:
    """Found, nothing else taken for one, and the body left alone."""
    figures = script("related").measure(shared / "data" / "id_news.jsonl.gz")
    assert figures.links > 150
    assert figures.precision >= 0.99
    assert figures.recall >= 0.97
    assert figures.taken < 0.001 * figures.body


def test_datelines_of_reuters(shared: Path) -> None:
    """The place is the first part of the dateline, which ends where it ends."""
    with gzip.open(shared / "data" / "en_news.jsonl.gz", "rt") as lines:
        articles = [a for a in map(json.loads, lines) if a.get("dateline")]
    right = 0
    for article in articles:
        written = article["dateline"].strip()
        found = dateline(f"{written} {article['text']}")
        if found and found.place and found.end == len(written):
            right += written[slice(*found.place)] == written.partition(",")[0].strip(" -")
    assert right >= 0.95 * len(articles) > 1_000


def test_datelines(shared: Path) -> None:
    """Places and outlets of 400 Indonesian articles, where they stand."""
    facts = script("facts")
    found = facts.datelines(facts.read(shared / "data" / "id_news.jsonl.gz"))
    assert sum(figures.written for figures in found.values()) > 390
    for figures in found.values():
        assert figures.precision >= 0.98
        assert figures.recall >= 0.97


def test_sources(shared: Path) -> None:
    """What is told is the source, and most sources of a sentence are told."""
    facts = script("facts")
    articles = facts.read(shared / "data" / "id_news.jsonl.gz")
    for figures in facts.edges(articles).values():
        assert figures.told > 190
        assert figures.precision >= 0.98
    found = facts.sentences(articles)
    assert sum(figures.written for figures in found.values()) > 180
    for figures in found.values():
        assert figures.precision >= 0.95
        assert figures.recall >= 0.85


@pytest.mark.slow
def test_days_of_publication(shared: Path) -> None:
    """They are those of the address, or the next: papers publish by night."""
    found = script("facts").days(shared / "data" / "id_news.jsonl.gz")
    assert found.addressed > 1_200
    assert found.stated > 700
    assert found.same >= 0.96
    assert found.near >= 0.99
    assert found.agreeing == found.datelines > 80
