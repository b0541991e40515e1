"""From lines on pages to the text that they set: paragraphs, without what stands on every page.

A PDF knows letters and where they stand, no more. Lines are joined to paragraphs by what those do
who set them: a gap, an indentation, another size, a line that ends early. Whatever is guessed, no
word is lost: only white space, hyphens at the ends of lines, and lines that most pages repeat.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from itertools import takewhile
from math import floor, inf
from typing import TypeVar

Number = TypeVar("Number", int, float)

_SPACE = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FIRST = re.compile(r"[^\W\d_]+")
_BROKEN = re.compile(r"(?P<word>[^\W_]+)(?P<hyphen>[-\u2010\xad])$")
_ENDS = re.compile(r"[.!?…:][\"”’»)\]]*$")
_OPENS = re.compile(r"(?:[•·▪◦‣–—*-]|\(?\d{1,2}[.)])\s+\S")
# Letters that printers draw as one.
_LETTERS = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
)

# How many lines at the top and at the bottom of a page can be a running head or foot, and on what
# share of the pages it stands: often the left ones have another than the right ones.
_OUTER = 3
_SHARE = 0.4
_HEIGHT = 12.0  # points
# A gap so many times the usual one stands between paragraphs, and so does an indentation of so many
# heights of a letter.
_GAP = 1.3
_INDENTED = (0.6, 6.0)
# A line of which less than so much of the width is used ends a paragraph if it ends a sentence, or
# ends a heading if it is shorter still.
_SHORT, _SHORTEST = 0.92, 0.6
# How many heights of a letter a line stands below the one before; what is closer is raised in it.
_LEAST, _MOST = 0.8, 4.0
# Sizes that differ by no more are one.
_SAME_SIZE = 0.08


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: where it begins, from below, and how large its letters are, in points."""

    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and the size of its letters in points."""

    text: str
    size: float


@dataclass(frozen=True, slots=True)
class _Usual:
    """What lines of a size have: the distance to the next, and how many letters."""

    distance: float
    width: int


def paragraphs(pages: Iterable[Sequence[Line]]) -> list[Paragraph]:
    """What stands on `pages`, whose lines come in the order in which they are read."""
    lines = _without_repeated([_cleaned(page) for page in pages])
    usual, words = _usual(lines), _words(lines)
    found: list[list[str]] = []
    sizes: list[float] = []
    last: Line | None = None
    is_indented = False
    for page in lines:
        is_turned = True
        for line in page:
            is_indented = last is not None and _is_indented(last, line, is_indented)
            if last is None or is_indented or _begins(last, line, usual, is_turned=is_turned):
                found.append([line.text])
                sizes.append(line.size)
            else:
                _add(found[-1], line.text, words)
            last, is_turned = line, False
    return [Paragraph("".join(one), size) for one, size in zip(found, sizes, strict=True)]


def _cleaned(page: Sequence[Line]) -> list[Line]:
    """The lines of a page that hold something, with one space between words."""
    texts = (_SPACE.sub(" ", line.text.translate(_LETTERS)).strip() for line in page)
    return [replace(line, text=text) for line, text in zip(page, texts, strict=True) if text]


def _without_repeated(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without running heads and feet, and their numbers."""
    edges = [_edges(page) for page in pages]
    marks = ({mark for edge in one for line in edge for mark in _marks(line)} for one in edges)
    counts = Counter(mark for one in marks for mark in one)
    least = max(2, _SHARE * len(pages))
    repeated = {mark for mark, count in counts.items() if count >= least}
    running = [_running(one, repeated) for one in edges]
    rest = [
        [line for line in page if line not in dropped]
        for page, dropped in zip(pages, running, strict=True)
    ]
    return rest if any(rest) else [list(page) for page in pages]


def _edges(page: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The outermost lines at the bottom and at the top, from the outside."""
    by_height = sorted(page, key=lambda line: line.y)
    return by_height[:_OUTER], by_height[: -_OUTER - 1 : -1]


def _marks(line: Line) -> list[tuple[str, int, int]]:
    """What pages repeat: a text but for its numbers, in a size, at a height or close to it."""
    text = _DIGITS.sub("#", line.text.casefold())
    heights = (line.y / _HEIGHT, line.y / _HEIGHT + 0.5)
    return [(text, _class(line), 2 * floor(height) + at) for at, height in enumerate(heights)]


def _running(edges: Iterable[Sequence[Line]], repeated: Set[tuple[str, int, int]]) -> set[Line]:
    """The lines that are repeated, up to the first that is not."""
    lines = (takewhile(lambda line: not repeated.isdisjoint(_marks(line)), one) for one in edges)
    return {line for one in lines for line in one}


def _class(line: Line) -> int:
    return round(2 * line.size)


def _usual(pages: Sequence[Sequence[Line]]) -> dict[int, _Usual]:
    distances: dict[int, list[float]] = defaultdict(list)
    widths: dict[int, list[int]] = defaultdict(list)
    for page in pages:
        for last, line in zip([None, *page], page, strict=False):
            size = _class(line)
            widths[size].append(len(line.text))
            if last and _class(last) == size and _is_below(last, line, _LEAST):
                distances[size].append(last.y - line.y)
    return {
        size: _Usual(_at(sorted(distances[size]), 0.05) or inf, _at(sorted(found), 0.9) or 0)
        for size, found in widths.items()
    }


def _at(ordered: Sequence[Number], share: float) -> Number | None:
    """The one of `ordered` that stands behind such a share of them."""
    return ordered[round(share * (len(ordered) - 1))] if ordered else None


def _is_below(last: Line, line: Line, least: float = 0.0) -> bool:
    return least * line.size < last.y - line.y < _MOST * line.size


def _begins(last: Line, line: Line, all: dict[int, _Usual], *, is_turned: bool) -> bool:
    """Whether a paragraph begins with `line`, which stands behind `last`."""
    usual = all[_class(line)]
    if abs(line.size - last.size) > _SAME_SIZE * max(line.size, last.size):
        return True
    ends = _ENDS.search(last.text) is not None
    used = len(last.text) + 1 + len(line.text.partition(" ")[0])
    is_heading = used < _SHORTEST * usual.width and not line.text[0].islower()
    if is_turned or not _is_below(last, line):
        return ends or is_heading
    if last.y - line.y > _GAP * usual.distance:
        return True
    return is_heading or (ends and (used < _SHORT * usual.width or _is_listed(line)))


def _is_listed(line: Line) -> bool:
    return _OPENS.match(line.text) is not None


def _is_indented(last: Line, line: Line, was_indented: bool) -> bool:
    """Whether `line` stands farther to the right than those of a paragraph: than `last`, or with
    it, if that did. The lines of what is listed do so too.
    """
    least, most = _INDENTED
    if not _is_below(last, line) or _is_listed(last):
        return False
    farther = (line.x - last.x) / (line.size or 1)
    return least < farther < most or (was_indented and abs(farther) < least / 2)


def _words(pages: Sequence[Sequence[Line]]) -> set[str]:
    """The words that stand whole in a line."""
    lines = (line.text.casefold() for page in pages for line in page)
    return {word for text in lines for word in _WORD.findall(_BROKEN.sub("", text))}


def _add(paragraph: list[str], text: str, words: set[str]) -> None:
    """Add a line: behind a space, or where a word was broken, behind what is left of it."""
    broken = _BROKEN.search(paragraph[-1])
    if broken is None:
        paragraph.append(" ")
    elif not _is_kept(broken, text, words):
        paragraph[-1] = paragraph[-1][:-1]
    paragraph.append(text)


def _is_kept(broken: re.Match[str], text: str, words: set[str]) -> bool:
    """Whether the hyphen at the end of a line is one that the word has anywhere.

    Words that are said twice have it in Indonesian, and so have names; of others, what stands
    elsewhere decides.
    """
    if broken["hyphen"] != "-":
        return False
    match = _FIRST.match(text)
    if match is None or not match[0].islower():
        return True
    first, second = broken["word"].casefold(), match[0].casefold()
    if first + second in words:
        return False
    is_twice = first.endswith(second) or (len(first) > 2 and second.startswith(first))
    return is_twice or f"{first}-{second}" in words
