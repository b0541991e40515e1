"""What goes into the database, and what became of it."""

from __future__ import annotations

import os
import zlib
from copy import copy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from archive.article import Article, Record, identity, sha256, text_sum
from archive.duplicates import Verdict

if TYPE_CHECKING:
    from archive.sketches import Sketch
    from archive.zones import Told

# 3 % more than at level 6, in two thirds of the time.
_LEVEL = 3


def packed(content: bytes) -> bytes:
    """Original bytes as the database keeps them."""
    return zlib.compress(content, _LEVEL)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A clean article that wants in, with the record it was made of.

    What can be told without the database is told when it is made, which may be in another process:
    the identity of its text, its CRC-32 and its sketch, and the sha256 and the packed bytes of the
    original.
    `told` are its zones, if they are known.
    """

    record: Record
    article: Article
    told: Told | None = field(default=None, repr=False)
    identity: str = field(init=False)
    text_sum: int = field(init=False)
    sha256: str = field(init=False)
    packed: bytes = field(init=False, repr=False)
    sketch: Sketch | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        from archive import sketches  # and with it NumPy, which who only reads articles need not

        object.__setattr__(self, "identity", identity(self.article))
        object.__setattr__(self, "text_sum", text_sum(self.article.text))
        comparable = sketches.comparable(self.article.text)
        object.__setattr__(self, "sketch", sketches.sketch(comparable))
        object.__setattr__(self, "sha256", sha256(self.record.original))
        object.__setattr__(self, "packed", packed(self.record.original))

    def with_original(self, original: bytes) -> Self:
        """The same with other bytes beside it: what was told of the first ones is not told anew."""
        other = copy(self)
        object.__setattr__(other, "record", replace(self.record, original=original))
        return other

    @property
    def path(self) -> bytes:
        """The file it was found in; a file name need not be text."""
        return os.fsencode(self.record.place.path)


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an incoming article, and the id of the article it is now, or belongs to.

    `is_current`: its text is that article's current one at the end of its batch; `seq` is the last
    change number then.
    """

    verdict: Verdict
    id: int
    is_current: bool
    seq: int
