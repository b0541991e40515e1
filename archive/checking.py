"""Look for damage in an archive: what is stored, and the index beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive import building, catchup
from archive.building import Progress
from archive.config import Config
from archive.database import Store
from archive.errors import DamageError
from archive.index import Index, engine
from archive.query import Everything


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be.

    Parameters
    ----------
    where:
        "database" or "index".
    what:
        In words.
    can_be_mended:
        Whether the rest of the database tells how it must be. If not, a backup must be restored.
    """

    where: str
    what: str
    can_be_mended: bool


def check(config: Config, store: Store, *, deep: bool, progress: Progress) -> Iterator[Finding]:
    """Everything that is wrong; changes nothing.

    `deep` reads every byte: SQLite's own check, originals against their sha256, everything else
    that is said of articles against its checksum, index files against their CRC-32, and the terms
    of every article both ways.
    """
    steps: list[Callable[[], Iterator[str]]] = [store.checks.quick, lambda: _residue(store)]
    if deep:
        steps += [store.checks.integrity, lambda: store.checks.contents(progress)]
    findings = [Finding("database", what, False) for step in steps for what in _guarded(step)]
    if not findings:
        derived = [store.checks.change_list, *([store.checks.copies] if deep else [])]
        findings = [Finding("database", what, True) for step in derived for what in _guarded(step)]
    yield from findings
    if not findings:  # else there is nothing to compare the index with
        for what in _guarded(lambda: _index(config, store, deep, progress)):
            yield Finding("index", what, True)


def _guarded(step: Callable[[], Iterator[str]]) -> Iterator[str]:
    """What `step` finds; damage that keeps it from going on is what it found last."""
    try:
        yield from step()
    except DamageError as error:
        yield str(error)


def _residue(store: Store) -> Iterator[str]:
    """Nothing: a learned line that is damaged is told as it is read."""
    store.residue()
    return iter(())


def _index(config: Config, store: Store, deep: bool, progress: Progress) -> Iterator[str]:
    if catchup.current(config) is None:
        return  # it may be missing: the next search builds it
    index = catchup.open_index(config, store, is_thorough=deep)
    if index is None:
        yield "it cannot be used: damaged, of another archive, or made by another version"
        return
    try:
        if catchup.is_behind(index, store):
            return  # it is what it was, and the next search brings it further
        if deep:
            yield from _both_ways(index, config, store, progress)
        elif len(index.ids(Everything())) != store.totals()["articles"]:
            yield "it does not hold the articles that the database holds"
    finally:
        index.close()


def _both_ways(index: Index, config: Config, store: Store, progress: Progress) -> Iterator[str]:
    """Compare what each article is found by with what it must be found by."""
    found = dict(index.digests())
    digest = engine(config.engine).digest
    for document in building.documents(store, progress):
        if found.pop(document.id, None) != digest(document):
            yield f"article {document.id} is not found by what it says"
    for id in found:
        yield f"article {id} is found, and there is no such article"
