"""The outlets, agencies and sites that the text names as its sources."""

from __future__ import annotations

from collections.abc import Sequence

from archive.article import Article, Fact
from archive.zones import Zone, attributions

FIELDS = ("cites",)


def extract(article: Article, zones: Sequence[Zone]) -> list[Fact]:
    """Each source, where it is named first. What stands in a link to another article is none."""
    found: dict[str, Fact] = {}
    for one in attributions(article.text, zones):
        fact = Fact("cites", one.name, "extracted", one.rule, one.start, one.end)
        found.setdefault(one.name.casefold(), fact)
    return list(found.values())
