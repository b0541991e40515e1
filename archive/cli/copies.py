"""`archive copies`: the copies of one article, and what tells them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, open_archive

if TYPE_CHECKING:
    from archive.results.copies import Copies, Copy


@click.command("copies")
@click.argument("id", type=click.IntRange(1))
@as_json
@common
def command(id: int, as_json: bool) -> int:
    """List the copies of the article ID, the lead first, and the passages that differ.

    The share is how much of the shorter text is in the other. Ends with 1 if there is none.
    """
    from archive.cli._render import complain, remark, say_json

    with open_archive() as archive:
        found = archive.copies(id)
    if found is None:
        complain(f"there is no article {id}")
        return 1
    if as_json:
        say_json(found.as_json())
    else:
        for copy in found.copies:
            _draw(copy, found)
        if not found.copies:
            remark(f"article {id} has no copy in this archive")
        if len(found.places) > 1:
            remark(f"article {id} itself was seen in {len(found.places)} files")
    for warning in found.warnings:
        remark(f"warning: {warning}")
    return 0 if found.copies else 1


def _draw(copy: Copy, found: Copies) -> None:
    from archive.cli._render import columns, cut, draw_difference, one_line, say, styled

    room = columns() - 7
    lead = "lead" if copy.id == found.lead else None
    share = f"{copy.difference.containment:.0%} in common"
    facts = [copy.publisher, copy.published, share, lead]
    say(f"{styled(f'{copy.id:>5}', fg='cyan')}  {cut(copy.title or '(no title)', room)}")
    known = " · ".join(one_line(fact) for fact in facts if fact)
    say(" " * 7 + styled(cut(known, room), dim=True))
    draw_difference(copy.difference)
    say()
