"""What can be changed, by programs and by forms alike: what is asked, checked as commands do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import HTTPException
from pydantic import BaseModel, Field

from archive import stating
from archive.archive import Archive
from archive.database.saved import Saved
from archive.errors import UsageError
from archive.index import Sort
from archive.query.parser import Match

Ids = Annotated[list[Annotated[int, Field(ge=1, lt=1 << 63)]], Field(max_length=100_000)]
Texts = Annotated[list[str], Field(max_length=1_000)]


class Tagging(BaseModel):
    """Which articles, by their ids or by a query, get which tags, and lose which."""

    ids: Ids = []
    query: str | None = None
    match: Match = "all"
    add: Texts = []
    remove: Texts = []


class Noting(BaseModel):
    """The text of a note."""

    text: Annotated[str, Field(max_length=1_000_000)]


class Editing(BaseModel):
    """Facts that are stated by hand, as FIELD=VALUE, and fields of which that is taken back."""

    set: Texts = []
    unset: Texts = []


class Saving(BaseModel):
    """A search to be kept; with a tag it is a rule."""

    name: str
    query: str
    match: Match = "all"
    sort: Sort = "relevance"
    recent: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    tag: str | None = None


def retag(archive: Archive, tagging: Tagging) -> tuple[int, list[int], list[int]]:
    """Give tags and take them: how many articles were meant, which changed, which are missing.

    Raises
    ------
    UsageError
        As `archive tag` does.
    """
    add = [stating.name("add", name) for name in tagging.add]
    remove = [stating.name("remove", name) for name in tagging.remove]
    if bool(tagging.ids) == (tagging.query is not None):
        raise UsageError("either ids or query")
    if not add and not remove:
        raise UsageError("nothing to change: give tags to add or to remove")
    if both := set(add) & set(remove):
        raise UsageError(f"{min(both)!r} both added and removed")
    missing = []
    if tagging.query is None:
        wanted = dict.fromkeys(tagging.ids)
        there = list(archive.sizes(list(wanted)))
        missing = [id for id in wanted if id not in there]
    else:
        there = archive.ids(tagging.query, tagging.match)
    return len(there), archive.tag(there, add=add, remove=remove), missing


def edited(archive: Archive, id: int, editing: Editing) -> tuple[list[str], bool]:
    """State facts of an article: the fields that it was about, and whether it changed.

    Raises
    ------
    UsageError
        As `archive edit` does.
    """
    facts = [stating.fact(setting, "set", "edit --set") for setting in editing.set]
    stating.check(facts, editing.unset, "set", "unset")
    fields = list(dict.fromkeys([*(fact.field for fact in facts), *editing.unset]))
    return fields, archive.edit(id, facts, editing.unset)


def keep(archive: Archive, saving: Saving) -> Saved:
    """Keep a search under its name.

    Raises
    ------
    UsageError
        As `archive saved add` does.
    """
    if saving.recent and saving.sort != "relevance":
        raise UsageError(f"recent is part of the order by relevance, not of sort {saving.sort}")
    tag = stating.name("tag", saving.tag) if saving.tag else ""
    return archive.save(
        stating.name("name", saving.name),
        stating.utf8("query", saving.query),
        match=saving.match,
        sort=saving.sort,
        tag=tag,
        recent=saving.recent,
    )


def named(archive: Archive, name: str) -> str:
    """The name of a saved search that is there.

    Raises
    ------
    HTTPException
        404 if it is not.
    """
    squeezed = stating.name("name", name)
    if all(search.name != squeezed for search in archive.searches()):
        raise HTTPException(404, f"there is no saved search {squeezed!r}")
    return squeezed


def ingest_options(
    tags: Sequence[str], settings: Sequence[str] = (), format: str = ""
) -> list[str]:
    """What `archive ingest` is given beside the files.

    Raises
    ------
    UsageError
        If a tag or a fact cannot be one.
    """
    named = [f"--tag={stating.name('tag', tag)}" for tag in tags]
    facts = [stating.fact(setting, "set", "ingest --set") for setting in settings]
    stated = [f"--set={fact.field}={fact.value}" for fact in facts]
    return [*named, *stated, *([f"--format={stating.name('format', format)}"] if format else [])]
