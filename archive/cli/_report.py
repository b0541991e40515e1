"""What became of each record that comes in, as `ingest` and `import` tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.ingest.outcome import Outcome, Summary


class Report:
    """Tells of each outcome as it comes, and of all of them at the end."""

    def __init__(self, as_json: bool, summary: Summary) -> None:
        from archive.cli._progress import Line
        from archive.cli._remarks import Remarks

        self._remarks = Remarks()
        self._as_json = as_json
        self._summary = summary
        self._line = Line()

    def add(self, outcome: Outcome) -> None:
        from archive.cli._render import one_line, remark, say_json

        self._summary.add(outcome)
        if self._as_json:
            say_json(outcome.as_json())
        elif self._remarks.is_shown(outcome):
            self._line.clear()
            why = one_line(outcome.reason or "")
            remark(f"{outcome.outcome}: {one_line(outcome.source)}: {why}")
        self._line.show("read", self._summary.total)

    def close(self, seconds: float, *, is_rehearsed: bool = False) -> None:
        from archive.cli._render import one_line, remark, say, say_json

        self._line.clear()
        for rest in self._remarks.rest():
            remark(one_line(rest))
        counts = self._summary.counts
        if self._as_json:
            say_json({"summary": {**counts, "seconds": round(seconds, 3)}})
            return
        stated = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
        records = f"{self._summary.total:,} record{'' if self._summary.total == 1 else 's'}"
        would = " (nothing was stored)" if is_rehearsed else ""
        say(f"{records}: {stated or 'nothing to read'} in {seconds:.1f} s{would}")
