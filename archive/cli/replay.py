"""`archive replay`: run a search that was written down again, and say what is another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, open_archive

if TYPE_CHECKING:
    from archive.results.receipt import Comparison, Receipt


@click.command("replay")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
@common
def command(file: Path, as_json: bool) -> int:
    """Repeat the search of a receipt: identical, or what was added, removed or changed since.

    Ends with 0 if the same articles are found, unchanged and in the same order, and with 1 if not.
    """
    from archive.cli._render import say_json
    from archive.results import receipt

    try:
        before = receipt.read(json.loads(file.read_text("utf-8")))
    except (ValueError, RecursionError):
        raise click.UsageError(f"{file} is no receipt") from None
    with open_archive() as archive:
        after, found = archive.replay(before)
    if as_json:
        say_json({**asdict(found), "identical": found.is_identical, "receipt": after.as_json()})
    else:
        _draw(before, after, found)
    return 0 if found.is_identical else 1


def _draw(before: Receipt, after: Receipt, found: Comparison) -> None:
    from archive.cli._render import columns, cut, remark, say, styled
    from archive.visible import term_safe

    for note in found.remarks:
        remark(term_safe(note))
    say(
        cut(
            f"{before.query}  ({before.made}: {_counted(before)}, now {_counted(after)})", columns()
        )
    )
    if found.is_identical:
        say("identical")
    for what, ids in _lists(found):
        say(f"{styled(f'{what:<10}', fg='cyan')} {len(ids):>7,}  {_some(ids, columns() - 20)}")
    if found.is_reordered:
        say("the hits come in another order")


def _counted(receipt: Receipt) -> str:
    articles = f"{receipt.total:,} article{'' if receipt.total == 1 else 's'}"
    return (
        articles if receipt.stories == receipt.total else f"{articles}, {receipt.stories:,} stories"
    )


def _lists(found: Comparison) -> Iterator[tuple[str, tuple[int, ...]]]:
    named = {
        "added": found.added,
        "removed": found.gone,
        "unmatched": found.unmatched,
        "reworded": found.reworded,
        "retold": found.retold,
    }
    return ((name, ids) for name, ids in named.items() if ids)


def _some(ids: tuple[int, ...], room: int) -> str:
    """As many ids as fit."""
    from archive.cli._render import cut

    return cut(" ".join(map(str, ids[:100])), room)
