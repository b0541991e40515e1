"""The stem of a word in a language, for the languages that have rules.

A stem is only compared with stems of the same language: *iring* in Indonesian and in English
are different things. A language without rules has no stems, and its words match as written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from archive import plugins
from archive.analysis import languages as _folder


@cache
def _stemmers() -> Mapping[str, Callable[[str], str]]:
    found: dict[str, Callable[[str], str]] = {}
    for module in plugins.discover(_folder, ["STEMMERS"]).values():
        found.update(module.STEMMERS)
    return found


def languages() -> tuple[str, ...]:
    """The language codes (ISO 639-1) that have stems, sorted."""
    return tuple(sorted(_stemmers()))


@lru_cache(maxsize=1 << 18)
def stem(word: str, language: str | None) -> str | None:
    """The stem of a folded `word` in `language`; None if the language has no rules."""
    stemmer = _stemmers().get(language or "")
    return stemmer(word) if stemmer else None
