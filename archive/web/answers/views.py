"""What the API answers of many articles at a time."""

from __future__ import annotations

from typing import Literal

from archive.web.answers._shapes import Answer, Count
from archive.web.answers.searches import Bucket


class Completion(Answer):
    """How what is typed may go on; `query`: the whole of it then."""

    value: str
    count: Count
    query: str


class Completions(Answer):
    """The object of `complete --json`."""

    completions: list[Completion]


class Facet(Answer):
    """The object of `facets --json`."""

    field: str
    understood: str
    total: Count
    without: Count
    values: Count
    buckets: list[Bucket]


class Period(Answer):
    """How many articles matched in a period, among all that there are from it."""

    period: str
    first: str
    last: str
    count: Count
    volume: Count
    share: float


class Gap(Answer):
    """Periods from which there is nothing at all."""

    first: str
    last: str
    periods: Count


class Placed(Answer):
    """How many there are, with a date that is no one period, and with none."""

    total: Count
    unplaced: Count
    undated: Count


class Timeline(Placed):
    """The object of `timeline --json`."""

    understood: str
    by: Literal["day", "week", "month", "year"]
    publisher: str | None
    periods: list[Period]
    gaps: list[Gap]
    volume: Placed


class Line(Answer):
    """A line of `concordance --json`."""

    id: int
    field: str
    start: Count
    end: Count
    left: str
    match: str
    right: str


class Source(Answer):
    """A source, and how many articles name it."""

    source: str
    articles: Count
    by: list[Bucket]


class Sources(Answer):
    """The object of `sources --json`."""

    total: Count
    sources: list[Source]


class Leading(Answer):
    """A line of `links --json`; `target` is the article that has the title, if there is one."""

    id: int
    title: str
    target: int | None
    start: Count
    end: Count


class Stats(Answer):
    """The object of `stats --json`."""

    home: str
    articles: Count
    versions: Count
    sightings: Count
    tags: Count
    original_bytes: Count
    files: Count
    folders: Count
    counts: dict[str, dict[str, Count]]
