"""What the copies of an article share with it, and what only one of them says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from archive import sketches
from archive.article import Article
from archive.results.difference import Difference, difference


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy beside the article that was asked about; `difference` has that one first."""

    id: int
    title: str | None
    publisher: str | None
    published: str | None
    difference: Difference


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of the article `id`, the lead first; `lead` is the one that stands for all.

    `places` are the files where the article itself was seen, word for word; `warnings` say what
    may be missing.
    """

    id: int
    lead: int
    places: tuple[str, ...]
    copies: tuple[Copy, ...]
    warnings: tuple[str, ...] = ()

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
                    "containment": round(copy.difference.containment, 4),
                    "shared": list(copy.difference.shared),
                    "only_there": list(copy.difference.only_there),
                    "only_here": list(copy.difference.only_here),
                }
                for copy in self.copies
            ],
            "warnings": list(self.warnings),
        }


def compared(
    article: Article, others: Iterable[Article], *, lead: int, warnings: tuple[str, ...] = ()
) -> Copies:
    """`article` beside each of `others`."""
    text = sketches.comparable(article.text)
    copies = tuple(_beside(text, other) for other in others)
    return Copies(article.id, lead, tuple(sorted(article.places)), copies, warnings)


def _beside(text: str, other: Article) -> Copy:
    return Copy(
        id=other.id,
        title=other.value("title"),
        publisher=other.value("publisher"),
        published=other.value("published"),
        difference=difference(text, sketches.comparable(other.text)),
    )
