"""Remarks on what comes in, of which many can be the same: some are shown, the rest counted."""

from __future__ import annotations

from collections.abc import Iterator

from archive.ingest.outcome import Outcome

# Remarks in the same words that are shown, and words that are told apart.
_SHOWN = 5
_MOST = 1_000


class Remarks:
    """Which remarks are shown as they come, and what there is to say of the others at the end."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def is_shown(self, outcome: Outcome) -> bool:
        """Whether the reason of this outcome is shown; that of a failed one always is."""
        reason = outcome.reason
        if not reason or outcome.outcome == "same":
            return False
        if outcome.outcome == "failed" or (
            len(self._counts) >= _MOST and reason not in self._counts
        ):
            return True
        self._counts[reason] = self._counts.get(reason, 0) + 1
        return self._counts[reason] <= _SHOWN

    def rest(self) -> Iterator[str]:
        """How many more there were of each."""
        for reason, count in self._counts.items():
            if count > _SHOWN:
                yield f"and {count - _SHOWN:,} more: {reason}"
