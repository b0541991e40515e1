"""Folders that are watched: what arrives in them, once nobody writes to it any more.

    changes ─ Arrivals.note ─▶ waiting ─ Arrivals.ready ─▶ Files

The system says which names change; what is read there is told by walking, as for any ingest. A
file is ready when its size and its times have stayed as they are for so many seconds. What the
system may not have told (it drops what is too much, and the folder in which it was) a whole walk
finds: after a flood of changes, and every hour.
"""

from __future__ import annotations

import os
import stat
import time
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from archive.ingest.outcome import Outcome
from archive.ingest.walking import Files, is_walked, named, walk

# Changes at once after which some may have been lost: the system keeps 16,384 that nobody takes.
FLOOD = 4_096
# Seconds after which everything is walked again.
HOUR = 3_600.0

State = tuple[int, int, int, int] | None


@dataclass(slots=True)
class Arrivals:
    """What has changed in the folders `tops`, and is waited for.

    Parameters
    ----------
    settle:
        Seconds for which a file has to be left alone.
    hidden, apart:
        As for `walk`.
    """

    tops: Sequence[str]
    settle: float
    hidden: bool = False
    apart: str = ""
    _waiting: dict[str, tuple[float, State]] = field(default_factory=dict)
    _walk_at: float = 0.0

    def note(self, paths: Iterable[str]) -> None:
        """Take in the paths of a change."""
        now = time.monotonic()
        count = len(self._waiting)
        for path in paths:
            self._waiting[path] = now, _state(path)
        if len(self._waiting) - count >= FLOOD:
            self._walk_at = now + self.settle

    def ready(self) -> Iterator[Files | Outcome]:
        """What can be read now; everything is walked when it is time for it, the first time too."""
        now = time.monotonic()
        settled = self._settled(now)
        if now >= self._walk_at:  # and so comes to all that has settled
            self._walk_at = now + HOUR
            yield from self._old(self.tops)
            return
        folders = _topmost(path for path in settled if os.path.isdir(path))
        yield from self._old([folder for folder in folders if self._is_walked(folder)])
        names: dict[str, set[str]] = defaultdict(set)
        for path in settled:
            folder, name = os.path.split(path)
            if not _is_below(path, folders):
                names[folder].add(name)
        for folder in sorted(names):
            if self._is_walked(folder):
                yield from named(folder, names[folder], hidden=self.hidden, apart=self.apart)

    def again(self) -> None:
        """Walk everything the next time: something went wrong meanwhile."""
        self._walk_at = 0.0

    def _is_walked(self, folder: str) -> bool:
        return is_walked(folder, self.tops, hidden=self.hidden, apart=self.apart)

    def _settled(self, now: float) -> list[str]:
        """The paths that were left alone for long enough, and are there; they are let go."""
        due = [path for path, (when, _) in self._waiting.items() if now - when >= self.settle]
        settled = []
        for path in due:
            _, before = self._waiting.pop(path)
            state = _state(path)
            if state is None:
                continue  # gone again, which is no error
            if state == before:
                settled.append(path)
            else:
                self._waiting[path] = now, state
        return settled

    def _old(self, paths: Iterable[str]) -> Iterator[Files | Outcome]:
        """What a walk finds, but for what was written just now, which is waited for."""
        for files in walk(paths, hidden=self.hidden, apart=self.apart):
            if isinstance(files, Outcome):
                yield files
                continue
            newest = time.time() - self.settle
            fresh = [name for name in files.names if _is_newer(files.path(name), newest)]
            self.note(path for name in fresh if (path := files.path(name)) not in self._waiting)
            names = [name for name in files.names if files.path(name) not in self._waiting]
            yield Files(files.folder, names)


def _topmost(folders: Iterable[str]) -> set[str]:
    """Those of `folders` that are in none of the others."""
    found: set[str] = set()
    for folder in sorted(folders):
        if not _is_below(folder, found):
            found.add(folder)
    return found


def _is_below(path: str, folders: Container[str]) -> bool:
    while path not in folders:
        above = os.path.dirname(path)
        if above == path:
            return False
        path = above
    return True


def _state(path: str) -> State:
    """What changes with a file, or a folder; None if it is gone."""
    try:
        seen = os.lstat(path)
    except (OSError, ValueError):
        return None
    if stat.S_ISDIR(seen.st_mode):
        return seen.st_ino, 0, 0, 0
    return seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns


def _is_newer(path: str, moment: float) -> bool:
    try:
        seen = os.lstat(path)
    except (OSError, ValueError):
        return False  # whoever reads it says why
    return moment < max(seen.st_mtime, seen.st_ctime) <= time.time()
