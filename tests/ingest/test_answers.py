"""JSON as APIs answer: the articles in it, wherever their list stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Record
from archive.ingest import objects, readers, wrapping
from archive.ingest.outcome import Outcome
from archive.ingest.source import Source
from ingest.test_json import values
from strategies import steady

NEWSAPI = {
    "status": "ok",
    "totalResults": 2,
    "articles": [
        {
            "source": {"id": None, "name": "Kabar Alfa"},
            "author": "Adi",
            "title": "Bravo",
            "description": "Charlie.",
            "url": "https://alfa.id/1",
            "publishedAt": "2025-06-18T04:30:00Z",
            "content": "Delta echo… [+1234 chars]",
        }
    ],
}
GDELT = {
    "articles": [
        {
            "url": "https://alfa.id/1",
            "title": "Bravo",
            "seendate": "20250618T043000Z",
            "domain": "alfa.id",
            "language": "Indonesian",
        }
    ]
}
GUARDIAN = {
    "response": {
        "status": "ok",
        "results": [
            {
                "sectionName": "Bola",
                "webPublicationDate": "2025-06-18T04:30:00Z",
                "webTitle": "Bravo",
                "webUrl": "https://alfa.id/1",
                "fields": {"body": "<p>Delta</p><p>echo</p>", "byline": "Adi", "trailText": "x"},
            }
        ],
    }
}
TIMES = {
    "copyright": "x",
    "response": {
        "docs": [
            {
                "abstract": "Charlie.",
                "web_url": "https://alfa.id/1",
                "headline": {"main": "Bravo", "kicker": None},
                "pub_date": "2025-06-18T04:30:00+0000",
                "byline": {"original": "Adi"},
                "source": "Kabar Alfa",
                "section_name": "Bola",
            }
        ],
        "meta": {"hits": 1},
    },
}
ELASTIC = {
    "took": 1,
    "hits": {
        "total": {"value": 1},
        "hits": [
            {
                "_index": "a",
                "_score": 1.0,
                "_source": {
                    "title": "Bravo",
                    "maintext": "Delta echo",
                    "date_publish": "2025-06-18 04:30:00",
                    "url": "https://alfa.id/1",
                    "authors": ["Adi", "Budi"],
                    "source_domain": "alfa.id",
                    "language": "id",
                },
            }
        ],
    },
}
WEBZ = {
    "posts": [
        {
            "thread": {"site": "alfa.id", "title": "x"},
            "title": "Bravo",
            "text": "Delta echo",
            "published": "2025-06-18T04:30:00.000+03:00",
            "url": "https://alfa.id/1",
            "language": "indonesian",
        }
    ]
}
REGISTRY = {
    "articles": {
        "page": 1,
        "results": [
            {
                "title": "Bravo",
                "body": "Delta echo",
                "url": "https://alfa.id/1",
                "dateTime": "2025-06-18T04:30:00Z",
                "lang": "ind",
                "source": {"uri": "alfa.id", "title": "Kabar Alfa"},
                "authors": [{"name": "Adi"}, {"name": "Budi"}],
            }
        ],
    }
}
WORDPRESS = [
    {
        "id": 7,
        "date": "2025-06-18T04:30:00",
        "link": "https://alfa.id/1",
        "title": {"rendered": "Bravo &amp; charlie"},
        "content": {"rendered": "<p>Delta</p>\n<p>echo</p>", "protected": False},
        "author": 5,
        "categories": [3, 4],
    }
]
FEED = {
    "feed": {"title": "Kabar Alfa"},
    "entries": [
        {
            "title": {"type": "text/plain", "content": "Bravo"},
            "links": [{"rel": None, "href": "https://alfa.id/1"}, {"href": "https://alfa.id/2"}],
            "published": "Wed, 18 Jun 2025 04:30:00 GMT",
            "summary": "Charlie.",
            "content": [{"type": "text/html", "value": "<p>Delta</p><p>echo</p>"}],
            "tags": [{"term": "Bola", "label": None}, {"term": "Liga"}],
        }
    ],
}
SECONDS = {"data": [{"title": "Bravo", "published": 1750221000, "link": "https://alfa.id/1"}]}


def reading(path: Path, content: bytes) -> list[Record | Outcome]:
    """Everything that a file with this content holds."""
    path.write_bytes(content)
    return list(readers.read(Source(str(path), 10_000)))


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    ("answer", "text", "is_whole", "facts"),
    [
        (NEWSAPI, "Delta echo", False, {"publisher": "Kabar Alfa", "author": "Adi"}),
        (GDELT, "", False, {"publisher": "alfa.id", "language": "id"}),
        (GUARDIAN, "Delta\necho", True, {"category": "Bola", "author": "Adi"}),
        (
            TIMES,
            "Charlie.",
            False,
            {"publisher": "Kabar Alfa", "author": "Adi", "category": "Bola"},
        ),
        (
            ELASTIC,
            "Delta echo",
            True,
            {"publisher": "alfa.id", "author": "Adi, Budi", "language": "id"},
        ),
        (WEBZ, "Delta echo", True, {"publisher": "alfa.id", "language": "id"}),
        (
            REGISTRY,
            "Delta echo",
            True,
            {"author": "Adi, Budi", "publisher": "Kabar Alfa", "language": "id"},
        ),
        (WORDPRESS, "Delta\necho", True, {"title": "Bravo & charlie"}),
        (SECONDS, "", False, {}),
        (FEED, "Delta\necho", True, {"category": "Bola, Liga"}),
    ],
)
def test_what_apis_answer(
    tmp_path: Path,
    answer: Any,
    text: str,
    is_whole: bool,
    facts: dict[str, str],
    indent: int | None,
) -> None:
    """Each by the names that are its own; what is not the whole text is no version of the page."""
    (one,) = reading(tmp_path / "a.json", json.dumps(answer, indent=indent).encode())
    assert isinstance(one, Record), one
    assert one.text == text
    assert one.key == ("" if is_whole else "feed:") + "url:https://alfa.id/1"
    stated = {"title": "Bravo", "url": "https://alfa.id/1", "published": "2025-06-18"}
    assert {fact.field: fact.value for fact in one.facts} == stated | facts
    assert readers.again(one.place, one.original, one.media_type) == one
    assert readers.again(one.place, one.original, None) == one


def test_answers_stand_one_behind_the_other(tmp_path: Path) -> None:
    """As where each was added to a file; an article among them has its own text."""
    pages = [{"results": [{"title": name}, {"title": name * 2}], "next": "x"} for name in "abc"]
    hits = [{"_index": "x", "_source": {"text": name}} for name in "de"]
    content = "\n".join(map(json.dumps, [*pages, *hits]))
    found = reading(tmp_path / "a.jsonl", content.encode())
    shown = [
        one.facts[0].value if one.facts else one.text for one in found if isinstance(one, Record)
    ]
    assert shown == ["a", "aa", "b", "bb", "c", "cc", "d", "e"]
    assert str(found[-1].place if isinstance(found[-1], Record) else "").endswith("a.jsonl:8")


@pytest.mark.parametrize(
    "content",
    [
        {"text": "alfa", "results": [{"title": "x"}]},
        {"title": "alfa", "results": ["x"], "text": "y"},
        {"title": "alfa", "tags": [{"title": "x"}]},
        {"text": "alfa " * 1000},  # longer than what a file is told by
        {"title": "alfa", "summary": "bravo " * 1000, "text": "y"},
        {"title": "articles", "a": {"b": {"articles": [{"title": "x"}]}}},
    ],
)
def test_an_article_is_no_answer(tmp_path: Path, content: dict[str, Any]) -> None:
    """Whatever lists it holds."""
    (one,) = reading(tmp_path / "a.json", json.dumps(content, indent=1).encode())
    assert isinstance(one, Record)
    assert one.media_type == "application/json"


@pytest.mark.parametrize(
    ("content", "titles", "reason"),
    [
        ('{"articles": []}', 0, "without articles"),
        ('{"articles": [{"a": 1}]}', 0, "neither a text nor a title"),
        ('{"articles": [{"title": "x"}, 7, {"title": "y"}, {"title": "z', 2, "cut short"),
        ('{"articles": [{"title": "x"}, {"title": "%s"}]}' % ("x" * 20_000), 1, "larger than"),
        ('{"articles": [{"title": NaN}]}', 0, "not valid JSON"),
    ],
)
def test_what_is_no_article_says_why(
    tmp_path: Path, content: str, titles: int, reason: str
) -> None:
    """The last outcome is a failed one."""
    found = reading(tmp_path / "a.json", content.encode())
    assert sum(isinstance(one, Record) for one in found) == titles
    assert isinstance(found[-1], Outcome)
    assert reason in (found[-1].reason or "")


@steady
@given(
    st.dictionaries(st.text(), values, max_size=3),
    st.lists(st.dictionaries(st.text(), values, max_size=3), max_size=4),
    st.sampled_from(sorted(wrapping.PATHS)),
    st.sampled_from([None, 1]),
)
def test_each_object_of_a_list_is_found(
    tmp_path_factory: pytest.TempPathFactory,
    others: dict[str, Any],
    listed: list[dict[str, Any]],
    path: str,
    indent: int | None,
) -> None:
    """Whatever stands beside the list and in it, wherever a piece that was read ends."""
    answer: Any = listed
    for key in reversed(path.decode().split(".")):
        answer = {
            **{name: value for name, value in others.items() if name not in "text body"},
            key: answer,
        }
    file = tmp_path_factory.getbasetemp() / "answer.json"
    file.write_text(json.dumps([answer, answer], indent=indent), "utf-8")
    piece, objects._PIECE = objects._PIECE, 7
    try:
        with file.open("rb") as stream:
            found = list(wrapping.listed(stream, 1_000_000))
    finally:
        objects._PIECE = piece
    assert [json.loads(one) for _, one in found] == listed * 2
    assert {where for where, _ in found} <= {path}
