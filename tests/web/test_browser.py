"""The page as people use it, in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from selenium.webdriver.common.action_chains import ActionChains

from conftest import SEEDS
from web.browsing import Browser, Keys, asked, search
from web.conftest import run

pytestmark = pytest.mark.slow


def test_search(page: Browser, site: str) -> None:
    """What is typed is found, and marked; a word of one stem too."""
    page.one("#q").send_keys("warga" + Keys.ENTER)
    page.wait(lambda: page.all(".hit mark"))
    assert asked(page)["q"] == ["warga"]
    assert {one.lower() for one in page.texts(".snippet mark")} == {"warga"}
    found = json.loads(urlopen(f"{site}/api/search?q=warga").read())
    links = [one.get_attribute("href") for one in page.all(".hit h2 a")]
    assert [f"{site}/article/{hit['id']}?q=warga" for hit in found["hits"]] == links


def test_a_wrong_query_is_shown_with_its_place(page: Browser, site: str) -> None:
    """The words of the command line, the place marked, and help unfolded."""
    search(page, site, "(putin")
    assert page.one("[role=alert] p").text == "this parenthesis is not closed"
    assert page.one(".problem mark").text == "("
    assert page.one(".help").get_attribute("open")
    assert page.one("#q").get_attribute("value") == "(putin"


def test_what_may_have_been_meant_is_a_link(page: Browser, site: str) -> None:
    """A misspelt word leads to one that is there."""
    search(page, site, "bnajir")
    page.go(".suggestions a")
    assert asked(page)["q"] == ["banjir"]
    assert page.all(".hit")


def test_help_is_at_hand(page: Browser, site: str) -> None:
    """The query language unfolds below the box; its examples are links."""
    page.one(".help summary").click()
    page.go(".help a[href*='pelabuh']")
    assert asked(page)["q"] == ["pelabuh*"]


def test_facets_include_and_exclude(page: Browser, site: str) -> None:
    """A value of a facet narrows down, minus leaves out; each is taken back by its chip."""
    search(page, site, "warga")
    every = page.texts(".hit h2")
    page.go("button[value='publisher=HarianTengah.com'][name=include]")
    assert asked(page)["include"] == ["publisher=HarianTengah.com"]
    assert set(page.texts(".about .publisher")) == {"HarianTengah.com"}
    page.go(".chips a")
    assert page.texts(".hit h2") == every
    page.go("button[value='publisher=HarianTengah.com'][name=exclude]")
    assert "HarianTengah.com" not in page.texts(".about .publisher")
    assert page.one(".chips a.not")


def test_a_bar_of_the_timeline_narrows_down(page: Browser, site: str) -> None:
    """To its days, in the query itself; the same stands in the table."""
    search(page, site, "warga OR kim")
    page.one(".time summary").click()
    rows = page.texts(".time tbody th")
    bars = page.all(".bars a")
    assert len(rows) == len(bars) > 1
    said = bars[0].get_attribute("aria-label")
    assert said.startswith(rows[0])
    page.follow(bars[0])
    (query,) = asked(page)["q"]
    assert re.fullmatch(r"\(warga OR kim\) AND published:[\d.-]+", query)
    assert page.one(".count b").text == "1 article"
    page.go(".chips a")
    assert asked(page)["q"] == ["warga OR kim"]


def test_pages(page: Browser, site: str) -> None:
    """From one to the next and back, to the last."""
    assert page.one(".pages span").text == "1 to 10 of 28"
    page.go("[rel=next]")
    page.go("[rel=next]")
    assert page.one(".pages span").text == "21 to 28 of 28"
    assert not page.all("[rel=next]")
    page.go("[rel=prev]")
    assert page.one(".hits").get_attribute("start") == "11"


def test_the_address_is_the_whole_state(page: Browser, site: str) -> None:
    """The order, how words are joined and copies are shown is chosen, and stays while narrowing."""
    search(page, site, "warga kim")
    page.run(
        "for (const [name, value] of Object.entries(arguments[0]))"
        " document.querySelector(`.box [name=${name}]`).value = value",
        {"sort": "oldest", "match": "any", "copies": "all", "limit": "20"},
    )
    page.go(".box button.main")
    page.go("#facets button[value='language=id'][name=include]")
    expected = {"q": "warga kim", "sort": "oldest", "match": "any", "copies": "all"}
    expected |= {"limit": "20", "include": "language=id"}
    assert {name: values[0] for name, values in asked(page).items()} == expected
    assert page.one(".box [name=sort]").get_attribute("value") == "oldest"


def test_copies_are_folded_and_unfolded(page: Browser, site: str) -> None:
    """One hit for both; a link shows each, another one what tells them apart."""
    search(page, site, "antariksa")
    assert page.one(".count").text.startswith("2 articles in 1 stories")
    page.go(".count a")
    assert len(page.all(".hit")) == 2
    page.go(".hit .about a")
    assert page.driver.current_url.endswith("#copies")
    page.go("#copies a[href*=beside]")
    assert "Satu kalimat lagi" in " ".join(page.texts("del, ins"))


def test_article(page: Browser, site: str) -> None:
    """Zones are named and can be hidden, matches are marked and stepped through."""
    page.open(f"{site}/article/1?q=putin")
    related = page.one(".text .zone-related")
    assert related.is_displayed()
    assert "RELATED LINK" in related.text.upper()
    page.one("#show-related").click()
    assert not related.is_displayed()
    marks = page.all(".text mark[id]")
    assert len(marks) == len(page.all(".steps a")) > 1
    page.all(".steps a")[1].click()
    assert page.run("return document.querySelector('mark:target').id") == "m2"
    assert page.one("article").get_attribute("lang") == "id"
    facts = page.one(".facts a[href*='KabarNusa']")
    assert facts.get_attribute("title") == "extracted from the text, dateline"
    page.one("#rests summary").click()
    assert "at 0 to 13" in page.one(".rests").text
    assert "tass.com" in page.one("#sources").text
    assert "not in the archive" in page.one("#related").text
    assert page.all("#similar a")


def test_the_original_is_downloaded_not_shown(page: Browser, site: str) -> None:
    """To the byte, and never as a page."""
    page.open(f"{site}/article/1")
    address = page.one("a[href$=original]").get_attribute("href")
    with urlopen(address) as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.read() == next(SEEDS.glob("001_*")).read_bytes()


def test_tags_and_notes(page: Browser, site: str) -> None:
    """Given, found, changed and taken away, without leaving the article."""
    page.open(f"{site}/article/5")
    page.one("#add").send_keys("untuk nanti")
    page.go("#tags .line button")
    assert page.texts("#tags .chips a") == ["untuk nanti"]
    page.go("#tags .chips a")
    assert page.texts(".hit h2 a")
    page.driver.back()
    page.go("#tags .chips button")
    assert not page.all("#tags .chips a")
    page.one("#text").send_keys("periksa lagi")
    page.go("#notes form:last-of-type button")
    assert page.one(".note textarea").get_attribute("value") == "periksa lagi"
    page.go(".note-off button")
    assert not page.all(".note")


def test_a_search_is_saved_and_tells_what_is_new(page: Browser, site: str) -> None:
    """Saved from the page of its hits; what it has once reported is not new again."""
    search(page, site, "perahu")
    page.one("#save summary").click()
    page.one("#save [name=name]").send_keys("laut")
    page.go("#save button")
    assert page.driver.current_url == f"{site}/saved"
    assert page.texts(".saved h2") == ["bencana", "laut"]
    page.go(".saved li:nth-child(2) .acts button")
    assert page.all(".hit")
    page.open(f"{site}/saved")
    page.go(".saved li:nth-child(2) .acts button")
    assert page.one(".count").text.startswith("0 articles")
    page.open(f"{site}/saved")
    page.go(".saved li:nth-child(2) h2 a")
    assert asked(page)["q"] == ["perahu"]
    page.open(f"{site}/saved")
    page.go(".saved li:nth-child(2) .quiet")
    assert page.texts(".saved h2") == ["bencana"]


def test_export_of_what_is_shown(page: Browser, site: str) -> None:
    """Each format has a link; it has what is shown, narrowed down as it is."""
    page.open(f"{site}/?q=warga&include={quote('publisher=HarianTengah.com')}")
    page.one("#export summary").click()
    links = {one.text: one.get_attribute("href") for one in page.all("#export a")}
    assert set(links) == {"bibtex", "csv", "jsonl", "markdown", "ris", "text"}
    shown = [one.get_attribute("href") for one in page.all(".hit h2 a")]
    with urlopen(links["jsonl"]) as answer:
        lines = [json.loads(line) for line in answer.read().splitlines()]
    assert len(lines) - 1 == len(shown) == 1


def test_upload(page: Browser, site: str, tmp_path: Path) -> None:
    """Chosen files are read, and it is shown how far they are; with scripts and without."""
    for number, words in enumerate(("Kapal layar berlabuh.", "Kapal uap berlabuh.")):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"{words} Diunggah dari peramban {number} kali.", "utf-8")
    page.open(f"{site}/upload")
    page.one("#file").send_keys(str(tmp_path / "0.txt"))
    page.one(".drop [name=tag]").send_keys("unggahan")
    page.one(".drop button").click()
    page.wait(lambda: page.texts("#job h2") == ["Done"])
    assert page.texts(".tiles li") == ["1\nadded"]
    with page.without_scripts():
        page.open(f"{site}/upload")
        page.one("#file").send_keys(str(tmp_path / "1.txt"))
        page.one(".drop button").click()
        page.wait(lambda: page.all("#job"))
        while page.texts("#job h2") != ["Done"]:
            page.open(page.driver.current_url)
    search(page, site, "tag:unggahan")
    assert len(page.all(".hit")) == 1


def test_files_are_dropped(page: Browser, site: str) -> None:
    """Anywhere on the page."""
    page.open(f"{site}/upload")
    page.run(
        "const files = new DataTransfer();"
        "files.items.add(new File(['Perahu dayung dijatuhkan ke halaman.'], 'jatuh.txt'));"
        "document.body.dispatchEvent("
        "new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true}))"
    )
    page.wait(lambda: page.texts("#job h2") == ["Done"])
    assert page.one(".tiles").text.endswith("added")


def test_views(page: Browser, site: str) -> None:
    """Each match in its context; several queries over time; what there is."""
    page.open(f"{site}/concordance?q=kapal&sort=right")
    assert {one.lower() for one in page.texts(".kwic a")} == {"kapal"}
    page.open(f"{site}/timeline?q=warga&q=kim")
    assert page.texts(".legend a") == ["warga", "kim"]
    assert len(page.all(".trend > svg path:not(.dots)")) == 2
    page.open(f"{site}/overview?check=true")
    assert "No damage found." in page.one("#health").text
    assert page.all(".graph path")
    page.go(".strips a")
    assert page.all(".hit")


def test_the_server_says_who_has_no_part_in_it(
    page: Browser, serving: Callable[..., str], tmp_path: Path
) -> None:
    """Where nothing can be changed, no page offers it."""
    home = tmp_path / "home"
    run(home, "ingest", SEEDS)
    site = serving(home, "--read-only")
    for path in ("/?q=warga", "/article/1", "/saved"):
        page.open(f"{site}{path}")
        offered = {one.get_attribute("action") for one in page.all("form[method=post]")}
        assert offered == {f"{site}/prefer"}


def test_dragging_over_shows_where(page: Browser, site: str) -> None:
    """The area shows that it takes files."""
    page.open(f"{site}/upload")
    ActionChains(page.driver).move_to_element(page.one(".files")).perform()
    page.run("document.body.dispatchEvent(new DragEvent('dragover', {bubbles: true}))")
    assert page.one(".files.over")
