"""The command line: one file per command, each offering `command`.

`archive --help` must stay quick, so a command's module imports nothing heavy at its top: the
archive itself is imported inside the command, when it runs.
"""

from archive.cli._door import main

__all__ = ["main"]
