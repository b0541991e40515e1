"""One file per way to know a fact.

An extractor is a module here that offers

    FIELDS                      the fields that it is about
    extract(article, zones)     the facts that the article, or a zone of its text, tells

Extractors add candidates to what the file declares, which is believed before them; each fact says
on what it rests and, if it stands in the text, where.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from types import ModuleType

from archive import plugins
from archive.article import Article
from archive.zones import Zone, zones_of


@cache
def _extractors() -> tuple[ModuleType, ...]:
    return tuple(plugins.discover(sys.modules[__name__], ["FIELDS", "extract"]).values())


def enrich(articles: Iterable[Article]) -> list[tuple[Article, list[Zone]]]:
    """`articles` with the facts that the extractors can tell, each with the zones of its text.

    Rule after rule for all of them: what a rule needs stays in the processor's caches.
    """
    found = list(articles)
    zones = [zones_of(article) for article in found]
    for extractor in _extractors():
        for at, article in enumerate(found):
            if facts := extractor.extract(article, zones[at]):
                found[at] = replace(article, facts=(*article.facts, *facts))
    return list(zip(found, zones, strict=True))
