"""`archive help`: the query language, or what a command does."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common

if TYPE_CHECKING:
    from archive.query.language import Construct

QUERY = "query"
# Columns that examples may take before what they find begins a line of its own.
_MARGIN = 28


@click.command("help")
@click.argument("topic", required=False)
@click.option("--markdown", is_flag=True, help="Print the query language as a table in Markdown.")
@as_json
@common
def command(topic: str | None, markdown: bool, as_json: bool) -> int:
    """Explain TOPIC: `query`, the query language, or a command; without one, what there is."""
    from archive.cli._render import remark, say, say_json
    from archive.query import language

    if markdown:
        say(language.markdown())
    elif as_json:
        sections = language.SECTIONS.items()
        say_json({name: [one._asdict() for one in section] for name, section in sections})
    elif topic == QUERY:
        _draw()
    else:
        _explain(topic)
        if topic is None:
            remark(f"\n`archive help {QUERY}` explains the query language")
    return 0


def _explain(topic: str | None) -> None:
    """Print what the command `topic`, or the whole program, says of itself."""
    from archive.cli._render import say

    root = click.get_current_context().find_root()
    group = root.command
    assert isinstance(group, click.Group)
    if topic is None:
        say(group.get_help(root))
        return
    chosen = group.get_command(root, topic)
    if chosen is None:
        raise click.UsageError(f"there is no command and no topic {topic!r}; see `archive help`")
    with click.Context(chosen, parent=root, info_name=topic) as context:
        say(chosen.get_help(context))


def _draw() -> None:
    """Print the query language."""
    from archive.cli._render import columns, say, styled
    from archive.query import language
    from archive.schema import FIELDS

    for name, section in language.SECTIONS.items():
        say(styled(name, bold=True))
        for construct in section:
            _draw_construct(construct)
        say()
    say(styled("What the fields are", bold=True))
    for field in FIELDS.values():
        _draw_row([f"{field.name}:"], field.about)
    say()
    say(styled("Limits", bold=True))
    for line in wrap(language.bounds(), columns() - 2):
        say(f"  {line}")


def _draw_construct(construct: Construct) -> None:
    _draw_row(construct.examples, construct.finds.replace("`", ""))


def _draw_row(examples: Iterable[str], finds: str) -> None:
    """Examples on the left, one a line, and beside them what they find."""
    from archive.cli._render import columns, say, styled

    lines = wrap(finds, columns() - _MARGIN - 4)
    for example in examples:
        is_long = len(example) > _MARGIN
        beside = "" if is_long or not lines else f"{'':{_MARGIN - len(example)}}  {lines.pop(0)}"
        say(f"  {styled(example, fg='cyan')}{beside}")
    for line in lines:
        say(f"{'':{_MARGIN}}    {line}")
