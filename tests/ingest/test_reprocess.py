"""Stored articles read once more: newer rules are followed, what a person said is not lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive import config
from archive.archive import Archive, Incoming
from archive.article import Article, Fact, Place, Record
from archive.ingest import Options, ingest
from archive.ingest.reprocess import reprocess
from conftest import SEEDS, Ran

TEXT = "KORAN.id, Jakarta - Alfa bravo charlie. Dilansir dari delta.com, echo foxtrot."
OLD = (
    Fact("publisher", "Alfa", "extracted", "a rule of yesterday", 20, 24, 0.5),
    Fact("place", "Bandung", "edited", "ingest --set"),
    Fact("author", "Bravo", "inferred", "a rule of yesterday"),
)


@pytest.fixture
def opened(home: Path) -> Iterator[Archive]:
    with Archive.open(config.load({"home": home}, {})) as opened:
        yield opened


def stored(opened: Archive, text: str, facts: tuple[Fact, ...] = (), read_as: str = "") -> int:
    """Store a file that holds `text`, with what an older version read in it; the id."""
    path = f"/{abs(hash(text))}.txt"
    record = Record(Place(path), text.encode(), "text/plain", text, key=f"file:{path}")
    (one,) = opened.put([Incoming(record, Article(read_as or text, facts))])
    opened.sync()
    return one.id


def test_right_after_an_ingest_nothing_changes(opened: Archive, tmp_path: Path) -> None:
    """Articles of one file, of a file of many, seen twice, with facts stated on the way."""
    lines = tmp_path / "a.jsonl"
    declared = [{"text": TEXT, "author": "Golf"}, {"title": "Hotel", "text": "india juliet"}]
    lines.write_text("".join(json.dumps(one) + "\n" for one in declared))
    (tmp_path / "b.txt").write_text(TEXT)
    options = Options(facts=(Fact("category", "Kilo", "edited", "ingest --set"),))
    list(ingest(opened, [str(SEEDS), str(lines), str(tmp_path / "b.txt")], options))
    count = opened.totals()["articles"]
    assert {(one.outcome, one.fields) for one in reprocess(opened)} == {("same", ())}
    assert opened.totals()["articles"] == count


def test_newer_rules_are_followed(opened: Archive) -> None:
    """What rules said before is gone, also from the index; what a person said stands."""
    id = stored(opened, TEXT, OLD)
    assert opened.search("publisher:alfa author:bravo").total == 1
    (revision,) = reprocess(opened)
    assert (revision.id, revision.outcome) == (id, "changed")
    assert set(revision.fields) >= {"publisher", "author", "place", "cites"}
    article = opened.get(id)
    assert article is not None
    assert article.value("publisher") == "KORAN.id"
    assert article.value("place") == "Bandung"
    assert [fact.value for fact in article.candidates("place")] == ["Bandung", "Jakarta"]
    assert article.value("author") is None
    assert opened.search("publisher:alfa").total == opened.search("author:bravo").total == 0
    assert opened.search("publisher:koran.id cites:delta.com place:bandung").total == 1
    assert [one.outcome for one in reprocess(opened)] == ["same"]
    assert list(opened.check(deep=True)) == []


def test_another_text_is_a_new_version(opened: Archive, tmp_path: Path) -> None:
    """The one before is kept, what a person stated holds, and the file is known still."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    place = Place(str(path))
    record = Record(place, TEXT.encode(), "text/plain", TEXT, key=f"file:{path}")
    (one,) = opened.put([Incoming(record, Article("read wrongly", OLD))])
    (revision,) = reprocess(opened)
    assert (revision.outcome, revision.fields) == ("changed", ("text",))
    article = opened.get(one.id)
    assert article is not None
    assert article.text == TEXT
    assert article.value("place") == "Bandung"
    assert [(v.number, v.is_current) for v in article.versions] == [(1, False), (2, True)]
    assert len(article.sightings) == 1
    assert opened.texts(one.id) == {1: "read wrongly", 2: TEXT}
    assert opened.search("wrongly").total == 0
    assert opened.search("foxtrot").total == 1
    assert [o.outcome for o in ingest(opened, [str(path)], Options())] == ["same"]
    assert list(opened.check(deep=True)) == []


def test_two_articles_never_get_one_text(opened: Archive) -> None:
    """What would be that of another article stays as it is, and the reason is told."""
    first = stored(opened, TEXT)
    second = stored(opened, f"{TEXT}\n", read_as="read wrongly")
    told = {one.id: one for one in reprocess(opened)}
    assert told[second].outcome == "failed"
    assert f"article {first}" in (told[second].reason or "")
    assert opened.texts(second) == {1: "read wrongly"}


def test_only_what_a_query_asks_for(archive: Callable[..., Ran], home: Path) -> None:
    """The command says what became of each; 1 where something cannot be read any more."""
    archive("ingest", SEEDS)
    ran = archive("reprocess", "putin kim", "--json")
    assert ran.code == 0
    assert ran.lines[-1]["summary"]["same"] == len(ran.lines) - 1 > 0
    with Archive.open(config.load({"home": home}, {})) as opened:
        id = stored(opened, "\0\1\2\3" * 100, read_as="alfa")
    ran = archive("reprocess")
    assert ran.code == 1
    assert f"article {id}: binary, not text" in ran.err
    assert archive("reprocess", "nosuchword").code == 0
    assert archive("reprocess", "(").code == 2
