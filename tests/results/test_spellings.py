"""Values that differ only in case or accents, counted as one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.results.sources import ranked
from archive.results.spellings import folded, merged
from strategies import steady

FORMS = st.sampled_from(["Koran.com", "KORAN.com", "koran.com", "Café", "CAFE", "Radio", "'", "´"])


def test_the_most_frequent_form_is_shown() -> None:
    """Of two that are as frequent, the first in the order of their letters."""
    assert merged({"koran.com": 1, "Koran.com": 3, "KORAN.com": 2}) == {"Koran.com": 6}
    assert merged({"koran.com": 2, "Koran.com": 2}) == {"Koran.com": 4}
    assert merged({"Koran.com": 2, "koran.com": 2}) == {"Koran.com": 4}


@steady
@given(st.dictionaries(FORMS, st.integers(1, 9)))
def test_nothing_is_lost(counts: dict[str, int]) -> None:
    """All are counted, under one form each, whatever the order they come in."""
    found = merged(counts)
    assert sum(found.values()) == sum(counts.values())
    assert set(found) <= set(counts)
    assert len({folded(value) for value in found}) == len(found)
    assert found == merged(dict(reversed(counts.items())))


def test_sources_and_those_who_quote_them() -> None:
    """An article counts once for a source, and publishers are one under one form."""
    cited = {1: ["Antara", "ANTARA"], 2: ["Antara"], 3: ["antara"]}
    (source,) = ranked(cited, {1: "Koran.com", 2: "KORAN.com", 3: "Koran.com"})
    assert (source.name, source.articles) == ("Antara", 3)
    assert source.groups == (("Koran.com", 3),)
