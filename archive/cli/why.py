"""`archive why`: clause by clause, why an article matches a query or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, matching, open_archive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.query.parser import Match
    from archive.results.standing import Place, Standing
    from archive.results.why import Verdict, Why

_COMBINES = {"all": "all of", "any": "any of", "not": "not"}
_THROUGH = {
    "written form": "as written",
    "stem": "by its stem",
    "wildcard": "by the wildcard",
    "similar spelling": "by its spelling",
}
# So many places of a form are named.
_SHOWN = 4


@click.command("why")
@click.argument("id", type=click.IntRange(1))
@click.argument("query", nargs=-1, required=True)
@matching
@as_json
@common
def command(id: int, query: tuple[str, ...], match: Match, as_json: bool) -> int:
    """Say of each clause of QUERY whether the article ID matches it, and through what.

    Where a word does not match: the nearest that the article has. Ends with 1 if the article does
    not match, or is not there.
    """
    from archive.cli._render import complain, remark, say_json

    with open_archive() as archive:
        why = archive.why(id, " ".join(query), match=match)
        was_removed = why is None and archive.was_removed(id)
    if why is None:
        complain(f"article {id} was removed" if was_removed else f"there is no article {id}")
        return 1
    for warning in why.warnings:
        remark(f"warning: {warning}")
    if as_json:
        say_json(why.as_json())
    else:
        _draw(why)
    return 0 if why.matched else 1


def _draw(why: Why) -> None:
    from archive.cli._render import columns, cut, say, styled, wrapped

    title = cut(why.title or "(no title)", columns() - 7)
    say(f"{styled(f'{why.id:>5}', fg='cyan')}  {title}")
    verdict = "matches" if why.matched else "does not match"
    say(" " * 7 + _coloured(verdict, why.matched))
    for line in wrapped(f"but {why.hidden}" if why.hidden else "", (), columns() - 7):
        say(" " * 7 + line)
    say()
    _draw_verdict(why.verdict, 0)


def _coloured(text: str, is_met: bool) -> str:
    from archive.cli._render import styled

    return styled(text, fg="green" if is_met else "red")


def _draw_verdict(verdict: Verdict, depth: int) -> None:
    """A clause, what is said of it, and below it those that it is made of."""
    from archive.cli._render import columns, cut, say, styled, wrapped

    # Deep down the lines begin no further right, so that they can be read.
    margin = min(2 * depth, columns() // 2 - 10)
    name = _COMBINES[verdict.combines] if verdict.combines else verdict.clause
    if verdict.combines == "not" and not verdict.matched:
        name = "not: excluded by"
    answer = _coloured("yes" if verdict.matched else "no ", verdict.matched)
    say(f"{' ' * margin}{answer}  {styled(cut(name, columns() - margin - 5), bold=True)}")
    room = columns() - margin - 7
    for number, standing in enumerate(verdict.found):
        for line in wrapped(_places(standing), (), room):
            say(" " * (margin + 7) + styled(line, dim=True))
        if not _is_shown_again(standing, verdict.found[number + 1 :]):
            for line in wrapped(standing.snippet, standing.marks, room):
                say(" " * (margin + 7) + line)
    for reason in verdict.reasons:
        for line in wrapped(reason.text, (), room):
            say(" " * (margin + 7) + line)
    for clause in verdict.clauses:
        _draw_verdict(clause, depth + 1)


def _is_shown_again(standing: Standing, others: Sequence[Standing]) -> bool:
    """Whether another field shows the same places, as the body does those of a title in it."""
    spans = {(place.start, place.end) for place in standing.places}
    return any(spans <= {(place.start, place.end) for place in other.places} for other in others)


def _places(standing: Standing) -> str:
    """The forms in a field, each with what it matches through, and where it stands."""
    forms: dict[tuple[str, str], list[Place]] = {}
    for place in standing.places:
        through = _THROUGH[place.through] + (f" {place.stem}" if place.stem else "")
        forms.setdefault((place.form.lower(), through), []).append(place)
    return f"{standing.field}: " + "; ".join(_described(*both) for both in forms.items())


def _described(form: tuple[str, str], places: list[Place]) -> str:
    spans = [f"{place.start}-{place.end}" for place in places if place.start is not None]
    more = f" and {len(spans) - _SHOWN} more" if len(spans) > _SHOWN else ""
    where = f" at {', '.join(spans[:_SHOWN])}{more}" if spans else ""
    return f"{' '.join(form[0].split())} {form[1]}{where}"
