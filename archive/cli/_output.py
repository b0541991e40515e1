"""Where an export goes: standard output, a file, or a folder; each as a whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click

from archive.cli._render import one_line, say_bytes, say_safely

# The name of what is not complete.
_HIDDEN, _PART = ".archive-export.", ".part"


def to_stdout(pieces: Iterable[bytes]) -> None:
    """Write `pieces` as they come; on a terminal, so that they cannot drive it."""
    say = say_safely if sys.stdout.isatty() else say_bytes
    for piece in pieces:
        say(piece)


def new_file(target: Path, apart: Iterable[Path], *, is_forced: bool) -> Path:
    """Where the file `target` is, if it may be written.

    Raises
    ------
    click.UsageError
        If it is there and not `is_forced`, is no regular file, or is one of `apart` or lies
        in it.
    """
    place = _outside(target, apart)
    if place.exists() and not place.is_file():
        raise click.UsageError(f"{one_line(str(target))} is no regular file")
    if place.exists() and not is_forced:
        raise click.UsageError(f"{one_line(str(target))} is there already (--force replaces it)")
    return place


def new_folder(target: Path, apart: Iterable[Path]) -> Path:
    """Where the folder `target` is to be.

    Raises
    ------
    click.UsageError
        If there is something in its place, but for an empty folder, or it lies in one of
        `apart`.
    """
    place = _outside(target, apart)
    if place.exists() and not (place.is_dir() and not any(place.iterdir())):
        raise click.UsageError(
            f"{one_line(str(target))} is there already, and nothing in it is overwritten: "
            "name a new folder"
        )
    return place


def _outside(target: Path, apart: Iterable[Path]) -> Path:
    place = Path(os.path.realpath(target))
    if any(place.is_relative_to(os.path.realpath(path)) for path in apart):
        raise click.UsageError(f"{one_line(str(target))} is the archive's own")
    if not place.parent.is_dir():
        raise click.UsageError(f"there is no folder {one_line(str(place.parent))}")
    return place


def to_file(place: Path, pieces: Iterable[bytes]) -> int:
    """Write `pieces` to a file, which gets its name when it is complete; its size in bytes.

    Raises
    ------
    OSError
        If it cannot be written. Nothing is left of it, and what had its name before is still there.
    """
    from archive import seal

    descriptor, part = tempfile.mkstemp(_PART, _HIDDEN, place.parent)
    try:
        with open(descriptor, "wb") as stream:
            os.fchmod(descriptor, 0o666 & ~_umask())  # what any other new file would get
            size = sum(map(stream.write, pieces))
        seal.sync(Path(part))
        os.replace(part, place)
        seal.sync(place.parent)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(part)
    return size


def to_folder(place: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files (name, content) into a folder, which gets its name when it is complete.

    How many they are. Raises as `to_file` does, also where two have one name.
    """
    from archive import seal

    count = 0
    part = Path(tempfile.mkdtemp(_PART, _HIDDEN, place.parent))
    try:
        part.chmod(0o777 & ~_umask())
        for name, content in files:
            with open(part / name, "xb") as stream:
                stream.write(content)
            count += 1
        os.sync()  # all of them at once, for to wait for each takes a thousand times as long
        part.rename(place)
        seal.sync(place.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return count


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
