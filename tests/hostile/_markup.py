"""Pages, feeds and office files that are too deep, too wide, or want something from elsewhere."""

from __future__ import annotations

import base64
import json

from hostile._archives import zipped

MEGA = 1_000_000
STORY = b"<p>" + b"Warga desa itu menunggu bantuan dari kota sejak pagi. " * 20 + b"</p>"
LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol" * 99) for n in range(12)
)
W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
T = b'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'


def page(body: bytes, head: bytes = b"") -> bytes:
    return b"<!DOCTYPE html><html><head><title>Alfa</title>%s</head><body>%s</body></html>" % (
        head, STORY + body,
    )  # fmt: skip


def rss(inner: bytes, before: bytes = b"", item: bytes = b"") -> bytes:
    story = b"<item><title>Alfa</title><description>bravo</description>%s</item>" % item
    return b'<?xml version="1.0"?>%s<rss version="2.0"><channel>%s%s</channel></rss>' % (
        before, story, inner,
    )  # fmt: skip


def doctype(inner: bytes) -> bytes:
    return b"<!DOCTYPE rss [" + inner + b"]>"


def nest(tag: bytes, share: float, count: int = 100_000, inside: bytes = b"alfa") -> bytes:
    depth = max(1, int(count * share))
    return (b"<%s>" % tag) * depth + inside + (b"</%s>" % tag.split()[0]) * depth


def many(pattern: bytes, count: float) -> bytes:
    return b"".join(pattern % number for number in range(int(count)))


def docx(document: bytes, **others: bytes) -> bytes:
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": document, **others}
    return zipped(parts.items())


def odt(content: bytes) -> bytes:
    kind = b"application/vnd.oasis.opendocument.text"
    return zipped([("mimetype", kind)], 0) if not content else zipped(
        [("mimetype", kind), ("content.xml", content)], 0
    )  # fmt: skip


def ld(value: object) -> bytes:
    return b'<script type="application/ld+json">%s</script>' % (
        value if isinstance(value, bytes) else json.dumps(value).encode()
    )


def depth_of(text: str, count: float) -> bytes:
    return (text * int(count)).encode()


FILES = {
    # deep
    "div.html": lambda share: page(nest(b"div", share)),
    "unclosed.html": lambda share: page(b"<div>" * int(490_000 * share)),
    "inline.html": lambda share: page(b"<b><i>" * int(200_000 * share)),
    "formatting.html": lambda share: page(b"<p><b>" * int(200_000 * share)),
    "font.html": lambda share: page(b"<a href=x><font><p>" * int(100_000 * share)),
    "table.html": lambda share: page(nest(b"table", share)),
    "cells.html": lambda share: page(b"<table><tr><td>" * int(100_000 * share)),
    "list.html": lambda share: page(b"<ul><li>" * int(100_000 * share)),
    "blockquote.html": lambda share: page(nest(b"blockquote", share)),
    "article.html": lambda share: page(nest(b"article", share, inside=STORY)),
    "svg.html": lambda share: page(nest(b"svg", share)),
    "select.html": lambda share: page(b"<select><option>" * int(100_000 * share)),
    "form.html": lambda share: page(b"<form><input>" * int(100_000 * share)),
    "custom.html": lambda share: page(many(b"<x-%d>", 100_000 * share)),
    "ends.html": lambda share: page(b"</div></p></b>" * int(300_000 * share)),
    # wide
    "attributes.html": lambda share: page(b"<div %s>" % many(b"a%d=1 ", 500_000 * share)),
    "attribute.html": lambda share: page(b'<div title="' + b"a" * int(9 * MEGA * share)),
    "links.html": lambda share: page(b'<a href="/x">y</a> ' * int(200_000 * share)),
    "paragraphs.html": lambda share: page(b"<p>alfa bravo" * int(400_000 * share)),
    "breaks.html": lambda share: page(b"<br>" * int(450_000 * share)),
    "words.html": lambda share: page(b"alfa " * int(1_800_000 * share)),
    "comment.html": lambda share: page(b"<!--" + b"-" * int(9 * MEGA * share)),
    "comments.html": lambda share: page(b"<!-- a -->" * int(900_000 * share)),
    "before.html": lambda share: b"<!-- a -->" * int(90_000 * share) + page(b""),
    "brackets.html": lambda share: page(b"<" * int(9 * MEGA * share)),
    "angles.html": lambda share: page(b"<a" * int(450_000 * share)),
    "ampersands.html": lambda share: page(b"&" * int(9 * MEGA * share)),
    "entities.html": lambda share: page(b"&nbsp;&#99999999999;" * int(450_000 * share)),
    "script.html": lambda share: page(b"<script>" + b"<!--<script" * int(800_000 * share)),
    "plaintext.html": lambda share: page(b"<plaintext>" + b"<p>" * int(3 * MEGA * share)),
    "metas.html": lambda share: page(b"", many(b'<meta name="author" content="Adi %d">', 90_000 * share)),
    "titles.html": lambda share: page(b"", many(b"<title>Alfa %d</title>", 90_000 * share)),
    "dates.html": lambda share: page(many(b'<time datetime="2025-06-18">%d</time>', 90_000 * share)),
    "year.html": lambda share: page(
        b"", b'<meta property="article:published_time" content="%s">' % (b"2" * 5_000)
    ),
    "digits.html": lambda share: page(b"2025-06-18 12/13/14 " * int(300_000 * share)),
    "images.html": lambda share: page(
        b'<img src="data:image/png;base64,%s">' % base64.b64encode(bytes(int(40 * MEGA * share)))
    ),
    "base.html": lambda share: page(b'<a href="x">y</a>' * 99, b'<base href="%s">' % (b"a/" * 99_999)),
    "ld-deep.html": lambda share: page(b"", ld(b'{"a":' * int(100_000 * share))),
    "ld-lists.html": lambda share: page(b"", ld(b"[" * int(500_000 * share))),
    "ld-many.html": lambda share: page(b"", many(b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"a%d"}</script>', 40_000 * share)),
    "ld-authors.html": lambda share: page(b"", ld({"@type": "NewsArticle", "headline": "Alfa", "author": [{"name": f"Adi {n}"} for n in range(int(90_000 * share))]})),
    "ld-digits.html": lambda share: page(b"", ld(b'{"@type":"NewsArticle","datePublished":%s}' % (b"9" * 5_000))),
    "next.html": lambda share: page(b'<script id="__NEXT_DATA__">' + b'{"a":' * int(100_000 * share)),
    "utf7.html": lambda share: page(b"+ADw-script+AD4-", b'<meta charset="utf-7">'),
    "utf16.html": lambda share: page(b"", b'<meta charset="utf-16">'),
    "contradicts.html": lambda share: b"\xff\xfe" + page(b"\xc3\xa9", b'<meta charset="big5">'),
    "idna.html": lambda share: page(b"a" * int(5 * MEGA * share), b'<meta charset="idna">'),
    "japanese.html": lambda share: page(b"\x1b$B" * int(2 * MEGA * share), b'<meta charset="iso-2022-jp">'),
    "null.html": lambda share: page(b"a\0" * int(3 * MEGA * share)),
    "xinclude.xhtml": lambda share: page(b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'),
    "entity.xhtml": lambda share: b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">%s]>' % LAUGHS + page(b"&x;&l11;"),
    # feeds
    "laughs.rss": lambda share: rss(b"", doctype(LAUGHS), b"<author>&l11;</author>"),
    "quadratic.rss": lambda share: rss(b"&a;" * 50_000, doctype(b'<!ENTITY a "%s">' % (b"a" * 50_000))),
    "xxe.rss": lambda share: rss(b"&x;", doctype(b'<!ENTITY x SYSTEM "file:///etc/passwd">')),
    "parameter.rss": lambda share: rss(b"", doctype(b'<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;')),
    "external.rss": lambda share: rss(b"", b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "subset.rss": lambda share: rss(b"", b"<!DOCTYPE rss [" * int(50_000 * share)),
    "instructions.rss": lambda share: rss(b"<?a b?>" * int(900_000 * share)),
    "prolog.rss": lambda share: b"<?a b?>" * int(900_000 * share) + rss(b""),
    "deep.rss": lambda share: rss(nest(b"a", share)),
    "deep-item.rss": lambda share: rss(b"", item=nest(b"content", share)),
    "deep-html.rss": lambda share: rss(b"", item=b"<description><![CDATA[%s]]></description>" % nest(b"div", share)),
    "spaces.rss": lambda share: rss(b"", item=many(b'<a xmlns:n%d="u">', 20_000 * share)),
    "wide-space.rss": lambda share: rss(b"<a %s/>" % many(b'xmlns:n%d="u%%d" ', 50_000 * share).replace(b"%d", b"")),
    "attributes.rss": lambda share: rss(b"<a %s/>" % many(b'a%d="" ', 500_000 * share)),
    "items.rss": lambda share: rss(many(b"<item><title>%d</title></item>", 1_000_000 * share)),
    "empty.rss": lambda share: rss(b"<item/>" * int(1_000_000 * share)),
    "nested-items.rss": lambda share: rss(nest(b"item", share, 250)),
    "heavy.rss": lambda share: rss(
        b"<title>%s</title>" % (b"a" * 60_000) + many(b"<item><title>%d</title></item>", 900_000 * share)
    ),
    "categories.rss": lambda share: rss(b"", item=many(b"<category>%d</category>", 300_000 * share)),
    "authors.rss": lambda share: rss(b"", item=many(b"<author>a%d</author>", 300_000 * share)),
    "links.atom": lambda share: b"<feed><entry><title>a</title>%s</entry></feed>" % many(b'<link href="%d"/>', 300_000 * share),
    "date.rss": lambda share: rss(b"", item=b"<pubDate>%s</pubDate>" % (b"9" * 5_000)),
    "dates.rss": lambda share: rss(b"", item=b"<pubDate>%s</pubDate>" % (b"Wed, " * int(500_000 * share))),
    "cdata.rss": lambda share: rss(b"", item=b"<description><![CDATA[" + b"]]" * int(9 * MEGA * share)),
    "puny.rss": lambda share: (rss(b"") + b"-" + b"a" * int(3 * MEGA * share)).replace(b'"1.0"', b'"1.0" encoding="punycode"'),
    "utf7.rss": lambda share: rss(b"+ADw-item+AD4-").replace(b'"1.0"', b'"1.0" encoding="utf-7"'),
    "utf32.rss": lambda share: rss(b"").decode().encode("utf-32"),
    "ebcdic.rss": lambda share: rss(b"").decode().encode("cp037"),
    "news.xml": lambda share: b'<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">' + b"<url><loc>http://a.id/1</loc><n:news><n:title>a</n:title></n:news></url>" * int(200_000 * share) + b"</urlset>",
    "deep.xml": lambda share: b"<sitemapindex>" + b"<sitemap><loc>" * int(100_000 * share),
    "sitemap.xml": lambda share: b"<urlset>" + b"<url><loc>a</loc></url>" * int(100_000 * share),
    # office
    "laughs.docx": lambda share: docx(doctype(LAUGHS) + b"<w:document %s>&l11;</w:document>" % W),
    "xxe.docx": lambda share: docx(doctype(b'<!ENTITY x SYSTEM "file:///etc/passwd">') + b"<w:document %s><w:p><w:t>&x;</w:t></w:p></w:document>" % W),
    "bomb.docx": lambda share: docx(b"<w:document %s><w:p><w:t>" % W + b" " * int(300 * MEGA * share)),
    "tags.docx": lambda share: docx(b"<w:document %s>" % W + b"<w:p><w:t>a</w:t></w:p>" * int(900_000 * share)),
    "deep.docx": lambda share: docx(b"<w:document %s>%s</w:document>" % (W, nest(b"w:p", share))),
    "none.docx": lambda share: zipped([("[Content_Types].xml", b"<Types/>"), ("word/x.xml", b"<a/>")]),
    "properties.docx": lambda share: docx(b"<w:document %s><w:p><w:t>a</w:t></w:p></w:document>" % W, **{"docProps/core.xml": b"<c>" * int(100_000 * share)}),
    "laughs.odt": lambda share: odt(doctype(LAUGHS) + b"<o %s><t:p>&l11;</t:p></o>" % T),
    "deep.odt": lambda share: odt(b"<o %s>%s</o>" % (T, nest(b"t:p", share))),
    "none.odt": lambda share: odt(b""),
}  # fmt: skip
