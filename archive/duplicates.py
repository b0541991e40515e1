"""Whether an article that comes in is new, changed, the same, or a copy: the verdict, stated once.

added      its text and its key (URL or file) are unknown
changed    its key is known with another text: it becomes the current version
same       this text was already read from this place, or is the key's current text
copy       its text is known from another place: that article gets one more sighting
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive import dates

Verdict = Literal["added", "changed", "same", "copy"]


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive knows about an incoming article.

    Parameters
    ----------
    by_text:
        The id of the article that has this text now, or of the key's article if it had it once.
    by_key:
        The id of the article with this key.
    is_current:
        Whether the known text is that article's current version.
    is_seen:
        Whether these very bytes were already seen in this file.
    """

    by_text: int | None = None
    by_key: int | None = None
    is_current: bool = True
    is_seen: bool = False


def verdict(known: Known, *, is_one_of_many: bool) -> Verdict:
    """What an incoming article is.

    `is_one_of_many`: it comes from a file of many records. Such a file may hold two texts of one
    URL; reading it again must not turn the article back and forth, so what was seen stays seen.
    A file of its own that has gone back to an earlier text, however, has changed.
    """
    if known.by_text is None:
        return "added" if known.by_key is None else "changed"
    if known.is_seen and (known.is_current or is_one_of_many):
        return "same"
    if known.by_key == known.by_text:
        return "same" if known.is_current else "changed"
    return "copy"


def precedence(published: str | None, length: int, id: int) -> tuple[int, int, int]:
    """Who of several copies leads: the lowest of these.

    The one that was published first; of those published on one day, or on none that is known, the
    longest; of these the first in the archive.
    """
    day = dates.span(published)[0].toordinal() if published else 0
    return day or date.max.toordinal(), -length, id
