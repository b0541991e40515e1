"""`archive serve`: the page and the API, on this computer."""

from __future__ import annotations

import webbrowser

import click

from archive.cli._options import common, load_config, open_archive

_HOST, _PORT = "127.0.0.1", 8765


@click.command("serve")
@click.option("--host", metavar="ADDRESS", help="Where to listen (default: 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Default: 8765; 0: any that is free.")
@click.option("--open", "is_opened", is_flag=True, help="Open the page in a browser.")
@common
def command(host: str | None, port: int | None, is_opened: bool) -> int:
    """Show the archive as a web page, and answer programs in JSON, until Ctrl-C.

    The page is for this computer alone. What it shows is in its address; `/api/search?q=…` answers
    as `archive search --json` does, and `/openapi.json` describes all there is to ask.
    """
    from archive.cli._render import deliver, remark, say
    from archive.web.server import listening, serve, url

    config = load_config()
    open_archive().close()  # made or migrated now, not at the first request
    with listening(host or _HOST, _PORT if port is None else port) as listener:
        address = url(listener)
        say(address)
        deliver()
        remark("Ctrl-C ends it")
        if is_opened:
            webbrowser.open(address)
        serve(config, listener)
    return 0
