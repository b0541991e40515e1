"""A query narrowed down to days of publication, as the bars of a timeline do it.

The days stand in the query itself, so that they can be seen there, changed and learned from:

    banjir           2023-07  →  banjir published:2023-07
    banjir OR gempa  2023-07  →  (banjir OR gempa) AND published:2023-07
"""

from __future__ import annotations

import re
from datetime import date

from archive import query
from archive.errors import QueryError
from archive.query import Everything, Tree, all_of
from archive.query.parser import Match
from archive.results.timeline import By

_LAST = re.compile(r"(?:^|\s+)(?:AND\s+)?published:(\S+)$")
_WRAPPED = re.compile(r"\((.*)\)", re.DOTALL)


def narrowing(text: str, match: Match) -> str:
    """What days are to be written behind, to bind `text` to them in place of those it has."""
    rest, clause = without_days(text, match), "published:"
    if not rest:
        return clause
    day = "2023"
    wanted = _both(_parsed(rest, match), _parsed(clause + day, match))
    ways = (f"{rest} {clause}", f"{rest} AND {clause}", f"({rest}) AND {clause}")
    return next((way for way in ways if _parsed(way + day, match) == wanted), ways[-1])


def days_of(text: str, match: Match) -> str | None:
    """The days that a query ends with and is bound to as a whole; None if there are none."""
    found = _LAST.search(text.rstrip())
    if not found:
        return None
    bound = _parsed(found.group().strip().removeprefix("AND"), match)
    whole, rest = _parsed(text, match), _parsed(text[: found.start()], match)
    return found.group(1) if bound and whole == _both(rest, bound) else None


def without_days(text: str, match: Match) -> str:
    """`text` without the days that it ends with and is bound to."""
    text = text.strip()
    if days_of(text, match) is None:
        return text
    rest = _LAST.sub("", text).strip()
    inside = _WRAPPED.fullmatch(rest)
    is_wrapped = inside is not None and _parsed(inside[1], match) == _parsed(rest, match)
    return inside[1] if inside is not None and is_wrapped else rest


def days_in(first: date, last: date, by: By) -> str:
    """A period as it may stand behind `published:`."""
    if by == "week":
        return f"{first.isoformat()}..{last.isoformat()}"
    return first.isoformat()[: {"year": 4, "month": 7, "day": 10}[by]]


def _both(tree: Tree | None, clause: Tree | None) -> Tree | None:
    if tree is None or clause is None or isinstance(tree, Everything):
        return clause
    return all_of([tree, clause])


def _parsed(text: str, match: Match) -> Tree | None:
    """The tree of a part of a query; None if it is none by itself."""
    if not text.strip():
        return Everything()
    try:
        return query.parse(text, match)
    except QueryError:
        return None
