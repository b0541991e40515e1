"""Stored articles once more: what newer rules make of their originals takes the place of before.

What a person stated stays. Another text is a new version; the one before is kept.
"""

from __future__ import annotations

import os
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection

from archive.article import Article, Fact, Place
from archive.database import copies, writing
from archive.database.incoming import Incoming
from archive.errors import DamageError

_CURRENT = (
    "SELECT article_id, id, identity, sha256, media_type FROM version"
    " WHERE is_current AND article_id IN ({marks})"
)
# The place of the version's own bytes first, then those of others that say the same.
_PLACES = (
    "SELECT s.version_id, s.path, s.position, s.sha256, o.content FROM sighting s"
    " JOIN version v ON v.id = s.version_id JOIN original o ON o.sha256 = s.sha256"
    " WHERE s.version_id IN ({marks}) GROUP BY s.version_id, s.sha256"
    " ORDER BY s.sha256 != v.sha256, min(s.id)"
)
_OWNER = "SELECT article_id FROM version WHERE identity = ? AND is_current AND article_id != ?"
_FORGET = "DELETE FROM fact WHERE version_id = ? AND basis != 'edited'"
_MOVE = "UPDATE sighting SET version_id = ? WHERE version_id = ? AND sha256 = ?"


@dataclass(frozen=True, slots=True)
class Original:
    """Bytes as they were found; `media_type` is None where nobody kept what they were read as."""

    place: Place
    media_type: str | None
    content: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored article with the bytes that its current version was made of, its own first."""

    article: Article
    version_id: int
    identity: str
    originals: tuple[Original, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """What became of a stored article; `reason` says why it was left as it is.

    `fields` are those of which something else is known now, or "text".
    """

    id: int
    outcome: Literal["changed", "same", "failed"]
    fields: tuple[str, ...] = ()
    reason: str | None = None


def kept(connection: Connection, articles: Sequence[Article]) -> list[Kept]:
    """These articles, of which nobody changes any meanwhile, with their originals.

    Raises
    ------
    DamageError
        If the bytes of one cannot be unpacked.
    """
    ids = [article.id for article in articles]
    rows = {row[0]: row[1:] for row in _about(connection, _CURRENT, ids)}
    owned = {version_id: (sha, kind) for version_id, _, sha, kind in rows.values()}
    originals: dict[int, list[Original]] = defaultdict(list)
    for version_id, path, position, sha, content in _about(connection, _PLACES, list(owned)):
        own, kind = owned[version_id]
        place = Place(os.fsdecode(path), position or None)
        media_type = kind if sha == own else None
        originals[version_id].append(Original(place, media_type, _unpacked(sha, content)))
    return [
        Kept(article, version_id, identity, tuple(originals[version_id]))
        for article in articles
        for version_id, identity, *_ in [rows[article.id]]
    ]


def _unpacked(sha: str, content: bytes) -> bytes:
    try:
        return zlib.decompress(content)
    except zlib.error as error:
        raise DamageError(f"the original {sha} is damaged: {error}") from error


def revise(
    connection: Connection, revised: Sequence[tuple[Kept, Incoming | str]]
) -> list[Revision]:
    """Let what newer rules say of articles take the place of what is known; what became of each.

    Where a text stands, it is the reason why nothing could be said anew.
    """
    outcomes, reworded = [], {}
    for before, after in revised:
        outcome = _revise(connection, before, after)
        outcomes.append(outcome)
        if "text" in outcome.fields and isinstance(after, Incoming):
            reworded[outcome.id] = (after.sketch,)
    copies.note(connection, reworded)
    changed = [outcome.id for outcome in outcomes if outcome.outcome == "changed"]
    writing.record_changes(connection, changed)
    return outcomes


def _revise(connection: Connection, before: Kept, after: Incoming | str) -> Revision:
    id = before.article.id
    if isinstance(after, str):
        return Revision(id, "failed", reason=after)
    if after.identity != before.identity:
        owner = connection.exec_driver_sql(_OWNER, (after.identity, id)).scalar()
        if owner is not None:
            return Revision(id, "failed", reason=f"it would have the text of article {owner}")
        return _reword(connection, before, after)
    old, new = _told(before.article), _told(after.article)
    if old == new:
        return Revision(id, "same")
    connection.exec_driver_sql(_FORGET, (before.version_id,))
    writing.state(connection, before.version_id, new)
    differing = {fact.field for fact in {*old}.symmetric_difference(new)}
    return Revision(id, "changed", tuple(sorted(differing or {fact.field for fact in new})))


def _reword(connection: Connection, before: Kept, after: Incoming) -> Revision:
    """Add what is read now as another version, with what a person stated about the one before."""
    id = before.article.id
    version_id = writing.add_current(connection, before.version_id, id, after)
    edited = [
        replace(fact, start=None, end=None)
        for fact in before.article.facts
        if fact.basis == "edited"
    ]
    writing.state(connection, version_id, [*_told(after.article), *edited])
    connection.exec_driver_sql(_MOVE, (version_id, before.version_id, after.sha256))
    return Revision(id, "changed", ("text",))


def _told(article: Article) -> list[Fact]:
    """What the file and the rules say, each once; of one field in the order that counts."""
    said: dict[Any, Fact] = {}
    for fact in article.facts:
        if fact.basis != "edited":
            said.setdefault((fact.field, fact.value, fact.basis, fact.rule), fact)
    return sorted(said.values(), key=lambda fact: (fact.field, fact.basis))


def _about(connection: Connection, statement: str, ids: Sequence[int]) -> list[Any]:
    """The rows of `statement` for these ids."""
    filled = statement.format(marks=", ".join("?" * len(ids)))
    return list(connection.exec_driver_sql(filled, tuple(ids)))
