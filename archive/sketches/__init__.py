"""Near copies: sketches that find them, and the rule that tells a copy from its likes.

A text is the set of its shingles, every WIDTH words side by side. Its sketch is the SIZE lowest
hashes of them (a bottom-k sketch, Broder 1997): two texts that share much also share low hashes,
and how many of those that both could have they do have tells how much of the shorter one is in
the other (containment; one copy is often cut short). That finds candidates; `compare` then aligns
the two texts themselves, and `is_copy` decides:

    1. at least CONTAINED of the shorter one's shingles are in the other;
    2. the facts agree: where both differ between the same words on the left and on the right, or
       at the beginning, numbers, months and weekdays are the same, but for one place in STEADY
       words. Reports made from one form (prices, weather, timetables) differ in just these;
    3. both begin alike: of the shorter one's first OPENING words, half are among the other's
       first. A copy that was cut short keeps its beginning; a follow-up has a new one and repeats
       the rest as background. A text of which WHOLE is in the other may begin anywhere there.

Hashes are of 63 bits and the same on every machine. Only the first LETTERS characters count.
Texts with fewer than FEWEST shingles have no sketch: these are copies only if they are equal.
"""

from archive.sketches._comparison import (
    Comparison,
    compare,
    contained,
    is_copy,
    passages,
    pieces,
)
from archive.sketches._sketch import (
    CONTAINED,
    FEWEST,
    LETTERS,
    WIDTH,
    Array,
    Sketch,
    Wording,
    comparable,
    may_be_copies,
    share_enough,
    sketch,
    wording,
)

__all__ = [
    "CONTAINED",
    "FEWEST",
    "LETTERS",
    "WIDTH",
    "Array",
    "Comparison",
    "Sketch",
    "Wording",
    "comparable",
    "compare",
    "contained",
    "is_copy",
    "may_be_copies",
    "passages",
    "pieces",
    "share_enough",
    "sketch",
    "wording",
]
