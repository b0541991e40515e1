"""Record → Article: what is read, what is kept, and where every value came from.

A `Record` is one unit of a seed as a reader found it. Cleaning and enriching turn it into an
`Article`, the immutable thing that is kept. Every value of an article is a `Fact` that says on
what it rests; several facts may compete for one field, and `Article.fact` picks by `BASES`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zlib import crc32

Basis = Literal["edited", "declared", "extracted", "inferred"]

# Whom to believe first: a person, the file, a rule that points at the text, a guess.
BASES: tuple[Basis, ...] = ("edited", "declared", "extracted", "inferred")
_RANKS = {basis: rank for rank, basis in enumerate(BASES)}

_SPACE = re.compile(r"\s")
_PART = 1 << 16


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one field, and where it came from.

    `rule` names what produced it (a key of the file, an extractor, an option). `start` and `end`
    are offsets into the article's text where the value stands there, else None. `confidence` is how
    often a rule that can be wrong is right, or how sure it is: from 0 to 1, None where it makes no
    such claim.
    """

    field: str
    value: str
    basis: Basis
    rule: str
    start: int | None = None
    end: int | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record was found: a file, and its number in a file of many (from 1).

    `path` is as the system gives it, and may hold surrogate escapes for bytes that are no UTF-8.
    """

    path: str
    position: int | None = None

    def __str__(self) -> str:
        path = readable(self.path)
        return path if self.position is None else f"{path}:{self.position}"


@dataclass(frozen=True, slots=True)
class Record:
    """One unit read from a seed, raw.

    Parameters
    ----------
    original:
        The bytes it was read from, exactly (a file's content, one line of a JSONL file).
    text:
        The article's text, decoded.
    encoding, replaced:
        How `original` was decoded, and how many characters could not be (they are U+FFFD).
    facts:
        What the file itself declares.
    key:
        What stays the same when the article is changed: its URL, or its file. None if nothing
        does. A record with a known key and an unknown text is a new version.
    remark:
        What the reader could not make sense of, in words.
    tags, notes:
        What its owner called it and wrote about it in the program that it comes from. The article
        gets them where the record is seen for the first time: what is taken away stays away.
    """

    place: Place
    original: bytes
    media_type: str
    text: str
    encoding: str = "utf-8"
    replaced: int = 0
    facts: tuple[Fact, ...] = ()
    key: str | None = None
    remark: str | None = None
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where an article was seen, with the sha256 of the bytes seen there."""

    path: str
    position: int | None
    sha256: str
    seen: datetime

    def __str__(self) -> str:
        return str(Place(self.path, self.position))


@dataclass(frozen=True, slots=True)
class Version:
    """One text of an article; `number` counts from 1, the highest is not always the current."""

    number: int
    sha256: str
    media_type: str
    encoding: str
    replaced: int
    seen: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class Residue:
    """A line that was learned to be no part of the articles of a publisher, a folded name.

    It stood in `stories` of them then, copies left out.
    """

    id: int
    publisher: str
    line: str
    stories: int
    learned: datetime

    @property
    def sum(self) -> int:
        """The CRC-32 of what it says."""
        stated = (self.publisher, self.line, self.stories, self.learned.isoformat())
        return crc32(repr(stated).encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote about an article; `changed`: when it was last written anew."""

    id: int
    text: str
    added: datetime
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A clean article, immutable. `id` is 0 until it is stored.

    `cluster` names the copies that it is one of by the lowest of their ids; None: it has none.
    `residue` are the lines that were learnt to be no part of the articles of its publisher.
    """

    text: str
    facts: tuple[Fact, ...] = ()
    tags: tuple[str, ...] = ()
    id: int = 0
    added: datetime | None = None
    sightings: tuple[Sighting, ...] = ()
    versions: tuple[Version, ...] = ()
    cluster: int | None = None
    residue: frozenset[str] = frozenset()
    notes: tuple[Note, ...] = ()

    @property
    def places(self) -> frozenset[str]:
        """The files that it was seen in."""
        return frozenset(sighting.path for sighting in self.sightings)

    def candidates(self, field: str) -> list[Fact]:
        """Every fact about `field`, the most trusted first."""
        about = [fact for fact in self.facts if fact.field == field]
        return sorted(about, key=lambda fact: _RANKS[fact.basis])

    def believed(self, field: str) -> list[Fact]:
        """The facts about a field of which an article has several: what a person stated about it,
        or else all.
        """
        candidates = self.candidates(field)
        return [fact for fact in candidates if fact.basis == "edited"] or candidates

    def fact(self, field: str) -> Fact | None:
        """The most trusted fact about `field`, or None. Of equals, the first that was stated."""
        return next(iter(self.candidates(field)), None)

    def value(self, field: str) -> str | None:
        """The value of the most trusted fact about `field`, or None."""
        fact = self.fact(field)
        return fact.value if fact else None

    def trusted(self) -> dict[str, Fact]:
        """`fact` of each field that has one, all at once; none whose value is empty."""
        trusted: dict[str, Fact] = {}
        for fact in self.facts:
            other = trusted.get(fact.field)
            if other is None or _RANKS[fact.basis] < _RANKS[other.basis]:
                trusted[fact.field] = fact
        return {field: fact for field, fact in trusted.items() if fact.value}

    def values(self) -> dict[str, str]:
        """`value` of each field that has one, all at once; none that is empty."""
        return {field: fact.value for field, fact in self.trusted().items()}


def readable(path: str) -> str:
    """A path as text: bytes of a file name that are no UTF-8 become `\\xe9`."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def text_sum(text: str) -> int:
    """The CRC-32 of a text in UTF-8."""
    return crc32(text.encode("utf-8", "surrogatepass"))


def sha256(content: bytes) -> str:
    """The SHA-256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def identity(article: Article) -> str:
    """What makes an article this one: the sha256 of its text, its layout and encoding aside.

    The same words in another encoding, with other line ends or other blank space around the
    lines, are the same article. The title counts only where there is no text.
    """
    text = article.text if article.text.strip() else article.value("title") or ""
    lines = (_squeezed(line) for line in unicodedata.normalize("NFC", text).splitlines())
    plain = "\n".join(line for line in lines if line)
    return sha256(plain.encode("utf-8", "surrogatepass"))


def _squeezed(line: str) -> str:
    """`line` with one space between its words and none around them."""
    if len(line) <= _PART:
        return " ".join(line.split())
    return " ".join(piece for part in _parts(line) if (piece := " ".join(part.split())))


def _parts(line: str) -> Iterator[str]:
    """`line` cut between words, for each of millions would take 60 bytes by itself."""
    start = 0
    while len(line) - start > _PART and (space := _SPACE.search(line, start + _PART)):
        yield line[start : space.start()]
        start = space.start()
    yield line[start:] if start else line
