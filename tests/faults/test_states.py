"""Any order of commands, kills and damage: the archive answers as a plain dict would."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from archive import config
from archive.archive import Archive
from faults import processes
from faults.test_damage_index import KINDS, command, files_of

if TYPE_CHECKING:
    from faults.conftest import Amount

WORDS = "alfa banjir cengkih durian ekuator fajar gempa hujan".split()
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


class Machine(RuleBasedStateMachine):
    """An archive beside `self.model`: the text of each article by its id.

    `self.files` has the file of each article that was not removed. One archive stays open through
    most of it, as that of a long-lived process would; where a process is forked or an index file is
    changed in place it is closed before, for SQLite and memory maps forbid that.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=folder))
        self.home = self.folder / "home"
        self.model: dict[int, str] = {}
        self.files: dict[int, Path] = {}
        self.number = 0
        self.seconds = 0.0
        self.open: Archive | None = None

    # -- what a user does

    @initialize()
    def begin(self) -> None:
        """An archive with one article, and how long it takes to ingest into it."""
        self.add("alfa")
        began = time.monotonic()
        path = self._write(None, "banjir")
        child = processes.run(self.folder / "killed", "--home", self.home, "ingest", "--json", path)
        assert child.code == 0, child.err
        self.seconds = time.monotonic() - began
        self._keep(child.lines[0]["id"], path)

    @rule(text=texts)
    def add(self, text: str) -> None:
        """A new file is a new article."""
        path = self._write(None, text)
        outcome = self._run("ingest", path, "--json")[0]
        assert outcome["outcome"] == "added"
        assert outcome["id"] not in self.model
        self._keep(outcome["id"], path)

    # What a kill leaves differs from run to run, and Hypothesis wants to know beforehand what can
    # be done: no preconditions, then, on what there is.

    @rule(text=texts, which=st.integers(0, 99))
    def change(self, text: str, which: int) -> None:
        """The same file with another text is the same article."""
        if not self.model:
            return
        id = self._pick(which)
        path = self._write(self.files[id], text)
        outcome = self._run("ingest", path, "--json")[0]
        assert (outcome["outcome"], outcome["id"]) == ("changed", id)
        self._keep(id, path)

    @rule(which=st.integers(0, 99))
    def remove(self, which: int) -> None:
        """It is gone; its id is not given again."""
        if not self.model:
            return
        id = self._pick(which)
        assert self._run("remove", "--yes", id, "--json") == [{"removed": [id], "missing": []}]
        del self.model[id], self.files[id]

    @rule()
    def rebuild(self) -> None:
        """`reindex` counts the articles."""
        assert self._run("reindex", "--json")[0]["articles"] == len(self.model)

    @rule()
    def move(self) -> None:
        """A backup, restored into a new home, is the archive from now on."""
        self.number += 1
        backup = self.folder / f"backup {self.number}"
        self._run("backup", backup)
        self._close()
        shutil.rmtree(self.home)
        self.home = self.folder / f"home {self.number}"
        self._run("restore", backup)

    # -- what happens to an archive

    @rule(count=st.integers(1, 6), after=st.floats(0, 1.5), text=texts, which=st.integers(0, 99))
    def kill(self, count: int, after: float, text: str, which: int) -> None:
        """An ingest of new files and of a changed one is killed; what it reported is there."""
        paths = [self._write(None, text) for _ in range(count)]
        if self.model:
            paths.append(self._write(self.files[self._pick(which)], text))
        self._close()
        child = processes.start(
            self.folder / "killed", "--home", self.home, "ingest", "--json", *paths, batch=2
        )
        time.sleep(after * self.seconds)
        child.end()
        reported = {line["id"]: Path(line["source"]) for line in child.lines if "id" in line}
        self._adopt(paths, reported)

    @rule(seed=st.integers(0, 10**6))
    def damage(self, seed: int) -> None:
        """A file of the index is damaged."""
        chance = random.Random(seed)
        self._close()
        if files := files_of(self.home / "index"):
            chance.choice(KINDS)(chance.choice(files), chance)

    @rule()
    def lose(self) -> None:
        """The index is deleted, while an archive may be open."""
        shutil.rmtree(self.home / "index", ignore_errors=True)

    # -- what must be so

    @rule(word=st.sampled_from(WORDS))
    def search(self, word: str) -> None:
        """A new process finds exactly the articles with that word."""
        page = self._run("search", f"={word}", "--limit", 1000, "--json")[0]
        found = [hit["id"] for hit in page["hits"]]
        assert page["warnings"] == []
        assert page["total"] == len(found)
        assert sorted(found) == self._expected(word)

    @rule(word=st.sampled_from(WORDS))
    def search_on(self, word: str) -> None:
        """So does an archive that was open while others wrote."""
        if self.open is None:
            self.open = Archive.open(config.load({"home": self.home}, {}))
        page = self.open.search(f"={word}", limit=1000)
        assert page.warnings == ()
        assert page.total == len(page.results)
        assert sorted(result.id for result in page.results) == self._expected(word)

    @rule()
    def reopen(self) -> None:
        """The open archive is closed; the next search opens it anew."""
        self._close()

    def teardown(self) -> None:
        """At the end all is there, with its text."""
        try:
            self._close()
            if self.model:
                page = self._run("list", "--limit", 1000, "--json")[0]
                assert sorted(hit["id"] for hit in page["hits"]) == sorted(self.model)
                assert self._stored() == self.model
        finally:
            self._close()
            shutil.rmtree(self.folder)

    # -- helpers

    def _run(self, *arguments: object) -> list[Any]:
        ran = command("--home", self.home, *arguments)
        is_empty = ran.code == 1 and arguments[0] in ("search", "list")
        assert ran.code == 0 or is_empty, (arguments, ran)
        return [json.loads(line) for line in ran.out.splitlines()] if "--json" in arguments else []

    def _write(self, path: Path | None, text: str) -> Path:
        """A text that no other article has, in a new file or over an old one."""
        self.number += 1
        path = path or self.folder / f"{self.number}.txt"
        path.write_text(f"{text} nomor{self.number}\n")
        return path

    def _keep(self, id: int, path: Path) -> None:
        self.model[id], self.files[id] = path.read_text(), path

    def _pick(self, which: int) -> int:
        return sorted(self.model)[which % len(self.model)]

    def _expected(self, word: str) -> list[int]:
        return sorted(id for id, text in self.model.items() if word in text.split())

    def _close(self) -> None:
        if self.open:
            self.open.close()
        self.open = None

    def _stored(self) -> dict[int, str]:
        with closing(sqlite3.connect(self.home / "archive.db")) as sql:
            return dict(sql.execute("SELECT article_id, text FROM version WHERE is_current"))

    def _adopt(self, paths: list[Path], reported: dict[int, Path]) -> None:
        """Take over what a killed ingest stored: all that it reported, and perhaps more."""
        stored = self._stored()
        for id, path in reported.items():
            assert stored.get(id) == path.read_text(), f"article {id} was reported"
        by_text = {path.read_text(): path for path in paths}
        for id, text in stored.items():
            if text in by_text:
                self._keep(id, by_text[text])
        assert stored == self.model, "nothing else has changed"


def play(folder: Path, examples: int, steps: int) -> None:
    """Let Hypothesis play so many games of so many steps."""
    played = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(lambda: Machine(folder), settings=played)


def test_a_few_games(tmp_path: Path) -> None:
    """The nightly test in small."""
    play(tmp_path, 5, 10)


@pytest.mark.nightly
def test_many_games(tmp_path: Path, amount: Amount) -> None:
    """Whatever was done to it, the archive answers as the dict does."""
    play(tmp_path, amount(300), 40)
