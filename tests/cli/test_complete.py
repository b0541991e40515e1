"""`archive complete`: words and values that go on as was typed, as often as a search finds them."""

from __future__ import annotations

import pytest

from archive.query import parse
from conftest import SEEDS


@pytest.fixture
def seeds(archive):
    """An archive of the seeds."""
    archive("ingest", SEEDS)
    return archive


@pytest.mark.parametrize(
    "typed",
    ["me", "BANJ", "publisher:k", "publisher:", "tag:", "language:i", "place:", "related:p"],
)
def test_each_is_found_as_often_as_it_says(seeds, typed: str) -> None:
    """The query of a completion finds its articles: by a word, in that form."""
    found = seeds("complete", typed, "--json").json["completions"]
    assert bool(found) == (typed != "tag:")
    counts = [one["count"] for one in found]
    assert counts == sorted(counts, reverse=True)
    for one in found:
        parse(one["query"])
        field, _, word = one["query"].rpartition(":")
        is_word = field in ("", "related")
        asked = (f"{field}:={word}" if field else f"={word}") if is_word else one["query"]
        assert seeds("search", asked, "--count").out == f"{one['count']}\n"


def test_only_the_last_word_is_completed(archive, tmp_path) -> None:
    """What is before it stays, also in a phrase, in parentheses and behind a minus."""
    (tmp_path / "a.txt").write_text("alfa bravo brasil charlie")
    archive("ingest", tmp_path / "a.txt", "--set", 'publisher=Kabar "Nusa"', "--tag", "Air Laut")
    for typed, query in {
        "alfa -BRAV": "alfa -bravo",
        '"alfa brav': '"alfa bravo',
        "(alfa OR brav": "(alfa OR bravo",
        "related:brav": None,
        "=brav": "=bravo",
        "alfa ": None,
        '"alfa"': None,
        "covid-brav": "covid-bravo",
        "publisher:ka": 'publisher:=="kabar nusa"',
        'alfa -publisher:=="kabar n': 'alfa -publisher:=="kabar nusa"',
        'publisher:"kabar ': 'publisher:=="kabar nusa"',
        "tag:air": 'tag:"Air Laut"',
        "path:a": "path:a.txt",
        "has:pub": "has:publisher",
    }.items():
        found = archive("complete", typed, "--json").json["completions"]
        assert [one["query"] for one in found] == ([query] if query else []), typed
    assert archive("complete", "kabar n", "--field", "publisher").out == '       1  Kabar "Nusa"\n'
    assert archive("complete", "", "--field", "tag").out == "       1  Air Laut\n"
    assert archive("complete", "zz").code == 1
    assert archive("complete", "b", "-n", 1).out == "       1  brasil\n"


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (["copies:1"], "no words to complete"),
        (["added:2"], "no words to complete"),
        (["nowhere:a"], "there is no field 'nowhere'"),
        (["a", "--field", "nowhere"], "there is no field 'nowhere'"),
    ],
)
def test_where_nothing_can_be_completed(archive, arguments: list[str], fragment: str) -> None:
    """Ends with 2, and says why."""
    ran = archive("complete", *arguments)
    assert ran.code == 2
    assert fragment in ran.err
