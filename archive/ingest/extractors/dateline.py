"""Place and publisher, as the dateline states them."""

from __future__ import annotations

from collections.abc import Sequence

from archive.article import Article, Fact
from archive.zones import Zone, dateline

FIELDS = ("place", "publisher")
_RULE = "dateline"
_INITIALS = frozenset({"AS", "DC", "D.C.", "DI", "DIY", "DKI", "IKN", "PBB", "UEA"})


def extract(article: Article, zones: Sequence[Zone]) -> list[Fact]:
    """The place, its name not in capitals, and the outlet as it is written, or its domain."""
    found = dateline(article.text)
    facts = []
    if found and found.place:
        place = _named(article.text[slice(*found.place)])
        facts.append(Fact("place", place, "extracted", _RULE, *found.place))
    if found and found.outlet:
        outlet = " ".join(article.text[slice(*found.outlet)].split())
        outlet = outlet.lower() if outlet.isupper() and "." in outlet else outlet
        facts.append(Fact("publisher", outlet, "extracted", _RULE, *found.outlet))
    return facts


def _named(place: str) -> str:
    """`place` as a name: "JAKARTA" is Jakarta, "Rio de Janeiro" stays."""
    return " ".join(
        word.title() if word.isupper() and word not in _INITIALS else word for word in place.split()
    )
