"""`archive serve`: the page and the API, on this computer."""

from __future__ import annotations

import sys
import webbrowser
from typing import TYPE_CHECKING

import click

from archive.cli._options import common, load_config, open_archive

if TYPE_CHECKING:
    from archive.config import Config
    from archive.web.access import Access

_HOST, _PORT = "127.0.0.1", 8765
# The addresses that mean: on all that this computer has.
_ALL = ("0.0.0.0", "::")  # noqa: S104  # compared, not bound
# Letters that a password has at least.
_LETTERS = 8


@click.command("serve")
@click.option("--host", metavar="ADDRESS", default=_HOST, help=f"Where to listen ({_HOST}).")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=_PORT,
    help=f"Where to listen ({_PORT}); 0: any port that is free.",
)
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    metavar="NAME",
    help="A name besides ADDRESS that browsers call this computer by. Can be given again.",
)
@click.option("--read-only", is_flag=True, help="Nothing can be changed.")
@click.option(
    "--show-paths/--hide-paths",
    default=None,
    help="Whether whole paths of files are shown (on this computer) or only names (elsewhere).",
)
@click.option("--open", "is_opened", is_flag=True, help="Open the page in a browser.")
@click.option("--set-password", is_flag=True, help="Ask for a password, keep its hash, and end.")
@click.option("--new-token", is_flag=True, help="Print a token, keep its hash, and end.")
@common
def command(
    host: str,
    port: int,
    names: tuple[str, ...],
    read_only: bool,
    show_paths: bool | None,
    is_opened: bool,
    set_password: bool,
    new_token: bool,
) -> int:
    """Show the archive as a web page, and answer programs in JSON, until Ctrl-C.

    The page is for this computer alone, unless --host says otherwise: then a password or a token
    must be set. What it shows is in its address; `/api/search?q=…` answers as
    `archive search --json` does, and `/openapi.json` describes all there is to ask.
    """
    config = load_config()
    if set_password or new_token:
        _keep_secrets(config, is_password=set_password, is_token=new_token)
        return 0
    rules = _rules(config, host, names, read_only, show_paths)
    with open_archive() as archive:
        archive.ready()  # made, migrated and indexed now, not at the first request
    _serve(config, host, port, rules, is_opened=is_opened)
    return 0


def _serve(config: Config, host: str, port: int, rules: Access, *, is_opened: bool) -> None:
    from archive.cli._render import deliver, remark, say
    from archive.web.server import listening, serve, url

    with listening(host, port) as listener:
        address = url(listener)
        say(address)
        deliver()
        remark("Ctrl-C ends it")
        if is_opened:
            webbrowser.open(address)
        serve(config, listener, rules)


def _rules(
    config: Config, host: str, names: tuple[str, ...], read_only: bool, show_paths: bool | None
) -> Access:
    """Who may ask what.

    Raises
    ------
    click.UsageError
        If others than this computer could ask without a password.
    """
    from archive.web.access import access, is_loopback
    from archive.web.server import address_of

    address = address_of(host)
    is_local = is_loopback(address)
    if not is_local and not config.password and not config.token:
        raise click.UsageError(
            f"--host {host} lets every computer that reaches this one read and change the archive: "
            "set a password first (`archive serve --set-password`, or ARCHIVE_PASSWORD)"
        )
    called = [] if address in _ALL else [host, address]
    return access(
        config,
        is_local=is_local,
        hosts=(*called, *names),
        is_read_only=read_only,
        shows_paths=show_paths,
    )


def _keep_secrets(config: Config, *, is_password: bool, is_token: bool) -> None:
    """Write the hash of a new password or token into the settings."""
    import secrets

    from archive.cli._render import say
    from archive.web.secret import hashed_password, hashed_token

    if is_password:
        _keep(config, "password", hashed_password(_asked()))
    if is_token:
        token = secrets.token_urlsafe(32)
        _keep(config, "token", hashed_token(token))
        say(token)


def _keep(config: Config, name: str, value: str) -> None:
    """Write a setting into `archive.toml`.

    Raises
    ------
    StorageError
        If that is impossible.
    """
    from archive.archive import make_home
    from archive.cli._render import remark
    from archive.config import FILE, rewritten
    from archive.errors import StorageError
    from archive.seal import write_durably

    make_home(config)
    path = config.home / FILE
    try:
        write_durably(path, rewritten(config.home, name, value))
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}") from error
    remark(f"the hash of the {name} is kept in {path}; a server that runs must be started anew")


def _asked() -> str:
    """The password, typed twice, or the first line of standard input."""
    if sys.stdin.isatty():
        password = str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    else:
        password = sys.stdin.readline().rstrip("\n")
    if len(password) < _LETTERS:
        raise click.UsageError(f"a password needs {_LETTERS} letters")
    return password
