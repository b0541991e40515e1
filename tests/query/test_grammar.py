"""The version of the grammar: what a saved search meant must not change unnoticed."""

from __future__ import annotations

import pytest

from archive.query import parse
from archive.query.grammar import GRAMMAR

# Of each version of the grammar, what queries mean that an earlier one understood too.
MEANT = {
    1: {
        "alfa bravo": "alfa bravo",
        "alfa OR bravo charlie": "alfa OR bravo charlie",
        "(alfa OR bravo) -charlie": "(alfa OR bravo) NOT charlie",
        '"alfa bravo" =delta': '"alfa bravo" =delta',
        "Covid-19": '"covid 19"',
        "al*a": "al*a",
        "or and not": "or and not",
        "title:(alfa OR =bravo)": "title:alfa OR title:=bravo",
        "tag:Alfa note:bravo": "tag:alfa note:bravo",
        "zone:related alfa": "zone:related related:alfa",
        "published:2023-07..2023-09": "published:2023-07-01..2023-09-30",
        "published:>2023": "published:2024-01-01..",
        "has:note id:007": "has:note id:7",
    }
}


@pytest.mark.parametrize("text", MEANT[GRAMMAR])
def test_what_queries_mean_stays(text: str) -> None:
    """If this fails, some query has come to mean something else: count `GRAMMAR` up."""
    assert str(parse(text)) == MEANT[GRAMMAR][text]
