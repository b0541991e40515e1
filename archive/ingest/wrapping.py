"""The lists of articles in what APIs answer, one object at a time, wherever in it they stand.

    {"status": "ok", "articles": [{…}, …]}      {"response": {"docs": [{…}, …]}}

An answer is taken apart as it is read, and others may stand behind it, as where each was added to a
file. What has a text itself is an article, whatever lists it holds.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from archive.ingest.objects import Scanner

# Where the lists stand: the keys that lead to them.
PATHS = frozenset(
    b"articles articles.results data data.articles data.docs data.items data.news data.posts"
    b" data.results docs documents entries hits hits.hits items news posts records response"
    b" response.articles response.data response.docs response.items response.results result"
    b" result.articles result.docs results results.articles stories value".split()
)
# What only an article says of itself.
_OWN = frozenset((b"text", b"body", b"content", b"isi"))
_DEEPEST = 1 + max(path.count(b".") for path in PATHS)
_COLON = re.compile(rb"\s*:\s*(\"?)")
_LIST = re.compile(rb"\s*[{\]]")


def listed(stream: BinaryIO, limit: int) -> Iterator[tuple[bytes, bytes | str]]:
    """Each object in a list, in bytes, with the keys that lead there; in words, what is wrong.

    An object without a list comes as a whole, and no keys.
    """
    scanner = Scanner(stream, limit)
    while token := scanner.token():
        if token == b'"':
            scanner.pass_text()
        elif token == b"{":
            yield from _answer(scanner)


def path_of(head: bytes) -> bytes | None:
    """The keys that lead to the list of the answer that begins so; None: it shows none."""
    scanner = Scanner(io.BytesIO(head), len(head))
    found = _found(scanner) if scanner.token() == b"{" else None
    return (found[0] or None) if found else None


def wrapped(path: bytes, one: bytes) -> bytes:
    """An answer that holds nothing but the object `one`, under the keys of `path`."""
    keys = path.split(b".")
    before = b"".join(b'{"%s":' % key for key in keys)
    return before + b"[" + one + b"]" + b"}" * len(keys)


def _answer(scanner: Scanner) -> Iterator[tuple[bytes, bytes | str]]:
    scanner.begin()
    found = _found(scanner)
    if found is None:
        yield b"", scanner.taken()
        return
    path, depth = found
    if not path:
        yield b"", scanner.cut()
        return
    while (token := scanner.token()) and token != b"]":
        yield path, scanner.value(token)
    if not token:
        yield path, "not valid JSON: the list is cut short"
    for _ in range(depth):
        scanner.pass_nested()


def _found(scanner: Scanner) -> tuple[bytes, int] | None:
    """Go into the list of an object that has begun: the keys that lead there, and in how many
    objects it stands. None: it is over and has none; no keys: it is cut short.
    """
    keys = [b""]  # the last of each object that is open
    deeper = 0
    is_own = False
    while token := scanner.token():
        if token == b'"':
            key = scanner.key()
            if not deeper and (colon := scanner.match(_COLON)):
                keys[-1] = key
                is_own = is_own or (len(keys) == 1 and bool(colon[1]) and key in _OWN)
        elif token in b"]}":
            if deeper:
                deeper -= 1
            elif len(keys) == 1:
                return None
            else:
                keys.pop()
        elif token == b"[" and not deeper and not is_own and _is_list(scanner, keys):
            return b".".join(keys), len(keys)
        elif token == b"{" and not deeper and len(keys) < _DEEPEST:
            keys.append(b"")
        else:
            deeper += 1
    return b"", 0


def _is_list(scanner: Scanner, keys: list[bytes]) -> bool:
    return b".".join(keys) in PATHS and scanner.match(_LIST) is not None
