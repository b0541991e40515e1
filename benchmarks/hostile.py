"""Queries that would like to take for ever: each is answered, or refused in words, within a limit.

    python benchmarks/hostile.py                      100,000 made-up articles
    python benchmarks/hostile.py --articles 1000000

Prints for each the seconds it took, by the clock and of the processor, with the setting `deadline`
as it comes, and ends with 1 if one took longer than half a second more.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import corpus
from peers import load

# Beyond the limit, so much is for the step in which it was reached.
GRACE = 0.5


def queries(words: Sequence[str]) -> dict[str, str]:
    """What is asked, by names, of an index in which these 25 words are frequent."""
    return refused() | of_words(words) | of_combinations(words) | of_fields(words)


def refused() -> dict[str, str]:
    """What is refused before anything is looked for."""
    return {
        "nothing": "",
        "a star": "*",
        "a star in a word": "*a*",
        "one letter and a star": "a* b* c* d*",
        "only marks": "?????",
        "a longer query than may be": "ba " * 1_000,
        "a word of a megabyte": "a" * 1_000_000,
        "a hundred thousand words": "kata " * 100_000,
        "10,000 parentheses": "(" * 10_000,
        "51 parentheses": "(" * 51 + "ba" + ")" * 51,
        "51 named operators": "first(5, " * 51 + "ba",
        "five thousand alternatives": " OR ".join(["ba"] * 5_000),
        "201 alternatives": " OR ".join(["ba"] * 201),
        "a word with nine mistakes": "abcdefgh~9",
        "short and misspelt": "ba~2",
        "a slop of a million": '"ba bi"~1000000',
        "a weight of a googol": "ba^1e100",
        "weights in weights": "((((ba^100)^100)^100)^100)^100",
        "a regular expression": "/a.*b.*c/",
        "no such field": "nosuch:abc",
        "a field and a bracket": "id:[",
        "NUL": "\0",
        "half a surrogate": "\ud800",
        "a number beyond all": "id:>=999999999999999999999999999999",
        "a relative date beyond all": "published:-99999999y..",
        "times beyond all": "times(99999999999999, ba)",
    }


def of_words(words: Sequence[str]) -> dict[str, str]:
    """Very many words, or words that stand for very many."""
    beginnings = [f"{a}{b}" for a in "bdklmnrst" for b in "aeiu"]
    return {
        "400 negations": f"{'NOT ' * 400}{words[0]}",
        "nothing but negations": " ".join(f"-{word}" for word in words),
        "50 parentheses": f"{'(' * 50}{words[0]}{')' * 50}",
        "every frequent word": " OR ".join(words),
        "200 times the most frequent": " OR ".join([words[0]] * 200),
        "wide wildcards": "ba* bi* ku* la* ma*",
        "many wide wildcards": " OR ".join(f"{beginning}*" for beginning in beginnings),
        "200 wide wildcards": " OR ".join([f"{b}*" for b in beginnings * 6][:200]),
        "48 stars in a word": "ba" + "*a" * 48,
        "stars and marks": "ba" + "?*" * 49,
        "two mistakes": f"{words[0]}ka~2",
        "100 misspelt words": " ".join([f"{word}~" for word in words if len(word) > 2] * 4),
        "200 words with two mistakes": " OR ".join([f"{b}kati~2" for b in beginnings * 5][:130]),
        "a long misspelt word": "ba" * 49 + "~2",
        "brackets": "[a TO z] {b TO y}",
    }


def of_combinations(words: Sequence[str]) -> dict[str, str]:
    """Words in places that have to be compared."""
    a, b, c = words[:3]
    pairs = list(zip(words, reversed(words), strict=True))
    return {
        "everything nearby": " OR ".join(f'"{a} {word}"~100' for word in words),
        "words far from each other": f'"{" ".join(words[:12])}"~100',
        "a word and itself": f'"{a} {a} {a} {a} {a} {a}"~100',
        "200 words in a phrase": f'"{" ".join([a] * 200)}"',
        "two words in turn": f'"{" ".join([a, b] * 100)}"~100',
        "all in one paragraph": f'"{" ".join(words)}"~para',
        "25 paragraphs": " OR ".join(f'"{one} {other}"~para' for one, other in pairs),
        "many times": " OR ".join(f"times(2, {word})" for word in words),
        "at the beginning": " OR ".join(f"first(999999, {word})" for word in words),
        "phrases at the beginning": " OR ".join(f'first(99, "{a} {w}"~100)' for w in words),
        "weights everywhere": " ".join(f"({w}^9 OR {w}ka~^9)^9" for w in words if len(w) > 2),
        "everything at once": " OR ".join(
            f'({one}* "{one} {other}"~50 times(2, {one}) first(9, {other}) {one}ka~^3)'
            for one, other in pairs[:20]
            if len(one) > 2
        ),
        "not everything at once": f'-(({a} {b}) OR -("{a} {c}"~9 -({b}* -{c})))',
    }


def of_fields(words: Sequence[str]) -> dict[str, str]:
    """Values, numbers and days."""
    bases = ("edited", "declared", "extracted", "inferred")
    return {
        "all names": "publisher:..z OR tag:..z OR cites:..z OR author:a..",
        "all numbers": "id:0.. copies:0.. -copies:5..",
        "all days": "published:-9999y..+9999y OR added:..today",
        "all bases": " OR ".join(f"title.basis:{basis}" for basis in bases),
        "a zone and many words": f"zone:related {' '.join(words)}",
        "200 numbers": " OR ".join([f"id:{n}" for n in range(200)]),
    }


def frequent(place: Path) -> list[str]:
    """The 25 most frequent words of the corpus in a folder."""
    counts = Counter(word for line in corpus.pool(place) for word in line.split())
    return [word for word, _ in counts.most_common(25)]


def answers(folder: Path, asked: Mapping[str, str]) -> Iterator[tuple[str, str, float, float]]:
    """(name, what came of it, seconds by the clock, seconds of the processor) of each query."""
    from archive.config import Config
    from archive.deadline import within
    from archive.errors import QueryError
    from archive.query import parse, resolved

    index = load("ours").open(folder).index
    for name, query in asked.items():
        began, used = time.perf_counter(), time.process_time()
        try:
            with within(Config(Path()).deadline):
                hits = index.search(resolved(parse(query), corpus.FIRST_DAY), limit=10)
            came = f"{hits.total:,} found{', with a warning' if hits.warnings else ''}"
        except QueryError as error:
            came = f"refused: {error}"[:60]
        yield name, came, time.perf_counter() - began, time.process_time() - used


def main() -> None:
    """Build the index, ask everything, and say what took too long."""
    from archive.config import Config

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000, metavar="N")
    parser.add_argument("--corpus", type=Path, metavar="FILE.jsonl[.gz]")
    given = parser.parse_args()
    slow = []
    with tempfile.TemporaryDirectory() as holder:
        place, folder = Path(holder) / "corpus", Path(holder) / "index"
        corpus.prepare(place, given.corpus)
        load("ours").create(folder).build(corpus.articles(corpus.pool(place), given.articles))
        for name, came, clock, cpu in answers(folder, queries(frequent(place))):
            print(f"{clock:7.3f} s {cpu:7.3f} CPU-s  {name:28}  {came}", flush=True)
            if clock > Config(Path()).deadline + GRACE:
                slow.append(name)
    if slow:
        sys.exit(f"too slow: {', '.join(slow)}")


if __name__ == "__main__":
    main()
