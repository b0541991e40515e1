"""What articles say cannot run in the browser: a hundred tries, in every field, on every page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from archive.archive import Archive
from archive.article import Fact
from archive.config import load
from conftest import SEEDS
from web.browsing import Browser
from web.conftest import run

pytestmark = pytest.mark.slow

_ELSEWHERE = "http://elsewhere.invalid/"
# Ways to have something run, or fetched, once they stand in a page as they are.
_MARKUP = [
    "<script>alert(1)</script>",
    f"<script src={_ELSEWHERE}a.js></script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script/x>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</mark></p><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    f"<img src={_ELSEWHERE}a.png>",
    f"<img srcset='{_ELSEWHERE}b.png 1x'>",
    "<img src=x:x onerror=`alert(1)`>",
    "<image src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text y=20>x</text></a></svg>",
    f"<svg><image href={_ELSEWHERE}c.svg></svg>",
    f"<svg><use href={_ELSEWHERE}d.svg#x></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><set onbegin=alert(1) attributeName=x>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    f"<body background={_ELSEWHERE}e.png>",
    "<iframe src=javascript:alert(1)></iframe>",
    f"<iframe src={_ELSEWHERE}></iframe>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    f"<object data={_ELSEWHERE}f.swf></object>",
    f"<embed src={_ELSEWHERE}g.swf>",
    f"<link rel=stylesheet href={_ELSEWHERE}h.css>",
    f"<link rel=prefetch href={_ELSEWHERE}i>",
    f"<style>@import '{_ELSEWHERE}j.css';</style>",
    f"<style>*{{background:url({_ELSEWHERE}k.png)}}</style>",
    f"<base href={_ELSEWHERE}>",
    f"<meta http-equiv=refresh content='0;url={_ELSEWHERE}'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    f"<form action={_ELSEWHERE}><button autofocus onfocus=alert(1)>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)><option>x</select>",
    "<textarea autofocus onfocus=alert(1)></textarea>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video src=x onerror=alert(1)></video>",
    f"<video poster={_ELSEWHERE}l.png></video>",
    "<audio src=x onerror=alert(1)></audio>",
    f"<audio src={_ELSEWHERE}m.ogg autoplay></audio>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<div style='animation:x' onanimationstart=alert(1)>x</div>",
    f"<div style='background:url({_ELSEWHERE}n.png)'>x</div>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=data:text/html,<script>alert(1)</script>>x</a>",
    f"<a ping={_ELSEWHERE} href=/>x</a>",
    "<template><script>alert(1)</script></template><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<xmp><script>alert(1)</script></xmp><img src=x onerror=alert(1)>",
    "<custom-x onclick=alert(1) autofocus tabindex=1 onfocus=alert(1)>x",
    "<p id=main><p id=q><script>alert(1)</script>",
]
# Ways out of an attribute.
_ATTRIBUTES = [
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    '" onfocus=alert(1) autofocus x="',
    "' onfocus=alert(1) autofocus x='",
    '" onmouseover="alert(1)',
    "` onfocus=alert(1) autofocus x=`",
    '"/><svg/onload=alert(1)>',
    '" style="background:url(\'http://elsewhere.invalid/o.png\')" x="',
    '" formaction="javascript:alert(1)" x="',
    '" href="javascript:alert(1)" x="',
    '"><iframe src="javascript:alert(1)">',
    "'\"><img src=x onerror=alert(1)>",
    '"autofocus/onfocus="alert(1)',
    '\\"><script>alert(1)</script>',
]
# Addresses that are no links.
_ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript://example.org/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    'https://example.org/"onfocus=alert(1) autofocus x="',
    "https://example.org/'><script>alert(1)</script>",
]
# What is text to a reader and code to a template, a script or an encoding.
_LANGUAGES = [
    "{{7*7}}{{config}}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}",
    "${alert(1)}",
    "#{alert(1)}",
    "<%= alert(1) %>",
    "%(value)s %s %d %(",
    "{0.__class__}",
    "\u2028alert(1)\u2029",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "\u202e<script>alert(1)</script>\u202c",
    "<scr\u0000ipt>alert(1)</script>",
]
VECTORS = [*_MARKUP, *_ATTRIBUTES, *_ADDRESSES, *_LANGUAGES]


def _article(number: int, vector: str) -> dict[str, str]:
    """An article that says `vector` wherever it can."""
    return {
        "title": f"{vector} pertama",
        "text": (
            f"{vector}, {vector} - Kata {vector} kapal{number} berlabuh.\n\n{vector}\n\n"
            f"Baca Juga: {vector} kedua\n\nDikutip dari {vector}, kapal itu tiba.\n\n"
            f"(Foto: {vector})\n\nPenulis: {vector}\n\n***"
        ),
        "author": vector,
        "publisher": vector,
        "category": vector,
        "language": vector,
        "date": f"2023-0{1 + number % 9}-01",
        # Of the same address it would be another version of the same article.
        "url": f"{'' if vector in _ADDRESSES else 'https://example.org/'}{vector}//{number}",
    }


@pytest.fixture(scope="module")
def hostile(serving: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a server of articles that all want to run something."""
    folder = tmp_path_factory.mktemp("hostile")
    home = folder / "home"
    name = folder / "a\"><img src=x onerror=alert(1)>'.jsonl"
    lines = (json.dumps(_article(n, vector)) for n, vector in enumerate(VECTORS, 1))
    name.write_text("\n".join(lines), "utf-8")
    run(home, "ingest", name)
    with Archive.open(load({"home": home})) as archive:
        for number, vector in enumerate(VECTORS[::5], 1):
            archive.tag([number], add=[vector])
            archive.add_note(number, vector)
            stated = (Fact(field, vector, "edited", "test") for field in ("place", "person"))
            archive.edit(number, list(stated))
            archive.save(f"{vector} {number}", f'"{number}"')
    return serving(home, "--show-paths")


def _addresses(site: str) -> Iterator[str]:
    for path in ("/overview", "/saved", "/timeline?q=alert&q=kapal*", "/help"):
        yield f"{site}{path}"
    yield f"{site}/?q=alert&limit=200&copies=all&sort=added"
    yield f"{site}/concordance?q=alert&limit=1000"
    yield f"{site}/article/1/versions"
    yield f"{site}/article/1/beside/2"
    for vector in VECTORS:
        told = quote(vector)
        yield f"{site}/?q={told}&include=publisher={told}&exclude=tag={told}"
    for vector in VECTORS[::10]:
        for path in ("/concordance?q=", "/timeline?q=", "/article/1?q=", "/saved/run?name="):
            yield f"{site}{path}{quote(vector)}"
        yield f"{site}/{quote(vector)}"


def test_a_hundred_tries(browser: Browser, hostile: str) -> None:
    """Nothing is run, nothing is asked for elsewhere, and no policy had to keep it from that."""
    assert len(VECTORS) == 100
    host = urlsplit(hostile).netloc
    browser.asked()
    browser.complaints()
    for number, vector in enumerate(VECTORS, 1):
        _look(browser, f"{hostile}/article/{number}?q=kapal{number}+OR+alert")
        shown = browser.run("return document.querySelector('.text').textContent")
        # Escaped, not taken out: a reader sees what the article says.
        assert _plain(vector) in _plain(shown), vector
    for address in _addresses(hostile):
        _look(browser, address)
    assert {urlsplit(one).netloc for one in browser.asked() if one.startswith("http")} == {host}
    assert browser.complaints() == []


def _look(browser: Browser, address: str) -> None:
    """Open a page, and all that unfolds on it."""
    browser.open(address)
    browser.run("for (const one of document.querySelectorAll('details')) one.open = true")
    assert browser.run("return window.ran") == [], address
    links = browser.run("return [...document.links].map((one) => one.protocol)")
    assert set(links) <= {"http:", "https:"}, address
    assert urlsplit(browser.driver.current_url).netloc == urlsplit(address).netloc


def _plain(text: str) -> str:
    """Without what no page can show, and with single spaces."""
    return " ".join(text.replace("\x00", "").replace("\ufffd", "").split())


def test_originals_do_not_run(
    browser: Browser, serving: Callable[..., str], tmp_path: Path
) -> None:
    """A page that was kept is handed out as a file, whatever a browser would like to do with it."""
    home = tmp_path / "home"
    page = tmp_path / "page.html"
    lines = next(SEEDS.glob("007_*")).read_text("utf-8").splitlines()
    words = "".join(f"<p>{escape(line)}</p>" for line in lines)
    page.write_text(
        f"<title>Kapal</title><script>alert(1)</script><article>{words}</article>", "utf-8"
    )
    run(home, "ingest", page)
    site = serving(home)
    browser.open(f"{site}/article/1")
    browser.open(f"{site}/article/1/original")
    assert browser.driver.current_url == f"{site}/article/1"  # it was downloaded
    assert browser.run("return window.ran") == []
