"""Files that were read before, and are as they were: what they hold is told without reading them.

    Files ─ sifted ─▶ Unchanged | Unknown        before a file is read
    End, Outcome, Stored ─ Notes ─▶ Entry        when all that it holds is stored

A file is as it was if size, inode and the times of its last changes are, and if it would be read in
the same way: by the same version, with the same options. One that was written within two seconds
before it was looked at is not believed, for it may be written again within the same tick of its
clock; nor is one that is another when it has been read.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from itertools import islice

import archive
from archive.article import readable
from archive.database import Stored
from archive.database.ledger import Entry, Holding, Ledger, Line, Lines, unpacked
from archive.ingest.outcome import Outcome
from archive.ingest.walking import Files

# Nanoseconds for which a file has to have been left alone.
SETTLED = 2_000_000_000
# Files that are looked up at a time.
CHUNK = 1_000
_ENCODING, _ERRORS = sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()
NOTHING: dict[bytes, Holding] = {}
# Who has a say in what is read of a file.
_LIBRARIES = ("charset-normalizer", "htmldate", "lxml", "pycld2", "pypdf", "trafilatura")
_RULES = (".py", ".txt")


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Files that are as they were after the change `seq`: where each is, and what it holds."""

    seq: int
    files: Sequence[tuple[str, Holding]]
    follow: bool

    def outcomes(self) -> Iterator[Outcome]:
        """What reading them once more would come to."""
        for path, holding in self.files:
            yield from told(path, holding)

    def holding(self, ids: set[int]) -> list[str]:
        """Those of the files that hold one of these articles."""
        return [
            path
            for path, holding in self.files
            if any(outcome.id in ids for outcome in told(path, holding))
        ]


def told(path: str, holding: Holding) -> Iterator[Outcome]:
    """What reading a file that holds this once more would come to."""
    id, records = holding
    if records is None:
        yield Outcome("same", path if path.isascii() else readable(path), id)
        return
    for source, one, reason in unpacked(records):
        yield Outcome("same", source, one, reason)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A file to read, and its state, if it can be believed."""

    path: str
    state: bytes | None
    follow: bool


@dataclass(frozen=True, slots=True)
class End:
    """Where a file ends among the records; `state`: in which it was all the time, if it was."""

    path: str
    state: bytes | None


@dataclass(slots=True)
class Course:
    """How far a run is: files that it came to, and those of them that are not read.

    `known` are as they were when they were read before, `older` are passed over for their age.
    """

    files: int = 0
    known: int = 0
    older: int = 0


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is to be read.

    Parameters
    ----------
    how:
        What `how_read` says.
    since:
        Nanoseconds since 1970: no file that was last written before is read.
    is_rereading:
        Whether files are read also if they are known.
    """

    ledger: Ledger
    how: bytes
    since: int | None = None
    is_rereading: bool = False
    course: Course = field(default_factory=Course)

    def sifted(self, files: Files) -> Iterator[Unchanged | Unknown]:
        """The files, in order: those that are known together, each other one by itself."""
        names = iter(files.names)
        while chunk := list(islice(names, CHUNK)):
            yield from self._sifted(files, chunk)

    def _sifted(self, files: Files, names: Sequence[str]) -> Iterator[Unchanged | Unknown]:
        before, follow, now = files.before, files.follow, time.time_ns()
        seen = {name: _seen(before + name, follow) for name in names}
        if self.since is not None:
            names = [name for name in names if not self._is_older(seen[name])]
            self.course.older += len(seen) - len(names)
            self.course.files += len(seen) - len(names)
        states = {_encoded(name): _state(one, self.how) for name in names if (one := seen[name])}
        seq, known = 0, NOTHING
        if not self.is_rereading:
            seq, known = self.ledger.read_before(os.fsencode(files.folder), states)
        run: list[tuple[str, Holding]] = []
        for name in names:
            if holding := known.get(encoded := _encoded(name)):
                run.append((before + name, holding))
                continue
            if run:
                yield self._unchanged(seq, run, follow)
                run = []
            self.course.files += 1
            is_believed = _is_settled(seen[name], now)
            yield Unknown(before + name, states[encoded] if is_believed else None, follow)
        if run:
            yield self._unchanged(seq, run, follow)

    def _is_older(self, seen: os.stat_result | None) -> bool:
        return seen is not None and self.since is not None and seen.st_mtime_ns < self.since

    def _unchanged(self, seq: int, run: list[tuple[str, Holding]], follow: bool) -> Unchanged:
        self.course.files += len(run)
        self.course.known += len(run)
        return Unchanged(seq, run, follow)

    def end(self, one: Unknown) -> End:
        """The end of a file that was just read."""
        if one.state is None:
            return End(one.path, None)
        seen = _seen(one.path, one.follow)
        is_same = seen is not None and _state(seen, self.how) == one.state
        return End(one.path, one.state if is_same else None)


def _seen(path: str, follow: bool) -> os.stat_result | None:
    """What is said of a regular file; None if it is none."""
    try:
        seen = os.stat(path, follow_symlinks=follow)
    except (OSError, ValueError):  # the latter where a name cannot be one
        return None
    return seen if stat.S_ISREG(seen.st_mode) else None


def _state(seen: os.stat_result, how: bytes) -> bytes:
    """What changes with the file."""
    times = seen.st_mtime_ns, seen.st_ctime_ns
    return b"%d %d %d %d %b" % (seen.st_size, seen.st_ino, *times, how)


def _is_settled(seen: os.stat_result | None, now: int) -> bool:
    return seen is not None and now - max(seen.st_mtime_ns, seen.st_ctime_ns) >= SETTLED


def _encoded(name: str) -> bytes:
    """As `os.fsencode`, which takes three times as long to find out what a name is."""
    return name.encode(_ENCODING, _ERRORS)


def how_read(asked: object) -> bytes:
    """What is the same where equal bytes come to equal articles: program and options, hashed."""
    said = repr((_program(), [_version(name) for name in _LIBRARIES], asked))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest().encode()


@cache
def _program() -> object:
    """The version, and the state of all our files: in a clone, that of the rules changes daily."""
    top = os.path.dirname(archive.__file__)
    files = sorted(
        (os.path.join(folder, name))
        for folder, _, names in os.walk(top)
        for name in names
        if name.endswith(_RULES)
    )
    seen = map(os.stat, files)
    return archive.__version__, [(one.st_size, one.st_mtime_ns) for one in seen]


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:  # an extra, or not there for every Python
        return None


class Notes:
    """Takes down what becomes of the records of a file, for the ledger, until the file ends."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._begin()

    def _begin(self) -> None:
        self._seq = 0
        self._only: Line | None = None
        self._lines: Lines | None = None
        self._is_kept = True

    def add(self, outcome: Outcome, stored: Stored | None) -> None:
        """Take down what became of a record; nothing of it was stored where `stored` is None."""
        if stored is None or not stored.is_current:
            self._is_kept, self._lines = False, None
        if stored is None or not self._is_kept:
            return
        line = outcome.source, stored.id, outcome.reason
        if self._only is None:
            self._only, self._seq = line, stored.seq
            return
        if self._lines is None:
            self._lines = Lines()
            self._lines.add(self._only)
        self._lines.add(line)

    def end(self, end: End) -> None:
        """The file of these records has ended: it is known if all of them were kept."""
        if end.state is not None and self._is_kept and self._only:
            folder, name = os.path.split(end.path)
            named = os.fsencode(folder), os.fsencode(name), end.state, self._seq
            self._entries.append(Entry(*named, *self._holding(end.path)))
        self._begin()

    def _holding(self, path: str) -> Holding:
        assert self._only
        source, id, reason = self._only
        if self._lines is None and source == readable(path) and reason is None:
            return id, None
        if self._lines is None:
            self._lines = Lines()
            self._lines.add(self._only)
        return None, self._lines.packed()

    def entries(self) -> list[Entry]:
        """What there is to write down; it is given once."""
        entries, self._entries = self._entries, []
        return entries
