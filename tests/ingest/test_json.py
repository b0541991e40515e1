"""JSON over many lines, and JSON Feed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Record
from archive.ingest import objects as scanning
from archive.ingest import readers
from archive.ingest.outcome import Outcome
from archive.ingest.readers import json as reader
from archive.ingest.source import Source
from ingest.samples import ARRAY, JSON_FEED, ONE
from strategies import steady

LIMIT = 1_000

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def reading(path: Path, content: bytes, format: str | None = None) -> list[Record | Outcome]:
    """Everything that a file with this content holds."""
    path.write_bytes(content)
    return list(readers.read(Source(str(path), LIMIT), format))


def reasons(found: list[Record | Outcome]) -> list[str]:
    """Why each of what failed did."""
    return [one.reason or "" for one in found if isinstance(one, Outcome)]


def test_an_array_is_taken_apart(tmp_path: Path) -> None:
    """The original of each is its own bytes; brackets in texts are none."""
    one, two = reading(tmp_path / "a.json", ARRAY)
    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert (one.original, one.text, one.key) == (ONE, "Caf\xe9 charlie", "url:https://alfa.id/1")
    assert (two.text, str(two.place)) == ("echo\\", f"{tmp_path / 'a.json'}:2")


@steady
@given(
    st.lists(st.dictionaries(st.text(), values, max_size=3), max_size=4),
    st.sampled_from([None, 1]),
    st.booleans(),
)
def test_the_scanner_finds_what_json_finds(
    tmp_path_factory: pytest.TempPathFactory,
    objects: list[dict[str, Any]],
    indent: int | None,
    is_ascii: bool,
) -> None:
    """Each object of an array, whatever is in it, wherever a piece that was read ends."""
    path = tmp_path_factory.getbasetemp() / "scanned.json"
    written = json.dumps(objects, indent=indent, ensure_ascii=is_ascii)
    path.write_bytes(written.encode("utf-8", "surrogatepass"))
    piece, scanning._PIECE = scanning._PIECE, 7
    try:
        with path.open("rb") as stream:
            scanner = scanning.Scanner(stream, 1_000_000)
            found = list(iter(lambda: reader._next(scanner), None))
    finally:
        scanning._PIECE = piece
    decoded = [one.decode("utf-8", "surrogatepass") for one in found if isinstance(one, bytes)]
    assert [json.loads(one) for one in decoded] == objects


@pytest.mark.parametrize(
    ("content", "texts", "reason"),
    [
        (b'[{"text": "alfa"}, 7, "x", {"text": "bravo"}]', ["alfa", "bravo"], "not a JSON object"),
        (b'[{"text": "alfa"}, {"text": "bra', ["alfa"], "cut short"),
        (b'[{"text": "%s"}, {"text": "b"}]' % (b"x" * LIMIT), ["b"], "larger than 1,000 bytes"),
        (b'[{"text": NaN}, {"text": "b"}]', ["b"], "not valid JSON"),
        (b'{\n"text": "alfa"}{"text": "bravo"}', ["alfa", "bravo"], None),
        (b"[]", [], "holds no JSON object"),
        (b"", [], "holds no JSON object"),
        (b"7", [], "not a JSON object"),
        ('[{"text": "alfa"}]'.encode("utf-16"), ["alfa"], None),
    ],
)
def test_what_is_no_object_is_passed_over(
    tmp_path: Path, content: bytes, texts: list[str], reason: str | None
) -> None:
    """The others are read, and it is counted."""
    found = reading(tmp_path / "a.json", content, "json")
    assert [one.text for one in found if isinstance(one, Record)] == texts
    assert [str(reason) in one for one in reasons(found)] == ([True] if reason else [])


def test_a_json_feed(tmp_path: Path) -> None:
    """Its names are those of other feeds."""
    one, two = reading(tmp_path / "a.json", JSON_FEED)
    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert {fact.field: fact.value for fact in one.facts} == {
        "title": "Bravo",
        "url": "https://alfa.id/1",
        "publisher": "Alfa",
        "author": "Adi",
        "category": "x, y",
        "language": "id",
        "published": "2025-06-18",
    }
    assert (one.text, two.text) == ("C\nD", "echo")
    assert ("published", "inferred") in {(fact.field, fact.basis) for fact in two.facts}


@pytest.mark.parametrize("rest", ['"items": 7}', '"items": [7, null]}', '"items": [{}]}', "}", ""])
def test_what_is_no_json_feed_says_why(tmp_path: Path, rest: str) -> None:
    """Each gives failed outcomes only."""
    found = reading(
        tmp_path / "a", b'{"version": "https://jsonfeed.org/version/1", ' + rest.encode()
    )
    assert len(reasons(found)) == len(found) > 0
