"""Where a text names the source that it quotes: an outlet, an agency, a site.

    Dikutip inNalar.com dari media harian Rusia tass.com, …      tass.com
    … kata Budi kepada detikJateng, Selasa (12/7/2022).          detikJateng
    … seperti dilansir AFP dan New York Post, Jumat.             AFP, New York Post
    Reuters melaporkan bahwa …                                   Reuters
    … according to the Korean Central News Agency.               Korean Central News Agency

A source is a domain, or a name in capitals; words that only say what kind of thing it is ("laman",
"kantor berita") are passed over, and so is the outlet itself ("dikutip detikINET dari Engadget").
Books, days ("dikutip Rabu") and journalists in general ("kepada wartawan") are no sources. Where
anybody can stand ("kepada …", "menurut …"), only outlets that are known by name are taken for one
(`outlets.txt`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.dates import MONTHS, WEEKDAYS
from archive.zones._dateline import DOMAIN, dateline
from archive.zones._hints import any_of
from archive.zones._naming import (
    FORMS,
    LANDS,
    OF_STATE,
    VERB,
    form,
    next_source,
    outlet_in_front,
    site_in_front,
)
from archive.zones._rule import Span, Zone

# "Reuters melaporkan", with the source in front.
_REPORTED = re.compile(r"me(?:laporkan|mberitakan|wartakan)\b")
_REPORTS = any_of("melaporkan", "memberitakan", "mewartakan")
_HOLDS = tuple(any_of(*hints) for _, hints, _, _ in FORMS)
_OFFICES = re.compile(rf"\b{OF_STATE}\b")
_LOST = re.compile(
    r"(?<=[A-Za-z]{2})(?:dan(?=[A-Z]|detik)|(?:pada|seperti|bahwa|mengutip"
    rf"|{'|'.join(sorted(day.title() for day in WEEKDAYS))})\Z)"
)
# With one of these a name in capitals is a book, or somebody without a name.
_NO_SOURCES = frozenset(
    """
    Buku Jurnal Peraturan Undang-Undang UU Pasal Surat Kitab Hadis Alkitab Ia Dia Maklumat
    Modul Skripsi Tesis Makalah Pengumuman Pajak PPN
    Keputusan Instruksi Perpres Perda SKB Quran Al-Quran Surah Tafsir Jawaban
    TV Petugas Presiden Wakil Menteri Direktur Ketua Kepala Gubernur Bupati Kapolda Kapolres
    Mr Mrs Ms Dr Prof He She They Sebelumnya Bahwa Dalam Pada Video
    """.split()
)
_ARTICLES = re.compile(r"\A(?:the|The)[ \xa0]+(?=[A-Z])")
_HIS = re.compile(r"(?i:instagram|twitter|facebook|youtube|tiktok|telegram|threads)(?:-?nya)?")
# The first clause of a sentence, with the day on which it was read.
_CLAUSE = re.compile(rf"(?:\A|(?<=[.!?\"”’] )|(?<=\n))(?:Seperti[ \xa0]|Sebagaimana[ \xa0])?{VERB}")
_STOP = re.compile(r"[.,;]\s")
_CLAUSE_END = re.compile(
    rf"(?:[ \xa0]+(?:pada[ \xa0]+)?(?i:{'|'.join(sorted(WEEKDAYS))})\b)?"
    r"(?:[ \xa0]*\([\d/ -]{3,12}\))?[ \xa0]*,"
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source that a text names: `name` as it is normalised, and where it stands."""

    name: str
    rule: str
    start: int
    end: int


def attributions(text: str, zones: Iterable[Zone] = ()) -> list[Attribution]:
    """Every source that `text` names, in order; one that stands twice is there twice.

    With its `zones`, only those in body or attribution.
    """
    spans = [(zone.start, zone.end) for zone in zones if zone.kind in ("body", "attribution")]
    found = _found(text)
    return [one for one in found if not spans or any(a <= one.start < b for a, b in spans)]


def _found(text: str) -> list[Attribution]:
    # Asked for its zones, then for its sources; a long one would be kept longer than it is used.
    return _last_found(text) if len(text) <= 100_000 else _sought(text)


@lru_cache(maxsize=128)  # the zones of so many are told before their sources are asked for
def _last_found(text: str) -> list[Attribution]:
    return _sought(text)


def _sought(text: str) -> list[Attribution]:
    found: dict[int, Attribution] = {}
    for number, (rule, _, sought, _) in enumerate(FORMS):
        for place in re.finditer(sought, text) if _HOLDS[number](text) else ():
            if match := form(number).match(text, place.start()):
                spans = list(_sources(text, match))
            else:
                spans = _named_before(text, place.start()) if rule == "dikutip" else []
            for start, end in spans:
                found[start] = Attribution(_normalised(text[start:end]), rule, start, end)
    for start, end in _reporting(text):
        found[start] = Attribution(_normalised(text[start:end]), "melaporkan", start, end)
    return _apart(sorted(found.values(), key=lambda one: one.start))


def _sources(text: str, match: re.Match[str]) -> Iterator[Span]:
    """What is named where a form was found: one source, or several."""
    group = _group(match)
    start, end = match.span(group)
    # "Dikutip Koran.com" in Koran.com names who quotes, "mengutip Koran.com" whom.
    if group == "bare" and match[0][0] in "dD" and _is_itself(text, match.start(), text[start:end]):
        return
    if lost := _LOST.search(text, start, end):
        end = lost.start()
    while _is_source(text[start:end]):
        yield start, end
        more = None if _OFFICES.search(text, start, end) else next_source().match(text, end)
        if not more:
            return
        start, end = more.span("source")


def _is_itself(text: str, verb: int, name: str) -> bool:
    """Whether it is the outlet of the article, which quotes somebody else."""
    if name.startswith("detik") and text[verb - 6 : verb] == " yang ":
        return True
    found = dateline(text)
    return bool(found and found.outlet and text[slice(*found.outlet)].casefold() == name.casefold())


def _group(match: re.Match[str]) -> str:
    return next(name for name, value in match.groupdict().items() if value)


def _named_before(text: str, verb: int) -> list[Span]:
    """An account or site in front of the verb: "unggahan @akun, dikutip Rabu"."""
    source = site_in_front().search(text, max(0, verb - 60), verb)
    return [source.span("source")] if source else []


def _reporting(text: str) -> Iterator[Span]:
    for verb in _REPORTED.finditer(text) if _REPORTS(text) else ():
        source = outlet_in_front().search(text, max(0, verb.start() - 40), verb.start())
        if source and not text[source.start() - 1 : source.start()].isalnum():
            start, end = source.span(_group(source))
            if _is_source(text[start:end]):
                yield start, end


def _apart(found: list[Attribution]) -> list[Attribution]:
    kept: list[Attribution] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _is_source(name: str) -> bool:
    words = name.replace("\xa0", " ").split()
    is_date = words[0].casefold() in WEEKDAYS or words[0].casefold() in MONTHS
    is_kind = _HIS.fullmatch(name) or all(word in LANDS for word in words)
    return words[0] not in _NO_SOURCES and not is_date and not is_kind and len(name) > 1


def _normalised(name: str) -> str:
    """A domain in small letters; a name without blanks around it and "the" before it."""
    name = " ".join(_ARTICLES.sub("", name).split())
    return name.casefold() if re.fullmatch(DOMAIN, name) else name


def find(text: str) -> Iterator[Span]:
    """The clauses with which sentences begin and that only name a source, for the rules."""
    for one in _found(text):
        nearby = max(0, one.start - 120)
        opening = max(text.rfind("\n", nearby, one.start) + 1, nearby)
        clauses = list(_CLAUSE.finditer(text, opening, one.start))
        ending = _CLAUSE_END.match(text, one.end)
        if clauses and ending and not _STOP.search(text, clauses[-1].start(), one.start):
            yield clauses[-1].start(), ending.end()
