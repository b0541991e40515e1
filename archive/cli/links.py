"""`archive links`: the related links in articles, and which of them are in the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, open_archive

if TYPE_CHECKING:
    from archive.archive import Archive


@click.command("links")
@click.argument("query", nargs=-1)
@as_json
@common
def command(query: tuple[str, ...], as_json: bool) -> int:
    """List the links ("Baca juga: ...") in the articles that QUERY matches, or in all of them.

    Behind each stands the id of the article with that title, where the archive has it. With
    --json, an object a line. Ends with 1 if there are none.
    """
    with open_archive() as archive:
        return 0 if _draw(archive, " ".join(query) or None, as_json=as_json) else 1


def _draw(archive: Archive, query: str | None, *, as_json: bool) -> int:
    """Print the links as they are found; how many there are."""
    from archive.cli._render import columns, cut, remark, say, say_json, styled
    from archive.results.detail import link_as_json

    count = known = 0
    for article, link, target in archive.links(query):
        count += 1
        known += target is not None
        if as_json:
            say_json(link_as_json(article.id, link, target))
            continue
        shown = f"-> {target}" if target else ""
        room = columns() - 9 - (len(shown) + 1 if shown else 0)
        id = styled(f"{article.id:>5}", fg="cyan")
        say(f"{id}  {cut(link.title, room)} {styled(shown, bold=True)}".rstrip())
    named = "link" if count == 1 else "links"
    remark(f"{count:,} {named}, {known:,} of them to articles in the archive")
    return count
