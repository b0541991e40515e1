"""Tar files, which may be packed: each member as a file of its own, links and devices none."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

from archive.article import Place, Record, readable
from archive.ingest import members
from archive.ingest.limits import afresh
from archive.ingest.members import Budget
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source, reason
from archive.ingest.unread import Unread

SUFFIXES = (".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tzst")
MEDIA_TYPE = "application/x-tar"

_MAGIC_AT = 257
_MAGIC = b"ustar"
# Bytes of a name or another header, which is read as a whole.
_MOST = 2_000_000


def sniff(head: bytes) -> bool:
    """Whether the first member has the mark that all have since 1988."""
    return head[_MAGIC_AT : _MAGIC_AT + len(_MAGIC)] == _MAGIC


def parse(place: Place, original: bytes) -> Outcome:
    """An archive is no article: its members are."""
    return failed(place, "an archive, not an article")


def read(source: Source) -> Iterator[Record | Outcome | Unread]:
    """What each member holds."""
    budget = members.budget_of(source)
    if isinstance(budget, Outcome):
        yield budget
        return
    with members.opened(source, budget) as stream:
        try:
            forward = cast(IO[bytes], _Forward(stream, budget))
            opened = tarfile.open(fileobj=forward, mode="r:")  # noqa: SIM115  # nothing to close
        except members.DAMAGE as error:
            yield failed(readable(source.path), f"a damaged tar file: {reason(error)}")
            return
        yield from _members(source, opened, budget)


def _members(
    source: Source, opened: tarfile.TarFile, budget: Budget
) -> Iterator[Record | Outcome | Unread]:
    path = readable(source.path)
    found = 0
    while True:
        try:
            one = opened.next()
        except members.DAMAGE as error:
            yield failed(path, f"damaged, from there on nothing is read: {reason(error)}")
            return
        if one is None:
            break
        # Else it keeps all of them.
        opened.members = []  # type: ignore[attr-defined]  # the stubs do not know of it
        afresh()
        budget.members += 1
        if problem := budget.problem():
            yield failed(path, f"{problem}; from there on nothing is read")
            return
        if one.isdir() or members.is_passed_over(source, one.name):
            continue
        found += 1
        stream = opened.extractfile(one) if one.isreg() and not one.issparse() else None
        if stream is None:
            yield failed(f"{path}/{members.label(readable(one.name))}", "no regular file")
        else:
            yield from members.reading(source, one.name, stream, budget)
    if not found:
        yield failed(path, "an archive without files")


class _Forward:
    """A stream that only goes on: what is passed over is read, and paid for."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream = io.BufferedReader(members.Counted(stream, budget))
        self._at = 0

    def tell(self) -> int:
        return self._at

    def read(self, size: int) -> bytes:
        if size > _MOST:
            raise OSError(f"a header larger than {_MOST:,} bytes")
        piece = self._stream.read(size)
        self._at += len(piece)
        return piece

    def seek(self, position: int) -> None:
        if position < self._at:
            raise OSError("a header that leads back")
        while self._at < position and self.read(min(_MOST, position - self._at)):
            pass
