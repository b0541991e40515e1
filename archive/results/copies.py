"""What the copies of an article share with it, and what only one of them says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from archive import sketches
from archive.article import Article
from archive.sketches import Wording


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy beside the article that was asked about.

    Parameters
    ----------
    containment:
        Which share of the shorter of both texts is in the other.
    shared, only_there, only_here:
        The passages that both have, only the copy, and only the article, each in its order.
    """

    id: int
    title: str | None
    publisher: str | None
    published: str | None
    containment: float
    shared: tuple[str, ...]
    only_there: tuple[str, ...]
    only_here: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of the article `id`, the lead first; `lead` is the one that stands for all.

    `places` are the files where the article itself was seen, word for word.
    """

    id: int
    lead: int
    places: tuple[str, ...]
    copies: tuple[Copy, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that `copies --json` answers with."""
        return {
            "id": self.id,
            "lead": self.lead,
            "places": list(self.places),
            "copies": [
                {
                    "id": copy.id,
                    "title": copy.title,
                    "publisher": copy.publisher,
                    "published": copy.published,
                    "containment": round(copy.containment, 4),
                    "shared": list(copy.shared),
                    "only_there": list(copy.only_there),
                    "only_here": list(copy.only_here),
                }
                for copy in self.copies
            ],
        }


def compared(article: Article, others: Iterable[Article], *, lead: int) -> Copies:
    """`article` beside each of `others`."""
    text = sketches.comparable(article.text)
    mine = sketches.wording(text)
    copies = tuple(_compared(text, mine, other) for other in others)
    return Copies(article.id, lead, tuple(sorted(article.places)), copies)


def _compared(text: str, mine: Wording, other: Article) -> Copy:
    theirs = sketches.comparable(other.text)
    found = sketches.compare(mine, sketches.wording(theirs))
    shared, only_here = sketches.passages(text, [(here, n) for here, _, n in found.runs])
    _, only_there = sketches.passages(theirs, [(there, n) for _, there, n in found.runs])
    return Copy(
        id=other.id,
        title=other.value("title"),
        publisher=other.value("publisher"),
        published=other.value("published"),
        containment=found.containment,
        shared=tuple(shared),
        only_there=tuple(only_there),
        only_here=tuple(only_here),
    )
