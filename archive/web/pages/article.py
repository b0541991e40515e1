"""An article: its text, what is known of it and on what that rests, and what is near it."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from archive import stating
from archive.analysis import overriding
from archive.article import Article
from archive.query import Tree
from archive.reading import asked as tree_of
from archive.results import detail
from archive.results.difference import aligned, difference
from archive.results.highlight import marks
from archive.results.marked import stretches
from archive.results.snippet import Spans, merged
from archive.schema import FACTS, MANY
from archive.web.api import Id, no_article
from archive.web.asked import Matching, Q
from archive.web.blocks import blocks
from archive.web.changes import Editing, Tagging, edited, retag
from archive.web.door import Door
from archive.web.drawing import page
from archive.web.pages import back_to

routes = APIRouter(prefix="/article/{id}", include_in_schema=False)

# So many similar articles are shown.
_SIMILAR = 5
# How the files are called that originals are downloaded as.
_SUFFIXES = {
    "text/plain": "txt",
    "text/html": "html",
    "text/markdown": "md",
    "text/csv": "csv",
    "application/json": "json",
    "application/xml": "xml",
    "message/rfc822": "eml",
}


@routes.get("")
def article(request: Request, door: Door, id: Id, q: Q = "", match: Matching = "all") -> Response:
    """An article in full, what `q` matches marked in it.

    Template `article.html`: `article` (Article), `told` (the object of `show --json`), `blocks`
    (paragraphs, see `web.blocks`) with `match_count` marks and other zones of these `kinds`,
    `title_marks`, `tongue` (the language of the text), `links` (link, id of the article it leads
    to), `similar` (Page), `copies` (Copies, None if there are none), `fields` (of facts), `many`
    (fields of which an article has several), `q`, `match`.
    """
    tree: Tree | None = tree_of(q, match) if q.strip() else None
    with door.reading() as archive:
        found = archive.get(id)
        if found is None:
            raise no_article(id)
        near = archive.similar(id, _SIMILAR)
        copies = archive.copies(id) if found.cluster is not None else None
        links = list(archive.related(found))
        with overriding(archive.config.stems):
            paragraphs, count = blocks(found.text, stretches(found, tree))
            in_title = _title_marks(found, tree)
    return page(
        request,
        "article.html",
        article=door.shown(found),
        told=detail.as_json(door.shown(found)),
        tongue=found.value("language"),
        blocks=paragraphs,
        kinds=list(dict.fromkeys(block.kind for block in paragraphs if block.kind)),
        match_count=count,
        title_marks=in_title,
        fields=FACTS,
        many=MANY,
        links=links,
        similar=near,
        copies=copies,
        q=q,
        match=match,
    )


def _title_marks(article: Article, tree: Tree | None) -> Spans:
    if tree is None:
        return ()
    found = marks(article.value("title") or "", tree, "title", article.value("language"))
    return merged((mark.start, mark.end) for mark in found)


@routes.get("/beside/{other}")
def beside(request: Request, door: Door, id: Id, other: Id) -> Response:
    """Two articles side by side, what both say apart from what only one does.

    Template `beside.html`: `here` and `there` (Article), `containment`, `columns` (pieces of each:
    text, whether the other has it).
    """
    with door.reading() as archive:
        here, there = archive.get(id), archive.get(other)
    if here is None or there is None:
        raise no_article(id if here is None else other)
    found = aligned(here.text, there.text)
    return page(request, "beside.html", one=here, other=there, found=found)


@routes.get("/versions")
def versions(request: Request, door: Door, id: Id) -> Response:
    """What each version changed in the one before.

    Template `versions.html`: `article`, `changes` (number of a version, Difference to the one
    before).
    """
    with door.reading() as archive:
        found = archive.get(id)
        texts = sorted(archive.texts(id).items())
    if found is None:
        raise no_article(id)
    changes = [(n, difference(before, after)) for (_, before), (n, after) in pairwise(texts)]
    return page(request, "versions.html", article=found, changes=changes)


@routes.get("/original")
def original(door: Door, id: Id) -> Response:
    """The bytes as they were found, to be kept in a file: never shown as a page of ours."""
    with door.reading() as archive:
        found, content = archive.get(id), archive.original(id)
    if found is None or content is None:
        raise no_article(id)
    media = next((one.media_type for one in found.versions if one.is_current), "")
    name = f"article-{id}.{_SUFFIXES.get(media, 'bin')}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(content, headers=headers, media_type="text/plain")


@routes.post("/tags")
def tag(
    door: Door,
    id: Id,
    add: Annotated[str, Form()] = "",
    remove: Annotated[str, Form()] = "",
) -> Response:
    """Give the article a tag, or take one from it; then it is shown again."""
    names = [[name] if name.strip() else [] for name in (add, remove)]
    with door.writing() as archive:
        found, _, _ = retag(archive, Tagging(ids=[id], add=names[0], remove=names[1]))
    if not found:
        raise no_article(id)
    return back_to(f"/article/{id}")


@routes.post("/notes")
def note(door: Door, id: Id, text: Annotated[str, Form()]) -> Response:
    """Write a note about the article; then it is shown again."""
    written = stating.text("text", text)
    with door.writing() as archive:
        if archive.add_note(id, written) is None:
            raise no_article(id)
    return back_to(f"/article/{id}")


@routes.post("/notes/{number}")
def change_note(door: Door, id: Id, number: Id, text: Annotated[str, Form()] = "") -> Response:
    """Write a note anew, or remove it if there is no text; then the article is shown again."""
    written = stating.text("text", text) if text.strip() else None
    with door.writing() as archive:
        if not archive.change_note(id, number, written):
            raise no_article(id)
    return back_to(f"/article/{id}")


@routes.post("/facts")
def edit(
    door: Door, id: Id, field: Annotated[str, Form()], value: Annotated[str, Form()] = ""
) -> Response:
    """State a fact by hand, or take that back if there is no value; then the article is shown."""
    stated = Editing(set=[f"{field}={value}"]) if value.strip() else Editing(unset=[field])
    with door.writing() as archive:
        if archive.get(id) is None:
            raise no_article(id)
        edited(archive, id, stated)
    return back_to(f"/article/{id}")


@routes.post("/remove")
def remove(door: Door, id: Id) -> Response:
    """Take the article out; then the search page is shown."""
    with door.writing() as archive:
        if not archive.remove([id]):
            raise no_article(id)
    return back_to("/")
