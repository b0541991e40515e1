"""Saved searches as they are read: plain SQL, which SQLite takes as it is (see `connection`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

# What a saved search is done with an article by.
How = Literal["reported", "tagged"]

_SAVED = (
    "SELECT s.id, s.name, s.query, s.match, s.sort, s.tree, s.grammar, s.tag, s.recent, s.added,"
    " (SELECT count(*) FROM saved_article x WHERE x.saved_id = s.id AND x.how = 'reported')"
    " FROM saved s"
)
_DONE = "SELECT article_id FROM saved_article WHERE saved_id = ? AND how = ?"


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved search.

    Parameters
    ----------
    query, match, sort, recent:
        As `archive search` takes them.
    tree, grammar:
        How the query was understood, and by which version of the grammar.
    tag:
        Given to what comes in and matches; None: the search is no rule.
    id, added, reported:
        Its number, when it was saved, and how many articles it has reported; only of one that is.
    """

    name: str
    query: str
    match: str
    sort: str
    tree: str
    grammar: int
    tag: str | None = None
    recent: int = 0
    id: int = 0
    added: datetime | None = None
    reported: int = 0


def searches(connection: sqlite3.Connection) -> Iterator[Saved]:
    """Every saved search, by name."""
    for row in connection.execute(f"{_SAVED} ORDER BY s.name"):
        yield _saved(*row)


def search(connection: sqlite3.Connection, name: str) -> Saved | None:
    """The saved search of that name; None if there is none."""
    row = connection.execute(f"{_SAVED} WHERE s.name = ?", (name,)).fetchone()
    return _saved(*row) if row else None


def done(connection: sqlite3.Connection, id: int, how: How) -> frozenset[int]:
    """The articles that a saved search is done with."""
    return frozenset(article_id for (article_id,) in connection.execute(_DONE, (id, how)))


def _saved(
    id: int,
    name: str,
    query: str,
    match: str,
    sort: str,
    tree: str,
    grammar: int,
    tag: str | None,
    recent: Any,
    added: Any,
    reported: int,
) -> Saved:
    """One row.

    Raises
    ------
    ValueError, TypeError
        If nobody can have stored it like that: then it is damaged.
    """
    if match not in ("all", "any") or sort not in ("relevance", "newest", "oldest", "added"):
        raise ValueError(f"there is no --match {match!r} --sort {sort!r}")
    if not all(isinstance(text, str) for text in (name, query, tree, tag or "")):
        raise TypeError("no text where one was stored")
    if type(recent) is not int or recent < 0:
        raise ValueError(f"there is no --recent {recent!r}")
    when = datetime.fromisoformat(added).replace(tzinfo=UTC)
    return Saved(name, query, match, sort, tree, grammar, tag, recent, id, when, reported)
