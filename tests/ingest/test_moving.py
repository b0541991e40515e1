"""Exports of other programs: what of them becomes facts, a text, tags and notes."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import config
from archive.archive import Archive
from archive.article import Article, Record
from archive.ingest import Options, ingest, moved, readers
from archive.ingest.objects import objects
from archive.ingest.outcome import Outcome
from archive.ingest.source import Source
from archive.ingest.walking import find
from ingest import samples
from strategies import steady

LIMIT = 1_000_000
PAGE = """<!doctype html><html><head><title>{title} - Alfa</title>
<meta property="og:title" content="{title}"><meta name="author" content="Citra"></head>
<body><nav>Menu</nav><article><h1>{title}</h1><p>{text}</p></article></body></html>"""
TEXT = "Bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november. " * 5


def reading(path: Path, content: bytes) -> list[Record | Outcome]:
    """Everything that a file with this content holds."""
    path.write_bytes(content)
    return list(readers.read(Source(str(path), LIMIT)))


def records(path: Path, content: bytes) -> list[Record]:
    """As `reading`, where nothing fails."""
    found = reading(path, content)
    assert all(isinstance(one, Record) for one in found), found
    return [one for one in found if isinstance(one, Record)]


def facts(record: Record) -> dict[str, str]:
    """The value of each fact, the first of several."""
    return {fact.field: fact.value for fact in reversed(record.facts)}


@pytest.fixture
def opened(home: Path) -> Iterator[Archive]:
    with Archive.open(config.load({"home": home}, {})) as opened:
        yield opened


def outcomes(opened: Archive, *paths: Path) -> list[str]:
    """What an ingest of these paths does to each record."""
    return [one.outcome for one in ingest(opened, [str(path) for path in paths], Options())]


def article(opened: Archive, id: int) -> Article:
    """An article that is there."""
    found = opened.get(id)
    assert found is not None
    return found


# -- each program


def test_wallabag(tmp_path: Path) -> None:
    """The HTML is the text, authors are authors, states are tags, marked passages are notes."""
    one, two = records(tmp_path / "a.json", samples.WALLABAG)
    assert (one.text, one.key) == ("Bravo\ncafé", "url:https://alfa.id/1")
    assert facts(one) == {
        "title": "Alfa",
        "url": "https://alfa.id/1",
        "publisher": "alfa.id",
        "author": "Adi, Budi",
        "language": "id",
        "published": "2023-09-13",
        "saved": "2024-01-02",
    }
    assert {fact.basis for fact in one.facts} == {"declared"}
    assert "wallabag: domain_name" in {fact.rule for fact in one.facts}
    assert one.tags == ("liga", "sepak bola", "starred", "archived")
    assert one.notes == ("“Bravo”\nperiksa", "“café”")
    # What wallabag says of a page that it could not fetch is no text of that page.
    assert (two.text, two.key) == ("https://alfa.id/2", "saved:url:https://alfa.id/2")
    assert two.remark == moved.BOOKMARK


def test_karakeep(tmp_path: Path) -> None:
    """A link is a bookmark with its tags and lists, a text is the text."""
    one, two = records(tmp_path / "a.json", samples.KARAKEEP)
    assert (one.text, one.key) == ("https://alfa.id/1", "saved:url:https://alfa.id/1")
    assert facts(one) == {"title": "Alfa", "url": "https://alfa.id/1", "saved": "2023-11-14"}
    assert (one.tags, one.notes) == (("liga", "Bola", "archived"), ("periksa",))
    assert (two.text, two.key, two.tags, two.remark) == ("Bravo charlie", None, (), None)
    assert b"Bravo" not in one.original


ZOTERO = {
    "title": "Alfa",
    "url": "https://alfa.id/1",
    "publisher": "Kabar Alfa",
    "author": "Budi Adi",
    "category": "Bola",
    "language": "id",
    "published": "2023-09-13",
}


def test_zotero(tmp_path: Path) -> None:
    """Its own JSON and RDF say the same; CSL JSON has an abstract, which is the text."""
    (own,) = records(tmp_path / "a.json", samples.ZOTERO)
    (rdf,) = records(tmp_path / "a.rdf", samples.ZOTERO_RDF)
    csl, page = records(tmp_path / "b.json", samples.CSL)
    assert facts(own) == facts(rdf) == ZOTERO
    assert (own.tags, own.notes) == (("liga",), ("periksa",))
    assert (rdf.tags, rdf.notes) == (("liga", "Koleksi"), ("periksa",))
    said = {key: value for key, value in ZOTERO.items() if key != "category"}
    assert facts(csl) == {**said, "author": "Budi Adi, Tim"}
    assert (csl.text, csl.key, csl.remark) == ("Bravo", "saved:url:https://alfa.id/1", None)
    assert facts(page) == {"title": "Charlie", "url": "https://alfa.id/2"}


def test_ris(tmp_path: Path) -> None:
    """Names as they are spoken, a day, an abstract over two lines; a DOI is an address."""
    one, two = records(tmp_path / "a.ris", samples.RIS)
    assert facts(one) == {key: value for key, value in ZOTERO.items() if key != "category"}
    assert (one.text, one.tags, one.notes) == ("Bravo\ncharlie", ("liga", "bola"), ("periksa",))
    assert facts(two) == {
        "title": "Delta",
        "url": "https://doi.org/10.1000/1",
        "published": "2023",
    }


WALLABAG = samples.WALLABAG_TABLE.decode()
POCKET = samples.POCKET.decode()
ZOTERO_TABLE = samples.ZOTERO_TABLE.decode()
INSTAPAPER = (
    "URL,Title,Selection,Folder,Timestamp,Tags\n"
    'https://alfa.id/1,Alfa,Bravo,Starred,1700000000,"[""a""]"\n'
)
READWISE = (
    "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
    "Alfa,https://alfa.id/1,01g,\"['a', 'b c']\",2022-11-06 04:33:50+00:00,0,archive,True\n"
)
RAINDROP = (
    "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
    '1,Alfa,catatan,Bravo,https://alfa.id/1,Bola,"a, b",2023-09-13,,,true\n'
)
MATTER = "Title,Author,Publisher,URL,Tags,Word Count\nAlfa,Adi,Kabar,https://alfa.id/1,a;b,7\n"


@pytest.mark.parametrize(
    ("table", "text", "tags", "notes", "saved"),
    [
        (WALLABAG, 'Bravo\ncafé; "delta"', ("liga", "bola"), (), "2024-01-02"),
        (POCKET, "https://alfa.id/1", ("liga", "bola", "archived"), (), "2020-09-17"),
        (ZOTERO_TABLE, "https://alfa.id/1", ("liga", "bola", "auto"), (), None),
        (INSTAPAPER, "https://alfa.id/1", ("a", "starred"), ("Bravo",), "2023-11-14"),
        (READWISE, "https://alfa.id/1", ("a", "b c", "archived"), (), "2022-11-06"),
        (RAINDROP, "Bravo", ("a", "b", "Bola", "starred"), ("catatan",), "2023-09-13"),
        (MATTER, "https://alfa.id/1", ("a", "b"), (), None),
    ],
)
def test_tables(
    tmp_path: Path,
    table: str,
    text: str,
    tags: tuple[str, ...],
    notes: tuple[str, ...],
    saved: str | None,
) -> None:
    """Tags in whatever way they are written; only wallabag has texts."""
    one = records(tmp_path / "a.csv", table.encode())[0]
    assert (one.text, one.tags, one.notes) == (text, tags, notes)
    assert (facts(one)["title"], facts(one).get("saved")) == ("Alfa", saved)
    assert facts(one)["url"] == "https://alfa.id/1"


# -- folders


def written(folder: Path, **files: str | bytes) -> Path:
    """A folder with these files; `__` in a name is a dot, `_in_` a slash."""
    for name, content in files.items():
        path = folder / name.replace("_in_", "/").replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


INDEX = json.dumps(
    {
        "archive_path": "archive/1700000000.5",
        "base_url": "alfa.id/1",
        "bookmarked_date": "2023-11-14 22:13",
        "canonical": {"wget_path": "alfa.id/1.html"},
        "tags": "liga,bola",
        "timestamp": "1700000000.5",
        "title": "Alfa - Kabar",
        "url": "https://alfa.id/1",
    },
    indent=4,
)
LINES = "\n".join(
    json.dumps(one)
    for one in (
        {"type": "Snapshot", "url": "https://alfa.id/1", "timestamp": "1700000000.5", "tags": "a"},
        {"type": "ArchiveResult", "plugin": "title", "status": "succeeded"},
    )
)


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"singlefile__html": 1, "output__html": 2, "htmltotext__txt": 2}, "singlefile.html"),
        ({"dom_in_output__html": 1, "readability_in_content__html": 2}, "dom/output.html"),
        ({"alfa__id_in_1__html": 1, "mercury_in_content__html": 2}, "alfa.id/1.html"),
    ],
)
def test_a_snapshot_of_archivebox_is_one_article(
    opened: Archive, tmp_path: Path, files: dict[str, int], name: str
) -> None:
    """Of the best that is there, with what the index says; none of the rest is read."""
    written(tmp_path / "data", ArchiveBox__conf="[A]", index__sqlite3="x", sources_in_a__txt="x")
    folder = written(tmp_path / "data" / "archive" / "1700000000.5", index__json=INDEX)
    pages = {key: PAGE.format(title="Bravo", text=TEXT * value) for key, value in files.items()}
    written(folder, **pages, index__html="<p>x", warc_in_a__warc="x", title__txt="Alfa")
    assert outcomes(opened, tmp_path / "data") == ["added"]
    one = article(opened, 1)
    assert one.text == TEXT.strip()
    assert one.tags == ("bola", "liga")
    assert (one.value("title"), one.value("author")) == ("Bravo", "Citra")
    assert (one.value("url"), one.value("saved")) == ("https://alfa.id/1", "2023-11-14")
    assert opened.search("saved:2023-11").total == 1
    assert one.places == {str(folder / name)}
    assert outcomes(opened, tmp_path / "data") == ["same"]


def test_a_snapshot_without_an_article_is_a_bookmark(opened: Archive, tmp_path: Path) -> None:
    """Whether there is no output, or none in which there is a text; old and new indexes."""
    written(tmp_path / "1", index__json=INDEX)
    written(tmp_path / "2", index__jsonl=LINES, singlefile_in_singlefile__html="<html><p></html>")
    one, two = (one for one in ingest(opened, [str(tmp_path)], Options()))
    assert (one.outcome, one.reason) == ("added", moved.BOOKMARK)
    assert two.reason == f"{moved.BOOKMARK}; singlefile/singlefile.html: no article in this page"
    assert {article(opened, id).text for id in (one.id or 0, two.id or 0)} == {"https://alfa.id/1"}


def test_a_collection_of_today_is_read_once(opened: Archive, tmp_path: Path) -> None:
    """The links that lead to its snapshots are neither followed nor failures."""
    where = tmp_path / "archive" / "users" / "adi" / "snapshots" / "20231114" / "alfa.id" / "0192"
    written(where, index__jsonl=LINES, dom_in_output__html=PAGE.format(title="Bravo", text=TEXT))
    (tmp_path / "archive" / "1700000000.5").symlink_to(where)
    (tmp_path / "archive" / "other").symlink_to(where)
    assert outcomes(opened, tmp_path) == ["failed", "added"]


def test_a_folder_that_only_resembles_a_snapshot_is_walked(tmp_path: Path) -> None:
    """An index.json of somebody else stands for nothing."""
    written(tmp_path, index__json='{"title": "Alfa", "url": "https://alfa.id/1"}', a__txt="Bravo")
    found = list(readers.read(Source(str(tmp_path / "index.json"), LIMIT)))
    assert [one.media_type for one in found if isinstance(one, Record)] == ["application/json"]
    assert [str(one) for one in find([str(tmp_path)], LIMIT)] == [
        str(tmp_path / "a.txt"),
        str(tmp_path / "index.json"),
    ]


@pytest.mark.parametrize("name", ["a.json", "a.rdf"])
def test_a_snapshot_of_zotero_has_the_facts_of_its_entry(
    opened: Archive, tmp_path: Path, name: str
) -> None:
    """They are believed before those of the page; the walk finds the page again, but no more."""
    page = PAGE.format(title="Bravo", text=TEXT)
    export, where = (
        (samples.ZOTERO, "files/1") if name.endswith("n") else (samples.ZOTERO_RDF, "files/6")
    )
    (tmp_path / "out" / where).mkdir(parents=True)
    (tmp_path / "out" / where / "alfa.html").write_text(page)
    (tmp_path / "out" / name).write_bytes(export)
    assert outcomes(opened, tmp_path / "out") == ["added", "copy"]
    one = article(opened, 1)
    assert {field: one.value(field) for field in ZOTERO} == ZOTERO
    assert one.text == TEXT.strip()
    assert "liga" in one.tags
    assert [note.text for note in one.notes] == ["periksa"]
    assert outcomes(opened, tmp_path / "out") == ["same", "same"]


def test_omnivore_has_files_of_its_pages(opened: Archive, tmp_path: Path) -> None:
    """The page is the text, what was marked in it a note; neither is an article of its own."""
    written(
        tmp_path / "out",
        metadata_0_to_2__json=samples.OMNIVORE,
        content_in_alfa__html=PAGE.format(title="Bravo", text=TEXT),
        highlights_in_alfa__md="> golf",
    )
    assert outcomes(opened, tmp_path / "out") == ["added", "added"]
    one, two = article(opened, 1), article(opened, 2)
    assert (one.text, one.value("title"), one.value("author")) == (TEXT.strip(), "Alfa", "Budi Adi")
    assert (one.value("published"), one.tags) == ("2023-09-13", ("archived", "bola", "liga"))
    assert [note.text for note in one.notes] == ["> golf"]
    assert (two.text, two.value("url")) == ("charlie", "https://alfa.id/2")
    assert outcomes(opened, tmp_path / "out") == ["same", "same"]


@pytest.mark.parametrize(
    "path", ["../secret.html", "{}/secret.html", "link/secret.html", "a\0.html"]
)
def test_nothing_outside_the_folder_of_an_export_is_opened(tmp_path: Path, path: str) -> None:
    """Whatever a path says: it leaves a bookmark."""
    (tmp_path / "secret.html").write_text(PAGE.format(title="Secret", text=TEXT))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path)
    export = json.loads(samples.ZOTERO)
    export["items"][0]["attachments"] = [{"path": path.format(tmp_path)}]
    (one,) = records(tmp_path / "out" / "a.json", json.dumps(export).encode())
    assert one.text == "https://alfa.id/1"


# -- tags and notes in the archive


def test_what_is_taken_away_stays_away(opened: Archive, tmp_path: Path) -> None:
    """Read once more, an export gives nothing back; changed, it gives what is new once."""
    path = tmp_path / "a.json"
    path.write_bytes(samples.WALLABAG)
    assert outcomes(opened, path) == ["added", "added"]
    assert opened.search("tag:liga note:periksa").total == 1
    opened.tag([1], remove=["liga"])
    (note, _) = article(opened, 1).notes
    opened.change_note(1, note.id, None)
    assert outcomes(opened, path) == ["same", "same"]
    assert "liga" not in article(opened, 1).tags
    assert [note.text for note in article(opened, 1).notes] == ["“café”"]
    path.write_bytes(samples.WALLABAG.replace(b'"tags":["liga"', b'"tags":["baru"'))
    assert outcomes(opened, path) == ["same", "same"]
    assert "baru" in article(opened, 1).tags
    assert [note.text for note in article(opened, 1).notes].count("“café”") == 1
    assert list(opened.check(deep=True)) == []


def test_a_bookmark_is_no_version_of_its_page(opened: Archive, tmp_path: Path) -> None:
    """In whatever order they come, the text of the page stays the current one."""
    (tmp_path / "a.json").write_bytes(samples.KARAKEEP)
    (tmp_path / "b.jsonl").write_text('{"text": "Bravo", "url": "https://alfa.id/1"}\n')
    assert outcomes(opened, tmp_path / "b.jsonl", tmp_path / "a.json") == ["added"] * 3
    assert article(opened, 1).text == "Bravo"


# -- whatever stands there

PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=5)


def json_of(plain: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values of JSON made of these."""
    return st.recursive(
        plain,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=6,
    )


JSON = json_of(PLAIN)
EXPORTS = [
    ("wallabag", json.loads(samples.WALLABAG)),
    ("karakeep", json.loads(samples.KARAKEEP)),
    ("archivebox", json.loads(samples.ARCHIVEBOX)),
    ("omnivore", json.loads(samples.OMNIVORE)),
    ("zotero", json.loads(samples.CSL)),
    ("zotero", json.loads(samples.ZOTERO)),
]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each list or dict in a value with each key or index in it."""
    keys = value if isinstance(value, dict) else range(len(value)) if type(value) is list else ()
    for key in keys:
        yield value, key
        yield from places(value[key])


@steady
@given(st.sampled_from(EXPORTS), st.data())
def test_wrong_types_are_no_error(
    tmp_path_factory: pytest.TempPathFactory, export: tuple[str, Any], data: st.DataObject
) -> None:
    """Whatever stands for a value, each entry is a record or a failed outcome, twice the same."""
    format, value = export[0], json.loads(json.dumps(export[1]))
    for _ in range(data.draw(st.integers(1, 5))):
        inside, key = data.draw(st.sampled_from(list(places(value)) or [([0], 0)]))
        inside[key] = data.draw(json_of(PLAIN | st.floats()))
    path = tmp_path_factory.getbasetemp() / "wrong.json"
    path.write_text(json.dumps(value), "utf-8")
    for one in readers.read(Source(str(path), LIMIT), format):
        if isinstance(one, Record):
            assert readers.again(one.place, one.original, one.media_type) == one
            assert all(isinstance(text, str) and text for text in (*one.tags, *one.notes))
        else:
            assert one.outcome == "failed"
            assert one.reason


@steady
@given(st.lists(st.dictionaries(st.text(max_size=4), JSON, max_size=3), max_size=4), st.data())
def test_objects_are_taken_apart_as_json_is(
    found: list[dict[str, Any]], data: st.DataObject
) -> None:
    """In a list, or in one under a key, however it is written."""
    one = st.dictionaries(st.text(max_size=4), JSON, max_size=3)
    found = data.draw(st.lists(one, max_size=4))
    indent = data.draw(st.sampled_from([None, 1]))
    listed = json.dumps(found, indent=indent).encode()
    before = data.draw(st.dictionaries(st.text(max_size=4).filter(lambda key: key != "k"), JSON))
    under = json.dumps({**before, "k": found, "after": [1]}, indent=indent).encode()
    for written in (listed, under):
        taken = list(objects(io.BytesIO(written), LIMIT, (b"k",)))
        assert [json.loads(one) for one in taken] == found


def test_a_caption_in_a_caption_is_no_page(tmp_path: Path) -> None:
    """However often it is done."""
    inner = samples.SNAPSHOT
    for _ in range(2_000):
        inner = moved.captioned("archivebox", {"url": "https://alfa.id/1"}, "a.html", inner)
    (one,) = records(tmp_path / "a", inner)
    assert "no file of a page" in (one.remark or "")


@pytest.mark.parametrize(
    "declared",
    [
        {"canonical": "https://alfa.id/1", "base_url": "https://alfa.id", "text": "bravo"},
        {"type": "Snapshot", "text": "bravo"},
        {"type": "article", "id": 7, "title": "Alfa", "text": "bravo"},
        {"itemType": "news", "title": "Alfa", "text": "bravo"},
        {"reading_time": 3, "domain_name": "alfa.id", "text": "bravo"},
        {"bookmarks": [], "text": "bravo"},
        {"slug": "alfa", "labels": ["a"], "text": "bravo"},
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_json_of_others_is_left_to_others(
    tmp_path: Path, declared: dict[str, Any], indent: int | None
) -> None:
    """What has a key or two in common with an export is read as the JSON that it is."""
    (one,) = records(tmp_path / "a.json", json.dumps(declared, indent=indent).encode())
    assert (one.text, one.media_type) == ("bravo", "application/json")
