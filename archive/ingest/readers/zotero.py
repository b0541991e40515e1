"""Zotero: CSL JSON, Better BibTeX JSON and Zotero RDF, with the snapshots that stand beside them.

    [{"id": "…", "type": "article-newspaper", "title": "…", "container-title": "…", "URL": "…",
      "author": [{"family": "…", "given": "…"}], "issued": {"date-parts": [[2023, 9, 13]]}}]
    {"config": {"label": "BetterBibTeX JSON"}, "items": [{"itemType": "newspaperArticle", …}]}

as "CSL JSON.js" and "Zotero RDF.js" of github.com/zotero/translators write them (RDF:
`archive.ingest.zotero_rdf`) and BetterBibTeX JSON of github.com/retorquere/zotero-better-bibtex.

An entry is what somebody noted of an article: its abstract is its text, or it is a bookmark. With
"Export Files", the snapshot of the page is the text, and what the entry says is believed before
what the page does. A file is opened only if the export names it and it stands below the folder of
the export. The original of an article is its entry in JSON, before the bytes of the file if there
is one.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from archive.article import Place, Record
from archive.ingest import declared, markup, moved, zotero_rdf
from archive.ingest.objects import objects
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source, read_up_to
from archive.ingest.unread import Unread, whole

SUFFIXES = ()
MEDIA_TYPE = "application/x-zotero"

_ORIGIN = "zotero"
_OPENING = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"')
# Only entries have a type of these, and one of those keys.
_CSL_TYPE = re.compile(
    rb'"type"\s*:\s*"(?:article|article-(?:newspaper|magazine|journal)|webpage|post|post-weblog'
    rb"|book|chapter|report|broadcast|interview|thesis|manuscript|speech|motion_picture"
    rb'|paper-conference|entry-encyclopedia|personal_communication|document)"'
)
_CSL_KEY = re.compile(rb'"(?:container-title|issued|accessed|citation-key)"\s*:')
_OWN = re.compile(
    rb'"label"\s*:\s*"BetterBibTeX JSON"|"itemType"\s*:\s*"(?:(?:newspaper|magazine|journal|'
    rb"encyclopedia)Article|webpage|blogPost|forumPost|book|bookSection|document|report|attachment"
    rb"|note|thesis|preprint|interview|manuscript|conferencePaper|presentation|podcast|film"
    rb'|(?:tv|radio)Broadcast|(?:video|audio)Recording)"'
)
_RDF = b"http://www.zotero.org/namespaces/export#"
# Files of an entry that are looked for.
_MOST_FILES = 100
_TITLES = (
    *("publicationTitle", "websiteTitle", "blogTitle", "forumTitle", "programTitle", "bookTitle"),
    *("proceedingsTitle", "encyclopediaTitle", "publisher"),
)


def sniff(head: bytes) -> bool:
    """Whether it begins with entries of Zotero, in JSON or RDF."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _RDF in head
    if not _OPENING.match(head):
        return False
    is_csl = bool(_CSL_TYPE.search(head) and _CSL_KEY.search(head))
    return is_csl or bool(_OWN.search(head)) or moved.is_captioned(head, _ORIGIN)


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record, or a failed outcome, for each entry."""
    head = source.head()
    if moved.is_captioned(head, _ORIGIN):
        yield whole(source, parse)
        return
    position = 0
    for found in _from_rdf(source) if _RDF in head else _from_json(source):
        position += 1
        place = Place(source.path, position)
        yield failed(place, found) if isinstance(found, str) else _with_file(source, place, found)
    if not position:
        yield failed(Place(source.path), "an export without entries")


def _from_json(source: Source) -> Iterator[bytes | str]:
    with source.open() as stream:
        yield from objects(stream, source.limit, (b"items",))


def _from_rdf(source: Source) -> Iterator[bytes | str]:
    with source.open() as stream:
        content = read_up_to(stream, source.limit)
    if len(content) > source.limit:
        yield f"larger than {source.limit:,} bytes (max_file_size)"
        return
    decoded = markup.decoded_xml(content)
    if decoded is None:
        yield "binary, not XML"
        return
    try:
        entries = zotero_rdf.entries(decoded.text)
    except ValueError as error:
        yield str(error)
        return
    for entry in entries:
        yield json.dumps(entry).encode()
    if not decoded.text.rstrip("\0 \t\r\n").endswith(">"):
        yield "the export is cut short here"


def _with_file(source: Source, place: Place, original: bytes) -> Unread | Outcome:
    """An entry, behind it the file of the page if the export has one."""
    if b'"path"' in original:
        read = declared.read_json(place, original)
        entry = read[0] if not isinstance(read, Outcome) and isinstance(read[0], dict) else {}
        for name in _paths(entry):
            content = moved.beside(source, name)
            if content:
                whole = moved.captioned(_ORIGIN, entry, name, content)
                return Unread(Place(os.path.join(os.path.dirname(source.path), name)), whole, parse)
    return Unread(place, original, parse)


def _paths(entry: dict[str, Any]) -> list[str]:
    """The files of an entry that may be one of the page, pages before others."""
    listed = entry.get("attachments")
    attachments = listed if isinstance(listed, list) else []
    paths = moved.texts([one.get("path") for one in attachments if isinstance(one, dict)])
    names = [name for path in paths for name in dict.fromkeys((path, unquote(path)))]
    found = (name for name in names[:_MOST_FILES] if name.lower().endswith(moved.SUFFIXES))
    return sorted(found, key=lambda name: name.lower().endswith(".pdf"))


def parse(place: Place, original: bytes) -> Record | Outcome:
    """An entry as a record; failed if it is none, or has no title, address or abstract."""
    parts = moved.uncaptioned(original, _ORIGIN)
    entry: Any = parts[0] if parts else None
    decoded = None
    if parts is None:
        read = declared.read_json(place, original)
        if isinstance(read, Outcome):
            return read
        entry, decoded = read
    if not isinstance(entry, dict):
        return failed(place, "not a JSON object")
    entry = entry["data"] if isinstance(entry.get("data"), dict) else entry  # as its web API has it
    kind = entry.get("itemType")
    if kind in ("note", "annotation"):
        return failed(place, "a note or mark by itself")
    try:
        page = _csl(entry) if "type" in entry and "itemType" not in entry else _own(entry)
    except ValueError as error:
        return failed(place, str(error))
    bare = moved.record(place, original, MEDIA_TYPE, _ORIGIN, page, decoded)
    if parts is None or isinstance(bare, Outcome):
        return bare
    return moved.with_file(bare, *parts[1:], is_curated=True)


def _csl(entry: dict[str, Any]) -> moved.Page:
    issued = entry.get("issued")
    return moved.Page(
        {
            "title": ("title", entry.get("title")),
            "url": _address(entry, "URL"),
            "publisher": _first(entry, ("container-title", "publisher")),
            "author": ("author", _people(entry.get("author"), "given", "family")),
            "category": ("section", entry.get("section")),
            "language": ("language", entry.get("language")),
            "published": ("issued", _day(issued) if isinstance(issued, dict) else issued),
        },
        abstract=_plain(entry.get("abstract")),
        tags=moved.names(entry.get("keyword"), ","),
    )


def _own(entry: dict[str, Any]) -> moved.Page:
    """An entry with the names of Zotero's own fields."""
    notes = entry.get("notes")
    texts = [
        _plain(one.get("note") if isinstance(one, dict) else one)
        for one in (notes if isinstance(notes, list) else [])
    ]
    return moved.Page(
        {
            "title": _first(entry, ("title", "subject", "caseName", "nameOfAct")),
            "url": _address(entry, "url"),
            "publisher": _first(entry, _TITLES),
            "author": ("creators", _people(entry.get("creators"), "firstName", "lastName")),
            "category": ("section", entry.get("section")),
            "language": ("language", entry.get("language")),
            "published": ("date", entry.get("date")),
            "saved": ("dateAdded", entry.get("dateAdded")),
        },
        abstract=_plain(entry.get("abstractNote")),
        tags=moved.names(entry.get("tags")),
        notes=moved.notes(*texts),
    )


def _plain(value: Any) -> str:
    return markup.plain(value) if isinstance(value, str) else ""


def _first(entry: dict[str, Any], keys: tuple[str, ...]) -> tuple[str, Any]:
    """The first of `keys` that says something, and what."""
    key = next((key for key in keys if moved.texts(entry.get(key))), keys[0])
    return key, entry.get(key)


def _address(entry: dict[str, Any], key: str) -> tuple[str, Any]:
    """The address of an entry; else where its DOI leads."""
    doi = entry.get("DOI")
    if moved.texts(entry.get(key)) or not moved.texts(doi):
        return key, entry.get(key)
    return "DOI", f"https://doi.org/{str(doi).strip()}"


def _people(value: Any, given: str, family: str) -> list[str]:
    """The names of authors, of no editors, as they are spoken."""
    found = []
    for one in value if isinstance(value, list) else []:
        if isinstance(one, dict) and one.get("creatorType", "author") == "author":
            names = (one.get("literal"), one.get("name"), one.get(given), one.get(family))
            found.append(" ".join(part.strip() for name in names for part in moved.texts(name)))
    return [name for name in found if name]


def _day(issued: dict[str, Any]) -> str:
    """A date of CSL, of a span the first, as text: `{"date-parts": [[2023, 9, 13]]}`."""
    parts: Any = issued.get("date-parts")
    for _ in range(2):
        parts = parts[0] if isinstance(parts, list) and parts else parts
        if isinstance(parts, list) and parts and not isinstance(parts[0], list):
            break
    if isinstance(parts, list):
        numbers = [str(part).strip().zfill(2) for part in parts[:3]]
        return "-".join(numbers)
    return next(iter(moved.texts([issued.get("literal"), issued.get("raw")])), "")
