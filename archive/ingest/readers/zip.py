"""Zip files, each member as a file of its own; of a WACZ what a crawler kept in it.

Where the list of members is damaged, or a large file comes from a pipe, it is read from front to
back, as far as it is sound.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator, Set
from contextlib import closing
from itertools import accumulate
from typing import IO, BinaryIO, cast

from archive.article import Place, Record, readable
from archive.ingest import forward, members, saved
from archive.ingest.limits import afresh
from archive.ingest.members import Budget, Counted
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Rejoined, Source, read_up_to, reason
from archive.ingest.unread import Unread

SUFFIXES = (".zip", ".wacz")
MEDIA_TYPE = "application/zip"

_EMPTY = b"PK\5\6"
# How other formats begin that are zip files to look at.
_OTHERS = (b"mimetype", b"[Content_Types].xml", b"_rels/", b"word/", b"xl/", b"docProps/")
# Bytes of the list of members, which is read as a whole.
_MOST_LISTED = 16_000_000
_SIZE_OF_LIST = 5  # in what zipfile reads at the end of a file
# Where in a WACZ stands what was kept.
_KEPT = "archive/"

# The name of a member, and what it holds, or why that cannot be read.
_Found = Iterator[tuple[str, IO[bytes] | str]]


def sniff(head: bytes) -> bool:
    """Whether it is a zip file that is not known to be something else."""
    is_zip = head.startswith(forward.SIGN) and not head[30:].startswith(_OTHERS)
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
    before = budget.members
    with members.opened(source, budget) as stream:
        seekable = _seekable(stream, source.limit)
        opened = _opened(seekable) if seekable.seekable() else ""
        if isinstance(opened, zipfile.ZipFile):
            with closing(opened):
                yield from _members(source, _listed(source, opened), budget)
        else:
            yield from _from_front_to_back(source, seekable, budget, opened)
    if budget.members == before and (not opened or isinstance(opened, zipfile.ZipFile)):
        yield failed(readable(source.path), "an archive without files")


def _seekable(stream: BinaryIO, limit: int) -> BinaryIO:
    """`stream`, in memory if it cannot go back and is not too large for that."""
    if stream.seekable():
        return stream
    content = read_up_to(stream, limit)
    if len(content) <= limit:
        return io.BytesIO(content)
    return cast(BinaryIO, io.BufferedReader(Rejoined(content, cast(io.BufferedReader, stream))))


def _opened(stream: BinaryIO) -> zipfile.ZipFile | str:
    """The archive, or what is damaged in it: its list of members.

    Raises
    ------
    OSError
        If that list is too large.
    """
    end = None
    try:
        # Asked before it reads the list, which no public way does: so the stubs do not name it.
        end = zipfile._EndRecData(stream)  # type: ignore[attr-defined]
        is_large = end is not None and end[_SIZE_OF_LIST] > _MOST_LISTED
        if not is_large:
            return zipfile.ZipFile(stream)
    except members.DAMAGE as error:
        is_lost = end is None and isinstance(error, zipfile.BadZipFile)
        what = "its list of members is lost" if is_lost else reason(error)
        return f"a damaged zip file: {what}"
    raise OSError(f"its list of members is larger than {_MOST_LISTED:,} bytes")


def _members(source: Source, found: _Found, budget: Budget) -> Iterator[Record | Outcome | Unread]:
    for name, content in found:
        afresh()
        budget.members += 1
        if problem := budget.problem():
            yield failed(readable(source.path), f"{problem}; from there on nothing is read")
            return
        if isinstance(content, str):
            yield failed(f"{readable(source.path)}/{members.label(name)}", content)
        else:
            yield from members.reading(source, name, content, budget)


def _listed(source: Source, opened: zipfile.ZipFile) -> _Found:
    for one in _wanted(source, opened.infolist()):
        if problem := _refused(one):
            yield one.filename, problem
            continue
        try:
            stream = opened.open(one)
        except members.DAMAGE as error:
            yield one.filename, f"cannot be read: {reason(error)}"
            continue
        with stream:
            yield one.filename, stream


def _wanted(source: Source, infos: list[zipfile.ZipInfo]) -> Iterator[zipfile.ZipInfo]:
    """Of a WACZ what a crawler kept, not its lists; no folder that belongs to a saved page."""
    names = [one.filename for one in infos]
    is_wacz = "datapackage.json" in names and any(name.startswith(_KEPT) for name in names)
    there = frozenset(names)
    for one in infos:
        name = one.filename
        is_kept = name.startswith(_KEPT) if is_wacz else not _belongs(name, there)
        if is_kept and not name.endswith("/") and not members.is_passed_over(source, name):
            yield one


def _belongs(name: str, there: Set[str]) -> bool:
    """Whether one of the folders that `name` stands in was saved with a page that is `there`."""
    folders = accumulate(name.split("/")[:-1], "{}/{}".format)
    return any(page in there for folder in folders for page in saved.pages(folder))


def _refused(one: zipfile.ZipInfo) -> str | None:
    if one.flag_bits & 1:
        return "encrypted"
    if stat.S_ISLNK(one.external_attr >> 16):
        return "a symbolic link, not followed"
    return None


def _from_front_to_back(
    source: Source, stream: BinaryIO, budget: Budget, damage: str
) -> Iterator[Record | Outcome | Unread]:
    """What is found so; at last the `damage` for which it is, if any, and how much it left."""
    if damage:
        stream.seek(0)
    counts = Counter[bool]()
    yield from _members(source, _forward(source, stream, budget, counts), budget)
    if damage:
        found = f"; {counts[True]:,} of {counts.total():,} members found in it are sound"
        yield failed(readable(source.path), damage + (found if counts else ""))


def _forward(source: Source, stream: BinaryIO, budget: Budget, counts: Counter[bool]) -> _Found:
    for name, content in forward.contents(stream):
        if isinstance(content, str):
            yield name, content
            counts[False] += 1
            continue
        paid = Counted(cast(IO[bytes], content), budget)
        if not _is_passed_over(source, name):
            yield name, cast(IO[bytes], content)
        forward.drained(cast(IO[bytes], paid))
        counts[content.is_sound] += 1


def _is_passed_over(source: Source, name: str) -> bool:
    is_list = source.suffix == ".wacz" and not name.startswith(_KEPT)
    return is_list or members.is_passed_over(source, name)
