"""Answers are those of the command line, and what the description of the API says."""

from __future__ import annotations

import json
import re
import time
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from archive import config
from archive.archive import Archive
from archive.web import answers
from conftest import ROOT, SEEDS

# Command, address, what it is described as.
SAME = [
    (["search", "banjir"], "/api/search?q=banjir", answers.Found),
    (["search", "bnajir"], "/api/search?q=bnajir", answers.Found),
    (
        ["search", "warga", "--facet", "publisher", "--explain", "--recent", 30, "-n", 3],
        "/api/search?q=warga&facet=publisher&explain=true&recent=30&limit=3",
        answers.Found,
    ),
    (
        ["search", "warga", "--include", "language=id", "--exclude", "publisher=KabarNusa.com"],
        "/api/search?q=warga&include=language%3Did&exclude=publisher%3DKabarNusa.com",
        answers.Found,
    ),
    (
        ["search", "kapal laut", "--match", "any", "--copies", "all", "--sort", "oldest"],
        "/api/search?q=kapal+laut&match=any&copies=all&sort=oldest",
        answers.Found,
    ),
    (["show", 1], "/api/article/1", answers.Article),
    (["copies", 4], "/api/article/4/copies", answers.Copies),
    (["similar", 6, "-n", 3], "/api/article/6/similar?limit=3", answers.Found),
    (["why", 14, "ujian playlist"], "/api/article/14/why?q=ujian+playlist", answers.Why),
    (["complete", "banj"], "/api/complete?q=banj", answers.Completions),
    (["complete", "publisher:k", "-n", 2], "/api/complete?q=publisher:k&limit=2", None),
    (["facets", "warga", "publisher"], "/api/facets?q=warga&field=publisher", answers.Facet),
    (["facets", "person", "-n", 3], "/api/facets?field=person&limit=3", answers.Facet),
    (["timeline", "warga", "--by", "year"], "/api/timeline?q=warga&by=year", answers.Timeline),
    (["sources", "--by", "publisher"], "/api/sources?by=publisher", answers.Sources),
    (["stats"], "/api/stats", answers.Stats),
    (["tag"], "/api/tags", answers.Tags),
    (["note", 1], "/api/article/1/notes", answers.Notes),
    (["saved", "list"], "/api/saved", answers.Searches),
    (["saved", "run", "air"], "/api/saved/air", answers.Found),
]
LINES = [
    (["concordance", "kapal"], "/api/concordance?q=kapal", answers.Line),
    (
        ["concordance", "kapal", "--sort", "left", "--nth", 2, "--width", 20, "-n", 4],
        "/api/concordance?q=kapal&sort=left&nth=2&width=20&limit=4",
        answers.Line,
    ),
    (["links", "id:14"], "/api/links?q=id:14", answers.Leading),
]


@pytest.fixture
def used(archive, seeded) -> None:
    """Something of everything that can be said of articles."""
    archive("edit", 7, "--set", "published=2023-09-17")
    archive("tag", 6, 21, "--add", "air")
    archive("note", 1, "tanggal menurut agensi")
    archive("saved", "add", "air", "banjir OR kapal")


def test_answers_are_those_of_the_commands(archive, used, client) -> None:
    """Also those of a server that runs already when something changes."""
    for command, address, model in SAME:
        printed = archive(*command, "--json")
        answered = client.get(address)
        assert answered.status_code == 200, (address, answered.text)
        timeless = {"took_ms": 0} if "took_ms" in printed.json else {}
        assert answered.json() | timeless == printed.json | timeless, address
        if model:
            model.model_validate_json(printed.out)


def test_lines_are_those_of_the_commands(archive, used, client) -> None:
    """An object a line, as `--json` prints them."""
    for command, address, model in LINES:
        printed = archive(*command, "--json")
        answered = client.get(address)
        assert answered.headers["content-type"] == "application/jsonl"
        assert [json.loads(line) for line in answered.text.splitlines()] == printed.lines
        assert printed.lines
        for line in printed.lines:
            model.model_validate(line)


@pytest.mark.parametrize("format", ["jsonl", "csv", "markdown", "bibtex", "ris", "text"])
def test_exports_are_those_of_the_command(archive, used, client, format: str) -> None:
    """All of it, but for when it was made."""
    printed = archive("export", "banjir OR kapal", "--format", format).out
    answered = client.get("/api/export", params={"q": "banjir OR kapal", "format": format})
    moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    assert moment.sub("", answered.text) == moment.sub("", printed)
    assert "attachment" in answered.headers["content-disposition"]


def test_changes_are_those_of_the_commands(archive, used, client) -> None:
    """Each is seen by the command line at once, and its answer is what the command prints."""
    tagged = client.post("/api/tags", json={"query": "kapal", "add": [" laut  lepas "]}).json()
    assert answers.Tagged.model_validate(tagged)
    assert archive("search", 'tag:"laut lepas"', "--count").out.strip() == str(tagged["found"])
    assert client.post("/api/tags", json={"ids": [1, 99], "remove": ["air"]}).json() == {
        "found": 1,
        "changed": [],
        "missing": [99],
    }
    noted = client.post("/api/article/2/notes", json={"text": " periksa "})
    assert noted.status_code == 201
    assert noted.json() == archive("note", 2, "--json").json | {"note": noted.json()["note"]}
    number = noted.json()["note"]
    changed = client.put(f"/api/article/2/notes/{number}", json={"text": "lagi"})
    assert changed.json()["notes"][0]["text"] == "lagi"
    assert client.delete(f"/api/article/2/notes/{number}").json()["notes"] == []
    edited = client.patch("/api/article/2", json={"set": ["place=Lokan"]}).json()
    assert answers.Edited.model_validate(edited).facts["place"][0].value == "Lokan"
    saving = {"name": "gempa", "query": "gempa", "sort": "newest"}
    saved = client.post("/api/saved", json=saving)
    assert saved.json()["saved"][0] in archive("saved", "list", "--json").json["saved"]
    assert client.delete("/api/saved/gempa").json() == {"removed": "gempa"}
    assert client.delete("/api/article/2").json() == {"removed": [2], "missing": []}
    assert archive("show", 2).code == 1


WRONG = [
    ("GET", "/api/article/99", None, 404, "there is no article 99"),
    ("GET", "/api/facets?field=nope", None, 400, "no facet"),
    ("GET", "/api/search?q=nope:x", None, 400, "nope"),
    ("GET", f"/api/search?{urlencode({'q': 'x' * 2001})}", None, 400, "2,000"),
    ("GET", "/api/search?limit=201", None, 400, "limit"),
    ("GET", "/api/search?include=nope", None, 400, "no facet"),
    ("GET", "/api/search?cursor=x", None, 400, "cursor"),
    ("GET", "/api/export?format=csv&fields=nope", None, 400, "nope"),
    ("GET", "/api/saved/nope", None, 404, "nope"),
    ("GET", "/api/ingest/nope", None, 404, "nope"),
    ("POST", "/api/tags", {"ids": [1]}, 400, "nothing to change"),
    ("POST", "/api/tags", {"ids": [1], "query": "x", "add": ["x"]}, 400, "either"),
    ("POST", "/api/tags", {"ids": [1], "add": [" "]}, 400, "name"),
    ("POST", "/api/tags", {"ids": [1], "add": ["\ud800"]}, 400, "UTF-8"),
    ("POST", "/api/article/1/notes", {"text": " "}, 400, "word"),
    ("POST", "/api/article/99/notes", {"text": "x"}, 404, "99"),
    ("PATCH", "/api/article/1", {"set": ["published=2023-02-30"]}, 400, "published"),
    ("PATCH", "/api/article/1", {}, 400, "nothing to change"),
    ("POST", "/api/saved", {"name": "x", "query": "(x"}, 400, "parenthesis"),
    ("POST", "/api/saved", {"name": "x"}, 400, "query"),
    ("DELETE", "/api/article/99", None, 404, "99"),
    ("PUT", "/api/search", None, 405, "Not Allowed"),
]


def test_what_is_wrong_is_said(seeded, client) -> None:
    """As a problem, in words that say what to do."""
    for method, address, content, status, words in WRONG:
        answered = client.request(
            method,
            address,
            content=json.dumps(content) if content is not None else None,
            headers={"Content-Type": "application/json"},
        )
        assert answered.status_code == status, (address, answered.text)
        assert answered.headers["content-type"] == "application/problem+json", address
        problem = answers.Problem.model_validate(answered.json())
        assert words in problem.detail, problem
        assert problem.status == status


def test_links_lead_through_a_whole_result(archive, seeded, client) -> None:
    """Page by page every article once; a change on the way is said."""
    address, ids = "/api/search?q=&sort=oldest&limit=9", []
    while address:
        answered = client.get(address)
        ids += [hit["id"] for hit in answered.json()["hits"]]
        address = answered.links.get("next", {}).get("url")
    assert sorted(ids) == list(range(1, 29))
    following = client.get("/api/search?limit=9").links["next"]["url"]
    assert "archive-warnings" not in client.get(following).headers
    archive("remove", "--yes", 3)
    assert "has changed" in client.get(following).headers["archive-warnings"]


@pytest.mark.parametrize("address", ["/?q=banjir", "/api/search?q=banjir", "/article/6"])
def test_what_has_not_changed_is_not_sent_again(archive, used, client, address: str) -> None:
    """Until somebody changes anything, or reads another language."""
    tag = client.get(address).headers["etag"]
    known = {"If-None-Match": f'"other", {tag}'}
    unchanged = client.get(address, headers=known)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert client.get(address, headers=known | {"Accept-Language": "id"}).status_code == 200
    archive("note", 6, "baru")
    assert client.get(address, headers=known).status_code == 200


def test_the_head_is_that_of_the_whole(seeded, client) -> None:
    for address in ("/", "/api/search?q=banjir", "/api/export?format=csv", "/nothing"):
        head, whole = client.head(address), client.get(address)
        assert head.content == b""
        assert head.status_code == whole.status_code
        assert head.headers.keys() == whole.headers.keys()


def test_a_saved_search_is_a_feed(archive, used, client) -> None:
    """Valid XML, whatever the articles say; its own address and that of the page in it."""
    archive("edit", 6, "--set", "title=Air \x01 & <naik>")
    answered = client.get("/saved/air.atom")
    assert answered.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answered.content)
    atom = "{http://www.w3.org/2005/Atom}"
    titles = {entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")}
    assert "Air \ufffd & <naik>" in titles
    assert len(titles) == len(client.get("/api/saved/air?limit=50").json()["hits"])
    assert feed.findtext(f"{atom}title") == "air"
    assert client.get("/saved/nope.atom").status_code == 404


def test_files_are_ingested(archive, seeded, client) -> None:
    """Once; what is in them is found, what is wrong with them said, and nothing of them is left."""
    seed = next(SEEDS.iterdir())
    files = [
        ("file", ("../../etc/x y.txt", b"Banjir baru melanda Kota Lokan.")),
        ("file", (seed.name, seed.read_bytes())),
        ("file", ("rusak.zip", b"PK\x03\x04 nothing")),
    ]
    for added, same in ((1, 0), (0, 2)):
        began = client.post("/api/ingest", files=files, data={"tag": "unggah"})
        assert began.status_code == 202
        answers.Upload.model_validate(began.json())
        job = began.headers["location"]
        while client.get(job).json()["state"] in ("waiting", "running"):
            time.sleep(0.1)
        told = client.get(job).json()
        assert told["state"] == "done", told
        assert (told["summary"]["added"], told["summary"]["failed"]) == (added, 1)
        assert told["summary"]["same"] == same
        assert [problem["source"] for problem in told["problems"]] == ["rusak.zip"]
    found = archive("search", "tag:unggah lokan", "--json").json["hits"]
    assert len(found) == 1
    assert archive("search", 'path:"x y.txt"', "--count").out.strip() == "1"
    assert not list((seeded / "uploads").iterdir())


def test_the_library_is_as_the_readme_says(seeded, monkeypatch, capsys) -> None:
    """Its example in Python runs, and finds what the command line finds."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    (example,) = (block for block in blocks if "Archive.open" in block)
    (seeded.parent / "news").symlink_to(seeded)
    monkeypatch.chdir(seeded.parent)
    exec(example)
    printed = [int(line.split()[0]) for line in capsys.readouterr().out.splitlines()]
    with Archive.open(config.load()) as opened:
        assert printed == [hit.id for hit in opened.search("banjir OR gempa").results]
