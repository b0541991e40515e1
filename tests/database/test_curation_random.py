"""Curation in random order against a model: what is told once, tagged once, and what is found."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import config
from archive.archive import Archive, Incoming
from archive.article import Article, Fact, Place, Record
from strategies import steady

NAMES = st.sampled_from("abc")
# What decides whether an article matches: its text, its tag, its note, its title.
QUERY = "alfa OR tag:bravo OR note:charlie OR title:delta"
STEPS = st.one_of(
    st.tuples(st.just("put"), NAMES, st.sampled_from(("alfa", "echo", "foxtrot"))),
    st.tuples(st.just("tag"), NAMES, st.booleans()),
    st.tuples(st.just("note"), NAMES, st.sampled_from(("charlie", "golf", None))),
    st.tuples(st.just("edit"), NAMES, st.sampled_from(("delta", "hotel", None))),
    st.tuples(st.just("remove"), NAMES),
    st.tuples(st.just("untag"), NAMES),
    st.tuples(st.just("run"), st.integers(1, 3)),
    st.tuples(st.just("torn")),
    st.tuples(st.just("reindex")),
)


@pytest.fixture(scope="session")
def empty(tmp_path_factory) -> Path:
    """A home of an archive without articles, to be copied: making one takes long."""
    home = tmp_path_factory.mktemp("curation") / "home"
    with Archive.open(config.load({"home": home, "engine": "memory"}, {})):
        pass
    return home


@contextmanager
def opened(empty: Path) -> Iterator[Archive]:
    with TemporaryDirectory(dir=empty.parent) as folder:
        home = Path(shutil.copytree(empty, Path(folder) / "home"))
        with Archive.open(config.load({"home": home, "engine": "memory"}, {})) as archive:
            yield archive


class Curated:
    """An archive beside what must be true of it: what matches, was reported, and was tagged."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.ids: dict[str, int] = {}
        self.texts: dict[str, str] = {}
        self.tagged: set[str] = set()
        self.notes: dict[str, tuple[int, str]] = {}
        self.titles: dict[str, str] = {}
        self.reported: set[int] = set()
        self.ruled: set[int] = set()
        self.taken: set[int] = set()
        archive.save("all", QUERY)
        archive.save("rule", QUERY, tag="india")

    def matching(self) -> set[int]:
        return {
            id
            for name, id in self.ids.items()
            if self.texts[name] == "alfa"
            or name in self.tagged
            or self.notes.get(name, (0, ""))[1] == "charlie"
            or self.titles.get(name) == "delta"
        }

    def put(self, name: str, text: str) -> None:
        said = f"{text} {name}"  # no two articles have one text
        record = Record(Place(f"/{name}"), said.encode(), "text/plain", said, key=f"file:/{name}")
        (stored,) = self.archive.put([Incoming(record, Article(said))])
        self.ids[name], self.texts[name] = stored.id, text
        self.archive.sync()
        assert self.archive.apply_rules() == []
        fresh = self.matching() - self.ruled
        having = set(self.archive.ids("tag:india"))
        assert fresh <= having
        self.ruled |= fresh

    def tag(self, name: str, is_given: bool) -> None:
        change = {"add": ["bravo"]} if is_given else {"remove": ["bravo"]}
        had = name in self.tagged
        changed = self.archive.tag([self.ids[name], 999], **change)
        assert changed == ([self.ids[name]] if had != is_given else [])
        (self.tagged.add if is_given else self.tagged.discard)(name)

    def untag(self, name: str) -> None:
        """Take away what the rule gave: it must never come back."""
        self.archive.tag([self.ids[name]], remove=["india"])
        self.taken |= {self.ids[name]} & self.ruled

    def note(self, name: str, text: str | None) -> None:
        id, there = self.ids[name], self.notes.pop(name, None)
        if there:
            assert self.archive.change_note(id, there[0], text)
            if text:
                self.notes[name] = (there[0], text)
        elif text:
            number = self.archive.add_note(id, text)
            assert number
            self.notes[name] = (number, text)

    def edit(self, name: str, title: str | None) -> None:
        facts = [Fact("title", title, "edited", "edit --set")] if title else []
        changed = self.archive.edit(self.ids[name], facts, ["title"])
        assert changed == (self.titles.pop(name, None) != title)
        if title:
            self.titles[name] = title

    def remove(self, name: str) -> None:
        self.archive.remove([self.ids.pop(name)])
        del self.texts[name]
        self.tagged.discard(name)
        self.notes.pop(name, None)
        self.titles.pop(name, None)

    def run(self, limit: int) -> None:
        with self.archive.reporting("all", limit) as page:
            shown = {result.id for result in page.results}
        fresh = self.matching() - self.reported
        assert page.total == len(fresh)
        assert len(shown) == min(limit, len(fresh))
        assert shown <= fresh
        self.reported |= shown

    def torn(self) -> None:
        with pytest.raises(OSError, match="full"), self.archive.reporting("all", 10):
            raise OSError("full")

    def reindex(self) -> None:
        self.archive.reindex()

    def assert_true(self) -> None:
        assert set(self.archive.ids(QUERY)) == self.matching()
        assert not set(self.archive.ids("tag:india")) & self.taken
        for name, id in self.ids.items():
            article = self.archive.get(id)
            assert article is not None
            assert article.value("title") == self.titles.get(name)
            assert [(note.id, note.text) for note in article.notes] == (
                [self.notes[name]] if name in self.notes else []
            )


@settings(steady, max_examples=30)
@given(st.lists(STEPS, max_size=30))
def test_nothing_is_reported_or_tagged_twice_and_nothing_missed(
    empty: Path, steps: Sequence[tuple]
) -> None:
    """Whatever is stored, changed, removed, tagged, noted and edited between two runs."""
    with opened(empty) as archive:
        curated = Curated(archive)
        for kind, *values in steps:
            if kind not in ("put", "run", "torn", "reindex") and values[0] not in curated.ids:
                curated.put(values[0], "echo")
            getattr(curated, kind)(*values)
        curated.assert_true()
        for limit in (2, 100, 100):
            curated.run(limit)
        assert curated.matching() <= curated.reported
        assert list(archive.check(deep=True)) == []


def test_checksums_of_articles_without_notes_stay(empty: Path) -> None:
    """A note comes and goes, and the checksum is the one of before."""
    from archive.database import sums

    with opened(empty) as archive:
        curated = Curated(archive)
        curated.put("a", "echo")
        stated = []
        for text in (None, "charlie", None):
            curated.note("a", text)
            with archive._store.checks._reading() as connection:
                stated.append(sums.of_articles(connection, [1])[1])
    assert stated[0] == stated[2] != stated[1]
