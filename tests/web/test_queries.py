"""The command line, the page and the API find the same articles, in the same order."""

from __future__ import annotations

import json
import random
import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given

from strategies import DAYS, FIRST_DAY, long, trees

WORDS = "alfa bravo charlie delta echo foxtrot golf hotel membangun pembangunan menyerang".split()
FIELDS = ["title", "body", "related", "publisher", "author"]
# Random queries that are asked.
QUERIES = 1_000


def rows(count: int) -> list[dict[str, str]]:
    """Articles of these words, on days from July to November 2021, some of them copies."""
    chance = random.Random("articles")
    made = []
    for number in range(count):
        day = FIRST_DAY + timedelta(chance.randrange(DAYS))
        text = " ".join(chance.choices(WORDS, k=chance.randint(3, 30)))
        made.append(
            {
                "title": " ".join(chance.choices(WORDS, k=3)),
                "text": f"{text}.\n\nBaca Juga: {' '.join(chance.choices(WORDS, k=2))}",
                "publisher": chance.choice(WORDS),
                "author": chance.choice(WORDS),
                "date": day.isoformat(),
                "url": f"https://example.com/{number}",
            }
        )
    return made


@pytest.mark.slow
def test_a_thousand_random_queries(archive, client, tmp_path: Path, amount) -> None:
    """Whatever is asked, all three answer with the same ids."""
    file = tmp_path / "articles.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows(60)))
    archive("ingest", file)
    for number, word in enumerate(WORDS, 1):
        archive("tag", number, number + 20, "--add", word)
    found = []

    @long(amount(QUERIES))
    @given(trees(WORDS, FIELDS))
    def ask(tree) -> None:
        asked = {"q": str(tree), "limit": 100}
        page, answered = client.get("/", params=asked), client.get("/api/search", params=asked)
        ran = archive("search", "--ids", "--limit", 100, "--", str(tree))
        if ran.code == 2:
            assert page.status_code == answered.status_code == 400
            assert answered.json()["detail"] in ran.err.replace("archive: ", "")
            return
        ids = [int(line) for line in ran.out.split()]
        assert [hit["id"] for hit in answered.json()["hits"]] == ids
        hits = page.text.partition("<ol")[2].partition("</ol>")[0]
        links = re.findall(r'href="/article/(\d+)[?"]', hits)
        assert [int(id) for id in dict.fromkeys(links)] == ids
        found.append(len(ids))

    ask()
    assert sum(1 for count in found if count) > len(found) / 4
