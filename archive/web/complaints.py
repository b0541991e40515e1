"""What the archive complains about, in the language of the reader.

Errors are raised in English, far from any page. Each sentence that a page may show stands here too,
with the parts that vary as %(names)s, so that it can be told again in another language. What is not
known here is shown as it was raised.
"""

from __future__ import annotations

import re
from functools import cache
from gettext import NullTranslations

from archive.web.wording import N_

COMPLAINTS = (
    N_("a parenthesis right after a word: put a space between them, or both in quotation marks"),
    N_("parentheses are nested deeper than the limit of %(limit)s"),
    N_("a minus sign after a field: write it before the field, as -title:word"),
    N_("this quotation mark is not closed"),
    N_(
        "%(name)s( needs a number from 1 to %(limit)s and a comma: %(same)s(5, word). In quotation "
        "marks it is text"
    ),
    N_("nothing is known of what %(field)s: rests on; it is known of %(fields)s"),
    N_(
        "there is no field %(field)s; the fields are %(fields)s. Words with a colon can be put in "
        "quotation marks"
    ),
    N_("this is no character; is the query UTF-8?"),
    N_("the query has %(count)s characters, the limit is %(limit)s"),
    N_("the query has %(count)s clauses, the limit is %(limit)s"),
    N_("this parenthesis closes nothing"),
    N_("a parenthesis is not closed before here"),
    N_("a field inside %(field)s:(…)"),
    N_("%(field)s: needs a value right after it"),
    N_("%(sign)s needs a word right after it"),
    N_("%(name)s(…) takes one word or one phrase"),
    N_("this parenthesis is not closed"),
    N_("there is nothing between these parentheses"),
    N_("the query is empty"),
    N_("something to search for is missing at the end"),
    N_("something to search for is missing before this parenthesis"),
    N_("something to search for is missing before %(what)s"),
    N_("~ has no meaning in %(field)s:"),
    N_("nearness needs two words or more in the quotation marks"),
    N_("= has no meaning for a range"),
    N_("between words there is >= and <= only, or a..k"),
    N_("a range needs at least one end: a.. or ..k"),
    N_("the range %(range)s ends before it begins"),
    N_("an end of a range must be a single word"),
    N_("there is no word to search for here"),
    N_("= has no meaning before a word that may be misspelt"),
    N_("a wildcard cannot be misspelt: leave out the ~"),
    N_("~ must stand behind a single word"),
    N_("this word has %(count)s characters, the limit is %(limit)s"),
    N_("a wildcard must stand in a single word"),
    N_("= has no meaning for a wildcard, it looks at written forms anyway"),
    N_("a wildcard needs at least %(count)s letters before the first * or ?"),
    N_("%(field)s: knows %(values)s"),
    N_("what a value rests on is %(values)s, as in published.basis:inferred"),
    N_("%(value)s is not a date: write 2023, 2023-07 or 2023-07-15; or, from today, -7d"),
    N_("%(value)s is not a date: write 2023, 2023-07 or 2023-07-15"),
    N_("%(value)s is not a date of the calendar"),
    N_("there is no date %(sign)s %(date)s"),
    N_("a range needs at least one end: 2023.. or ..2023"),
    N_("a range needs at least one end: 7.. or ..9"),
    N_("%(field)s: needs a whole number, or a range as 7..9 or >=7"),
    N_("no number of %(field)s: is below 0"),
    N_(
        "after ^ comes a number from %(least)s to %(most)s with at most two decimals, as in "
        "word^2.5; in quotation marks it is text"
    ),
    N_(
        "after the ~ of a phrase comes how many other words may stand inside, 1 to %(most)s, as in "
        '"a phrase"~3'
    ),
    N_(
        "after the ~ of a word comes how many letters may be wrong, 1 or 2 (nothing: 1); in "
        "quotation marks it is text"
    ),
    N_("a word of which %(count)s letter may be wrong needs at least %(letters)s letters"),
    N_("a word of which %(count)s letters may be wrong needs at least %(letters)s letters"),
    N_(
        "this takes longer than the limit of %(seconds)s s, and a part would be no answer: ask for "
        "less, or set `deadline` higher"
    ),
    N_("there is a saved search %(name)s already; remove it first"),
    N_("there is no saved search %(name)s"),
    N_("there is no article %(id)s"),
    N_("article %(id)s has no note %(number)s"),
    N_("there is no upload %(id)s"),
    N_("only a page of this server may change something"),
    N_("nothing can be changed here (--read-only)"),
    N_("too much is being asked at the same time; try again"),
    N_("another process is writing to the archive; try again when it is done"),
    N_("the search index is not ready yet; try again in a while"),
    N_("the disk refused"),
    N_("a fault of archive itself"),
    N_("Bad Request"),
    N_("Forbidden"),
    N_("Not Found"),
    N_("Method Not Allowed"),
    N_("Internal Server Error"),
    N_("Service Unavailable"),
)
_PART = re.compile(r"%\((\w+)\)s")


def told(text: str, words: NullTranslations) -> str:
    """An error's sentence by these translations."""
    for sentence, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return words.gettext(sentence) % found.groupdict()
    return text


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((sentence, re.compile(_pattern(sentence), re.DOTALL)) for sentence in COMPLAINTS)


def _pattern(sentence: str) -> str:
    pieces = _PART.split(sentence)  # text, name, text, name, …
    return "".join(
        f"(?P<{piece}>.+?)" if number % 2 else re.escape(piece)
        for number, piece in enumerate(pieces)
    )
