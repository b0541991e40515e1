"""From mentions to entities: each once, under its fullest name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from archive.ingest.entities._runs import Mention, mentions

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


def entities(text: str) -> list[Entity]:
    """What `text` names: the most certain first of all, of each field `MOST` at the most."""
    text = _unwrapped(text[:REACH].replace("\xa0", " "))
    found = _agreed(_in_full(_distinct(text, mentions(text))))
    return [one for field in FIELDS for one in _chosen(found, field)]


def _unwrapped(text: str) -> str:
    """`text` of the same length, its lines joined if they were broken to be of one width."""
    lines = text.split("\n", WRAPPED)
    if len(lines) < 4 or max(map(len, lines[:-1])) > WIDEST:
        return text
    return text.replace("\n", " ")


def _distinct(text: str, found: Iterable[Mention]) -> list[Entity]:
    """Each name of a field once, by the rule that is most certain of it."""
    best: dict[tuple[str, str], Entity] = {}
    for rule, start, end in found:
        value = text[start:end]
        key = rule.field, value.casefold()
        known = best.get(key)
        if known is None or known.confidence < rule.confidence:
            best[key] = Entity(rule.field, value, rule.name, rule.confidence, start, end)
    return list(best.values())


def _in_full(found: list[Entity]) -> list[Entity]:
    """`found`, people who are named by one word under the full name that the text has for it."""
    full: dict[str, Entity] = {}
    for one in found:
        if not one.field:
            for word in one.value.split(" "):
                full.setdefault(word, one)
    return [_named(one, full) for one in found if one.field]


def _named(one: Entity, full: Mapping[str, Entity]) -> Entity:
    name = full.get(one.value) if one.field == "person" else None
    if name is None:
        return one
    words = name.value.split(" ")
    at = words.index(one.value)
    # "Ketua Umum Amir Budi Santoso": what is before "Budi" may be no part of the name, unless
    # that is the last of it.
    before = words[:at] if at < len(words) - 1 else []
    start = name.start + sum(len(word) + 1 for word in before)
    value = " ".join(words[len(before) :])
    return Entity("person", value, name.rule, one.confidence, start, name.end)


def _agreed(found: list[Entity]) -> list[Entity]:
    """Without names that another field is more certain of, and parts of a fuller name."""
    certain: dict[str, Entity] = {}
    for one in found:
        other = certain.get(one.value)
        if other is None or other.confidence < one.confidence:
            certain[one.value] = one
    people = {part for one in found if one.field == "person" for part in _parts(one.value)}
    return [one for one in certain.values() if one.field != "person" or one.value not in people]


def _parts(name: str) -> Iterator[str]:
    """The words of `name` that stand side by side, but not all of them."""
    words = name.split(" ")
    for count in range(1, len(words)):
        for at in range(len(words) - count + 1):
            yield " ".join(words[at : at + count])


def _chosen(found: list[Entity], field: str) -> Iterator[Entity]:
    about = [one for one in found if one.field == field]
    about.sort(key=lambda one: (-one.confidence, one.start))
    yield from about[:MOST]
