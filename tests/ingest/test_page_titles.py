"""Which of the titles of a page is the one, and what its scripts, titles and dates hold."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Article, Place, Record
from archive.ingest.outcome import Outcome
from archive.ingest.pages._titles import alike, by_agreement, folded
from archive.ingest.readers import html

PARAGRAPHS = [f"Warga desa {name} menanam padi di sawah pada pagi hari." for name in "ABCDEFGH"]
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
SHOWN = "Petani menutup jalan raya di kota"
SHARED = "Anda tidak akan percaya apa yang terjadi"
ARTICLE = '<meta property="og:type" content="article">'


def parse(head: str, body: str) -> Record | Outcome:
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return html.parse(Place("/a.html"), page.encode())


def first(field: str, head: str, body: str = f"<article>{BODY}</article>") -> tuple[str, str]:
    """The value that counts and its rule; two empty texts if there is none."""
    record = parse(head, body)
    assert isinstance(record, Record), record
    facts = Article(record.text, record.facts).candidates(field)
    return (facts[0].value, facts[0].rule) if facts else ("", "")


def titled(head: str, body: str) -> tuple[str, str]:
    return first("title", head, f"{body}{BODY}")


def og(title: str) -> str:
    return (
        f'<meta property="og:title" content="{title}">'
        '<meta property="og:site_name" content="Koran">'
    )


def headline(title: str) -> str:
    linked = json.dumps({"@type": "NewsArticle", "headline": title})
    return f'<script type="application/ld+json">{linked}</script>'


@pytest.mark.parametrize(
    ("head", "body", "title", "rule"),
    [
        # What is shown goes before what is shared, unless another source says what is shared.
        (og(SHARED), f"<h1>{SHOWN}</h1>", SHOWN, "html: h1"),
        (og(SHARED) + headline(SHOWN), f"<h1>{SHOWN}</h1>", SHOWN, "html: json-ld headline"),
        (og(SHARED) + headline(SHARED), f"<h1>{SHOWN}</h1>", SHARED, "html: og:title"),
        (og(SHARED) + f"<title>{SHARED} | Koran</title>", f"<h1>{SHOWN}</h1>", SHARED, ""),
        # The same with a word in front of it, or cut: it is as its writers share it.
        (og(SHOWN), f"<h1>Macet: {SHOWN}</h1>", SHOWN, "html: og:title"),
        (og(f"{SHOWN} tadi"), f"<h1>{SHOWN}</h1>", f"{SHOWN} tadi", "html: og:title"),
    ],
)
def test_the_title_is_what_most_agree_on(head: str, body: str, title: str, rule: str) -> None:
    """Where the heading and `og:title` differ, the other sources decide, and then the heading."""
    found = titled(head, body)
    assert found[0] == title
    assert found[1].startswith(rule)


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Koran</h1><h1>{SHOWN}</h1>",
        f'<h1><a href="/"><img src="a.png"></a></h1><article><h1>{SHOWN}</h1></article>',
        f'<h1>{SHOWN} <a href="/">Koran Pagi</a></h1>',
        f'<h1><a href="/a">{SHOWN}</a></h1>',
        f"<h1>{SHOWN}</h1><aside><h1>{SHARED}</h1></aside>",
        f"<article><h1>{SHOWN}</h1><h1>Berita lain</h1></article><h1>Terpopuler</h1>",
        f"<h1>{SHOWN}</h1><div><h1>{SHOWN}</h1></div>",
    ],
)
def test_the_heading_is_told_from_others(body: str) -> None:
    """Names of the site, links in a heading and the headings of teasers are none of the article."""
    assert titled(og(""), body) == (SHOWN, "html: h1")


def test_a_crumb_is_no_heading() -> None:
    """Where the way to the article ends in an `h1`, what is shown is an `h2` with a title in it."""
    crumbs = f"<nav><ol><li>Daerah</li><li><h1>{SHARED}</h1></li></ol></nav>"
    shown = f"<article><h2><span>Macet</span><span>{SHOWN}</span></h2>{BODY}</article>"
    head = og(SHARED) + headline(SHOWN)
    assert first("title", head, crumbs + shown) == (SHOWN, "html: json-ld headline")
    other = f"<article><h2>Ikuti kami</h2>{BODY}</article>"
    assert first("title", head, crumbs + other) == (SHARED, "html: og:title")


@pytest.mark.parametrize("end", ["-Koran", "｜Koran", "-Desa | Koran", "：Koran"])
def test_a_name_without_a_blank_is_cut_where_another_title_ends(end: str) -> None:
    """A hyphen may be one of the title: it is cut off where the heading says so."""
    assert titled(f"<title>{SHOWN}{end}</title>", f"<h1>{SHOWN}</h1>")[0] == SHOWN
    assert titled("<title>Atlet lari-Jawa Barat</title>", "")[0] == "Atlet lari-Jawa Barat"


TITLES = st.lists(
    st.tuples(
        st.sampled_from(["og:title", "json-ld headline", "h1", "title element"]),
        st.text(st.sampled_from("ab -"), min_size=1, max_size=30),
    ),
    max_size=6,
)


@given(TITLES, st.text(st.sampled_from("ab"), max_size=20))
def test_no_title_is_lost(titles: list[tuple[str, str]], heading: str) -> None:
    """Whatever agrees with what: the titles are the same, the others in the order they had."""
    ordered = by_agreement(titles, heading)
    assert sorted(ordered) == sorted(titles)
    others = [one for one in ordered if not alike(folded(one[1]), heading)]
    assert others == [one for one in titles if not alike(folded(one[1]), heading)]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="pubdate" content="20230715T043000+0700">', "2023-07-15"),
        ('<meta name="pubdate" content="20230715">', "2023-07-15"),
        ('<meta name="pubdate" content="2023/7/5 4:30">', "2023-07-05"),
        ('<meta name="pubdate" content="2023.07.15">', "2023-07-15"),
        ('<meta name="pubdate" content="15.07.2023, 04:30">', "2023-07-15"),
        ('<meta name="pubdate" content="15. April 2023">', "2023-04-15"),
        ('<meta name="pubdate" content="31.02.2023">', ""),
        ('<meta name="pubdate" content="20239915">', ""),
        (f"<title>{SHOWN} | Koran | 15.07.2023</title>", "2023-07-15"),
        (f"<title>{SHOWN}, 15 Juli 2023</title>", "2023-07-15"),
        (f"<title>{SHOWN} - sejak 15 Juli 2023</title>", ""),
        (f"<title>{SHOWN} pada 15 Juli 2023</title>", ""),
    ],
)
def test_days_in_other_writings(head: str, day: str) -> None:
    """Days that can be read in one way; one in a title only if it stands by itself at its end."""
    assert first("published", head)[0] == day


@pytest.mark.parametrize(
    ("above", "day"),
    [
        ("<h1>Panen</h1><span>Sabtu, 15 Juli 2023 04:30 WIB</span>", "2023-07-15"),
        ("<h1>Panen</h1><ul><li>15.07.2023, 04:30</ul>", "2023-07-15"),
        ("<h1>Panen</h1><div>2023年7月15日 04時30分</div>", "2023-07-15"),
        # The day of today, of a teaser, of a picture, of the last change, and one in a sentence.
        ("<div class=date>Minggu, 16 Juli 2023</div><h1>Panen</h1>", ""),
        ("<h1>Panen</h1><aside><span>16 Juli 2023</span></aside>", ""),
        ("<h1>Panen</h1><figure><figcaption>Desa, 14 Juli 2023</figcaption></figure>", ""),
        ("<h1>Panen</h1><span>Diperbarui 16 Juli 2023</span>", ""),
        ("<h1>Panen</h1><b>Warga desa menanam padi sejak 14 Juli 2023</b>", ""),
        (f"<h1>Panen</h1><p>{PARAGRAPHS[0] * 5}</p><span>16 Juli 2023</span>", ""),
    ],
)
def test_a_day_that_is_shown(above: str, day: str) -> None:
    """Where none is declared: one by itself between the heading and the text, as a guess."""
    record = parse("", f"{above}<article>{BODY}</article>")
    assert isinstance(record, Record)
    dated = [fact for fact in record.facts if fact.field == "published"]
    assert [(fact.value, fact.basis) for fact in dated] == ([(day, "inferred")] if day else [])


def test_a_text_in_the_strings_of_scripts() -> None:
    """A page that a browser is to draw holds the HTML of its article in a string of its data."""
    once = json.dumps({"content": BODY, "menu": "<p>a</p><p>b</p><p>c</p>"})
    for written in (f"let page = {once};", f"push([1,{json.dumps('3:' + once)}])"):
        script = f"<script>{written.replace('</', chr(92) + 'u003c/')}</script>"
        record = parse(ARTICLE, f"<div id=root></div>{script}")
        assert isinstance(record, Record), record
        assert record.text.split("\n") == PARAGRAPHS
        front = parse("", f"<div id=root></div>{script}")
        assert isinstance(front, Outcome)
        assert "no article" in (front.reason or "")


@given(st.text(st.sampled_from('"\\u{}<p/> a\n'), max_size=200))
def test_any_script_is_read_to_its_end(written: str) -> None:
    """Strings that are none, open or hold others have an outcome."""
    script = f"<script>{written}{json.dumps(BODY)}{written}</script>"
    assert isinstance(parse(ARTICLE, script), Record | Outcome)


def test_what_would_take_long_does_not() -> None:
    """Strings that are never closed, and a text inside many elements, are read once."""
    written = "x" + '"\\' * 900_000
    for body in (f"<script>{written}</script>", "<h1>a</h1>" + "<div>" * 200 + "b " * 2_000_000):
        assert isinstance(parse(ARTICLE, body), Record | Outcome)
