"""Uploads on their way into the archive: one after the other, each by an `archive ingest`.

Another process reads what strangers wrote, so that searches go on meanwhile and a file that is too
much for it ends it alone. Where a file was seen is `uploads/<hash of it>/<its name>` in the home:
the same file is the same place however often it comes. It is deleted when it has been read; the
archive keeps the originals of articles itself.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import secrets
import shutil
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryFile
from typing import IO, Any, Literal

import archive
from archive.config import Config
from archive.errors import BusyError

log = logging.getLogger(__name__)

State = Literal["waiting", "running", "done", "failed"]
# Uploads that may wait, that are remembered, and problems of each that are told.
_WAITING, _KEPT, _PROBLEMS = 20, 200, 100
# Letters of a file's name that are kept, its end among them, which tells the format.
_NAME = 150
_PIECE = 1 << 20
# Seconds that an ingest has to put away what it has read.
_GRACE = 10.0
_UNUSUAL = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\ud800-\udfff]")


@dataclass(slots=True)
class Job:
    """An upload. `counts` are the outcomes so far; `problems` those with a reason, at most 100."""

    id: str
    files: tuple[str, ...]
    options: tuple[str, ...] = ()
    state: State = "waiting"
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    error: str | None = None

    def as_json(self) -> dict[str, Any]:
        """What `/api/ingest/ID` answers."""
        return {
            "id": self.id,
            "state": self.state,
            "files": list(self.files),
            "summary": {**self.counts, "seconds": round(self.seconds, 3)},
            "problems": list(self.problems),
            "error": self.error,
        }


class Jobs:
    """The uploads of one archive, and the thread that has them ingested. Threads may share it."""

    def __init__(self, config: Config) -> None:
        self._home = config.home
        self._folder = config.home / "uploads"
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._known: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None
        self._running: subprocess.Popen[str] | None = None
        self._is_closed = False

    def job(self, id: str) -> Job | None:
        """The upload of that id; None if there is none, or it was long ago."""
        return self._known.get(id)

    def submit(self, files: Iterable[tuple[str, IO[bytes]]], options: Sequence[str] = ()) -> Job:
        """Take files (name, content) in, to be ingested with these options of `archive ingest`.

        Raises
        ------
        BusyError
            If too many wait already.
        OSError
            If the disk refuses.
        """
        with self._lock:
            waiting = sum(job.state == "waiting" for job in self._known.values())
        if waiting >= _WAITING or self._is_closed:
            raise BusyError("too many uploads are waiting")
        id = secrets.token_urlsafe(9)
        try:
            names = [self._take(id, name, content) for name, content in files]
        except BaseException:
            shutil.rmtree(self._waiting(id), ignore_errors=True)
            raise
        job = Job(id, tuple(names), tuple(options))
        with self._lock:
            self._known[id] = job
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="ingest", daemon=True)
                self._worker.start()
        self._queue.put(job)
        return job

    def _waiting(self, id: str) -> Path:
        return self._folder / f".{id}"

    def _take(self, id: str, name: str, content: IO[bytes]) -> str:
        """Put one file where it waits; its name as it is kept."""
        name = plain(name)
        folder = self._waiting(id)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part, digest = folder / ".part", hashlib.sha256()
        with part.open("wb") as stream:
            while piece := content.read(_PIECE):
                digest.update(piece)
                stream.write(piece)
        place = folder / digest.hexdigest()[:16]
        place.mkdir(mode=0o700, exist_ok=True)
        part.replace(place / name)
        return name

    def _work(self) -> None:
        while job := self._queue.get():
            began = time.monotonic()
            try:
                self._ingest(job)
            except Exception:
                log.exception("upload %s", job.id)
                job.state, job.error = "failed", f"this failed; see {job.id} in the log"
            job.seconds = time.monotonic() - began

    def _ingest(self, job: Job) -> None:
        if self._is_closed:
            return
        job.state = "running"
        waiting = self._waiting(job.id)
        places = sorted(waiting.iterdir())
        try:
            ready = [place.rename(self._folder / place.name) for place in places]
            files = [str(file) for place in ready for file in sorted(place.iterdir())]
            job.error = self._read(job, files)
            job.state = "failed" if job.error else "done"
        finally:
            for place in places:
                shutil.rmtree(self._folder / place.name, ignore_errors=True)
            shutil.rmtree(waiting, ignore_errors=True)

    def _read(self, job: Job, files: Sequence[str]) -> str | None:
        """Run the ingest; what went wrong in its own words, None if nothing did."""
        command = [sys.executable, "-m", "archive", "--home", str(self._home), "ingest", "--json"]
        with (
            TemporaryFile("w+", encoding="utf-8") as said,
            subprocess.Popen(  # noqa: S603  # ours
                [*command, *job.options, "--", *files],
                cwd=Path(archive.__file__).parent.parent,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                encoding="utf-8",
                start_new_session=True,  # Ctrl-C is for the server, which ends this in its turn
            ) as process,
        ):
            self._running = process
            assert process.stdout is not None
            for line in process.stdout:
                self._note(job, json.loads(line))
            code = process.wait()
            said.seek(0)
            words = said.read(10_000).strip()
        self._running = None
        if code in (0, 1):
            return None
        log.error("upload %s ended with %s: %s", job.id, code, words)
        if code == 2:
            return words.rpartition("Error: ")[2]
        return f"the ingest ended with {code}; what was reported is stored"

    def _note(self, job: Job, told: dict[str, Any]) -> None:
        """Count what became of a record, or take the sum over all."""
        if "summary" in told:
            job.counts = {name: n for name, n in told["summary"].items() if name != "seconds"}
            return
        job.counts[told["outcome"]] = job.counts.get(told["outcome"], 0) + 1
        if told["reason"] and len(job.problems) < _PROBLEMS:
            source = told["source"].removeprefix(f"{self._folder}/").partition("/")[2]
            job.problems.append({**told, "source": source or told["source"].rpartition("/")[2]})

    def close(self) -> None:
        """End the ingest that runs, when what it has read is stored; drop those that wait."""
        self._is_closed = True
        self._queue.put(None)
        process, worker = self._running, self._worker
        if process is not None:
            with suppress(ProcessLookupError):
                process.terminate()
        if worker is not None:
            worker.join(_GRACE)
            if worker.is_alive() and process is not None:
                process.kill()
                worker.join(_GRACE)
        for job in self._known.values():
            shutil.rmtree(self._waiting(job.id), ignore_errors=True)


def plain(name: str) -> str:
    """The name of a file without folders and characters that no system likes; never empty."""
    last = _UNUSUAL.sub("_", name.replace("\\", "/").rpartition("/")[2]).lstrip(". ")
    stem, dot, suffix = last.rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    return f"{stem[:_NAME]}{dot}{suffix[:20]}" or "upload"
