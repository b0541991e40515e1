"""The words that a clause looks for, and how they must stand to each other."""

from __future__ import annotations

from typing import NamedTuple

from archive.query.tree import First, Paragraph, Phrase, Times, Word

Placed = Word | Phrase | Paragraph | First | Times


class Sought(NamedTuple):
    """What engines and marks are made of.

    `slop`: so many other words may stand between them. `first`: all must stand within so many
    first words of the field. `times`: they must so at so many places. `is_together`: they stand in
    one paragraph, in any order.
    """

    words: tuple[str, ...]
    field: str | None
    exact: bool
    slop: int = 0
    first: int | None = None
    times: int = 1
    is_together: bool = False


def sought(tree: Placed) -> Sought:
    """What a clause of words in certain places looks for."""
    match tree:
        case Word(text, field, exact):
            return Sought((text,), field, exact)
        case Phrase(words, field, exact, slop):
            return Sought(words, field, exact, slop)
        case Paragraph(words, field, exact):
            return Sought(words, field, exact, is_together=True)
        case First(count, clause):
            return sought(clause)._replace(first=count)
        case Times(count, clause):
            return sought(clause)._replace(times=count)
