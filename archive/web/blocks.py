"""The text of an article as paragraphs of pieces, the way a page shows it.

What is read as body runs on through the zones that it is made of, and is cut where lines end. Every
other zone is a block of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby

from archive.results.marked import Stretch

_RUNNING = ("body", "attribution")
_LINE_END = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters. `number`: which match begins with it, from 1; `is_continued`: it goes on
    one that began in the line before.
    """

    text: str
    number: int | None = None
    is_continued: bool = False
    is_attribution: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; `kind` names its zone, None: it is body."""

    kind: str | None
    pieces: tuple[Piece, ...]


def blocks(text: str, stretches: Sequence[Stretch]) -> tuple[list[Block], int]:
    """The paragraphs of the `stretches` of `text`, and how many matches are marked in them."""
    numbers, found = count(1), []
    for is_body, group in groupby(stretches, lambda one: one.kind in _RUNNING):
        if is_body:
            found += [Block(None, line) for line in _lines(_joined(text, list(group), numbers))]
        else:
            for one in group:
                lines = _lines(_cut(one, numbers))
                found += [Block(one.kind, line) for line in lines]
    return found, next(numbers) - 1


def _joined(text: str, group: Sequence[Stretch], numbers: Iterator[int]) -> Iterator[Piece]:
    """Zones of the body one after the other, with what stands between them."""
    end = group[0].start
    for one in group:
        if end < one.start:
            yield Piece(text[end : one.start])
        yield from _cut(one, numbers)
        end = one.start + len(one.text)


def _cut(one: Stretch, numbers: Iterator[int]) -> Iterator[Piece]:
    at, is_attribution = 0, one.kind == "attribution"
    for start, end in one.spans:
        if at < start:
            yield Piece(one.text[at:start], is_attribution=is_attribution)
        yield Piece(one.text[start:end], next(numbers))
        at = end
    if at < len(one.text):
        yield Piece(one.text[at:], is_attribution=is_attribution)


def _lines(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, ...]]:
    """`pieces` in lines, none of which is empty."""
    line: list[Piece] = []
    for piece in pieces:
        first, *others = _LINE_END.split(piece.text)
        line += [replace(piece, text=first)] if first else []
        for other in others:
            if line:
                yield tuple(line)
            is_marked = piece.number is not None
            line = [replace(piece, text=other, number=None, is_continued=is_marked)] * bool(other)
    if line:
        yield tuple(line)
