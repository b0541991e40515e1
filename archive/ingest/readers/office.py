"""Word files (.docx) and OpenDocument texts (.odt): a file is an article, a paragraph a line.

Title and author are those of its properties. The day on which it was made is none of publication.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO, cast

from archive.article import Place, Record
from archive.ingest import declared, markup
from archive.ingest.members import DAMAGE
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source, file_key, read_up_to, reason
from archive.ingest.unread import Unread, whole

SUFFIXES = (".docx", ".odt")
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"

# A member of a zip file in the folder of Word's own.
_WORD = re.compile(rb"PK\x03\x04.{26}word/", re.DOTALL)
# Bytes that a part of a file may have when it is unpacked.
_MOST = 64_000_000
# The parts with the text and with the properties, by media type.
_PARTS = {
    MEDIA_TYPE: ("word/document.xml", "docProps/core.xml"),
    ODT: ("content.xml", "meta.xml"),
}
_PARAGRAPHS = frozenset(("p", "h"))
# Elements that stand for white space.
_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " "}
# What is no text: notes on the text, what was deleted, instructions.
_UNSEEN = frozenset("annotation deletion deltext instrtext tracked-changes note-citation".split())


def sniff(head: bytes) -> bool:
    """Whether it is a zip file whose first members are those of such a file."""
    is_odt = b"mimetype" + ODT.encode() in head[:200]
    return head.startswith(b"PK\3\4") and (is_odt or _WORD.search(head) is not None)


def read(source: Source) -> Iterator[Unread | Outcome]:
    """The file as one record that is yet to be understood; failed if it is too large."""
    yield whole(source, parse)


def parse(place: Place, original: bytes) -> Record | Outcome:
    """A file as a record; failed if it cannot be unpacked, or has no text."""
    try:
        with zipfile.ZipFile(io.BytesIO(original)) as opened:
            names = set(opened.namelist())
            media_type = MEDIA_TYPE if _PARTS[MEDIA_TYPE][0] in names else ODT
            text_part, own_part = _PARTS[media_type]
            text = _text(_root(opened, text_part))
            own = _own(_root(opened, own_part)) if own_part in names else {}
    except DAMAGE as error:
        return failed(place, f"cannot be read: {reason(error)}")
    record = declared.record(place, original, media_type, {**own, "text": text}, "office")
    if isinstance(record, Outcome):
        return failed(place, "no text in it")
    return replace(record, key=file_key(place))


def _root(opened: zipfile.ZipFile, name: str) -> Any:
    """The root element of a part.

    Raises
    ------
    ValueError, KeyError, zipfile.BadZipFile, …
        If there is none that can be read, as in `DAMAGE`.
    """
    with opened.open(name) as stream:
        content = read_up_to(cast(BinaryIO, stream), _MOST)
    if len(content) > _MOST:
        raise ValueError(f"{name} has more than {_MOST:,} bytes when unpacked")
    decoded = markup.decoded_xml(content)
    return markup.elements(decoded.text if decoded else "")


def _text(root: Any) -> str:
    """The text of a file, each paragraph on a line."""
    from lxml import etree  # 20 ms that only markup needs

    pieces: list[str] = []
    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = _local(element)
        is_hidden = name in _UNSEEN
        if event == "start":
            unseen += is_hidden
            if not unseen:
                pieces += (_SPACES.get(name, ""), (element.text or "").strip("\r\n"))
        else:
            unseen -= is_hidden
            if not unseen:
                pieces += ("\n" if name in _PARAGRAPHS else "", (element.tail or "").strip("\r\n"))
    lines = ("".join(pieces)).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def _own(root: Any) -> dict[str, str]:
    """What the properties of a file say, by the names of `declared`."""
    names = {"title": "title", "creator": "author", "initial-creator": "author"}
    found: dict[str, str] = {}
    for element in root.iter():
        key = names.get(_local(element))
        if key and (element.text or "").strip():
            found.setdefault(key, element.text.strip())
    return found


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
