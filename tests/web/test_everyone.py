"""The page is for everyone: without scripts, a mouse or good eyes, on a phone, in two languages."""

from __future__ import annotations

import re
from urllib.request import urlopen

import pytest

from web.browsing import Browser, Keys, asked, search

pytestmark = pytest.mark.slow

PAGES = (
    "/",
    "/?q=warga",
    "/article/1?q=putin",
    "/article/1/beside/29",
    "/article/1/versions",
    "/overview",
    "/facets?field=person&q=warga",
    "/timeline?q=warga&q=kim",
    "/concordance?q=kapal",
    "/saved",
    "/upload",
    "/help",
    "/login",
)
# Pages that are errors.
WRONG = ("/?q=(putin", "/article/999", "/?q=nothingness", "/concordance?q=(a")
_FOUND = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}).then(
    (told) => done(told.violations.map((one) => one.id + ': ' + one.nodes.map((n) => n.html))));
"""


def test_dark_and_light(page: Browser, site: str) -> None:
    """As the system wants, unless it is chosen; the choice stays."""
    colour = "return getComputedStyle(document.body).backgroundColor"
    light = page.run(colour)
    page.system("dark")
    dark = page.run(colour)
    assert light != dark
    page.go("button[name=theme][value=light]")
    assert page.run(colour) == light
    page.open(f"{site}/saved")
    assert page.run(colour) == light
    page.go("button[name=theme][value=auto]")
    assert page.run(colour) == dark
    page.system("light")


def test_indonesian(page: Browser, site: str) -> None:
    """By a button that stays on the page; numbers, days and names of languages too."""
    search(page, site, "warga")
    page.go("button[name=lang][value=id]")
    assert asked(page)["q"] == ["warga"]
    assert page.one("html").get_attribute("lang") == "id"
    assert page.one(".box button").text == "Cari"
    assert "Indonesia" in page.texts(".about span")
    assert "21 Nov 2023" in page.texts(".about time")
    assert page.one(".hit h2 a").get_attribute("lang") == "id"


def test_keyboard_alone(page: Browser, site: str) -> None:
    """Skip link, box, hits, matches and pages without a mouse; single keys can be turned off."""
    page.open(f"{site}/saved")
    page.press(Keys.TAB)
    assert page.run("return document.activeElement.className") == "skip"
    assert page.run("return getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.open(site)
    page.run("document.activeElement.blur()")
    page.press("/")
    page.press("warga" + Keys.ENTER)
    page.wait(lambda: page.all(".hit mark"))
    page.run("document.activeElement.blur()")
    page.press("jjk")
    assert page.run("return document.activeElement === document.querySelector('.hit h2 a')")
    page.press(Keys.ENTER)
    page.wait(lambda: page.all(".text mark"))
    page.press("jj")
    assert page.run("return document.activeElement.id") == "m2"
    page.open(site)
    page.run("document.activeElement.blur()")
    page.press("n")
    page.wait(lambda: page.one(".hits").get_attribute("start") == "11")
    page.go("button[name=keys][value=off]")
    page.open(f"{site}/concordance")
    page.press("/")
    assert page.run("return document.activeElement.tagName") == "BODY"


def test_everything_works_without_scripts(page: Browser, site: str) -> None:
    """Search, facets, timeline, pages, article, zones, tags."""
    with page.without_scripts():
        page.open(site)
        page.one("#q").send_keys("warga" + Keys.ENTER)
        page.wait(lambda: page.all(".hit mark"))
        page.one("#facets button[value='language=id'][name=include]").click()
        page.wait(lambda: page.all(".chips"))
        page.one(".bars a").click()
        page.wait(lambda: len(page.all(".chips li")) == 2)
        page.one(".hit h2 a").click()
        page.wait(lambda: page.all(".text mark"))
        page.one(".steps a").click()
        page.one("#add").send_keys("tanpa skrip")
        page.one("#tags .line button").click()
        page.wait(lambda: page.all("#tags .chips"))
        page.one("#tags .chips button").click()
        page.wait(lambda: not page.all("#tags .chips"))


def test_nothing_is_wider_than_a_phone(page: Browser, site: str) -> None:
    """No page scrolls sideways at 320 pixels (WCAG 1.4.10)."""
    for path in PAGES:
        page.open(f"{site}{path}", width=320)
        assert page.run("return document.documentElement.scrollWidth") <= 320, path
    page.open(site)


def test_a_page_is_light(site: str) -> None:
    """With its style and its script it weighs less than 60 kB, unpacked."""
    shared = 0
    with urlopen(f"{site}/help") as answer:
        for name in re.findall(r"/static/[\w.]+\?v=\w+", answer.read().decode()):
            shared += len(urlopen(f"{site}{name}").read())
    for path in PAGES:
        with urlopen(f"{site}{path}") as answer:
            assert shared + len(answer.read()) < 60_000, path


@pytest.mark.parametrize(
    ("theme", "lang", "width"), [("light", "en", 1280), ("dark", "id", 390)], ids=["wide", "phone"]
)
def test_nobody_is_kept_out(
    page: Browser, site: str, axe: str, theme: str, lang: str, width: int
) -> None:
    """axe finds no violation of WCAG on any page, with all that unfolds unfolded."""
    page.choose(theme=theme, lang=lang)
    found = {}
    for path in (*PAGES, *WRONG):
        page.open(f"{site}{path}", width=width)
        page.run("for (const one of document.querySelectorAll('details')) one.open = true")
        page.run(axe)
        found[path] = page.driver.execute_async_script(_FOUND)
    assert {path: told for path, told in found.items() if told} == {}
