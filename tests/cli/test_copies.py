"""`archive copies`, and how copies are shown by a search."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import config
from archive.archive import Archive, Incoming
from archive.article import Article, Place, Record
from test_sketches import STORY

WHOLE = "Banjir melanda kota. " + " ".join(STORY)
SHORT = " ".join(WHOLE.split()[:80])
OTHER = "Banjir surut. " + " ".join(reversed(STORY))


@pytest.fixture
def copied(archive, tmp_path: Path):
    """An article, a copy that was cut short but published before it, and another article."""
    texts = {"whole": WHOLE, "short": SHORT, "other": OTHER}
    for day, (name, text) in zip((15, 14, 13), texts.items(), strict=True):
        (tmp_path / f"{name}.txt").write_text(text)
        stated = f"--set=published=2023-07-{day}", f"--set=title={name}"
        archive("ingest", *stated, tmp_path / f"{name}.txt")
    return archive


def test_a_search_shows_one_hit_for_all_copies(copied) -> None:
    """The best one with its lead; both are counted, and shown when asked for."""
    page = copied("search", "banjir", "--json").json
    assert (page["total"], page["stories"]) == (3, 2)
    shown = {hit["id"]: (hit["copies"], hit["lead"]) for hit in page["hits"]}
    assert shown in ({1: (1, 2), 3: (0, None)}, {2: (1, 2), 3: (0, None)})
    ran = copied("search", "melanda")
    assert "1 copy" in ran.out
    assert "1-1 of 1 story, 2 articles" in ran.err
    everything = copied("search", "banjir", "--copies", "all", "--json").json
    assert (everything["total"], everything["stories"]) == (3, 3)
    assert {hit["id"] for hit in everything["hits"]} == {1, 2, 3}


def test_has_copies_finds_them(copied, tmp_path: Path) -> None:
    """Near copies, and what was seen in two files; no longer when the copy is gone."""
    ids = "search", "has:copies", "--copies", "all", "--ids"
    assert sorted(copied(*ids).out.split()) == ["1", "2"]
    (tmp_path / "again.txt").write_text(OTHER)
    copied("ingest", tmp_path / "again.txt")
    assert sorted(copied(*ids).out.split()) == ["1", "2", "3"]
    copied("remove", "--yes", 1)
    assert copied(*ids).out.split() == ["3"]


def test_copies_are_listed_with_what_differs(copied) -> None:
    """Beside the article: its copies, how much they share, and what only one of them says."""
    found = copied("copies", 1, "--json").json
    assert (found["id"], found["lead"]) == (1, 2)
    (copy,) = found["copies"]
    assert (copy["id"], copy["title"], copy["published"]) == (2, "short", "2023-07-14")
    assert (copy["containment"], copy["only_there"], copy["shared"]) == (1, [], [SHORT])
    assert copy["only_here"] == [" ".join(WHOLE.split()[80:])]
    ran = copied("copies", 2)
    assert ran.code == 0
    assert "100% in common" in ran.out
    assert "+ " in ran.out
    assert "- " not in ran.out


def test_an_article_without_copies(copied) -> None:
    """Ends with 1, as does an article that is not there."""
    ran = copied("copies", 3)
    assert (ran.code, ran.out) == (1, "")
    assert "no copy" in ran.err
    assert copied("copies", 9).code == 1


def test_show_tells_what_a_version_changed(archive, tmp_path: Path) -> None:
    """Both versions stay; the passages that came and went are shown."""
    file = tmp_path / "a.txt"
    for middle in ("tewas tiga orang", "tewas lima orang di pasar"):
        file.write_text(" ".join([*STORY[:50], middle, *STORY[50:]]))
        archive("ingest", file)
    assert len(archive("show", 1, "--json").json["versions"]) == 2
    shown = archive("show", 1, "--diff")
    lines = [line.strip() for line in shown.out.splitlines()[1:3]]
    assert lines == ["+ lima orang di pasar", "- tiga orang"]
    assert archive("show", 1, "--diff", "--json").json == {
        "versions": 2,
        "changes": [{"version": 2, "removed": ["tiga orang"], "added": ["lima orang di pasar"]}],
    }
    (tmp_path / "b.txt").write_text(" ".join(reversed(STORY)))
    archive("ingest", tmp_path / "b.txt")
    assert "only one version" in archive("show", 2, "--diff").err


def test_the_deep_check_looks_at_copies_too(copied) -> None:
    """A sound archive with copies is sound."""
    copied("search", "banjir")
    assert copied("check", "--deep").code == 0


def test_copies_of_what_is_not_indexed_yet_are_found_or_said_to_be_missing(
    copied, home: Path, tmp_path: Path
) -> None:
    """What an interrupted ingest has left is settled by the next one who asks, or who searches."""
    with Archive.open(config.load({"home": home}, {})) as archive:
        text = f"{OTHER} akhir"
        record = Record(Place("/a.txt"), text.encode(), "text/plain", text)
        assert archive.put([Incoming(record, Article(text))])[0].id == 4
        with archive._writing():
            ran = copied("copies", 3)
            assert (ran.code, ran.out) == (1, "")
            assert "warning: the copies of the newest articles are not known yet" in ran.err
            (warning,) = copied("copies", 3, "--json").json["warnings"]
            assert "another process" in warning
            page = copied("search", "akhir", "--json").json
            assert (page["total"], len(page["warnings"])) == (0, 1)
        assert list(archive.check(deep=True)) == []
        found = copied("copies", 3, "--json").json
        assert ([copy["id"] for copy in found["copies"]], found["warnings"]) == ([4], [])
        page = copied("search", "akhir", "--json").json
        assert [(hit["id"], hit["copies"]) for hit in page["hits"]] == [(4, 1)]
        assert list(archive.check(deep=True)) == []


def test_copies_are_counted_in_a_query(copied, tmp_path: Path) -> None:
    """Other articles and other files, always as many as a hit says; as things are now."""

    def counts() -> dict[int, int]:
        hits = copied("search", "banjir", "--copies", "all", "--json").json["hits"]
        known = {hit["id"]: hit["copies"] for hit in hits}
        for number in range(4):
            found = copied("search", f"copies:{number}", "--copies", "all", "--ids").out.split()
            assert {int(id) for id in found} == {id for id in known if known[id] == number}
        more = copied("search", "copies:>=1", "--copies", "all", "--ids").out
        assert more == copied("search", "has:copies", "--copies", "all", "--ids").out
        return known

    assert counts() == {1: 1, 2: 1, 3: 0}
    (tmp_path / "again.txt").write_text(WHOLE)
    copied("ingest", tmp_path / "again.txt")
    assert counts() == {1: 2, 2: 1, 3: 0}
    copied("remove", "--yes", 2)
    assert counts() == {1: 1, 3: 0}
