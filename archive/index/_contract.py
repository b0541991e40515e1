"""What an index holds and what every engine must be able to do.

An engine is a module of `archive.index` with

    FORMAT                              raised when what it writes, or how it ranks, changes
    create(folder) -> Index             an empty index in an empty folder
    open(folder, checkpoints) -> Index  the newest state in that folder that one of the
                                        checkpoints vouches for; any exception: none can be used
    build(documents) -> Built           what an index can take in; it can be sent to other processes
    digest(document)                    what `Index.digests` must say of a document
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, cast

import archive.index
from archive import analysis, plugins, schema, zones
from archive.dates import Day, Relative
from archive.errors import UsageError
from archive.index._ranking import Evidence, Recency
from archive.query import Sought, Tree
from archive.seal import Checkpoint, Files

Sort = Literal["relevance", "newest", "oldest", "added"]
Prepare = Callable[[Files], None]
# What an engine makes of documents, which only it can read.
Built = Any


def unprepared(files: Files) -> None:
    """A `Prepare` that lets things take their course."""


def ordinal(day: Day | None) -> int | None:
    """A day of a range as a number, as in `Document.days`; None: the end is open."""
    assert not isinstance(day, Relative), "a tree must be resolved before it is searched for"
    return day.toordinal() if day else None


@dataclass(frozen=True, slots=True)
class Document:
    """An article as an index holds it: terms only, no text.

    Parameters
    ----------
    language:
        Decides which stems its words have; "" if unknown.
    words:
        For each TEXT and NAME field that has a value: its folded words; the index is the position.
    keywords:
        For each KEYWORD field: its folded values; for each of `schema.WHOLE`: the whole ones.
    days:
        For each DATE field that has a value: first and last day it can mean, as
        proleptic Gregorian ordinals (`date.toordinal`, 1 is 0001-01-01).
    cluster:
        Names the copies that it is one of; 0: it has none.
    files:
        In how many other files it was seen.
    paragraphs:
        The positions in `words["body"]` where a paragraph begins, but the first; ascending.
    """

    id: int
    language: str = ""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keywords: Mapping[str, frozenset[str]] = field(default_factory=dict)
    days: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    cluster: int = 0
    files: int = 0
    paragraphs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Watermark:
    """Which state of which archive an index shows; committed together with its documents.

    `token` is new for each commit and also in the database, so that a state is known again for
    certain: numbers come twice when an older database was put back.
    """

    archive_id: str
    index_id: str
    seq: int
    token: str
    fingerprint: str
    analysis: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that matched, and how well (higher is better; only comparable in one search)."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    """A stretch of the ordered matches; `total` counts all of them, exactly.

    `stories` counts the hits that there are to show: as many, or each cluster once.
    """

    total: int
    stories: int
    hits: tuple[Hit, ...]
    warnings: tuple[str, ...] = ()


class Index(Protocol):
    """One open index of an engine."""

    @property
    def watermark(self) -> Watermark | None:
        """What `apply` was last given; None for a new index."""

    def apply(
        self,
        documents: Iterable[Document],
        removed: Iterable[int],
        watermark: Watermark,
        prepare: Prepare = ...,
    ) -> None:
        """Put `documents` in place of those with the same id and drop the ids `removed`.

        All of it, with the watermark, becomes visible at once or not at all, and is on the disk
        when this returns. `prepare` is called with the files of the new state when they are on
        the disk, just before it becomes visible; an engine without files need not call it.
        The caller holds the archive's lock, and has opened the index while holding it.
        """

    def take(
        self,
        built: Built,
        removed: Iterable[int],
        watermark: Watermark,
        prepare: Prepare = ...,
    ) -> None:
        """The same as `apply`, with what `build` of the engine has made of the documents."""

    def search(
        self,
        tree: Tree,
        *,
        limit: int,
        offset: int = 0,
        sort: Sort = "relevance",
        without: Collection[int] = (),
        is_folded: bool = False,
        recency: Recency | None = None,
    ) -> Hits:
        """The matches of `tree` in order; ties are broken by id, so the order is fixed.

        Relative dates must have been `resolved`.

        `is_folded`: of each cluster only the first in that order is shown. `recency`: what is
        old has a lower score, which matters to `relevance` only.

        The ids `without` are left out: articles that are gone, though the index still has them.

        `newest` and `oldest` go by the first day a date can mean, articles without one last;
        `added` shows the latest id first.
        """

    def ids(self, tree: Tree, *, without: Collection[int] = ()) -> list[int]:
        """The id of every match but those in `without`, ascending."""

    def evidence(self, sought: Sought, ids: Collection[int]) -> Sequence[Evidence]:
        """What the scores of the articles `ids` for such a clause are sums of.

        For each field that it is looked for in: the written form, and unless that alone was asked
        for, the stems of each language that the index has.
        """

    def has(self, word: str, field: str) -> bool:
        """Whether `field` of any document may have the form `word`; false only if none has."""

    def like(self, word: str, field: str) -> Mapping[str, int]:
        """The forms in `field` at most two mistakes from `word`, and how many documents have each.

        For suggestions: an engine may leave out those that begin otherwise.
        """

    def beginning(
        self, prefix: str, fields: Sequence[str], count: int
    ) -> Sequence[tuple[str, int]]:
        """The `count` forms beginning with `prefix` that most documents have in any of `fields`.

        Each with how many have it; of as many, in the order of their letters.
        """

    def frequencies(
        self, field: str, ids: Collection[int] | None = None
    ) -> Mapping[str, tuple[int, int]]:
        """How often each word stands in `field` (of words), and in how many articles.

        Among the articles `ids`, None: all; words that none of them has are left out.
        """

    def digests(self) -> Mapping[int, int]:
        """Of each document by its id, the engine's `digest` of what it is found by."""

    def is_touched(self) -> bool:
        """Whether somebody has written to a file of the state that is open; false if it is gone."""

    def close(self) -> None:
        """Let go of files; using the index afterwards is an error."""


class Engine(Protocol):
    """The module of an engine."""

    FORMAT: int

    def create(self, folder: Path) -> Index: ...
    def open(
        self, folder: Path, checkpoints: Sequence[Checkpoint], *, is_thorough: bool = False
    ) -> Index: ...
    def build(self, documents: Iterable[Document]) -> Built: ...
    def digest(self, document: Document) -> int: ...


def engine(name: str) -> Engine:
    """The engine called `name`.

    Raises
    ------
    UsageError
        If there is none.
    """
    known = plugins.names(archive.index)
    if name not in known:
        raise UsageError(f"there is no engine {name!r} (there are: {', '.join(known)})")
    return cast(
        Engine, plugins.load(archive.index, name, ["FORMAT", "create", "open", "build", "digest"])
    )


def fingerprint(name: str) -> str:
    """Changes when an index made before cannot be searched rightly: fields, zones or analysis."""
    format, fields = engine(name).FORMAT, sorted(schema.FIELDS.items())
    stated = repr((name, format, analysis.VERSION, zones.VERSION, fields))
    return hashlib.sha256(stated.encode()).hexdigest()[:16]
