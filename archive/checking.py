"""Look for damage in an archive: what is stored, and the index beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive import catchup
from archive.article import identity
from archive.catchup import READ, Progress
from archive.config import Config
from archive.database import Store
from archive.errors import DamageError
from archive.index import Index, document, engine
from archive.query import Everything


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be.

    Parameters
    ----------
    where:
        "database" or "index". The index can be built anew, the database must be restored.
    """

    where: str
    what: str


def check(config: Config, store: Store, *, deep: bool, progress: Progress) -> Iterator[Finding]:
    """Everything that is wrong; changes nothing.

    `deep` reads every byte: SQLite's own check, originals against their sha256, texts against
    their identity, index files against their CRC-32, and the terms of every article both ways.
    """
    steps: list[Callable[[], Iterator[str]]] = [store.check_quickly]
    if deep:
        steps += [store.check_integrity, lambda: _texts(store, progress)]
    is_sound = True
    for step in steps:
        for what in _guarded(step):
            is_sound = False
            yield Finding("database", what)
    if is_sound:  # else there is nothing to compare the index with
        for what in _guarded(lambda: _index(config, store, deep, progress)):
            yield Finding("index", what)


def _guarded(step: Callable[[], Iterator[str]]) -> Iterator[str]:
    """What `step` finds; damage that keeps it from going on is what it found last."""
    try:
        yield from step()
    except DamageError as error:
        yield str(error)


def _texts(store: Store, progress: Progress) -> Iterator[str]:
    yield from store.check_originals(progress)
    for ids in _portions(store):
        for article in store.articles(ids):
            known = store.identity_of(article.id)
            if identity(article) != known:
                yield f"the text of article {article.id} is not what was stored"


def _portions(store: Store) -> Iterator[list[int]]:
    """The ids of all articles, a few at a time."""
    last = 0
    while ids := store.ids(last, READ):
        yield ids
        last = ids[-1]


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
    total, done = len(found), 0
    for ids in _portions(store):
        for article in store.articles(ids):
            if found.pop(article.id, None) != engine(config.engine).digest(document(article)):
                yield f"article {article.id} is not found by what it says"
        done += len(ids)
        progress(done, total)
    for id in found:
        yield f"article {id} is found, and there is no such article"
