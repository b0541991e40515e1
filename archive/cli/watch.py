"""`archive watch`: ingest what is in folders, and then what arrives in them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from archive.cli._options import as_json, common, load_config, open_archive
from archive.cli._reading import Reading, reading

if TYPE_CHECKING:
    from archive.ingest import Options
    from archive.ingest.watching import Arrivals

# Seconds between two walks where the system tells of no changes; a walk may take a tenth of them.
_POLL = 10.0
_TENTH = 10
# Seconds after which it is tried once more to be told of changes.
_RETRY = 300.0
# Milliseconds between two looks at what has changed, at the most and at the least.
_STEP = 100
_LEAST = 20
# Changes are taken at least so often as a part of the time that files have to be left alone.
_OFTEN = 4


@click.command("watch")
@click.argument(
    "folders",
    nargs=-1,
    required=True,
    metavar="DIR...",
    type=click.Path(exists=True, file_okay=False),
)
@click.option(
    "--settle",
    type=click.FloatRange(0.05, 3600),
    default=2.0,
    metavar="SECONDS",
    show_default=True,
    help="How long a file must have been left alone.",
)
@reading
@as_json
@common
def command(folders: tuple[str, ...], settle: float, as_json: bool, **given: Any) -> int:
    """Ingest what is in folders, and then what arrives in them, until it is ended.

    A file is read when it has been left alone for a while. Ctrl-C ends it; what was reported is
    stored, and what was missed while it did not run is found when it is started again.
    """
    from archive.ingest.watching import Arrivals

    asked = Reading(**given)
    options = asked.options("watch")
    home = str(load_config().home)
    tops = tuple(os.path.abspath(folder) for folder in folders)
    arrivals = Arrivals(tops, settle, options.hidden, home)
    watched = Watch(arrivals, options, asked.max_file_size, as_json=as_json)
    for paths in watched.changes():
        arrivals.note(paths)
        watched.take()
    return 0


class Watch:
    """Reads what is ready, and tells of each change of state."""

    def __init__(
        self, arrivals: Arrivals, options: Options, max_file_size: int | None, *, as_json: bool
    ) -> None:
        self._arrivals = arrivals
        self._options = options
        self._max_file_size = max_file_size
        self._as_json = as_json
        self._state = ""
        self._seconds = 0.0

    def changes(self) -> Iterator[list[str]]:
        """The paths of what has changed, again and again, also where that is nothing.

        Ends only by a signal. Where the system tells of no changes, everything is walked instead;
        whether it does is tried again after a while.
        """
        from archive.interrupts import insist

        is_any_closed = False
        while True:
            try:
                yield from self._told(is_any_closed=is_any_closed)
            except KeyboardInterrupt:
                insist()  # it was SIGTERM, perhaps
                raise
            except (OSError, RuntimeError) as error:
                if isinstance(error, PermissionError) and not is_any_closed:
                    self._arrivals.again()
                    is_any_closed = True
                else:
                    yield from self._polled(str(error))

    def _told(self, *, is_any_closed: bool) -> Iterator[list[str]]:
        """What the system tells; `is_any_closed`: of folders that may be read, there are others."""
        from watchfiles import watch

        tick = max(_LEAST, int(1_000 * self._arrivals.settle / _OFTEN))
        for changed in watch(
            *self._arrivals.tops,
            watch_filter=None,
            step=min(_STEP, tick),
            rust_timeout=tick,
            yield_on_timeout=True,
            # It would have it ignore too that there are no more watches.
            ignore_permission_denied=is_any_closed,
        ):
            yield [path for _, path in changed]
            self._tell("watching", ", ".join(self._arrivals.tops))

    def _polled(self, reason: str) -> Iterator[list[str]]:
        until = time.monotonic() + _RETRY
        due = 0.0
        while time.monotonic() < until:
            is_due = time.monotonic() >= due
            if is_due:
                self._arrivals.again()
            yield []
            if is_due:
                due = time.monotonic() + max(_POLL, _TENTH * self._seconds)
            self._tell("polling", f"all is walked every {_POLL:g} s, or less often: {reason}")
            time.sleep(min(1.0, self._arrivals.settle))
        self._arrivals.again()  # for what changes before it is watched again

    def take(self) -> None:
        """Read what is ready; again later, if another process is writing."""
        from archive.errors import BusyError

        began = time.monotonic()
        try:
            self._take(began)
        except BusyError as error:
            self._tell("waiting", str(error))
            self._arrivals.again()
        self._seconds = time.monotonic() - began

    def _take(self, began: float) -> None:
        from itertools import chain

        from archive.cli._report import Report
        from archive.ingest import Course, Summary, take

        ready = self._arrivals.ready()
        first = next(ready, None)
        if first is None:
            return
        summary, course = Summary(), Course()
        report = Report(self._as_json, summary, course)
        try:
            with open_archive(max_file_size=self._max_file_size) as archive:
                for outcome in take(archive, chain([first], ready), self._options, course):
                    report.add(outcome)
        finally:
            if summary.total:
                report.close(time.monotonic() - began)

    def _tell(self, state: str, more: str) -> None:
        """Say in which state it is now, if it is another one."""
        from archive.cli._render import one_line, remark, say_json

        if state == self._state:
            return
        self._state = state
        if self._as_json:
            say_json({"state": state, "why": more})
        else:
            remark(f"{state}: {one_line(more)}")
