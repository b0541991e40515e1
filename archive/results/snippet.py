"""The stretch of a text that shows best why it matched, cut around the matches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from archive.results.highlight import Mark

LENGTH = 240
# Characters shown before the first match, so that it stands in its sentence.
LEAD = 70
ELLIPSIS = "…"

_SPACE = re.compile(r"\s+")

Spans = tuple[tuple[int, int], ...]


def snippet(text: str, marks: Sequence[Mark], length: int = LENGTH) -> tuple[str, Spans]:
    """A snippet of about `length` characters, and the offsets of the matches in it.

    The spelling is the original's; only runs of white space become one space. Where the text
    goes on, the snippet begins or ends with an ellipsis.
    """
    start, end = _window(text, marks, length)
    inside = [mark for mark in marks if start <= mark.start and mark.end <= end]
    return _squeezed(text, start, end, merged((mark.start, mark.end) for mark in inside))


def _window(text: str, marks: Sequence[Mark], length: int) -> tuple[int, int]:
    first = _best(marks, max(0, length - LEAD))
    start = 0 if first is None else _word_start(text, max(0, first.start - LEAD), first.start)
    reach = max(start + length, first.end if first else 0)
    return start, _word_end(text, min(len(text), reach), first.end if first else start)


def _best(marks: Sequence[Mark], length: int) -> Mark | None:
    """The mark to begin with: most different clauses within reach, then most marks, then first."""
    best, best_worth = None, (0, 0)
    for number, mark in enumerate(marks):
        near = []
        for other in islice(marks, number, None):
            if other.start > mark.start + length:
                break
            near.append(other)
        worth = (len({other.clause for other in near}), len(near))
        if worth > best_worth:
            best, best_worth = mark, worth
        if number >= 500:  # a text full of matches shows them anywhere
            break
    return best


def _word_start(text: str, start: int, limit: int) -> int:
    """The next word boundary at or after `start`, not beyond `limit`."""
    while 0 < start < limit and not text[start - 1].isspace():
        start += 1
    return start


def _word_end(text: str, end: int, limit: int) -> int:
    """The last word boundary at or before `end`, not before `limit`; a long word is cut."""
    if end >= len(text):
        return len(text)
    at = end
    while at > limit and not text[at].isspace():
        at -= 1
    return at if at > limit else max(end, limit)


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """`spans` in order, those that touch or overlap joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _squeezed(
    text: str, start: int, end: int, spans: Sequence[tuple[int, int]]
) -> tuple[str, Spans]:
    """`text[start:end]` with white space squeezed, and `spans` moved along."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    pieces, moved, length = [], [], 0

    def add(piece: str) -> None:
        nonlocal length
        pieces.append(piece)
        length += len(piece)

    if text[:start].strip():
        add(ELLIPSIS)
    at = start
    for first, last in spans:
        add(_SPACE.sub(" ", text[at:first]))
        marked = _SPACE.sub(" ", text[first:last])
        moved.append((length, length + len(marked)))
        add(marked)
        at = last
    add(_SPACE.sub(" ", text[at:end]))
    if end < len(text.rstrip()):
        add(ELLIPSIS)
    return "".join(pieces), tuple(moved)
