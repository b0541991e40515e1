"""Pages of the web: bytes of HTML → the article in it, and what the page declares of it.

    bytes ─ decode ─▶ text ─ tree ─▶ elements ─┬─ declared ─▶ facts
                                               └─ body ─────▶ text

Nothing of a page is run or fetched: no script, no style, no entity of a DTD, no address. lxml and
trafilatura are imported when the first page is there.
"""

from __future__ import annotations

from archive.article import Place, Record
from archive.ingest.outcome import Outcome, failed
from archive.ingest.pages._decoding import decode_page

MEDIA_TYPE = "text/html"
# What a front page has that is no link is shorter than an article.
SHORT = 250


def record(
    place: Place,
    original: bytes,
    html: bytes,
    *,
    media_type: str = MEDIA_TYPE,
    charset: str | None = None,
    address: str | None = None,
    key: str | None = None,
) -> Record | Outcome:
    """The article of a page as a record; failed if it holds none.

    `html` is the page that `original` holds, `charset` the encoding and `address` the URL that come
    with it (in headers). `key` is its key if no address is known.
    """
    decoded = decode_page(html, charset)
    if decoded is None:
        return failed(place, "binary, not HTML")
    # 0.3 s that only pages need.
    from archive.ingest.pages._body import body, drawn
    from archive.ingest.pages._declared import declared
    from archive.ingest.pages._tree import tree

    root, remark = tree(decoded.text)
    if root is None:
        return failed(place, remark or "empty")
    said = declared(root, decoded.text, address)
    scripts = list(root.iter("script")) if said.is_article else []
    text, cost = body(root, said.body, said.titles)
    text = text or drawn(scripts, said.titles)
    if not text or (said.is_front and len(text) < SHORT):
        return failed(place, f"no article in this page{f' ({remark})' if remark else ''}")
    return Record(
        place=place,
        original=original,
        media_type=media_type,
        text=text,
        encoding=decoded.encoding,
        replaced=decoded.replaced,
        facts=said.facts,
        key=f"url:{said.url}" if said.url else key,
        remark="; ".join(part for part in (remark, cost, said.remark) if part) or None,
    )
