"""A line of our own JSON Lines read back: the twin of `jsonl`, which says what stands in it.

Whoever wrote the file, what comes out of here can be stored. A line that cannot is refused with the
reason, a ValueError, as a whole.
"""

from __future__ import annotations

import json
import os
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from archive import dates
from archive.article import BASES, Article, Fact, Note, Sighting, Version, identity, sha256
from archive.database.whole import Edition, Whole
from archive.export.jsonl import FORMAT, MARK, is_of_export
from archive.schema import FACTS, FIELDS, Kind

_SHA256 = re.compile(r"[0-9a-f]{64}")
# What cannot be stored: databases cut at NUL, and a lone surrogate is no character.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# No number of ours is above it; the ids of all articles that come later must be.
_MOST = 1 << 40


class NewerFormatError(ValueError):
    """The export was made by a newer version: what its lines mean is not known."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The first line of an export: how many articles follow, and the residue that was learned.

    `residue` is (publisher, line, stories).
    """

    articles: int
    residue: tuple[tuple[str, str, int], ...]


def parse(line: bytes) -> Opening | Whole:
    """What a line of an export says.

    Raises
    ------
    ValueError
        If it is none, or is damaged; says why.
    NewerFormatError
        If the export was made by a newer version.
    """
    try:
        stated = json.loads(line, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("JSON nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"not valid JSON: {error}") from None
    if not isinstance(stated, dict):
        raise ValueError("not a JSON object")
    if MARK in stated:
        return _opening(stated)
    if not is_of_export(stated):
        raise ValueError("no article of an export")
    return _whole(stated)


def _refuse(constant: str) -> None:
    """Python reads NaN and Infinity, JSON has neither."""
    raise ValueError(constant)


def _opening(stated: dict[str, Any]) -> Opening:
    format = _number(stated, MARK, 1)
    if format > FORMAT:
        raise NewerFormatError(
            f"made by a newer version of archive (format {format}, this version reads {FORMAT})"
        )
    residue = tuple(
        (_text(one, "publisher"), _text(one, "line"), _number(one, "stories"))
        for one in _several(stated, "residue")
    )
    return Opening(_number(stated, "articles"), residue)


def _whole(stated: dict[str, Any]) -> Whole:
    text = _text(stated, "text")
    editions = tuple(_edition(one, text) for one in _several(stated, "versions"))
    numbers = {edition.version.number for edition in editions}
    current = [edition for edition in editions if edition.version.is_current]
    if len(current) != 1 or len(numbers) != len(editions):
        raise ValueError("one version must be current, and none have the number of another")
    sightings = [_sighting(one) for one in _several(stated, "sightings")]
    article = Article(
        text,
        current[0].facts,
        tuple(_tag(name) for name in _list(stated, "tags")),
        _number(stated, "id", 1),
        _moment(stated, "added"),
        tuple(sighting for _, sighting in sightings),
        tuple(edition.version for edition in editions),
        notes=tuple(_note(one) for one in _several(stated, "notes")),
    )
    seen_as = tuple(number for number, _ in sightings)
    if not numbers.issuperset(seen_as):
        raise ValueError("a version was seen that is not there")
    key = None if stated.get("key") is None else _text(stated, "key")
    whole = Whole(article, key, editions, seen_as, dict(_originals(stated)))
    if lacking := _shas(whole) - whole.originals.keys():
        raise ValueError(f"the original {min(lacking)[:12]} is not in it")
    if unused := whole.originals.keys() - _shas(whole):
        raise ValueError(f"nothing was read from the original {min(unused)[:12]}")
    return whole


def _shas(whole: Whole) -> set[str]:
    versions = {edition.version.sha256 for edition in whole.editions}
    return versions | {sighting.sha256 for sighting in whole.article.sightings}


def _edition(stated: dict[str, Any], current: str) -> Edition:
    version = Version(
        number=_number(stated, "number", 1),
        sha256=_sha(stated, "sha256"),
        media_type=_text(stated, "media_type"),
        encoding=_text(stated, "encoding"),
        replaced=_number(stated, "replaced"),
        seen=_moment(stated, "seen"),
        is_current=_truth(stated, "is_current"),
    )
    text = current if version.is_current else _text(stated, "text")
    facts = tuple(_fact(one) for one in _several(stated, "facts"))
    named = _sha(stated, "identity")
    # Of an article without a text its title is taken, which may have been edited since.
    if text.strip() and identity(Article(text)) != named:
        raise ValueError(f"the text of version {version.number} is not what was exported")
    return Edition(version, named, text, facts)


def _fact(stated: dict[str, Any]) -> Fact:
    field, value, basis = (_text(stated, name) for name in ("field", "value", "basis"))
    if field not in FACTS:
        raise ValueError(f"there is no field {field!r}")
    if basis not in BASES:
        raise ValueError(f"there is no basis {basis!r}")
    if FIELDS[field].kind is Kind.DATE:
        dates.span(value)
    start, end = (
        None if stated.get(name) is None else _number(stated, name) for name in ("start", "end")
    )
    return Fact(field, value, basis, _text(stated, "rule"), start, end, _share(stated))


def _share(stated: dict[str, Any]) -> float | None:
    """How sure a rule is."""
    share = stated.get("confidence")
    if share is None:
        return None
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise ValueError("confidence is no number from 0 to 1")
    return float(share)


def _sighting(stated: dict[str, Any]) -> tuple[int, Sighting]:
    """The number of a version, and where it was seen."""
    path = _text(stated, "path")
    if "path_base64" in stated:
        path = os.fsdecode(_bytes(_text(stated, "path_base64"), "path_base64"))
    position = None if stated.get("position") is None else _number(stated, "position", 1)
    sighting = Sighting(path, position, _sha(stated, "sha256"), _moment(stated, "seen"))
    return _number(stated, "version", 1), sighting


def _note(stated: dict[str, Any]) -> Note:
    changed = None if stated.get("changed") is None else _moment(stated, "changed")
    return Note(_number(stated, "id", 1), _text(stated, "text"), _moment(stated, "added"), changed)


def _originals(stated: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    originals = stated["originals"]
    if not isinstance(originals, dict):
        raise ValueError("originals is no object")
    for sha in originals:
        content = _bytes(_text(originals, sha), "originals")
        if sha256(content) != sha:
            raise ValueError(f"the original {sha[:12]} is not what was exported")
        yield sha, content


def _tag(name: object) -> str:
    if not isinstance(name, str) or not name.strip() or _UNSTORABLE.search(name):
        raise ValueError("a tag is no text")
    return name


# -- values, each of which is named when it is not what it must be


def _value(stated: dict[str, Any], name: str, is_right: Callable[[Any], bool], what: str) -> Any:
    if name not in stated or not is_right(stated[name]):
        raise ValueError(f"{name} is no {what}")
    return stated[name]


def _text(stated: dict[str, Any], name: str) -> str:
    text = _value(stated, name, lambda value: isinstance(value, str), "text")
    if _UNSTORABLE.search(text):
        raise ValueError(f"{name} has characters that cannot be stored")
    return str(text)


def _number(stated: dict[str, Any], name: str, least: int = 0) -> int:
    return int(
        _value(
            stated,
            name,
            lambda value: type(value) is int and least <= value < _MOST,
            f"whole number from {least}",
        )
    )


def _truth(stated: dict[str, Any], name: str) -> bool:
    return bool(_value(stated, name, lambda value: isinstance(value, bool), "true or false"))


def _list(stated: dict[str, Any], name: str) -> list[Any]:
    return list(_value(stated, name, lambda value: isinstance(value, list), "list"))


def _several(stated: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    for one in _list(stated, name):
        if not isinstance(one, dict):
            raise ValueError(f"{name} is no list of objects")
        yield one


def _sha(stated: dict[str, Any], name: str) -> str:
    sha = _text(stated, name)
    if not _SHA256.fullmatch(sha):
        raise ValueError(f"{name} is no SHA-256")
    return sha


def _moment(stated: dict[str, Any], name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(stated, name)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{name} is no time") from None
    return moment.replace(microsecond=0)


def _bytes(text: str, name: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise ValueError(f"{name} is not Base64") from None
