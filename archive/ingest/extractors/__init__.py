"""One file per way to know a fact.

An extractor is a module here that offers

    FIELD               the field that it is about
    extract(article)    a Fact, or None if the article does not tell

Extractors fill what the file does not declare; each says on what its value rests.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from types import ModuleType

from archive import plugins
from archive.article import Article


@cache
def _extractors() -> tuple[ModuleType, ...]:
    return tuple(plugins.discover(sys.modules[__name__], ["FIELD", "extract"]).values())


def enrich(article: Article) -> Article:
    """`article` with a fact for each field that an extractor can tell and no file declared."""
    for extractor in _extractors():
        if article.fact(extractor.FIELD) is None and (fact := extractor.extract(article)):
            article = replace(article, facts=(*article.facts, fact))
    return article
