"""What the API answers of what people add: tags, notes, facts, saved searches, uploads."""

from __future__ import annotations

from typing import Any, Literal

from archive.article import Basis
from archive.index import Sort
from archive.query.parser import Match
from archive.web.answers._shapes import Answer, Count
from archive.web.answers.articles import Note


class Tag(Answer):
    """A tag, and how many articles have it."""

    name: str
    count: Count


class Tags(Answer):
    """The object of `tag --json`."""

    tags: list[Tag]


class Tagged(Answer):
    """The object of `tag --add --json`."""

    found: Count
    changed: list[int]
    missing: list[int]


class Notes(Answer):
    """The object of `note --json`."""

    id: int
    note: int | None
    notes: list[Note]


class Believed(Answer):
    """A value that is believed, and on what it rests."""

    value: str
    basis: Basis
    rule: str


class Edited(Answer):
    """The object of `edit --json`."""

    id: int
    changed: bool
    facts: dict[str, list[Believed]]


class Removed(Answer):
    """The object of `remove --json`."""

    removed: list[int]
    missing: list[int]


class Saved(Answer):
    """A saved search."""

    name: str
    query: str
    understood: str
    match: Match
    sort: Sort
    recent: Count
    tag: str | None
    added: str | None
    reported: Count


class Searches(Answer):
    """The object of `saved list --json`."""

    saved: list[Saved]


class Unsaved(Answer):
    """The object of `saved remove --json`."""

    removed: str


class Upload(Answer):
    """How far an upload has come."""

    id: str
    state: Literal["waiting", "running", "done", "failed"]
    files: list[str]
    summary: dict[str, float]
    problems: list[dict[str, Any]]
    error: str | None
