"""Bars in the terminal, as fine as its characters allow."""

from __future__ import annotations

import sys

_EIGHTHS = " ▏▎▍▌▋▊▉█"


def bar(part: float, room: int) -> str:
    """A bar of `part` (0 to 1) of `room` columns; what is more than nothing can be seen."""
    if not _has_blocks():
        return "#" * max(round(part * room), part > 0)
    eighths = max(round(part * room * 8), part > 0)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def sign(character: str, plain: str) -> str:
    """`character`, or `plain` where standard output cannot show it."""
    try:
        character.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return plain
    return character


def _has_blocks() -> bool:
    return sign(_EIGHTHS, "") != ""
