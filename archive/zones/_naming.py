"""The expressions with which texts name a source, for `_attributions`.

Each form has a rule's name, hints of which a text must hold one, what is looked for, and what must
stand there; expressions that begin with a letter or two are looked for ten times faster than
choices of words. A group holds the source, `bare` where no word is between the verb and it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from archive.dates import WEEKDAYS
from archive.zones._dateline import DOMAIN

VERB = (
    r"(?:[Dd]i(?:kutip|lansir|nukil|sadur|wartakan)|Diberitakan|(?<=seperti )diberitakan"
    r"|[Mm]e(?:lansir|ngutip|nukil|nyadur|wartakan))"
)
_BLANK = r"[ \xa0]+"
# Scrapers lose the blank where a link begins.
_GLUE = rf"(?:{_BLANK}|(?=[A-Z]))"
# The site or account that says it.
_SITE = (
    r"(?:(?:[Ll]aman|[Ss]itus|[Ww]ebsite|web|portal|[Aa]kun|[Kk]anal|channel|saluran|podcast|aplikasi|unggahan|postingan"
    r"|resmi|resminya|[Ii]nstagram|[Tt]witter|[Ff]acebook|[Yy]ou[Tt]ube|[Tt]ik[Tt]ok|[Tt]hreads"
    rf"|[Tt]elegram|IG(?=[ \xa0]@)|X(?=[ \xa0][A-Z@])){_GLUE})"
)
LANDS = (
    "Rusia Inggris Jepang China Tiongkok Jerman Prancis Perancis Spanyol Italia Korea Selatan Utara"
    " Amerika Serikat AS Israel Iran Turki Arab Saudi India Australia Malaysia Belanda"
).split()
# A paper is called "Korea Herald", but a paper in Korea has a name of its own.
_LAND = (
    rf"(?:(?<!The[ \xa0])(?:{'|'.join(LANDS)})(?![ \xa0](?:Today|Times|News|Herald|Daily|Post"
    r"|International|Express|TV|Insider|Hayom|Economic|Morning|Press|Plus)\b)"
    rf"{_BLANK})"
)
# What kind of thing the source is, and words between that belong to no name.
_KIND = (
    rf"(?:{_SITE}|{_LAND}|(?:media|harian|surat kabar|koran|tabloid|majalah|[Kk]antor [Bb]erita"
    r"|berita|stasiun|televisi|radio|keterangan|rilis|siaran|pers|data|laporan|edaran|pernyataan"
    r"|publikasi|online|daring|asing|lokal|setempat|sosial|internasional|nasional|ternama|milik"
    rf"|asal|sumber|the|The){_GLUE})"
)
_NO_DAY = rf"(?!(?i:{'|'.join(sorted(WEEKDAYS))})\b)"
# Also 9to5Google.
_CAPITAL = r"(?:\d{1,2}[a-z]\w*[A-Z]\w*|(?:[A-Z]\.)+[A-Z]\w*|[A-Z]\.[A-Z]\.|[A-Z][\w&'’-]*)"
# The desks of detik, and names as iNews.
_DESK = r"(?:detik|(?<![A-Za-z])[a-z]{1,2})[A-Z]\w+"
_MORE = rf"[ \xa0](?:(?:of|the|of the|and|for|de|le|&)[ \xa0])?{_NO_DAY}{_CAPITAL}"
_NAME = rf"(?:{_DESK}|{_CAPITAL}(?:{_MORE}){{0,6}}(?:[ \xa0]\d{{1,2}}(?!\d))?)"
# An office with several subjects: "Kementerian Pendidikan, Kebudayaan, Riset, dan Teknologi".
OF_STATE = r"(?:Kementerian|Badan|Dinas|Biro|Komisi|Lembaga|Direktorat|Departemen|Balai)"
_OFFICE = (
    rf"{OF_STATE}(?:{_MORE}){{1,6}}"
    rf"(?:,{_MORE}(?:{_MORE}){{0,3}}){{0,3}},?[ \xa0](?:dan|serta|&){_MORE}(?:{_MORE}){{0,6}}"
)
_HANDLE = r"@[A-Za-z]\w{2,29}(?:\.[a-z0-9_]{2,29})*"
# A domain says it shorter than the name before it: "media harian Rusia tass.com".
_SOURCE = (
    rf"(?:(?:{_CAPITAL}[ \xa0]){{1,3}}(?={DOMAIN}))?"
    rf"(?P<source>{DOMAIN}|{_HANDLE}|{_OFFICE}|{_NAME})"
)
_ON_SITE = _SOURCE.replace("<source>", "<site>")
_SELF = rf"(?:{_BLANK}(?:{DOMAIN}|[A-Za-z]+[A-Z]\w*|[A-Z]\w+(?:{_BLANK}[A-Z]\w+)?))?"
_NAMING = (
    rf"{VERB}(?:{_SELF}{_BLANK}(?:(?:dari|oleh)(?:{_GLUE}|(?={DOMAIN}))(?:{_KIND}){{0,6}}"
    rf"|(?:di|pada|melalui|lewat|via){_BLANK}(?:{_KIND}){{1,6}}){_SOURCE}"
    # What stands before "dari" is the paper itself.
    rf"|{_GLUE}(?:{_KIND}){{0,6}}{_NO_DAY}(?>{_SOURCE.replace('<source>', '<bare>')})"
    rf"(?!{_BLANK}dari\b)"
    rf"|[^.,;:\n\"“”]{{2,80}}?[ \xa0](?:(?P<account>{_HANDLE})"
    rf"|(?:{_SITE})+{_ON_SITE}))"
)


# Said of outlets alone, and what their names end with.
_MEDIUM = (
    r"(?:(?:laman|situs|portal|kanal|saluran|media|harian|surat kabar|koran|tabloid|majalah"
    r"|[Kk]antor [Bb]erita|stasiun|televisi|radio|laporan|resmi|[Yy]ou[Tt]ube|[Ii]nstagram|asing"
    rf"|lokal|setempat){_GLUE})"
)
_ENDINGS = (
    "(?:(?:News|Press) Agency|TV|News|Times|Post|Online|Herald|Radio|Magazine|Tribune|Journal"
    "|Press|Weekly|Gazette|Mail|Sports?|Science|Observer|Insider|Broadcasting)"
)


def _known() -> str:
    """What is a source wherever it stands."""
    names = (Path(__file__).parent / "outlets.txt").read_text("utf-8").splitlines()
    longest_first = sorted((n for n in names if n[:1] != "#"), key=len, reverse=True)
    listed = "|".join(map(_spelled, longest_first))
    return rf"(?P<source>{DOMAIN}|detik[A-Z]\w+|detikcom|(?:{listed})(?!\w))"


def _told() -> str:
    """What is a source behind "kepada" and the like."""
    return (
        rf"(?:(?:{_MEDIUM})+(?:{_LAND})*(?P<said>{_HANDLE}|{_NAME})|(?:[Tt]he{_BLANK})?"
        rf"(?P<like>(?:{_CAPITAL}[ \xa0]){{1,4}}{_ENDINGS}(?!\w))|(?:[Tt]he{_BLANK})?{_known()})"
    )


def _spelled(name: str) -> str:
    """`name` as an expression; small words inside are capitals in some papers."""
    escaped = re.sub(
        r"(?<=\\ )[a-z](?=[a-z]+\\)", lambda m: f"[{m[0]}{m[0].upper()}]", re.escape(name)
    )
    return escaped.replace(r"\ ", r"[ \xa0]")


FORMS = (
    (
        "dikutip",
        ("utip", "lansir", "wartakan", "iberitakan", "nukil", "adur"),
        "[DdMm](?:i(?:kutip|lansir|nukil|sadur|wartakan|beritakan)|e(?:lansir|ngutip|nukil|nyadur|wartakan))",
        _NAMING,
    ),
    (
        "dihimpun",
        ("ihimpun", "irangkum", "ijelaskan", "isebutkan", "nambahkan dari", "erujuk "),
        "[DdMm](?:i(?:himpun|rangkum|jelaskan|sebutkan)|e(?:nambahkan|rujuk))",
        rf"\w+{_SELF}{_BLANK}(?:dari|pada|dalam|di){_BLANK}(?:(?:{_SITE})+{_ON_SITE}|{{known}})",
    ),
    (
        "kutip",
        (" lansir ", " kutip "),
        " [kl](?:ansir|utip) ",
        rf" \w+ dari{_GLUE}(?:{_KIND}){{0,6}}{_SOURCE}",
    ),
    (
        "kepada",
        ("kepada",),
        r"kepada[ \xa0]",
        rf"kepada{_BLANK}{{known}}",
    ),
    (
        "menurut",
        ("enurut",),
        r"enurut[ \xa0]",
        rf"enurut{_BLANK}{{known}}",
    ),
    (
        "dilaporkan",
        ("ilaporkan",),
        "ilaporkan",
        rf"ilaporkan{_GLUE}(?:oleh{_GLUE})?{{known}}",
    ),
    (
        "tulis",
        ("tulis",),
        r"tulis[ \xa0]",
        rf"tulis{_BLANK}(?:oleh{_BLANK})?{{known}}",
    ),
    (
        "according to",
        ("ccording to ",),
        "ccording to ",
        rf"ccording to (?:the |a |its )?(?:{_KIND}){{0,4}}(?>{_SOURCE})(?=[,.;:)\"”\n]|\Z)",
    ),
    (
        "told",
        ("told",),
        r"told[ \xa0]",
        rf"told{_BLANK}{{known}}",
    ),
)
# The next of several sources: "Antara dan Reuters,".
_NEXT = rf"[ \xa0]?dan(?:[ \xa0]|(?=[A-Z]|detik))(?:dari[ \xa0])?{_SOURCE}(?=[ \xa0]?[,.;:()]|\Z)"


@cache
def form(number: int) -> re.Pattern[str]:
    """What must stand there. Compiled when first needed: all take 40 ms, a search needs none."""
    return re.compile(FORMS[number][3].replace("{known}", _told()))


@cache
def next_source() -> re.Pattern[str]:
    """The next of several sources."""
    return re.compile(_NEXT)


@cache
def outlet_in_front() -> re.Pattern[str]:
    """An outlet, and nothing behind it."""
    return re.compile(rf"{_known()}[ \xa0]\Z")


@cache
def site_in_front() -> re.Pattern[str]:
    """An account or a site in front of a verb."""
    return re.compile(
        rf"(?P<source>{DOMAIN}|{_HANDLE}),?[ \xa0](?:(?:seperti|yang|sebagaimana)[ \xa0])?\Z"
    )
