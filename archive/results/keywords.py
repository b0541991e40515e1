"""The words that some articles have more often than all others do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from archive.errors import UsageError
from archive.results.association import KEYNESS, LOG_RATIO, keyness, log_ratio

# Word → how often it stands, and in how many articles.
Frequencies = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word: `count` times here, in `articles` articles, and `rest` times in all others."""

    word: str
    count: int
    articles: int
    rest: int
    keyness: float
    log_ratio: float


@dataclass(frozen=True, slots=True)
class Keywords:
    """The key words of `articles` articles of `words` words, beside the `rest` of the archive.

    `total`: how many there are; `keywords` may be fewer of them.
    """

    understood: str
    articles: int
    words: int
    rest: int
    total: int
    keywords: tuple[Keyword, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that `keywords --json` answers with."""
        return {
            "understood": self.understood,
            "articles": self.articles,
            "words": self.words,
            "rest": self.rest,
            "keyness": asdict(KEYNESS),
            "log_ratio": asdict(LOG_RATIO),
            "total": self.total,
            "keywords": [
                {
                    **asdict(one),
                    "keyness": round(one.keyness, 4),
                    "log_ratio": round(one.log_ratio, 4),
                }
                for one in self.keywords
            ],
        }


def keywords(
    here: Frequencies,
    everywhere: Frequencies,
    *,
    understood: str,
    articles: int,
    at_least: int,
    limit: int | None,
) -> Keywords:
    """The words that are more frequent `here` than in the rest, the surest first.

    Parameters
    ----------
    at_least:
        In how many articles here a word must stand, so that no single one decides.

    Raises
    ------
    UsageError
        If there is no rest to compare with.
    """
    n_a = sum(times for times, _ in here.values())
    n_b = sum(times for times, _ in everywhere.values()) - n_a
    if n_a and n_b <= 0:
        raise UsageError("the query matches all that there is: there is no rest to compare with")
    found = []
    for word, (a, documents) in here.items():
        b = everywhere[word][0] - a
        if documents >= at_least and a * n_b > b * n_a:
            sure, large = keyness(a, n_a, b, n_b), log_ratio(a, n_a, b, n_b)
            found.append(Keyword(word, a, documents, b, sure, large))
    found.sort(key=lambda one: (-one.keyness, one.word))
    return Keywords(understood, articles, n_a, n_b, len(found), tuple(found[:limit]))
