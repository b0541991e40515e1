"""What one written value means in its field: a word, a phrase, a wildcard, a range, a number."""

from __future__ import annotations

import re

from archive import dates
from archive.analysis import analyse, fold, fold_value, fold_whole, words
from archive.errors import QueryError
from archive.query import limits
from archive.query.lexer import QUOTES, Lexeme
from archive.query.tree import Phrase, Range, Tree, Value, Wildcard, Word
from archive.schema import FACETS, FIELDS, HAVABLE, WHOLE, ZONE_FIELDS, Kind

_FUZZY = re.compile(r"\w(~\w*)$")
_BOOST = re.compile(r"\w(\^[\d.]+)$")
_WILD = re.compile(r"[*?]")
_STRAY = "!?.,;:"


def value(query: str, lexeme: Lexeme, field: str | None, *, is_exact: bool) -> Tree:
    """The clause that `lexeme` (a word or a phrase) stands for in `field`.

    Raises
    ------
    QueryError
        If it cannot be a value of that field.
    """
    reader = _Reader(query, lexeme, field)
    match FIELDS[field].kind if field else Kind.TEXT:
        case Kind.TEXT | Kind.NAME:
            return reader.words(is_exact)
        case _ if is_exact:
            raise reader.error(f"= has no meaning in {field}:, its values are always exact")
        case Kind.DATE:
            return reader.days()
        case Kind.NUMBER:
            return reader.number()
        case _:
            return reader.keyword()


def whole_value(query: str, lexeme: Lexeme, field: str | None) -> Tree:
    """The clause for articles whose value of the facet `field` is, as a whole, `lexeme`.

    Raises
    ------
    QueryError
        If `field` is no facet.
    """
    if field not in FACETS:
        message = f"== asks for the whole value of one of the facets {', '.join(FACETS)}"
        raise QueryError(message, query, lexeme.start, lexeme.end)
    return whole(field, lexeme.text)


def whole(facet: str, text: str) -> Value:
    """The clause for articles whose value of `facet` is, as a whole and folded, `text`."""
    return Value(fold_whole(text) if facet in WHOLE else fold_value(text), facet)


class _Reader:
    """One value with its place, so that each way to read it can point at it."""

    def __init__(self, query: str, lexeme: Lexeme, field: str | None) -> None:
        self.query = query
        self.lexeme = lexeme
        self.field = field
        self.text = lexeme.text

    def error(self, message: str) -> QueryError:
        return QueryError(message, self.query, self.lexeme.start, self.lexeme.end)

    @property
    def is_quoted(self) -> bool:
        return self.lexeme.sort == "phrase"

    def words(self, is_exact: bool) -> Tree:
        if not self.is_quoted:
            self.refuse_unknown_signs()
        tokens = list(analyse(self.text))
        if not tokens:
            raise self.error("there is no word to search for here")
        self.check_length(max(token.end - token.start for token in tokens))
        if not self.is_quoted and _WILD.search(self.text.rstrip(_STRAY)):
            return self.wildcard(is_exact)
        found = tuple(token.word for token in tokens)
        if len(found) == 1:
            return Word(found[0], self.field, is_exact)
        return Phrase(found, self.field, is_exact)

    def refuse_unknown_signs(self) -> None:
        for pattern, about in ((_FUZZY, "similar spellings (~)"), (_BOOST, "weights (^)")):
            if pattern.search(self.text):
                raise self.error(f"{about} are not understood yet; in quotation marks it is text")

    def check_length(self, length: int) -> None:
        if length > limits.WORD:
            raise self.error(f"this word has {length} characters, the limit is {limits.WORD}")

    def wildcard(self, is_exact: bool) -> Tree:
        if is_exact:
            raise self.error("= has no meaning for a wildcard, it looks at written forms anyway")
        # With a letter for each sign, the analysis says where the word begins and ends.
        tokens = list(analyse(_WILD.sub("x", self.text.rstrip(_STRAY))))
        if len(tokens) != 1:
            raise self.error("a wildcard must stand in a single word")
        pattern = fold(self.text[tokens[0].start : tokens[0].end])
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
        assert self.field is not None
        if not (self.text.isascii() and self.text.isdigit() and len(self.text) <= 18):
            raise self.error(f"{self.field}: needs a whole number")
        return Value(str(int(self.text)), self.field)

    def keyword(self) -> Tree:
        assert self.field is not None
        folded = fold_value(self.text)
        if not folded:
            raise self.error(f"{self.field}: needs a value")
        if set(folded) & set(QUOTES):
            raise self.error(f"a value of {self.field}: cannot hold a quotation mark")
        if self.field in ("tag", "language") and not self.is_quoted and _WILD.search(self.text):
            if re.search(r"[()=\s]|\?$", folded):
                raise self.error("a wildcard must stand in a single word")
            return self.checked(Wildcard(folded, self.field))
        if self.field == "has" and folded not in HAVABLE:
            raise self.error(f"has: knows {', '.join(HAVABLE)}")
        if self.field == "zone" and folded not in ZONE_FIELDS:
            raise self.error(f"zone: knows {', '.join(ZONE_FIELDS)}")
        return Value(folded, self.field)
