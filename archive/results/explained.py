"""Why a hit has its score: the parts of it, and what the age of the article left of their sum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive import dates
from archive.article import Article
from archive.errors import UsageError
from archive.index import Part, Recency

# What `in_words` does not repeat for each part.
FORMULA = "scores: weight × rarity × frequency, of each clause in each field, added up"


@dataclass(frozen=True, slots=True)
class Aged:
    """What the sum of the parts was multiplied by; `age` in days, None: the article has no date."""

    age: int | None
    factor: float


@dataclass(frozen=True, slots=True)
class Explained:
    """The parts of a score, the largest first; `aged`, where age counts."""

    parts: tuple[Part, ...]
    aged: Aged | None = None

    def as_json(self) -> dict[str, Any]:
        """As in `search --explain --json`; the parts add up to the score, before its `factor`."""
        return {
            "parts": [part.as_json() for part in self.parts],
            "age": self.aged.age if self.aged else None,
            "factor": round(self.aged.factor, 6) if self.aged else 1.0,
        }


def explained(
    parts: Mapping[int, Iterable[Part]], articles: Iterable[Article], recency: Recency | None
) -> dict[int, Explained]:
    """The explanation for each of the articles."""
    return {
        article.id: Explained(
            tuple(sorted(parts[article.id], key=lambda part: -part.score)),
            _aged(article.value("published"), recency) if recency else None,
        )
        for article in articles
    }


def halved_at(days: int, today: date) -> Recency | None:
    """What takes half of the score at an age of `days`; None if they are 0.

    Raises
    ------
    UsageError
        If they are more than there are in the calendar.
    """
    if days > date.max.toordinal():
        raise UsageError(f"recent must be at most {date.max.toordinal():,} days")
    return Recency(days, today.toordinal()) if days else None


def stated(recency: Recency) -> dict[str, Any]:
    """As in `search --json`."""
    return {"days": recency.days, "today": date.fromordinal(recency.today).isoformat()}


def _aged(published: str | None, recency: Recency) -> Aged:
    if published is None:
        return Aged(None, recency.factor(0))
    first = dates.span(published)[0].toordinal()
    return Aged(max(0, recency.today - first), recency.factor(first))


def in_words(score: float, one: Explained) -> Iterator[tuple[str, list[str]]]:
    """The score, and for each part of it what it is a product of, and what was counted for that."""
    total = sum(part.score for part in one.parts)
    yield f"score {score:.4f}", [_age_in_words(one.aged, total)] if one.aged else []
    for part in one.parts:
        yield f"{part.score:8.4f}", [f"= {_product(part)}  {_found(part)}", *_counted(part)]


def _age_in_words(aged: Aged, total: float) -> str:
    days = "day" if aged.age == 1 else "days"
    why = "no date" if aged.age is None else f"an age of {aged.age:,} {days}"
    return f"= {total:.4f} × {aged.factor:.4f} for {why}"


def _product(part: Part) -> str:
    boost = f"{part.boost:g} × " if part.boost != 1 else ""
    if part.evidence is None:
        return f"{boost}{part.points:.4g}"
    evidence = part.evidence
    return f"{boost}{evidence.weight:g} × {evidence.rarity:.4f} × {part.saturation:.4f}"


def _found(part: Part) -> str:
    where = f" in {part.field}" if part.field else ""
    language = f" ({part.language})" if part.language else ""
    return f"{part.clause}{where} by its {part.through}{language}"


def _counted(part: Part) -> Iterator[str]:
    if part.evidence is None:
        return
    having = " and ".join(f"{having:,}" for having in part.evidence.having)
    length = f"{part.length:,} word{'' if part.length == 1 else 's'}"
    yield (
        f"{part.times:,} in {length} here (mean {part.evidence.mean:,.1f}); "
        f"in {having} of {part.evidence.documents:,} articles"
    )
