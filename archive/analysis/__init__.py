"""From text to terms: the one analysis that index, query and highlighter share.

    folding     one word as it is compared: case, accents and compatibility forms gone
    words       where the words of a text are: positions and offsets
    paragraphs  where paragraphs begin
    stems       the stem of a word in a language; languages/ has a file per language

Because all three doors call `analyse`, a word that is highlighted is a word that matched, and
a query can never be folded in another way than the text was.
"""

from archive.analysis.folding import fold, fold_value, fold_whole
from archive.analysis.paragraphs import paragraphs
from archive.analysis.stems import languages, overriding, questions, stem
from archive.analysis.version import VERSION
from archive.analysis.words import Token, analyse, words

__all__ = [
    "VERSION",
    "Token",
    "analyse",
    "fold",
    "fold_value",
    "fold_whole",
    "languages",
    "overriding",
    "paragraphs",
    "questions",
    "stem",
    "stems",
    "words",
]
