"""The search index: derived from the database, disposable, and the same for every engine.

An engine is a module here that offers `FORMAT`, `create` and `open`; `_contract` says what they
must do and `memory` states, in plain Python, what a query means. Every other engine has to give
the same ids for the same query.
"""

from archive.index._contract import (
    Built,
    Document,
    Hit,
    Hits,
    Index,
    Sort,
    Watermark,
    engine,
    fingerprint,
)
from archive.index._document import document
from archive.index._expand import Loose, terms, within_document
from archive.index._meaning import is_number, matches, places

__all__ = [
    "Built",
    "Document",
    "Hit",
    "Hits",
    "Index",
    "Loose",
    "Sort",
    "Watermark",
    "document",
    "engine",
    "fingerprint",
    "is_number",
    "matches",
    "places",
    "terms",
    "within_document",
]
