"""`archive residue`: lines that repeat in the articles of a publisher, and are none of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, open_archive

if TYPE_CHECKING:
    from archive.archive import Archive
    from archive.article import Residue
    from archive.results.repeated import Repeated

    Line = Residue | Repeated


@click.command("residue")
@click.option("--learn", is_flag=True, help="Look for lines that repeat; mark nothing yet.")
@click.option("--yes", "-y", is_flag=True, help="With --learn: mark what it shows.")
@click.option("--but", multiple=True, type=click.IntRange(1), metavar="N", help="Leave N out.")
@click.option(
    "--at-least",
    type=click.IntRange(2),
    default=10,
    show_default=True,
    help="Stories of a publisher that a line must stand in.",
)
@click.option(
    "--share",
    type=click.FloatRange(0, 100),
    default=1.0,
    show_default=True,
    metavar="PERCENT",
    help="Share of its stories that a line must stand in.",
)
@click.option("--forget", multiple=True, type=click.IntRange(1), metavar="N", help="Forget line N.")
@as_json
@common
def command(
    learn: bool,
    yes: bool,
    but: tuple[int, ...],
    at_least: int,
    share: float,
    forget: tuple[int, ...],
    as_json: bool,
) -> int:
    """List the lines that were learned to be residue: read past in a search, shown apart.

    --learn looks for lines that stand in many stories of one publisher and shows them with numbers;
    with --yes they are marked, but for those left out. Nothing is taken out of any text. --forget
    lets lines be text again. Ends with 1 if there is nothing to list.
    """
    if (yes or but) and not learn:
        raise click.UsageError("--yes and --but go with --learn")
    if learn and forget:
        raise click.UsageError("--learn and --forget do not go together")
    with open_archive() as archive:
        if learn:
            return _learn(archive, archive.repeated(at_least, share / 100), but, yes, as_json)
        return _forget(archive, forget, as_json) if forget else _list(archive, as_json)


def _learn(
    archive: Archive, found: list[Repeated], but: Sequence[int], yes: bool, as_json: bool
) -> int:
    from archive.cli._render import remark, say

    if beyond := [number for number in but if number > len(found)]:
        raise click.UsageError(f"--but: there is no line {beyond[0]}")
    numbered = [(number, one) for number, one in enumerate(found, 1) if number not in but]
    changed = archive.learn(one for _, one in numbered) if yes else None
    if as_json:
        _say_json(numbered, marked=yes, articles=changed)
        return 0 if numbered else 1
    _draw(numbered)
    if changed is not None:
        say(f"{_lines(len(numbered))} marked, {changed:,} articles indexed again")
    elif numbered:
        remark(f"{_lines(len(numbered))}, not marked yet: --learn --yes marks them")
    else:
        remark("no line repeats so often")
    return 0 if numbered else 1


def _forget(archive: Archive, ids: Sequence[int], as_json: bool) -> int:
    from archive.cli._render import say

    known = {one.id: one for one in archive.residue()}
    if unknown := [id for id in ids if id not in known]:
        raise click.UsageError(f"--forget: there is no line {unknown[0]}")
    gone = [(id, known[id]) for id in dict.fromkeys(ids)]
    changed = archive.forget(one for _, one in gone)
    if as_json:
        _say_json(gone, marked=False, articles=changed)
    else:
        say(f"{_lines(len(gone))} forgotten, {changed:,} articles indexed again")
    return 0


def _list(archive: Archive, as_json: bool) -> int:
    from archive.cli._render import remark

    known = [(one.id, one) for one in archive.residue()]
    if as_json:
        _say_json(known, marked=True, articles=None)
    else:
        _draw(known)
        remark(f"{_lines(len(known))} learned")
    return 0 if known else 1


def _lines(count: int) -> str:
    return f"{count:,} line{'' if count == 1 else 's'}"


def _say_json(lines: Sequence[tuple[int, Line]], *, marked: bool, articles: int | None) -> None:
    from archive.cli._render import say_json

    stated = [
        {"number": n, "publisher": one.publisher, "line": one.line, "stories": one.stories}
        for n, one in lines
    ]
    say_json({"lines": stated, "marked": marked, "articles": articles})


def _draw(lines: Sequence[tuple[int, Line]]) -> None:
    """The lines with their numbers and in how many stories they stand, by publisher."""
    from archive.cli._render import columns, cut, say, styled

    ordered = sorted(lines, key=lambda one: (one[1].publisher, one[0]))
    for publisher, those in groupby(ordered, lambda one: one[1].publisher):
        say(styled(publisher, bold=True))
        for number, one in those:
            shown = cut(one.line, columns() - 16)
            say(f"{styled(f'{number:>5}', fg='cyan')} {one.stories:>7,} × {shown}")
