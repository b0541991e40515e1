"""`archive note`: write notes about an article."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from archive.cli import _stating
from archive.cli._options import as_json, common, open_archive

if TYPE_CHECKING:
    from archive.archive import Archive
    from archive.article import Note


@click.command("note")
@click.argument("id", type=click.IntRange(1))
@click.argument("text", required=False)
@click.option("--edit", "edited", type=click.IntRange(1), metavar="N", help="Write note N anew.")
@click.option("--remove", "removed", type=click.IntRange(1), metavar="N", help="Remove note N.")
@as_json
@common
def command(
    id: int, text: str | None, edited: int | None, removed: int | None, as_json: bool
) -> int:
    """Add the note TEXT to the article ID (`-`: standard input), and list all its notes.

    The field `note` finds articles by their notes. Ends with 1 if there is no such article or note.
    """
    from archive.cli._render import complain

    if edited and removed:
        raise click.UsageError("either --edit or --remove")
    if removed and text is not None:
        raise click.UsageError("--remove needs no text")
    if edited and text is None:
        raise click.UsageError("--edit needs a text")
    written = None if text is None else _text(text)
    with open_archive() as archive:
        if archive.get(id) is None:
            complain(f"there is no article {id}")
            return 1
        number = _write(archive, id, written, edited or removed)
        article = archive.get(id)
    if (edited or removed) and number is None:
        complain(f"article {id} has no note {edited or removed}")
        return 1
    _draw(id, number, article.notes if article else (), as_json=as_json)
    return 0


def _write(archive: Archive, id: int, text: str | None, number: int | None) -> int | None:
    """The number of the note that was added, written anew or removed."""
    if number is not None:
        return number if archive.change_note(id, number, text) else None
    return None if text is None else archive.add_note(id, text)


def _text(text: str) -> str:
    if text == "-":
        try:
            text = sys.stdin.buffer.read().decode()
        except UnicodeDecodeError:
            raise click.UsageError("TEXT needs UTF-8") from None
    return _stating.text("TEXT", text)


def _draw(id: int, number: int | None, notes: Sequence[Note], *, as_json: bool) -> None:
    from archive.cli._lines import draw_notes
    from archive.cli._render import remark, say_json
    from archive.results.curated import notes_as_json

    if as_json:
        say_json(notes_as_json(id, number, notes))
        return
    draw_notes(notes)
    if not notes:
        remark(f"article {id} has no note")
