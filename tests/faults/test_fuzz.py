"""Files that are nearly right: whatever stands in them, each is read or refused."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import zstandard

from archive.ingest import readers
from archive.ingest.limits import Limits
from archive.ingest.outcome import Outcome
from archive.ingest.packing import unpacked
from archive.ingest.preparing import Preparation, prepare
from archive.ingest.source import Source
from faults.conftest import Amount
from ingest.samples import HTTP, SAMPLES, warc

LIMITS = Limits(seconds=30)
PAGE = b"""<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>Alfa - Koran</title>
<meta property="og:title" content="Alfa"><meta name="author" content="Adi">
<meta property="article:published_time" content="2025-06-18T04:30:00+07:00">
<link rel="canonical" href="https://alfa.id/1"><script type="application/ld+json">
{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Alfa",
 "datePublished": "2025-06-18", "author": [{"@type": "Person", "name": "Adi"}]}</script></head>
<body><nav><a href="/">Beranda</a></nav><article><h1>Alfa</h1><time datetime="2025-06-18">18 Juni
</time><p>JAKARTA, Koran.com - Warga desa itu menunggu bantuan, kata Adi (41), Rabu (18/6/2025).</p>
<p>Baca juga: <a href="/2">Bravo</a></p><table><tr><td>Delta<td>echo</table><p>Foxtrot &amp; golf
</p></article><!-- akhir --></body></html>
"""
MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://alfa.id/1\r\nSubject: Alfa\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable"
    b"\r\n\r\n" + PAGE.replace(b"=", b"=3D") + b"\r\n--b--\r\n"
)
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n"
    b"\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
)
ARC = (
    b"filedesc://a.arc 0.0.0.0 20250618043000 text/plain 3\n1 0\n\n"
    b"https://alfa.id/1 1.2.3.4 20250618043000 text/html %d\nHTTP/1.0 200 OK\n"
    b"Content-Type: text/html\n\n%s\n" % (len(PAGE) + 41, PAGE)
)
TOML = b'+++\ntitle = "Alfa"\ndate = 2025-06-18\ntags = ["a", "b"]\n[deep]\na = 1\n+++\nBravo\n'
TEXT = """Alfa bravo

JAKARTA, Koran.com - Presiden Adi Budi mengatakan \u201cya\u201d, dikutip dari tass.com.
Baca Juga: Charlie delta
Penulis: Citra
***
""".encode()  # fmt: skip
WHOLE: dict[str, bytes] = {
    **{name: content for name, (content, _, _) in SAMPLES.items()},
    "a.html": PAGE,
    "a.mhtml": MHTML,
    "b.warc": warc("response", "https://alfa.id/1", HTTP, ANSWER) * 2,
    "a.arc": ARC,
    "b.md": TOML,
    "a.txt": TEXT,
    "a.jsonl": b'{"text": "Alfa", "date": "18 Juni 2025"}\n{"title": "B", "url": "http://a.id/1"}\n',
}
# What means something in one format or another; also in those in which it means nothing.
TOKENS = (
    *b"""
    < > </ /> <!-- --> <![CDATA[ ]]> <!DOCTYPE <!ENTITY <? ?> & &amp; &#0; &#xD800; &#x110000;
    &nbsp; xmlns= xmlns:a="" <item> </item> <entry/> <channel> <rss> <feed> <rdf:RDF> <p> <div>
    <table> <b> <script> </script> <title> <meta <link <base <svg> <template> <plaintext>
    <frameset> <noscript> <html> charset= content= { } [ ] " ' : , ; | = + - . / // ://[ null
    true NaN 1e999 -0 0x --- +++ ``` # [[ ]] ![ ]( From From: Subject: Date: Content-Type:
    Content-Transfer-Encoding: base64 --b quoted-printable boundary= multipart/mixed
    message/rfc822 text/html --b-- =?utf-8?Q? =?x?B? ?= =3D WARC/1.0 WARC-Type: response
    Content-Length: HTTP/1.1 200 Transfer-Encoding: chunked gzip deflate Content-Encoding: ustar
    utf-16 utf-7 idna punycode big5 unicode_escape 2025-02-30 0000-00-00 9999-12-31 31/12/99
    (18/6/2025) Baca Juga: Penulis: *** Menurut dikutip dari JAKARTA, http://[ https:// mailto:
    file:///etc/passwd %00 %s ../
    """.split(),
    *(b"\\", b'\\"', b"\\u", b"\\ud800", b"\\u0000", b"\0", b"\t", b"\r", b"\n", b"\r\n", b"\n\n"),
    *(
        b"=\r\n",
        b" ",
        b"PK\1\2",
        b"PK\3\4",
        b"PK\5\6",
        b"\x1f\x8b",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xff",
    ),
    *(
        b"\xef\xbb\xbf",
        b"\xc3",
        b"\x80",
        b"\xe2\x80\x8b",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\x1b",
    ),
)
DIGITS = re.compile(rb"\d+")
NUMBERS = (b"0", b"-1", b"1", b"255", b"65536", b"4294967295", b"9223372036854775808", b"9" * 5_000)


def changed(chance: random.Random, content: bytes) -> bytes:
    """`content` with something else, more, less, or again, at some places."""
    for _ in range(chance.choice((1, 1, 2, 3, 6, 20))):
        content = chance.choice(WAYS)(chance, content)
    return content


def _stretch(chance: random.Random, content: bytes) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((0, 1, 2, 4, 16, 64, 300)))


def _token(chance: random.Random, content: bytes) -> bytes:
    start, end = _stretch(chance, content)
    return content[:start] + chance.choice(TOKENS) * chance.choice((1, 1, 1, 2, 50)) + content[end:]


def _bits(chance: random.Random, content: bytes) -> bytes:
    start, end = _stretch(chance, content)
    return content[:start] + chance.randbytes(end - start) + content[end:]


def _less(chance: random.Random, content: bytes) -> bytes:
    start, end = _stretch(chance, content)
    return content[:start] + content[end:]


def _again(chance: random.Random, content: bytes) -> bytes:
    start, end = _stretch(chance, content)
    at = chance.randrange(len(content) + 1)
    return content[:at] + content[start:end] * chance.choice((1, 2, 40)) + content[at:]


def _other(chance: random.Random, content: bytes) -> bytes:
    """A stretch of another file."""
    other = WHOLE[chance.choice(NAMES)]
    start, end = _stretch(chance, other)
    at, behind = _stretch(chance, content)
    return content[:at] + other[start:end] + content[behind:]


def _number(chance: random.Random, content: bytes) -> bytes:
    found = list(DIGITS.finditer(content))
    if not found:
        return content
    one = chance.choice(found)
    return content[: one.start()] + chance.choice(NUMBERS) + content[one.end() :]


def _cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "gz": partial(gzip.compress, compresslevel=1),
    "tgz": partial(gzip.compress, compresslevel=1),
    "xz": partial(lzma.compress, preset=0),
    "tbz2": bz2.compress,
    "zst": zstandard.ZstdCompressor().compress,
}
WAYS = (_token, _token, _token, _bits, _less, _again, _other, _number, _cut)
NAMES = sorted(WHOLE)


def packed(chance: random.Random, name: str) -> tuple[str, bytes]:
    """A file that was changed before it was packed, if it is, and its name."""
    content = WHOLE[name]
    if content.startswith(b"PK") and chance.random() < 0.8:
        return name, _rezipped(chance, content)
    if name.endswith(".tar") and chance.random() < 0.6:
        return name, _retarred(chance, content)
    pack = PACKINGS.get(name.rpartition(".")[2])
    if pack and chance.random() < 0.8:
        return name, pack(changed(chance, unpacked(io.BufferedReader(io.BytesIO(content))).read()))
    content = changed(chance, content)
    if chance.random() < 0.03:
        return f"{name}.gz", gzip.compress(content, 1)
    return name, content


def _rezipped(chance: random.Random, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        infos = old.infolist()
        bad = chance.choice(infos)
        for info in infos:
            inner = old.read(info)
            new.writestr(info.filename, changed(chance, inner) if info is bad else inner)
    return file.getvalue()


def _retarred(chance: random.Random, content: bytes) -> bytes:
    file = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(content)) as old,
        tarfile.open(fileobj=file, mode="w") as new,
    ):
        for info in old:
            inner = changed(chance, old.extractfile(info).read())  # type: ignore[union-attr]
            info.size = len(inner)
            new.addfile(info, io.BytesIO(inner))
    return file.getvalue()


def read(path: Path, format: str | None) -> Iterator[str]:
    """Read a file, and understand what it holds; the kinds of what came of it."""
    for found in LIMITS.each(readers.parts(Source(str(path), 2_000_000), format)):
        (prepared,) = prepare(Preparation(limits=LIMITS), [found])
        yield "failed" if isinstance(prepared, Outcome) else "read"
        if isinstance(prepared, Outcome):
            assert prepared.reason
            assert "max_seconds" not in prepared.reason


def fuzz(path: Path, number: int) -> list[str]:
    """The case of this number; an AssertionError tells which it was."""
    chance = random.Random(f"fuzz {number}")
    name, content = packed(chance, NAMES[number % len(NAMES)])
    path = path / name
    path.write_bytes(content)
    format = chance.choice(FORMATS) if chance.random() < 0.1 else None
    try:
        return list(read(path, format))
    except BaseException as error:
        raise AssertionError(f"case {number}, {name} as {format}: {error!r}") from error


FORMATS = readers.formats()


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(10))
def test_a_hundred_thousand_files(
    tmp_path: Path, amount: Amount, part: int, record_property: Callable[[str, object], None]
) -> None:
    """Valid files of every format, changed in ways that suit one or the other."""
    count = amount(10_000)
    kinds = [kind for n in range(count) for kind in fuzz(tmp_path, part * 10_000 + n)]
    record_property("files", count)
    record_property("read", kinds.count("read"))
    record_property("failed", kinds.count("failed"))
    assert kinds.count("read") > count / 10  # else they were damaged too much to come far


def test_a_few_files(tmp_path: Path) -> None:
    """The nightly test in small: each format some times."""
    for number in range(4 * len(NAMES)):
        fuzz(tmp_path, 900_000 + number)
