"""Where the words of a text are: each with its position, its offsets and its folded form.

A word is a run of letters, digits and their marks; an apostrophe between letters belongs to it
("Jum'at" is one word, but "Putin's" is "Putin" and "s"). Everything else separates: "Covid-19"
is *covid* *19*, "tass.com" is *tass* *com*, "1950-1953" is *1950* *1953*, each part one position
on, so that the parts are found alone and the whole as a phrase. Writing systems without spaces
(Chinese, Japanese, Thai, Lao, Burmese, Khmer) give one word a character: a longer word is found
as a phrase of its characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from archive.analysis.folding import INVISIBLE, fold


def _ranges(codes: Iterable[int]) -> str:
    """Ascending code points as the inside of a character class; the shorter, the faster read."""
    runs: list[list[int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(chr(one) if one == last else f"{chr(one)}-{chr(last)}" for one, last in runs)


# The blocks that hold combining marks; Python's \w knows letters and digits but no marks, and
# would cut "cafe\u0301" and every Hindi word in two. Asking all of Unicode would take 100 ms.
_MARK_BLOCKS = (
    (0x300, 0x1E00), (0x20D0, 0x2100), (0x2CEF, 0x2E00), (0x302A, 0x3100), (0xA66F, 0xAC00),
    (0xFB1E, 0xFB1F), (0xFE00, 0xFE30), (0x101FD, 0x101FE), (0x102E0, 0x102E1),
    (0x10376, 0x1037B), (0x10A00, 0x11F60), (0x13440, 0x13456), (0x16110, 0x16140),
    (0x16AF0, 0x16FF2), (0x1BC9D, 0x1BC9F), (0x1CF00, 0x1CF47), (0x1D165, 0x1D245),
    (0x1DA00, 0x1E950), (0xE0100, 0xE01F0),
)  # fmt: skip
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_LETTER = rf"[^\W_{_UNSPACED}]"
_JOIN = rf"['’‘`´＇](?<=[^\W\d_].)(?![sS](?!{_LETTER}))(?=[^\W\d_])"
# Nearly all words are plain ASCII with nothing else glued to them: three times as fast.
_PLAIN = r"[A-Za-z0-9]++(?![^\x00-\x26\x28-\x5f\x61-\x7f])"


@cache
def _word() -> re.Pattern[str]:
    """A word of any text. Made when the first one is met: it takes 12 ms."""
    marks = _ranges(
        code
        for first, end in _MARK_BLOCKS
        for code in range(first, end)
        if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me")
    )
    mark = f"[{marks}{INVISIBLE}]"
    run = rf"{_LETTER}+(?:{mark}+{_LETTER}*)*"
    return re.compile(rf"{_PLAIN}|{run}(?:{_JOIN}{run})*|[{_UNSPACED}]{mark}*", re.DOTALL)


# Nearly all articles are ASCII but for these, which separate words or are apostrophes.
_SEPARATORS = "\u00a0\u00a9\u2013\u2014\u201c\u201d\u2022\u2026"
_CURLY = "\u2018\u2019\u00b4"
_ODD = re.compile(f"[^\x00-\x7f{_SEPARATORS}{_CURLY}]")
# The same as `_word` for such a text.
_WORD_OF_PLAIN = re.compile(
    rf"[A-Za-z0-9]+(?:['`{_CURLY}](?<=[A-Za-z].)(?![sS](?![A-Za-z0-9]))(?=[A-Za-z])[A-Za-z0-9]+)*"
)


# A longer run is no word anybody asks for (encoded pictures, keys): its beginning stands for it.
LONGEST = 100
_PIECE = 1 << 18


class Token(NamedTuple):
    """A word of a text: folded, its place in the sequence of words, and its offsets."""

    word: str
    position: int
    start: int
    end: int


def analyse(text: str) -> Iterator[Token]:
    """The words of `text` in order. Offsets are into `text` as it is given."""
    position = 0
    form = _word() if _ODD.search(text) else _WORD_OF_PLAIN
    for match in form.finditer(text):
        for word in _folded(match.group()):
            yield Token(word, position, match.start(), match.end())
            position += 1


@lru_cache(maxsize=1 << 18)
def _folded(written: str) -> tuple[str, ...]:
    """The folded form; several words where folding brings separators ("½" is 1 and 2)."""
    word = fold(written[:LONGEST])
    if word.isascii() and word.isalnum():
        return (word[:LONGEST],)
    return tuple(match.group()[:LONGEST] for match in _word().finditer(word))


def words(text: str) -> tuple[str, ...]:
    """The folded words of `text`, without their places: those of `analyse`."""
    if len(text) > _PIECE:  # the long way gives equal words as one: millions need 8 bytes each
        return tuple(chain.from_iterable(map(_any_words, _pieces(text))))
    return tuple(_words(text))


# A plain text can be cut without asking for each letter what it is: a third of the time.
_JOINING = b"'`"
_SPACED = bytes(
    code if (chr(code).isascii() and chr(code).isalnum()) or code in _JOINING else ord(" ")
    for code in bytes(range(256)).lower()
)


def _words(text: str) -> Iterable[str]:
    plain = text if text.isascii() else _plain(text)
    if not plain.isascii():
        return _any_words(text)
    runs = plain.encode().translate(_SPACED).decode().split()
    if "'" not in plain and "`" not in plain and max(map(len, runs), default=0) <= LONGEST:
        return runs
    return chain.from_iterable(map(_words_of_run, runs))


def _plain(text: str) -> str:
    for separator in _SEPARATORS:
        text = text.replace(separator, " ")
    for apostrophe in _CURLY:
        text = text.replace(apostrophe, "'")
    return text


def _words_of_run(run: str) -> Iterable[str]:
    return (run,) if run.isalnum() and len(run) <= LONGEST else _any_words(run)


def _any_words(text: str) -> Iterable[str]:
    return chain.from_iterable(map(_folded, _word().findall(text)))


def _pieces(text: str) -> Iterator[str]:
    """`text` cut at spaces, so that not all words of a huge one are in memory unfolded."""
    start = 0
    while len(text) - start > _PIECE and (end := text.find(" ", start + _PIECE)) > 0:
        yield text[start:end]
        start = end
    yield text[start:] if start else text
