"""The whole result of a query as a stream for an exporter, at one moment of the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from archive import query
from archive.database import Store
from archive.export import Export, Heading
from archive.index import Index, Sort
from archive.query import Everything, Tree
from archive.query.parser import Match
from archive.results import detail

# More than there can be.
_ALL = 1 << 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be exported.

    `sort` None is the order in which the articles came in. `is_folded`: of the copies of an article
    only the best, or with a `sort` the first in it. The others are what `Export` says.
    """

    query: str | None = None
    match: Match = "all"
    sort: Sort | None = None
    is_folded: bool = False
    fields: tuple[str, ...] = ()
    is_raw: bool = False

    @property
    def tree(self) -> Tree:
        """The query understood.

        Raises
        ------
        QueryError
            If it cannot be.
        """
        return Everything() if self.query is None else query.parse(self.query, self.match)


def found(
    index: Index, meant: Tree, asked: Asked, without: frozenset[int], warnings: Sequence[str]
) -> tuple[Heading, list[int]]:
    """The ids of what is asked for, in order, and all that can be said of it by now.

    `meant` is its tree with the days that relative dates mean.
    """
    hits = index.search(
        meant,
        limit=_ALL,
        sort=asked.sort or ("relevance" if asked.is_folded else "added"),
        without=without,
        is_folded=asked.is_folded,
    )
    ids = [hit.id for hit in hits.hits]
    if asked.sort is None:
        ids.sort()
    return heading(asked, hits.total, (*hits.warnings, *warnings)), ids


def heading(asked: Asked, total: int, warnings: tuple[str, ...] = ()) -> Heading:
    """What can be said of an export before the archive is read."""
    return Heading(
        archive_id="",
        made=datetime.now(UTC),
        query=asked.query,
        understood=str(asked.tree),
        match=asked.match,
        sort=asked.sort or "id",
        copies="fold" if asked.is_folded else "all",
        found=total,
        articles=0,
        warnings=warnings,
    )


@contextmanager
def exported(store: Store, asked: Asked, stated: Heading, ids: Sequence[int]) -> Iterator[Export]:
    """What was found, to be read while this is open."""
    with store.moment(ids) as moment:
        yield Export(
            replace(
                stated,
                archive_id=store.archive_id,
                articles=len(moment.ids),
                residue=tuple(moment.residue()),
            ),
            moment.articles,
            moment.wholes,
            detail.as_json,
            asked.fields,
            asked.is_raw,
        )
