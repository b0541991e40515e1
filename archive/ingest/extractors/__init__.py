"""One file per way to know a fact.

An extractor is a module here that offers

    FIELDS                      the fields that it is about
    extract(article, zones)     the facts that the article, or a zone of its text, tells

Extractors add candidates to what the file declares, which is believed before them; each fact says
on what it rests and, if it stands in the text, where.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from types import ModuleType

from archive import plugins
from archive.article import Article
from archive.zones import Zone, zones_of


@cache
def _extractors() -> tuple[ModuleType, ...]:
    return tuple(plugins.discover(sys.modules[__name__], ["FIELDS", "extract"]).values())


def enrich(article: Article) -> tuple[Article, list[Zone]]:
    """`article` with the facts that the extractors can tell, and the zones of its text."""
    zones = zones_of(article)
    for extractor in _extractors():
        if facts := extractor.extract(article, zones):
            article = replace(article, facts=(*article.facts, *facts))
    return article, zones
