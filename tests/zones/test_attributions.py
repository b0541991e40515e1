"""Whom a text names as its source; sentences of our own."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.zones import attributions
from strategies import steady

NAMED = [
    ("Dikutip Sigi.com dari media harian Rusia tass.com, camat datang.", ["tass.com"]),
    ("Dikutip dari Reuters, Selasa (21/10/2025), camat datang.", ["Reuters"]),
    ("Camat datang, demikian dikutip sigiINET dari The Verge, Rabu.", ["Verge"]),
    ("Melansir kantor berita AFP, camat datang.", ["AFP"]),
    ("Camat datang, kata Budi mengutip laman Kemensos.", ["Kemensos"]),
    ("Dilansir dariSky News pada Minggu, camat datang.", ["Sky News"]),
    ('"Kami datang," kata Budi kepada sigi.co.id, Selasa.', ["sigi.co.id"]),
    ('"Kami datang," kata Budi kepada detikSigi, Selasa.', ["detikSigi"]),
    ("Seperti dilansir New York Times, camat datang.", ["New York Times"]),
    (
        "The bridge is old, according to the Korean Central News Agency.",
        ["Korean Central News Agency"],
    ),
    ("The bridge is old, the mayor told Reuters.", ["Reuters"]),
    ("Dikutip dari unggahan Instagram @polda_sigi, camat datang.", ["@polda_sigi"]),
    ("Dilansir AFP dan Sigi Post, camat datang.", ["AFP", "Sigi Post"]),
    ("Dikutip dariAntaradanSigi Post, camat datang.", ["Antara", "Sigi Post"]),
    ("Dikutip dari laman BMKG Selasa 10 Juni, camat datang.", ["BMKG"]),
    ("Dikutip dari India Today, camat datang.", ["India Today"]),
    (
        "Dikutip dari Kementerian Pendidikan, Riset, dan Teknologi, camat datang.",
        ["Kementerian Pendidikan, Riset, dan Teknologi"],
    ),
    ("Seperti sigiINET lansir dari eKoran, camat datang.", ["eKoran"]),
    ("Tulis camat di akun Instagram @sigi.id, dikutip Rabu (18/6/2025).", ["@sigi.id"]),
    ("Menurut laporan Bernama, camat datang.", ["Bernama"]),
    ("Menurut situs Sigi Daring, camat datang.", ["Sigi Daring"]),
    ("Camat datang, seperti dilaporkan Reuters.", ["Reuters"]),
    ("Reuters melaporkan bahwa camat datang.", ["Reuters"]),
    ('"Kami datang," kata Budi kepada Sigi Post.', ["Sigi Post"]),
    ("Mengutip Koran.com, camat datang.", ["koran.com"]),
]
NOT_NAMED = [
    '"Kami datang," kata Budi kepada wartawan, Selasa.',
    "Kata camat, dikutip Rabu (18/6/2025).",
    "Sebelumnya diberitakan, jembatan itu tua.",
    "Dikutip dari buku Sejarah Jembatan Sigi, jembatan itu tua.",
    "The bridge is old, according to South Korean officials.",
    "Ia mengutip ayat itu.",
    "PALU, Koran.com - Camat datang, kata Budi dikutip Koran.com, Rabu.",
    "Menurut Bupati Sigi, jembatan itu tua.",
    "Warga melaporkan camat kepada Bupati Sigi.",
    "Dikutip dari akun Instagramnya, camat datang.",
    "Seperti dilansir media Israel, camat datang.",
    "Pemerintah mengutip Pajak Pertambahan Nilai dari warga.",
]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_a_source_is_named(text: str, names: list[str]) -> None:
    """Its name is normalised, and stands where the offsets say."""
    found = attributions(text)
    assert [one.name for one in found] == names
    for one in found:
        assert text[one.start : one.end].casefold().removeprefix("the ") == one.name.casefold()


@pytest.mark.parametrize("text", NOT_NAMED)
def test_no_source_is_named(text: str) -> None:
    """Days, books and journalists in general are no sources."""
    assert attributions(text) == []


@steady
@given(
    st.lists(st.sampled_from([word for text, _ in NAMED for word in text.split()])).map(" ".join)
)
def test_sources_stand_apart(text: str) -> None:
    """In order, none inside of another."""
    found = attributions(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
