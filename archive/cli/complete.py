"""`archive complete`: how a word or a value that is being typed may go on."""

from __future__ import annotations

import click

from archive.cli._options import as_json, common, open_archive


@click.command("complete")
@click.argument("prefix", nargs=-1, required=True)
@click.option("--field", help="PREFIX is the beginning of a word or a value of this field.")
@click.option("-n", "--limit", type=click.IntRange(0), default=10, help="How many to show.")
@as_json
@common
def command(prefix: tuple[str, ...], field: str | None, limit: int, as_json: bool) -> int:
    """List the words that begin with PREFIX, those that most articles have first.

    Looked for in headlines and bodies. `publisher:kom` lists whole values of a facet; of a longer
    query only the last word is looked at. An empty PREFIX ('') with --field lists the most frequent
    values. Ends with 1 if there are none.
    """
    from archive.cli._render import columns, cut, remark, say, say_json

    with open_archive() as archive:
        found, warnings = archive.complete(" ".join(prefix), field=field, limit=limit)
    for warning in warnings:
        remark(f"warning: {warning}")
    if as_json:
        say_json({"completions": [one.as_json() for one in found]})
    else:
        for one in found:
            say(f"{one.count:>8,}  {cut(one.value, columns() - 10)}")
    return 0 if found else 1
