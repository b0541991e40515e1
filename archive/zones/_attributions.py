"""Where a text names the source that it quotes: an outlet, an agency, a site.

    Dikutip inNalar.com dari media harian Rusia tass.com, …      tass.com
    … kata Budi kepada detikJateng, Selasa (12/7/2022).          detikJateng
    … according to the Korean Central News Agency.               Korean Central News Agency

A source is a domain, or a name in capitals; words that only say what kind of thing it is ("laman",
"kantor berita") are passed over, and so is the outlet itself ("dikutip detikINET dari Engadget").
Books, days ("dikutip Rabu") and journalists in general ("kepada wartawan") are no sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.dates import MONTHS, WEEKDAYS
from archive.zones._dateline import DOMAIN
from archive.zones._rule import Span, Zone, has_any

_VERB = (
    r"(?:[Dd]i(?:kutip|lansir|nukil|sadur|wartakan)|Diberitakan|(?<=seperti )diberitakan"
    r"|[Mm]e(?:lansir|ngutip|nukil|nyadur|wartakan))"
)
_BLANK = r"[ \xa0]+"
# What kind of thing the source is, and words between that belong to no name.
_KIND = (
    r"(?:(?:laman|situs|website|web|portal|media|harian|surat kabar|koran|tabloid|majalah|kantor"
    r"|berita|stasiun|televisi|radio|kanal|akun|unggahan|keterangan|rilis|siaran|pers|data|laporan"
    r"|pernyataan|publikasi|resmi|resminya|online|daring|asing|lokal|setempat|sosial|internasional"
    r"|nasional|ternama|milik|asal|sumber|the|The|Instagram|Twitter|Facebook|YouTube|Youtube|Rusia"
    r"|Inggris|Jepang|China|Tiongkok|Jerman|Prancis|Perancis|Spanyol|Italia|Korea|Selatan|Utara"
    r"|Amerika|Serikat|AS|Israel|Iran|Turki|Arab|Saudi|India|Australia|Malaysia|Belanda)"
    rf"(?:{_BLANK}|(?=[A-Z])))"
)
_CAPITAL = r"(?:[A-Z][\w&'’-]*|[A-Z]\.[A-Z]\.)"
_NAME = (
    rf"{_CAPITAL}(?:[ \xa0](?:(?:of|the|and|de|di|le|&)[ \xa0])?{_CAPITAL}){{0,5}}"
    r"(?:[ \xa0]\d{1,2}(?!\d))?"
)
_HANDLE = r"@[A-Za-z]\w{2,29}"
# A domain says it shorter than the name before it: "media harian Rusia tass.com".
_SOURCE = rf"(?:(?:{_CAPITAL}[ \xa0]){{1,3}}(?={DOMAIN}))?(?P<source>{DOMAIN}|{_HANDLE}|{_NAME})"
_SELF = rf"(?:{_BLANK}(?:{DOMAIN}|[A-Za-z]+[A-Z]\w*|[A-Z]\w+(?:{_BLANK}[A-Z]\w+)?))?"
# What a text must hold, what is looked for, and what must stand there; expressions that begin with
# a letter or two are looked for ten times faster than choices of words.
_NAMING = (
    rf"{_VERB}(?:{_SELF}{_BLANK}(?:dari|oleh)(?:{_BLANK}|(?=[A-Z]))(?:{_KIND}){{0,6}}{_SOURCE}"
    # What stands before "dari" is the paper itself.
    rf"|{_BLANK}(?:{_KIND}){{0,6}}(?>{_SOURCE.replace('<source>', '<bare>')})(?!{_BLANK}dari\b))"
)
_FORMS = (
    (
        "dikutip",
        ("kutip", "ngutip", "lansir", "nukil", "sadur", "nyadur", "iwarta", "ewarta", "iberita"),
        "[DdMm](?:i(?:kutip|lansir|nukil|sadur|wartakan|beritakan)|e(?:lansir|ngutip|nukil|nyadur|wartakan))",
        _NAMING,
    ),
    (
        "kepada",
        ("kepada ",),
        "kepada ",
        rf"kepada{_BLANK}(?:{_KIND}){{0,4}}(?P<source>{DOMAIN}|detik[A-Z]\w+|detikcom"
        r"|CNNIndonesia\.com|CNN Indonesia|CNBC Indonesia|BBC(?: \w+)?|Reuters|AFP|AP|Xinhua"
        r"|Antara|ANTARA|Kompas(?: TV)?|KOMPAS TV|Tempo|Kontan|Bisnis|VOA(?: Indonesia)?|Republika"
        r"|Al Jazeera|The [A-Z]\w+(?: [A-Z]\w+)?)\b",
    ),
    (
        "according to",
        ("ccording to ",),
        "ccording to ",
        rf"ccording to (?:the |a |its )?(?:{_KIND}){{0,4}}(?>{_SOURCE})(?=[,.;:)\"”\n]|\Z)",
    ),
    (
        "told",
        ("told ",),
        "told ",
        rf"told (?P<source>{DOMAIN}|Reuters|AFP|the AP|AP|the BBC|BBC|CNN|Fox News|NBC(?: News)?"
        r"|ABC(?: News)?|CBS(?: News)?|Xinhua|Al Jazeera|the (?:Associated Press|Guardian|Times"
        r"|Washington Post|New York Times|Wall Street Journal|Financial Times))\b",
    ),
)
# With one of these a name in capitals is a book, or somebody without a name.
_NO_SOURCES = frozenset(
    """
    Buku Jurnal Peraturan Undang-Undang UU Pasal Surat Kitab Hadis Alkitab Ia Dia
    Mr Mrs Ms Dr Prof He She They Sebelumnya Bahwa Dalam Pada Video
    """.split()
)
_ARTICLES = re.compile(r"(?:the|The)[ \xa0]+(?=[A-Z])")
# The first clause of a sentence, with the day on which it was read.
_CLAUSE = re.compile(
    rf"(?:\A|(?<=[.!?\"”’] )|(?<=\n))(?:Seperti[ \xa0]|Sebagaimana[ \xa0])?{_VERB}"
)
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
    return [one for one in found if any(a <= one.start < b for a, b in spans)] if spans else found


def _found(text: str) -> list[Attribution]:
    found: dict[int, Attribution] = {}
    for rule, hints, sought, form in _FORMS:
        for place in re.finditer(sought, text) if has_any(text, hints) else ():
            # Compiled when first needed: it takes 3 ms, and a search may not need it.
            if match := re.compile(form).match(text, place.start()):
                group = "source" if match["source"] else "bare"
                start, end = match.span(group)
                if _is_source(match[group]):
                    found[start] = Attribution(_normalised(match[group]), rule, start, end)
    return _apart(sorted(found.values(), key=lambda one: one.start))


def _apart(found: list[Attribution]) -> list[Attribution]:
    kept: list[Attribution] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _is_source(name: str) -> bool:
    words = name.replace("\xa0", " ").split()
    is_date = words[0].casefold() in WEEKDAYS or words[0].casefold() in MONTHS
    return words[0] not in _NO_SOURCES and not is_date and len(name) > 1


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
