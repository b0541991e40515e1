"""Indonesian stems: related words together, others apart, names whole.

The lists beside this file are read by `benchmarks/quality/stems.py` too. Those in `development`
were looked at while the rules were made; those in `held_out` were written afterwards and judged
once. A name that is also a common word (*serang*, *liputan*) is in neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.analysis import fold, stem
from archive.analysis.languages import indonesian
from archive.analysis.languages.indonesian import analyses
from strategies import steady

LISTS = Path(__file__).parent / "indonesian"
LEAST = 0.92


def listed(folder: str, name: str) -> list[list[str]]:
    """The words of each line of a published list."""
    return [
        line.split() for line in (LISTS / folder / f"{name}.txt").read_text("ascii").split("\n")
    ]


def share(cases: Iterable[list[str]], is_right: Callable[[str, str], bool]) -> float:
    """Which part of the pairs is right."""
    judged = [is_right(*case) for case in cases if case]
    return sum(judged) / len(judged)


folders = pytest.mark.parametrize("folder", ["development", "held_out"])


@folders
def test_affixes_are_taken_off_down_to_the_root(folder: str) -> None:
    """A word of many affixes has the stem that a dictionary lists it under."""
    assert share(listed(folder, "roots"), lambda word, root: stem(word, "id") == root) >= LEAST


@folders
def test_a_family_shares_a_stem(folder: str) -> None:
    """Any two words of a family find each other."""
    pairs = [
        list(pair) for family in listed(folder, "families") for pair in combinations(family, 2)
    ]
    assert len(pairs) >= 180
    assert share(pairs, lambda one, other: stem(one, "id") == stem(other, "id")) >= LEAST


@folders
def test_names_are_left_alone(folder: str) -> None:
    """No name of a person, a place, an outlet or an institution loses a letter."""
    names = [name for line in listed(folder, "names") for name in line]
    assert [name for name in names if stem(name, "id") != name] == []


@folders
def test_what_only_looks_related_is_kept_apart(folder: str) -> None:
    """What only looks like an affix is not taken off."""
    pairs = listed(folder, "apart")
    assert share(pairs, lambda one, other: stem(one, "id") != stem(other, "id")) >= LEAST


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("pemilu", "pilu"),
        ("menteri", "teri"),
        ("bali", "bal"),
        ("jokowi", "jokow"),
        ("berita", "ita"),
        ("pemerintah", "perintah"),
        ("berikan", "ikan"),
        ("perbankan", "perban"),
    ],
)
@pytest.mark.parametrize("clitic", ["", "nya", "kah"])
def test_a_protected_word_keeps_to_itself(word: str, other: str, clitic: str) -> None:
    """Each of these was once taken for the other."""
    assert stem(word + clitic, "id") != stem(other, "id")


def words() -> st.SearchStrategy[str]:
    """Words as texts have them: listed ones with affixes that fit or do not."""
    roots = sorted(indonesian._roots() | indonesian._names() | indonesian._exceptions().keys())
    before = st.sampled_from(["", "me", "mem", "meng", "di", "ber", "ke", "keber", "peng", "se"])
    behind = st.sampled_from(["", "kan", "an", "i", "nya", "annya", "kanlah", "ku", "pun"])
    return st.builds("{}{}{}".format, before, st.sampled_from(roots), behind)


@steady
@given(words() | st.text().map(fold))
def test_a_stem_is_known_or_the_word_itself(word: str) -> None:
    """A stem is never empty nor made up, and is its own stem."""
    found = indonesian.stem(word)
    known = indonesian._roots() | indonesian._names() | set(indonesian._exceptions().values())
    assert found == word or found in known
    assert indonesian.stem(found) == found == indonesian.stem(word)


def test_every_root_is_its_own_stem() -> None:
    """A root is never taken apart, and no list disagrees with another."""
    roots, names, exceptions = indonesian._roots(), indonesian._names(), indonesian._exceptions()
    assert not roots & names
    assert not (roots | names) & exceptions.keys()
    assert {root for root in exceptions.values() if exceptions.get(root, root) != root} == set()
    assert {word for word in roots | names if indonesian.stem(word) != word} == set()


@steady
@given(words())
def test_what_is_taken_off_was_there(word: str) -> None:
    """What is left of a word is its middle, but for a first letter that was replaced."""
    for one in analyses(word):
        assert len(one.root) >= 3
        assert (one.root[1:] if one.replaced else one.root) in word
        assert len(one.prefixes) <= 3


@pytest.mark.parametrize("name", ["roots", "names", "exceptions"])
def test_the_lists_are_sorted_words(name: str) -> None:
    """Lower-case ASCII words, one line each, none twice, under a heading that tells whence."""
    text = (Path(indonesian.__file__).parent / f"indonesian_{name}.txt").read_text("ascii")
    head, _, body = text.partition("\n\n")
    lines = body.splitlines()
    firsts = [line.split()[0] for line in lines]
    assert all(line.startswith("# ") for line in head.splitlines())
    assert firsts == sorted(set(firsts))
    assert all(word.isalpha() and word.islower() for line in lines for word in line.split(" "))
