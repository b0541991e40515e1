"""What became of each record of an ingest, and of all of them together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from archive.duplicates import Verdict

Kind = Verdict | Literal["failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record. `reason` says why it failed, or what was odd about it."""

    outcome: Kind
    source: str
    id: int | None = None
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The line that `ingest --json` prints for it."""
        return {
            "outcome": self.outcome,
            "id": self.id,
            "source": self.source,
            "reason": self.reason,
        }


def failed(source: object, reason: str) -> Outcome:
    """The outcome of something that could not be read."""
    return Outcome("failed", str(source), None, reason)


@dataclass(slots=True)
class Summary:
    """The outcomes of a run, counted."""

    counts: dict[Kind, int] = field(
        default_factory=lambda: {"added": 0, "changed": 0, "same": 0, "copy": 0, "failed": 0}
    )

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.counts[outcome.outcome] += 1

    @property
    def total(self) -> int:
        """How many records there were."""
        return sum(self.counts.values())
