"""What each exporter writes, read back by a reader that is stricter than those of the world."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archive.export
from archive import plugins
from archive.article import Article, Fact, Sighting
from archive.errors import UsageError
from archive.export import Export, Heading, exporter, formats
from archive.export._text import one_line
from archive.results import detail

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
HEADING = Heading("an-id", NOW, 'title:"a@b" {%', "title:a", "all", "id", "all", 12, 3)
# What some format might take for something else.
SIGNS = "a \n\r\t\"'=+-@{}\\#$%&_~^<>[]`*|!:;,.1é漢\u2028\x1b\x85"
MARKS = st.text(st.sampled_from(SIGNS), max_size=12)
DATES = st.sampled_from(("2023", "2023-07", "2023-07-15"))
FIELDS = ("title", "author", "publisher", "place", "category", "language", "cites")


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article of which each fact may be known, and says anything."""
    said = [field for field in FIELDS if draw(st.booleans())]
    known = [Fact(field, draw(MARKS), "declared", "json") for field in said]
    if draw(st.booleans()):
        known.append(Fact("published", draw(DATES), "declared", "json"))
    if draw(st.booleans()):
        known.append(Fact("url", "https://a.id/?a=" + draw(MARKS), "declared", "json"))
    seen = (Sighting("/a\udcff", None, "0" * 64, NOW),)
    tags = tuple(draw(st.lists(MARKS, max_size=2)))
    id = draw(st.integers(1, 10**6))
    return Article(draw(MARKS), tuple(known), tags, id, NOW, seen)


several = st.lists(articles(), max_size=4)


def export(articles: list[Article], heading: Heading = HEADING, **options: Any) -> Export:
    return Export(heading, lambda: iter(articles), lambda: iter(()), detail.as_json, **options)


def rendered(name: str, articles: list[Article], **options: Any) -> str:
    return b"".join(exporter(name).render(export(articles, **options))).decode()


def plain(text: str | None) -> str:
    return one_line(text or "")


# -- every format


@pytest.mark.parametrize("name", formats())
@given(articles=several)
def test_every_format_takes_every_article(name: str, articles: list[Article]) -> None:
    """Whatever an article says, what is written is UTF-8; and in a folder, too."""
    rendered(name, articles)
    module = exporter(name)
    assert hasattr(module, "MEDIA_TYPE")
    if hasattr(module, "one"):
        for article in articles:
            assert module.one(article).decode().endswith("\n")
            assert module.SUFFIX.startswith(".")


def test_exporters_stand_alone() -> None:
    """They are the files of the folder, and what is none is refused by name."""
    assert formats() == ("bibtex", "csv", "jsonl", "markdown", "ris", "text")
    with pytest.raises(UsageError, match="nosuch"):
        exporter("nosuch")
    assert plugins.names(sys.modules[archive.export.__name__]) == formats()


# -- csv


@given(articles=several)
def test_csv_is_read_back(articles: list[Article]) -> None:
    """Raw to the letter; else no cell begins like a formula, and nothing else is different."""
    fields = ("id", "title", "text", "url", "tag", "path")
    raw, safe = (
        list(csv.DictReader(io.StringIO(written, newline="")))
        for is_raw in (True, False)
        for written in [rendered("csv", articles, fields=fields, is_raw=is_raw)]
    )
    assert [(row["id"], row["title"], row["text"]) for row in raw] == [
        (str(article.id), article.value("title") or "", article.text) for article in articles
    ]
    for one, other in zip(raw, safe, strict=True):
        for field in fields:
            begins = one[field][:1] in ("=", "+", "-", "@", "\t", "\r") and one[field] != ""
            assert other[field] == ("'" if begins else "") + one[field]


def test_csv_names_its_fields() -> None:
    """A field that there is not is wrong use, and says which there are."""
    with pytest.raises(UsageError, match="there are: added, author"):
        rendered("csv", [], fields=("nosuch",))
    assert rendered("csv", [], fields=("body", "versions")) == "body,versions\n"


# -- bibtex


def entries(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(type, key, fields) of each entry; nothing but comments may stand between."""
    entry = re.compile(r"@(\w+)\{(\w+),\n((?:  \w+ = .*,\n)+)\}\n")
    field = re.compile(r"  (\w+) = (\w+|\{.*\}),\n")
    head, _, rest = text.partition("\n\n")
    assert all(line.startswith("% ") for line in head.rstrip("\n").split("\n"))
    assert "@" not in head
    assert entry.sub("", rest).strip("\n") == ""
    for kind, key, body in entry.findall(rest):
        assert field.sub("", body) == ""
        yield kind, key, dict(field.findall(body))


def value_of(field: str) -> str:
    """What LaTeX shows for a value: its braces in balance, every special character escaped."""
    depth = 0
    for sign in field:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    inner = field.removeprefix("{").removesuffix("}")
    names = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~"}
    names["asciicircum"] = "^"
    inner = inner.removeprefix("{").removesuffix("}") if field.startswith("{{") else inner
    piece = re.compile(r"\\text(\w+)\{\}|\\([#$%&_])|([^\\{}#$%&_~^])")
    assert piece.sub("", inner) == ""
    return piece.sub(lambda m: names[m[1]] if m[1] else m[2] or m[3], inner)


@given(articles=several)
def test_bibtex_is_read_back(articles: list[Article]) -> None:
    """Each article is an entry that says what it says, with a date of its precision."""
    found = list(entries(rendered("bibtex", articles)))
    assert [key for _, key, _ in found] == [f"article{article.id}" for article in articles]
    for article, (kind, _, fields) in zip(articles, found, strict=True):
        known = article.values()
        assert kind == ("article" if "publisher" in known else "misc")
        assert value_of(fields["title"]) == plain(known.get("title", "(no title)"))
        for name, field in (("author", "author"), ("journal", "publisher"), ("location", "place")):
            assert (value_of(fields[name]) if name in fields else None) == (
                plain(known[field]) if field in known else None
            )
        assert fields.get("date", "{}")[1:-1] == known.get("published", "")
        months = {None: None, "07": "jul"}
        assert fields.get("month") == months[known.get("published", "")[5:7] or None]
        assert not re.search(r"[\\{}\s]", fields.get("url", "{}")[1:-1])


# -- ris


@given(articles=several)
def test_ris_is_read_back(articles: list[Article]) -> None:
    """Each record has its tags in lines of their own, and nothing breaks out of its line."""
    text = rendered("ris", articles)
    records = text.split("\r\n\r\n")
    assert records.pop() == ""
    for article, record in zip(articles, records, strict=True):
        pairs = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line) for line in record.split("\r\n")]
        assert all(pairs)
        tags = [(pair[1], pair[2]) for pair in pairs if pair]
        assert (tags[0], tags[1], tags[-1]) == (
            ("TY", "NEWS"), ("ID", f"article{article.id}"), ("ER", ""),
        )  # fmt: skip
        known, said = article.values(), dict(tags)
        assert said.get("TI") == (plain(known["title"]) if "title" in known else None)
        assert [value for tag, value in tags if tag == "KW"] == [plain(tag) for tag in article.tags]
        dates = {"2023": "2023///", "2023-07": "2023/07//", "2023-07-15": "2023/07/15/"}
        assert said.get("DA") == dates.get(known.get("published", ""))
        assert "title:" in said["N1"]


# -- markdown and text


@given(articles())
def test_markdown_has_no_markup_of_the_article(article: Article) -> None:
    """Without its escapes, a line that is read says what the article says."""
    document = exporter("markdown").one(article).decode()
    head, _, body = document.removeprefix("---\n").partition("\n---\n")
    value = r'"([^"\\]|\\.)*"|\[.*\]|\d+|null'
    assert all(re.fullmatch(rf"\w+: ({value})", line) for line in head.split("\n"))
    for line in filter(None, body.split("\n")):
        shown = re.sub(r"^(# |> \*\*\w+\*\* )", "", line)
        assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>&~|$]", shown), line
        assert not re.match(r"[#+=:-]|\d+[.)]", shown) or line.startswith(("# ", "> ")), line


def test_markdown_of_several_says_what_was_asked() -> None:
    """The query and its counts stand in front."""
    text = rendered("markdown", [Article("Banjir di kota.", id=7)])
    assert 'query: "title:\\"a@b\\" {%"\n' in text
    assert "found: 12\narticles: 3\n" in text
    assert text.endswith("# (no title)\n\n\nBanjir di kota.\n")


def test_text_has_a_title_that_the_text_has_not() -> None:
    """Above it, unless it begins with it, or a rule only guessed it."""
    title = Fact("title", "Banjir besar", "declared", "json")
    guess = Fact("title", "Banjir", "inferred", "first sentence")
    texts = [("Air naik.", title), ("Banjir  besar\nAir.", title), ("A.", guess)]
    told = [Article(text, (fact,)) for text, fact in texts]
    assert rendered("text", told).split("\f") == [
        "Banjir besar\n\nAir naik.\n", "Banjir  besar\nAir.\n", "A.\n",
    ]  # fmt: skip
