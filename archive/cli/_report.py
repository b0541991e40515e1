"""What became of each record that comes in, as `ingest` and `import` tell it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.cli._progress import Count
    from archive.ingest import Course
    from archive.ingest.outcome import Outcome, Summary

# Lines that are printed at a time.
_LINES = 1_000


class Report:
    """Tells of each outcome as it comes, and of all of them at the end.

    `course` says how far the files are, where there are files.
    """

    def __init__(self, as_json: bool, summary: Summary, course: Course | None = None) -> None:
        from archive.cli._progress import Line
        from archive.cli._remarks import Remarks
        from archive.cli._render import json_line

        self._json_line = json_line
        self._lines: list[str] = []
        self._remarks = Remarks()
        self._as_json = as_json
        self._summary = summary
        self._course = course
        self._count: Count | None = None
        self._line = Line()

    @contextmanager
    def counting(self, paths: Sequence[str], hidden: bool) -> Iterator[None]:
        """Inside, the files are counted, so that it can be said how many are left."""
        from archive.cli._progress import Count

        if not self._line.is_on:
            yield
            return
        with Count(paths, hidden) as self._count:
            yield

    def add(self, outcome: Outcome) -> None:
        """Tell of one more."""
        self._summary.add(outcome)
        if self._as_json:
            self._lines.append(self._json_line(outcome.as_json()))
            # What was stored before need not be told at once: there may be millions.
            if outcome.outcome != "same" or len(self._lines) >= _LINES:
                self._say_lines()
        elif outcome.reason and self._remarks.is_shown(outcome):
            self._remark(outcome)
        if self._line.is_on and self._line.is_due():
            self._show()

    def _say_lines(self) -> None:
        from archive.cli._render import say

        lines, self._lines = self._lines, []
        if lines:
            say("\n".join(lines))

    def _remark(self, outcome: Outcome) -> None:
        from archive.cli._render import one_line, remark

        assert outcome.reason
        self._line.clear()
        remark(f"{outcome.outcome}: {one_line(outcome.source)}: {one_line(outcome.reason)}")

    def _show(self) -> None:
        if self._course is None or self._count is None:
            self._line.show("read", self._summary.total)
        else:
            self._line.show_files(self._summary.total, self._course.files, self._count)

    def close(self, seconds: float, *, is_rehearsed: bool = False) -> None:
        """Tell of all of them."""
        from archive.cli._render import one_line, remark, say, say_json

        self._say_lines()
        self._line.clear()
        for rest in self._remarks.rest():
            remark(one_line(rest))
        counts = self._summary.counts
        older = self._course.older if self._course else 0
        if older:
            files = "1 file was" if older == 1 else f"{older:,} files were"
            remark(f"{files} passed over, last modified before --since or --newer says")
        if self._as_json:
            passed_over = {"passed_over": older} if older else {}
            say_json({"summary": {**counts, **passed_over, "seconds": round(seconds, 3)}})
            return
        stated = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
        records = f"{self._summary.total:,} record{'' if self._summary.total == 1 else 's'}"
        would = " (nothing was stored)" if is_rehearsed else ""
        say(f"{records}: {stated or 'nothing to read'} in {seconds:.1f} s{would}")
