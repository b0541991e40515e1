"""`archive stats`: what is in the archive."""

from __future__ import annotations

from collections.abc import Mapping

import click

from archive.cli._options import as_json, common, open_archive

SHOWN = 10


@click.command("stats")
@as_json
@common
def command(as_json: bool) -> int:
    """Say how much the archive holds: articles by publisher, language, year and tag."""
    from archive.cli._render import columns, cut, say, say_json, styled

    with open_archive() as archive:
        found = archive.contents()
        home = str(archive.config.home)
        files, folders = archive.ledger.totals()
    if as_json:
        say_json(found.as_json(home) | {"files": files, "folders": folders})
        return 0
    totals = dict(found.totals)
    say(f"{styled('archive', fg='cyan')}  {cut(home, columns() - 9)}")
    size = _size(totals.pop("original_bytes"))
    say(
        ", ".join(
            [*(f"{count:,} {name}" for name, count in totals.items()), f"{size} of originals"]
        )
    )
    for field, values in found.counts.items():
        _draw(field, values, totals["articles"])
    return 0


def _draw(field: str, values: Mapping[str, int], articles: int) -> None:
    from archive.cli._render import columns, cut, say, styled

    if not values:
        return
    say()
    say(styled(field, bold=True))
    ordered = sorted(values.items(), reverse=True) if field == "year" else list(values.items())
    for value, count in ordered[:SHOWN]:
        say(f"{count:>9,}  {cut(value, columns() - 11)}")
    if len(ordered) > SHOWN:
        say(f"{'':>9}  and {len(ordered) - SHOWN:,} more")
    without = articles - sum(values.values())
    if without > 0 and field != "tag":
        say(f"{without:>9,}  (unknown)")


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 1e6 else f"{count / 1e3:,.1f} kB"
