"""From rules to zones: what several rules claim is the first one's, what none claims is body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from archive import plugins
from archive.article import Article, text_sum
from archive.zones import rules as _folder
from archive.zones._rule import Kind, Lines, Rule, Zone

# What a search looks in if nothing else is said. A clause that names a source is part of a
# sentence of the body.
BODY: frozenset[Kind] = frozenset({"headline", "body", "attribution"})
# What no zone begins or ends with.
_BLANK = "[\\s\u200b\u202f\ufeff]"
_LINE = re.compile(r"[^\n]+")
_SOLID = re.compile(f"(?!{_BLANK}).", re.DOTALL)


@cache
def _rules() -> tuple[Lines, tuple[Rule, ...]]:
    found = plugins.discover(_folder, ["RULES"])
    rules = [rule for module in found.values() for rule in module.RULES]
    return Lines(rule for rule in rules if rule.line), tuple(r for r in rules if not r.line)


@cache
def _by_name() -> dict[tuple[Kind, str], Rule]:
    return {(rule.kind, rule.name): rule for rule in _rules()[1]}


def rule_of(zone: Zone) -> Rule:
    """The rule that told a zone which is no whole line and no body.

    Raises
    ------
    LookupError
        If no rule told it.
    """
    return _by_name()[zone.kind, zone.rule]


def zones(
    text: str,
    title: str | None = None,
    *,
    but: frozenset[str] = frozenset(),
    learned: frozenset[str] = frozenset(),
) -> list[Zone]:
    """The zones of `text` in order; with a `title`, a first line that repeats it is the headline.

    Every character that is not blank lies in one of them. Kinds that do not matter, `but`, are not
    looked for, and are body then. Lines that are `learned`, as `squeezed` has them, are residue.
    """
    lines, rules = _rules()
    claimed = [*_headline(text, title), *lines.find(text)]
    claimed += [
        Zone(rule.kind, *span, rule.name)
        for rule in rules
        if rule.kind not in but
        for span in rule.find(text)
    ]
    claimed += _repeated(text, learned)
    return list(_filled(text, _apart(text, claimed)))


def zones_of(article: Article, *, but: frozenset[str] = frozenset()) -> list[Zone]:
    """The zones of an article's text, as `zones` tells them."""
    return zones(article.text, _title(article), but=but, learned=article.residue)


def _title(article: Article) -> str | None:
    title = article.fact("title")
    return title.value if title and title.basis != "inferred" else None


def squeezed(line: str) -> str:
    """A line without blank space around it, and with one space between its words."""
    return " ".join(line.split())


@dataclass(frozen=True, slots=True)
class Told:
    """Zones that were told before, and of which text and title."""

    zones: tuple[Zone, ...]
    title: str | None
    length: int
    sum: int

    @classmethod
    def of(cls, article: Article, zones: Iterable[Zone]) -> Told:
        """`zones`, which are those of `article`."""
        return cls(tuple(zones), _title(article), len(article.text), text_sum(article.text))

    def hold_for(self, article: Article) -> bool:
        """Whether `zones_of` would tell the same of `article`, in a twentieth of the time."""
        return (
            not article.residue  # which nobody knew of then
            and self.length == len(article.text)
            and self.title == _title(article)
            and self.sum == text_sum(article.text)
        )


def masked(text: str, found: Iterable[Zone], kinds: Iterable[str]) -> str:
    """`text` of the same length, with blanks where no zone of these kinds is.

    Where others stand between, the first of the blanks is a new line, as in `text_of`.
    """
    wanted = frozenset(kinds)
    pieces, end, is_next = [], 0, False
    for zone in found:
        if zone.kind in wanted:
            between = zone.start - end
            if is_next:
                pieces.append(text[end : zone.start])
            else:
                pieces.append("\n"[:between] + " " * (between - 1))
            pieces.append(text[zone.start : zone.end])
            end = zone.end
        is_next = zone.kind in wanted
    return "".join([*pieces, " " * (len(text) - end)])


def text_of(text: str, found: Iterable[Zone], kinds: Iterable[str]) -> str:
    """What the zones of some kinds say; a new line begins where others stand between them."""
    wanted = frozenset(kinds)
    pieces: list[str] = []
    end = -1
    for zone in found:
        if zone.kind in wanted:
            if pieces:
                pieces.append(text[end : zone.start] if end >= 0 else "\n")
            pieces.append(text[zone.start : zone.end])
            end = zone.end
        else:
            end = -1
    return "".join(pieces)


def _repeated(text: str, learned: frozenset[str]) -> Iterator[Zone]:
    """The lines that were learned to be residue."""
    for line in _LINE.finditer(text) if learned else ():
        if squeezed(line[0]) in learned:
            yield Zone("residue", *line.span(), "learned")


def _headline(text: str, title: str | None) -> Iterator[Zone]:
    begins = _SOLID.search(text) if title else None
    if begins and title:
        start = begins.start()
        end = text.find("\n", start, start + 2 * len(title))
        line = text[start : end if end > 0 else start + 2 * len(title)].rstrip()
        if " ".join(line.split()).casefold() == " ".join(title.split()).casefold():
            yield Zone("headline", start, start + len(line), "the title")


def _apart(text: str, claimed: Iterable[Zone]) -> Iterator[Zone]:
    """The claimed zones without overlaps: of two, what the second has more than the first."""
    end = 0
    for zone in sorted(claimed, key=lambda zone: (zone.start, -zone.end)):
        kept = _trimmed(text, zone.kind, max(zone.start, end), zone.end, zone.rule)
        if kept:
            yield kept
            end = kept.end


def _filled(text: str, found: Iterable[Zone]) -> Iterator[Zone]:
    """`found`, with body between."""
    end = 0
    for zone in (*found, Zone("body", len(text), len(text), "")):
        if between := _trimmed(text, "body", end, zone.start, "no other"):
            yield between
        if zone.start < zone.end:
            yield zone
        end = zone.end


def _trimmed(text: str, kind: Kind, start: int, end: int, rule: str) -> Zone | None:
    """The zone without blank space at its ends; None if nothing is left."""
    first = _SOLID.search(text, start, end)
    if not first:
        return None
    last = end
    while _SOLID.match(text, last - 1, last) is None:
        last -= 1
    return Zone(kind, first.start(), last, rule)
