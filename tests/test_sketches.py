"""What is a copy: the rule on small cases, and on pairs of real articles that were read."""

from __future__ import annotations

import random
import re
import runpy
import subprocess
import sys
import unicodedata
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import sketches
from archive.sketches import _sketch
from conftest import ROOT

WORDS = ["".join(letters) for letters in product("bdgkl", "aeiou", "mnrst", "aio")]
STORY = random.Random(1).choices(WORDS, k=200)
KNOWN = 132_717_911_064_842_803

edits = st.lists(
    st.tuples(st.sampled_from(["cut", "drop", "put"]), st.integers(0, 199)), max_size=2
)


def edited(words: list[str], steps: list[tuple[str, int]]) -> str:
    words = list(words)
    for what, at in steps:
        if what == "cut":
            words = words[: max(120, at)]
        elif what == "drop":
            del words[at : at + 1]
        else:
            words.insert(at, "sisipan")
    return " ".join(words)


@given(edits, edits)
def test_comparing_is_symmetric_and_every_word_is_accounted_for(
    steps: list[tuple[str, int]], others: list[tuple[str, int]]
) -> None:
    """Both ways round the same; runs are the same words in both, and passages are all words."""
    texts = edited(STORY, steps), edited(STORY, others)
    one, other = (sketches.wording(text) for text in texts)
    found, turned = sketches.compare(one, other), sketches.compare(other, one)
    assert sketches.is_copy(found)
    assert found.runs == tuple((b, a, length) for a, b, length in turned.runs)
    assert sketches.is_copy(turned)
    end = (0, 0)
    for a, b, length in found.runs:
        assert end[0] <= a
        assert end[1] <= b
        assert one.words[a : a + length] == other.words[b : b + length]
        end = (a + length, b + length)
    inside, outside = sketches.passages(texts[0], [(a, length) for a, _, length in found.runs])
    assert sorted(" ".join([*inside, *outside]).split()) == sorted(one.words)


@pytest.mark.parametrize(
    ("one", "other", "is_copy"),
    [
        ("harga Rp 5.000", "harga Rp 7.000", False),
        ("harga Rp 5.000", "harga Rp5.000", True),
        ("pada Selasa", "pada Rabu", False),
        ("4 Juni 2025", "4/6/2025", True),
        ("4 Juni 2025", "4/6", True),
        ("kata dia", "ujarnya", True),
        ("harga Rp 5.000", "harga tetap", True),
    ],
)
def test_facts_between_the_same_words_tell_a_form_from_a_copy(
    one: str, other: str, is_copy: bool
) -> None:
    """Another number or day where all else is the same is another report."""
    texts = [" ".join([*STORY[:60], middle, *STORY[60:]]) for middle in (one, other)]
    first, second = (sketches.wording(text) for text in texts)
    assert sketches.is_copy(sketches.compare(first, second)) is is_copy


def test_a_follow_up_that_repeats_the_background_is_no_copy() -> None:
    """What is new stands at the beginning, the whole background behind it."""
    news = " ".join([*random.Random(2).choices(WORDS, k=90), *STORY[25:]])
    found = sketches.compare(sketches.wording(" ".join(STORY)), sketches.wording(news))
    assert found.containment > sketches.CONTAINED
    assert not sketches.is_copy(found)


def test_layout_case_and_residue_do_not_count() -> None:
    """A line that the site put in is not compared, nor how letters and spaces are written."""
    plain = " ".join(STORY)
    dressed = " ".join(STORY[:50]).upper() + "\nBaca juga: Harga 7 Bahan\n\n" + " ".join(STORY[50:])
    assert sketches.sketch(sketches.comparable(dressed)) == sketches.sketch(plain)
    assert sketches.sketch("caf\u00e9 " * 3 + plain) == sketches.sketch("cafe\u0301 " * 3 + plain)


@given(st.integers(0, 180), st.integers(20, 200))
def test_a_part_of_a_text_is_never_passed_over(start: int, length: int) -> None:
    """All hashes that a part could share with the whole it does share, whichever comes first."""
    whole = sketches.sketch(" ".join(STORY))
    part = sketches.sketch(" ".join(STORY[start : start + length]))
    other = sketches.sketch(" ".join(random.Random(9).choices(WORDS, k=200)))
    assert whole is not None
    assert other is not None
    if part is not None:
        assert sketches.share_enough(whole, part)
        assert sketches.share_enough(part, whole)
    assert not sketches.share_enough(whole, other)


@given(st.text(st.sampled_from("aB1_ \n-'\u2019\u2014\u00e9\u0301\xa0\u0660\u0130")))
def test_words_are_what_the_expression_says(text: str) -> None:
    """The quick way for plain texts gives no others."""
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text))
    assert _sketch._words(text) == [word.lower() for word in words]


def test_a_short_text_has_no_sketch() -> None:
    """A caption of a few words is the same as another only if it is equal."""
    least = sketches.FEWEST + sketches.WIDTH - 1
    assert sketches.sketch(" ".join(STORY[: least - 1])) is None
    assert sketches.sketch(" ".join(STORY[:least])) is not None
    assert sketches.sketch("") is None


def test_a_huge_text_is_compared_by_its_beginning() -> None:
    """Nothing behind so many letters counts, so memory has a bound."""
    beginning = "kata lain " * (sketches.LETTERS // 10)
    assert sketches.comparable(beginning + "akhir " * 10_000) == sketches.comparable(beginning)


def test_hashes_are_the_same_in_every_process() -> None:
    """They are kept in the database, so they must not depend on a seed of the interpreter."""
    text = " ".join(STORY[:30])
    program = f"from archive import sketches; print(sketches.sketch({text!r}).hashes[0])"
    printed = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT
    )
    sketch = sketches.sketch(text)
    assert sketch is not None
    assert int(printed.stdout) == sketch.hashes[0] == KNOWN


# -- real articles


@pytest.fixture(scope="module")
def quality() -> dict[str, Any]:
    """The functions of the benchmark."""
    return runpy.run_path(str(ROOT / "benchmarks" / "quality" / "copies.py"))


def test_scrapes_of_one_address_are_found(shared: Path, quality: dict[str, Any]) -> None:
    """At least 97 of 100, whether both texts are at hand or made again after their shape."""
    for name, (found, total) in quality["recall"](shared / "data", rounds=2).items():
        assert found >= 0.97 * total, name


def test_forms_and_follow_ups_are_told_from_copies(shared: Path, quality: dict[str, Any]) -> None:
    """Of pairs that were read, at most 2 of 100 that are found are none."""
    counts = quality["judged"](shared / "data")
    assert sum(counts.values()) >= 200
    assert counts["right"] >= 0.98 * (counts["right"] + counts["wrong"])
    assert counts["right"] >= 25


@given(
    st.lists(
        st.sampled_from(["BACA juga: alfa", " Read\talso bravo", "Bacang", "ſee also", "", "alfa"])
    )
)
def test_lines_of_a_site_are_left_out_wherever_they_stand(lines: list[str]) -> None:
    """A text is only gone through where a line may be one."""
    text = "\n".join(lines)
    left = [line for line in lines if not sketches._sketch._RESIDUE.fullmatch(line)]
    assert [line for line in sketches.comparable(text).split("\n") if line] == list(
        filter(None, left)
    )
