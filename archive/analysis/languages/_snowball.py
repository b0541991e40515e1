"""The Snowball stemmers of PyStemmer, one instance per thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import Stemmer

_local = threading.local()


def snowball(algorithm: str) -> Callable[[str], str]:
    """The Snowball stemmer named `algorithm`, as a function from word to stem.

    A `Stemmer` must not be used by two threads at once, hence one for each.
    """

    def stem(word: str) -> str:
        stemmer: Any = getattr(_local, algorithm, None)
        if stemmer is None:
            stemmer = Stemmer.Stemmer(algorithm, 0)  # cached by `stems.stem`, not twice
            setattr(_local, algorithm, stemmer)
        stemmed: str = stemmer.stemWord(word)
        return stemmed

    return stem
