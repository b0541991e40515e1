"""English news."""

from __future__ import annotations

from archive.zones._related import related
from archive.zones._rule import Rule, lines

_LEAD = (
    r"(?:(?:Read|READ) (?:[Aa]lso|ALSO|[Mm]ore|MORE)|(?:Also|ALSO) (?:[Rr]ead|READ)"
    r"|(?:See|SEE) (?:[Aa]lso|ALSO)|(?:Related|RELATED)(?: (?:[Ss]tory|[Aa]rticle))?(?=:))"
)
_HINTS = ("ead ", "EAD ", " also", " Also", "See ", "SEE ", "elated", "ELATED")

RULES = [
    Rule("related", "read also", related(_LEAD, r"(?!)", _HINTS)),
    lines("byline", "reporting by", r"\(?(?:Reporting|Writing|Editing) by [A-Z]", is_exact=True),
    lines("residue", "our standards", r"Our Standards: The Thomson Reuters"),
    lines("caption", "photo", r"(?:Photo|PHOTO|Image) ?: ", is_exact=True),
]
