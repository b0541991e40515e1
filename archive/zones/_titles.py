"""Where the title of a related link ends, when the scraper has glued the next sentence to it.

A title in a line of its own ends with the line. In a text without lines it runs on into the body:
"Baca juga: Harga Beras Naik Tajam Presiden mengatakan …". Indonesian and English titles have their
words in capitals but for small ones, so it ends before the first other word in small letters, and
before the capitalised word in front of it, with which the sentence begins. Titles without capitals
have no such end: if nothing else ends them, only their first words are taken for certain.
"""

from __future__ import annotations

import re
from itertools import pairwise

# No headline is longer.
LONGEST = 180
_WORD = re.compile(r"\S+")
_SMALL = frozenset(
    """
    a agar akan al alias an and antara as at atas atau bagi bak bakal bawa bin binti bikin bisa
    buat by dalam dan dari dekat demi dengan di diduga dkk for from gegara hingga in ini is itu
    jadi jelang jika juga karena ke kepada lagi lewat masih meski mulai of on oleh on or pada para
    per pun saat saja sambil sampai sang sebagai sejak serta setelah si soal tak tanpa terkait the
    to untuk usai via vs with yang yg
    """.split()
)
# Words with which a sentence of the body begins, and hardly ever the middle of a title.
_OPENERS = frozenset(
    """
    Adapun Akibatnya Apalagi Artinya Bahkan Berdasarkan Berikut Dalam Demikian Dengan Dia Dikatakan
    Diketahui Hal Hasilnya Ia Ini Itu Jika Kalau Kami Karena Kata Kemudian Ketika Kini Lalu Lebih
    Maka Meski Mereka Menurut Menurutnya Namun Oleh Pada Padahal Para Perlu Saat Sebab Secara
    Sebagai Sebelumnya Sedangkan Sejak Selain Selanjutnya Sementara Seperti Setelah Tapi Terkait
    Tetapi Untuk Walau
    """.split()
)
# Whatever comes next, the title is over.
_STOP = re.compile(
    r"\[Gambas|\bADVERTISEMENT\b|\bAdvertisement\b|\bSCROLL TO\b|(?:Pewarta|Editor|Penulis|Reporter"
    r"|Foto|FOTO|Sumber): |Lihat Foto|Halaman \d|(?i:copyright|©)|\([a-z]{2,4}/[a-z]{2,4}\)"
    r"|(?:[Bb]aca|BACA|[Ss]imak|SIMAK|[Ll]ihat|LIHAT|[Tt]onton|TONTON)[ \xa0]"
    r"(?:[Jj]uga|JUGA|[Vv]ideo)"
)
# A sentence that the scraper glued to the last word: "MendesakSarmuji", "Kominfo\"Termasuk".
_GLUED = re.compile(
    r"(?<=[a-z][a-z])(?=[A-Z][a-z])|(?<=[\w%)])(?=[\"“][A-Za-z])|(?<=[\w%]\))(?=[A-Z])|(?<=[?!])(?=[A-Z])"
)
_GLUED_CAPITALS = re.compile(r"(?<=[a-z][a-z])(?=[A-Z]{2,}\b)")
_NAMES = re.compile(
    r"NasDem|TikTok|YouTube|LinkedIn|WhatsApp|iPhone|PayLater|Pay[A-Z]|KapanLagi|Air[A-Z]"
    r"|Link[A-Z]|Play[A-Z]|Face[A-Z]|Micro[A-Z]|Sea[A-Z]|Mc[A-Z]|Mac[A-Z]|De[A-Z]|Sandi[A-Z]|Open[A-Z]|Deep[A-Z]|[a-z]+OS"
)
_CLOSING = re.compile('["”]')
_FULL_STOP = re.compile(r"[.!?…][\"”’')\]]*$")


def title_end(text: str, start: int, limit: int) -> int:
    """Where the title that begins at `start` ends, `limit` at the latest."""
    stop = _STOP.search(text, start, limit)
    end = stop.start() if stop else limit
    if limit - start <= LONGEST:  # a line of its own, or the last of its line
        return end
    words = list(_WORD.finditer(text, start, min(end, start + LONGEST + 40)))
    for number, word in enumerate(words):
        if cut := _inside(text, word, number):
            return cut
        if number and _begins_speech(text, word, end):
            return word.start()
        if _is_small(word.group()) and number:
            return _sentence_start(text, words, number, end)
        if number >= 2 and _FULL_STOP.search(word.group()) and not _is_abbreviated(word.group()):
            return word.end()
    return end if end - start <= LONGEST else start


def _inside(text: str, word: re.Match[str], number: int) -> int:
    """Where a sentence is glued to the title inside of `word`; 0 if nowhere."""
    if number < 2 or _NAMES.search(word.group()):
        return 0
    glued = _GLUED.search(text, word.start() + 1, word.end())
    return glued.start() if glued else 0


def _begins_speech(text: str, word: re.Match[str], end: int) -> bool:
    """Whether `word` opens what somebody says, and no name in quotes as titles have them."""
    if word.group()[0] not in '"“':
        return False
    closing = re.compile('["”]').search(text, word.start() + 1, end)
    return (
        closing is None or closing.start() - word.start() > 60 or text[closing.start() - 1] in ",."
    )


def _is_small(word: str) -> bool:
    """Whether a word in small letters is none of those that titles have."""
    bare = word.strip("\"“”'‘’()[],.:;!?-–—")
    return bare[:1].islower() and bare.replace("-", "").isalpha() and bare not in _SMALL


def _sentence_start(text: str, words: list[re.Match[str]], number: int, end: int) -> int:
    """Where the sentence begins that has the small word `number`; the title ends there."""
    for back in range(number - 1, max(number - 7, 2), -1):
        # Behind a comma it belongs to the title: "Gaji Akhirnya Dibayar, Ini Alasannya".
        if words[back].group().strip(",") in _OPENERS and words[back - 1].group()[-1] not in ",:":
            return words[back].start()
    first = number - 1
    while first > 3 and words[first].group()[0].islower():  # small words between the two
        first -= 1
    if first >= 3:
        glued = _GLUED_CAPITALS.search(text, words[first].start() + 1, words[first].end())
        return glued.start() if glued else words[first].start()
    # The title is not written in capitals, so only such a word tells where it ends.
    for before, word in pairwise(words[number:]):
        if word.group().strip(",") in _OPENERS and before.group()[-1] not in ",:":
            return word.start() if word.start() - words[0].start() <= LONGEST else words[0].start()
    return end if end - words[0].start() <= LONGEST else words[0].start()


def _is_abbreviated(word: str) -> bool:
    return bool(re.fullmatch(r"(?:[A-Z]|Rp|No|St|Dr|Ir|Hj?|Prof|Jl|s\.d|dr|vs)\.", word))
