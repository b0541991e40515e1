"""`archive search` and `archive list` on the seeds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import SEEDS

KEYS = {
    "query",
    "understood",
    "total",
    "offset",
    "limit",
    "took_ms",
    "hits",
    "facets",
    "warnings",
}
HIT_KEYS = {
    "id",
    "score",
    "title",
    "publisher",
    "published",
    "language",
    "url",
    "snippet",
    "marks",
    "copies",
}


@pytest.fixture
def seeds(archive):
    archive("ingest", SEEDS)
    return archive


def marked(hit) -> list[str]:
    return [hit["snippet"][start:end] for start, end in hit["marks"]]


def test_json_has_the_keys_of_the_contract(seeds) -> None:
    """`search --json` answers with one object of the contract's shape."""
    page = seeds("search", "putin", "kim", "--json").json
    assert set(page) >= KEYS
    assert page["understood"] == "putin kim"
    assert page["total"] == len(page["hits"]) > 1
    assert all(set(hit) >= HIT_KEYS for hit in page["hits"])


def test_marks_show_the_original_spelling(seeds) -> None:
    """What matched is marked as it was written."""
    hit = seeds("search", "pelabuhan antariksa", "--json").json["hits"][0]
    assert marked(hit) == ["Pelabuhan", "Antariksa"]


def test_or_of_a_phrase_and_a_word(seeds) -> None:
    """A phrase or a word finds what either finds."""
    both = seeds("search", '"korea utara" OR "korut"', "--json").json["total"]
    phrase = set(seeds("search", '"korea utara"', "--ids").out.split())
    word = set(seeds("search", "korut", "--ids").out.split())
    assert both == len(phrase | word)
    assert word - phrase


def test_stems_and_exact_forms(seeds) -> None:
    """A word finds its relatives; `=` only itself."""
    related = set(seeds("search", "menyerang", "--ids").out.split())
    exact = set(seeds("search", "=menyerang", "--ids").out.split())
    assert exact <= related
    page = seeds("search", "menyerang", "--json").json
    through = {m["through"] for hit in page["hits"] for m in hit["matched"]}
    assert through == {"written form", "stem"}


def test_attackers_are_found_with_the_attacked(archive, tmp_path: Path) -> None:
    """`menyerang` finds `diserang` and says by which stem; `=menyerang` does not find it."""
    for name, text in {
        "diserang": "Kota itu diserang pada malam hari, kata polisi kepada wartawan.",
        "menyerang": "Mereka menyerang kota itu pada malam hari, kata polisi.",
        "pemilu": "Pemerintah menunda pemilu tahun ini, kata menteri kepada wartawan di Bali.",
    }.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    archive("ingest", tmp_path, "--set", "language=id")
    hits = archive("search", "menyerang", "--json").json["hits"]
    assert [(hit["matched"][0]["form"], hit["matched"][0]["stem"]) for hit in hits] == [
        ("menyerang", None),
        ("diserang", "serang"),
    ]
    explained = archive("search", "menyerang", "--explain").out
    assert "menyerang found 'diserang' in body by its stem serang" in explained
    assert archive("search", "=menyerang", "--count").out == "1\n"
    for other in ("pilu", "teri", "bal", "perintah"):
        assert archive("search", other, "--count").out == "0\n"


def test_the_user_says_what_the_stem_is(archive, home: Path, tmp_path: Path) -> None:
    """A stem in the settings counts in the index, in queries and in marks, from the next search."""
    (tmp_path / "a.txt").write_text("Mereka ngegugling kabar itu, bukan diserang.", "utf-8")
    archive("ingest", tmp_path / "a.txt", "--set", "language=id")
    assert archive("search", "google", "--count").code == 1
    (home / "archive.toml").write_text(
        '[stems.id]\nNgegugling = "google"\ndiserang = "diserang"\n', "utf-8"
    )
    (hit,) = archive("search", "google", "--json").json["hits"]
    assert {(m["form"], m["stem"]) for m in hit["matched"]} == {("ngegugling", "google")}
    assert hit["marks"]
    assert archive("search", "serang", "--count").code == 1
    assert archive("config", "--json").json["stems"]["value"]["id"]["diserang"] == "diserang"
    (home / "archive.toml").unlink()
    assert archive("search", "serang", "--count").out == "1\n"
    assert archive("search", "google", "--count").code == 1


@pytest.mark.parametrize(
    ("written", "fragment"),
    [
        ('stems = "serang"', "must be a table"),
        ('[stems]\ndiserang = "serang"', "must be a table"),
        ("[stems.id]\ndiserang = 7", "must be a table"),
        ('[stems.id]\n"di serang" = "serang"', "'di serang' is not one word"),
        ('[stems.id]\ndiserang = ""', "'' is not one word"),
        ('[stems.zz]\ndiserang = "serang"', "no stems in this language"),
    ],
)
def test_a_stem_that_is_none_is_refused(archive, home: Path, written: str, fragment: str) -> None:
    """What the settings say wrongly of stems is said before anything is done."""
    home.mkdir(exist_ok=True)
    (home / "archive.toml").write_text(written, "utf-8")
    ran = archive("search", "serang")
    assert ran.code == 2
    assert fragment in ran.err


@pytest.mark.parametrize(
    ("query", "fragment", "caret"),
    [
        ("(", "missing at the end", "   ^"),
        ("putin )", "closes nothing", "        ^"),
        ("nosuch:abc", "no field 'nosuch'", "  ^^^^^^"),
        ("tag:a\udce9", "no character", "       ^^^^^^"),
    ],
)
def test_a_query_without_meaning_points_at_the_place(
    seeds, query: str, fragment: str, caret: str
) -> None:
    """The error is one line, the query, and a caret under the place; exit code 2."""
    ran = seeds("search", query)
    assert ran.code == 2
    message, shown, pointer = ran.err.splitlines()
    assert fragment in message
    assert shown.startswith(f"  {query[:5]}")
    assert pointer == caret


def test_nothing_found_is_exit_1(seeds) -> None:
    """A search that finds nothing says so on standard error and ends with 1."""
    ran = seeds("search", "zzzz")
    assert (ran.code, ran.out) == (1, "")
    assert "nothing found" in ran.err
    assert seeds("search", "zzzz", "--json").json["total"] == 0


def test_an_empty_archive_says_so(archive) -> None:
    """Who searches before anything is stored learns how to store."""
    ran = archive("search", "banjir")
    assert ran.code == 1
    assert "archive ingest" in ran.err


def test_count_ids_limit_and_offset(seeds) -> None:
    """The count is exact; pages follow each other without gap or overlap."""
    total = int(seeds("search", "di", "--count").out)
    whole = seeds("search", "di", "-n", 100, "--ids").out.split()
    assert len(whole) == total > 10
    pages = [seeds("search", "di", "-n", 5, "--offset", n, "--ids").out.split() for n in (0, 5)]
    assert pages[0] + pages[1] == whole[:10]
    assert len(seeds("search", "di", "--ids").out.split()) == 10


def test_facets_count_all_matches(seeds) -> None:
    """A facet counts every match, not only the shown ones."""
    page = seeds("search", "di", "-n", 1, "--facet", "language", "--json").json
    counts = {bucket["value"]: bucket["count"] for bucket in page["facets"]["language"]}
    assert sum(counts.values()) == page["total"]
    assert seeds("search", "di", "--facet", "nosuch").code == 2


def test_match_any(seeds) -> None:
    """`--match any` finds what has any of the words."""
    any_of = int(seeds("search", "putin batik", "--match", "any", "--count").out)
    assert any_of > 1
    assert seeds("search", "putin batik").code == 1


def test_a_query_may_begin_with_a_minus(seeds) -> None:
    """Behind `--`, a leading minus excludes."""
    everything = int(seeds("list", "--json").json["total"])
    without = int(seeds("search", "--count", "--", "-putin").out)
    with_it = int(seeds("search", "--count", "putin").out)
    assert without == everything - with_it


def test_index_deleted_is_rebuilt_with_the_same_answers(seeds, home: Path) -> None:
    """The next command builds a missing index, and answers as before."""
    queries = ["putin kim", "banjir", '"korea utara"', "pelabuh*"]
    before = [seeds("search", query, "--json").json["hits"] for query in queries]
    shutil.rmtree(home / "index")
    assert [seeds("search", query, "--json").json["hits"] for query in queries] == before
    seeds("reindex")
    assert [seeds("search", query, "--json").json["hits"] for query in queries] == before


@pytest.mark.parametrize("damage", ["truncate", "garbage", "foreign"])
def test_damaged_or_foreign_index_is_rebuilt(seeds, home: Path, tmp_path, damage: str) -> None:
    """An index that cannot be trusted is built anew without a word from the user."""
    before = seeds("search", "banjir", "--json").json["hits"]
    match damage:
        case "foreign":
            seeds("ingest", SEEDS, "--home", tmp_path / "other", "--tag", "other")
            shutil.rmtree(home / "index")
            shutil.copytree(tmp_path / "other" / "index", home / "index")
        case _:
            for file in (path for path in (home / "index").rglob("*") if path.is_file()):
                content = file.read_bytes()
                file.write_bytes(
                    content[: len(content) // 2] if damage == "truncate" else b"x" * 99
                )
    assert seeds("search", "banjir", "--json").json["hits"] == before


def test_memory_engine_finds_the_same(seeds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine is a setting; the reference engine answers from the same database."""
    expected = sorted(seeds("search", "banjir OR putin", "-n", 50, "--ids").out.split())
    monkeypatch.setenv("ARCHIVE_ENGINE", "memory")
    assert sorted(seeds("search", "banjir OR putin", "-n", 50, "--ids").out.split()) == expected


def test_remove_leaves_the_index_at_once(seeds) -> None:
    """A removed article is not found any more, and its id is not given again."""
    (id,) = seeds("search", "pelabuhan antariksa", "--ids").out.split()
    assert seeds("remove", "--yes", id).code == 0
    assert seeds("search", "pelabuhan antariksa").code == 1
    assert seeds("show", id).code == 1
    assert seeds("remove", "--yes", id).code == 1
    again = seeds("ingest", SEEDS, "--json").lines[:-1]
    (added,) = [line["id"] for line in again if line["outcome"] == "added"]
    assert added > len(again) - 1


def test_list_is_newest_first(archive, tmp_path: Path) -> None:
    """Dated articles come newest first, undated ones last; `--sort` turns it round."""
    rows = [("2023", "a"), ("2023-07-15", "b"), (None, "c"), ("2024-01", "d")]
    lines = [f'{{"text": "alfa {x}", "date": "{date or ""}"}}\n' for date, x in rows]
    (tmp_path / "a.jsonl").write_text("".join(lines))
    archive("ingest", tmp_path)
    assert archive("list", "--ids").out.split() == ["4", "2", "1", "3"]
    assert archive("list", "--sort", "oldest", "--ids").out.split() == ["1", "2", "4", "3"]
    assert archive("list", "published:2023", "--ids").out.split() == ["2", "1"]


def test_what_was_narrowed_down_is_named_where_nothing_is_found(archive, home) -> None:
    (home.parent / "a.txt").write_text("Banjir di kota.")
    archive("ingest", home.parent / "a.txt")
    ran = archive("search", "banjir", "--include", "publisher=Harian")
    assert (ran.code, ran.err) == (1, 'nothing found for banjir publisher:=="harian"\n')


def test_a_misspelt_word_is_suggested(archive, home) -> None:
    """Beside the answer, and in the JSON; a query that finds something suggests nothing."""
    (home.parent / "a.txt").write_text("Banjir di kota.")
    archive("ingest", home.parent / "a.txt")
    ran = archive("search", "bnajir")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "nothing found for bnajir\ndid you mean banjir? (1)\n"
    assert archive("search", "bnajir", "--count").err == "did you mean banjir? (1)\n"
    ran = archive("search", "bnajir", "--json")
    assert ran.json["suggestions"] == [{"query": "banjir", "total": 1, "field": None}]
    assert ran.err == ""
    assert archive("search", "banjir", "--json").json["suggestions"] == []
    assert "did you mean banjir? (1)" in archive("list", "bnajir").err
