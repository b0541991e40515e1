"""What an article has in a field that a clause asks for: the value, and on what it rests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive import dates
from archive.article import Article, Fact, readable
from archive.query import NumberRange, Range, Tree, Value
from archive.results.standing import Case, believed
from archive.schema import FIELDS

# So many values of a field are named.
_SHOWN = 8


def values(asked: Tree, meant: Tree, case: Case, *, is_met: bool) -> Iterator[str]:
    """Sentences that say what the article has where a clause looks.

    `meant`: what is `asked`, its relative days resolved. Where it is not met, also what is stated
    but not believed.
    """
    if asked != meant:
        yield f"that is {meant}"
    match meant:
        case Value(_, "id") | NumberRange(_, _, "id"):
            yield f"id: {case.article.id}"
        case Value(_, "copies") | NumberRange(_, _, "copies"):
            yield f"copies: {case.copies} (other articles of its cluster, and other files)"
        case Value(text, "basis"):
            yield from _facts(case.article, text.partition(":")[0], is_met=True)
        case Value(text, "has") if FIELDS[text].is_fact:
            yield from _facts(case.article, text, is_met=True)
        case Range(_, _, "added"):
            added = case.article.added
            yield f"added: {added.date()} (UTC)" if added else "added: not known"
        case Range(_, _, field):
            yield from _facts(case.article, field, is_met=is_met)
            if not is_met:
                yield from _days(case.article, field)
        case _:
            yield from _held(getattr(meant, "field", None), case, is_met=is_met)


def _held(field: str | None, case: Case, *, is_met: bool) -> Iterator[str]:
    if field is None or (field in case.document.words and not FIELDS[field].is_fact):
        return
    if FIELDS[field].is_fact:
        yield from _facts(case.article, field, is_met=is_met)
    else:
        held: Iterable[str] = {
            "tag": case.article.tags,
            "path": [readable(path) for path in sorted(case.article.places)],
            "zone": dict.fromkeys(zone.kind for zone in case.zones),
            "has": sorted(case.document.keywords.get("has", ())),
        }.get(field, ())
        yield f"{field}: {_listed(held) or 'none'}"


def _facts(article: Article, field: str, *, is_met: bool) -> Iterator[str]:
    known = believed(article, field)
    yield f"{field}: {_listed(map(_stated, known)) or 'not known'}"
    if not is_met:
        others = [fact for fact in article.candidates(field) if fact not in known]
        if others:
            yield f"believed less, so not looked at: {_listed(map(_stated, others))}"


def _stated(fact: Fact) -> str:
    return f"{fact.value} ({fact.basis}, {fact.rule})"


def _listed(values: Iterable[str]) -> str:
    named = list(values)
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    return ", ".join(named[:_SHOWN]) + more


def _days(article: Article, field: str) -> Iterator[str]:
    """Which days a date means, where it means several: all must be inside."""
    value = article.values().get(field)
    if value:
        first, last = dates.span(value)
        if first != last:
            yield f"that may be any day from {first} to {last}, and all of them must be inside"
