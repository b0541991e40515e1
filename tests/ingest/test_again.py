"""Files that were read before: told without being read, exactly as if they were read."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from archive import config
from archive.archive import Archive
from archive.article import Fact
from archive.ingest import Course, Options, Outcome, again, ingest, pipeline
from databases import rows
from strategies import steady

TEXTS = ("alfa", "bravo", "charlie", "", "caf\xe9")
URLS = ("https://a.example/1", "https://a.example/2")
NAMES = ("a.txt", "b.jsonl", "c.txt", "d/a.jsonl", "d/b.zip", "e.jsonl", "f.md", "g.md")

rows_of_files = st.lists(
    st.tuples(st.sampled_from(TEXTS), st.sampled_from((None, *URLS))), min_size=1, max_size=3
)
Change = Callable[["Both"], None]


@dataclass
class Both:
    """A folder, and two archives of it: one reads everything each time, one what is not known."""

    folder: Path
    known: Archive
    reading: Archive
    clock: Iterator[int] = field(default_factory=lambda: count(10**18))
    spared: int = 0

    def write(self, name: str, held: list[tuple[str, str | None]]) -> None:
        """Have a file hold these texts, each with a URL or none."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(packed(name, held))
        self.touch(name)

    def touch(self, name: str) -> None:
        """Let a file that is there have been written now; the clock never stands still."""
        with suppress(FileNotFoundError):
            os.utime(self.folder / name, ns=(0, next(self.clock)))

    def delete(self, name: str) -> None:
        """Delete a file if it is there."""
        (self.folder / name).unlink(missing_ok=True)

    def swap(self, name: str, other: str) -> None:
        """Let one file be where another was."""
        with suppress(FileNotFoundError):
            (self.folder / name).rename(self.folder / other)

    def each(self, do: Callable[[Archive], object]) -> None:
        """Do the same to both archives."""
        for archive in (self.known, self.reading):
            do(archive)

    def ingest(self, options: dict[str, object]) -> None:
        """Both say the same, and hold the same; what is not to be read is not read."""
        course = Course()
        told = self._told(self.known, Options(**options), course)  # type: ignore[arg-type]
        assert told == self._told(self.reading, Options(**options, reread=True), Course())  # type: ignore[arg-type]
        self.spared += course.known
        assert rows(self.known._store.path) == rows(self.reading._store.path)

    def _told(self, archive: Archive, options: Options, course: Course) -> list[Outcome]:
        return list(ingest(archive, [str(self.folder)], options, course))


def packed(name: str, held: list[tuple[str, str | None]]) -> bytes:
    """What a file of that name has to hold for these texts."""
    lines = [
        json.dumps({"text": text, "url": url} if url else {"text": text}) for text, url in held
    ]
    match Path(name).suffix:
        case ".jsonl":
            return "\n".join(lines).encode()
        case ".zip":
            stream = io.BytesIO()
            with zipfile.ZipFile(stream, "w") as archive:
                archive.writestr("1.jsonl", lines[0])
                archive.writestr("2.txt", held[-1][0])
            return stream.getvalue()
        case ".md":
            text, url = held[0]
            return (f"---\nurl: {url}\n---\n" * bool(url) + text).encode()
        case _:
            return held[0][0].encode("latin-1")


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Something that happens to the files, or to the articles, between two runs."""
    name = draw(st.sampled_from(NAMES))
    id = draw(st.integers(1, 4))
    match draw(st.sampled_from("wwwwtdsreg")):
        case "w":
            held = draw(rows_of_files)
            return lambda both: both.write(name, held)
        case "t":
            return lambda both: both.touch(name)
        case "d":
            return lambda both: both.delete(name)
        case "s":
            other = draw(st.sampled_from([one for one in NAMES if one[-4:] == name[-4:]]))
            return lambda both: both.swap(name, other)
        case "r":
            return lambda both: both.each(lambda archive: archive.remove([id]))
        case "e":
            return lambda both: both.each(lambda archive: archive.edit(id, [], ["author"]))
        case _:
            return lambda both: both.each(lambda archive: archive.tag([id], remove=["p"]))


@contextmanager
def both(empty: Path) -> Iterator[Both]:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        for name in ("files", "1", "2"):
            (place / name).mkdir()
        for name in "12":
            shutil.copy(empty, place / name / "archive.db")
        homes = (config.load({"home": place / name, "engine": "memory"}, {}) for name in "12")
        one, other = map(Archive.open, homes)
        with one, other:
            yield Both(place / "files", one, other)


SAID = Fact("author", "delta", "edited", "ingest --set")
options = st.fixed_dictionaries(
    {
        "tags": st.sampled_from(((), ("p",))),
        "facts": st.sampled_from(((), (SAID,))),
        "dry_run": st.sampled_from((False, False, True)),
    }
)


@settings(steady, max_examples=60)
@given(
    rounds=st.lists(st.tuples(st.lists(changes(), max_size=4), options), min_size=1, max_size=5),
    batch=st.sampled_from((1, 2, 1_000)),
    chunk=st.sampled_from((1, 2, 1_000)),
)
def test_what_is_known_is_told_as_if_it_were_read(
    empty: Path, rounds: list[tuple[list[Change], dict[str, object]]], batch: int, chunk: int
) -> None:
    """Whatever happens to files and articles: the same outcomes, in order, and the same rows."""
    with both(empty) as pair, pytest.MonkeyPatch.context() as patch:
        patch.setattr(again, "SETTLED", -(10**19))
        patch.setattr(again, "CHUNK", chunk)
        patch.setattr(pipeline, "BATCH", batch)
        for happened, asked in rounds:
            for change in happened:
                change(pair)
            pair.ingest(asked)
            pair.ingest(asked)
        event(f"{min(pair.spared, 5)} files were not read")


@pytest.mark.parametrize("batch", [1, 2, 1_000])
def test_a_file_is_read_after_all_if_another_takes_its_place(
    empty: Path, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known when it is looked up need not be when the records before it are stored."""
    monkeypatch.setattr(again, "SETTLED", -(10**19))
    monkeypatch.setattr(pipeline, "BATCH", batch)
    with both(empty) as pair:
        pair.write("b.jsonl", [("alfa", URLS[0])])
        pair.ingest({})
        pair.write("a.txt", [("charlie", None)])
        pair.write("e.jsonl", [("alfa", URLS[1]), ("charlie", None)])
        pair.ingest({"dry_run": True})
        pair.ingest({})
        pair.ingest({})
        assert pair.spared > 0
        pair.write("aa.jsonl", [("bravo", URLS[0])])  # now alfa is no current text any more
        pair.ingest({"dry_run": True})
        pair.ingest({})
        pair.ingest({})


def test_two_files_of_one_address_take_its_place_in_turn(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is not the current text at the end of its batch is read each time."""
    monkeypatch.setattr(again, "SETTLED", -(10**19))
    with both(empty) as pair:
        for name, text in (("f.md", "alfa"), ("g.md", "bravo"), ("h.md", "alfa")):
            pair.write(name, [(text, URLS[0])])
        for _ in range(3):
            pair.ingest({})
