"""`archive help`: the query language, and what the commands do."""

from __future__ import annotations

import pytest

from archive.query.language import constructs, markdown
from archive.schema import FIELDS


def test_the_query_language_fits_the_terminal(archive) -> None:
    """Every example and field is there, on lines of 80 columns."""
    ran = archive("help", "query")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert max(map(len, lines)) <= 80
    for construct in constructs():
        for example in construct.examples:
            assert any(line.strip().startswith(example) for line in lines), example
    for name in FIELDS:
        assert f"  {name}:" in ran.out


def test_the_same_for_programs(archive) -> None:
    """As JSON, and as the table of the README."""
    sections = archive("help", "query", "--json").json
    known = [tuple(row["examples"]) for section in sections.values() for row in section]
    assert known == [construct.examples for construct in constructs()]
    assert archive("help", "query", "--markdown").out == f"{markdown()}\n"


@pytest.mark.parametrize("topic", ["search", "help"])
def test_a_command_is_explained(archive, topic: str) -> None:
    """As it explains itself."""
    assert archive("help", topic).out == archive(topic, "--help").out


def test_what_there_is(archive) -> None:
    """Without a topic: the commands; a wrong one is named."""
    ran = archive("help")
    assert ran.out == archive("--help").out
    assert "archive help query" in ran.err
    ran = archive("help", "nosuch")
    assert ran.code == 2
    assert "no command and no topic 'nosuch'" in ran.err
