"""The query tree: what a query asks for, free of how it was typed and of any engine.

`str(tree)` writes it back in the query language, with nothing left implicit but AND.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive import dates
from archive.query.spelling import distance
from archive.schema import FIELDS, WHOLE, Kind


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article; not part of the language, `list` without a query asks for it."""

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word. `field` None means the default fields. `exact`: no stems."""

    text: str
    field: str | None = None
    exact: bool = False

    def __str__(self) -> str:
        return f"{_prefix(self.field)}{'=' if self.exact else ''}{self.text}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more folded words in this order in one field, at most `slop` others between them."""

    words: tuple[str, ...]
    field: str | None = None
    exact: bool = False
    slop: int = 0

    def __str__(self) -> str:
        near = f"~{self.slop}" if self.slop else ""
        return f'{_prefix(self.field)}{"=" if self.exact else ""}"{" ".join(self.words)}"{near}'


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Two or more folded words in one paragraph of a field, in any order."""

    words: tuple[str, ...]
    field: str | None = None
    exact: bool = False

    def __str__(self) -> str:
        return f'{_prefix(self.field)}{"=" if self.exact else ""}"{" ".join(self.words)}"~para'


@dataclass(frozen=True, slots=True)
class First:
    """A word or a phrase that stands, all of it, within the first `count` words of a field."""

    count: int
    clause: Word | Phrase

    @property
    def field(self) -> str | None:
        """Where it is looked for."""
        return self.clause.field

    def __str__(self) -> str:
        return f"first({self.count}, {self.clause})"


@dataclass(frozen=True, slots=True)
class Times:
    """A word or a phrase that stands at least at `count` places in one field."""

    count: int
    clause: Word | Phrase

    @property
    def field(self) -> str | None:
        """Where it is looked for."""
        return self.clause.field

    def __str__(self) -> str:
        return f"times({self.count}, {self.clause})"


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A folded pattern: `*` is any run of letters, `?` is one. Matches written forms only."""

    pattern: str
    field: str | None = None

    def __str__(self) -> str:
        return f"{_prefix(self.field)}{self.pattern}"

    @property
    def expression(self) -> re.Pattern[str]:
        """The regular expression that the whole of a written form has to match.

        What stands between two stars is looked for once, where it comes first (`(?>…)`): to try
        all its places would take years for `aa*a*a*a*…`.
        """
        parts = [re.escape(part).replace(r"\?", ".") for part in self.pattern.split("*")]
        first, *others = parts
        between = "".join(f"(?>.*?{part})" for part in others[:-1] if part)
        rest = f"{between}.*{others[-1]}" if others else ""
        return re.compile(first + rest, re.DOTALL)

    @property
    def fixed(self) -> str:
        """The letters before the first wildcard."""
        return re.split(r"[*?]", self.pattern, maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A folded word as it may have been mistyped: `edits` letters at most are wrong.

    A letter too many, too few or another one counts one, and so do two neighbours that changed
    places. The first letter must be right. Matches written forms only.
    """

    text: str
    field: str | None = None
    edits: int = 1

    def __str__(self) -> str:
        return f"{_prefix(self.field)}{self.text}~{self.edits if self.edits > 1 else ''}"

    def mistakes(self, form: str) -> int | None:
        """How many letters of a written form are wrong; None if they are too many."""
        return distance(self.text, form, self.edits) if form[0] == self.text[0] else None


@dataclass(frozen=True, slots=True)
class Value:
    """The whole folded value of a keyword field or a facet, or a number."""

    text: str
    field: str

    def __str__(self) -> str:
        if self.field == "basis":
            return "{}.basis:{}".format(*self.text.split(":"))
        if self.field in WHOLE:
            return f'{self.field}:=="{self.text}"'
        is_syntax = set(self.text) & set(' ()*?"=<>') or ".." in self.text or self.text[:1] == "-"
        quote = '"' if is_syntax or not self.text else ""
        return f"{self.field}:{quote}{self.text}{quote}"


@dataclass(frozen=True, slots=True)
class Range:
    """Days, both ends included; None is an open end. What is dated must lie wholly inside.

    An end may be relative to today; `resolved` turns it into a day.
    """

    low: dates.Day | None
    high: dates.Day | None
    field: str

    def __str__(self) -> str:
        return f"{self.field}:{dates.write_range(self.low, self.high)}"


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Whole numbers, both ends included; None is an open end."""

    low: int | None
    high: int | None
    field: str

    def __str__(self) -> str:
        return f"{self.field}:{_ends(self.low, self.high)}"


@dataclass(frozen=True, slots=True)
class WordRange:
    """Folded words in the order of their letters, both ends included; None is an open end.

    What begins with the last one is included. Of a field of names the first word is compared.
    """

    low: str | None
    high: str | None
    field: str

    def __str__(self) -> str:
        return f"{self.field}:{_ends(self.low, self.high)}"

    def holds(self, form: str) -> bool:
        """Whether a written form is between the ends."""
        is_below = self.low is not None and form < self.low
        return not is_below and (self.high is None or form[: len(self.high)] <= self.high)


@dataclass(frozen=True, slots=True)
class Boost:
    """A clause whose score counts `factor` times."""

    clause: Tree
    factor: float

    def __str__(self) -> str:
        inner = str(self.clause) if _is_of_words(self.clause) else f"({self.clause})"
        return f"{inner}^{self.factor:g}"


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more clauses, none of them an `And`."""

    clauses: tuple[Tree, ...]

    def __str__(self) -> str:
        return " ".join(f"({c})" if isinstance(c, Or) else str(c) for c in self.clauses)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more clauses, none of them an `Or`."""

    clauses: tuple[Tree, ...]

    def __str__(self) -> str:
        return " OR ".join(str(clause) for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever the clause does not match; the clause is no `Not`."""

    clause: Tree

    def __str__(self) -> str:
        inner = str(self.clause)
        return f"NOT ({inner})" if isinstance(self.clause, And | Or) else f"NOT {inner}"


Words = Word | Phrase | Paragraph | First | Times | Wildcard | Fuzzy
Tree = Everything | Words | Value | Range | NumberRange | WordRange | Boost | And | Or | Not


def _is_of_words(tree: Tree) -> bool:
    """Whether a weight may stand right behind it: in whole values it would be part of the value."""
    if not isinstance(tree, Words):
        return False
    return tree.field is None or FIELDS[tree.field].kind in (Kind.TEXT, Kind.NAME)


def _ends(low: int | str | None, high: int | str | None) -> str:
    return f"{'' if low is None else low}..{'' if high is None else high}"


def _prefix(field: str | None) -> str:
    return f"{field}:" if field else ""
