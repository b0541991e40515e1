"""The parts of a score add up to it, and are those of the reference engine."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_conformance import FIRST_DAY, MARK, commits, queries

import archive.index
from archive import plugins
from archive.index import Index, Recency, engine, explain, memory
from strategies import steady

ENGINES = plugins.names(archive.index)
recencies = st.none() | st.builds(Recency, st.sampled_from([1, 3, 400]), st.just(FIRST_DAY + 3))


@pytest.mark.parametrize("name", ENGINES)
def test_the_parts_are_the_score(name: str) -> None:
    """Of each hit of random queries, also where age counts."""

    @settings(steady, max_examples=25)
    @given(commits(), st.lists(queries, min_size=6, max_size=10), recencies)
    def agree(made: list, trees: list, recency: Recency | None) -> None:  # type: ignore[type-arg]
        with tempfile.TemporaryDirectory() as folder:
            tested = engine(name).create(Path(folder) / "index")
            reference = memory.create(Path(folder))
            for put, removed in made:
                tested.apply(put, removed, MARK)
                reference.apply(put, removed, MARK)
            for tree in trees:
                compare(tested, reference, tree, recency)
            tested.close()

    agree()


def compare(
    tested: Index, reference: memory.MemoryIndex, tree: object, recency: Recency | None
) -> None:
    hits = tested.search(tree, limit=100, recency=recency).hits  # type: ignore[arg-type]
    ids = [hit.id for hit in hits]
    parts = explain(tested, tree, ids)  # type: ignore[arg-type]
    assert list(parts) == ids
    for hit in hits:
        first = reference.documents[hit.id].days.get("published", (0, 0))[0]
        factor = recency.factor(first) if recency else 1.0
        total = sum(part.score for part in parts[hit.id])
        assert total * factor == pytest.approx(hit.score, abs=1e-5), str(tree)
    wanted = explain(reference, tree, ids)  # type: ignore[arg-type]
    for id in ids:
        stated = [part.as_json() for part in parts[id]]
        assert stated == [part.as_json() for part in wanted[id]], str(tree)
