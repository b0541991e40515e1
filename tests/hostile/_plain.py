"""Texts, tables and JSON without an end, without sense, or in two encodings at once."""

from __future__ import annotations

MEGA = 1_000_000
LINE = b'{"text": "alfa"}\n'


def repeated(text: str, size: float, before: str = "") -> bytes:
    """A text of about so many bytes that says the same again and again."""
    part = text.encode("utf-8", "surrogatepass")
    return before.encode() + part * max(1, int(size / len(part)))


def keyed(share: float) -> bytes:
    keys = ", ".join(f'"k{n}": 1' for n in range(int(300_000 * share)))
    return ('{"text": "alfa", ' + keys + "}\n").encode()


# What rules of zones, names, days and languages look for, over and over.
PHRASES = {
    "related": "Baca juga: ", "glued": "alfa.Baca Juga: bravo ", "attribution": "kata dia, ",
    "according": "menurut Bernama melaporkan dikutip dari ", "dateline": "JAKARTA, Koran.com - ",
    "capitals": "Ahmad ", "titled": "Presiden Gubernur Bupati ", "acronyms": "(ABC) ",
    "quotes": "\u201c", "closed": "\u201cya,\u201d ujar dia. ", "brackets": "(", "ages": "Adi (41), ",
    "days": "Rabu (18/6/2025) ", "numbers": "1.234,5 ", "digits": "9", "dots": ". ", "commas": ",",
    "dashes": "- ", "domains": "alfa.com ", "addresses": "https://a.b/c?d=e ", "ats": "@a ",
    "marks": "e\u0301", "zero": "\u200b", "rtl": "\u202ea\u202c", "emoji": "\U0001f468\u200d",
    "wide": "\uff21", "ligatures": "\ufdfa", "han": "\u6c49", "thai": "\u0e01", "spaces": " ",
    "tabs": "\t", "ends": "\n", "returns": "\r", "paragraphs": "a\n\n", "lines": "Alfa bravo.\n",
    "stars": "*", "hashes": "#tag ", "bylines": "Penulis: Adi\n", "photos": "(Foto: Adi)\n",
    "advertisement": "ADVERTISEMENT\n", "long": "a", "hyphens": "a-", "apostrophes": "a'",
    "suffixes": "memper", "mixed": "aA1\u00e9 ", "private": "\ue000", "c1": "\x9b", "esc": "\x1b[2J",
}  # fmt: skip

FILES = {
    **{
        f"{name}.txt": (lambda share, text=text: repeated(text, 5 * MEGA * share))
        for name, text in PHRASES.items()
    },
    "line.txt": lambda share: repeated("alfa ", 50 * MEGA * share),
    "nul.txt": lambda share: bytes(int(5 * MEGA * share)),
    "nuls.txt": lambda share: b"alfa\0" * int(MEGA * share),
    "bytes.txt": lambda share: bytes(range(256)) * int(10_000 * share),
    "latin.txt": lambda share: b"caf\xe9 " * int(MEGA * share),
    "broken.txt": lambda share: b"caf\xc3\xa9 \xff\xc3 " * int(500_000 * share),
    "both.txt": lambda share: "café ".encode() * 999 + "café ".encode("utf-16") * 999,
    "utf16.txt": lambda share: "\ud83d ".encode("utf-16", "surrogatepass") * 999,
    "utf32.txt": lambda share: b"\xff\xfe\0\0" + b"\xff\xff\xff\xff" * 999,
    "byte-marks.txt": lambda share: b"\xef\xbb\xbf" * 9_999,
    "page.txt": lambda share: b"<html>alfa",
    # JSON
    "lists.json": lambda share: b"[{" + b'"a":[' * int(100_000 * share),
    "deep.json": lambda share: b"[" + b'{"a":' * int(100_000 * share) + b"1" + b"}" * int(100_000 * share),
    "deep.jsonl": lambda share: b'{"text": ' + b"[" * int(500_000 * share) + b"\n" + LINE,
    "closed.jsonl": lambda share: b'{"text": ' + b"[" * 90_000 + b"]" * 90_000 + b"}\n" + LINE,
    "digits.jsonl": lambda share: b'{"text": ' + b"9" * 5_000 + b', "date": ' + b"9" * 5_000 + b"}\n",
    "date.jsonl": lambda share: b'{"text": "alfa", "date": "' + b"9" * 5_000 + b'"}\n',
    "long-date.jsonl": lambda share: b'{"text": "alfa", "date": "' + b"1 " * int(2 * MEGA * share) + b'"}\n',
    "float.jsonl": lambda share: b'{"text": 1e999999, "title": -1e-999999}\n' + LINE,
    "nan.jsonl": lambda share: b'{"text": NaN}\n{"text": Infinity}\n' + LINE,
    "surrogate.jsonl": lambda share: b'{"text": "\\ud800 \\udfff", "title": "\\ud800"}\n',
    "nul.jsonl": lambda share: b'{"text": "a\\u0000b", "url": "\\u0000"}\n',
    "keys.jsonl": keyed,
    "same-keys.jsonl": lambda share: b"{" + b'"text": "a",' * int(MEGA * share) + b'"a": 1}\n',
    "list.jsonl": lambda share: b'{"text": [' + b'"a",' * int(MEGA * share) + b'"a"]}\n',
    "authors.jsonl": lambda share: b'{"text": "a", "author": [' + b'"Adi",' * int(MEGA * share) + b'"B"]}\n',
    "url.jsonl": lambda share: b'{"text": "a", "url": "http://' + b"a." * int(MEGA * share) + b'"}\n',
    "bracket.jsonl": lambda share: b'{"text": "a", "url": "http://[::1/x"}\n{"text": "b", "url": "//["}\n',
    "title.jsonl": lambda share: b'{"text": "a", "title": "' + b"Alfa " * int(MEGA * share) + b'"}\n',
    "language.jsonl": lambda share: b'{"text": "a", "language": "' + b"id" * int(MEGA * share) + b'"}\n',
    "line.jsonl": lambda share: b'{"text": "' + b"a" * int(70 * MEGA * share) + b'"}\n' + LINE,
    "short.json": lambda share: b'[{"text": "' + b"a\\" * int(9 * MEGA * share),
    "quotes.json": lambda share: b"[" + b'{"a":"{"},' * int(MEGA * share),
    "junk.json": lambda share: b"[{},1," + b"1," * int(5 * MEGA * share),
    "feed.json": lambda share: b'{"version": "https://jsonfeed.org/version/1.1", "items": [' + b"{}," * int(MEGA * share) + b"{}]}",
    "deep-feed.json": lambda share: b'{"version": "https://jsonfeed.org/version/1.1", "items": [' + b"[" * 100_000,
    "heavy-feed.json": lambda share: (
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "' + b"a" * 19_000 + b'", "items": ['
        + b'{"title": "a"},' * int(900_000 * share) + b"{}]}"
    ),
    "html-feed.json": lambda share: (
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"content_html": "'
        + b"<div>" * int(MEGA * share) + b'"}]}'
    ),
    # tables
    "columns.csv": lambda share: b"title,text" + b",a" * int(10 * MEGA * share) + b"\nalfa,bravo\n",
    "cells.csv": lambda share: b"title,text\nalfa,bravo" + b",a" * int(10 * MEGA * share) + b"\n",
    "empty-cells.csv": lambda share: b"title,text\nalfa,bravo" + b"," * int(20 * MEGA * share) + b"\n",
    "quote.csv": lambda share: b'title,text\nalfa,"' + b"bravo\n" * int(9 * MEGA * share),
    "quotes.csv": lambda share: b'title,text\nalfa,"' + b'""' * int(9 * MEGA * share),
    "blank.csv": lambda share: b"title,text\nalfa,bravo\n" + b"\n" * int(20 * MEGA * share),
    "blank-cells.csv": lambda share: b"title,text\n" + b",\n" * int(9 * MEGA * share),
    "nul.csv": lambda share: b"title,text\nalfa\0,bravo\0\n",
    "row.csv": lambda share: b"title,text\nalfa," + b"b" * int(60 * MEGA * share),
    "wide.csv": lambda share: "title,text\nalfa,bravo\n".encode("utf-16") + b"\xd8" * 99,
    "returns.csv": lambda share: b"title,text\r" + b"alfa,bravo\r" * int(100_000 * share),
    # Markdown
    "front.md": lambda share: b"---\n" + b"a: b\n" * int(MEGA * share) + b"---\nalfa\n",
    "open.md": lambda share: b"---\ntitle: a\n" + b"---a\n" * int(MEGA * share),
    "anchors.md": lambda share: b"---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n---\nalfa\n",
    "lists.md": lambda share: b"---\ntitle: " + b"[" * 20_000 + b"\n---\nalfa\n",
    "toml.md": lambda share: b"+++\ntitle = " + b"[" * 20_000 + b"\n+++\nalfa\n",
    "toml-closed.md": lambda share: b"+++\ntitle = " + b"[" * 9_000 + b"]" * 9_000 + b"\n+++\nalfa\n",
    "toml-dots.md": lambda share: b"+++\n" + b"a." * 20_000 + b"a = 1\n+++\nalfa\n",
    "toml-digits.md": lambda share: b"+++\ntitle = " + b"9" * 5_000 + b"\n+++\nalfa\n",
    "headings.md": lambda share: b"# " + b"# " * int(MEGA * share) + b"\nalfa\n",
    "links.md": lambda share: b"---\ntitle: " + b"[[" * 20_000 + b"\n---\nalfa\n",
    # what is nothing
    "empty.txt": lambda share: b"",
    "none.rtf": lambda share: b"{\\rtf1" + b"{" * 9_999,
    "none": lambda share: b"\x7fELF" + bytes(999),
}  # fmt: skip
