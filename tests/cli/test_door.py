"""The door of the command line: help, settings, exit codes, and what is printed."""

from __future__ import annotations

import ast
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archive.cli
from archive import plugins
from archive.cli._render import columns, say_json, term_safe, width, wrapped
from archive.database.connection import APPLICATION_ID
from conftest import ROOT, SEEDS

COMMANDS = plugins.names(archive.cli)
README = (ROOT / "README.md").read_text("utf-8")
DRIVING = [chr(c) for c in (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))] + list(
    "\u202e\u2066"
)


def python(*arguments: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        **options,
    )


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["search", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    """`--help` and `--version` import neither SQLAlchemy nor Whoosh."""
    code = (
        "import sys; from archive.cli._door import run; run(sys.argv[1:]);"
        "heavy = {'sqlalchemy', 'whoosh', 'alembic', 'Stemmer'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    ran = python("-c", code, *arguments)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("command", ["search", "show", "saved", "tag", "note", "why"])
def test_reading_imports_only_what_it_needs(archive, home: Path, command: str) -> None:
    """Finding and showing articles needs neither SQLAlchemy nor Whoosh, nor what they bring."""
    (home.parent / "a.txt").write_text("Banjir di kota.")
    archive("ingest", home.parent / "a.txt")
    archive("saved", "add", "air", "banjir")
    archive("tag", 1, "--add", "Banjir")
    archive("note", 1, "Banjir")
    code = (
        "import sys; from archive.cli._door import run; code = run(sys.argv[1:]);"
        "heavy = {'sqlalchemy', 'whoosh', 'alembic', 'pycld2', 'filelock', 'asyncio', 'email',"
        " 'importlib.metadata', 'urllib.request', 'numpy.ma', 'numpy.random'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else code)"
    )
    others = {"search": ["banjir"], "saved": ["run", "air"], "tag": [], "why": ["1", "banjir"]}
    asked = others.get(command, ["1"])
    ran = python("-c", code, "--home", str(home), command, *asked)
    assert ran.returncode == 0, ran.stderr
    assert "Banjir" in ran.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_and_stands_in_the_readme(archive, name: str) -> None:
    """A command explains itself, and the README names it and each of its options."""
    ran = archive(name, "--help")
    assert ran.code == 0
    command = plugins.load(sys.modules["archive.cli"], name, ["command"]).command
    assert command.help
    assert f"archive {name}" in README
    for one in (command, *getattr(command, "commands", {}).values()):
        assert one.help
        for parameter in one.params:
            for option in parameter.opts if parameter.param_type_name == "option" else ():
                assert option in README or option in ("-n", "-y"), f"{name} {option}"


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_do_not_import_each_other(name: str) -> None:
    """A command may use the private modules of the command line, not another command."""
    tree = ast.parse((ROOT / "archive" / "cli" / f"{name}.py").read_text("utf-8"))
    imported = [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module]
    for module in imported:
        if module.startswith("archive.cli."):
            assert module.removeprefix("archive.cli.").startswith("_"), module


def test_only_render_prints() -> None:
    """Nothing but `_render` and the progress line writes to the terminal."""
    for path in (ROOT / "archive").rglob("*.py"):
        if path.name in ("_render.py", "_progress.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in ("print", "click.echo", "click.secho"), path


@given(st.text())
def test_term_safe_leaves_nothing_that_drives_a_terminal(text: str) -> None:
    """Line feeds and tabs stay; every other control or direction character becomes visible."""
    safe = term_safe(text + "".join(DRIVING))
    assert not set(safe) & set(DRIVING)
    assert term_safe(safe) == safe


VISIBLE = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]))


@given(VISIBLE, st.integers(40, 120))
def test_wrapping_loses_nothing_and_fits(text: str, room: int) -> None:
    """Wrapped lines hold the same words in the same order, and fit unless a word does not."""
    lines = list(wrapped(text, (), room))
    assert " ".join(lines).split() == text.split()
    assert all(width(line) <= room or len(line.split()) == 1 for line in lines)


def test_an_article_cannot_drive_the_terminal(archive, tmp_path: Path) -> None:
    """Escape sequences of an article are shown, not sent; JSON keeps them exactly."""
    evil = "alfa \x1b]52;c;ZXZpbA==\x07 \x9b31m bravo\x00 \u202etxt"
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": evil, "title": evil, "publisher": evil}))
    archive("ingest", tmp_path)
    for command in (["search", "alfa", "--explain"], ["list"], ["show", 1], ["stats"]):
        printed = archive(*command)
        assert not set(printed.out + printed.err) & set(DRIVING), command
    ran = archive("show", 1, "--json")
    assert not set(ran.out) & set(DRIVING)
    assert ran.json["title"] == evil.replace("\0", "")


def test_json_stays_exact(capsys) -> None:
    """What JSON escapes for the terminal's sake is read back as it was."""
    say_json({"a": "".join(DRIVING) + "é漢"})
    assert json.loads(capsys.readouterr().out) == {"a": "".join(DRIVING) + "é漢"}


def test_wrong_use_is_exit_2(archive) -> None:
    """Unknown commands, options and settings are wrong use."""
    for arguments in (["nosuch"], ["search"], ["search", "a", "--nosuch"], ["ingest"]):
        assert archive(*arguments).code == 2, arguments


def test_config_says_where_values_come_from(archive, home: Path, monkeypatch) -> None:
    """Flag before environment before file before default, each named."""
    home.mkdir()
    (home / "archive.toml").write_text("limit = 3\nwait = 1.5\nengine = 'whoosh'\n")
    monkeypatch.setenv("ARCHIVE_WAIT", "2")
    rows = archive("config", "--json").json
    assert rows["limit"] == {"value": 3, "origin": str(home / "archive.toml")}
    assert rows["wait"] == {"value": 2.0, "origin": "ARCHIVE_WAIT"}
    assert rows["database"]["origin"] == "default"
    assert archive("--wait", 5, "config", "--json").json["wait"] == {
        "value": 5.0,
        "origin": "--wait",
    }
    for name, row in rows.items():
        assert f"{name} = " in archive("config").out, row


@pytest.mark.parametrize("written", ["nosuch = 1", "limit = 'many'", "limit = -1", "limit ="])
def test_wrong_settings_are_named(archive, home: Path, written: str) -> None:
    """A setting that does not exist or has the wrong type is wrong use, with the file's name."""
    home.mkdir()
    (home / "archive.toml").write_text(written)
    ran = archive("list")
    assert ran.code == 2
    assert "archive.toml" in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(archive, shell: str) -> None:
    """The script for each shell is printed."""
    assert "_ARCHIVE_COMPLETE" in archive("completion", shell).out


def test_another_writer_is_waited_for_and_named(archive, home: Path) -> None:
    """While another process holds the lock, writing ends with 3 and searching still answers."""
    from filelock import FileLock

    archive("ingest", SEEDS)
    with FileLock(home / "lock"):
        ran = archive("ingest", SEEDS, "--wait", 0.1)
        assert archive("search", "banjir").code == 0
    assert ran.code == 3
    assert "another process" in ran.err


def test_no_index_while_another_process_writes_is_exit_4(archive, home: Path) -> None:
    """Without an index and without the lock there is no answer yet."""
    import shutil

    from filelock import FileLock

    archive("ingest", SEEDS)
    shutil.rmtree(home / "index")
    with FileLock(home / "lock"):
        assert archive("search", "banjir", "--wait", 0.1).code == 4
    assert archive("search", "banjir").code == 0


def test_a_database_of_something_else_is_left_alone(archive, home: Path) -> None:
    """A foreign database is refused with 6, unchanged."""
    home.mkdir()
    with sqlite3.connect(home / "archive.db") as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    before = (home / "archive.db").read_bytes()
    ran = archive("ingest", SEEDS)
    assert ran.code == 6
    assert "not an archive" in ran.err
    assert (home / "archive.db").read_bytes()[100:] == before[100:]


def test_a_newer_archive_is_refused(archive, home: Path) -> None:
    """An archive of a newer version is refused with 6."""
    archive("list")
    with sqlite3.connect(home / "archive.db") as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    ran = archive("list")
    assert ran.code == 6
    assert "newer version" in ran.err


def test_what_is_no_database_is_refused(archive, home: Path) -> None:
    """A file that is no database ends with 6 or 7, one line, no traceback."""
    home.mkdir()
    (home / "archive.db").write_bytes(b"not a database at all" * 100)
    ran = archive("list")
    assert ran.code == 6
    assert ran.err.count("\n") == 1


def test_full_output_is_exit_5(archive, home: Path) -> None:
    """If the answer cannot be written, the exit code says so."""
    archive("ingest", SEEDS)
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "archive", "search", "di"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            check=False,
        )
    assert ran.returncode == 5
    assert "No space left" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_closed_pipe_is_quiet(archive, home: Path) -> None:
    """`archive list | head -1` ends without a word."""
    archive("ingest", SEEDS)
    ran = subprocess.run(
        f"{sys.executable} -m archive list --json | head -c 10",
        shell=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert ran.stderr == ""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_end_cleanly(home: Path, number: int, code: int) -> None:
    """Interrupted while it waits for input, a command ends with the signal's code."""
    process = subprocess.Popen(
        [sys.executable, "-m", "archive", "ingest", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    for _ in range(200):
        time.sleep(0.05)
        if (home / "archive.db").exists():
            break
    time.sleep(1)
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert process.returncode == code
    assert len(err.split("\n")) <= 3, err
    assert "Traceback" not in err


def test_answers_fit_80_columns(archive) -> None:
    """No line of an answer is wider than the terminal, but for words that are."""
    archive("ingest", SEEDS)
    assert columns() == 80
    for command in (["search", "di", "--explain"], ["list"], ["show", 1], ["stats"]):
        for line in archive(*command).out.splitlines():
            assert len(line) <= 80 or len(line.split()) == 1 or os.sep in line, line


def test_stats_counts(archive) -> None:
    """`stats` knows how many articles there are and in which languages."""
    archive("ingest", SEEDS)
    ran = archive("stats", "--json").json
    assert ran["articles"] == len(list(SEEDS.iterdir()))
    assert set(ran["counts"]["language"]) == {"id", "en", "ms", "jv"}
