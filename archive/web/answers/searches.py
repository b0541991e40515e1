"""What the API answers to a search, and what it answers where something is wrong."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from archive.web.answers._shapes import Answer, Count, Span


class Problem(BaseModel):
    """What was wrong (RFC 9457). `start` and `end` are offsets into `query`."""

    type: str
    title: str
    status: int
    detail: str
    query: str | None = None
    start: int | None = None
    end: int | None = None
    number: str | None = None


class Bucket(Answer):
    """A value and how many articles have it."""

    value: str
    count: Count


class Matched(Answer):
    """Which clause met which written form, in which field, and through what."""

    clause: str
    field: str
    form: str
    through: str
    stem: str | None


class Hit(Answer):
    """A result; `marks` are offsets into `snippet`, `title_marks` into `title`."""

    id: int
    score: float
    title: str | None
    title_marks: list[Span]
    publisher: str | None
    published: str | None
    language: str | None
    url: str | None
    snippet: str
    marks: list[Span]
    copies: Count
    lead: int | None
    matched: list[Matched]
    explained: dict[str, Any] | None = None


class Recent(Answer):
    """How age counts: at so many days half, seen from a day."""

    days: int
    today: str


class Suggestion(Answer):
    """What to ask instead."""

    query: str
    total: Count
    field: str | None


class Found(Answer):
    """The object of `search --json`."""

    query: str
    understood: str
    total: Count
    stories: Count
    recent: Recent | None
    offset: Count
    limit: Count
    took_ms: float
    hits: list[Hit]
    facets: dict[str, list[Bucket]]
    warnings: list[str]
    suggestions: list[Suggestion]
