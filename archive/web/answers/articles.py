"""What the API answers of one article."""

from __future__ import annotations

from typing import Any

from archive.article import Basis
from archive.web.answers._shapes import Answer, Count


class Zone(Answer):
    """A stretch of the text with its role."""

    kind: str
    start: Count
    end: Count
    text: str
    rule: str


class Fact(Answer):
    """A value, and on what it rests."""

    value: str
    basis: Basis
    rule: str
    start: int | None
    end: int | None
    confidence: float | None


class Link(Answer):
    """A link to another article in the text."""

    title: str
    url: str | None
    start: Count
    end: Count


class Attribution(Answer):
    """Where the text names its source."""

    source: str
    rule: str
    start: Count
    end: Count


class Sighting(Answer):
    """A place where the article was seen."""

    path: str
    position: int | None
    sha256: str
    seen: str


class Version(Answer):
    """One of the texts that the article has had."""

    number: int
    sha256: str
    media_type: str
    encoding: str
    replaced: Count
    seen: str
    is_current: bool


class Note(Answer):
    """What somebody wrote about the article."""

    id: int
    text: str
    added: str
    changed: str | None


class Article(Answer):
    """The object of `show --json`; `start` and `end` are offsets into `text`."""

    id: int
    title: str | None
    body: str
    text: str
    zones: list[Zone]
    facts: dict[str, list[Fact]]
    links: list[Link]
    attributions: list[Attribution]
    sightings: list[Sighting]
    versions: list[Version]
    tags: list[str]
    notes: list[Note]
    added: str | None


class Copy(Answer):
    """A copy, and the passages that tell it from the article."""

    id: int
    title: str | None
    publisher: str | None
    published: str | None
    containment: float
    shared: list[str]
    only_there: list[str]
    only_here: list[str]


class Copies(Answer):
    """The object of `copies --json`."""

    id: int
    lead: int
    places: list[str]
    copies: list[Copy]
    warnings: list[str]


class Why(Answer):
    """The object of `why --json`; `verdict` has one for each clause in it."""

    id: int
    title: str | None
    query: str
    understood: str
    matched: bool
    found: bool
    hidden: str | None
    verdict: dict[str, Any]
    warnings: list[str]
