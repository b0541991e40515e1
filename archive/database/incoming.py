"""What goes into the database, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.article import Article, Record
from archive.duplicates import Verdict


@dataclass(frozen=True, slots=True)
class Incoming:
    """A clean article that wants in, with the record it was made of."""

    record: Record
    article: Article


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an incoming article, and the id of the article it is now, or belongs to."""

    verdict: Verdict
    id: int
