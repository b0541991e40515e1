"""The way in and out: the group of commands, and what every error and signal ends in."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

import click

import archive.cli
from archive import __version__, interrupts, plugins
from archive.cli._options import common
from archive.cli._render import complain, complain_about_query, remark
from archive.errors import ArchiveError, QueryError, SlowQueryError, StorageError
from archive.interrupts import Ended, Interrupted, Terminated

# What a program ends with that has a fault of its own (sysexits.h, EX_SOFTWARE).
_FAULT = 70


class Commands(click.Group):
    """A group that knows its commands by their file names and imports one when it is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(plugins.names(archive.cli))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(context):
            return None
        command = plugins.load(archive.cli, name, ["command"]).command
        assert isinstance(command, click.Command)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="archive")
@common
def archive_command() -> None:
    """An archive for the news articles that people collect themselves.

    `archive ingest PATH` stores articles, `archive search WORDS` finds them.
    """


def main() -> NoReturn:
    """Run the command line; ends the process."""
    _open_closed()
    # NumPy's linear algebra, which nothing here uses, would start a thread for each core: 60 ms.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(guarded(sys.argv[1:]))


def guarded(arguments: Sequence[str]) -> int:
    """Run one command; its exit code, also if a signal comes just before it or just after."""
    try:
        interrupts.install()
        return run(arguments)
    except Ended as error:
        return _ended_by(error)
    finally:
        interrupts.ignore()  # nothing is left to do but to leave


def _open_closed() -> None:
    """Give a standard stream that the caller has closed something to write to, or read from.

    Else the next file that is opened, the database perhaps, would get its number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)  # the lowest free number
            mode = "w" if number else "r"
            setattr(sys, name, os.fdopen(descriptor, mode, encoding="utf-8", closefd=False))


def run(arguments: Sequence[str]) -> int:
    """Run one command; its exit code. Every exception ends here, and nowhere below."""
    debug = "--debug" in arguments
    logging.basicConfig(level=logging.DEBUG if debug else logging.ERROR, stream=sys.stderr)
    if not debug:  # it tells of each signal that meets its cleaning up, which comes up here anyway
        logging.getLogger("sqlalchemy").setLevel(logging.CRITICAL)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a text file
    try:
        code = archive_command.main(list(arguments), prog_name="archive", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except BaseException as error:
        if debug:
            traceback.print_exc()
        return _ended_by(error)


def _ended_by(error: BaseException) -> int:
    """Tell the user, in one line, and choose the exit code."""
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.ClickException():
            error.show()
            return error.exit_code
        case QueryError() if not isinstance(error, SlowQueryError):
            complain_about_query(error)
            return error.exit_code
        case ArchiveError():
            complain(str(error))
            return error.exit_code
        case BrokenPipeError():
            # The reader has seen enough. Python would complain at exit about what it cannot flush.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        case Terminated():
            complain("ended by SIGTERM; what was reported is stored")
            return 143
        case Interrupted() | KeyboardInterrupt() | click.Abort():
            if sys.stderr.isatty():
                remark("")  # behind the ^C that the terminal shows
            complain("interrupted; what was reported is stored")
            return 130
        case OSError():
            _forget_output()
            complain(f"{error.filename or 'output'}: {error.strerror or error}")
            return StorageError.exit_code
        case MemoryError():
            complain("not enough memory; what was stored before is safe")
            return StorageError.exit_code
        case _:
            return _unexpected(error)


def _unexpected(error: BaseException) -> int:
    """The end by what nobody raised on purpose."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    if ended := interrupts.lost():  # a library met the signal, and made an error of its own of it
        return _ended_by(ended)
    complain(f"a fault of archive itself: {type(error).__name__}: {error} (see --debug)")
    return _FAULT


def _forget_output() -> None:
    """Keep Python from trying once more at exit what has just failed."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
