"""Why an article is what a query asks for, or is not: a verdict for each clause of the query.

The verdicts are the reference meaning's (`archive.index.matches`), so that they agree with what
every engine answers; the index itself is asked only where a clause stands for more words than it
may look for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeGuard

from archive.deadline import check, within
from archive.errors import SlowQueryError
from archive.index import Document, Hits, Loose, is_number, matches, within_document
from archive.query import (
    And,
    Boost,
    Everything,
    Not,
    NumberRange,
    Or,
    Tree,
    Value,
    Words,
    resolved,
)
from archive.query.walk import moved
from archive.results.nearest import About, Reason, fields_of, is_met, nearest
from archive.results.standing import Case, Standing, standing
from archive.results.values import values
from archive.schema import FIELDS, Kind

Combines = Literal["all", "any", "not"]
# What tells most of a clause that does not match comes first.
_ORDER: tuple[About, ...] = (
    "places", "exact", "field", "version", "copy", "language", "spelling", "beginning", "inside",
    "limit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a clause matches, and why; `combines`: how its `clauses` make it up, if it has any.

    `found`: where its words stand. Of a negation the one clause is what must not match.
    """

    clause: str
    matched: bool
    combines: Combines | None = None
    clauses: tuple[Verdict, ...] = ()
    found: tuple[Standing, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As in `why --json`."""
        return {
            "clause": self.clause,
            "matched": self.matched,
            "combines": self.combines,
            "found": [one.as_json() for one in self.found],
            "reasons": [reason.as_json() for reason in self.reasons],
            "clauses": [clause.as_json() for clause in self.clauses],
        }


@dataclass(frozen=True, slots=True)
class Why:
    """What `why` answers about the article `id`.

    `found`: whether the index finds it. `hidden`: why a search may not show it all the same.
    """

    id: int
    title: str | None
    query: str
    matched: bool
    found: bool
    verdict: Verdict
    hidden: str | None = None
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object that `why --json` answers with."""
        return {
            "id": self.id,
            "title": self.title,
            "query": self.query,
            "understood": self.verdict.clause,
            "matched": self.matched,
            "found": self.found,
            "hidden": self.hidden,
            "verdict": self.verdict.as_json(),
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True)
class Judge:
    """Finds the verdict on each clause about one article.

    Parameters
    ----------
    ask:
        What the index answers to a clause, this article alone being looked at.
    read_versions:
        The documents of its other versions, by number.
    read_copies:
        The documents of its copies, by id.
    seconds, began:
        How long may be looked for what is nearest, and since when (`perf_counter`); 0: for ever.
    """

    case: Case
    today: date
    ask: Callable[[Tree], Hits]
    read_versions: Callable[[], Mapping[int, Document]]
    read_copies: Callable[[], Mapping[int, Document]]
    seconds: float
    began: float

    def verdict(self, tree: Tree, *, is_wanted: bool = True) -> Verdict:
        """The verdict on `tree`; what is not `is_wanted` need not be explained if it is not met."""
        match tree:
            case And(clauses):
                parts = tuple(self.verdict(one, is_wanted=is_wanted) for one in clauses)
                return Verdict(str(tree), all(one.matched for one in parts), "all", parts)
            case Or(clauses):
                parts = tuple(self.verdict(one, is_wanted=is_wanted) for one in clauses)
                return Verdict(str(tree), any(one.matched for one in parts), "any", parts)
            case Not(clause):
                inner = self.verdict(clause, is_wanted=not is_wanted)
                return Verdict(str(tree), not inner.matched, "not", (inner,))
            case Boost(clause):
                return replace(self.verdict(clause, is_wanted=is_wanted), clause=str(tree))
            case Everything():
                return Verdict("", matched=True)
            case _:
                return self._leaf(tree, is_wanted=is_wanted)

    def _leaf(self, tree: Tree, *, is_wanted: bool) -> Verdict:
        check()
        meant = resolved(tree, self.today)
        matched, beyond = self._is_met(meant)
        found = tuple(self._found(meant)) if matched else ()
        reasons = [*beyond]
        if matched and not found and _is_of_words(meant):
            reasons.append(Reason("places", "stands further on than places are looked for"))
        elif not found and not beyond:
            told = values(tree, meant, self.case, is_met=matched)
            reasons += [Reason("value", text) for text in told]
        if not matched and not beyond and is_wanted and _is_of_words(meant):
            reasons += self._instead(meant)
        return Verdict(str(tree), matched, found=found, reasons=tuple(reasons))

    def _is_met(self, meant: Tree) -> tuple[bool, list[Reason]]:
        """The verdict, and that it is one because of the words that are looked for at most."""
        match meant:
            case Value(_, "copies") | NumberRange(_, _, "copies"):
                return is_number(self.case.copies, meant), []
            case _ if not isinstance(meant, Loose):
                return matches(meant, self.case.document), []
        if not matches(within_document(meant, self.case.document), self.case.document):
            return False, []
        hits = self.ask(meant)
        if hits.total or not hits.warnings:
            return True, []
        return False, [Reason("limit", f"it has such a word, but {hits.warnings[0]}")]

    def _found(self, meant: Tree) -> Iterator[Standing]:
        """Where a clause of words stands, field by field."""
        if _is_of_words(meant):
            for field in fields_of(meant):
                if is_met(moved(meant, field), self.case.document):
                    stands = standing(meant, self.case, field)
                    if stands:
                        yield stands

    def _instead(self, meant: Words) -> list[Reason]:
        """What is nearest to a clause of words that does not match, if there is time for it."""
        near: list[Reason] = []
        try:
            with within(self.seconds, since=self.began):
                near.extend(nearest(meant, self.case))
                near.extend(self._in_others(meant))
        except SlowQueryError:
            near.append(Reason("limit", "there is no time to look for all that is near"))
        return sorted(near, key=lambda reason: _ORDER.index(reason.about))

    def _in_others(self, meant: Words) -> Iterator[Reason]:
        """The other versions of the article, and the copies of it, that do match."""
        for number, document in self._versions.items():
            if is_met(meant, document):
                yield Reason("version", f"stands in version {number} of it, which is not searched")
        for id, document in self._copies.items():
            if is_met(meant, document):
                yield Reason("copy", f"stands in article {id}, a copy of it")

    @cached_property
    def _versions(self) -> Mapping[int, Document]:
        return self.read_versions()

    @cached_property
    def _copies(self) -> Mapping[int, Document]:
        return self.read_copies()


def _is_of_words(tree: Tree) -> TypeGuard[Words]:
    """Whether it asks for words of a text or name, and not for whole values."""
    if not isinstance(tree, Words):
        return False
    return tree.field is None or FIELDS[tree.field].kind in (Kind.TEXT, Kind.NAME)
