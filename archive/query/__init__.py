"""The query language: text in, tree out. It knows no engine.

    query    = either ;
    either   = together { "OR" together } ;
    together = both { both } ;                 (* joined by AND; by OR with --match any *)
    both     = negated { "AND" negated } ;
    negated  = { "NOT" | "-" } clause ;
    clause   = [ field ":" ] ( "(" either ")" | value ) [ "^" weight ] ;
    value    = [ "=" ] ( word | '"' words '"' [ "~" others ] ) | wildcard | misspelt | range ;
    misspelt = word "~" [ "1" | "2" ] ;        (* so many letters may be wrong, not the first *)
    wildcard = two letters or more, then letters, "*" (any letters) and "?" (one letter) ;
    range    = date | date ".." date | date ".." | ".." date | (">=" | ">" | "<=" | "<") date ;

Operators are written in capitals; `or` is a word. With `--match any` a negated clause still
excludes: `a b -c` is `(a OR b) NOT c`. Words are compared as `archive.analysis` folds them, so
`Covid-19` is the phrase `"covid 19"`; a "?" at the end of a word is punctuation, not a wildcard.
Every text either has a meaning or raises a `QueryError` that says where it lost it, and
`parse(str(tree)) == tree`.
"""

from archive.query.parser import parse
from archive.query.sought import Sought, sought
from archive.query.tree import (
    And,
    Boost,
    Everything,
    First,
    Fuzzy,
    Not,
    NumberRange,
    Or,
    Paragraph,
    Phrase,
    Range,
    Times,
    Tree,
    Value,
    Wildcard,
    Word,
    WordRange,
    Words,
)
from archive.query.walk import all_of, any_of, leaves, negated, parts, resolved

__all__ = [
    "And",
    "Boost",
    "Everything",
    "First",
    "Fuzzy",
    "Not",
    "NumberRange",
    "Or",
    "Paragraph",
    "Phrase",
    "Range",
    "Sought",
    "Times",
    "Tree",
    "Value",
    "Wildcard",
    "Word",
    "WordRange",
    "Words",
    "all_of",
    "any_of",
    "leaves",
    "negated",
    "parse",
    "parts",
    "resolved",
    "sought",
]
