"""What an exporter is given: what was asked and found, and the articles, as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.article import Article, Residue
from archive.database.whole import Whole


@dataclass(frozen=True, slots=True)
class Heading:
    """What an export says of itself.

    Parameters
    ----------
    archive_id, made:
        Which archive it was made from, and when (UTC).
    query, understood:
        As it was typed, None: every article; and the tree written back in the query language.
    match, sort, copies:
        How it was asked: "all" or "any" of its words; the order, "id" is the one in which the
        articles came in; "all" of the copies of an article, or "fold": the best one.
    found, articles:
        How many articles the query found, and how many of them follow.
    warnings:
        Where the answer is less than was asked for.
    residue:
        The lines that were learned to be no part of the articles of their publisher.
    """

    archive_id: str
    made: datetime
    query: str | None
    understood: str
    match: str
    sort: str
    copies: str
    found: int
    articles: int
    warnings: tuple[str, ...] = ()
    residue: tuple[Residue, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """All of it but the residue."""
        return {
            "archive": self.archive_id,
            "made": self.made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "query": self.query,
            "understood": self.understood,
            "match": self.match,
            "sort": self.sort,
            "copies": self.copies,
            "found": self.found,
            "articles": self.articles,
            "warnings": list(self.warnings),
        }

    def __str__(self) -> str:
        what = "every article" if self.query is None else f"the query {self.query}"
        if self.articles == self.found:
            return f"{self.articles:,} found by {what}"
        return f"{self.articles:,} of {self.found:,} found by {what}"


@dataclass(frozen=True, slots=True)
class Export:
    """The result of a query on its way out.

    Parameters
    ----------
    articles, wholes:
        Each makes a stream of the articles, in order; as wholes they have their originals and all
        versions with them.
    detail:
        What `show --json` says of an article.
    fields:
        Which a table shows; empty: the exporter's own choice.
    is_raw:
        Whether cells that a spreadsheet would take for a formula are left as they are.
    """

    heading: Heading
    articles: Callable[[], Iterator[Article]]
    wholes: Callable[[], Iterator[Whole]]
    detail: Callable[[Article], dict[str, Any]]
    fields: tuple[str, ...] = ()
    is_raw: bool = False
