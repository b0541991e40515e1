"""Everything that is printed goes through here, so that no article can drive the terminal.

`term_safe` makes control and direction characters visible; nothing else in the package may print
what an article, a file name or a query says.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import UnsupportedOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import click

from archive.config import is_plain
from archive.errors import QueryError
from archive.visible import UNSAFE, term_safe

if TYPE_CHECKING:
    from archive.results.difference import Difference

_SPACE = re.compile(r"\s+")
NARROWEST = 40
_JSON = json.JSONEncoder(ensure_ascii=False)


def one_line(text: str) -> str:
    """`text` safe and on one line."""
    return term_safe(_SPACE.sub(" ", text)).strip()


def say(line: str = "") -> None:
    """Print a line of the answer. What it holds must have gone through `term_safe`."""
    click.echo(line)


def remark(line: str) -> None:
    """Print a line beside the answer, on standard error."""
    click.echo(term_safe(line), err=True)


def remark_at_length(text: str) -> None:
    """Print a paragraph beside the answer, broken into lines that fit."""
    for line in wrapped(text, (), columns()):
        click.echo(line, err=True)


def complain(message: str) -> None:
    """Print an error: one line on standard error."""
    click.echo(f"archive: {one_line(message)}", err=True)


def complain_about_query(error: QueryError) -> None:
    """Print what is wrong with a query, and a caret under the place."""
    complain(str(error))
    # Made safe character by character, so that the caret stays under its place.
    shown = [one_line(c) or " " for c in error.query]
    first = max(0, error.start - 50)
    before = width("".join(shown[first : error.start]))
    under = max(1, width("".join(shown[error.start : min(error.end, first + 70)])))
    click.echo(f"  {''.join(shown[first : first + 70])}", err=True)
    click.echo(f"  {' ' * before}{'^' * min(under, 72 - before)}", err=True)


def say_json(answer: object) -> None:
    """Print a JSON object on one line; exact, and still harmless to a terminal."""
    say(json_line(answer))


def json_line(answer: object) -> str:
    """What `say_json` prints of it."""
    # Only strings can hold these, and there an escape means the same character.
    return UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", _JSON.encode(answer))


def write_json(path: Path, answer: object) -> None:
    """Write an answer into a file, as a whole or not at all.

    Raises
    ------
    StorageError
        If that is impossible.
    """
    from archive.errors import StorageError
    from archive.seal import write_durably

    try:
        write_durably(path, json.dumps(answer).encode() + b"\n")
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}") from error


def say_beside(number: str, texts: Iterable[str]) -> None:
    """Print `texts`, each in lines that fit, beside a number and below each other."""
    indent = len(number) + 1
    lines = [line for text in texts for line in wrapped(text, (), columns() - indent)]
    for line in lines or [""]:
        say(f"{number} {line}".rstrip())
        number = " " * len(number)


def deliver() -> None:
    """Have all that was printed with whoever reads it, or on the disk if that is a file."""
    sys.stdout.flush()
    try:
        descriptor = sys.stdout.fileno()
    except UnsupportedOperation:  # who runs commands in their own process keeps it in memory
        return
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.fsync(descriptor)


def say_safely(content: bytes) -> None:
    """Print a piece of a file so that it cannot drive the terminal."""
    click.echo(term_safe(content.decode()), nl=False)


def say_bytes(content: bytes) -> None:
    """Write bytes as they are: for `--raw`, and of a file that does not go to a terminal."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)


def styled(text: str, **style: Any) -> str:
    """`text` safe, in a style if standard output is a terminal that wants one."""
    return click.style(term_safe(text), **style) if _is_colourful() else term_safe(text)


def _is_colourful() -> bool:
    return sys.stdout.isatty() and not is_plain()


def columns() -> int:
    """How wide a line may be."""
    return max(NARROWEST, shutil.get_terminal_size((80, 24)).columns)


def width(text: str) -> int:
    """The columns that `text` takes on a terminal."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def cut(text: str, room: int) -> str:
    """`text` on one line, cut with an ellipsis if it takes more than `room` columns."""
    text = one_line(text)
    if width(text) <= room:
        return text
    while text and width(text) > room - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def marked(text: str, spans: Iterable[Sequence[int]]) -> str:
    """`text` with the stretches `spans` in bold; control characters in it made visible."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [term_safe(text[at:start]), styled(text[start:end], bold=True, fg="yellow")]
        at = end
    return "".join([*pieces, term_safe(text[at:])])


def wrapped(text: str, spans: Sequence[Sequence[int]], room: int) -> Iterator[str]:
    """`text` in lines of at most `room` columns, broken at spaces, with `spans` in bold."""
    for start, end in _lines(text, room):
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in spans]
        yield marked(text[start:end], [(a, b) for a, b in inside if a < b])


def draw_difference(found: Difference) -> None:
    """Print what only the second text says behind a plus, what only the first says behind a minus.

    Each passage on one line, cut where it ends.
    """
    margin = 7
    for sign, colour, passages in (
        ("+", "green", found.only_there),
        ("-", "red", found.only_here),
    ):
        for passage in passages:
            shown = cut(f"{sign} {passage}", columns() - margin)
            say(" " * margin + styled(shown, fg=colour))


def _lines(text: str, room: int) -> Iterator[tuple[int, int]]:
    start = end = 0
    for match in re.finditer(r"\S+", text):
        if end > start and width(text[start : match.end()]) > room:
            yield start, end
            start = match.start()
        end = match.end()
    if end > start:
        yield start, end
