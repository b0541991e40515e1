"""`archive reprocess`: what today's rules make of the articles that are stored."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, open_archive

if TYPE_CHECKING:
    from archive.database.revising import Revision


@click.command("reprocess")
@click.argument("query", nargs=-1)
@as_json
@common
def command(query: tuple[str, ...], as_json: bool) -> int:
    """Read the stored originals of the articles that QUERY matches, or of all, once more.

    After an upgrade, facts become what the newer rules say; the files they came from are not
    needed. What was stated by hand or by --set stays. Where a text is read differently, it becomes
    a new version. Ends with 1 if some could not be read; they are left as they are.
    """
    from archive.cli._progress import Line
    from archive.cli._render import remark, say_json
    from archive.ingest.reprocess import reprocess

    began = time.monotonic()
    counts: Counter[str] = Counter({"changed": 0, "same": 0, "failed": 0})
    fields: Counter[str] = Counter()
    line = Line()
    with open_archive() as archive:
        ids = archive.ids(" ".join(query)) if query else None
        for revision in reprocess(archive, ids):
            counts[revision.outcome] += 1
            fields.update(revision.fields)
            if as_json:
                say_json(_as_json(revision))
            elif revision.reason:
                line.clear()
                remark(f"failed: article {revision.id}: {revision.reason}")
            line.show("reprocessed", counts.total())
    line.clear()
    seconds = time.monotonic() - began
    if as_json:
        say_json({"summary": {**counts, "fields": dict(fields), "seconds": round(seconds, 3)}})
    else:
        _draw(counts, fields, seconds)
    return 1 if counts["failed"] else 0


def _as_json(revision: Revision) -> dict[str, object]:
    return {
        "outcome": revision.outcome,
        "id": revision.id,
        "fields": list(revision.fields),
        "reason": revision.reason,
    }


def _draw(counts: Counter[str], fields: Counter[str], seconds: float) -> None:
    from archive.cli._render import say

    stated = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    articles = f"{counts.total():,} article{'' if counts.total() == 1 else 's'}"
    say(f"{articles}: {stated or 'nothing to read'} in {seconds:.1f} s")
    for field, count in fields.most_common():
        say(f"  {field:<12} {count:>9,}")
