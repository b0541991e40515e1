"""The language of an article, told from its title and its first thousand characters.

pycld2 where it is installed (it has no wheel for Python 3.14), a table of function words where it
is not. Both say nothing rather than guess on a text of a few words. Indonesian and Malay, which
cld2 takes for each other in one of 400 articles, are told apart by the words that only one of them
has.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from types import ModuleType

from archive.analysis import words
from archive.article import Article, Fact
from archive.zones import Zone

FIELDS = ("language",)
LEAD = 1_000
SHORTEST = 20

try:
    import pycld2
except ImportError:  # the extra wheel is missing; `by_function_words` does the work
    detector: ModuleType | None = None
else:
    detector = pycld2

# cld2's own codes where they are not ISO 639-1.
_CODES = {"jw": "jv", "iw": "he", "zh-Hant": "zh"}
# Indonesian and Malay share their smallest words; what news of one says and the other does not
# tells them apart.
_BOTH = "yang dan di dengan untuk dari dalam pada ini itu tidak akan oleh"
_ONLY = {
    "id": "karena bahwa adalah bisa senin selasa rabu kamis jumat minggu rupiah rp polisi "
    "hingga warga mengatakan kata kota kabupaten desa provinsi menurut saat sekitar",
    "ms": "kerana bahawa ialah boleh isnin khamis jumaat ahad ringgit rm polis "
    "sehingga penduduk berkata bandar jajahan mukim manakala ketika kira",
}
_FUNCTION_WORDS = {
    "id": f"{_BOTH} {_ONLY['id']}",
    "ms": f"{_BOTH} {_ONLY['ms']}",
    "jv": "sing lan ing karo kanggo saka iki iku ora amarga ana uga bakal dening wong",
    "en": "the of and to in a is that for it was on with as by at from be are this",
}


def extract(article: Article, zones: Sequence[Zone]) -> list[Fact]:
    """The language of the article, unless the file declares it or it cannot be told.

    Its confidence is the part of the lead that is in it as cld2 has it, or the part of the function
    words.
    """
    lead = f"{article.value('title') or ''}\n{article.text[:LEAD]}"
    if article.fact("language") or len(lead.strip()) < SHORTEST:
        return []
    rule, told = ("cld2", by_cld2(lead)) if detector else ("words", by_function_words(lead))
    if told is None:
        return []
    found, confidence = told
    if found in _ONLY and (other := _not_but(found, lead)):
        found, rule, confidence = (*other, confidence)
    return [Fact("language", found, "inferred", rule, confidence=confidence)]


Told = tuple[str, float]


def by_cld2(text: str) -> Told | None:
    """The language of `text` and how much of it is in it, from 0 to 1, as cld2 has it."""
    assert detector is not None
    try:
        is_reliable, _, details = detector.detect(text.encode(), bestEffort=True)
    except detector.error:
        # It calls control characters and unassigned code points invalid UTF-8.
        plain = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
        is_reliable, _, details = detector.detect(plain.encode(), bestEffort=True)
    _, code, percent, _ = details[0]
    return (_CODES.get(code, code), percent / 100) if is_reliable and code != "un" else None


def _not_but(found: str, text: str) -> tuple[str, str] | None:
    """Of Indonesian and Malay the one that is not `found`, where it has more words of its own."""
    counts = Counter(words(text))
    own = {code: sum(counts[word] for word in only.split()) for code, only in _ONLY.items()}
    (other,) = own.keys() - {found}
    return (other, "words of its own") if own[other] >= own[found] + 3 else None


def by_function_words(text: str) -> Told | None:
    """The language whose commonest small words `text` has most of: three at least, no tie.

    With it, which part they are of the small words of any language in it that it knows.
    """
    counts = Counter(words(text))
    scores = Counter(
        {
            language: sum(counts[word] for word in small.split())
            for language, small in _FUNCTION_WORDS.items()
        }
    )
    (best, most), (_, second) = scores.most_common(2)
    return (best, round(most / (most + second), 2)) if most >= 3 and most > second else None
