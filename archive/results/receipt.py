"""Receipts: a search written down so that it can be repeated, and told what is another now.

    {"receipt": 1, "query": "banjir -jakarta", "match": "all", "sort": "relevance",
     "copies": "fold", "understood": "banjir NOT jakarta", "today": "2026-11-24", "analysis": "…",
     "archive": "…", "seq": 812, "made": "…", "made_by": "0.1.0", "total": 3, "stories": 2,
     "recent": 0, "ordered": "sha256 of the ids", "hits": [[7, 305419896, 2596069104], …]}

A hit is an id, the CRC-32 of its text, and that of everything else that is said of the article, so
that a receipt holds nothing of the articles themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, get_args

from archive.errors import UsageError
from archive.index import Sort
from archive.query.parser import Match

FORMAT = 1

Hit = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A search and its whole result, in order.

    `today` is the day from which days like -7d were counted. `analysis` says how words and zones
    are read, `archive` and `seq` which state of which archive was searched. Of articles that are
    copies only one is a hit unless `copies` is "all". `recent`: the age in days, seen from `today`,
    at which an article counted half; 0: age did not matter.
    """

    query: str
    match: Match
    sort: Sort
    copies: str
    understood: str
    today: str
    analysis: str
    archive: str
    seq: int
    made: str
    made_by: str
    total: int
    stories: int
    hits: tuple[Hit, ...]
    recent: int = 0

    @property
    def ordered(self) -> str:
        """The sha256 of the ids in order, a line each."""
        return hashlib.sha256("".join(f"{id}\n" for id, _, _ in self.hits).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The receipt as it is written."""
        stated = {"receipt": FORMAT, **asdict(self)}
        hits = stated.pop("hits")
        return {**stated, "ordered": self.ordered, "hits": [list(hit) for hit in hits]}


def read(stated: object) -> Receipt:
    """The receipt that was written as this.

    Raises
    ------
    UsageError
        If it is none, or was changed.
    """
    if not isinstance(stated, dict) or "receipt" not in stated:
        raise UsageError("this is no receipt")
    if stated["receipt"] != FORMAT:
        raise UsageError(f"this receipt has the format {stated['receipt']!r}, not {FORMAT}")
    known = {key: value for key, value in stated.items() if key not in ("receipt", "ordered")}
    try:
        hits = tuple((int(a), int(b), int(c)) for a, b, c in known.pop("hits"))
        receipt = Receipt(**known, hits=hits)
        date.fromisoformat(receipt.today)
    except (TypeError, ValueError, KeyError) as error:
        raise UsageError(f"this receipt is damaged: {error}") from None
    kinds = (get_args(Match), get_args(Sort), ("fold", "all"))
    chosen = (receipt.match, receipt.sort, receipt.copies)
    if type(receipt.recent) is not int or receipt.recent < 0:
        raise UsageError(f"this receipt is damaged: recent is {receipt.recent!r}")
    if receipt.ordered != stated.get("ordered") or not all(map(_is_one_of, chosen, kinds)):
        raise UsageError("this receipt was changed after it was written")
    return receipt


def _is_one_of(value: object, known: Iterable[object]) -> bool:
    return isinstance(value, str) and value in known


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is another than it was: ids by what became of them, and remarks in words.

    `gone` are no hits any more since they were removed, `unmatched` for another reason; `reworded`
    have another text, `retold` something else that is said of them. `is_reordered`: those that were
    hits both times come in another order.
    """

    added: tuple[int, ...]
    gone: tuple[int, ...]
    unmatched: tuple[int, ...]
    reworded: tuple[int, ...]
    retold: tuple[int, ...]
    is_reordered: bool
    remarks: tuple[str, ...]

    @property
    def is_identical(self) -> bool:
        """Whether the same articles were found, unchanged, in the same order."""
        lists = (self.added, self.gone, self.unmatched, self.reworded, self.retold)
        return not any(lists) and not self.is_reordered


def compare(before: Receipt, after: Receipt, gone: Iterable[int]) -> Comparison:
    """What a search found `before` against what it finds `after`; `gone` are no articles now."""
    then = {id: (text, rest) for id, text, rest in before.hits}
    now = {id: (text, rest) for id, text, rest in after.hits}
    both = [id for id in then if id in now]
    removed = then.keys() & set(gone)
    return Comparison(
        added=tuple(id for id in now if id not in then),
        gone=tuple(id for id in then if id in removed),
        unmatched=tuple(id for id in then if id not in now and id not in removed),
        reworded=tuple(id for id in both if then[id][0] != now[id][0]),
        retold=tuple(id for id in both if then[id][0] == now[id][0] and then[id] != now[id]),
        is_reordered=both != [id for id in now if id in then],
        remarks=tuple(_remarks(before, after)),
    )


def _remarks(before: Receipt, after: Receipt) -> Iterable[str]:
    if before.archive != after.archive:
        yield f"it was written in another archive, {before.archive}: ids mean other articles here"
    if before.understood != after.understood:
        yield f"the query was understood as {before.understood}, now as {after.understood}"
    if before.analysis != after.analysis:
        yield "words are read in another way now: stems, zones or settings have changed"
