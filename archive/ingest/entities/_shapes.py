"""What a run of capitalised words names, told from its shape: the letters of its words.

"kata Menteri Keuangan Sri Mulyani" has the shape `yTQGN-`: a letter for what stands before the run,
one for each of its words (`_lexicon`), one for what stands behind.

    before  y  a verb of saying               behind  y  a verb of saying
            r  a role, s  one of teams too            a  an age
            l  a preposition of place                 b  an acronym in parentheses
            g  a genitive: Moody's                    p  a known place after a comma
            x  what makes a place no place            t  a title after a comma
            .  the beginning of a sentence            -  anything else
            -  anything else

A rule is an expression for shapes; its group `x` is the name. What an earlier rule has taken is `#`
for the later ones. Texts have few shapes, so that each is looked at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

# A person's name, and what no longer is all of one.
_NAME = r"I{0,3}[GFN](?:v{0,2}[GFNIW]){0,3}"
_FULL = r"I{0,3}[GFN](?:v{0,2}[GFNIW]){1,3}"
# One that begins with a given name, an initial or a person known by one word.
_CERTAIN = r"(?:I{1,3}[GFN]|[GF])(?:v{0,2}[GFNIW]){0,3}"
_NO_MORE = r"(?![GFNWvEeDOhX]|&E)"
# Where a name begins, and what is before it belongs to no other.
_ALONE = r"(?<![NGFWAPOEeIvXCx])(?<![NQEeHhJ]&)"
# What stands between a title and the name: the office and where it is held.
_OFFICE = r"(?:[TMQAOPBWK#Eei]|&Q|o+[QNA]|[CHJh][QA]*[PO])"
# What belongs to the name of an organisation behind its head: behind a place or another name only
# what is no person's name; of a firm all but two given names.
_PLACES = "[OPi][PAKCUBi]*"
_PUBLIC = rf"(?:[QNWAIBCKUED]+(?:{_PLACES})?|{_PLACES})"
_PRIVATE = rf"(?:(?:[QNWAIBCKUED]|G(?![GFNI])){{1,6}}(?:{_PLACES})?|{_PLACES})"
_FIRM = r"(?:[QNPOWAIBCKUEDTMHJhzi]|G(?![GFNI])){1,6}"
_INSIDE = "[QNPOWAIBCKUED]"
_TAIL = "[NGFPOQWAIBDEeX]"


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to tell a name. `confidence` is its precision on articles that were read."""

    field: str
    name: str
    confidence: float
    shape: re.Pattern[str]


def _rule(field: str, name: str, confidence: float, shape: str) -> Rule:
    return Rule(field, f"entities/{name}", confidence, re.compile(shape))


# The order decides who takes a word first.
RULES = (
    _rule("person", "title, name", 0.95, rf"(?<![CXx])[TM](?P<x>{_CERTAIN}){_NO_MORE}"),
    _rule("person", "title, any", 0.8, rf"(?<![CXx])T(?P<x>{_NAME}){_NO_MORE}"),
    _rule("person", "office, name", 0.95, rf"[TM]{_OFFICE}+(?P<x>{_CERTAIN}){_NO_MORE}"),
    _rule("person", "office, any", 0.95, rf"[TM]{_OFFICE}+(?P<x>{_FULL}){_NO_MORE}"),
    _rule(
        "organisation",
        "head",
        0.9,
        rf"(?P<x>[HJ]*(?:(?:Y|(?<!{_TAIL})h)G?{_FIRM}|HG?{_PRIVATE}|J{_PUBLIC})"
        r"(?:(?<=Q)&[QC][QNK]*|&N+E)?)",
    ),
    _rule("organisation", "head of place", 0.9, r"(?P<x>B(?:K?[PW])?)"),
    _rule(
        "organisation",
        "head of",
        0.9,
        rf"(?<!{_TAIL})(?P<x>[eh]o+{_INSIDE}{{1,4}}(?:&Q[QN]?)?)",
    ),
    _rule(
        "organisation",
        "tail",
        0.9,
        r"(?<![&goNGFPOQWAIBDEeX])"
        rf"(?P<x>{_TAIL}{{1,6}}(?:z|(?:E|(?:e|(?<!P)h)(?:o+[PNQE]{{1,2}})?)(?![NGFWPO])))",
    ),
    _rule(
        "location",
        "named kind",
        0.95,
        r"(?<![NGFQ])(?P<x>C+[TMQ]?[GFNWP][NWP]?U?)(?![GFNWvEeDOhXUQA])",
    ),
    _rule("location", "kind", 0.9, r"K(?P<x>[PW])(?![GFNv])"),
    _rule("person", "role, name", 0.9, rf"^[rs](?P<x>{_CERTAIN}){_NO_MORE}"),
    _rule("person", "role, any", 0.9, rf"^r(?P<x>{_FULL}){_NO_MORE}"),
    _rule("person", "age", 0.9, rf"(?P<x>{_NAME})a$"),
    # Told by what stands behind the name, not by a shape.
    _rule("organisation", "acronym", 0.9, r"(?!)"),
    _rule("person", "before a title", 0.9, rf"{_ALONE}(?P<x>{_FULL})t$"),
    _rule("organisation", "known", 0.95, r"(?<![NGWvX])(?P<x>O)(?!Q?[NGFWvEe]|P)"),
    _rule("person", "says, full", 0.95, rf"^y(?P<x>{_FULL}){_NO_MORE}"),
    _rule("person", "says, one", 0.9, rf"^y(?P<x>[GFN]){_NO_MORE}"),
    _rule("person", "says", 0.9, rf"{_ALONE}(?P<x>{_CERTAIN})y$"),
    _rule("person", "given name", 0.95, rf"{_ALONE}(?P<x>I?G(?:v{{0,2}}[GFNIW]){{1,3}}){_NO_MORE}"),
    _rule("person", "known", 0.95, rf"(?<![NGFWAv])(?P<x>F){_NO_MORE}"),
    _rule("location", "tail", 0.8, r"(?<![NGFPWX])(?P<x>[NGPW]{1,4}D)(?![NGFEe])"),
    _rule("location", "known", 0.95, r"(?<![NGFWAvIoXx])(?P<x>P)(?![NGFIvEeDA]|b$)"),
    _rule("location", "preposition, known", 0.9, r"^l(?P<x>[W])(?![NGFIvEeDA])"),
    _rule("location", "in a place", 0.9, r"^l(?P<x>N{1,2})p$"),
    # What may be the full name of somebody who is named by one word elsewhere; by itself nothing.
    _rule("", "full name", 0.95, rf"(?<![GFWAOEeIvX])(?<!^\.)(?P<x>{_FULL}){_NO_MORE}"),
)

ACRONYM = next(rule for rule in RULES if rule.name == "entities/acronym")
# By which rule somebody is known whose full name was found so.
FULL_NAME = replace(RULES[-1], field="person")

Span = tuple[Rule, int, int]


@lru_cache(maxsize=20_000)
def names(shape: str) -> tuple[Span, ...]:
    """(rule, first, last + 1) of what the words of a run name, by the numbers of its words."""
    found: list[Span] = []
    for rule in RULES:
        while match := rule.shape.search(shape):
            first, last = match.span("x")
            found.append((rule, first - 1, last - 1))
            shape = shape[:first] + "#" * (last - first) + shape[last:]
    return tuple(found)
