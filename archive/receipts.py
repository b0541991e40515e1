"""Searches that are written down with their whole result, and run again to be compared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from archive import __version__, query
from archive.catchup import analysed
from archive.index import Sort, fingerprint
from archive.query import Everything, resolved
from archive.query.parser import Match
from archive.reading import Reading, asked, today_utc
from archive.results.detail import stamp
from archive.results.explained import halved_at

if TYPE_CHECKING:
    from archive.results.receipt import Comparison, Receipt


class Receipts(Reading):
    """The side of an open archive that can be held to what it answered."""

    def receipt(
        self,
        text: str,
        *,
        sort: Sort = "relevance",
        match: Match = "all",
        is_folded: bool = True,
        today: date | None = None,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        recent: int = 0,
    ) -> Receipt:
        """The search for `text` with its whole result, to be written down. Raises as `search`."""
        from archive.results.receipt import Receipt

        tree, today = asked(text, match, include, exclude), today or today_utc()
        if include or exclude:
            # Written down as one query, which can be asked again by itself.
            text, match = str(tree), "all"
            tree = query.parse(text, match)
        with self._searching() as (index, gone, _):
            seq = index.watermark.seq if index.watermark else 0
            whole = len(index.ids(Everything()))
            hits = index.search(
                resolved(tree, today),
                limit=whole,
                sort=sort,
                without=gone,
                is_folded=is_folded,
                recency=halved_at(recent, today),
            )
        states = self._store.states([hit.id for hit in hits.hits])
        return Receipt(
            query=text,
            match=match,
            sort=sort,
            copies="fold" if is_folded else "all",
            understood=str(tree),
            today=today.isoformat(),
            analysis=f"{fingerprint(self.config.engine)}/{analysed(self.config)}",
            archive=self._store.archive_id,
            seq=seq,
            made=stamp(datetime.now(UTC)),
            made_by=__version__,
            total=hits.total,
            stories=hits.stories,
            hits=tuple((hit.id, *states[hit.id]) for hit in hits.hits if hit.id in states),
            recent=recent if sort == "relevance" else 0,
        )

    def replay(self, before: Receipt) -> tuple[Receipt, Comparison]:
        """The search of a receipt once more, and what is another than it was."""
        from archive.results.receipt import compare

        after = self.receipt(
            before.query,
            sort=before.sort,
            match=before.match,
            is_folded=before.copies == "fold",
            today=date.fromisoformat(before.today),
            recent=before.recent,
        )
        wanted = [id for id, _, _ in before.hits]
        gone = set(wanted) - self._store.states(wanted).keys()
        return after, compare(before, after, gone)
