"""Zip files, each member as a file of its own; of a WACZ what a crawler kept in it."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO

from archive.article import Place, Record, readable
from archive.ingest import members
from archive.ingest.limits import afresh
from archive.ingest.members import Budget, Member
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source, read_up_to, reason
from archive.ingest.unread import Unread

SUFFIXES = (".zip", ".wacz")
MEDIA_TYPE = "application/zip"

_BEGINNING = b"PK\3\4"
_EMPTY = b"PK\5\6"
# How other formats begin that are zip files to look at.
_OTHERS = (b"mimetype", b"[Content_Types].xml", b"_rels/", b"word/", b"xl/", b"docProps/")
# Bytes of the list of members, which is read as a whole.
_MOST_LISTED = 16_000_000
_SIZE_OF_LIST = 5  # in what zipfile reads at the end of a file


def sniff(head: bytes) -> bool:
    """Whether it is a zip file that is not known to be something else."""
    is_zip = head.startswith(_BEGINNING) and not head[30:].startswith(_OTHERS)
    return is_zip or head.startswith(_EMPTY)


def parse(place: Place, original: bytes) -> Outcome:
    """An archive is no article: its members are."""
    return failed(place, "an archive, not an article")


def read(source: Source) -> Iterator[Record | Outcome | Unread]:
    """What each member holds."""
    budget = members.budget_of(source)
    if isinstance(budget, Outcome):
        yield budget
        return
    with source.open() as stream:
        seekable = _seekable(source, stream)
        if seekable is None:
            yield failed(
                readable(source.path),
                f"an archive packed twice, larger than {source.limit:,} bytes",
            )
            return
        opened = _opened(seekable)
        if isinstance(opened, str):
            yield failed(readable(source.path), opened)
            return
        with closing(opened):
            yield from _members(source, opened, budget)


def _seekable(source: Source, stream: BinaryIO) -> BinaryIO | None:
    """`stream`, in memory if going back in it would mean to unpack it again; None: too large."""
    if not isinstance(source, Member) and not isinstance(stream, gzip.GzipFile):
        return stream
    content = read_up_to(stream, source.limit)
    return io.BytesIO(content) if len(content) <= source.limit else None


def _opened(stream: BinaryIO) -> zipfile.ZipFile | str:
    """The archive, or why it is none."""
    try:
        # Asked before it reads the list, which no public way does: so the stubs do not name it.
        end = zipfile._EndRecData(stream)  # type: ignore[attr-defined]
        if end is not None and end[_SIZE_OF_LIST] > _MOST_LISTED:
            return f"its list of members is larger than {_MOST_LISTED:,} bytes"
        return zipfile.ZipFile(stream)
    except members.DAMAGE as error:
        return f"a damaged zip file: {reason(error)}"


def _members(
    source: Source, opened: zipfile.ZipFile, budget: Budget
) -> Iterator[Record | Outcome | Unread]:
    found = 0
    for one in _wanted(opened.infolist()):
        afresh()
        budget.members += 1
        if problem := budget.problem():
            yield failed(readable(source.path), f"{problem}; from there on nothing is read")
            return
        found += 1
        place = f"{readable(source.path)}/{members.label(one.filename)}"
        if problem := _refused(one):
            yield failed(place, problem)
            continue
        try:
            stream = opened.open(one)
        except members.DAMAGE as error:
            yield failed(place, f"cannot be read: {reason(error)}")
            continue
        with stream:
            yield from members.reading(source, one.filename, stream, budget)
    if not found:
        yield failed(readable(source.path), "an archive without files")


def _wanted(infos: list[zipfile.ZipInfo]) -> Iterator[zipfile.ZipInfo]:
    """Of a WACZ what a crawler kept, not its lists."""
    is_wacz = any(one.filename == "datapackage.json" for one in infos) and any(
        one.filename.startswith("archive/") for one in infos
    )
    for one in infos:
        is_kept = not is_wacz or one.filename.startswith("archive/")
        if is_kept and not one.filename.endswith("/") and not members.is_passed_over(one.filename):
            yield one


def _refused(one: zipfile.ZipInfo) -> str | None:
    if one.flag_bits & 1:
        return "encrypted"
    if stat.S_ISLNK(one.external_attr >> 16):
        return "a symbolic link, not followed"
    return None
