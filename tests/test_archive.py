"""The facade: several processes, one archive."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from archive import catchup, config
from archive.archive import Archive, Incoming
from archive.article import Article, Place, Record


@pytest.fixture
def settings(home: Path) -> config.Config:
    return config.load()


@contextmanager
def opened(settings: config.Config) -> Iterator[Archive]:
    with Archive.open(settings) as archive:
        yield archive


def incoming(text: str, name: str) -> Incoming:
    record = Record(Place(f"/{name}"), text.encode(), "text/plain", text, key=f"file:/{name}")
    return Incoming(record, Article(text))


def found(archive: Archive, query: str) -> list[int]:
    return [result.id for result in archive.search(query, limit=100).results]


def test_two_that_are_open_see_and_keep_each_others_work(settings) -> None:
    """What one stores and removes the other finds and misses, however long it has been open."""
    with opened(settings) as one, opened(settings) as other:
        for number in range(6):
            writer, reader = (one, other) if number % 2 else (other, one)
            writer.put([incoming(f"alfa nomor{number}", f"{number}.txt")])
            writer.sync()
            assert found(reader, f"nomor{number}") == [number + 1]
        one.remove([2, 3])
        assert sorted(found(other, "alfa")) == [1, 4, 5, 6]
        other.put([incoming("alfa lagi", "0.txt")])
        assert sorted(found(one, "alfa")) == [1, 4, 5, 6]
        assert found(one, "nomor0") == []
        one.reindex()
        other.put([incoming("alfa baru", "x.txt")])
        assert sorted(found(other, "alfa")) == [1, 4, 5, 6, 7]


def test_searching_needs_no_sync(settings) -> None:
    """What was put is found by the next search, though the index was not told."""
    with opened(settings) as archive:
        archive.put([incoming("alfa", "a.txt")])
        assert found(archive, "alfa") == [1]


def test_readers_beside_a_writer_never_fail(settings) -> None:
    """Searches go on while another thread commits and removes; nothing removed is found again."""
    done = threading.Event()
    errors: list[BaseException] = []

    def read() -> None:
        try:
            with opened(settings) as archive:
                while not done.is_set():
                    page = archive.search("alfa", limit=100)
                    assert all("alfa" in result.snippet for result in page.results)
        except BaseException as error:  # reported by the test
            errors.append(error)

    with opened(settings) as archive:
        archive.put([incoming("alfa 0", "start.txt")])
        archive.sync()
        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        for number in range(12):
            archive.put([incoming(f"alfa {number}", f"{number}.txt")])
            archive.remove([number + 1])
        done.set()
        for reader in readers:
            reader.join()
    assert errors == []


def test_relative_days_are_seen_from_the_day_that_is_stated(settings) -> None:
    """What is asked stays relative, what is found depends on the day."""
    with opened(settings) as archive:
        archive.put([incoming("alfa", "a.txt")])
        added = archive.get(1).added.date()
        for days, total in ((0, 1), (7, 1), (8, 0), (-1, 1)):
            today = added + timedelta(days)
            page = archive.search("added:-7d..", today=today)
            assert (page.understood, page.total) == ("added:-7d..", total)
            assert archive.ids("added:-1w..", today=today) == [1] * total


def test_an_index_that_nobody_writes_to_stays_open(settings, monkeypatch) -> None:
    """Who searches again and again opens it once; and anew when another has written to it."""
    with opened(settings) as writer:
        writer.put([incoming("alfa bravo", "a.txt")])
        writer.sync()
    opens = []
    open_index = catchup.open_index
    monkeypatch.setattr(
        catchup,
        "open_index",
        lambda *given, **named: opens.append(1) or open_index(*given, **named),
    )
    with opened(settings) as reader:
        for _ in range(3):
            assert found(reader, "alfa") == [1]
        assert len(opens) == 1
        with opened(settings) as writer:
            writer.put([incoming("alfa charlie", "b.txt")])
            writer.sync()
        opens.clear()
        for _ in range(3):
            assert sorted(found(reader, "alfa")) == [1, 2]
        assert len(opens) == 1
