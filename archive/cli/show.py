"""`archive show`: one article with everything that is known about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, open_archive

if TYPE_CHECKING:
    from archive.article import Article, Fact


# How wide the column of the names is at the least.
NAMES = 10


@click.command("show")
@click.argument("id", type=click.IntRange(1))
@click.option("--raw", is_flag=True, help="Write the original bytes as they were found.")
@click.option("--diff", is_flag=True, help="Show what each version changed in the one before.")
@as_json
@common
def command(id: int, raw: bool, diff: bool, as_json: bool) -> int:
    """Show the article ID: its facts and what they rest on, its sightings, versions and text."""
    from archive.cli._render import complain, say_bytes, say_json
    from archive.results import detail

    with open_archive() as archive:
        article = archive.get(id)
        if article is None:
            complain(f"there is no article {id}")
            return 1
        if raw:
            say_bytes(archive.original(id) or b"")
            return 0
        texts = archive.texts(id) if diff else {}
    if diff:
        _draw_versions(texts, as_json=as_json)
        return 0
    if as_json:
        say_json(detail.as_json(article))
    else:
        _draw(article)
    return 0


def _draw_versions(texts: Mapping[int, str], *, as_json: bool) -> None:
    """What each version says that the one before does not, and the other way round."""
    from archive.cli._render import draw_difference, remark, say, say_json
    from archive.results.difference import difference

    numbered = sorted(texts.items())
    changes = [
        (number, difference(before, after)) for (_, before), (number, after) in pairwise(numbered)
    ]
    if as_json:
        stated = [
            {"version": n, "removed": list(d.only_here), "added": list(d.only_there)}
            for n, d in changes
        ]
        say_json({"versions": len(numbered), "changes": stated})
        return
    for number, found in changes:
        say(f"version {number}, {found.containment:.0%} in common with the one before")
        draw_difference(found)
        say()
    if not changes:
        remark("there is only one version")


def _draw(article: Article) -> None:
    from archive.cli._lines import draw_notes
    from archive.cli._render import columns, say, styled, wrapped

    for line in wrapped(article.value("title") or "(no title)", (), columns()):
        say(styled(line, bold=True))
    say()
    rows = _about(article)
    margin = max(NAMES, *(len(name) for name, _, _ in rows)) if rows else NAMES
    for name, value, note in rows:
        _draw_row(f"{name:<{margin}}", value, note)
    say()
    if article.notes:
        say(styled("notes", bold=True))
        draw_notes(article.notes)
        say()
    for kind, text in _stretches(article):
        _draw_stretch(kind, text)


def _stretches(article: Article) -> Iterator[tuple[str | None, str]]:
    """The text in stretches: what is read as body (None), and each other zone by its kind."""
    from archive.zones import BODY, zones_of

    for is_body, found in groupby(zones_of(article), lambda zone: zone.kind in BODY):
        zones = list(found)
        if is_body:
            yield None, article.text[zones[0].start : zones[-1].end]
        else:
            for zone in zones:
                yield zone.kind, article.text[zone.start : zone.end]


def _draw_stretch(kind: str | None, text: str) -> None:
    """Body as it is; every other zone with its name before it, and paler."""
    from archive.cli._render import columns, say, styled, wrapped

    for paragraph in re.split(r"\n\s*", text):
        if kind is None:
            for line in wrapped(paragraph, (), columns()):
                say(line)
        else:
            for number, line in enumerate(wrapped(paragraph, (), columns() - len(kind) - 3)):
                name = f"[{kind}]" if number == 0 else " " * (len(kind) + 2)
                say(styled(f"{name} {line}", dim=True))
        say()


def _about(article: Article) -> list[tuple[str, str, str]]:
    """(name, value, note) of every fact, tag, sighting and version."""
    from archive.article import readable
    from archive.results.detail import stamp
    from archive.schema import FACTS

    rows = [row for field in FACTS for row in _facts(article, field)]
    rows += [("tag" if number == 0 else "", tag, "") for number, tag in enumerate(article.tags)]
    for number, sighting in enumerate(article.sightings):
        place = readable(str(sighting))
        rows.append(("seen in" if number == 0 else "", place, stamp(sighting.seen)))
    for version in article.versions if len(article.versions) > 1 else ():
        state = "current" if version.is_current else "earlier"
        rows.append(("version", f"{version.number}, {state}", stamp(version.seen)))
    for version in article.versions:
        if version.is_current and version.encoding != "utf-8":
            damaged = f"{version.replaced} characters lost" if version.replaced else ""
            rows.append(("encoding", version.encoding, damaged))
    return rows


def _grounds(fact: Fact) -> str:
    """What a fact rests on, in words."""
    sure = "" if fact.confidence is None else f", {fact.confidence:.0%} sure"
    return f"{fact.basis}, {fact.rule}{sure}"


def _facts(article: Article, field: str) -> Iterator[tuple[str, str, str]]:
    """(name, value, note) of each fact about `field`; on one line what an article has many of."""
    from archive.schema import FIELDS

    stated = article.candidates(field)
    if len(stated) > 1 and FIELDS[field].is_many:
        bases = ", ".join(dict.fromkeys(fact.basis for fact in stated))
        yield field, ", ".join(dict.fromkeys(fact.value for fact in stated)), bases
        return
    title = article.fact("title")
    for number, fact in enumerate(stated):
        # The title stands above already.
        value = "as above" if fact is title else fact.value
        yield field if number == 0 else "", value, _grounds(fact)


def _draw_row(name: str, value: str, note: str) -> None:
    """The note goes to the right of a value that leaves it room, and else below."""
    from archive.cli._render import columns, one_line, say, styled, width, wrapped

    margin = len(name) + 3
    note = f"({one_line(note)})" if note else ""
    lines = list(wrapped(one_line(value), (), columns() - margin)) or [""]
    is_short = width(lines[-1]) + width(note) + margin + 1 <= columns()
    shown = styled(note, dim=True)
    for number, line in enumerate(lines):
        head = f"  {styled(name, fg='cyan')} " if number == 0 else " " * margin
        tail = f" {shown}" if is_short and number == len(lines) - 1 else ""
        say(f"{head}{line}{tail}".rstrip())
    if note and not is_short:
        say(" " * margin + shown)
