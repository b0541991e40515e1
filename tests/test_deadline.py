"""An answer that takes too long is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from archive import deadline
from archive.errors import SlowQueryError


def test_within_a_time() -> None:
    """There is time until it is over; the one outside counts again behind it."""
    deadline.check()
    with deadline.within(5):
        deadline.check()
        with deadline.within(1, since=perf_counter() - 2):
            with pytest.raises(SlowQueryError, match=r"limit of 1 s"):
                deadline.check()
            with deadline.within(0):
                deadline.check()
        deadline.check()


@pytest.mark.parametrize("engine", ["whoosh", "memory"])
@pytest.mark.parametrize("query", ["banjir", "ba*", "banjir~ OR publisher:a..k", "copies:0 -kota"])
def test_a_query_without_time_is_refused(
    archive: Callable[..., object], home: Path, monkeypatch: pytest.MonkeyPatch, engine: str,
    query: str,
) -> None:  # fmt: skip
    """With 2 and a sentence that says the limit; nothing is answered in part."""
    (home.parent / "a.txt").write_text("Banjir di kota.")
    archive("ingest", home.parent / "a.txt")
    monkeypatch.setenv("ARCHIVE_ENGINE", engine)
    monkeypatch.setenv("ARCHIVE_DEADLINE", "1e-9")
    ran = archive("search", query)
    assert (ran.code, ran.out) == (2, "")  # type: ignore[attr-defined]
    assert "longer than the limit of 1e-09 s" in ran.err  # type: ignore[attr-defined]
    monkeypatch.setenv("ARCHIVE_DEADLINE", "0")
    assert archive("search", query).code in (0, 1)  # type: ignore[attr-defined]
