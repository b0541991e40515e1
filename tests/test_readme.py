"""The README cannot lie: its examples are run, its tables are complete."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from archive import config, errors, schema
from archive.ingest import readers
from archive.query import language
from conftest import ROOT, SEEDS

README = (ROOT / "README.md").read_text("utf-8")


def examples() -> list[tuple[str, str]]:
    """(command, what it prints) of every console block, in order."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            found.append((command, printed))
    return found


def test_tour(archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each example prints what the README says; `...` stands for anything."""
    (tmp_path / "seeds").symlink_to(SEEDS)
    monkeypatch.chdir(tmp_path)
    assert len(examples()) >= 12
    for command, printed in examples():
        program, *arguments = shlex.split(command)
        assert program == "archive"
        ran = archive(*arguments)
        shown = ran.out or ran.err
        pattern = re.escape(printed.strip()).replace(re.escape("..."), ".*")
        assert re.fullmatch(pattern, shown.strip(), re.DOTALL), f"{command}\n{shown}"


@pytest.mark.parametrize("heading", ["### Try it", "### Test it"])
def test_commands_are_one_line(heading: str) -> None:
    """The two commands are one pasteable line each, and make their own environment."""
    block = README.split(heading)[1].split("```sh\n")[1].split("```")[0]
    assert block.count("\n") == 1
    assert block.startswith("python3 -m venv ")


def test_the_query_language_is_the_one_that_is_understood() -> None:
    """The table is the one that `archive help query --markdown` prints."""
    assert language.markdown().strip() in README


def test_everything_is_named() -> None:
    """Every field, facet, setting, format, suffix and exit code stands in the README."""
    suffixes = [s for reader in readers._readers().values() for s in reader.SUFFIXES]
    settings = [setting.name for setting in config.SETTINGS]
    for name in (*schema.FIELDS, *settings, *readers.formats(), *suffixes):
        assert f"`{name}`" in README, name
    family = [errors.ArchiveError]
    for error in family:
        family += error.__subclasses__()
    for error in family[1:]:
        assert f"| {error.exit_code} |" in README, error
