"""The runs of capitalised words in a text, and what each of them names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.ingest.entities._lexicon import BEFORE, BEHIND, LENGTHS, PHRASES, letter_of
from archive.ingest.entities._shapes import ACRONYM, Rule, Span, names

_ABBREVIATED = r"(?:r|rs|ra|rof|j|y|n|t|ol|en|ep|ov|apt|gt|ev|l)\."
# The commonest first: a word of five letters or more.
_WORD = (
    r"[A-Z](?:\w{4}[\w&]*(?:[’'-](?!s\b)\w+)*"
    rf"|(?:\.[A-Z])+\b\.?|(?:{_ABBREVIATED}|\.)(?= [A-Z])"
    r"|[\w&]*(?:[’'-](?!s\b)\w+)*)"
)
_JOINED = r"(?:of the|of|for|and|dan|bin|binti|van der|van|von|de la|de|da|dos|del|der) "
_RUN = re.compile(rf"{_WORD}(?: (?:{_JOINED})?{_WORD})*")
_AGE = re.compile(r" \((?:usia )?\d\d(?: tahun| thn)?\)|, (?:aged )?\d\d,(?!\d)")
_NEXT = re.compile(r", ([A-Z][\w.]*(?: [A-Z]\w+)?)")
# The rest of a name that has commas: ", Kebudayaan, Riset, dan Teknologi".
_LISTED = re.compile(r"(?:, [A-Z]\w+(?: [A-Z]\w+)?){1,3},? (?:dan|and) [A-Z]\w+(?: [A-Z]\w+)?")
_ACRONYM = re.compile(r" \(([A-Z](?=[A-Za-z-]*[A-Z])[A-Za-z-]{1,14})\)")
# What stands between a speech and the verb of saying.
_SPOKEN = frozenset(",\"”“'’?!")
# No name has so many words: such a run is a heading, or a list.
LONGEST = 24
# The letter for what follows behind a comma, by the letter of that.
_AFTER_COMMA = dict.fromkeys("PCK", "p") | dict.fromkeys("TML", "t")
# What a sentence begins behind, as the last character of the word before.
_ENDS = frozenset('.!?…:”"“)*\n')
# Single words that name something wherever they stand, and such for which it matters where.
_ANYWHERE = frozenset("OBF")
_SOMEWHERE = frozenset("NGWP")


# One place where something is named: by which rule, start and end in the text. There are so many
# that a class of its own would take a tenth of the time.
Mention = tuple[Rule, int, int]


def mentions(text: str) -> Iterator[Mention]:
    """What the runs in `text` name, in order."""
    for match in _RUN.finditer(text):
        run = match.group()
        start, end = match.span()
        words = [run]
        if " " in run:
            words = run.split(" ")
            shape = f"{_before(text, start)}{_letters(words)}{_behind(text, end)}"
        elif (letter := letter_of(run)) in _ANYWHERE:
            shape = f"-{letter}-"
        elif letter in _SOMEWHERE:
            shape = _shape(text, start, end, letter)
        else:
            continue
        if (spans := names(shape)) and _stands_alone(text, start, end):
            if shape[0] == "." and _begins_sentence(text, words[0], spans):
                spans = names(f".S{shape[2:]}")
            yield from _placed(text, words, start, spans)


def _shape(text: str, start: int, end: int, letter: str) -> str:
    """The shape of a single word; nothing is looked at that does not matter."""
    left = _before(text, start)
    if letter in "PN" and left in "-." and text[end : end + 2] != " (":
        return f"{left}{letter}-"
    return f"{left}{letter}{_behind(text, end)}"


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether it is no part of a word, or of an amount: US$100."""
    return not (start and text[start - 1].isalnum()) and text[end : end + 1] != "$"


def _begins_sentence(text: str, word: str, spans: tuple[Span, ...]) -> bool:
    """Whether `word` is there in small letters too, and so no name; a firm may be called so."""
    rule, first, _ = spans[0]
    is_name = first or rule.field == "organisation" or letter_of(word) not in "NQW"
    return not is_name and f" {word.lower()} " in text


def _letters(words: list[str]) -> str:
    """The letter of each word; known phrases become one word of `words`."""
    if len(words) > LONGEST:
        return ""
    if LENGTHS.keys().isdisjoint(words):
        return "".join(map(letter_of, words))
    letters, at = "", 0
    while at < len(words):
        for count in LENGTHS.get(words[at], ()):
            phrase = " ".join(words[at : at + count])
            if letter := PHRASES.get(phrase):
                words[at : at + count] = [phrase]
                break
        else:
            letter = letter_of(words[at])
        letters += letter
        at += 1
    return letters


def _placed(text: str, words: list[str], start: int, spans: tuple[Span, ...]) -> Iterator[Mention]:
    starts = []
    for word in words:
        starts.append(start)
        start += len(word) + 1
    for rule, first, last in spans:
        end = starts[last - 1] + len(words[last - 1])
        if rule.field != "organisation":
            yield rule, starts[first], end
            continue
        end = _listed(text, end)
        yield rule, starts[first], end
        if short := _short(text, starts[first], end):
            yield ACRONYM, *short


def _short(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the acronym of an organisation stands, in parentheses behind its name.

    It begins as the name does, "PT" aside. Behind "Tbk" stands what the shares are called.
    """
    found = _ACRONYM.match(text, end)
    if not found or text.startswith("Tbk", end - 3):
        return None
    name = text[start:end].removeprefix("PT ").removeprefix("CV ")
    return found.span(1) if name[:1] == found[1][0] else None


def _listed(text: str, end: int) -> int:
    """Where an organisation's name ends, which may go on behind a comma."""
    if text.startswith(", ", end) and (following := _LISTED.match(text, end)):
        word = following.group()[2:].split(" ")[0]
        return following.end() if letter_of(word.rstrip(",")) in "QN" else end
    return end


def _before(text: str, start: int) -> str:
    """The letter for what stands before `start`."""
    if not start or text[start - 1] != " ":
        return "." if not start or text[start - 1] in _ENDS else "-"
    word = text[text.rfind(" ", max(0, start - 16), start - 1) + 1 : start - 1]
    known = BEFORE.get(word)
    if known == "y" and text[max(0, start - len(word) - 3)] not in _SPOKEN:
        return "-"
    if word.endswith(("'s", "’s")):
        return "g"
    return known or ("." if not word or word[-1] in _ENDS else "-")


def _behind(text: str, end: int) -> str:
    """The letter for what stands behind `end`."""
    sign = text[end : end + 2]
    if sign in (", ", " ("):
        return "a" if _AGE.match(text, end) else _after_mark(text, end)
    if sign[:1] != " ":
        return "-"
    stop = text.find(" ", end + 1, end + 20)
    return BEHIND.get(text[end + 1 : stop], "-") if stop > 0 else "-"


def _after_mark(text: str, end: int) -> str:
    """The letter for what stands behind a comma, or in parentheses."""
    if short := _ACRONYM.match(text, end):
        return "-" if PHRASES.get(short[1]) == "P" else "b"
    following = _NEXT.match(text, end)
    if not following:
        return "-"
    letter = PHRASES.get(following[1]) or letter_of(following[1].split(" ")[0])
    return _AFTER_COMMA.get(letter, "-")
