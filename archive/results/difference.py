"""What two texts share, and what only one of them says."""

from __future__ import annotations

from dataclasses import dataclass

from archive import sketches


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts beside each other.

    Parameters
    ----------
    containment:
        Which share of the shorter one is in the other, 0 to 1.
    shared, only_here, only_there:
        The passages that both have, only the first, and only the second, each in its order.
    """

    containment: float
    shared: tuple[str, ...]
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]


def difference(here: str, there: str) -> Difference:
    """Compare two texts word by word, as far as `sketches.LETTERS`."""
    here, there = here[: sketches.LETTERS], there[: sketches.LETTERS]
    found = sketches.compare(sketches.wording(here), sketches.wording(there))
    shared, only_here = sketches.passages(here, [(start, n) for start, _, n in found.runs])
    _, only_there = sketches.passages(there, [(start, n) for _, start, n in found.runs])
    return Difference(found.containment, tuple(shared), tuple(only_here), tuple(only_there))


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two texts side by side: each in pieces (text, whether the other one has it too)."""

    containment: float
    here: tuple[tuple[str, bool], ...]
    there: tuple[tuple[str, bool], ...]


def aligned(here: str, there: str) -> Aligned:
    """Both texts as far as `sketches.LETTERS`, cut where they begin and cease to be the same."""
    here, there = here[: sketches.LETTERS], there[: sketches.LETTERS]
    found = sketches.compare(sketches.wording(here), sketches.wording(there))
    return Aligned(
        found.containment,
        tuple(sketches.pieces(here, [(start, n) for start, _, n in found.runs])),
        tuple(sketches.pieces(there, [(start, n) for _, start, n in found.runs])),
    )
