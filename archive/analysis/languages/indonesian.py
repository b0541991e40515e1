"""Indonesian and Malay: affixes are taken off as the grammar allows, down to a root that is known.

A word is built as  prefixes + root + suffix + possessive + particle:

    memperjuangkannya   mem- per- juang -kan -nya
    keberlanjutan       ke- ber- lanjut -an
    menyerang           meny- serang        (the prefix takes the place of a first k, p, s or t)

What is left counts only if it stands in `indonesian_roots.txt`, a frozen list; so *pemilu* does
not become *pilu*, nor a name half of itself. Reduplication needs no rule: "-" separates words.

What the stem of a folded word is, the first that applies:

1.  what `indonesian_exceptions.txt` says: `ketua` (alone: it is its own stem), `berada ada`
2.  the word itself, if it is a root, or a name (`indonesian_names.txt`: words that stand
    capitalised in the middle of sentences)
3.  of the roots, protected words and names that clitics (-nya, -lah …), and of the roots and
    protected words that any affixes can be taken from, the longest one; of those as long, that
    with the fewest prefixes, then that whose first letter was not replaced, then the first in
    the alphabet
4.  the word itself

Following B. Nazief and M. Adriani, "Confix-stripping: approach to stemming algorithm for Bahasa
Indonesia" (1996), and J. Asian, H. E. Williams and S. M. M. Tahaghoghi, "Stemming Indonesian"
(2005), for the rules of affixes; the order of choice and the lists are our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

QUESTIONS = frozenset(
    """
    apa apakah bagaimana bagaimanakah berapa berapakah dimana dimanakah kapan kapankah kenapa mana
    manakah mengapa mengapakah siapa siapakah
    """.split()
)
_VOWELS = frozenset("aeiou")
_SHORTEST = 3
# The roots of three letters that take affixes; others are left of longer words by chance too often.
SHORT = frozenset(
    """
    abu ada adu air aku api apa bom bor bui cap cas cat cek cor dua esa gol ibu iri isi las lem
    mau pas rem sah tes tik tim tua uap uji usir yel
    """.split()
)
_DEEPEST = 3
_PARTICLES = ("lah", "kah", "tah", "pun")
_POSSESSIVES = ("nya", "ku", "mu")
_SUFFIXES = ("kan", "an", "i")
# The suffixes that no word with this outermost prefix has.
_IMPOSSIBLE = {
    "ber": ("i",),
    "di": ("an",),
    "ke": ("i", "kan"),
    "me": ("an",),
    "pe": ("i", "kan"),
    "se": ("i", "kan"),
    "ter": ("an",),
}
# The prefixes that can stand behind another; me- and di- only ever stand first, tidak- never.
_INNER = ("ber", "ke", "pe", "per", "se", "ter", "tidak")
_WITHOUT_NASAL = frozenset("lrwymn")
# The nasal of me- and pe-, the first letters that it stands before, and the one that it replaces.
_NASALS: tuple[tuple[str, frozenset[str], str], ...] = (
    ("m", frozenset("bfpv"), "p"),
    ("n", frozenset("cdjstz"), "t"),
    ("ng", frozenset("aeioughk"), "k"),
    ("ny", frozenset(), "s"),
)
_OUTER = ("ber", "di", "ke", "me", "pe", "per", "se", "ter")


class Analysis(NamedTuple):
    """A way to take a word apart. `replaced`: the root's first letter is not in the word."""

    root: str
    prefixes: tuple[str, ...]
    suffix: str
    replaced: bool


def analyses(word: str) -> Iterator[Analysis]:
    """Every way to take affixes from `word` that the grammar allows, known root or not."""
    for bare in _without_clitics(word):
        if bare != word:
            yield Analysis(bare, (), "", False)
        for suffix in ("", *_SUFFIXES):
            if bare.endswith(suffix) and len(bare) - len(suffix) >= _SHORTEST:
                base = bare.removesuffix(suffix) if suffix else bare
                if suffix:
                    yield Analysis(base, (), suffix, False)
                yield from _without_prefixes(base, (), suffix)


def _without_clitics(word: str) -> Iterator[str]:
    """`word`, and without its particle, its possessive, or both."""
    yield word
    bare = [word, *_without_any(word, _PARTICLES)]
    yield from bare[1:]
    for one in bare:
        yield from _without_any(one, _POSSESSIVES)


def _without_any(word: str, endings: tuple[str, ...]) -> Iterator[str]:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            yield word.removesuffix(ending)


def _without_prefixes(base: str, before: tuple[str, ...], suffix: str) -> Iterator[Analysis]:
    """`base` without one prefix or more, in the order in which they can stand."""
    if len(before) == _DEEPEST:
        return
    for prefix, rest, replaced in _without_prefix(base):
        if prefix in before or prefix not in (_INNER if before else _OUTER):
            continue
        if not before and suffix in _IMPOSSIBLE.get(prefix, ()):
            continue
        if len(rest) >= _SHORTEST:
            yield Analysis(rest, (*before, prefix), suffix, replaced)
            if not replaced or rest.startswith(_INNER):
                yield from _without_prefixes(rest, (*before, prefix), suffix)


def _without_prefix(word: str) -> Iterator[tuple[str, str, bool]]:
    """Each prefix that `word` can begin with, what is left, and whether a letter was replaced."""
    for prefix in ("me", "pe"):
        if word.startswith(prefix):
            yield from ((prefix, rest, replaced) for rest, replaced in _nasal(word[2:]))
    if word.startswith("pe") and word[2:3] not in _VOWELS:
        yield "pe", word[2:], False  # petani, pekerja
    for prefix in ("ber", "per", "ter"):
        if word.startswith(prefix):
            yield prefix, word[3:], False
            yield prefix, word[2:], False  # berenang, perasaan: one r for two
    if word.startswith("be") and word[3:5] == "er":
        yield "ber", word[2:], False  # bekerja
    if word.startswith(("belajar", "pelajar")):
        yield word[0] + "er", word[3:], False
    for prefix in ("di", "ke", "se", "tidak"):
        if word.startswith(prefix):
            yield prefix, word.removeprefix(prefix), False


def _nasal(rest: str) -> Iterator[tuple[str, bool]]:
    """What can stand behind me- or pe-, whose nasal goes by the first letter, or replaces it."""
    if rest[:1] in _WITHOUT_NASAL:
        yield rest, False  # melihat, memakan, menilai, menyanyi
    for nasal, kept, replaced in _NASALS:
        root = rest.removeprefix(nasal)
        if root != rest and root[:1] in kept:
            yield root, False  # membaca, mendengar, menghitung
        if root != rest and (root[:1] in _VOWELS or root[:1] == "r"):
            yield replaced + root, True  # memukul, menari, menyerang, mengirim
    if rest.startswith("nge"):
        yield rest[3:], False  # mengebom


def stem(word: str) -> str:
    """The stem of a folded Indonesian word."""
    exceptions = _exceptions()
    if word in exceptions:
        return exceptions[word]
    if len(word) <= _SHORTEST + 1 or word in _roots() or word in _names():
        return word
    known = [one for one in analyses(word) if _is_known(one)]
    if not known:
        return word
    root = min(known, key=_rank).root
    return exceptions.get(root, root)


def _is_known(one: Analysis) -> bool:
    """Whether what is left is a root that takes these affixes, or any word that takes clitics."""
    root, protected = one.root, _exceptions().get(one.root)
    if one.prefixes or one.suffix:
        is_long = len(root) > _SHORTEST or root in SHORT
        return is_long and (root in _roots() or protected == root)
    return root in _roots() or root in _names() or protected is not None


def _rank(one: Analysis) -> tuple[int, int, bool, str]:
    return -len(one.root), len(one.prefixes), one.replaced, one.root


def _read(name: str) -> str:
    """One of our lists, without its heading."""
    text = (Path(__file__).parent / f"indonesian_{name}.txt").read_text("ascii")
    return text[text.index("\n\n") :]


@cache
def _exceptions() -> dict[str, str]:
    """The stem of each word that the rules would not find it for; a protected word's is itself."""
    pairs = (line.partition(" ") for line in _read("exceptions").split("\n"))
    return {word: root or word for word, _, root in pairs if word}


@cache
def _names() -> frozenset[str]:
    return frozenset(_read("names").split())


@cache
def _roots() -> frozenset[str]:
    return frozenset(_read("roots").split())


STEMMERS = {"id": stem, "ms": stem}
