"""The articles and the queries that every engine is given: made up, or made of real sentences.

A corpus is a folder that is written once, so that no engine pays for how it came about:

    sentences.txt    a sentence a line: its words, in lower case, joined by spaces
    prose.txt        the same sentences as they are written, for what reads whole articles
    queries.json     20 queries of each of `KINDS`

An article of any number is 20 sentences drawn from it, a word of its own and a day of ten years;
the same number always gives the same article.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

Article = tuple[int, str, int]
"""(id, words joined by spaces, day as an ordinal)."""

KINDS = (
    "rare word",
    "common word",
    "most frequent word",
    "word and year",
    "two words",
    "either of two",
    "any of five",
    "phrase",
    "prefix of four",
)
FIRST_DAY = date(2015, 1, 1)
SENTENCES = 20
_SAMPLE = 2_000
_SYLLABLES = (
    "ba be bi bu da di ka ke ku la le li ma me mu na ni nu ra ri ru sa si su ta ti tu".split()
)


def prepare(folder: Path, source: Path | None) -> None:
    """Write a corpus into `folder`: of the articles in `source`, or a made-up one."""
    folder.mkdir(parents=True, exist_ok=True)
    pairs = list(_real(source) if source else _made_up())
    pool = [words for words, _ in pairs]
    for name, lines in (("sentences.txt", pool), ("prose.txt", [prose for _, prose in pairs])):
        (folder / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    (folder / "queries.json").write_text(json.dumps(_queries(pool)), "utf-8")


def pool(folder: Path, name: str = "sentences.txt") -> list[str]:
    """The sentences of the corpus in `folder`."""
    with (folder / name).open(encoding="utf-8", newline="\n") as lines:
        return [line[:-1] for line in lines]


def queries(folder: Path) -> dict[str, list[list[Any]]]:
    """Of each kind, 20 lists of words; `word and year` has a word and a year."""
    found: dict[str, list[list[Any]]] = json.loads((folder / "queries.json").read_text("utf-8"))
    return found


def articles(sentences: Sequence[str], count: int, after: int = 0) -> Iterator[Article]:
    """So many articles with ids from `after` + 1; other texts for another `after`."""
    for id, drawn, day in _drawn(sentences, count, after):
        yield id, " ".join([f"nomor{id}", *drawn]), day.toordinal()


def rows(prose: Sequence[str], count: int) -> Iterator[dict[str, str]]:
    """The same articles as objects of a JSONL file."""
    for id, drawn, day in _drawn(prose, count, 0):
        parts = [" ".join(drawn[at : at + 4]) for at in range(0, len(drawn), 4)]
        yield {
            "title": f"{' '.join(drawn[0].split()[:8])} nomor{id}",
            "text": "\n".join(parts),
            "url": f"https://example.com/{day:%Y/%m}/{id}",
            "date": day.isoformat(),
        }


def _drawn(pool: Sequence[str], count: int, after: int) -> Iterator[tuple[int, list[str], date]]:
    chance = random.Random(f"articles {after}" if after else "articles")
    for id in range(after + 1, after + count + 1):
        drawn = chance.choices(pool, k=SENTENCES)
        yield id, drawn, FIRST_DAY + timedelta(chance.randrange(3650))


# -- sentences, each as (words, prose)


def _made_up() -> Iterator[tuple[str, str]]:
    """40,000 sentences over 60,000 words by Zipf's law, the most frequent in two thirds of them."""
    chance = random.Random("sentences")
    words = sorted(
        {"".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5))) for _ in range(60_000)}
    )
    chance.shuffle(words)
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    for _ in range(40_000):
        sentence = " ".join(chance.choices(words, cum_weights=weights, k=17))
        yield sentence, f"{sentence.capitalize()}."


def _real(source: Path) -> Iterator[tuple[str, str]]:
    """The sentences of 5 to 60 words in a JSONL file, each once.

    Words are those of our analysis, but of plain letters and digits, which all engines split alike.
    """
    from archive.analysis import words

    seen = set()
    for prose in _prose(source):
        plain = re.findall("[a-z0-9]+", " ".join(words(prose)))
        sentence = " ".join(plain)
        if 5 <= len(plain) <= 60 and sentence not in seen:
            seen.add(sentence)
            yield sentence, prose


def _prose(source: Path) -> Iterator[str]:
    opener = gzip.open if source.suffix == ".gz" else open
    with opener(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            for paragraph in json.loads(line)["text"].splitlines():
                yield from filter(None, re.split(r"(?<=[.!?])\s+", paragraph.strip()))


# -- queries


def _queries(pool: Sequence[str]) -> dict[str, list[list[Any]]]:
    """20 of each kind; words are chosen by the share of 2,000 articles that they are in."""
    chance = random.Random("queries")
    texts = [text for _, text, _ in articles(pool, _SAMPLE)]
    counts = Counter(word for text in texts for word in set(text.split()))
    common, frequent = _between(counts, 0.10, 0.22), _between(counts, 0.45, 0.99)
    # Rare ones are from the first articles, so that they are found in a small corpus as well.
    rare = [word for text in texts[:200] for word in text.split() if counts[word] == 1]
    long = sorted(word for word in counts if len(word) > 4 and word.isalpha())
    lines = [line.split() for line in chance.choices(pool, k=20)]
    top = max(counts, key=lambda word: (counts[word], word))
    asked: dict[str, Iterable[Sequence[Any]]] = {
        "rare word": [[word] for word in chance.sample(rare, 20)],
        "common word": [[word] for word in chance.sample(common, 20)],
        "most frequent word": [[top]] * 20,
        "word and year": [
            (word, chance.randrange(2015, 2025)) for word in chance.sample(common, 20)
        ],
        "two words": [chance.sample(common, 2) for _ in range(20)],
        "either of two": [chance.sample(common, 2) for _ in range(20)],
        "any of five": [
            [*chance.sample(common, 3), *chance.sample(frequent, 2)] for _ in range(20)
        ],
        "phrase": [line[at : at + 2] for line in lines for at in [chance.randrange(len(line) - 1)]],
        "prefix of four": [[chance.choice(long)[:4]] for _ in range(20)],
    }
    return {kind: [list(query) for query in some] for kind, some in asked.items()}


def _between(counts: Counter[str], least: float, most: float) -> list[str]:
    """The words in such a share of the sample."""
    return sorted(w for w, n in counts.items() if least <= n / _SAMPLE <= most)
