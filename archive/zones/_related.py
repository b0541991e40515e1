"""Related links: "Baca Juga: …" on a line of its own, behind a sentence, or glued to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.zones._hints import any_of
from archive.zones._rule import Rule, Span
from archive.zones._titles import LONGEST, title_end

_COLON = re.compile(r"[ \t\xa0]*(?:[:：]|[-–—](?=[ \xa0]))[ \t\xa0]*")
_GAP = re.compile(r"[ \t\xa0]*")
_QUOTED = re.compile(
    r"(?:\"[^\"\n]{3,200}\"|“[^”\n]{3,200}”|['‘][^\n]{3,200}?['’](?=:|\s|$|\[))"
    r"(?:[ \xa0]di sini)?:?"
)
_NEXT_LINE = re.compile(r"[ \t\xa0]*\n\s*(\S.*)")
# So much of a line is looked at: it can have 60 MB.
_REACH = 1_000
# What follows a title that belongs to the link.
_TAIL = re.compile(r"(?:[ \xa0]di sini)?\s*:?\Z")
_QUOTES = "\"“”'‘’"
_OPEN = {"[": "]", "(": ")"}
# In the middle of a line a link stands behind a sentence, a caption, or a mark of its own.
_BEHIND = ".!?…\"”’')]:;»>*•|/\u200b"


def related(name: str, lead: str, bare: str, hints: Sequence[str]) -> Rule:
    """The rule for links that begin with the expression `lead`.

    What follows `bare` (an expression, such as "Video") is a title also without a colon. A text
    with none of `hints` has no link.
    """
    compiled = re.compile(rf"(?:{lead})(?![a-z0-9])")
    titled = re.compile(rf"[ \t\xa0]*(?:{bare})")
    holds = any_of(*hints)

    def find(text: str) -> Iterator[Span]:
        end = 0
        for match in compiled.finditer(text) if holds(text) else ():
            if match.start() >= end and (span := _span(text, match, titled)):
                yield span
                end = span[1]

    def title(text: str, start: int, end: int) -> Span | None:
        opened = text[start] in _OPEN
        match = compiled.match(text, start + opened, end)
        return _title(text, match.end(), end - opened, titled) if match else None

    return Rule("related", name, find, title=title)


def _title(text: str, start: int, end: int, titled: re.Pattern[str]) -> Span | None:
    """The title in what follows the first words of a link; None if the scraper lost it."""
    colon = titled.match(text, start, end) or _COLON.match(text, start, end)
    tail = _TAIL.search(text, colon.end() if colon else start, end)
    span = _stripped(text, colon.end() if colon else start, tail.start() if tail else end)
    while span[0] < span[1] and text[span[0]] in _QUOTES and text[span[1] - 1] in _QUOTES:
        span = _stripped(text, span[0] + 1, span[1] - 1)
    return span if span[0] < span[1] else None


def _stripped(text: str, start: int, end: int) -> Span:
    inside = text[start:end]
    first = start + len(inside) - len(inside.lstrip())
    return first, max(first, start + len(inside.rstrip()))


def _span(text: str, match: re.Match[str], titled: re.Pattern[str]) -> Span | None:
    """The link that begins with `match`; None if it is part of a sentence."""
    start, line_end = _start(text, match.start()), _line_end(text, match.end())
    if start < match.start():
        closing = text.find(_OPEN[text[start]], match.end(), start + LONGEST + 40)
        if closing > 0:
            return start, closing + 1
    opening = titled.match(text, match.end())
    colon = opening or _COLON.match(text, match.end())
    before = text[max(0, start - 80) : start].rstrip(" \t\xa0\u202f")
    is_alone = not before or before[-1] == "\n"
    begins = _past(_GAP, text, colon.end() if colon else match.end())
    is_behind = is_alone or before[-1] in _BEHIND or before.lower().endswith("advertisement")
    is_behind = is_behind or (text[start - 1].isalnum() and match.group().istitle())
    if not colon and (not is_behind or text[begins : begins + 1].islower()):
        return None
    if begins >= line_end:
        return start, _on_the_next_line(text, line_end) if colon else match.end()
    if opening and (quoted := _QUOTED.match(text, begins)):
        return start, quoted.end()
    if colon or (is_alone and line_end - begins <= LONGEST):
        return start, max(title_end(text, begins, line_end), match.end())
    return start, match.end()  # the scraper lost the title


def _past(blank: re.Pattern[str], text: str, at: int) -> int:
    found = blank.match(text, at)
    return found.end() if found else at


def _start(text: str, at: int) -> int:
    """Where the link begins: at a bracket before it, if there is one."""
    return at - 1 if at and text[at - 1] in _OPEN else at


def _line_end(text: str, at: int) -> int:
    """Where the line ends, or what is looked at of it."""
    end = text.find("\n", at, at + _REACH)
    return min(len(text), at + _REACH) if end < 0 else end


def _on_the_next_line(text: str, line_end: int) -> int:
    """The end of the title on the line behind "Baca juga:"; where this line ends, if it is none."""
    following = _NEXT_LINE.match(text, line_end)
    if not following:
        return line_end
    title = following.group(1).rstrip()
    is_title = len(title) <= LONGEST and not re.search(r"[.:,;][\"”’)\]]*$", title)
    return following.start(1) + len(title) if is_title else line_end
