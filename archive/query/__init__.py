"""The query language: text in, tree out. It knows no engine.

    query    = either ;
    either   = together { "OR" together } ;
    together = both { both } ;                 (* joined by AND; by OR with --match any *)
    both     = negated { "AND" negated } ;
    negated  = { "NOT" | "-" } clause ;
    clause   = [ field ":" ] ( "(" either ")" | value ) ;
    value    = [ "=" | "==" ] ( word | '"' words '"' ) | wildcard | range ;
    wildcard = two letters or more, then letters, "*" (any letters) and "?" (one letter) ;
    range    = date | date ".." date | date ".." | ".." date | (">=" | ">" | "<=" | "<") date ;

Operators are written in capitals; `or` is a word. With `--match any` a negated clause still
excludes: `a b -c` is `(a OR b) NOT c`. Words are compared as `archive.analysis` folds them, so
`Covid-19` is the phrase `"covid 19"`; a "?" at the end of a word is punctuation, not a wildcard.
`publisher:=="kompas tv"` asks for the whole value of a facet, where `publisher:kompas` asks for a
word of it. Every text either has a meaning or raises a `QueryError` that says where it lost it, and
`parse(str(tree)) == tree`.
"""

from archive.query.narrowing import narrowed
from archive.query.parser import parse
from archive.query.tree import (
    And,
    Everything,
    Not,
    Or,
    Phrase,
    Range,
    Tree,
    Value,
    Wildcard,
    Word,
    all_of,
    any_of,
    leaves,
    negated,
    scoped,
)

__all__ = [
    "And",
    "Everything",
    "Not",
    "Or",
    "Phrase",
    "Range",
    "Tree",
    "Value",
    "Wildcard",
    "Word",
    "all_of",
    "any_of",
    "leaves",
    "narrowed",
    "negated",
    "parse",
    "scoped",
]
