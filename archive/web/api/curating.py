"""What people say of articles: tags, notes, facts, saved searches; and taking articles out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import Response

from archive import stating
from archive.archive import Archive
from archive.results import curated
from archive.web import answers
from archive.web.api import Id, no_article
from archive.web.asked import HITS, Limit, Offset
from archive.web.changes import Editing, Noting, Saving, Tagging, edited, keep, named, retag
from archive.web.door import Door, as_json
from archive.web.paging import Paging

routes = APIRouter(prefix="/api", tags=["curation"])

Number = Annotated[int, Path(ge=1, lt=1 << 63, description="The number of a note.")]
Name = Annotated[str, Path(description="The name of a saved search.")]


@routes.get("/tags", response_model=answers.Tags)
def tags(door: Door) -> Response:
    """The object of `archive tag --json`: the tags that there are."""
    with door.reading("tag") as archive:
        return as_json(curated.tags_as_json(archive.tags()))


@routes.post("/tags", response_model=answers.Tagged)
def tag(door: Door, tagging: Tagging) -> Response:
    """The object of `archive tag --add --remove --json`."""
    with door.writing() as archive:
        found, changed, missing = retag(archive, tagging)
    return as_json(curated.tagged_as_json(found, changed, missing))


@routes.get("/article/{id}/notes", response_model=answers.Notes)
def notes(door: Door, id: Id) -> Response:
    """The object of `archive note ID --json`."""
    with door.reading() as archive:
        return _notes(archive, id, None)


@routes.post("/article/{id}/notes", response_model=answers.Notes, status_code=201)
def add_note(door: Door, id: Id, noting: Noting) -> Response:
    """The object of `archive note ID TEXT --json`; `note` is the number of the new one."""
    text = stating.text("text", noting.text)
    with door.writing() as archive:
        number = archive.add_note(id, text)
        return _notes(archive, id, number, 201)


@routes.put("/article/{id}/notes/{number}", response_model=answers.Notes)
def change_note(door: Door, id: Id, number: Number, noting: Noting) -> Response:
    """The object of `archive note ID --edit N TEXT --json`."""
    text = stating.text("text", noting.text)
    with door.writing() as archive:
        if not archive.change_note(id, number, text):
            raise HTTPException(404, f"article {id} has no note {number}")
        return _notes(archive, id, number)


@routes.delete("/article/{id}/notes/{number}", response_model=answers.Notes)
def remove_note(door: Door, id: Id, number: Number) -> Response:
    """The object of `archive note ID --remove N --json`."""
    with door.writing() as archive:
        if not archive.change_note(id, number, None):
            raise HTTPException(404, f"article {id} has no note {number}")
        return _notes(archive, id, number)


def _notes(archive: Archive, id: int, number: int | None, status: int = 200) -> Response:
    article = archive.get(id)
    if article is None:
        raise no_article(id)
    return as_json(curated.notes_as_json(id, number, article.notes), status=status)


@routes.patch("/article/{id}", response_model=answers.Edited)
def edit(door: Door, id: Id, editing: Editing) -> Response:
    """The object of `archive edit ID --json`."""
    with door.writing() as archive:
        if archive.get(id) is None:
            raise no_article(id)
        fields, is_changed = edited(archive, id, editing)
        article = archive.get(id)
    if article is None:
        raise no_article(id)
    return as_json(curated.edited_as_json(article, fields, is_changed=is_changed))


@routes.delete("/article/{id}", response_model=answers.Removed)
def remove(door: Door, id: Id) -> Response:
    """The object of `archive remove ID --json`."""
    with door.writing() as archive:
        removed = archive.remove([id])
    if not removed:
        raise no_article(id)
    return as_json(curated.removed_as_json([id], removed))


@routes.get("/saved", response_model=answers.Searches)
def saved(door: Door) -> Response:
    """The object of `archive saved list --json`."""
    with door.reading() as archive:
        return as_json({"saved": [curated.saved_as_json(one) for one in archive.searches()]})


@routes.post("/saved", response_model=answers.Searches, status_code=201)
def save(door: Door, saving: Saving) -> Response:
    """The object of `archive saved add NAME QUERY --json`."""
    with door.writing() as archive:
        search = keep(archive, saving)
    return as_json({"saved": [curated.saved_as_json(search)]}, status=201)


@routes.get("/saved/{name:path}", response_model=answers.Found)
def run(door: Door, name: Name, place: Paging, offset: Offset = 0, limit: Limit = HITS) -> Response:
    """The object of `archive saved run NAME --json`."""
    begin = offset if place.offset is None else place.offset
    with door.reading() as archive:
        found = archive.run(named(archive, name), limit=limit, offset=begin)
        return place.answer(archive, found)


@routes.delete("/saved/{name:path}", response_model=answers.Unsaved)
def unsave(door: Door, name: Name) -> Response:
    """The object of `archive saved remove NAME --json`."""
    with door.writing() as archive:
        archive.unsave(named(archive, name))
    return as_json({"removed": name})
