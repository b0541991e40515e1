"""`archive edit`: state by hand what is true of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli import _stating
from archive.cli._options import as_json, common, open_archive

if TYPE_CHECKING:
    from archive.article import Article


@click.command("edit")
@click.argument("id", type=click.IntRange(1))
@click.option(
    "--set", "settings", multiple=True, metavar="FIELD=VALUE", help="State a fact of the article."
)
@click.option(
    "--unset", multiple=True, metavar="FIELD", help="Take back what was stated by hand of FIELD."
)
@as_json
@common
def command(id: int, settings: tuple[str, ...], unset: tuple[str, ...], as_json: bool) -> int:
    """State facts of the article ID, which are believed before all others.

    They hold for its later versions too. `cites` can be set several times: together these take the
    place of the sources that were found. Ends with 1 if there is no such article.
    """
    from archive.cli._render import complain

    facts = [_stating.fact(setting, "edit --set") for setting in settings]
    _stating.check(facts, unset)
    with open_archive() as archive:
        if archive.get(id) is None:
            complain(f"there is no article {id}")
            return 1
        is_changed = archive.edit(id, facts, unset)
        article = archive.get(id)
    if article is None:
        complain(f"article {id} was removed meanwhile")
        return 1
    fields = dict.fromkeys([*(fact.field for fact in facts), *unset])
    _draw(article, list(fields), is_changed, as_json=as_json)
    return 0


def _draw(article: Article, fields: list[str], is_changed: bool, *, as_json: bool) -> None:
    from archive.cli._render import one_line, remark, say, say_json, styled
    from archive.results.curated import edited_as_json

    if as_json:
        say_json(edited_as_json(article, fields, is_changed=is_changed))
        return
    for field in fields:
        facts = article.believed(field)
        for fact in facts[: None if field == "cites" else 1]:
            rests_on = styled(f"({fact.basis}, {fact.rule})", dim=True)
            say(f"{styled(field, fg='cyan')}: {one_line(fact.value)} {rests_on}")
        if not facts:
            say(f"{styled(field, fg='cyan')}: (unknown)")
    if not is_changed:
        remark("nothing changed")
