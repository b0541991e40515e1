"""The tables and pictures of what was measured."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import picture
from corpus import KINDS

Line = dict[str, Any]
"""What is known of one engine with so many articles."""

ORDER = ("ours", "stock", "fts5", "tantivy", "bm25s", "xapian")
COMMAND = "command"
"""What stands for the command `archive` in place of an engine."""

SPEEDS = ("indexed, articles/CPU-s", "indexed, articles/s")
ROWS = {
    "indexed, articles/CPU-s": "indexed, articles/CPU-s",
    "indexed, articles/s": "indexed, articles/s",
    "memory while indexing, MB": "memory while indexing, MB",
    "index, MB": "index, MB",
    "index / text": "index / text",
    **{kind: f"{kind}, CPU ms p50 / p95" for kind in KINDS},
    "memory while searching, MB": "memory while searching, MB",
    "cold start, ms": "cold start, ms CPU / wall",
    "add one and commit, ms": "add one and commit, ms p50 / p99",
}
COMMAND_ROWS = {
    "ingested, articles/s": "`archive ingest`, articles/s",
    "ingested, articles/CPU-s": "`archive ingest`, articles/CPU-s",
    "memory while ingesting, MB": "its largest process, MB",
    "archive on disk, MB": "archive on disk, MB",
    "cold `archive search`, ms": "cold `archive search`, ms CPU / wall",
}


def write(out: Path, lines: Sequence[Line], missing: dict[str, str]) -> None:
    """`results.md`, `results.svg` and, of three sizes or more, `growth.svg`."""
    engines = [line for line in lines if line["engine"] != COMMAND]
    commands = [line for line in lines if line["engine"] == COMMAND]
    sizes = sorted({line["articles"] for line in engines if line["engine"] != "stock"})
    sizes = sizes or [line["articles"] for line in engines]
    parts = [_about(lines, missing), _command(commands)]
    for size in reversed(sizes):
        parts += _size(engines, size)
    (out / "results.md").write_text("\n\n".join(filter(None, parts)) + "\n", "utf-8")
    (out / "results.svg").write_text(_marks(_columns(engines, sizes[-1])), "utf-8")
    if len(sizes) > 2:  # two are the size and what stock Whoosh is compared with
        (out / "growth.svg").write_text(_curves(engines), "utf-8")


def machine() -> str:
    """Processor, cores, system and what everything runs on."""
    known = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return (
        f"{known[0] if known else platform.machine()}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, NumPy {metadata.version('numpy')}"
    )


# -- tables


def _about(lines: Sequence[Line], missing: dict[str, str]) -> str:
    """On what, with what and when it was measured, and what was not."""
    machines = sorted({line["machine"] for line in lines})
    versions = sorted({line["version"] for line in lines if "version" in line})
    days = sorted({line["when"][:10] for line in lines})
    said = [
        f"Machine: {'; '.join(machines)}.",
        f"Engines: {', '.join(versions)}.",
        f"Articles: {lines[0]['corpus']}. Measured: {' to '.join(sorted({days[0], days[-1]}))}.",
        *(f"Missing: {name} ({reason})." for name, reason in missing.items()),
    ]
    return "\n".join(said)


def _size(engines: Sequence[Line], size: int) -> list[str]:
    """Everything about one size."""
    columns = _columns(engines, size)
    text = next(line["text, MB"] for line in columns if line["articles"] == size)
    heads = [_head(line, size) for line in columns]
    rows = [[title, *(shown(line.get(key)) for line in columns)] for key, title in ROWS.items()]
    own = {line["articles"]: line for line in engines if line["engine"] == "ours"}
    peers = [line for line in columns if line["engine"] != "ours" and line["articles"] in own]
    ratios = [
        [title, *(shown(_ratio(key, own[line["articles"]], line)) for line in peers)]
        for key, title in ROWS.items()
    ]
    share = max(line["of it the corpus, MB"] for line in columns)
    return [
        f"## {size:,} articles, {text:,.0f} MB of words",
        _table(["", *heads], rows),
        "Memory is what was resident at most, with what is mapped from files; while indexing, the "
        f"sentences that articles are made of are in it, {share:.0f} MB.",
        f"{_agreement(columns)}",
        _table(["archive : …, below 1 is less", *(_head(line, size) for line in peers)], ratios)
        if peers
        else "",
    ]


def _columns(engines: Sequence[Line], size: int) -> list[Line]:
    """Each engine with so many articles; stock Whoosh with as many as it was given."""
    found = {line["engine"]: line for line in engines if line["articles"] == size}
    limited = [line for line in engines if line["engine"] == "stock" and line["articles"] < size]
    if limited and "stock" not in found:
        found["stock"] = max(limited, key=lambda line: int(line["articles"]))
    return [found[name] for name in ORDER if name in found]


def _head(line: Line, size: int) -> str:
    return line["name"] if line["articles"] == size else f"{line['name']} ({line['articles']:,})"


def _ratio(key: str, own: Line, peer: Line) -> Any:
    """What ours takes over what the peer takes; of a speed, the other way round."""
    if key not in own or key not in peer:
        return None
    if isinstance(own[key], list):
        return [a / b for a, b in zip(own[key], peer[key], strict=True)]
    return peer[key] / own[key] if key in SPEEDS else own[key] / peer[key]


def _agreement(columns: Sequence[Line]) -> str:
    """Whether all that have as many articles find as many, and the same ones of few."""
    groups: dict[int, list[Line]] = {}
    for line in columns:
        groups.setdefault(line["articles"], []).append(line)
    differing = []
    for group in groups.values():
        for kind in KINDS:
            totals = {
                line["name"]: line["totals"][kind] for line in group if kind in line["totals"]
            }
            if len({tuple(some) for some in totals.values()}) > 1:
                counts = ", ".join(f"{name} {sum(some):,}" for name, some in totals.items())
                differing.append(f"{kind} ({counts})")
        # Of ten or more the best are shown, and which those are is each engine's own ranking.
        few = {repr([sorted(ids) for ids in line["found"] if len(ids) < 10]) for line in group}
        if len(few) > 1:
            differing.append("which articles have a rare word")
    if differing:
        return f"The engines differ in what they find: {'; '.join(differing)}."
    return (
        "All engines find equally many articles for each query, and the same ones of a rare word."
    )


def _command(lines: Sequence[Line]) -> str:
    """The command `archive`, a column for each size."""
    if not lines:
        return ""
    ordered = sorted(lines, key=lambda line: int(line["articles"]))
    rows = [[title, *(shown(line[key]) for line in ordered)] for key, title in COMMAND_ROWS.items()]
    heads = ["the whole program", *(f"{line['articles']:,} articles" for line in ordered)]
    return _table(heads, rows)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def shown(value: Any) -> str:
    """A figure, or several, with three digits that count."""
    if isinstance(value, list):
        return " / ".join(map(shown, value))
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 3
    return f"{value:,.{digits}f}"


# -- pictures


def _marks(columns: Sequence[Line]) -> str:
    size = max(line["articles"] for line in columns)
    panels = []
    for key, title in ROWS.items():
        marks = [
            picture.Mark(line["engine"], _head(line, size), _values(line[key]), shown(line[key]))
            for line in columns
            if key in line
        ]
        panels.append(picture.Panel(title, marks))
    about = "a dot is the first figure, its line ends at the second; all axes are logarithmic"
    return picture.marks(f"{size:,} articles", about, panels)


def _curves(engines: Sequence[Line]) -> str:
    panels = []
    for key, title in ROWS.items():
        lines = []
        for name in ORDER:
            points = sorted(
                (line["articles"], _values(line[key])[0])
                for line in engines
                if line["engine"] == name and key in line
            )
            if points:
                label = next(line["name"] for line in engines if line["engine"] == name)
                lines.append(picture.Curve(name, label, points))
        panels.append(picture.Panel(title.removesuffix(" / wall").split(" / p")[0], lines))
    about = "by the number of articles; all axes are logarithmic"
    return picture.curves("Growth", about, panels)


def _values(value: Any) -> list[float]:
    return value if isinstance(value, list) else [value]
