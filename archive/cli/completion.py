"""`archive completion`: the script that lets a shell complete commands and options."""

from __future__ import annotations

import click

from archive.cli._options import common


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@common
def command(shell: str) -> int:
    """Print the completion script for SHELL.

    For bash: `archive completion bash > ~/.local/share/bash-completion/completions/archive`.
    """
    from click.shell_completion import get_completion_class

    from archive.cli._render import say

    kind = get_completion_class(shell)
    assert kind is not None  # click knows the three shells of the choice
    group = click.get_current_context().find_root().command
    say(kind(group, {}, "archive", "_ARCHIVE_COMPLETE").source())
    return 0
