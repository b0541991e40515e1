"""XML and HTML from strangers: read without entities, files or the network, and made plain text."""

from __future__ import annotations

import re
from html.entities import name2codepoint
from typing import Any

from archive.ingest.decoding import Decoded, decode, decoded_as

# What HTML shows as lines of their own.
_BLOCKS = frozenset(
    "address article aside blockquote dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section table td th tr ul br".split()
)
_UNSEEN = frozenset("script style head title noscript template svg math iframe object".split())
_BREAK = "\n"
# Elements of one text; each takes a hundred bytes or more.
_MOST = 2_000_000
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,7});")
_XML_ENTITIES = frozenset(("lt", "gt", "amp", "quot", "apos"))
# Half a letter by its number: lxml takes it for one, and then cannot say what it read.
_HALF = re.compile("&#(?:x0*(d[89a-f][0-9a-f]{2})|0*(5[5-7][0-9]{3}));?", re.IGNORECASE)
_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARED = re.compile(rb"""^[^<]{0,99}<\?xml[^>]{0,99}\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")


def plain(html: str) -> str:
    """The text that `html` shows: a line for each block, markup, scripts and styles left out.

    Raises
    ------
    ValueError
        If it has more elements than the memory may be asked to hold.
    """
    if "<" not in html and "&" not in html:
        return html.strip()
    _refuse_many(html)
    from lxml import etree  # 20 ms that only markup needs

    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, huge_tree=True, remove_comments=True
    )
    root = etree.fromstring(f"<div>{_NO_XML.sub(' ', html)}</div>".encode(), parser)
    return "" if root is None else text_of(root)


def _refuse_many(markup: str) -> None:
    if markup.count("<") > _MOST:
        raise ValueError(f"it has more than {_MOST:,} elements")


def text_of(root: Any) -> str:
    """The text below an element of HTML, as `plain` gives it."""
    from lxml import etree

    pieces: list[str] = []
    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = _local(element) if element is not root else ""
        if event == "start":
            unseen += name in _UNSEEN
            pieces.append(_BREAK if name in _BLOCKS else "")
            pieces.append("" if unseen else _SPACE.sub(" ", element.text or ""))
        else:
            unseen -= name in _UNSEEN
            pieces.append(_BREAK if name in _BLOCKS else "")
            is_inside = element is not root and not unseen
            pieces.append(_SPACE.sub(" ", element.tail or "") if is_inside else "")
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(pieces).split(_BREAK))
    return "\n".join(line for line in lines if line)


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def decoded_xml(content: bytes) -> Decoded | None:
    """The text of an XML file, by the encoding that it declares if it is in it; None: binary."""
    match = _DECLARED.match(content[:400])
    if match and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = match[1].decode("ascii").lower()
        # Pages that say ISO 8859-1 mean Windows-1252.
        name = "windows-1252" if name in {"iso-8859-1", "latin-1", "us-ascii"} else name
        if (text := decoded_as(content, name)) is not None:
            return Decoded(text, name)
    return decode(content)


def prolog(text: str) -> tuple[int, bool]:
    """Where the first element of an XML text begins, and whether entities are declared before.

    The length of `text` if it has none.
    """
    at, has_entities = 0, False
    while (at := text.find("<", at)) >= 0:
        if text.startswith("<?", at):
            end = text.find("?>", at)
        elif text.startswith("<!--", at):
            end = text.find("-->", at)
        elif text.startswith("<!", at):
            end = _end_of_doctype(text, at)
            has_entities = has_entities or "<!ENTITY" in text[at:end]
        else:
            return at, has_entities
        if end < 0:
            break
        at = end
    return len(text), has_entities or "<!ENTITY" in text


def _end_of_doctype(text: str, start: int) -> int:
    close = text.find(">", start)
    # Not behind it: searched to the end for each of many, that would take for ever.
    subset = text.find("[", start, close if close >= 0 else len(text))
    if subset < 0:
        return close
    inner = text.find("]", subset)
    return text.find(">", inner) if inner >= 0 else -1


def first_name(head: bytes) -> str:
    """The name of the first element of what begins as XML, in lower case, without its prefix.

    Empty if it does not, or the element begins later.
    """
    text = head.replace(b"\0", b"").decode("latin-1")  # UTF-16 too
    if not text.removeprefix("ï»¿").removeprefix("ÿþ").removeprefix("þÿ").lstrip().startswith("<"):
        return ""
    start, _ = prolog(text)
    name = text[start + 1 : start + 60].split(">")[0].split(None, 1)
    return name[0].rstrip("/").rpartition(":")[2].lower() if name else ""


def elements(text: str) -> Any:
    """The root element of an XML text. What is damaged in it is passed over.

    Raises
    ------
    ValueError
        With a reason, if it declares entities, has no element, or too many.
    """
    from lxml import etree

    start, has_entities = prolog(text)
    if has_entities:
        raise ValueError("it declares XML entities, which are not read")
    _refuse_many(text)
    body = _HALF.sub(_whole, _NO_XML.sub("", _ENTITY.sub(_character, text[start:])))
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise ValueError("no XML that can be read")
    return root


def _character(match: re.Match[str]) -> str:
    """The character that HTML has a name for, which feeds use as if XML had it too."""
    name = match[1]
    if name in _XML_ENTITIES or name not in name2codepoint:
        return match[0]
    return chr(name2codepoint[name])


def _whole(match: re.Match[str]) -> str:
    """The character of a number, if it is one."""
    number = int(match[1], 16) if match[1] else int(match[2])
    return "" if 0xD800 <= number <= 0xDFFF else match[0]
