"""Saved pages: what is read of them, what they declare, and that nothing in one can do harm."""

from __future__ import annotations

import base64
import json
import pickle
import quopri
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import Article, Place, Record
from archive.ingest import readers
from archive.ingest.outcome import Outcome
from archive.ingest.pages._strangers import told_by
from archive.ingest.readers import html
from archive.ingest.source import Source
from archive.ingest.unread import Unread, understood
from archive.ingest.walking import find
from conftest import ROOT

LIMIT = 64_000_000
PARAGRAPHS = [f"Warga desa {name} menanam padi di sawah pada pagi hari." for name in "ABCDEFGH"]
BODY = "".join(f"<p>{paragraph}</p>\n" for paragraph in PARAGRAPHS)
LINKED = {
    "@graph": [
        {"@type": "Person", "@id": "#adi", "name": "Adi"},
        {
            "@type": ["NewsArticle"],
            "headline": "Panen &quot;raya&quot;",
            "datePublished": "2023-07-15T04:30:00+07:00",
            "author": [{"@id": "#adi"}, {"@type": "Person", "name": "Budi"}],
            "publisher": {"name": "Koran"},
            "articleSection": ["Desa", "Tani"],
            "inLanguage": "id-ID",
        },
    ]
}
PAGE = f"""<!DOCTYPE html>
<html lang="id"><head><meta charset="utf-8">
<title>Panen raya di desa - Koran.id</title>
<meta property="og:title" content="Panen raya di desa | Koran">
<meta property="og:site_name" content="Koran">
<meta name="author" content="Oleh: Redaksi">
<meta property="article:published_time" content="2023-07-16">
<link rel="canonical" href="HTTPS://Koran.id/desa/panen#atas">
<script type="application/ld+json">{json.dumps(LINKED)}</script></head>
<body><nav><a href="/">Beranda</a> <a href="/bola">Bola</a></nav>
<article><h1>Panen raya di desa</h1>{BODY}</article>
<footer>Hak cipta Koran</footer></body></html>
"""


def parse(page: str | bytes, path: str = "/a.html") -> Record | Outcome:
    content = page.encode("utf-8", "surrogatepass") if isinstance(page, str) else page
    return html.parse(Place(path), content)


def article(page: str | bytes) -> Record:
    record = parse(page)
    assert isinstance(record, Record), record
    return record


def stated(record: Record, field: str) -> list[tuple[str, str]]:
    """The values of a field and their rules, the most trusted first."""
    facts = Article(record.text, record.facts).candidates(field)
    return [(fact.value, fact.rule) for fact in facts]


def page(head: str = "", body: str = BODY) -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def test_a_page_is_its_article() -> None:
    """The paragraphs without menu, footer and title; the bytes and the address are kept."""
    record = article(PAGE)
    assert record.text == "\n".join(PARAGRAPHS)
    assert record.original == PAGE.encode()
    assert (record.media_type, record.encoding, record.remark) == ("text/html", "utf-8", None)
    assert record.key == "url:https://koran.id/desa/panen"


def test_a_page_declares_facts() -> None:
    """Each field has its sources in the order of trust, named by the rule."""
    record = article(PAGE)
    assert {fact.basis for fact in record.facts} == {"declared"}
    assert stated(record, "title") == [
        ("Panen raya di desa", "html: og:title"),
        ('Panen "raya"', "html: json-ld headline"),
    ]
    assert stated(record, "author") == [
        ("Adi, Budi", "html: json-ld author"),
        ("Redaksi", "html: meta author"),
    ]
    assert stated(record, "published") == [
        ("2023-07-15", "html: json-ld datePublished, iso date, +07:00"),
        ("2023-07-16", "html: article:published_time, iso date"),
    ]
    assert stated(record, "publisher") == [("Koran", "html: og:site_name")]
    assert stated(record, "category") == [("Desa, Tani", "html: json-ld articleSection")]
    assert stated(record, "language") == [("id", "html: json-ld inLanguage")]
    assert stated(record, "url") == [("https://koran.id/desa/panen", "html: link canonical")]


@pytest.mark.parametrize(
    ("head", "field", "value", "rule"),
    [
        ('<meta name="dc.creator" content="Adi">', "author", "Adi", "meta dc.creator"),
        ('<meta name="author" content="https://fb.com/a">', "author", None, ""),
        ('<meta name="publishdate" content="1 Mei 2020">', "published", "2020-05-01", ""),
        ('<meta itemprop="datePublished" content="2020-05-01">', "published", "2020-05-01", ""),
        ('<meta name="date" content="1970-01-01">', "published", None, ""),
        ('<meta property="article:section" content="Bola">', "category", "Bola", ""),
        ('<meta property="og:locale" content="ms_MY">', "language", "ms", "og:locale"),
        ('<meta property="og:locale" content="en_US">', "language", None, ""),
        ('<meta property="og:url" content="/relatif">', "url", None, ""),
        ('<meta property="og:url" content="http://A.id/b?c=1#d">', "url", "http://a.id/b?c=1", ""),
        ('<link rel="canonical" href="https://a.id/">', "url", None, ""),
        ("<!-- saved from url=(0014)https://a.id/b -->", "url", "https://a.id/b", "address of"),
        ("<script type='application/ld+json'>{bad</script>", "title", None, ""),
        (
            '<script type="application/ld+json">/*<![CDATA[*/[{"@type":"BlogPosting",'
            '"headline":"A\nB",}];/*]]>*/</script>',
            "title",
            "A B",
            "json-ld headline",
        ),
    ],
)
def test_declarations(head: str, field: str, value: str | None, rule: str) -> None:
    """What pages write in their heads, and what is no value of the field."""
    found = stated(article(page(head)), field)
    assert [first for first, _ in found[:1]] == ([value] if value else [])
    assert all(rule in told for _, told in found[:1])


def test_a_day_of_change_is_a_guess() -> None:
    """It is a day of publication only where the page declares none."""
    changed = '<meta property="article:modified_time" content="2020-05-02">'
    (fact,) = (f for f in article(page(changed)).facts if f.field == "published")
    assert (fact.value, fact.basis) == ("2020-05-02", "inferred")
    published = '<meta property="article:published_time" content="2020-05-01">'
    (fact,) = (f for f in article(page(changed + published)).facts if f.field == "published")
    assert (fact.value, fact.basis) == ("2020-05-01", "declared")


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Banjir di kota - Koran", "Banjir di kota"),
        ("Banjir di kota | Koran Pagi Online", "Banjir di kota"),
        ("Banjir di kota - Nasional - koran.id", "Banjir di kota"),
        ("Koran.id: Banjir di kota", "Banjir di kota"),
        ("Banjir di kota – dan gempa", "Banjir di kota – dan gempa"),
        ("FOTO: Banjir di kota", "FOTO: Banjir di kota"),
        ("Koran - Koran", "Koran - Koran"),
    ],
)
def test_titles_lose_the_name_of_the_site(title: str, bare: str) -> None:
    """Around the title of a page stands the name of its site or section, which is none of it."""
    head = (
        f"<title>{title}</title><meta property='og:site_name' content='Koran'>"
        "<link rel='canonical' href='https://www.koran.id/a'>"
    )
    assert stated(article(page(head)), "title") == [(bare, "html: title element")]


def test_a_declared_text_that_is_longer_is_the_text() -> None:
    """Where the body holds only the beginning, JSON-LD may have the rest."""
    linked = {"@type": "Article", "articleBody": "<p>Satu &amp; dua.</p><p>Tiga.</p>" * 30}
    script = f"<script type='application/ld+json'>{json.dumps(linked)}</script>"
    record = article(page(script, "<p>Satu &amp; dua.</p>"))
    assert record.text == "Satu & dua.\nTiga.\n" * 29 + "Satu & dua.\nTiga."


def test_a_short_page_is_read() -> None:
    """A page without anything around its few words is an article as well, known by its file."""
    record = article("<p>Banjir di kota.<p>Hujan.")
    assert (record.text, record.key, record.facts) == (
        "Banjir di kota.\nHujan.",
        "file:/a.html",
        (),
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ("\0 \n", "empty"),
        ("<html><body></body></html>", "no article"),
        ("<html><body><ul><li><a href=a>Satu dua</a><li><a href=b>Tiga</a></ul>", "no article"),
        ("<?xml version='1.0'?><rss><channel/></rss>", "XML, not HTML"),
        (bytes(range(32)) * 9, "binary"),
        ("<a>" * 500_001, "more than 500,000 tags"),
        ("<p>" + "a " * 32_000_000, "more than 10,000,000 characters"),
    ],
)
def test_what_is_no_article_says_why(content: str | bytes, reason: str) -> None:
    """What holds no text, or more than a page can have, is a failed outcome."""
    outcome = parse(content)
    assert isinstance(outcome, Outcome)
    assert outcome.outcome == "failed"
    assert reason in (outcome.reason or "")


WORDS = "kata demi kata tentang caf\xe9 \u201ckutip\u201d "


@pytest.mark.parametrize(
    ("content", "encoding", "text"),
    [
        ("<p>%s" % (WORDS * 9), "utf-8", WORDS),
        (("<p>%s" % (WORDS * 9)).encode("utf-16"), "utf-16", WORDS),
        (("<meta charset=iso-8859-1><p>%s" % (WORDS * 9)).encode("cp1252"), "iso-8859-1", WORDS),
        # The declaration is older than the bytes.
        (("<meta charset=iso-8859-1><p>%s" % (WORDS * 9)).encode(), "utf-8", WORDS),
        (("<meta charset=utf-8><p>%s" % (WORDS * 9)).encode("cp1252"), "windows-1252", WORDS),
        (("<meta charset=nosuch><p>%s" % (WORDS * 9)).encode("cp1252"), "windows-1252", WORDS),
        ("<?xml version='1.0' encoding='gb2312'?><html>新闻 报道".encode("gbk"), "gb2312", "新闻"),
        ("<meta charset=iso-2022-jp><p>地震".encode("iso2022_jp"), "iso-2022-jp", "地震"),
        (
            b"<meta http-equiv=Content-Type content='text/html; charset=windows-1251'><p>"
            + "новость".encode("cp1251"),
            "windows-1251",
            "новость",
        ),
        ("<p>al\0fa", "utf-8", "alfa"),
    ],
)
def test_encodings(content: str | bytes, encoding: str, text: str) -> None:
    """A mark, what is declared and can be true, then what the bytes say."""
    record = article(content)
    assert record.encoding == encoding
    assert text.strip() in record.text


HOSTILE = {
    "nested": "<div>" * 100_000 + "alfa" + "</div>" * 100_000,
    "mismatched": "<b>" * 50_000 + "</i>" * 50_000 + "alfa",
    "tables": "<table><tr><td>" * 5_000 + "alfa",
    "tables around": "<table><tr><td>" * 60 + "<p>alfa bravo</p>" * 9_000,
    "entities": "<!DOCTYPE html [<!ENTITY a 'aaaa'>"
    + "".join(f"<!ENTITY a{n} '{'&a;' * 10}'>" for n in range(20))
    + "]><p>alfa &a; &a19;",
    "references": "<p>" + "&#x10ffff;&#0;&#xd800;&bogus;" * 10_000,
    "line": "<p>" + "alfa " * 1_000_000,
    "word": "<p>" + "a" * 4_000_000,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">alfa",
    "some attributes": f"<p {' '.join(f'a{n}' for n in range(500))}>alfa" * 500,
    "spans": "<p>" + "<span>alfa</span> " * 50_000,
    "breaks": "<p>" + "alfa<br>" * 19_000,
    "comments": "<!--" * 100_000 + "<p>alfa",
    "empty comments": "<!---->" * 100_000 + "<p>alfa",
    "titles": "<title>" * 10_000 + "alfa",
    "headings": "<h1>" * 10_000 + "alfa",
    "times": "<time datetime='" + "1" * 100_000 + "'>" * 100 + "alfa",
    "meta": "<meta name=author content='<<<<&amp;'>" * 20_000 + "<p>alfa",
    "json": f"<script type='application/ld+json'>{'[' * 100_000}</script><p>alfa",
    "number": "<script type='application/ld+json'>{'a':" + "1" * 10_000 + "}</script><p>alfa",
    "scripts": "<script type='application/ld+json'>{}</script>" * 5_000 + "<p>alfa",
    "cycle": '<script type="application/ld+json">{"@type":"Article","@id":"a",'
    '"author":{"@id":"a"},"headline":["x",{}],"url":7}</script><p>alfa',
    "host": "<link rel=canonical href='http://[a]:b/c'><link rel=canonical href='http://['><p>alfa",
    "surrogates": "<p>alfa \ud800<meta name=author content='\ud800'>",
    "frames": "<frameset>" * 1_000 + "<noframes>alfa",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_or_fail(name: str) -> None:
    """Whatever a page is made of, it is a record that can be stored, or a failed outcome."""
    settled(parse(HOSTILE[name]))


def settled(one: Record | Outcome) -> None:
    if isinstance(one, Outcome):
        assert one.outcome == "failed"
        assert one.reason
    else:
        assert one.text
        one.text.encode()
        (one.key or "").encode()


@pytest.mark.parametrize("depth", [100, 254, 300, 2_000])
def test_deep_pages_keep_their_text(depth: int) -> None:
    """What lxml drops beyond 255 elements inside each other unless told otherwise is kept."""
    assert "padi" in article(page(body=f"{'<div>' * depth}{BODY}")).text


def test_what_is_too_large_to_be_looked_through_is_kept_whole() -> None:
    """The article of such a page cannot be told from the rest, and the outcome says so."""
    record = article(page(body=f"<nav>Menu</nav>{'<i>alfa</i> ' * 5_000}"))
    assert record.text.startswith("alfa alfa")
    assert "too large" in (record.remark or "")


@pytest.mark.parametrize("length", range(0, len(PAGE) + 1_000, 100))
def test_pages_cut_short(length: int) -> None:
    """A page that ends anywhere is read as far as it goes, or fails."""
    settled(parse(PAGE[:length]))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*PAGE.split("<"), "!--", "!DOCTYPE", "/p>", "\0", "\udc80"])))
def test_pages_in_pieces(pieces: list[str]) -> None:
    """The pieces of a page in any order are a page or none."""
    settled(parse("<" + "<".join(pieces)))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes(content: bytes) -> None:
    """No bytes raise anything, neither as a page nor as a message of a browser."""
    html.sniff(content)
    settled(parse(content))
    settled(parse(mhtml(content, "base64")))
    settled(parse(b"From: <Saved by Blink>\nContent-Type: multipart/related" + content, "/a.mht"))


# -- files


@pytest.mark.parametrize(
    ("head", "is_page"),
    [
        (b"<!DOCTYPE html><p>", True),
        (b"\xef\xbb\xbf \n<HTML lang=id>", True),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC ''>", True),
        (b"<!-- a --><!-- saved from url=(0001)b --><html>", True),
        ("<!doctype html>".encode("utf-16"), True),
        (b"<?xml version='1.0'?><rss>", False),
        (b"<!---->" * 500, False),
        (b"<html5lib is a parser", False),
        (b"Kata <html>", False),
        (b"From: Adi\nContent-Type: multipart/related\n\n", False),
        (b"From: <Saved by Blink>\nContent-Type: multipart/related;\n boundary=a\n\n", True),
    ],
)
def test_pages_are_told_by_their_beginning(head: bytes, is_page: bool) -> None:
    """A page whatever its file is called; not a feed, nor somebody's message."""
    assert html.sniff(head) == is_page


def test_a_file_is_understood_elsewhere(tmp_path: Path) -> None:
    """Reading only takes the bytes; another process can make the record."""
    (tmp_path / "a.htm").write_text(PAGE)
    (one,) = readers.parts(Source(str(tmp_path / "a.htm"), LIMIT))
    assert isinstance(one, Unread)
    record = understood(pickle.loads(pickle.dumps(one)))
    assert isinstance(record, Record)
    assert readers.again(record.place, record.original, record.media_type) == record


def test_a_large_file_fails(tmp_path: Path) -> None:
    """Beyond the limit of the user a file is not read."""
    (tmp_path / "a.html").write_text(PAGE)
    (outcome,) = readers.read(Source(str(tmp_path / "a.html"), 100))
    assert isinstance(outcome, Outcome)
    assert "larger than 100 bytes" in (outcome.reason or "")


def test_the_folder_of_a_saved_page_is_passed_over(tmp_path: Path) -> None:
    """Frames that a browser saved beside a page are no articles; other folders are."""
    beside = ("a_files/x.html", "a-Dateien/x.html", "a_berkas/x.html", "a.files/x.html")
    for name in ("a.html", *beside, "b_files/c.html", "a/d.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAGE)
    found = [Path(str(source)).name for source in find([str(tmp_path)], LIMIT)]
    assert found == ["a.html", "d.html", "c.html"]


def test_text_is_read_without_the_libraries_for_pages(tmp_path: Path) -> None:
    """They take half a second, which who has no pages does not pay."""
    (tmp_path / "a.txt").write_text("Banjir di kota.")
    code = (
        "import sys; from archive.cli._door import run; code = run(sys.argv[1:]);"
        "heavy = {'lxml', 'trafilatura'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else code)"
    )
    command = [sys.executable, "-c", code, "--home", str(tmp_path / "home"), "ingest"]
    command.append(str(tmp_path / "a.txt"))
    ran = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    assert ran.returncode == 0, ran.stderr


# -- MHTML

ENCODERS = {
    "quoted-printable": quopri.encodestring,
    "base64": base64.encodebytes,
    "8bit": bytes,
}


def mhtml(content: bytes, encoding: str, charset: str = "utf-8") -> bytes:
    """A page as Chromium saves it, with an image before and one behind it."""
    image = (
        b"--b\r\nContent-Type: image/png\r\nContent-Location: https://a.id/c.png\r\n\r\n\x89P\r\n"
    )
    return (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.id/b\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=b\r\n\r\n"
        + image
        + f"--b\r\nContent-Type: text/html; charset={charset}\r\n".encode()
        + f"Content-Transfer-Encoding: {encoding}\r\n".encode()
        + b"Content-Location: https://a.id/b\r\n\r\n"
        + ENCODERS[encoding](content)
        + b"\r\n"
        + image
        + b"--b--\r\n"
    )


@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_saved_message_is_its_page(encoding: str) -> None:
    """The page is read as it would be alone; the original is the message."""
    message = mhtml("<p>café bravo".encode("cp1252"), encoding, "windows-1252")
    assert html.sniff(message)
    record = article(message)
    assert (record.text, record.encoding) == ("café bravo", "windows-1252")
    assert (record.key, record.media_type) == ("url:https://a.id/b", "multipart/related")
    assert readers.again(record.place, message, record.media_type) == record


@pytest.mark.parametrize("encoding", ENCODERS)
def test_messages_cut_short(encoding: str) -> None:
    """A message that ends anywhere is read as far as it goes, or fails."""
    message = mhtml(PAGE.encode(), encoding)
    for length in range(0, len(message), 97):
        settled(parse(message[:length], "/a.mhtml"))


def test_a_message_of_a_million_parts_fails() -> None:
    """The page is one of the first parts or there is none."""
    beginning, _, _ = mhtml(b"", "8bit").partition(b"--b")
    outcome = parse(beginning + b"--b\r\n\r\n" * 1_000_000)
    assert isinstance(outcome, Outcome)
    assert outcome.reason == "MHTML without a page"


def test_a_library_may_fail_but_memory_that_ends_is_told() -> None:
    """What strangers' code raises is none of the page's faults; that it does not fit is one."""

    def ending(error: type[Exception]) -> None:
        raise error

    assert told_by("a test", lambda: "alfa") == "alfa"
    assert told_by("a test", lambda: ending(RuntimeError)) is None
    with pytest.raises(MemoryError):
        told_by("a test", lambda: ending(MemoryError))
