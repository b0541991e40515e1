"""`archive similar`: about the same, and no copy."""

from __future__ import annotations

from pathlib import Path

from conftest import SEEDS
from test_sketches import STORY


def test_similar_articles_share_what_few_others_have(archive, tmp_path: Path) -> None:
    """A report on the same place comes first; the copy and the article itself are left out."""
    archive("ingest", SEEDS)
    telling = "gempa bumi mengguncang pulau morotai. "
    texts = [
        telling * 2 + " ".join(STORY),
        telling * 2 + " ".join(STORY[:100]),
        telling + " ".join(reversed(STORY)),
    ]
    ids = []
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text)
        ids.append(archive("ingest", "--json", tmp_path / f"{number}.txt").lines[0]["id"])
    found = archive("similar", ids[0], "--json").json
    shown = [hit["id"] for hit in found["hits"]]
    assert shown[0] == ids[2]
    assert not {ids[0], ids[1]} & {*shown}
    assert archive("similar", ids[0], "--ids", "--limit", 1).out.split() == [str(ids[2])]
    assert archive("copies", ids[0], "--json").json["copies"][0]["id"] == ids[1]


def test_nothing_is_similar_in_an_archive_of_one(archive, tmp_path: Path) -> None:
    """Ends with 1, as does an article that is not there."""
    (tmp_path / "a.txt").write_text(" ".join(STORY))
    archive("ingest", tmp_path / "a.txt")
    assert archive("similar", 1).code == 1
    assert archive("similar", 9).code == 1
