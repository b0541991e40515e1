"""Indonesian and Malay news: what stands between the lines of a body."""

from __future__ import annotations

import re

from archive.zones._related import related
from archive.zones._rule import lines, pattern

# An expression that begins with a few letters is looked for ten times faster than one that begins
# with a choice of words.
_LEAD = (
    r"[BbSsLlTtCcDd](?:aca|ACA|imak|IMAK|ihat|IHAT|onton|ONTON|ek|EK|engarkan|aksikan)"
    r"[ \xa0](?:[Jj]uga|JUGA|[Pp]ula|PULA)"
)
_VIDEO = r"(?:[Vv]ideo|VIDEO)\b:?|(?=['‘])"
_HINTS = ("juga", "Juga", "JUGA", "pula", "Pula", "PULA")

RULES = [
    related("baca juga", _LEAD, _VIDEO, _HINTS),
    related(
        "simak video",
        r"[SLT](?:imak|ihat|onton|aksikan)(?=[ \xa0][Vv]ideo[ \xa0]['‘\"“])",
        _VIDEO,
        ("ideo ", "ideo\xa0"),
    ),
    related(
        "pilihan editor", r"Pilihan [Ee]ditor|PILIHAN EDITOR", r"(?!)", ("ilihan ", "PILIHAN ")
    ),
    pattern(
        "related",
        "baca selengkapnya",
        r"[BSL](?:aca|imak|ihat)(?: berita)? [Ss]elengkapnya"
        r"(?:[ \xa0]*(?:>>|di ?sini|di halaman (?:selanjutnya|berikutnya)))?\.?",
        "elengkapnya",
    ),
    lines("byline", "penulis", r"(?:Penulis|Pewarta|Reporter|Editor|Kontributor|Uploader) ?:"),
    pattern(
        "byline",
        "laporan wartawan",
        r"\A\s*(?P<zone>Laporan (?:[Ww]artawan|[Rr]eporter|[Kk]ontributor)[^\n]{3,80}?)"
        r"(?=\s*\n|\s+[A-Z][A-Z.]+\.(?:COM|ID|CO\.ID)\b)",
        "Laporan ",
    ),
    pattern(
        "byline",
        "pewarta",
        r"(?P<zone>Pewarta: [^\n]{3,60}?\s*Editor: [^\n]{3,60}?)\s*(?=(?i:copyright)|©|$)",
        "Pewarta: ",
        flags=re.M,
    ),
    pattern("residue", "copyright", r"[C©](?:opyright ©|OPYRIGHT ©|(?<=©))[^\n]*", "©"),
    pattern(
        "residue", "dilarang keras", r"Dilarang keras mengambil konten[^\n]*", "Dilarang keras "
    ),
    pattern(
        "residue",
        "tayang di",
        r"(?:Berita|Artikel) ini (?:telah|sudah) tayang (?:sebelumnya )?di [^\n]{3,60}"
        r" dengan judul:?[^\n]{0,250}",
        " tayang ",
    ),
    pattern(
        "residue", "google", r"Cek Berita dan Artikel yang lain di Google\s+News", "Cek Berita "
    ),
    pattern("residue", "halaman", r"Baca lanjutan artikel ini di [^\n.]{1,60}", "Baca lanjutan "),
    lines(
        "residue",
        "halaman",
        r"Halaman(?: \d){1,9}(?: Selanjutnya| Berikutnya)?\s*$",
        r"Selengkapnya\.?\s*$",
        r"Daftar Isi\s*$",
        r"Tags?:",
        r"Geser untuk melihat",
        r"Cek Berita dan Artikel yang lain di",
        r"Ikuti (?:kami|Berita|berita|WhatsApp)\b.{0,80}$",
        r"Saksikan Live ",
        r"Berikan Rating Untuk",
        r"Thanks For Rating",
        r"https?://\S+\s*$",
        r"\.? ?Pastikan kamu sudah install",
    ),
    pattern(
        "caption",
        "foto",
        r"^(?P<zone>[^\n]{0,150}\((?:[Ff]oto|FOTO|[Dd]ok)[:.][^\n)]{1,80}\))[ \t\xa0]*$",
        "(",
        flags=re.M,
    ),
    pattern("caption", "foto", r"Lihat Foto [^\n]{3,250}?\([^()\n]{3,90}\)", "Lihat Foto "),
    lines("caption", "foto", r"(?:Foto|FOTO|Ilustrasi|Sumber foto) ?:", is_exact=True),
]
