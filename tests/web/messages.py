"""Every message of the page, and the catalogue that has them in Indonesian.

python tests/web/messages.py    writes what is new into the catalogue, takes out what is gone,
                                and compiles it
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import archive.web
from archive import schema
from archive.query import language

WEB = Path(archive.web.__file__).parent
FOLDER = WEB / "locale" / "id" / "LC_MESSAGES"
PO, MO = FOLDER / "archive.po", FOLDER / "archive.mo"

# The same catalogue whenever it is written.
_MADE = datetime(2026, 11, 25, tzinfo=UTC)
Message = str | tuple[str, str]


def messages() -> Iterator[tuple[Message, str]]:
    """Each message with where it is: in templates, in modules, in what the query language says."""
    for path in sorted((WEB / "templates").iterdir()):
        with path.open("rb") as stream:
            found = extract("jinja2.ext:babel_extract", stream, options={"silent": "false"})
            yield from ((_text(text), f"templates/{path.name}") for _, text, _, _ in found)
    for path in sorted(WEB.rglob("*.py")):
        with path.open("rb") as stream:
            for _, text, _, _ in extract("python", stream, keywords={"N_": None}):
                yield _text(text), str(path.relative_to(WEB))
    yield from ((one.finds, "query/language.py") for one in language.constructs())
    yield from ((field.about, "schema.py") for field in schema.FIELDS.values())


def _text(found: str | tuple[str | None, ...]) -> Message:
    if isinstance(found, str):
        return found
    one, many = found[:2]
    assert one
    assert many
    return one, many


def catalogue() -> Catalog:
    """What is written in the catalogue."""
    with PO.open("rb") as stream:
        return read_po(stream, locale="id", domain="archive")


def compiled(known: Catalog) -> bytes:
    """A catalogue as programs read it."""
    stream = BytesIO()
    write_mo(stream, known)
    return stream.getvalue()


def _update() -> None:
    known = catalogue() if PO.exists() else Catalog()
    fresh = Catalog("id", "archive", project="archive", creation_date=_MADE, revision_date=_MADE)
    places: dict[Message, list[str]] = {}
    for message, place in messages():
        if place not in places.setdefault(message, []):
            places[message].append(place)
    for message, where in places.items():
        key = message if isinstance(message, str) else message[0]
        old = known.get(key)
        fresh.add(message, old.string if old else "", locations=[(one, None) for one in where])
    FOLDER.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as stream:
        write_po(stream, fresh, width=100, omit_header=False, include_lineno=False)
    MO.write_bytes(compiled(catalogue()))


if __name__ == "__main__":
    _update()
