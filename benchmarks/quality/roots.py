"""Derive the frozen lists of Indonesian roots and names by counting the words of a corpus.

    python benchmarks/quality/roots.py FILE... [--half even|odd] [--read 300] [--write]

A file has a JSON object on each line, whose `text` is an Indonesian text (`.jsonl.gz`). Only words
are kept of it, and no counts. `--half` counts every second text only, so that what comes out can
be held against texts it was not made of. `--read` shows the most frequent words that the lists
conflate with another word: what is wrong there is put right in `indonesian_exceptions.txt`, by
hand. `--write` writes the lists into the package, where a change has every index built anew.

A name is a word that stands capitalised behind a lower-case word of the same sentence three
times or more, and more than four times as often as it is written in lower case; or that is never
written in lower case, has no clear affix, and stands three times behind any word of the same
sentence. It is listed only if a listed root is left when affixes are taken off.

A root is a word in lower case that stands there four times, or is left of three different
combinations of affixes though it never stands alone (*selidik*), and that is not itself made of a
listed root: the shorter ones are decided first, and `is_made_of` says what counts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.analysis.languages import indonesian

LISTS = Path(indonesian.__file__).parent
VERSION = 1
# How often a word must stand in the corpus: to be a root, to speak for one, to be a name.
ROOT, WITNESS, NAME = 4, 2, 3
_WORD = re.compile(r"[A-Za-z]+")
# A combination of affixes: the prefixes, and the suffix. Clitics do not count.
Affixes = tuple[tuple[str, ...], str]
# How a root can begin.
_ONSET = re.compile(
    r"[aeiou]|(?:[bcdfgjkpt]r|[bfgkps]l|s[kptwy]|st?r|kh|n[gy]|[b-df-hj-np-tv-z])[aeiou]"
)
_I: tuple[Affixes, ...] = ((("me",), "i"), (("di",), "i"))
_LONG = frozenset(("ber", "me", "ter", "di", "per"))
_CLEAR = _LONG | {"pe"}


@dataclass
class Counts:
    """How often each word stands in lower case, and capitalised within a sentence.

    `in_names` are those behind another capitalised word.
    """

    lower: Counter[str] = field(default_factory=Counter)
    capitalised: Counter[str] = field(default_factory=Counter)
    in_names: Counter[str] = field(default_factory=Counter)

    def add(self, text: str) -> None:
        """Count the words of `text`."""
        before, end = "", 0
        for match in _WORD.finditer(text):
            word = match.group()
            if word.islower():
                self.lower[word] += 1
            elif before and text[end : match.start()] == " ":
                (self.capitalised if before.islower() else self.in_names)[word.lower()] += 1
            before, end = word, match.end()

    def clear_names(self) -> set[str]:
        """The words that are names by how they stand behind lower-case words."""
        common = self.capitalised.items()
        return {word for word, n in common if n >= NAME and n > 4 * self.lower[word]}

    def never_lower(self) -> set[str]:
        """The words that only ever stand capitalised, and not at the beginning alone."""
        within = (self.capitalised + self.in_names).items()
        return {word for word, n in within if n >= NAME and not self.lower[word]}


def texts(files: Iterable[Path], half: str | None) -> Iterator[str]:
    """The texts of `files`, or every second one of each."""
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if half is None or number % 2 == (half == "odd"):
                    yield json.loads(line)["text"] or ""


def _spoken(word: str) -> Iterator[str]:
    """What `word` can be short for, as it is spoken: *nambah* for *menambah*, of *tambah*."""
    for nasal, plain in (("ny", "s"), ("ng", "k"), ("ng", ""), ("n", "t"), ("m", "p")):
        if word.startswith(nasal):
            yield plain + word.removeprefix(nasal)


class Families:
    """The words of a corpus by what is left of them when affixes are taken off."""

    def __init__(self, counts: Counts) -> None:
        self.names = counts.clear_names()
        lower = counts.lower.items()
        self.words = {
            w: n for w, n in lower if n >= WITNESS and len(w) >= 3 and w not in self.names
        }
        self.ways: dict[str, dict[str, Affixes]] = {}
        self._clear: dict[str, set[Affixes]] = defaultdict(set)
        self._nasal: dict[str, set[Affixes]] = defaultdict(set)
        for word in self.words:
            ways = self.ways[word] = {}
            for one in indonesian.analyses(word):
                ways.setdefault(one.root, (one.prefixes, one.suffix))
            for root, affixes in ways.items():
                if affixes != ((), ""):
                    is_nasal = affixes[0][:1] in (("me",), ("pe",))
                    (self._nasal if is_nasal else self._clear)[root].add(affixes)

    def witnesses(self, root: str, but: Affixes | None = None) -> int:
        """With how many combinations of affixes `root` stands, not counting one of them.

        me- and pe- count only where others do: *mengurangi* speaks for *kurang* and *urang*.
        """
        clear = len(self._clear[root] - {but})
        return clear + len(self._nasal[root] - {but}) if clear else 0

    def is_made_of(self, root: str, affixes: Affixes) -> bool:
        """Whether a word with `affixes` left and right of `root` can be believed to be made of it.

        The shorter the root and the affixes, the more must speak for it.
        """
        prefixes, suffix = affixes
        alone = self.words.get(root, 0)
        others = self.witnesses(root, affixes)
        if not prefixes and not suffix:
            return True
        if len(root) == 3:
            return root in indonesian.SHORT
        if not prefixes and suffix == "i":
            return any(way in self._nasal[root] | self._clear[root] for way in _I)
        is_long = _LONG.intersection(prefixes) or (prefixes and suffix not in ("", "i"))
        if is_long or len(prefixes) > 1 or suffix == "kan":
            return len(root) >= 5 or alone >= ROOT or others >= 2
        if len(root) == 4:
            return (others >= 2 and alone >= ROOT) or others >= 4
        return alone >= ROOT or others >= 2

    def roots(self, exceptions: Mapping[str, str]) -> set[str]:
        """The roots; those words that `exceptions` protect are, and the others there are not."""
        found = {*exceptions.values()}
        standing = [w for w in self.words if self.words[w] >= ROOT and w not in exceptions]
        for word in sorted(standing, key=lambda word: (len(word), word)):
            if not self._is_made(word, found):
                found.add(word)
        bound = self._bound(found)
        kept = {word for word in found if word in exceptions or not self._is_made(word, bound)}
        return kept | bound

    def _is_made(self, word: str, roots: set[str]) -> bool:
        ways = self.ways.get(word, {})
        if any(self.words.get(root, 0) > self.words.get(word, 0) for root in _spoken(word)):
            return True
        return any(root in roots and self.is_made_of(root, ways[root]) for root in ways)

    def _bound(self, standing: set[str]) -> set[str]:
        """Roots that do not stand alone: what explains most of the words that no root explains."""
        explained = {
            w for w in self.words if any(root in standing and root != w for root in self.ways[w])
        }
        words: dict[str, set[str]] = defaultdict(set)
        for word in self.words.keys() - explained:
            for root, affixes in self.ways[word].items():
                if len(root) >= 4 and affixes != ((), "") and _ONSET.match(root):
                    words[root].add(word)
        found: set[str] = set()
        ordered = sorted(words, key=lambda root: (-len(words[root]), -len(root), root))
        for root in ordered:
            left = words[root] - explained
            affixes = {self.ways[word][root] for word in left}
            is_clear = any(prefixes[:1] not in (("me",), ("pe",)) for prefixes, _ in affixes)
            if len(affixes) >= 3 and is_clear and root not in self.names | standing:
                found.add(root)
                explained |= left
        return found


def write(name: str, words: Iterable[str]) -> None:
    """Write a list into the package."""
    head = (
        f"# Indonesian {name}, version {VERSION}, counted by us in news and encyclopedia texts.\n"
        "# Made by benchmarks/quality/roots.py; what is wrong: indonesian_exceptions.txt\n\n"
    )
    body = "".join(f"{word}\n" for word in sorted(words))
    (LISTS / f"indonesian_{name}.txt").write_text(head + body, "ascii")


def derive(counts: Counts) -> tuple[set[str], set[str]]:
    """The roots, and of the names those that the stemmer would take apart."""
    families = Families(counts)
    exceptions = indonesian._exceptions()
    roots = families.roots(exceptions)
    known = roots.difference(families.names).union(exceptions.values())
    names = {name for name in families.names if _ways(name, known)}
    # In a headline every word is capitalised: what has a clear affix is none.
    names |= {
        name
        for name in counts.never_lower() - roots
        if (ways := _ways(name, known))
        and not any(len(way.root) >= 5 and _CLEAR.intersection(way.prefixes[:1]) for way in ways)
    }
    return roots.difference(families.names, exceptions), names.difference(exceptions)


def _ways(word: str, known: Container[str]) -> list[indonesian.Analysis]:
    """The ways to take `word` apart that leave a known root."""
    return [one for one in indonesian.analyses(word) if one.root in known]


def conflations(counts: Counts) -> list[tuple[int, str, str]]:
    """How often each word stands that has another stem, the most frequent first."""
    found = ((n, word, indonesian.stem(word)) for word, n in counts.lower.items())
    return sorted(((n, w, s) for n, w, s in found if w != s), key=lambda one: (-one[0], one[1]))


def main() -> None:
    """Count, derive, and show or write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--half", choices=("even", "odd"))
    parser.add_argument("--read", type=int, default=0)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    counts = Counts()
    for text in texts(arguments.files, arguments.half):
        counts.add(text)
    roots, names = derive(counts)
    print(f"{sum(counts.lower.values()):,} words, {len(roots):,} roots, {len(names):,} names")
    if arguments.write:
        write("roots", roots)
        write("names", names)
        indonesian._roots.cache_clear()
        indonesian._names.cache_clear()
    for count, word, root in conflations(counts)[: arguments.read]:
        print(f"{count:>8,}  {word} {root}")


if __name__ == "__main__":
    main()
