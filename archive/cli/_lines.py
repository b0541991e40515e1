"""What several commands print alike: articles in a list, and notes."""

from __future__ import annotations

from collections.abc import Iterable

from archive.article import Note
from archive.cli._render import columns, cut, say, styled, width, wrapped
from archive.results.detail import stamp
from archive.results.page import Page


def draw_lines(page: Page) -> None:
    """A line for each article; dates and publishers only where some article has one."""
    dated = 12 if any(result.published for result in page.results) else 0
    signed = 20 if any(result.publisher for result in page.results) else 0
    for result in page.results:
        id = styled(f"{result.id:>5}", fg="cyan")
        published = f"{result.published or '':<{dated}}"
        publisher = cut(result.publisher or "", 18) if signed else ""
        publisher += " " * (signed - width(publisher))
        title = cut(result.title or "(no title)", columns() - 7 - dated - signed)
        say(f"{id}  {published}{publisher}{title}")


def draw_notes(notes: Iterable[Note]) -> None:
    """Each note with its number and when it was written, its lines kept."""
    for note in notes:
        changed = f", changed {stamp(note.changed)}" if note.changed else ""
        when = styled(f"{stamp(note.added)}{changed}", dim=True)
        say(f"{styled(f'{note.id:>5}', fg='cyan')}  {when}")
        for paragraph in note.text.splitlines():
            for line in wrapped(paragraph, (), columns() - 7):
                say(" " * 7 + line)
