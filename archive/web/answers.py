"""What answers look like, for the description of the API: the objects that commands print.

Answers are not made of these classes; a test holds them to what the commands really print.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from archive.article import Basis
from archive.index import Sort
from archive.query.parser import Match

Count = Annotated[int, Field(ge=0)]
# Two offsets into a text: where something begins, and where it ends.
Span = Annotated[list[int], Field(min_length=2, max_length=2)]


class Answer(BaseModel):
    """An object with these members and no others."""

    model_config = ConfigDict(extra="forbid")


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
    counts: dict[str, dict[str, Count]]
    files: Count
    folders: Count


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
