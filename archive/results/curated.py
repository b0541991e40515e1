"""What people did with articles, as commands and the API answer it in JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archive.article import Article, Note
from archive.results.detail import note_as_json, stamp

if TYPE_CHECKING:
    from archive.database.saved import Saved


def tags_as_json(counts: Mapping[str, int]) -> dict[str, Any]:
    """The object that `tag --json` lists tags in, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return {"tags": [{"name": name, "count": count} for name, count in ordered]}


def tagged_as_json(found: int, changed: Sequence[int], missing: Sequence[int]) -> dict[str, Any]:
    """The object that `tag --add --json` answers with."""
    return {"found": found, "changed": list(changed), "missing": list(missing)}


def notes_as_json(id: int, number: int | None, notes: Sequence[Note]) -> dict[str, Any]:
    """The object that `note --json` answers with; `number`: the note that it was about."""
    return {"id": id, "note": number, "notes": [note_as_json(note) for note in notes]}


def edited_as_json(article: Article, fields: Sequence[str], *, is_changed: bool) -> dict[str, Any]:
    """The object that `edit --json` answers with: what is believed of `fields` now."""
    stated = {
        field: [
            {"value": fact.value, "basis": fact.basis, "rule": fact.rule}
            for fact in article.believed(field)
        ]
        for field in fields
    }
    return {"id": article.id, "changed": is_changed, "facts": stated}


def removed_as_json(ids: Sequence[int], removed: Sequence[int]) -> dict[str, Any]:
    """The object that `remove --json` answers with, of the articles `ids`."""
    missing = [id for id in dict.fromkeys(ids) if id not in removed]
    return {"removed": list(removed), "missing": missing}


def saved_as_json(search: Saved) -> dict[str, Any]:
    """A saved search as `saved list --json` lists it."""
    return {
        "name": search.name,
        "query": search.query,
        "understood": search.tree,
        "match": search.match,
        "sort": search.sort,
        "recent": search.recent,
        "tag": search.tag,
        "added": stamp(search.added) if search.added else None,
        "reported": search.reported,
    }
