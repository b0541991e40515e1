"""The page speaks Indonesian wherever it speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from web.messages import MO, Message, catalogue, compiled, messages

_PLACE = re.compile(r"%\(\w+\)s")
AGAIN = "python tests/web/messages.py writes the catalogue anew"


def _keys(found: Iterator[tuple[Message, str]]) -> set[str]:
    return {one if isinstance(one, str) else one[0] for one, _ in found}


def test_every_message_is_translated_and_none_is_stale() -> None:
    """What is said, and nothing else, is in the catalogue."""
    known = {one.id if isinstance(one.id, str) else one.id[0]: one for one in catalogue() if one.id}
    assert set(known) == _keys(messages()), AGAIN
    for key, message in known.items():
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        assert all(strings), f"{key} is not translated"
        assert not message.fuzzy
        for string in strings:
            assert set(_PLACE.findall(string)) <= set(_PLACE.findall(key)), key


def test_the_compiled_catalogue_is_the_written_one() -> None:
    """It is kept compiled, so that neither a wheel nor a clone has to do it."""
    assert MO.read_bytes() == compiled(catalogue()), AGAIN
