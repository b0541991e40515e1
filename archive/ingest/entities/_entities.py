"""From mentions to entities: each once, under its fullest name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from archive.ingest.entities._runs import Mention, mentions
from archive.ingest.entities._shapes import FULL_NAME, Rule

FIELDS = ("person", "location", "organisation")
# How many of each field an article has at the most, and how much of a text is read for them.
MOST = 15
REACH = 60_000
# A text whose first lines are all this short was broken into lines.
WRAPPED = 40
WIDEST = 80


@dataclass(frozen=True, slots=True)
class Entity:
    """What is named, by which rule; `start` and `end` are where it stands in the text."""

    field: str
    value: str
    rule: str
    confidence: float
    start: int
    end: int


# A mention with what it says: the name, the rule, where it begins.
_Told = tuple[str, Rule, int]


def entities(text: str) -> list[Entity]:
    """What `text` names: the most certain first of all, of each field `MOST` at the most."""
    text = _unwrapped(text[:REACH].replace("\xa0", " "))
    told = _agreed(_in_full(_distinct(text, mentions(text))))
    return [one for field in FIELDS for one in _chosen(told, field)]


def _unwrapped(text: str) -> str:
    """`text` of the same length, its lines joined if they were broken to be of one width."""
    lines = text.split("\n", WRAPPED)
    if len(lines) < 4 or max(map(len, lines[:-1])) > WIDEST:
        return text
    return text.replace("\n", " ")


def _distinct(text: str, found: Iterable[Mention]) -> list[_Told]:
    """Each name of a field once, by the rule that is most certain of it."""
    best: dict[tuple[str, str], _Told] = {}
    for rule, start, end in found:
        value = text[start:end]
        key = rule.field, value.casefold()
        known = best.get(key)
        if known is None or known[1].confidence < rule.confidence:
            best[key] = value, rule, start
    return list(best.values())


def _in_full(told: list[_Told]) -> list[_Told]:
    """`told`, people who are named by one word under the full name that the text has for it."""
    full: dict[str, _Told] = {}
    for one in told:
        if not one[1].field:
            for word in one[0].split(" "):
                full.setdefault(word, one)
    return [_named(one, full) for one in told if one[1].field]


def _named(one: _Told, full: Mapping[str, _Told]) -> _Told:
    if one[1].field != "person" or one[0] not in full:
        return one
    value, _, start = full[one[0]]
    words = value.split(" ")
    at = words.index(one[0])
    # "Ketua Umum Amir Budi Santoso": what is before "Budi" may be no part of the name, unless
    # that is the last of it.
    before = words[:at] if at < len(words) - 1 else []
    return " ".join(words[len(before) :]), FULL_NAME, start + sum(len(word) + 1 for word in before)


def _agreed(told: list[_Told]) -> list[_Told]:
    """Without names that another field is more certain of, and parts of a fuller name."""
    certain: dict[str, _Told] = {}
    for one in told:
        other = certain.get(one[0])
        if other is None or other[1].confidence < one[1].confidence:
            certain[one[0]] = one
    people = [value for value, rule, _ in certain.values() if rule.field == "person"]
    listed = f" {' | '.join(people)} "
    parts = {name for name in people if listed.count(f" {name} ") > 1}
    return [one for one in certain.values() if one[0] not in parts]


def _chosen(told: list[_Told], field: str) -> Iterator[Entity]:
    about = [one for one in told if one[1].field == field]
    about.sort(key=lambda one: (-one[1].confidence, one[2]))
    for value, rule, start in about[:MOST]:
        yield Entity(field, value, rule.name, rule.confidence, start, start + len(value))
