"""What every engine must do besides answering queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import archive.index
from archive import plugins
from archive.errors import UsageError
from archive.index import Document, Index, Watermark, engine, fingerprint
from archive.query import Everything, Wildcard, Word, limits
from archive.seal import BrokenSealError, Checkpoint, Files, boot

ENGINES = plugins.names(archive.index)
MARK = Watermark("an archive", "an index", 7, "a token", "a fingerprint", "an analysis")


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    made = engine(request.param).create(tmp_path / "index")
    yield made
    made.close()


class Vouched:
    """Stands for the database: keeps the checkpoint of each commit."""

    def __init__(self) -> None:
        self.points: list[Checkpoint] = []

    def __call__(self, files: Files) -> None:
        self.points.insert(0, Checkpoint(MARK.token, MARK.index_id, MARK.seq, boot(), files))


def body(id: int, text: str, **more: object) -> Document:
    return Document(id, words={"body": tuple(text.split())}, **more)  # type: ignore[arg-type]


def test_watermark_comes_with_the_documents(index: Index) -> None:
    """An index says which state it shows, and a new one shows none."""
    assert index.watermark is None
    index.apply([body(1, "alfa")], [], MARK)
    assert index.watermark == MARK


def test_watermark_is_never_found(index: Index) -> None:
    """What carries the watermark is no article."""
    index.apply([body(1, "alfa")], [], MARK)
    assert index.ids(Everything()) == [1]


def test_a_failed_commit_leaves_the_index_as_it_was(index: Index) -> None:
    """If the documents cannot all be had, none is put."""
    if index.__class__.__name__ == "MemoryIndex":
        pytest.skip(reason="the reference engine lives and dies with its process")
    index.apply([body(1, "alfa")], [], MARK)

    def broken() -> object:
        yield body(2, "alfa")
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        index.apply(broken(), [1], replace(MARK, seq=8))  # type: ignore[arg-type]
    assert index.ids(Everything()) == [1]
    assert index.watermark == MARK
    index.apply([body(3, "alfa")], [], MARK)
    assert index.ids(Everything()) == [1, 3]


def test_whoosh_is_there_again_when_opened(tmp_path: Path) -> None:
    """A Whoosh index that was closed shows the same when it is opened."""
    folder = tmp_path / "index"
    made = engine("whoosh").create(folder)
    vouched = Vouched()
    made.apply([body(1, "alfa"), body(2, "bravo")], [], MARK, vouched)
    made.close()
    with closing(engine("whoosh").open(folder, vouched.points)) as opened:
        assert opened.watermark == MARK
        assert opened.ids(Word("alfa")) == [1]


def test_an_open_index_shows_the_state_it_was_opened_in(tmp_path: Path) -> None:
    """A reader is not disturbed by a writer, and sees its work when it opens anew."""
    folder = tmp_path / "index"
    writer = engine("whoosh").create(folder)
    vouched = Vouched()
    writer.apply([body(1, "alfa")], [], MARK, vouched)
    reader = engine("whoosh").open(folder, vouched.points)
    for id in range(2, 12):
        writer.apply([body(id, "alfa")], [id - 1], MARK, vouched)
        assert reader.ids(Word("alfa")) == [1]
        assert [hit.id for hit in reader.search(Word("alfa"), limit=9).hits] == [1]
    reader.close()
    writer.close()
    with closing(engine("whoosh").open(folder, vouched.points)) as latest:
        assert latest.ids(Word("alfa")) == [11]


def test_written_form_above_stem_and_title_above_body(tmp_path: Path) -> None:
    """Whoosh ranks what was written above its stem, and the title above the body."""
    with closing(engine("whoosh").create(tmp_path / "index")) as index:
        filler = tuple("alfa bravo charlie delta".split())
        put = [
            Document(1, "id", {"title": filler, "body": ("menyerang", *filler)}),
            Document(2, "id", {"title": filler, "body": ("diserang", *filler)}),
            Document(3, "id", {"title": ("menyerang", *filler), "body": filler}),
        ]
        index.apply(put, [], MARK)
        assert [hit.id for hit in index.search(Word("menyerang"), limit=9).hits] == [3, 1, 2]


def test_a_wildcard_that_means_too_much_says_so(index: Index) -> None:
    """Beyond the limit of words, the first in order are looked for and a warning is given."""
    forms = [f"kata{number:05d}" for number in range(limits.EXPANSIONS + 1)]
    index.apply([body(1, forms[0]), body(2, forms[-1]), body(3, " ".join(forms))], [], MARK)
    hits = index.search(Wildcard("kata*", "body"), limit=9)
    assert sorted(hit.id for hit in hits.hits) == [1, 3]
    assert "1,000" in hits.warnings[0]
    assert not index.search(Wildcard("kata0000?*", "body"), limit=9).warnings


def test_an_engine_that_does_not_exist_is_named() -> None:
    """A wrong setting is a usage error that says what there is."""
    with pytest.raises(UsageError, match="memory, whoosh"):
        engine("lucene")


def test_fingerprint_differs_between_engines() -> None:
    """An index of another engine is never taken for ours."""
    assert len({fingerprint(name) for name in ENGINES}) == len(ENGINES)


def test_nothing_is_opened_that_nobody_vouches_for(tmp_path: Path) -> None:
    """Without its checkpoint, or with one of another state, an index is refused unread."""
    folder, vouched = tmp_path / "index", Vouched()
    with closing(engine("whoosh").create(folder)) as made:
        made.apply([body(1, "alfa")], [], MARK, vouched)
        first = vouched.points[0]
        made.apply([body(2, "alfa")], [], MARK, vouched)
    for points in ([], [first], [replace(vouched.points[0], token="another")]):
        with pytest.raises(BrokenSealError):
            engine("whoosh").open(folder, points)
    with closing(engine("whoosh").open(folder, vouched.points, is_thorough=True)) as opened:
        assert opened.ids(Everything()) == [1, 2]


def test_digests_are_those_of_the_documents(index: Index) -> None:
    """What `check --deep` compares: an index says of each document what the document says."""
    put = [body(1, "alfa bravo alfa"), body(2, "charlie", language="id")]
    index.apply(put, [], MARK)
    index.apply([body(1, "delta")], [], MARK)
    name = "memory" if type(index).__name__ == "MemoryIndex" else "whoosh"
    expected = {1: engine(name).digest(body(1, "delta")), 2: engine(name).digest(put[1])}
    assert index.digests() == expected
