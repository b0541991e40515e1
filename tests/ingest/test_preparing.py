"""Articles that are prepared together are as they are by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.archive import Incoming
from archive.article import Fact, Place, Record
from archive.crew import ALONE, Crew
from archive.ingest import preparing
from archive.ingest.outcome import Outcome
from archive.ingest.preparing import Found, Preparation, Prepared, all_prepared, prepare
from archive.ingest.readers import jsonl
from archive.ingest.unread import Unread
from archive.interrupts import Interrupted

TEXTS = (
    "JAKARTA, Koran.id - Banjir surut, kata Menteri Sri Mulyani kepada Reuters, Selasa (12/7/2022)."
    "\nBaca Juga: Hujan Lebat\nPresiden Joko Widodo meninjau Kota Bogor.***",
    "The river rose by two metres in March, according to the Bogor Times, and fell again in May.",
)

LINES = st.sampled_from([*TEXTS, "alfa", "", "Baca juga: Bravo\nmenurut Reuters, hujan."])
HOW = Preparation((Fact("category", "alfa", "declared", "r"),), ("bravo",))


def told(prepared: list[Prepared]) -> list[object]:
    return [(astuple(one), one.sketch) if isinstance(one, Incoming) else one for one in prepared]


def found(number: int, text: str) -> Found:
    place = Place("a", number)
    if number % 3 == 0:
        return Unread(place, b'{"text": 1, "title": "alfa bravo"}' if text else b"[", jsonl.parse)
    return (
        Record(place, text.encode(), "text/plain", text)
        if number % 3 == 1
        else Outcome("failed", "", None, text)
    )


@given(st.lists(LINES, max_size=6))
def test_together_they_are_as_alone(texts: list[str]) -> None:
    """Facts, zones and sketches, and what has failed, in order."""
    chunk = [found(number, text) for number, text in enumerate(texts)]
    assert told(prepare(HOW, list(chunk))) == [
        it for one in chunk for it in told(prepare(HOW, [one]))
    ]


def test_memory_ends_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others of its chunk are prepared."""
    enrich = preparing.enrich

    def poor(articles):  # type: ignore[no-untyped-def]
        some = list(articles)
        if any(article.text == "greedy" for article in some):
            raise MemoryError
        return enrich(some)

    monkeypatch.setattr(preparing, "enrich", poor)
    chunk: list[Found] = [found(1, text) for text in ("alfa", "greedy", "bravo")]
    made = prepare(HOW, chunk)
    assert [type(one) for one in made] == [Incoming, Outcome, Incoming]


def test_a_signal_loses_nothing_that_was_read() -> None:
    """What was read before it came is prepared, and then it is raised."""

    def read() -> Iterator[Found]:
        yield from (found(1, text) for text in ("alfa", "bravo"))
        raise Interrupted

    prepared = all_prepared(read(), HOW, None, ALONE)
    assert [next(prepared).record.text for _ in range(2)] == ["alfa", "bravo"]  # type: ignore[union-attr]
    with pytest.raises(Interrupted):
        next(prepared)


@pytest.mark.parametrize("size", [preparing.RISKY, preparing.CHUNK_BYTES])
def test_what_is_large_is_alone(size: int) -> None:
    """And is let go before the next is read."""
    large = Unread(Place("a"), b"x" * size, jsonl.parse)
    small = found(1, "alfa")
    chunks = list(preparing._chunks([small, small, large, large, small]))
    assert [len(chunk) for chunk in chunks] == [2, 1, 1, 1]


def test_another_process_gives_back_all_but_the_original() -> None:
    """Which is put to the rest again; nothing is told of the empty one in between."""
    chunk = [found(1, text) for text in TEXTS]
    with Crew(2) as crew:
        apart = list(all_prepared(iter(chunk), HOW, 2, crew))
    assert told(apart) == told(prepare(HOW, chunk))
    assert all(isinstance(one, Incoming) and one.record.original for one in apart)
