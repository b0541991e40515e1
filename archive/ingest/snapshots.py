"""Folders in which other programs keep pages: what of them is read, where folders are walked.

A snapshot of ArchiveBox is a folder with an `index.json` or `index.jsonl`, and beside it one page
five times and more: as SingleFile, DOM, Readability, text, WARC. Its index stands for all of it,
and the reader `archivebox` takes the best of what is there. In the folder of a whole collection,
only `archive` holds snapshots; the rest are settings, logs and lists of addresses. Of an export of
Omnivore, the lists name the files, which are not read once more.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from archive.ingest.source import READ_ERRORS

_LISTS = re.compile(r"metadata_\d+_to_\d+\.json$")
_LISTED = frozenset(("content", "highlights"))
_SLUG = b'"slug"'
INDEXES = ("index.jsonl", "index.json")
# Where snapshots stand in `users`, a link with the name that each had before leads to it.
_USERS = "users"
_LEGACY = re.compile(r"\d{9,10}(?:\.\d+)?\0$")
_COLLECTION = frozenset(("ArchiveBox.conf", "index.sqlite3"))
_OPENING = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"')
# A line of the newest format, an object of older ones, the beginning of an old list of all.
_TYPED = re.compile(rb'"type":\s*"Snapshot"[^\n]{0,2000}"(?:timestamp|crawl_id|bookmarked_at)":')
_RESULTS = re.compile(
    rb'\s*(?:\[\s*)?\{\s*"(?:archive_results":|history":\s*\{\s*"\w+":)\s*\[\s*(?:\]|\{\s*"cmd":)'
)
_ALL = re.compile(rb'"schema":\s*"archivebox\.index\.json"')
# Keys of a snapshot that no other program has; two of them show one.
_KEYS = re.compile(
    rb'"(archive_path|archive_results|bookmarked_at|bookmarked_date|fs_version|link_dir'
    rb'|newest_archive_date|num_failures|num_outputs|oldest_archive_date|snapshot_id)":'
)


def is_index(head: bytes) -> bool:
    """Whether a file begins with a snapshot of ArchiveBox, or a list of them."""
    if not _OPENING.match(head):
        return False
    keys = len(set(_KEYS.findall(head)))
    is_whole = bool(_RESULTS.match(head)) or bool(_ALL.search(head))
    return keys > 1 or is_whole or bool(_TYPED.search(head))


def is_list(head: bytes) -> bool:
    """Whether a file that begins with snapshots is a list of them, not the index of one."""
    return head.lstrip().startswith(b"[") or bool(_ALL.search(head))


def walked(
    names: list[str], inner: list[str], head: Callable[[str], bytes]
) -> tuple[list[str], list[str]]:
    """The names of the files and of the folders in a folder that are read.

    `names` are those of its files, NUL behind that of a link, `inner` those of the folders in it;
    `head` gives the first bytes of a file, and may raise READ_ERRORS.
    """
    if _COLLECTION.issubset(names):
        return [], [name for name in inner if name == "archive"]
    for name in INDEXES:
        beginning = _beginning(name, head) if name in names else b""
        if is_index(beginning) and not is_list(beginning):
            return [name], []
    lists = (name for name in names if _LISTS.match(name))
    if any(_SLUG in _beginning(name, head) for name in lists):
        return names, [name for name in inner if name not in _LISTED]
    if _USERS in inner:
        return [name for name in names if not _LEGACY.match(name)], inner
    return names, inner


def _beginning(name: str, head: Callable[[str], bytes]) -> bytes:
    try:
        return head(name)
    except READ_ERRORS:
        return b""  # whoever reads it says why
