"""One word as it is compared: case, accents, compatibility forms and invisible letters gone.

`fold("Ｃafé") == fold("cafe\\u0301") == "cafe"`. Folding a folded word changes nothing.
"""

from __future__ import annotations

import re
import unicodedata

# Letters whose stroke or ligature is no combining mark, so that decomposition keeps them.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe",
        "þ": "th", "ð": "d", "ё": "е",
    }
)  # fmt: skip
APOSTROPHES = "'`´‘’ʻʼʹ＇"
# Format characters that no reader sees: soft hyphen, zero-width and direction marks.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_DROPPED = re.compile(
    f"[{APOSTROPHES}{INVISIBLE}\u0640\u064b-\u065f\u0670\u0591-\u05c7\ufe00-\ufe0f]"
)
# Accents go from Latin and Greek letters only. Elsewhere a mark is part of the letter
# (й, が, the vowels of Devanagari): dropping it would merge different words.
# What the query language puts around a value, so that no value can hold it.
_QUOTES = dict.fromkeys(map(ord, '"“”„'))
_ACCENTS = re.compile("([\u0000-\u03ff])[\u0300-\u036f]+")


def fold(word: str) -> str:
    """`word` as it is compared. May be empty (a word of invisible letters only)."""
    if word.isascii():
        return _DROPPED.sub("", word.lower()) if not word.isalnum() else word.lower()
    decomposed = unicodedata.normalize("NFKD", _DROPPED.sub("", word).casefold())
    # Decomposing can bring capitals back ("㎆" → "MB"), hence the second casefold.
    # What is dropped may stand between a letter and its accents.
    plain = _ACCENTS.sub(r"\1", _DROPPED.sub("", decomposed.casefold()))
    return unicodedata.normalize("NFC", plain).translate(_LETTERS)


def fold_value(value: str) -> str:
    """A whole value as it is compared: folded, blank space around it gone and in it squeezed."""
    return " ".join(fold(value).split())


def fold_whole(value: str) -> str:
    """`fold_value` without quotation marks: how the whole value of a facet is compared."""
    return fold_value(fold_value(value).translate(_QUOTES))
