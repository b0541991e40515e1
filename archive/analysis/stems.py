"""The stem of a word in a language, for the languages that have rules.

A stem is only compared with stems of the same language: *iring* in Indonesian and in English
are different things. A language without rules has no stems, and its words match as written.
What the user says of a word goes before the rules (`overriding`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache

from archive import plugins
from archive.analysis import languages as _folder
from archive.analysis.words import words
from archive.errors import UsageError

# Language → word → its stem.
Overrides = Mapping[str, Mapping[str, str]]
_overrides: ContextVar[Overrides | None] = ContextVar("overrides", default=None)


@cache
def _stemmers() -> Mapping[str, Callable[[str], str]]:
    found: dict[str, Callable[[str], str]] = {}
    for module in plugins.discover(_folder, ["STEMMERS"]).values():
        found.update(module.STEMMERS)
    return found


@cache
def questions() -> frozenset[str]:
    """The folded words with which questions begin, in any of the languages."""
    found = plugins.discover(_folder, ["STEMMERS"]).values()
    return frozenset().union(*(getattr(module, "QUESTIONS", ()) for module in found))


def languages() -> tuple[str, ...]:
    """The language codes (ISO 639-1) that have stems, sorted."""
    return tuple(sorted(_stemmers()))


def stem(word: str, language: str | None) -> str | None:
    """The stem of a folded `word` in `language`; None if the language has no rules."""
    overrides = _overrides.get()
    if overrides and word in (given := overrides.get(language or "", {})):
        return given[word]
    return by_rules(word, language)


@lru_cache(maxsize=1 << 18)
def by_rules(word: str, language: str | None) -> str | None:
    """What `stem` says of a word of which the user says nothing."""
    stemmer = _stemmers().get(language or "")
    return stemmer(word) if stemmer else None


@contextmanager
def overriding(overrides: Overrides) -> Iterator[None]:
    """Inside, these words have the stems that they are given.

    Raises
    ------
    UsageError
        If a language has no stems, or what should be one word is not.
    """
    token = _overrides.set(_folded(overrides) if overrides else None)
    try:
        yield
    finally:
        _overrides.reset(token)


def _folded(overrides: Overrides) -> Overrides:
    unknown = sorted(overrides.keys() - _stemmers().keys())
    if unknown:
        raise UsageError(
            f"stems.{unknown[0]}: there are no stems in this language "
            f"(there are in: {', '.join(languages())})"
        )
    return {
        language: {_one_word(word, language): _one_word(stem, language) for word, stem in given}
        for language, given in ((name, table.items()) for name, table in overrides.items())
    }


def _one_word(text: str, language: str) -> str:
    found = words(text)
    if len(found) != 1:
        raise UsageError(f"stems.{language}: {text!r} is not one word")
    return found[0]
