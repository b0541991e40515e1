"""The fields of an article, declared once: what each is, how it is asked, and what it weighs.

Kinds of field:

    TEXT      words, with stems             title:banjir
    NAME      words, as written             publisher:kompas
    KEYWORD   the whole value               tag:ekonomi    path:laporan.txt
    DATE      a day, or a range of days     published:2023-07..2023-09
    NUMBER    a whole number                id:7           copies:>=2
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How the values of a field are compared with what is asked."""

    TEXT = "words, with stems"
    NAME = "words, as written"
    KEYWORD = "the whole value"
    DATE = "a day or a range of days"
    NUMBER = "a whole number"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an article.

    `is_fact`: articles carry facts about it. `weight` is what a written form counts in ranking;
    its stem counts `STEM_WEIGHT` times as much. `is_facet`: its values can be counted. `is_many`:
    an article has all the values that are stated, not only the one to believe.
    """

    name: str
    kind: Kind
    about: str
    is_fact: bool = True
    is_facet: bool = False
    is_many: bool = False
    weight: float = 1.0


def _many(name: str, about: str) -> Field:
    return Field(name, Kind.NAME, about, is_facet=True, is_many=True)


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("title", Kind.TEXT, "the headline", weight=2.0),
        Field("body", Kind.TEXT, "the text", is_fact=False),
        Field("related", Kind.TEXT, "links to other articles in it", is_fact=False),
        Field("attribution", Kind.TEXT, "where it names its source", is_fact=False),
        Field("caption", Kind.TEXT, "what stands under its pictures", is_fact=False),
        Field("dateline", Kind.NAME, "place and outlet at its beginning", is_fact=False),
        Field("byline", Kind.NAME, "the line that names who wrote it", is_fact=False),
        Field("closing", Kind.NAME, "initials and marks at its end", is_fact=False),
        Field("residue", Kind.NAME, "advertisements and parts of the page in it", is_fact=False),
        Field("publisher", Kind.NAME, "who published it", is_facet=True),
        Field("author", Kind.NAME, "who wrote it", is_facet=True),
        Field("place", Kind.NAME, "where it was written", is_facet=True),
        Field("category", Kind.NAME, "the publisher's section", is_facet=True),
        _many("cites", "a source that it quotes: an outlet or agency"),
        _many("person", "somebody whom it names"),
        _many("location", "a place or country that it names"),
        _many("organisation", "an authority, firm, party or club that it names"),
        Field("published", Kind.DATE, "the day it was published", is_facet=True),
        Field("saved", Kind.DATE, "the day it was saved in the program that it comes from"),
        Field("added", Kind.DATE, "the day it came into the archive (UTC)", is_fact=False),
        Field("language", Kind.KEYWORD, "its language, as id, en, ms", is_facet=True),
        Field("tag", Kind.KEYWORD, "a tag that was given to it", is_fact=False, is_facet=True),
        Field("note", Kind.TEXT, "a note that was written about it", is_fact=False),
        Field("url", Kind.KEYWORD, "its web address"),
        Field("path", Kind.KEYWORD, "a file it was seen in: whole path or name", is_fact=False),
        Field("zone", Kind.KEYWORD, "a kind of zone that it has: zone:related", is_fact=False),
        Field("id", Kind.NUMBER, "its number in this archive", is_fact=False),
        Field("copies", Kind.NUMBER, "how many other copies of it there are", is_fact=False),
        Field("basis", Kind.KEYWORD, "what a value rests on: published:inferred", is_fact=False),
        Field("has", Kind.KEYWORD, "a field that has a value: has:published", is_fact=False),
    )
}


def kind_of(name: str) -> Kind:
    """The kind of a field; `published.basis` is asked for a whole value."""
    return Kind.KEYWORD if name.endswith(".basis") else FIELDS[name].kind


# The fields that a word without a field is looked for in.
DEFAULT_FIELDS = ("title", "body")
# The field that holds the words of each kind of zone; what the headline says, the title says too.
ZONE_FIELDS = {
    kind: kind
    for kind in ("body", "related", "attribution", "caption", "dateline", "byline", "closing")
} | {"residue": "residue", "headline": "title"}
MANY = tuple(field.name for field in FIELDS.values() if field.is_many)
FACTS = tuple(field.name for field in FIELDS.values() if field.is_fact)
FACETS = tuple(field.name for field in FIELDS.values() if field.is_facet)
# The keyword that holds the whole value of a facet where the field itself holds words or days.
WHOLE = {name: f"{name}=" for name in FACETS if FIELDS[name].kind is not Kind.KEYWORD}
# What `has:` can ask for.
HAVABLE = (*FACTS, "tag", "note", "copies")
# A written form has its stem too: it counts 1 + 2 where it stands, and a relative 2. Of the weights
# from 0.3 to 12 the best on both Indonesian collections together, and as good as any other in
# English (benchmarks/quality/ranking.py).
STEM_WEIGHT = 2.0
