"""The query language: text in, tree out. It knows no engine.

    query    = either ;
    either   = together { "OR" together } ;
    together = both { both } ;                 (* joined by AND; by OR with --match any *)
    both     = negated { "AND" negated } ;
    negated  = { "NOT" | "-" } clause ;
    clause   = [ field ":" ] ( "(" either ")" | named | value ) [ "^" weight ] ;
    named    = ( "first(" | "times(" ) number "," clause ")" ;      (* a word or a phrase *)
    value    = [ "=" ] ( word | phrase ) | whole | wildcard | misspelt | range ;
    phrase   = '"' words '"' [ "~" ( number | "para" ) ] ;
    whole    = "==" ( word | '"' words '"' ) ;         (* all that a facet says *)
    wildcard = two letters or more, then letters, "*" (any letters) and "?" (one letter) ;
    misspelt = word "~" [ "1" | "2" ] ;                (* letters that may be wrong *)
    range    = end | end ".." end | end ".." | ".." end | (">=" | ">" | "<=" | "<") end ;
    end      = date | [ "today" ] { sign digits ( "d" | "w" | "m" | "y" ) } | number | word ;
    field    = a name of the schema | a name of a fact ".basis" ;

What a value can be depends on the kind of its field; `language` is the table of all that can be
asked, with examples. Operators are written in capitals; `or` is a word. With `--match any` a
negated clause still excludes: `a b -c` is `(a OR b) NOT c`. Words are compared as
`archive.analysis` folds them, so `Covid-19` is the phrase `"covid 19"`; a "?" at the end of a word
is punctuation, not a wildcard. `publisher:=="kompas tv"` asks for the whole value of a facet, where
`publisher:kompas` asks for a word of it. Every text either has a meaning or raises a `QueryError`
that says where it lost it, and `parse(str(tree)) == tree`.
"""

from archive.query.narrowing import narrowed
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
from archive.query.walk import all_of, any_of, leaves, negated, parts, resolved, scoped

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
    "narrowed",
    "negated",
    "parse",
    "parts",
    "resolved",
    "scoped",
    "sought",
]
