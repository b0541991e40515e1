"""A small file of each format, and what is in it, for the tests that every reader has to pass."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Sequence

import zstandard

from ingest.pdfs import lines, pdf

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Kabar Alfa</title><link>https://alfa.id/</link><language>id-ID</language>
<item><title>Bravo &amp; charlie</title><link>HTTPS://Alfa.id/1#top</link>
  <description>Ringkasan</description><dc:creator>Adi</dc:creator>
  <category>Bola</category><category>Liga</category>
  <pubDate>Tue, 18 Jun 2025 04:30:00 +0700</pubDate>
  <content:encoded><![CDATA[<p>Delta&nbsp;<b>echo</b>.</p><script>x()</script><p>Foxtrot</p>]]>
  </content:encoded></item>
<item><title>Golf</title><guid>https://alfa.id/2</guid><description>Hotel &amp;lt; india
  </description><author>budi@alfa.id (Budi)</author></item>
</channel></rss>
"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Alfa</title>
<entry><title type="html">Bravo &lt;i&gt;charlie&lt;/i&gt;</title>
  <link rel="self" href="https://alfa.id/self"/><link href="https://alfa.id/1"/>
  <updated>2025-06-19T01:00:00Z</updated><author><name>Citra</name></author>
  <summary>Ringkasan</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
  <p>Delta</p><p>echo</p></div></content></entry></feed>
"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://alfa.id/"><title>Alfa</title><dc:language>id</dc:language></channel>
<item rdf:about="https://alfa.id/1"><title>Bravo</title><link>https://alfa.id/1</link>
<description>charlie</description><dc:date>2025-06-18</dc:date></item></rdf:RDF>
"""
SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>HTTPS://alfa.id/1#x</loc><lastmod>2025-06-20</lastmod><news:news>
  <news:publication><news:name>Kabar Alfa</news:name><news:language>id</news:language>
  </news:publication><news:publication_date>2025-06-18T04:30:00+07:00</news:publication_date>
  <news:title><![CDATA[Bravo & charlie]]></news:title><news:keywords>bola, liga</news:keywords>
  </news:news><image:image><image:loc>https://alfa.id/x.jpg</image:loc></image:image></url>
<url><loc>https://alfa.id/2</loc><lastmod>2025-06-21</lastmod>
  <news:news><news:title>Delta</news:title></news:news></url>
</urlset>
"""


def warc(kind: str, url: str, content_type: str, content: bytes) -> bytes:
    """A record of a WARC file."""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
    head += "WARC-Date: 2025-06-20T01:02:03Z\r\n"
    head += f"Content-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content + b"\r\n\r\n"


HTTP = "application/http; msgtype=response"
WARC = b"".join(
    (
        warc("warcinfo", "", "application/warc-fields", b"software: alfa\r\n"),
        warc("request", "https://alfa.id/1", "application/http", b"GET /1 HTTP/1.1\r\n\r\n"),
        warc(
            "response",
            "https://alfa.id/0",
            HTTP,
            b"HTTP/1.1 404 No\r\nContent-Type: text/html\r\n\r\n<p>x",
        ),
        warc("conversion", "<HTTPS://alfa.id/1#x>", "text/plain", b"Bravo charlie\n"),
        warc("conversion", "https://alfa.id/2", "text/plain", "Caf\xe9 delta\n".encode()),
    )
)

MAIL = b"""\
Received: from alfa.id by bravo.id; Wed, 18 Jun 2025 04:30:05 +0700
From: =?utf-8?Q?Adi_Caf=C3=A9?= <adi@alfa.id>
Subject: =?utf-8?B?QnJhdm8=?= charlie
Date: Wed, 18 Jun 2025 04:30:00 +0700
Message-ID: <7@alfa.id>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Delta caf=C3=A9.

From here on echo, =
foxtrot.
--b
Content-Type: text/html

<p>Delta caf&eacute;.</p><p>From here on echo, foxtrot.</p>
--b--
"""
MBOX = (
    b"From adi@alfa.id Wed Jun 18 04:30:00 2025\n"
    + MAIL.replace(b"\nFrom here", b"\n>From here")
    + b"\nFrom budi@alfa.id Wed Jun 18 04:30:00 2025\n"
    b"From: budi@alfa.id\nSubject: golf\nDate: 19 Jun 2025\n\nHotel\n\n"
)

ONE = """{
  "title": "Alfa \\"bravo\\" {", "tags": [{"a": "}"}],
  "text": "Café charlie", "url": "https://alfa.id/1"
}""".encode()
ARRAY = b"\xef\xbb\xbf [\n" + ONE + b', {"judul": "Delta", "isi": "echo\\\\"}\n]\n'
ANSWER = b"""{"status": "ok", "response": {"docs": [
  {"headline": {"main": "Alfa"}, "abstract": "Bravo", "web_url": "https://alfa.id/1"},
  {"title": "Charlie", "body": "<p>Delta</p>"}], "meta": {"hits": 2}}}
"""
JSON_FEED = b"""{
 "version": "https://jsonfeed.org/version/1.1", "title": "Alfa", "language": "id-ID",
 "items": [
  {"id": "1", "url": "https://alfa.id/1", "title": "Bravo", "content_html": "<p>C</p><p>D</p>",
   "date_published": "2025-06-18T04:30:00+07:00", "authors": [{"name": "Adi"}], "tags": ["x", "y"]},
  {"id": "2", "content_text": "echo", "author": {"name": "Budi"}, "date_modified": "2025-06-19"}]}
"""

TABLE = (
    "Judul;Isi;Tanggal;No\r\n"
    '"Alfa; ""bravo""";"Café\r\ncharlie";18 Juni 2025;1\r\n'
    ";;;\r\n"
    "Delta;echo;;2\r\n"
).encode()

MARKDOWN = """\
---
title: "Alfa: bravo"
date: 2025-06-18T04:30:00+07:00
authors:
  - "[[Adi]]"
  - Budi
categories: [Bola, Liga]
source: https://alfa.id/1
deep:
  a: b
---
# Charlie

Delta *café*.
""".encode()


def zipped(**members: bytes) -> bytes:
    """A zip file with these members; `__` in a name is a dot."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else None
            opened.writestr(name.replace("__", "."), content, packing)
    return file.getvalue()


def tarred(**members: bytes) -> bytes:
    """A tar file with these members; `__` in a name is a dot."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as opened:
        for name, content in members.items():
            info = tarfile.TarInfo(name.replace("__", "."))
            info.size = len(content)
            opened.addfile(info, io.BytesIO(content))
    return file.getvalue()


def zstandard_with_words(parts: Sequence[bytes], *, is_packed: bool = False) -> bytes:
    """A frame for each of `parts`, by a dictionary that stands in front, as in WARC files."""
    words = zstandard.train_dictionary(4_096, [part + b"%d" % at for at, part in enumerate(parts)])
    packer = zstandard.ZstdCompressor(dict_data=words)
    written = words.as_bytes()
    written = zstandard.ZstdCompressor().compress(written) if is_packed else written
    head = b"\x5d\x2a\x4d\x18" + len(written).to_bytes(4, "little")
    return head + written + b"".join(packer.compress(part) for part in parts)


MEMBERS = {
    "a__txt": b"Alfa\n",
    "b/b__rss": RSS,
    "c__jsonl__gz": gzip.compress(b'{"text": "bravo"}\n{"text": "charlie"}\n'),
    ".hidden/d__txt": b"delta",
}
INNER = zipped(e__txt=b"echo")

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
OWN = f"<c {DC}><dc:title>Echo</dc:title><dc:creator>Adi</dc:creator></c>"
CONTENT = "<t:h>Alfa</t:h><t:p>bravo<t:s/>charlie <t:a>delta</t:a>.</t:p>"
DOCX = zipped(
    **{
        "[Content_Types]__xml": b"<Types/>",
        "word/document__xml": f"""<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>
          <w:p><w:r><w:t>Alfa </w:t></w:r><w:r><w:t>caf\xe9</w:t><w:br/><w:t>bravo</w:t></w:r></w:p>
          <w:p><w:r><w:delText>charlie</w:delText></w:r></w:p>
          <w:p><w:r><w:t>delta</w:t></w:r></w:p></w:body></w:document>""".encode(),
        "docProps/core__xml": OWN.encode(),
    }
)
TEXT = 'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
ODT = zipped(
    mimetype=b"application/vnd.oasis.opendocument.text",
    content__xml=f"<o {TEXT}>{CONTENT}</o>".encode(),
    meta__xml=OWN.encode(),
)

WALLABAG = b"""[{"is_archived":1,"is_starred":1,"tags":["liga","sepak bola"],"is_public":false,
"id":7,"uid":null,"title":"Alfa","url":"HTTPS://alfa.id/1#x","content":"<p>Bravo<\\/p><p>caf\\u00e9<\\/p>",
"created_at":"2024-01-02T10:00:00+0700","published_at":"2023-09-13T00:00:00+0000",
"published_by":["Adi","Budi"],"language":"id_ID","reading_time":1,"domain_name":"alfa.id",
"annotations":[{"id":5,"text":"periksa","quote":"Bravo","ranges":[]},{"quote":"caf\\u00e9"}]},
{"is_archived":0,"is_starred":0,"tags":[],"id":8,"title":"Delta","url":"https://alfa.id/2",
"content":"wallabag can't retrieve contents for this article. Please <a href=\\"x\\">try<\\/a>.",
"domain_name":"alfa.id","annotations":[]}]"""
KARAKEEP = b"""{"bookmarks":[
{"createdAt":1700000000,"title":"Alfa","tags":["liga"],"lists":["l1"],
 "content":{"type":"link","url":"https://alfa.id/1"},"note":"periksa","archived":true},
{"createdAt":1700000001,"title":null,"tags":[],"content":{"type":"text","text":"Bravo charlie"},
 "note":null,"archived":false}],
"lists":[{"id":"l1","name":"Bola","type":"manual","parentId":null}]}"""
ARCHIVEBOX = b"""[{"archive_path":"archive/1700000000.5","bookmarked_date":"2023-11-14 22:13",
"canonical":{"wget_path":null},"tags":"liga,sepak bola","timestamp":"1700000000.5","title":"Alfa",
"url":"https://alfa.id/1"},{"archive_path":"archive/1700000001","num_outputs":0,"tags":null,
"timestamp":"1700000001","title":null,"url":"https://alfa.id/2"}]"""
SNAPSHOT = b"""{"archivebox": {"url": "https://alfa.id/1", "tags": "liga"}, "file": "output.html"}
<html><head><title>Alfa</title></head><body><p>Bravo charlie delta echo.</p></body></html>"""
OMNIVORE = b"""[{"id": "1", "slug": "alfa", "title": "Alfa", "url": "https://alfa.id/1",
"labels": ["liga", {"name": "bola"}], "state": "Archived", "readingProgress": 0,
"savedAt": "2024-10-30T12:39:28.023Z", "publishedAt": "2023-09-13T00:00:00.000Z",
"author": "Budi Adi"},
{"id": "2", "slug": "bravo", "title": "Bravo", "url": "https://alfa.id/2", "labels": [],
"savedAt": "2024-10-30T12:39:28.023Z", "description": "charlie"}]"""
CSL = b"""[
  {"id": "adi1", "type": "article-newspaper", "title": "Alfa", "container-title": "Kabar Alfa",
   "URL": "https://alfa.id/1", "author": [{"family": "Adi", "given": "Budi"}, {"literal": "Tim"}],
   "abstract": "<p>Bravo</p>", "issued": {"date-parts": [["2023", 9, 13]]}, "language": "id-ID"},
  {"id": "adi2", "type": "webpage", "title": "Charlie", "URL": "https://alfa.id/2",
   "accessed": {"date-parts": [[2024]]}}]
"""
ZOTERO = b"""{"config": {"label": "BetterBibTeX JSON", "options": {"a": [1, "items"]}}, "items": [
 {"itemType": "newspaperArticle", "title": "Alfa", "publicationTitle": "Kabar Alfa",
  "creators": [{"firstName": "Budi", "lastName": "Adi", "creatorType": "author"},
               {"lastName": "Citra", "creatorType": "editor"}],
  "date": "2023-09-13", "url": "https://alfa.id/1", "section": "Bola", "language": "id",
  "tags": [{"tag": "liga"}], "notes": [{"note": "<p>periksa</p>"}],
  "attachments": [{"path": "files/1/alfa.html"}]}]}
"""
ZOTERO_RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:bib="http://purl.org/net/biblio#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:link="http://purl.org/rss/1.0/modules/link/">
 <bib:Article rdf:about="https://alfa.id/1"><z:itemType>newspaperArticle</z:itemType>
  <dcterms:isPartOf><bib:Part><dc:title>Bola</dc:title><dcterms:isPartOf><bib:Newspaper>
   <dc:title>Kabar Alfa</dc:title></bib:Newspaper></dcterms:isPartOf></bib:Part></dcterms:isPartOf>
  <bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Adi</foaf:surname>
   <foaf:givenName>Budi</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
  <dcterms:isReferencedBy rdf:resource="#item_5"/><link:link rdf:resource="#item_6"/>
  <dc:subject>liga</dc:subject><dc:title>Alfa</dc:title><dc:date>2023-09-13</dc:date>
  <dc:identifier><dcterms:URI><rdf:value>https://alfa.id/1</rdf:value></dcterms:URI>
  </dc:identifier><z:language>id</z:language></bib:Article>
 <bib:Memo rdf:about="#item_5"><rdf:value>&lt;p&gt;periksa&lt;/p&gt;</rdf:value></bib:Memo>
 <z:Attachment rdf:about="#item_6"><z:itemType>attachment</z:itemType>
  <rdf:resource rdf:resource="files/6/alfa.html"/><dc:title>Snapshot</dc:title></z:Attachment>
 <z:Collection rdf:about="#collection_1"><dc:title>Koleksi</dc:title>
  <dcterms:hasPart rdf:resource="https://alfa.id/1"/></z:Collection></rdf:RDF>
"""
RIS = (
    b"TY  - NEWS\r\nTI  - Alfa\r\nT2  - Kabar Alfa\r\nAU  - Adi, Budi\r\nDA  - 2023/09/13/\r\n"
    b"UR  - https://alfa.id/1\r\nAB  - Bravo\r\ncharlie\r\nKW  - liga;bola\r\nLA  - id\r\n"
    b"N1  - periksa\r\nER  - \r\n\r\n"
    b"TY  - JOUR\r\nT1  - Delta\r\nDO  - 10.1000/1\r\nPY  - 2023//\r\nER  - \r\n"
)
WALLABAG_TABLE = (
    "Title;URL;Content;Tags;MIME Type;Language;Creation date\n"
    'Alfa;https://alfa.id/1;"<p>Bravo</p><p>caf\xe9; ""delta""</p>";"liga, bola";text/html;id;'
    '"02/01/2024 10:00:00"\n'
).encode()
POCKET = b"""title,url,time_added,tags,status
Alfa,https://alfa.id/1,1600322788,liga|bola,archive
https://alfa.id/2,https://alfa.id/2,1600322789,,unread
"""
ZOTERO_TABLE = b"""\xef\xbb\xbf"Key","Item Type","Publication Year","Author","Title",\
"Publication Title","DOI","Url","Abstract Note","Date","Manual Tags","Automatic Tags","Language"
"ABCD","newspaperArticle","2023","Adi, Budi; Citra","Alfa","Kabar Alfa","","https://alfa.id/1",\
"","2023-09-13","liga; bola","auto","id"
"""

# Name of the file → its content, the reader that it is for, and how many records it has.
SAMPLES: dict[str, tuple[bytes, str, int]] = {
    "a.rss": (RSS, "feed", 2),
    "a.xml.gz": (gzip.compress(SITEMAP), "sitemap", 2),
    "a.atom": (ATOM, "feed", 1),
    "a.rdf": (RDF, "feed", 1),
    "a.eml": (MAIL, "mail", 1),
    "a.mbox": (MBOX, "mail", 2),
    "a.json": (ARRAY, "json", 2),
    "b.json": (ONE, "json", 1),
    "d.json": (ANSWER, "answers", 2),
    "c.json": (JSON_FEED, "jsonfeed", 2),
    "a.csv": (TABLE, "csv", 2),
    "a.md": (MARKDOWN, "markdown", 1),
    "a.docx": (DOCX, "office", 1),
    "a.odt": (ODT, "office", 1),
    "a.zip": (zipped(**MEMBERS, f__zip=INNER), "zip", 6),
    "a.tar": (tarred(**MEMBERS, f__zip=INNER), "tar", 6),
    "a.tgz": (gzip.compress(tarred(**MEMBERS)), "tar", 5),
    "a.tar.xz": (lzma.compress(tarred(**MEMBERS)), "tar", 5),
    "a.tbz2": (bz2.compress(tarred(**MEMBERS)), "tar", 5),
    "a.csv.zst": (zstandard.ZstdCompressor().compress(TABLE), "csv", 2),
    "a.tsv": (b"url\ttitle\nhttps://alfa.id/1\tAlfa\n", "csv", 1),
    "archivebox.json": (ARCHIVEBOX, "archivebox", 2),
    "snapshot": (SNAPSHOT, "archivebox", 1),
    "wallabag.json": (WALLABAG, "wallabag", 2),
    "karakeep.json": (KARAKEEP, "karakeep", 2),
    "omnivore.json": (OMNIVORE, "omnivore", 2),
    "csl.json": (CSL, "zotero", 2),
    "zotero.json": (ZOTERO, "zotero", 1),
    "zotero.rdf": (ZOTERO_RDF, "zotero", 1),
    "a.ris": (RIS, "ris", 2),
    "wallabag.csv": (WALLABAG_TABLE, "csv", 1),
    "pocket.csv": (POCKET, "csv", 2),
    "zotero.csv": (ZOTERO_TABLE, "csv", 1),
    "a.pdf": (pdf([lines("Alfa.", "", "bravo")] * 2, b"/Title(Charlie)"), "pdf", 1),
    "a.warc": (WARC, "warc", 2),
    "a.warc.gz": (gzip.compress(WARC), "warc", 2),
    "a.warc.zst": (zstandard_with_words([WARC] * 20), "warc", 40),
}
