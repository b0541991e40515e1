"""`archive config`: every setting, its value and where that came from."""

from __future__ import annotations

import click

from archive.cli._options import as_json, common, load_config


@click.command("config")
@as_json
@common
def command(as_json: bool) -> int:
    """Show each setting with its value and where the value came from."""
    from archive.cli._render import one_line, say, say_json, styled
    from archive.config import SETTINGS, STEMS

    config = load_config()
    names = ["home", *(setting.name for setting in SETTINGS), STEMS]
    rows = {
        name: {"value": _plain(getattr(config, name)), "origin": config.origins[name]}
        for name in names
    }
    for setting in SETTINGS:
        if setting.metadata.get("is_secret") and rows[setting.name]["value"]:
            rows[setting.name]["value"] = "(secret)"
    if as_json:
        say_json(rows)
        return 0
    about = {setting.name: setting.metadata["about"] for setting in SETTINGS}
    about |= {"home": "the folder that everything is in", STEMS: "stems of words, by language"}
    for name, row in rows.items():
        value, origin = one_line(str(row["value"])) or "(empty)", one_line(str(row["origin"]))
        say(f"{styled(name, bold=True)} = {value}  {styled(f'({origin})', dim=True)}")
        say(f"    {about[name]}")
    return 0


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | dict) else str(value)
