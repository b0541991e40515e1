"""Zones, and the rules that tell them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from archive.zones._hints import any_of

Kind = Literal[
    "headline",
    "dateline",
    "body",
    "related",
    "attribution",
    "caption",
    "byline",
    "closing",
    "residue",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of a text; `start` and `end` are offsets into it, `rule` names what told it."""

    kind: Kind
    start: int
    end: int
    rule: str


def nowhere(text: str) -> Iterable[Span]:
    """No span at all."""
    return ()


def untitled(text: str, start: int, end: int) -> Span | None:
    """No title."""
    return None


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to tell a kind of zone.

    `find` gives offsets in a text, ascending. `line`: or an expression for what a line begins with,
    of which all of it is the zone; such rules are looked for together. `title` gives where in such
    a zone the title of another article stands.
    """

    kind: Kind
    name: str
    find: Callable[[str], Iterable[Span]] = nowhere
    line: str = ""
    title: Callable[[str, int, int], Span | None] = untitled


def has_any(text: str, hints: Sequence[str]) -> bool:
    """Whether any of `hints` is in `text`; ten times faster than an expression finds it."""
    for hint in hints:  # noqa: SIM110  # any() takes three times as long
        if hint in text:
            return True
    return False


def pattern(kind: Kind, name: str, expression: str, *hints: str, flags: int = 0) -> Rule:
    """A rule that is a regular expression; its group `zone`, or all that it matches.

    Every match holds one of `hints`: a text without any, which is told ten times faster, has none.
    """
    compiled = re.compile(expression, flags)
    group = "zone" if "zone" in compiled.groupindex else 0
    holds = any_of(*hints)
    is_at_start = expression.startswith(r"\A")

    def find(text: str) -> Iterable[Span]:
        if not holds(text):
            return ()
        if is_at_start:  # `finditer` would try everywhere
            match = compiled.match(text)
            return (match.span(group),) if match else ()
        return (match.span(group) for match in compiled.finditer(text))

    return Rule(kind, name, find)


def lines(kind: Kind, name: str, *starts: str, is_exact: bool = False) -> Rule:
    """A rule for whole lines that begin with one of some expressions; case counts if `is_exact`."""
    joined = "|".join(starts)
    return Rule(kind, name, line=f"(?:{joined})" if is_exact else f"(?i:{joined})")


class Lines:
    """The rules for whole lines, in one expression: each line is looked at once."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        forms = "|".join(f"(?P<r{n}>{rule.line})" for n, rule in enumerate(self._rules))
        self._form = re.compile(rf"^[ \t\xa0]*(?:{forms})", re.M)

    def find(self, text: str) -> Iterator[Zone]:
        """The zones that they tell."""
        for match in self._form.finditer(text):
            group = match.lastgroup or ""
            rule = self._rules[int(group[1:])]
            end = text.find("\n", match.end())
            yield Zone(rule.kind, match.start(group), len(text) if end < 0 else end, rule.name)
