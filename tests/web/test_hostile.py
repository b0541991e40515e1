"""What articles say is shown, and is never part of the page: a hundred ways to try."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.schema import FACTS
from archive.web.drawing import environment, marked, web_address

VECTORS = Path(__file__).with_name("vectors.txt").read_text("utf-8").splitlines()
# Where a link may lead: here, or to the web.
_LINK = re.compile(r"/(?!/)|#|\?|https?://|$")
_LINKS = ("href", "src", "action", "formaction", "ping", "poster", "data", "srcset", "background")


@pytest.fixture
def hostile(archive, client, tmp_path: Path) -> list[int]:
    """An article for each vector, which is everything that is known of it."""
    file = tmp_path / "x.jsonl"
    rows = (
        {
            "title": f"{vector} kabar {number}",
            "text": f"{vector} kabar\n\nBaca Juga: {vector}\n\n{vector} nomor{number} {vector}",
            "url": f"{vector}?{number}",
            "publisher": vector,
            "author": vector,
            "date": "2023-09-17",
        }
        for number, vector in enumerate(VECTORS)
    )
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    assert archive("ingest", file).code == 0
    stated = [field for field in FACTS if field not in ("published", "saved", "title")]
    for id, vector in enumerate(VECTORS, 1):
        facts = [f"{field}={vector}" for field in stated]
        assert client.patch(f"/api/article/{id}", json={"set": facts}).status_code == 200
        client.post("/api/tags", json={"ids": [id], "add": [vector]})
        client.post(f"/api/article/{id}/notes", json={"text": vector})
        saving = {"name": vector, "query": f'nomor{id} OR "{vector}"'}
        client.post("/api/saved", json=saving)
    return list(range(1, len(VECTORS) + 1))


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attributes))


def check(page: str, vector: str, where: str) -> None:
    """Nothing of the vector is markup; links lead here or to the web."""
    if re.search("[<>\"']", vector):
        assert vector not in page, (where, vector)
    for tag, attributes in Tags(page).found:
        for name, value in attributes:
            assert not name.startswith(("on", "style", "srcdoc")), (where, tag, name, value)
            assert name not in _LINKS or _LINK.match(value or ""), (where, tag, name, value)


def test_a_hundred_vectors() -> None:
    assert len(set(VECTORS)) == len(VECTORS) >= 100


@pytest.mark.slow
def test_nothing_becomes_part_of_a_page(hostile, client) -> None:
    """In every field, on every page that shows articles; and it is shown as it was written."""
    for id, vector in zip(hostile, VECTORS, strict=True):
        article = client.get(f"/article/{id}?q=kabar")
        check(article.text, vector, "article")
        assert vector in unescape(article.text), vector
        found = client.get(f"/?q=id:{id}+kabar")
        check(found.text, vector, "search")
        assert vector in unescape(re.sub("</?mark>", "", found.text)), vector
        asked = client.get(f"/?q={quote(vector)}&include=publisher%3D{quote(vector)}")
        check(asked.text, vector, "query")
        context = client.get(f"/concordance?q=id:{id}+nomor{id - 1}")
        check(context.text, vector, "concordance")
    for path in ("/", "/saved", "/overview", "/timeline", "/?sort=added&limit=200"):
        page = client.get(path)
        assert page.status_code == 200
        check(page.text, "<script>alert(1)</script>", path)
        assert not [vector for vector in VECTORS if "<" in vector and vector in page.text]


def test_originals_are_files_to_be_kept(archive, client, tmp_path: Path) -> None:
    """Never a page of this origin, whatever they are."""
    page = tmp_path / "a.html"
    page.write_text("<html><title>Banjir</title><body><p>Banjir.<script>alert(1)</script>")
    archive("ingest", page)
    answer = client.get("/article/1/original")
    assert answer.content == page.read_bytes()
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("vector", VECTORS)
def test_marks_come_after_escaping(vector: str) -> None:
    """Whatever is marked, and wherever in it."""
    for start in range(0, len(vector) + 1, 3):
        shown = str(marked(vector, [(0, start), (start, len(vector))]))
        assert unescape(shown.replace("<mark>", "").replace("</mark>", "")) == vector
        assert not re.search(r"<(?!/?mark>)", shown)


@pytest.mark.parametrize("vector", VECTORS)
def test_links_lead_to_the_web_only(vector: str) -> None:
    assert web_address(vector) is None or vector.startswith(("http://", "https://"))


def test_no_template_trusts_a_text() -> None:
    """Nor holds code or style of its own, which the pages' policy would not run."""
    for language in ("en", "id"):
        drawing = environment(language)
        assert drawing.autoescape
        for name in drawing.list_templates():
            source = drawing.loader.get_source(drawing, name)[0]  # type: ignore[union-attr]
            assert not re.search(r"\|\s*safe|autoescape|Markup", source), name
            assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", source), name
