"""Tables that other programs export, known by their columns: what a row says of a page.

wallabag    Title;URL;Content;Tags;MIME Type;Language;Creation date
            `produceCsv` in src/Helper/EntriesExport.php of wallabag; the content is HTML
Pocket      title,url,time_added,tags,status
Instapaper  URL,Title,Selection,Folder,Timestamp,Tags
Matter      Title,Author,Publisher,URL,Tags,Word Count,…
            these three as `packages/shared/import-export/parsers.ts` of Karakeep reads them
Readwise    Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen
            the tags as Python writes a list
Raindrop    id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite
            help.raindrop.io/export
Zotero      Key,Item Type,Publication Year,Author,Title,Publication Title,…,Manual Tags,…
            "CSV.js" of github.com/zotero/translators; files that it names are not opened

None but wallabag's has the text of a page: a row is a bookmark, or has an abstract.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from archive.ingest import markup, moved

_QUOTED = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")
# So wallabag writes a day, whatever the language.
_DAY_FIRST = re.compile(r"(\d\d)/(\d\d)/(\d{4}) \d\d:.*")
_PEOPLE = re.compile(r"\s*;\s*")
# What a column says of an article by a value that is no name, and the tag that says the same.
_STATES = {"archive": "archived", "starred": "starred", "unread": "", "new": "", "later": ""}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a program writes its table; columns are in lower case.

    `known_by` are columns that no other table has all of. `facts` are fields with the columns to
    look in; `separator` stands between the tags in `tags`, and is "" where they are quoted.
    `folder` holds a tag that may be a state, `flag` the word that says the article is a favourite.
    """

    program: str
    known_by: frozenset[str]
    facts: Mapping[str, tuple[str, ...]]
    tags: tuple[str, ...] = ("tags",)
    separator: str = ","
    folder: str = ""
    flag: str = ""
    html: str = ""
    abstract: str = ""
    notes: tuple[str, ...] = ()


_PLAIN = {
    "title": ("title",),
    "url": ("url",),
    "saved": ("creation date", "time_added", "timestamp", "saved date", "created", "date added"),
}
_LAYOUTS = (
    Layout(
        "wallabag",
        frozenset(("title", "url", "content", "tags", "mime type", "creation date")),
        {**_PLAIN, "language": ("language",)},
        html="content",
    ),
    Layout(
        "pocket",
        frozenset(("title", "url", "time_added", "tags")),
        _PLAIN,
        separator="|",
        folder="status",
    ),
    Layout(
        "instapaper",
        frozenset(("url", "title", "selection", "folder", "timestamp")),
        _PLAIN,
        separator="",
        folder="folder",
        notes=("selection",),
    ),
    Layout(
        "matter",
        frozenset(("title", "author", "publisher", "url", "tags", "word count")),
        {**_PLAIN, "author": ("author",), "publisher": ("publisher",)},
        separator=";",
        flag="favorited",
    ),
    Layout(
        "readwise",
        frozenset(("title", "url", "document tags", "saved date")),
        _PLAIN,
        tags=("document tags",),
        separator="",
        folder="location",
    ),
    Layout(
        "raindrop",
        frozenset(("title", "note", "excerpt", "url", "folder", "tags", "created")),
        _PLAIN,
        folder="folder",
        flag="favorite",
        abstract="excerpt",
        notes=("note", "highlights"),
    ),
    Layout(
        "zotero",
        frozenset(("key", "item type", "publication title", "title", "url", "manual tags")),
        {
            **_PLAIN,
            "publisher": ("publication title", "publisher"),
            "author": ("author",),
            "category": ("section",),
            "language": ("language",),
            "published": ("date", "publication year"),
        },
        tags=("manual tags", "automatic tags"),
        separator=";",
        abstract="abstract note",
        notes=("notes",),
    ),
)


def layout(columns: Mapping[str, str]) -> Layout | None:
    """The layout of a table with these columns; None if it is none of these programs'."""
    return next((one for one in _LAYOUTS if one.known_by.issubset(columns)), None)


def page(layout: Layout, row: Mapping[str, str]) -> moved.Page:
    """What a row says of a page.

    Raises
    ------
    ValueError
        If it has too much HTML.
    """
    said: dict[str, tuple[str, str | list[str]]] = {
        field: _first(row, columns) for field, columns in layout.facts.items()
    }
    column, moment = said["saved"]
    said["saved"] = column, moved.day(_DAY_FIRST.sub(r"\3-\2-\1", str(moment).strip()))
    if layout.program == "zotero":
        said["author"] = "author", _spoken(row.get("author", ""))
    tags = [name for column in layout.tags for name in _tags(row.get(column, ""), layout.separator)]
    html = row.get(layout.html, "")
    return moved.Page(
        said,
        text=markup.plain(html) if not moved.is_unfetched(html) else "",
        abstract=markup.plain(row.get(layout.abstract, "")),
        tags=(*moved.names(tags), *_states(layout, row)),
        notes=moved.notes(*(markup.plain(row.get(column, "")) for column in layout.notes)),
    )


def _first(row: Mapping[str, str], columns: tuple[str, ...]) -> tuple[str, str]:
    column = next((name for name in columns if row.get(name, "").strip()), columns[0])
    return column, row.get(column, "")


def _tags(cell: str, separator: str) -> list[str]:
    if separator:
        return cell.split(separator)
    return [one or other for one, other in _QUOTED.findall(cell)]


def _states(layout: Layout, row: Mapping[str, str]) -> tuple[str, ...]:
    folder = row.get(layout.folder, "").strip()
    state = _STATES.get(folder.lower(), folder)
    is_favourite = row.get(layout.flag, "").strip().lower() in {"true", "1", "yes"}
    return moved.names([state, "starred" if is_favourite else ""])


def _spoken(people: str) -> list[str]:
    """`Family, Given; Family, Given` as it is spoken."""
    split = (name.partition(",") for name in _PEOPLE.split(people))
    return [f"{given.strip()} {family.strip()}".strip() for family, _, given in split]
