"""English news."""

from __future__ import annotations

from archive.zones._related import related
from archive.zones._rule import lines

_LEAD = (
    r"(?:(?:Read|READ) (?:[Aa]lso|ALSO|[Mm]ore|MORE)|(?:Also|ALSO) (?:[Rr]ead|READ)"
    r"|(?:See|SEE) (?:[Aa]lso|ALSO)|(?:Related|RELATED)(?: (?:[Ss]tory|[Aa]rticle))?(?=:))"
)
_HINTS = ("Read ", "READ ", "Also", "also", "ALSO", "Related", "RELATED")

RULES = [
    related("read also", _LEAD, r"(?!)", _HINTS),
    lines("byline", "reporting by", r"\(?(?:Reporting|Writing|Editing) by [A-Z]", is_exact=True),
    lines("residue", "our standards", r"Our Standards: The Thomson Reuters"),
    lines("caption", "photo", r"(?:Photo|PHOTO|Image) ?: ", is_exact=True),
]
