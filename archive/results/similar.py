"""Which words of an article tell what it is about, and the query that looks for them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

from archive.analysis import words
from archive.article import Article
from archive.query import Tree, Word, any_of

# Words of an article that are looked up, the most frequent first; those that are asked for.
_LOOKED_UP = 200
_ASKED = 20
_SHORTEST = 3
# Of a long text the beginning says what it is about.
_LETTERS = 60_000


def query_for(article: Article, total: int, frequency: Callable[[Word], int]) -> Tree | None:
    """Any of the words that `article` has often and few others have; None if there is none.

    Parameters
    ----------
    total, frequency:
        How many articles there are, and how many of them have a word.
    """
    text = f"{article.value('title') or ''} {article.text[:_LETTERS]}"
    counts = Counter(w for w in words(text) if len(w) >= _SHORTEST and not w.isdigit())
    weights: dict[Word, float] = {}
    for word, count in counts.most_common(_LOOKED_UP):
        found = frequency(Word(word, exact=True))
        if found > 1:  # else only this article has it
            weights[Word(word, exact=True)] = (1 + math.log(count)) * math.log(total / found)
    best = sorted(weights, key=lambda word: (-weights[word], word.text))[:_ASKED]
    telling = [word for word in best if weights[word] > 0]
    return any_of(telling) if telling else None
