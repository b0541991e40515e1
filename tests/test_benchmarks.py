"""The benchmark compares like with like, and shows all that it measured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from conftest import ROOT

ENGINES = {"ours": "archive", "stock": "stock Whoosh", "fts5": "FTS5"}
QUICK = "--articles 300 --additions 3 --starts 1 --ingest 0 --cold 50"


def test_engines_find_the_same(tmp_path: Path) -> None:
    """A run of three engines gives a table and a picture of all measures, and equal answers."""
    out = tmp_path / "out"
    command = [sys.executable, "benchmarks/engines.py", *QUICK.split(), "--out", str(out)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    command += ["--engines", ",".join([*ENGINES, "nobody"])]
    subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True)
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]
    assert [line["engine"] for line in lines] == [*ENGINES, "command"]
    engines = lines[:3]
    for line, next in pairwise(engines):
        assert line["totals"] == next["totals"]
        assert [sorted(ids) for ids in line["found"]] == [sorted(ids) for ids in next["found"]]
    assert len(engines[0]["totals"]) == 9
    assert all(sum(totals) for totals in engines[0]["totals"].values())
    assert all(len(ids) == 1 for ids in engines[0]["found"])

    table = (out / "results.md").read_text("utf-8")
    assert "All engines find equally many articles" in table
    assert "Missing: nobody (" in table
    lines = [line.strip("| ").split(" | ") for line in table.splitlines() if line[:2] == "| "]
    rows = [line for line in lines if line[-1] not in ("---", "FTS5", "50 articles")]
    assert [len(row) for row in rows] == [2] * 5 + [4] * 17 + [3] * 17  # command, figures, ratios
    figures = [figure for row in rows for cell in row[1:] for figure in cell.split(" / ")]
    assert all(float(figure.replace(",", "")) > 0 for figure in figures)
    picture = (out / "results.svg").read_text("utf-8")
    ElementTree.fromstring(picture)
    assert all(picture.count(f">{name}<") == 17 for name in ENGINES.values())
    assert {path.name for path in out.iterdir()} == {"results.jsonl", "results.md", "results.svg"}
