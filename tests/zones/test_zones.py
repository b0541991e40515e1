"""What each stretch of a text is; texts of our own in the shapes that papers leave behind."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Article, Fact
from archive.schema import ZONE_FIELDS
from archive.zones import BODY, KINDS, Told, dateline, links, masked, text_of, zones, zones_of
from conftest import SEEDS
from strategies import steady

BODY_LINE = "Warga desa itu menanam padi di lereng bukit sejak pagi."
LINKS = [
    # on a line of its own
    ("Baca Juga: Jembatan Tua di Sigi Dibuka Lagi", "Jembatan Tua di Sigi Dibuka Lagi"),
    ("Baca juga :Jembatan tua di Sigi dibuka lagi", "Jembatan tua di Sigi dibuka lagi"),
    ("BACA JUGA - Jembatan Tua di Sigi", "Jembatan Tua di Sigi"),
    ("Baca juga:\nJembatan Tua di Sigi Dibuka Lagi", "Jembatan Tua di Sigi Dibuka Lagi"),
    ("Simak juga Video 'Panen Raya di Sigi':", "Panen Raya di Sigi"),
    ('Tonton juga video "Panen Raya di Sigi" di sini:', "Panen Raya di Sigi"),
    ("[Baca juga: Panen Raya di Sigi]", "Panen Raya di Sigi"),
    ("Lihat Juga: Panen Raya di Sigi", "Panen Raya di Sigi"),
    ("Read also: Old Bridge Opens Again", "Old Bridge Opens Again"),
    ("Baca Juga", None),
]
GLUED = [
    # behind a sentence, with the next one glued to it
    ("Baca juga: Jembatan Tua di Sigi Dibuka Lagi untuk Truk", " Menurut camat, truk boleh lewat."),
    ("Baca juga: Jembatan Tua di Sigi Dibuka Lagi untuk Truk", "Sarmuji kembali menanam padi."),
    (
        "Baca juga: Jembatan Tua di Sigi Dibuka Lagi untuk Truk",
        ' "Kami senang sekali," kata camat.',
    ),
    (
        "Baca juga: Jembatan Tua di Sigi Dibuka Lagi untuk Truk",
        " Camat mengatakan truk boleh lewat.",
    ),
    ("Baca Juga", " Camat mengatakan truk boleh lewat."),
    ("BACA JUGA:Siapa Membuka Jembatan Tua di Sigi?", "Camat mengatakan truk boleh lewat."),
]
SENTENCES = [
    "Kita lihat juga bahwa jembatan itu tua.",
    "Berita itu saya baca juga di koran.",
    "Dia cek juga jantungnya.",
    "Simak juga petualangan mereka di lereng bukit.",
]
DATELINES = [
    ("JAKARTA, Koran.com - ", "JAKARTA", "Koran.com"),
    ("Jakarta, CNN Indonesia - - ", "Jakarta", "CNN Indonesia"),
    ("Sigi (ANTARA News) - ", "Sigi", "ANTARA News"),
    ("SURABAYA (SuaraPesisir.co) — ", "SURABAYA", "SuaraPesisir.co"),
    ("Koran6.com, Jakarta - ", "Jakarta", "Koran6.com"),
    ("Koran6.com, Jakarta", "Jakarta", "Koran6.com"),
    ("KORAN.CO.ID - JAKARTA. ", "JAKARTA", "KORAN.CO.ID"),
    ("KORAN.CO,Jakarta- ", "Jakarta", "KORAN.CO"),
    ("koranku.com – ", None, "koranku.com"),
    ("Jakarta\n-\n", "Jakarta", None),
    ("Bandung - ", "Bandung", None),
    ("TEPI BARAT – ", "TEPI BARAT", None),
    ("NEW HAVEN, Conn., March 26 - ", "NEW HAVEN", None),
    ("LONDON, Sept 5 (Reuters) - ", "LONDON", "Reuters"),
    ("LOKAN BAY, Sept 5 (Strait Wire) - ", "LOKAN BAY", "Strait Wire"),
    ("Laporan Wartawan Koran.com, Budi Sigi KORAN.COM, MEDAN - ", "MEDAN", "KORAN.COM"),
]


@pytest.mark.parametrize(("link", "title"), LINKS)
def test_a_related_link_on_its_own_line(link: str, title: str | None) -> None:
    """Only the link is taken, with the title that it names; the body around it stays whole."""
    text = f"{BODY_LINE}\n{link}\n{BODY_LINE}"
    found = zones(text)
    assert [(z.kind, text[z.start : z.end]) for z in found] == [
        ("body", BODY_LINE),
        ("related", link),
        ("body", BODY_LINE),
    ]
    assert [one.title for one in links(text, found)] == ([title] if title else [])


@pytest.mark.parametrize(("link", "rest"), GLUED)
def test_a_related_link_in_a_line(link: str, rest: str) -> None:
    """In a text without lines the link ends where the next sentence begins."""
    text = f"{BODY_LINE} {link}{rest} {BODY_LINE} {BODY_LINE} {BODY_LINE}"
    (related,) = [z for z in zones(text) if z.kind == "related"]
    assert text[related.start : related.end] == link


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("before", ["", f"{BODY_LINE} ", f"{BODY_LINE}\n", "Kata dia, "])
def test_a_sentence_is_no_link(sentence: str, before: str) -> None:
    """The same words in the middle of what somebody says take nothing away."""
    text = f"{before}{sentence} {BODY_LINE}"
    assert {z.kind for z in zones(text)} == {"body"}


@pytest.mark.parametrize(("written", "place", "outlet"), DATELINES)
def test_dateline(written: str, place: str | None, outlet: str | None) -> None:
    """Place and outlet are found where they stand, and end before the text."""
    text = f"\n{written}{BODY_LINE}"
    found = dateline(text)
    assert found is not None
    assert (text[slice(*found.place)] if found.place else None) == place
    assert (text[slice(*found.outlet)] if found.outlet else None) == outlet
    assert text_of(text, zones(text), BODY) == BODY_LINE


ABOVE = [
    # what stands above or before a dateline, the dateline, its place and outlet
    ("Laporan Sri Sigi\n", "KORAN.CO, SIGLI – ", "SIGLI", "KORAN.CO"),
    ("ADVERTISEMENT\n\n\n", "Palu (Koran.co) — ", "Palu", "Koran.co"),
    ("Daftar Isi\nSyarat\nBiaya\n", "Palu\n-\n", "Palu", None),
    ("Senin, 17 Juli 2023 15:16 WIB\n", "Palu (ANTARA) - ", "Palu", "ANTARA"),
    ("Warga di Kabupaten Sigi", "Praya, Lombok Tengah (ANTARA) - ", "Praya", "ANTARA"),
    ("“Kami senang sekali.”", "Kabupaten Sigi (ANTARA) - ", "Kabupaten Sigi", "ANTARA"),
    (
        "Panen Raya di Sigi Sri Budi - ",
        "detikSigi Senin, 17 Jul 2023 15:16 WIB Foto: Istimewa Palu - ",
        "Palu",
        "detikSigi",
    ),
]


@pytest.mark.parametrize(("above", "written", "place", "outlet"), ABOVE)
def test_dateline_below(above: str, written: str, place: str, outlet: str | None) -> None:
    """It is told behind what scrapers leave above the text, and begins where it begins."""
    text = f"{above}{written}{BODY_LINE}"
    found = dateline(text)
    assert found is not None
    assert found.start == len(above)
    assert (text[slice(*found.place)] if found.place else None) == place
    assert (text[slice(*found.outlet)] if found.outlet else None) == outlet
    assert text_of(text, zones(text), BODY).endswith(BODY_LINE)


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY_LINE}\nKORAN.CO, SIGLI tanpa tanda hubung.",
        f"{BODY_LINE * 3}\nKORAN.CO, SIGLI – {BODY_LINE}",
        "Timnas Sigi - Palu imbang 1-1 di lapangan desa.",
        "Ini - kata camat - jembatan tua.",
        "VIDEO - Panen raya di lereng bukit.",
        "Harga naik 5-10 persen.",
        BODY_LINE,
    ],
)
def test_no_dateline(text: str) -> None:
    """A dash makes no dateline."""
    assert dateline(text) is None


@pytest.mark.parametrize(
    ("text", "kind", "stretch"),
    [
        (f"{BODY_LINE}***", "closing", "***"),
        (f"{BODY_LINE} (*)", "closing", "(*)"),
        (f"{BODY_LINE} (abc/xyz)", "closing", "(abc/xyz)"),
        (f"{BODY_LINE}\n(abc/xyz)\npadi\nlereng bukit", "residue", "padi\nlereng bukit"),
        (
            f"{BODY_LINE}\nSCROLL TO CONTINUE WITH CONTENT\n{BODY_LINE}",
            "residue",
            "SCROLL TO CONTINUE WITH CONTENT",
        ),
        (f"{BODY_LINE} ADVERTISEMENT {BODY_LINE}", "residue", "ADVERTISEMENT"),
        (f"{BODY_LINE}\n[Gambas:Video 20detik]", "residue", "[Gambas:Video 20detik]"),
        (f"{BODY_LINE}\nPenulis: Budi Sigi", "byline", "Penulis: Budi Sigi"),
        (
            f"Padi di lereng (Foto: Budi Sigi)\n{BODY_LINE}",
            "caption",
            "Padi di lereng (Foto: Budi Sigi)",
        ),
        (
            f"Dikutip dari media harian Sigi sigi.com, {BODY_LINE}",
            "attribution",
            "Dikutip dari media harian Sigi sigi.com,",
        ),
    ],
)
def test_other_zones(text: str, kind: str, stretch: str) -> None:
    """Each is told, and nothing of the body goes with it."""
    found = [z for z in zones(text) if z.kind != "body"]
    assert (kind, stretch) in [(z.kind, text[z.start : z.end]) for z in found]
    assert BODY_LINE in text_of(text, zones(text), BODY)


def test_each_kind_of_zone_can_be_asked() -> None:
    """The schema has a field for each kind that the rules can tell."""
    assert set(KINDS) == set(ZONE_FIELDS)


def test_headline() -> None:
    """A first line that repeats a known title is the headline, else it is body."""
    text = f"Panen  Raya\n{BODY_LINE}"
    assert zones(text, "panen raya")[0].kind == "headline"
    assert zones(text)[0].kind == "body"


FRAGMENTS = [
    BODY_LINE, "Baca juga", "Baca Juga:", ":", "\n", " ", "***", "JAKARTA", ", Koran.com", " - ",
    "(abc/xyz)", "ADVERTISEMENT", "Dikutip dari", "Reuters,", "Penulis: Budi", "Foto:", "©",
    "[Gambas:Video]", "\u200b", "'", '"', "Simak juga Video", "(", "]", "\xa0",
]  # fmt: skip


def is_blank(text: str) -> bool:
    return all(c.isspace() or c in "\u200b\u202f\ufeff" for c in text)


@steady
@given(st.lists(st.sampled_from(FRAGMENTS)).map("".join) | st.text())
def test_zones_cover_the_text(text: str) -> None:
    """In order, without overlaps, and all that is not blank lies in one of them."""
    found = zones(text)
    end = 0
    for zone in found:
        assert end <= zone.start < zone.end <= len(text)
        assert zone.kind in KINDS
        assert is_blank(text[end : zone.start])
        end = zone.end
    assert is_blank(text[end:])
    assert len(masked(text, found, KINDS)) == len(text)
    for link in links(text, found):
        assert " ".join(text[link.start : link.end].split()) == link.title


def test_offsets_over_all_articles(shared: Path) -> None:
    """Zones of every real article cover it; most of each is body."""
    with gzip.open(shared / "data" / "id_news.jsonl.gz", "rt") as lines:
        texts = [json.loads(line)["text"] or "" for line in lines]
    characters = 0
    for text in texts:
        found = zones(text)
        assert all(a.end <= b.start for a, b in pairwise(found))
        characters += sum(z.end - z.start for z in found if z.kind in BODY)
    assert characters > 0.96 * sum(map(len, texts))


def test_seeds_have_zones() -> None:
    """The first seed has a dateline, a related link, sources and a closing mark."""
    text = (SEEDS / "001_7894a1fd2fb6062d.txt").read_text("utf-8")
    kinds = [z.kind for z in zones(text)]
    assert kinds[0] == "dateline"
    assert kinds.count("related") == 1
    assert kinds[-1] == "closing"


def test_zones_told_before_hold_for_the_same_text_and_title_only() -> None:
    """Another text of the same length, or a title that the first line repeats, has others."""
    article = Article("Banjir surut\nWarga pulang.")
    told = Told.of(article, zones_of(article))
    assert told.hold_for(replace(article, id=7, tags=("harian",)))
    assert not told.hold_for(Article("Banjir surut\nWarga datang."))
    titled = replace(article, facts=(Fact("title", "Banjir surut", "edited", "a test"),))
    assert zones_of(titled) != list(told.zones)
    assert not told.hold_for(titled)
    assert Told.of(titled, zones_of(titled)).hold_for(titled)
