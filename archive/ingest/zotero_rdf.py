"""Zotero RDF → the entries of it, with the names that Zotero's own JSON has for their fields.

    <bib:Article rdf:about="https://…"><z:itemType>newspaperArticle</z:itemType>
      <dcterms:isPartOf><bib:Newspaper><dc:title>…</dc:title></bib:Newspaper></dcterms:isPartOf>
      <bib:authors><rdf:Seq><rdf:li><foaf:Person>…</foaf:Person></rdf:li></rdf:Seq></bib:authors>
      <dcterms:isReferencedBy rdf:resource="#item_5"/><link:link rdf:resource="#item_6"/>
      <dc:subject>…</dc:subject><dc:title>…</dc:title><dc:date>…</dc:date></bib:Article>
    <bib:Memo rdf:about="#item_5"><rdf:value>…</rdf:value></bib:Memo>
    <z:Attachment rdf:about="#item_6"><rdf:resource rdf:resource="files/6/a.html"/></z:Attachment>
    <z:Collection><dc:title>…</dc:title><dcterms:hasPart rdf:resource="https://…"/></z:Collection>

as "Zotero RDF.js" of github.com/zotero/translators writes it. Nothing that it points to is opened.
"""

from __future__ import annotations

from typing import Any

from archive.ingest import markup

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_ABOUT, _RESOURCE = f"{_RDF}about", f"{_RDF}resource"
# What stands for itself only where nothing else points to it, or never.
_ALONE = frozenset(("Memo", "Attachment", "Collection"))

# Elements by what they are about.
Known = dict[str, Any]


def entries(text: str) -> list[dict[str, Any]]:
    """The entries of an export, in order; an attachment that belongs to none is one itself.

    Raises
    ------
    ValueError
        With a reason, if it is no XML that is read.
    """
    root = markup.elements(text)
    known: Known = {}
    for element in root:
        known.setdefault(element.get(_ABOUT) or "", element)
    named = _collections(root)
    owned = {one.get(_RESOURCE) for one in root.iter() if _name(one) == "link"}
    found = []
    for element in root:
        is_free = _name(element) == "Attachment" and element.get(_ABOUT) not in owned
        if is_free or (_name(element) not in _ALONE and _first(element, "itemType") is not None):
            found.append(_entry(element, known, named))
    return found


def _collections(root: Any) -> dict[str, list[str]]:
    """The names of the collections that each entry is in."""
    named: dict[str, list[str]] = {}
    for element in root:
        if _name(element) == "Collection":
            for part in element:
                if _name(part) == "hasPart":
                    name = _said(element, "title")
                    named.setdefault(part.get(_RESOURCE) or "", []).append(name)
    return named


def _entry(element: Any, known: Known, named: dict[str, list[str]]) -> dict[str, Any]:
    about = element.get(_ABOUT) or ""
    tags = [_text(one) for one in element if _name(one) == "subject"]
    section, publication = _whole_of(element, known)
    linked = [element] if _name(element) == "Attachment" else _targets(element, "link", known)
    entry = {
        "itemType": _said(element, "itemType"),
        "title": _said(element, "title"),
        "url": _address(element) or (about if about.startswith("http") else ""),
        "publicationTitle": publication,
        "section": section,
        "publisher": _text(_first(element, "publisher")),
        "creators": _creators(element),
        "date": _said(element, "date"),
        "language": _said(element, "language"),
        "abstractNote": _said(element, "abstract"),
        "tags": [*tags, *named.get(about, [])],
        "notes": [_said(one, "value") for one in _targets(element, "isReferencedBy", known)],
        "attachments": [{"path": path} for one in linked if (path := _path(one))],
    }
    return {key: value for key, value in entry.items() if value}


def _whole_of(element: Any, known: Known) -> tuple[str, str]:
    """The section that it stood in, and what that is a part of."""
    section, publication = "", ""
    waiting, left = _targets(element, "isPartOf", known), 9
    while waiting and left:
        left -= 1
        one = waiting.pop(0)
        if _name(one) == "Part":
            section = section or _said(one, "title")
        elif _name(one) != "Series":
            publication = publication or _said(one, "title")
        waiting += _targets(one, "isPartOf", known)
    return section, publication


def _targets(element: Any, name: str, known: Known) -> list[Any]:
    """What stands in the elements of a name, or is what they point to."""
    found: list[Any] = []
    for one in element:
        if _name(one) == name:
            pointed = known.get(one.get(_RESOURCE) or "nothing")
            found += one if pointed is None else [pointed]
    return found


def _creators(element: Any) -> list[dict[str, str]]:
    authors = _first(element, "authors")
    people = () if authors is None else authors.iter()
    names = [
        {
            "firstName": _said(one, "givenName") or _said(one, "givenname"),
            "lastName": _said(one, "surname"),
        }
        for one in people
        if _name(one) == "Person"
    ]
    return [name for name in names if any(name.values())]


def _address(element: Any) -> str:
    found = (_text(one) for one in element if _name(one) == "identifier" and len(one))
    return next((text for text in found if text.startswith("http")), "")


def _path(attachment: Any) -> str:
    """Where the file of an attachment stands, as a name that is yet to be checked."""
    resource = _first(attachment, "resource")
    return "" if resource is None else resource.get(_RESOURCE) or ""


def _first(element: Any, name: str) -> Any:
    return next((one for one in element if _name(one) == name), None)


def _said(element: Any, name: str) -> str:
    return _text(_first(element, name))


def _text(element: Any) -> str:
    return "" if element is None else "".join(element.itertext()).strip()


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
