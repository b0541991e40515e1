"""From the bytes of a page to its text.

The order: a byte order mark, the encoding that headers or the page itself declare, then as for any
other file (`archive.ingest.decoding`). What is UTF-8 beyond ASCII is read as that whatever is
declared: scrapers save pages of all encodings as UTF-8 and leave the declaration as it was, while
text in another encoding is no valid UTF-8 by chance.
"""

from __future__ import annotations

import codecs
import re

from archive.ingest.decoding import Decoded, decode, is_binary

_HEAD = 8_192
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHARSET = re.compile(rb"""<meta\b[^>]{0,500}?\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_XML = re.compile(rb"""<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{2,40})["']""", re.I)

# The labels of the WHATWG standard that pages use, by the codec that browsers read them with.
_CODECS = {
    label: codec
    for codec, labels in {
        "cp1252": "windows-1252 cp1252 iso-8859-1 iso8859-1 latin1 latin-1 ascii us-ascii",
        "gb18030": "gb18030 gbk gb2312 x-gbk",
        "cp950": "big5 big5-hkscs",
        "cp932": "shift_jis shift-jis sjis x-sjis windows-31j",
        "euc_jp": "euc-jp x-euc-jp",
        "iso2022_jp": "iso-2022-jp",
        "cp949": "euc-kr ks_c_5601-1987 korean windows-949",
        "cp874": "tis-620 windows-874 iso-8859-11",
        "cp1250": "windows-1250 cp1250",
        "cp1251": "windows-1251 cp1251",
        "cp1253": "windows-1253 cp1253",
        "cp1254": "windows-1254 cp1254 iso-8859-9 latin5",
        "cp1255": "windows-1255 cp1255",
        "cp1256": "windows-1256 cp1256",
        "cp1257": "windows-1257 cp1257",
        "cp1258": "windows-1258 cp1258",
        "koi8_r": "koi8-r",
        "koi8_u": "koi8-u",
        "mac_roman": "macintosh",
        **{f"iso8859_{n}": f"iso-8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    }.items()
    for label in labels.split()
}


def decode_page(content: bytes, charset: str | None = None) -> Decoded | None:
    """The text of a page; None if it is no text. `charset`: what headers say of its encoding."""
    label = (charset or _declared(content)).strip().lower()
    codec = _CODECS.get(label)
    if codec is None or not _may_be(codec, content):
        return decode(content)
    text = content.decode(codec, "replace")
    replaced = text.count("\ufffd")
    # With more than one wrong letter in a hundred bytes, the declaration is that of something else.
    return decode(content) if replaced > len(content) / 100 else Decoded(text, label, replaced)


def _may_be(codec: str, content: bytes) -> bool:
    """Whether nothing shows that `content` is in another encoding than the one declared."""
    if content.startswith(_MARKS) or is_binary(content):
        return False
    # Japanese in ISO 2022 is ASCII and escapes, and so is valid UTF-8.
    return (codec == "iso2022_jp" and content.isascii()) or not _is_utf8(content)


def _declared(content: bytes) -> str:
    """The encoding that the beginning of a page declares; "" if none."""
    head = content[:_HEAD]
    match = _CHARSET.search(head) or _XML.match(head.lstrip())
    return match[1].decode("ascii", "replace") if match else ""


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
