"""A page of results: what the command line, the web page and the API all draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from heapq import nsmallest
from typing import Any

from archive.article import Article
from archive.index import Hits, Recency
from archive.query import Tree, leaves
from archive.results.explained import Explained, stated
from archive.results.highlight import marks
from archive.results.snippet import Spans, merged, snippet
from archive.results.suggestions import Suggestion
from archive.schema import ZONE_FIELDS
from archive.zones import BODY, masked, zones_of

# Values of a facet that a page shows, the most frequent first.
BUCKETS = 20
# Marks in a text that are looked at to find the stretch that shows best why it matched.
_MARKS = 5_000


@dataclass(frozen=True, slots=True)
class Matched:
    """Which clause of the query met which written form, in which field, and through what.

    `stem` is the one that they share, where that is through what.
    """

    clause: str
    field: str
    form: str
    through: str
    stem: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A hit with what a reader wants to know about it. `marks` are offsets into `snippet`.

    `copies`: how many other articles in its cluster there are, and other files that it was seen in.
    `lead`: which of the cluster stands for it; None if there is no other. `explained`: what the
    score is made of, if that was asked for.
    """

    id: int
    score: float
    title: str | None
    title_marks: Spans
    publisher: str | None
    published: str | None
    language: str | None
    url: str | None
    snippet: str
    marks: Spans
    copies: int
    lead: int | None
    matched: tuple[Matched, ...]
    explained: Explained | None = None


@dataclass(frozen=True, slots=True)
class Bucket:
    """A value of a facet and how many of the matches have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the results of one search; `understood` is the tree in words.

    `total` counts the articles that matched, `stories` the results that there are to show: as many,
    or one for each cluster of copies. `suggestions`: what to ask instead, if nothing was found.
    `recency`: how age counted in the order; None: not.
    """

    query: str
    understood: str
    total: int
    stories: int
    offset: int
    limit: int
    took_ms: float
    results: tuple[Result, ...]
    facets: Mapping[str, tuple[Bucket, ...]]
    warnings: tuple[str, ...]
    suggestions: tuple[Suggestion, ...] = ()
    recency: Recency | None = None

    def as_json(self) -> dict[str, Any]:
        """The object that `search --json` and `/api/search` answer with."""
        return {
            "query": self.query,
            "understood": self.understood,
            "total": self.total,
            "stories": self.stories,
            "recent": stated(self.recency) if self.recency else None,
            "offset": self.offset,
            "limit": self.limit,
            "took_ms": round(self.took_ms, 1),
            "hits": [_result_as_json(result) for result in self.results],
            "facets": {
                field: [{"value": b.value, "count": b.count} for b in buckets]
                for field, buckets in self.facets.items()
            },
            "warnings": list(self.warnings),
            "suggestions": [one.as_json() for one in self.suggestions],
        }


def make_page(
    *,
    query: str,
    tree: Tree,
    hits: Hits,
    articles: Iterable[Article],
    clusters: Mapping[int, Sequence[int]],
    offset: int,
    limit: int,
    facets: Mapping[str, Mapping[str, int]],
    warnings: Iterable[str],
    took_ms: float,
    suggestions: Iterable[Suggestion] = (),
    explanations: Mapping[int, Explained] | None = None,
    recency: Recency | None = None,
) -> Page:
    """Draw `hits` with their `articles`, in the order of the hits."""
    known = explanations or {}
    scores = {hit.id: hit.score for hit in hits.hits}
    return Page(
        query=query,
        understood=str(tree),
        total=hits.total,
        stories=hits.stories,
        offset=offset,
        limit=limit,
        took_ms=took_ms,
        results=tuple(
            replace(
                _result(article, scores[article.id], tree, clusters.get(article.id, ())),
                explained=known.get(article.id),
            )
            for article in articles
        ),
        facets={field: _buckets(counts) for field, counts in facets.items()},
        warnings=tuple(warnings),
        suggestions=tuple(suggestions),
        recency=recency,
    )


def _result(article: Article, score: float, tree: Tree, cluster: Sequence[int]) -> Result:
    language = article.value("language")
    title = article.value("title")
    in_title = marks(title or "", tree, "title", language)
    asked = zones_asked(tree)
    # An attribution is read as body, unless it is asked for.
    zones = zones_of(article, but=frozenset({"attribution"} - asked.keys()))
    in_text = [
        (field, mark)
        for field, kinds in asked.items()
        for mark in marks(masked(article.text, zones, kinds), tree, field, language, most=_MARKS)
    ]
    in_text.sort(key=lambda both: (both[1].start, -both[1].end))
    seen = masked(article.text, zones, frozenset().union(*asked.values()))
    shown, spans = snippet(seen, [mark for _, mark in in_text])
    found = [
        Matched(m.clause, "title", (title or "")[m.start : m.end], m.through, m.stem)
        for m in in_title
    ]
    found += [
        Matched(m.clause, field, article.text[m.start : m.end], m.through, m.stem)
        for field, m in in_text
    ]
    found += [
        Matched(m.clause, "note", note.text[m.start : m.end], m.through, m.stem)
        for note in article.notes
        for m in marks(note.text, tree, "note", language)
    ]
    return Result(
        id=article.id,
        score=score,
        title=title,
        title_marks=merged((mark.start, mark.end) for mark in in_title),
        publisher=article.value("publisher"),
        published=article.value("published"),
        language=language,
        url=article.value("url"),
        snippet=shown,
        marks=spans,
        copies=len(article.places) - 1 + max(0, len(cluster) - 1),
        lead=cluster[0] if cluster else None,
        matched=tuple(dict.fromkeys(found)),
    )


def zones_asked(tree: Tree) -> dict[str, frozenset[str]]:
    """The fields of the text that `tree` looks into, and the zones in which each is."""
    named = {getattr(leaf, "field", None) for leaf in leaves(tree)}
    others = [kind for kind, field in ZONE_FIELDS.items() if kind == field and field in named]
    return {"body": frozenset(BODY)} | {
        kind: frozenset([kind]) for kind in others if kind != "body"
    }


def _buckets(counts: Mapping[str, int]) -> tuple[Bucket, ...]:
    most = nsmallest(BUCKETS, counts.items(), key=lambda bucket: (-bucket[1], bucket[0]))
    return tuple(Bucket(value, count) for value, count in most)


def _result_as_json(result: Result) -> dict[str, Any]:
    explained = {"explained": result.explained.as_json()} if result.explained else {}
    return {
        "id": result.id,
        "score": round(result.score, 6),
        "title": result.title,
        "title_marks": [list(span) for span in result.title_marks],
        "publisher": result.publisher,
        "published": result.published,
        "language": result.language,
        "url": result.url,
        "snippet": result.snippet,
        "marks": [list(span) for span in result.marks],
        "copies": result.copies,
        "lead": result.lead,
        "matched": [asdict(matched) for matched in result.matched],
        **explained,
    }
