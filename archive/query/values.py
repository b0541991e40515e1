"""What one written value means in its field: a word, a phrase, a wildcard, a range, a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from archive import dates
from archive.analysis import analyse, fold, fold_value, fold_whole, words
from archive.article import BASES
from archive.errors import QueryError
from archive.query import limits
from archive.query.lexer import QUOTES, Lexeme
from archive.query.numbers import edits, factor, numbers, slop
from archive.query.tree import (
    Boost,
    Fuzzy,
    NumberRange,
    Paragraph,
    Phrase,
    Range,
    Tree,
    Value,
    Wildcard,
    Word,
    WordRange,
)
from archive.schema import FACETS, FACTS, HAVABLE, WHOLE, ZONE_FIELDS, Kind, kind_of

# A tilde behind a slash belongs to an address.
_FUZZY = re.compile(r"(.*[^/])~(\w*)", re.DOTALL)
_BOOST = re.compile(r"(.+)\^((?:[\d.,+-].*)?)", re.DOTALL)
_WILD = re.compile(r"[*?]")
_STRAY = "!?.,;:"
# Two dots, and no more of them; a comparison.
_RANGE = re.compile(r"[^.]*\.\.[^.]*|[<>].*", re.DOTALL)

T = TypeVar("T")


def value(
    query: str, lexeme: Lexeme, field: str | None, *, is_exact: bool, near: Lexeme | None = None
) -> Tree:
    """The clause that `lexeme` (a word or a phrase, with the `near` behind it) means in `field`.

    Raises
    ------
    QueryError
        If it cannot be a value of that field.
    """
    reader = _Reader(query, lexeme, field)
    kind = kind_of(field) if field else Kind.TEXT
    if kind in (Kind.TEXT, Kind.NAME):
        return reader.phrase(is_exact, near) if reader.is_quoted else reader.word(is_exact)
    if is_exact:
        raise reader.error(f"= has no meaning in {field}:, its values are always exact")
    if near:
        raise QueryError(f"~ has no meaning in {field}:", query, near.start, near.end)
    match kind:
        case Kind.DATE:
            return reader.days()
        case Kind.NUMBER:
            return reader.number()
        case _:
            return reader.keyword()


def whole_value(query: str, lexeme: Lexeme, field: str | None, near: Lexeme | None = None) -> Tree:
    """The clause for articles whose value of the facet `field` is, as a whole, `lexeme`.

    Raises
    ------
    QueryError
        If `field` is no facet, or can have no such value.
    """
    reader = _Reader(query, lexeme, field)
    if field not in FACETS:
        raise reader.error(f"== asks for the whole value of one of {', '.join(FACETS)}")
    if near:
        raise reader.error("~ has no meaning behind a whole value", near)
    return reader.understood(whole, field, lexeme.text)


def whole(facet: str, text: str) -> Value:
    """The clause for articles whose value of `facet` is, as a whole and folded, `text`.

    Raises
    ------
    ValueError
        If that cannot be written in the query language.
    """
    return Value(fold_whole(text) if facet in WHOLE else _keyword(facet, text), facet)


def _keyword(field: str, text: str) -> str:
    """A whole value as it is compared, if it can be written."""
    folded = fold_value(text)
    if not folded:
        raise ValueError(f"{field}: needs a value")
    if set(folded) & set(QUOTES):
        raise ValueError(f"a value of {field}: cannot hold a quotation mark")
    return folded


class _Reader:
    """One value with its place, so that each way to read it can point at it."""

    def __init__(self, query: str, lexeme: Lexeme, field: str | None) -> None:
        self.query = query
        self.lexeme = lexeme
        self.field = field
        self.text = lexeme.text

    def error(self, message: str, lexeme: Lexeme | None = None) -> QueryError:
        lexeme = lexeme or self.lexeme
        return QueryError(message, self.query, lexeme.start, lexeme.end)

    @property
    def is_quoted(self) -> bool:
        return self.lexeme.sort == "phrase"

    def phrase(self, is_exact: bool, near: Lexeme | None) -> Tree:
        found = self.words_of(self.text)
        if not near:
            return self.side_by_side(found, is_exact)
        if len(found) < 2:
            raise self.error("nearness needs two words or more in the quotation marks", near)
        if near.text.lower() == "para":
            return Paragraph(found, self.field, is_exact)
        try:
            return Phrase(found, self.field, is_exact, slop(near.text))
        except ValueError as error:
            raise self.error(str(error), near) from None

    def word(self, is_exact: bool) -> Tree:
        """What is not quoted: a word with what follows it, or several that are glued together."""
        if boosted := _BOOST.fullmatch(self.text.rstrip(_STRAY)):
            self.text = boosted[1]
            return Boost(self.unweighted(is_exact), self.understood(factor, boosted[2]))
        return self.unweighted(is_exact)

    def unweighted(self, is_exact: bool) -> Tree:
        if self.field and kind_of(self.field) is Kind.NAME and _RANGE.fullmatch(self.text):
            return self.word_range(is_exact)
        self.text = self.text.rstrip(_STRAY)
        if close := _FUZZY.fullmatch(self.text):
            return self.fuzzy(close[1], close[2], is_exact)
        if _WILD.search(self.text):
            return self.wildcard(is_exact)
        return self.side_by_side(self.words_of(self.text), is_exact)

    def word_range(self, is_exact: bool = False) -> Tree:
        assert self.field is not None
        if is_exact:
            raise self.error("= has no meaning for a range")
        if self.text[:1] in ("<", ">") and self.text[1:2] != "=":
            raise self.error("between words there is >= and <= only, or a..k")
        low, high = (self.end(text) for text in _ends(self.text))
        if not low and not high:
            raise self.error("a range needs at least one end: a.. or ..k")
        made = WordRange(low, high, self.field)
        if low and high and low[: len(high)] > high:
            raise self.error(f"the range {self.text} ends before it begins")
        return made

    def end(self, text: str) -> str | None:
        """One end of a range of words; None if it is open."""
        if not text:
            return None
        found = self.words_of(text)
        if len(found) > 1 or _WILD.search(text):
            raise self.error("an end of a range must be a single word")
        return found[0]

    def side_by_side(self, found: tuple[str, ...], is_exact: bool) -> Tree:
        if len(found) == 1:
            return Word(found[0], self.field, is_exact)
        return Phrase(found, self.field, is_exact)

    def words_of(self, text: str) -> tuple[str, ...]:
        tokens = list(analyse(text))
        if not tokens:
            raise self.error("there is no word to search for here")
        self.check_length(max(token.end - token.start for token in tokens))
        return tuple(token.word for token in tokens)

    def understood(self, read: Callable[..., T], *texts: str) -> T:
        try:
            return read(*texts)
        except ValueError as error:
            raise self.error(str(error)) from None

    def fuzzy(self, written: str, behind: str, is_exact: bool) -> Tree:
        if is_exact:
            raise self.error("= has no meaning before a word that may be misspelt")
        if _WILD.search(written):
            raise self.error("a wildcard cannot be misspelt: leave out the ~")
        found = self.words_of(written)
        if len(found) > 1:
            raise self.error("~ must stand behind a single word")
        return Fuzzy(found[0], self.field, self.understood(edits, behind, found[0]))

    def check_length(self, length: int) -> None:
        if length > limits.WORD:
            raise self.error(f"this word has {length} characters, the limit is {limits.WORD}")

    def wildcard(self, is_exact: bool) -> Tree:
        # With a letter for each sign, the analysis says where the word begins and ends.
        tokens = list(analyse(_WILD.sub("x", self.text.rstrip(_STRAY))))
        if len(tokens) != 1:
            raise self.error("a wildcard must stand in a single word")
        # At the end, before other signs too, "?" is punctuation.
        pattern = fold(self.text[tokens[0].start : tokens[0].end]).rstrip("?")
        if not _WILD.search(pattern):
            return self.side_by_side(self.words_of(pattern), is_exact)
        if is_exact:
            raise self.error("= has no meaning for a wildcard, it looks at written forms anyway")
        letters = _WILD.sub("", pattern)
        if letters and words(letters) != (letters,):
            raise self.error("a wildcard must stand in a single word")
        return self.checked(Wildcard(pattern, self.field))

    def checked(self, tree: Wildcard) -> Wildcard:
        self.check_length(len(tree.pattern))
        if len(tree.fixed) < limits.FIXED_LETTERS:
            raise self.error(
                f"a wildcard needs at least {limits.FIXED_LETTERS} letters before the first * or ?"
            )
        return tree

    def days(self) -> Tree:
        assert self.field is not None
        try:
            low, high = dates.read_range(self.text.strip())
        except ValueError as error:
            raise self.error(str(error)) from None
        return Range(low, high, self.field)

    def number(self) -> Tree:
        """A number, or a range of numbers."""
        assert self.field is not None
        low, high = self.understood(numbers, self.text.strip(), self.field)
        if low is not None and low == high:
            return Value(str(low), self.field)
        return NumberRange(low, high, self.field)

    def keyword(self) -> Tree:
        assert self.field is not None
        folded = self.understood(_keyword, self.field, self.text)
        if self.field in ("tag", "language") and not self.is_quoted:
            if _WILD.search(self.text):
                return self.wildcard_value(folded)
            if _RANGE.fullmatch(self.text):
                return self.word_range()
        if self.field.endswith("basis"):
            return self.basis(folded)
        for field, known in (("has", HAVABLE), ("zone", tuple(ZONE_FIELDS))):
            if self.field == field and folded not in known:
                raise self.error(f"{field}: knows {', '.join(known)}")
        return Value(folded, self.field)

    def wildcard_value(self, folded: str) -> Tree:
        if re.search(r"[()=\s]|\?$", folded):
            raise self.error("a wildcard must stand in a single word")
        return self.checked(Wildcard(folded, self.field))

    def basis(self, folded: str) -> Tree:
        """`published.basis:inferred`, or `basis:published:inferred`, which is the same."""
        assert self.field is not None
        of, _, basis = (f"{self.field.removesuffix('.basis')}:{folded}").rpartition(":")
        of = of.removeprefix("basis:")
        if basis not in BASES or of not in FACTS:
            raise self.error(
                f"what a value rests on is {', '.join(BASES)}, as in published.basis:inferred"
            )
        return Value(f"{of}:{basis}", "basis")


def _ends(text: str) -> tuple[str, str]:
    """The two ends of a range of words, as written."""
    if text[:2] in ("<=", ">="):
        return ("", text[2:]) if text[0] == "<" else (text[2:], "")
    low, _, high = text.partition("..")
    return low, high
