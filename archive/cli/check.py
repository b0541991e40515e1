"""`archive check`: look for damage."""

from __future__ import annotations

import time

import click

from archive.cli._options import as_json, common, open_archive
from archive.errors import DamageError


@click.command("check")
@click.option("--deep", is_flag=True, help="Read every byte of the database and the index.")
@click.option("--repair", is_flag=True, help="Mend what can be mended: change list and index.")
@as_json
@common
def command(deep: bool, repair: bool, as_json: bool) -> int:
    """Look for damage, and name it; changes nothing without --repair.

    Without --deep it takes seconds: counts that must agree, sizes and stamps of the index files.
    Ends with 7 if there is damage that was not repaired.
    """
    from archive.cli._render import remark, say, say_json

    began = time.monotonic()
    with open_archive("checking") as archive:
        findings = list(archive.check(deep=deep))
        left = findings
        if repair and findings and all(finding.can_be_mended for finding in findings):
            archive.repair()
            left = list(archive.check(deep=deep))
        articles = archive.totals()["articles"] if not left else None
    seconds = time.monotonic() - began
    if as_json:
        say_json(
            {
                "ok": not left,
                "deep": deep,
                "articles": articles,
                "findings": [
                    {"where": f.where, "what": f.what, "can_be_mended": f.can_be_mended}
                    for f in findings
                ],
                "repaired": repair and bool(findings) and not left,
                "seconds": round(seconds, 3),
            }
        )
    else:
        for finding in findings:
            remark(f"{finding.where}: {finding.what}")
        if not left:
            said = "repaired" if findings else "no damage found"
            say(f"{articles:,} articles, {said} in {seconds:.1f} s")
        else:
            _advise(can_be_mended=all(finding.can_be_mended for finding in left))
    return DamageError.exit_code if left else 0


def _advise(*, can_be_mended: bool) -> None:
    from archive.cli._render import remark

    if can_be_mended:
        remark("Every article is safe. `archive check --repair` mends this.")
    else:
        remark(
            "The database is damaged, and left as it is. Keep the file; put a backup into\n"
            "a new home with `archive --home NEW restore FILE` and ingest what is newer.\n"
            "Without one, SQLite's `sqlite3 archive.db .recover` saves what can be read."
        )
