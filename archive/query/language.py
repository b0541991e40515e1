"""Everything that can be asked, as a table: from here come the help, the README and the tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archive.query import limits
from archive.schema import FACETS


class Construct(NamedTuple):
    """A way to ask: what to write, and what it finds. Each example is a whole query."""

    examples: tuple[str, ...]
    finds: str


SECTIONS: dict[str, tuple[Construct, ...]] = {
    "Words": (
        Construct(("banjir",), "the word, and at a lower weight its relatives: those of one stem"),
        Construct(("=menyerang", '="korea utara"'), "the written form only, no stems"),
        Construct(
            ("pelabuh*", "me?yerang"),
            f"any letters, one letter; behind {limits.FIXED_LETTERS} letters at least; written "
            "forms only",
        ),
        Construct(
            ("bajnir~", "pelabuan~2"),
            "with a letter, or two, wrong, missing, too many or swapped; not the first one. The "
            f"word has {limits.LETTERS_PER_EDIT[1]} letters at least, "
            f"{limits.LETTERS_PER_EDIT[2]} for two; written forms only",
        ),
    ),
    "Words together": (
        Construct(("putin kim", "putin AND kim"), "both (`--match any`: either)"),
        Construct(
            ('korut OR "korea utara"',), "either; OR, AND and NOT are written in capital letters"
        ),
        Construct(("banjir -jakarta", "banjir NOT jakarta"), "the first without the second"),
        Construct(("(gempa OR tsunami) aceh",), "groups"),
        Construct(
            ("banjir^2 jakarta", '"korea utara"^1.5', "(gempa OR tsunami)^0.5"),
            "the same, counting so many times for the order: "
            f"{limits.LEAST_FACTOR:g} to {limits.MOST_FACTOR:g}",
        ),
    ),
    "Words in their places": (
        Construct(('"pelabuhan antariksa"',), "words side by side, in this order"),
        Construct(
            ('"kim putin"~3',),
            f"with at most 3 other words inside, in this order; up to {limits.SLOP}",
        ),
        Construct(('"kim putin"~para',), "in one paragraph, in any order"),
        Construct(
            ("first(50, putin)", 'first(50, title:"kim jong un")'),
            "a word or a phrase within the first 50 words",
        ),
        Construct(("times(3, banjir)",), "a word or a phrase at 3 places at least"),
    ),
    "Fields": (
        Construct(
            ("title:gempa", 'publisher:"kabar nusa"', "title:(gempa OR tsunami)"), "in that field"
        ),
        Construct(
            ("cites:tass.com", "person:putin", "place:jakarta"),
            "that name this source, this person (location, organisation), that were written there",
        ),
        Construct(
            ("related:bocoran", "zone:related bocoran", "zone:residue"),
            "in links to other articles; words beside `zone:` are looked for in that zone; "
            "articles that have it",
        ),
        Construct(
            ("tag:ekonomi", "language:id", "path:a.txt", "url:https://tass.com/x"),
            "the whole value (of `path:` also the last part); `tag:ek*` has a beginning",
        ),
        Construct(
            ('publisher:=="kabarnusa.com"', "published:==2023-07"),
            "all that a facet says, as `archive facets` counts it, not a word of it; of "
            f"{', '.join(FACETS)}",
        ),
        Construct(
            ("publisher:a..k", "tag:>=k"),
            "from a to all that begins with k; of names by their first word",
        ),
        Construct(
            ("has:author", "has:copies"),
            "that have one; that have near copies here, or were seen in several files",
        ),
        Construct(
            ("published.basis:inferred", "title.basis:(declared OR edited)"),
            "whose value rests on that: edited, declared, extracted, inferred",
        ),
    ),
    "Days and numbers": (
        Construct(
            (
                "published:2023",
                "published:2023-07..2023-09",
                "published:>=2023-07-15",
                "published:..2022",
            ),
            "dated wholly inside; also `>`, `<=`, `<`",
        ),
        Construct(
            ("published:-7d..", "added:today", "published:-1y..-6m"),
            "seen from today (UTC): d, w, m, y; a saved search means it anew each time",
        ),
        Construct(
            ("id:7", "id:7..20", "copies:>=2", "copies:0"),
            "a number, a range of numbers; `copies` counts other copies and other files",
        ),
    ),
}


def constructs() -> Iterator[Construct]:
    """All of them, in order."""
    for section in SECTIONS.values():
        yield from section


def bounds() -> str:
    """How large a query may be."""
    return (
        f"{limits.CHARACTERS:,} characters, {limits.WORD} in a word, parentheses {limits.DEPTH} "
        f"deep, {limits.CLAUSES} clauses; a wildcard, a range or a misspelt word stands for at "
        f"most {limits.EXPANSIONS:,} words (a warning says when there are more)"
    )


def markdown() -> str:
    """The table of the README."""
    rows = ["| write | to find |", "|---|---|"]
    for construct in constructs():
        written = ", ".join(f"`{example}`" for example in construct.examples)
        rows.append(f"| {written} | {construct.finds} |")
    return "\n".join(rows)
