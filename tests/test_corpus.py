"""The whole way with thousands of real articles."""

from __future__ import annotations

import shutil

import pytest

QUERIES = [
    "banjir jakarta",
    '"korea utara" OR korut',
    "publisher:detik.com gempa",
    "published:2025-06 prabowo -jokowi",
    "title:timnas",
    "meng* harga",
    "=menyerang",
    "has:author published:..2024",
]


@pytest.mark.slow
def test_real_articles_in_one_run(archive, shared, home) -> None:
    """All rows are ingested in one run, found, and found alike after the index was deleted."""
    corpus = shared / "data" / "id_news.jsonl.gz"
    ran = archive("ingest", corpus, "--json")
    summary = ran.lines[-1]["summary"]
    assert ran.code == 0
    assert summary["added"] + summary["changed"] == 6_627
    assert summary["failed"] == 0

    def answers() -> list:
        pages = [archive("search", query, "--json").json for query in QUERIES]
        return [(page["total"], page["hits"]) for page in pages]

    before = answers()
    assert all(total for total, _ in before)
    shutil.rmtree(home / "index")
    assert answers() == before
