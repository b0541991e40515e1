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
from archive.index._explanation import Part, Through, explain
from archive.index._meaning import is_number, matches, places
from archive.index._ranking import Evidence, Recency

__all__ = [
    "Built",
    "Document",
    "Evidence",
    "Hit",
    "Hits",
    "Index",
    "Loose",
    "Part",
    "Recency",
    "Sort",
    "Through",
    "Watermark",
    "document",
    "engine",
    "explain",
    "fingerprint",
    "is_number",
    "matches",
    "places",
    "terms",
    "within_document",
]
