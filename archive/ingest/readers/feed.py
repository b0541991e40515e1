"""Feeds in XML, as RSS 0.9 to 2.0, RDF and Atom: an article for each that the feed tells of.

The original of an article is a feed that tells of nothing else: the names of the feed, and the
element of the article as it was. What the feed gives only a summary of has that as its text, and is
no version of the page that it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

from archive.article import Place, Record
from archive.ingest import declared, markup
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source
from archive.ingest.unread import Unread, content_of

SUFFIXES = (".rss", ".atom", ".rdf", ".xml")
MEDIA_TYPE = "application/rss+xml"

# Bytes that a feed may say of itself: all of them stand in the original of each of its articles.
_MOST_OWN = 65_536
# How many times the bytes of a feed the originals of its articles may have, if they are not few.
_TIMES = 20
_FEW_BYTES = 10_000_000
_ROOTS = ("rss", "feed", "rdf")
_STORIES = frozenset(("item", "entry"))
# What of the feed itself is said of each of its articles.
_OWN = frozenset(("title", "language", "dc:language"))
_SPACES = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dc:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TEXTS = ("content:encoded", "content", "description", "summary", "itunes:summary")
_WHOLE = frozenset(("content:encoded", "content"))
_PUBLISHED = ("pubdate", "published", "issued", "dc:date", "dc:created", "created", "date")
_UPDATED = ("updated", "modified", "dc:modified")
_AUTHORS = ("author", "dc:creator", "itunes:author")
_CATEGORIES = ("category", "dc:subject")


def sniff(head: bytes) -> bool:
    """Whether the first element is that of a feed."""
    return markup.first_name(head) in _ROOTS


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record for each article of the feed; failed outcomes for what is no feed, or cut short."""
    content = content_of(source)
    if isinstance(content, Outcome):
        yield content
        return
    whole = Place(source.path)
    decoded = markup.decoded_xml(content)
    if decoded is None or not decoded.text.strip():
        yield failed(whole, "empty" if decoded else "binary, not XML")
        return
    is_cut = not decoded.text.rstrip("\0 \t\r\n").endswith(">")
    most = max(_FEW_BYTES, _TIMES * len(content))
    try:
        yield from _stories(whole, markup.elements(decoded.text), most, is_cut=is_cut)
    except ValueError as error:
        yield failed(whole, str(error))


def _stories(whole: Place, root: Any, most: int, *, is_cut: bool) -> Iterator[Unread | Outcome]:
    name = _name(root, root)
    if name not in _ROOTS:
        yield failed(whole, f"XML, but no feed: it begins with <{name[:40]}>")
        return
    stories = [one for one in root.iter() if isinstance(one.tag, str) and _is_story(one)]
    frame = _frame(root)
    own = len(_bytes(frame))
    if own > _MOST_OWN:
        yield failed(whole, f"the feed says more than {_MOST_OWN:,} bytes of itself")
        return
    if own * len(stories) > most:
        yield failed(whole, f"the feed says {own:,} bytes of itself for {len(stories):,} articles")
        return
    for position, story in enumerate(stories, start=1):
        place = Place(whole.path, position)
        if is_cut and story is stories[-1]:
            yield failed(place, "the feed is cut short here")
        else:
            yield Unread(place, _alone(frame, story), parse)
    if not stories:
        yield failed(whole, "a feed without articles")


def _is_story(element: Any) -> bool:
    return _name(element, element) in _STORIES and element.getparent() is not None


def _frame(root: Any) -> Any:
    """The feed with what it says of itself, but of no article."""
    frame = deepcopy(root)  # made anew, names that are none would be refused
    channel = _channel(frame)
    for element in [*frame, *channel]:
        is_kept = element is channel or (
            element.getparent() is channel and _name(element, channel) in _OWN
        )
        if not is_kept and element.getparent() is not None:
            element.getparent().remove(element)
    return frame


def _channel(root: Any) -> Any:
    """The element that says what the feed is: in Atom the feed itself."""
    return next((one for one in root if _name(one, root) == "channel"), root)


def _alone(frame: Any, story: Any) -> bytes:
    """The feed with this article only, as bytes."""
    feed = deepcopy(frame)
    _channel(feed).append(_copied(story))
    return _bytes(feed)


def _bytes(feed: Any) -> bytes:
    from lxml import etree  # 20 ms that only markup needs

    return bytes(etree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _copied(element: Any) -> Any:
    copy = deepcopy(element)
    copy.tail = None
    return copy


def parse(place: Place, original: bytes) -> Record | Outcome:
    """A feed with one article as a record; failed if it has neither a text nor a title."""
    decoded = markup.decoded_xml(original)
    if decoded is None:
        return failed(place, "binary, not XML")
    try:
        root = markup.elements(decoded.text)
        found = (one for one in root.iter() if isinstance(one.tag, str) and _is_story(one))
        story = next(found, None)
        stated = {} if story is None else _stated(root, story)
    except ValueError as error:
        return failed(place, str(error))
    if story is None:
        return failed(place, "a feed without articles")
    stated = {key: value for key, value in stated.items() if value}
    record = declared.record(place, original, MEDIA_TYPE, stated, "feed")
    if isinstance(record, Outcome) or not record.key or _is_whole(story):
        return record
    return replace(record, key=f"feed:{record.key}")


def _is_whole(story: Any) -> bool:
    """Whether the feed gives the text itself, where it can tell that from a summary."""
    return any(_name(one, story) in _WHOLE and _text(one) for one in story)


def _stated(root: Any, story: Any) -> dict[str, Any]:
    """What the feed says of its article, by the names of `declared`."""
    fields: dict[str, list[Any]] = {}
    for element in story:
        fields.setdefault(_name(element, story), []).append(element)
    channel = _channel(root)
    named = {_name(one, channel): one for one in channel if _name(one, channel) in _OWN}
    return {
        "title": _line(_first(fields, ("title", "dc:title"))),
        "link": _address(fields),
        "text": _first_text(fields),
        "published": _line(_first(fields, _PUBLISHED)),
        "updated": _line(_first(fields, _UPDATED)),
        "author": [name for one in _all(fields, _AUTHORS) if (name := _person(one))],
        "category": _categories(fields),
        "publisher": _line(named.get("title")),
        "language": _language(root, story, named),
    }


def _first(fields: dict[str, list[Any]], names: tuple[str, ...]) -> Any:
    return next((fields[name][0] for name in names if name in fields), None)


def _all(fields: dict[str, list[Any]], names: tuple[str, ...]) -> list[Any]:
    """The elements of the first of `names` that there is."""
    return next((fields[name] for name in names if name in fields), [])


def _first_text(fields: dict[str, list[Any]]) -> str:
    texts = (_text(one) for name in _TEXTS for one in fields.get(name, [])[:1])
    return next((text for text in texts if text), "")


def _text(element: Any) -> str:
    """The text of an element, in which HTML may be written out, or stand as elements."""
    if element is None:
        return ""
    if len(element):
        return markup.text_of(element)
    written = element.text or ""
    return written.strip() if element.get("type") == "text" else markup.plain(written)


def _line(element: Any) -> str:
    return " ".join(_text(element).split())


def _address(fields: dict[str, list[Any]]) -> str:
    """The address of an article: its link, or the guid that is one."""
    links = fields.get("link", [])
    pages = [one.get("href", "") for one in links if one.get("rel", "alternate") == "alternate"]
    pages += [_line(one) for one in links]
    pages += [_line(one) for one in fields.get("guid", []) if one.get("isPermaLink") != "false"]
    pages += [_line(one) for one in fields.get("id", [])]
    return next((page for one in pages if (page := one.strip()).lower().startswith("http")), "")


def _person(element: Any) -> str:
    """A name: Atom has it in an element, RSS behind an address: `a@b.id (Adi)`."""
    name = next((_line(one) for one in element if _name(one, element) == "name"), None)
    if name is not None:
        return name
    line = _line(element)
    address, _, rest = line.partition(" (")
    return rest.rstrip(")") if "@" in address and rest else line


def _categories(fields: dict[str, list[Any]]) -> list[str]:
    found = (one.get("term") or _line(one) for one in _all(fields, _CATEGORIES))
    return list(dict.fromkeys(name for name in found if name))


def _language(root: Any, story: Any, named: dict[str, Any]) -> str:
    """As `id` of `id-ID`."""
    stated = story.get(_LANGUAGE) or root.get(_LANGUAGE) or ""
    stated = stated or _line(named.get("language")) or _line(named.get("dc:language"))
    return stated.strip().split("-")[0].split("_")[0].lower()


def _name(element: Any, parent: Any) -> str:
    """The name of an element in lower case, with a prefix if it is none of the feed's own."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    space, _, name = tag.rpartition("}")
    own = parent.tag.rpartition("}")[0] if isinstance(parent.tag, str) else ""
    if element is parent or not space or space == own or name.lower() in {"channel", *_STORIES}:
        return name.lower()
    return _SPACES.get(space.removeprefix("{"), "other:") + name.lower()
