"""The index alone beside stock Whoosh, SQLite FTS5 and tantivy: the same words for all, one run.

    python benchmarks/engines.py [--articles 10000] [--stock 2000] [--engines ours,fts5,tantivy]

Articles of about 2.4 kB are made up by a text model of our own (words by Zipf's law, sentences that
come again, a date), analysed beforehand, and given to each engine as words joined by spaces. Each
engine runs in a process of its own. Times are CPU milliseconds, p50 / p95 of 20 queries of each
kind, three times each, 10 hits with their ids. `--stock` limits stock Whoosh to so many articles,
for it takes 7 s for a thousand. tantivy is measured where it is installed.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FIRST_DAY = date(2015, 1, 1).toordinal()
BATCH = 2_000
SYLLABLES = (
    "ba be bi bu da di ka ke ku la le li ma me mu na ni nu ra ri ru sa si su ta ti tu".split()
)


# -- the corpus


@cache
def sentences() -> list[str]:
    """40,000 sentences over 60,000 words, the most frequent in two thirds of them."""
    chance = random.Random("sentences")
    words = sorted(
        {"".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))) for _ in range(60_000)}
    )
    chance.shuffle(words)
    weights = [1 / (rank + 2.7) for rank in range(len(words))]
    made = chance.choices(words, weights, k=40_000 * 17)
    return [" ".join(made[at : at + 17]) for at in range(0, len(made), 17)]


def articles(count: int) -> Iterator[tuple[int, str, int]]:
    """(id, text, day) of so many articles, always the same ones."""
    chance, pool = random.Random("articles"), sentences()
    for id in range(1, count + 1):
        text = " ".join([f"nomor{id}", *chance.choices(pool, k=20)])
        yield id, text, FIRST_DAY + chance.randrange(3650)


def queries() -> dict[str, list[Any]]:
    """20 of each kind: lists of words, or (word, year) where a date is asked for."""
    chance, pool = random.Random("queries"), sentences()
    counts = Counter(word for line in pool for word in set(line.split()))
    ranked = [word for word, _ in counts.most_common()]
    common, frequent = ranked[40:400], ranked[5:60]
    pairs = [
        (line[at], line[at + 1])
        for line in map(str.split, chance.choices(pool, k=20))
        for at in [chance.randrange(16)]
    ]
    return {
        "rare word": [[f"nomor{chance.randrange(1, 1000)}"] for _ in range(20)],
        "common word": [[word] for word in chance.sample(common, 20)],
        "most frequent word": [[ranked[0]]] * 20,
        "word and year": [
            (word, chance.randrange(2015, 2025)) for word in chance.sample(common, 20)
        ],
        "two words": [chance.sample(common, 2) for _ in range(20)],
        "either of two": [chance.sample(common, 2) for _ in range(20)],
        "any of five": [
            [*chance.sample(common, 3), *chance.sample(frequent, 2)] for _ in range(20)
        ],
        "phrase": [list(pair) for pair in pairs],
        "prefix of four": [[chance.choice(ranked[:20_000])[:4]] for _ in range(20)],
    }


# -- the engines: each is built by `build`, and answers (kind, query) with ids


class Ours:
    """Our index, in durable commits of 2,000; words as they are, without stems."""

    def __init__(self, folder: Path) -> None:
        from archive.index import engine

        self._folder = folder
        self._index = engine("whoosh").create(folder)

    def build(self, count: int) -> None:
        batch = []
        for id, text, day in articles(count):
            batch.append(self._document(id, text, day))
            if len(batch) == BATCH or id == count:
                self._apply(batch)
                batch = []

    def _document(self, id: int, text: str, day: int) -> Any:
        from archive.index import Document

        words = {"body": tuple(text.split())}
        return Document(id, "", words, {}, {"published": (day, day)})

    def _apply(self, documents: list[Any]) -> None:
        from archive.index import Watermark

        self._index.apply(documents, [], Watermark("a", "i", 1, "t", "f", "n"), lambda files: None)

    def add(self, id: int, text: str, day: int) -> None:
        self._apply([self._document(id, text, day)])

    def search(self, kind: str, asked: Any) -> list[int]:
        from archive.query import And, Or, Phrase, Range, Wildcard, Word

        if kind == "word and year":
            year = Range(date(asked[1], 1, 1), date(asked[1], 12, 31), "published")
            tree: Any = And((Word(asked[0], "body", exact=True), year))
        elif kind == "phrase":
            tree = Phrase(tuple(asked), "body", exact=True)
        elif kind == "prefix of four":
            tree = Wildcard(f"{asked[0]}*", "body")
        else:
            parts = tuple(Word(word, "body", exact=True) for word in asked)
            tree = parts[0] if len(parts) == 1 else (And if kind == "two words" else Or)(parts)
        return [hit.id for hit in self._index.search(tree, limit=10).hits]


class Stock:
    """Whoosh as it comes."""

    def __init__(self, folder: Path) -> None:
        from whoosh import fields
        from whoosh.analysis import SpaceSeparatedTokenizer
        from whoosh.index import create_in

        folder.mkdir()
        schema = fields.Schema(
            id=fields.NUMERIC(stored=True),
            body=fields.TEXT(analyzer=SpaceSeparatedTokenizer()),
            day=fields.NUMERIC(int, signed=True),
        )
        self._index = create_in(folder, schema)

    def build(self, count: int) -> None:
        writer = self._index.writer(limitmb=256)
        for id, text, day in articles(count):
            writer.add_document(id=id, body=text, day=day)
        writer.commit()
        self._searcher = self._index.searcher()

    def add(self, id: int, text: str, day: int) -> None:
        writer = self._index.writer()
        writer.add_document(id=id, body=text, day=day)
        writer.commit()

    def search(self, kind: str, asked: Any) -> list[int]:
        from whoosh import query

        if kind == "word and year":
            low, high = (date(asked[1] + n, 1, 1).toordinal() for n in (0, 1))
            tree = query.And(
                [query.Term("body", asked[0]), query.NumericRange("day", low, high - 1)]
            )
        elif kind == "phrase":
            tree = query.Phrase("body", asked)
        elif kind == "prefix of four":
            tree = query.Prefix("body", asked[0])
        else:
            parts = [query.Term("body", word) for word in asked]
            tree = (query.And if kind == "two words" else query.Or)(parts)
        return [hit["id"] for hit in self._searcher.search(tree, limit=10)]


class Fts5:
    """SQLite FTS5 without a copy of the text, and a table of dates."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._sql = sqlite3.connect(folder / "fts.db", isolation_level=None)
        self._sql.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
            "CREATE VIRTUAL TABLE a USING fts5(body, content='');"
            "CREATE TABLE d (id INTEGER PRIMARY KEY, day INTEGER);"
        )

    def build(self, count: int) -> None:
        self._sql.execute("BEGIN")
        for id, text, day in articles(count):
            self._insert(id, text, day)
            if id % BATCH == 0:
                self._sql.execute("COMMIT")
                self._sql.execute("BEGIN")
        self._sql.execute("COMMIT")

    def _insert(self, id: int, text: str, day: int) -> None:
        self._sql.execute("INSERT INTO a (rowid, body) VALUES (?, ?)", (id, text))
        self._sql.execute("INSERT INTO d VALUES (?, ?)", (id, day))

    def add(self, id: int, text: str, day: int) -> None:
        self._sql.execute("BEGIN")
        self._insert(id, text, day)
        self._sql.execute("COMMIT")

    def search(self, kind: str, asked: Any) -> list[int]:
        found = "SELECT rowid FROM a WHERE a MATCH ? ORDER BY bm25(a) LIMIT 10"
        if kind == "word and year":
            low, high = (date(asked[1] + n, 1, 1).toordinal() for n in (0, 1))
            found = (
                "SELECT a.rowid FROM a JOIN d ON d.id = a.rowid WHERE a MATCH ? AND day >= ? AND"
                " day < ? ORDER BY bm25(a) LIMIT 10"
            )
            return [row[0] for row in self._sql.execute(found, (asked[0], low, high))]
        if kind == "phrase":
            query = f'"{" ".join(asked)}"'
        elif kind == "prefix of four":
            query = f"{asked[0]}*"
        else:
            query = (" AND " if kind == "two words" else " OR ").join(asked)
        return [row[0] for row in self._sql.execute(found, (query,))]


class Tantivy:
    """tantivy with one thread."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        folder.mkdir()
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True, indexed=True)
        builder.add_text_field("body", stored=False, tokenizer_name="whitespace")
        builder.add_integer_field("day", fast=True, indexed=True)
        self._index = tantivy.Index(builder.build(), path=str(folder))
        self._writer = self._index.writer(256_000_000, num_threads=1)

    def build(self, count: int) -> None:
        for id, text, day in articles(count):
            self._insert(id, text, day)
        self._commit()
        self._writer.wait_merging_threads()
        self._index.reload()

    def _insert(self, id: int, text: str, day: int) -> None:
        import tantivy

        self._writer.add_document(tantivy.Document(id=id, body=text, day=day))

    def _commit(self) -> None:
        self._writer.commit()

    def add(self, id: int, text: str, day: int) -> None:
        if not hasattr(self, "_again"):
            self._again = self._writer = self._index.writer(64_000_000, num_threads=1)
        self._insert(id, text, day)
        self._commit()

    def search(self, kind: str, asked: Any) -> list[int]:
        if kind == "word and year":
            low, high = (date(asked[1] + n, 1, 1).toordinal() for n in (0, 1))
            text = f"+{asked[0]} +day:[{low} TO {high - 1}]"
        elif kind == "phrase":
            text = f'"{" ".join(asked)}"'
        elif kind == "prefix of four":
            return self._prefix(asked[0])
        else:
            text = (" AND " if kind == "two words" else " OR ").join(asked)
        return self._ids(self._index.parse_query(text, ["body"]))

    def _prefix(self, prefix: str) -> list[int]:
        import tantivy

        return self._ids(tantivy.Query.regex_query(self._index.schema, "body", f"{prefix}.*"))

    def _ids(self, query: Any) -> list[int]:
        searcher = self._index.searcher()
        return [searcher.doc(place)["id"][0] for _, place in searcher.search(query, 10).hits]


ENGINES = {"ours": Ours, "stock": Stock, "fts5": Fts5, "tantivy": Tantivy}


# -- measuring


def measure(name: str, count: int) -> dict[str, Any]:
    """Build, search and add with one engine; the figures."""
    sentences()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "index"
        engine = ENGINES[name](folder)
        began = time.process_time()
        for _ in articles(count):
            pass
        idle = time.process_time() - began  # what the corpus itself takes
        began = time.process_time()
        engine.build(count)
        build = time.process_time() - began - idle
        figures: dict[str, Any] = {"articles": count, "indexed, articles/s": count / build}
        figures["index, MB"] = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6
        for kind, asked in queries().items():
            figures[kind] = latency(lambda query, kind=kind: engine.search(kind, query), asked)
        figures["add one, durably (wall)"] = additions(engine, count)
        figures["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return figures


def latency(search: Callable[[Any], object], asked: list[Any]) -> list[float]:
    """p50 and p95 in CPU milliseconds, each query asked once to warm up."""
    taken = []
    for query in asked:
        search(query)
        for _ in range(3):
            began = time.process_time()
            search(query)
            taken.append((time.process_time() - began) * 1000)
    return spread(taken)


def additions(engine: Any, count: int) -> list[float]:
    """The same for commits of one article each, in milliseconds of the clock."""
    taken = []
    for id, text, day in list(articles(60)):
        began = time.perf_counter()
        engine.add(count + id, text.replace(f"nomor{id} ", f"nomor{count + id} "), day)
        taken.append((time.perf_counter() - began) * 1000)
    return spread(taken)


def spread(taken: list[float]) -> list[float]:
    """p50 and p95."""
    return [statistics.median(taken), statistics.quantiles(taken, n=20)[-1]]


def shown(value: Any) -> str:
    """A figure for the table."""
    if isinstance(value, list):
        return " / ".join(f"{one:.2f}" for one in value)
    return "" if value is None else f"{value:,.0f}"


def main() -> None:
    """Run each engine in a process of its own and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--stock", type=int, default=2_000)
    parser.add_argument("--engines", default="ours,stock,fts5,tantivy")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one, arguments.articles)))
        return
    table = {}
    for name in arguments.engines.split(","):
        count = min(arguments.articles, arguments.stock) if name == "stock" else arguments.articles
        command = [sys.executable, __file__, "--one", name, "--articles", str(count)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            print(f"{name}: {ran.stderr.strip().splitlines()[-1]}", file=sys.stderr)
            continue
        table[name] = json.loads(ran.stdout)
    print(
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{platform.machine()}, {sys.platform}\n\n| | {' | '.join(table)} |\n"
        f"|---{'|---' * len(table)}|"
    )
    for row in next(iter(table.values())):
        print(f"| {row} | {' | '.join(shown(figures.get(row)) for figures in table.values())} |")


if __name__ == "__main__":
    main()
