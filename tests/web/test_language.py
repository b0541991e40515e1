"""The page speaks Indonesian wherever it speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from archive.errors import QueryError
from archive.query import parse
from archive.web.complaints import told
from archive.web.drawing import translations
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


# Queries that are understood by no one, each in another way.
WRONG = (
    "(a", "a)", "((a) b", "a(b", '"a', "()", "", "-", "title:", "title:(publisher:a)", "titel:a",
    "=", "first(a)", "first(5, (a b))", "times(2, a", "publisher:..", "tag:k..a", "publisher:>a",
    "published:2023-13", "published:maybe", "published:..", "published:2023..2022", "a*", "ab*c~",
    "=ab*", "=ab~", "id:x", "id:..", "id:9..7", "id:<0", "has:x", "zone:x", "published.basis:x",
    "body.basis:inferred", '"a"~3', '"a b"~999', "abc~9", "ab~", "abcd~2", "published:2023~",
    "a^999",
    "x" * 101, "x " * 1_001, "a OR " * 201 + "a", "(" * 51 + "a" + ")" * 51, "...", "a OR )",
    "a AND OR b", "published:>9999-12-31", "added:<0001-01-01",
)  # fmt: skip


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_with_a_query_is_told_in_indonesian(text: str) -> None:
    """Every sentence, with what varies in it."""
    with pytest.raises(QueryError) as error:
        parse(text)
    said = str(error.value)
    assert told(said, translations("en")) == said
    assert told(said, translations("id")) != said


def test_the_compiled_catalogue_is_the_written_one() -> None:
    """It is kept compiled, so that neither a wheel nor a clone has to do it."""
    assert MO.read_bytes() == compiled(catalogue()), AGAIN
