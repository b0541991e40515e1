"""Queries that would like to take for ever are answered, or refused in words."""

from __future__ import annotations

import sys
from itertools import product

import pytest

from conftest import ROOT

WORDS = [f"{a}{b}" for a, b in product(("banjir", "kota", "di", "yang", "itu"), "abcde")]


def test_each_is_answered_or_refused(archive, home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is asked, never an error of another kind; `benchmarks/hostile.py` looks how long."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    monkeypatch.delitem(sys.modules, "hostile", raising=False)  # that of the tests
    import hostile

    (home.parent / "a.txt").write_text(f"Banjir di kota.\n\n{' '.join(WORDS)}")
    archive("ingest", home.parent / "a.txt")
    asked = hostile.queries(WORDS)
    assert len(asked) >= 50
    for name, query in asked.items():
        ran = archive("search", "--json", "--", query)
        assert ran.code in (0, 1, 2), (name, ran.err)
        assert (ran.code == 2) == ran.err.startswith("archive: "), (name, ran.err)
        if name in hostile.refused():
            assert ran.code == 2, name
    sys.modules.pop("hostile")
