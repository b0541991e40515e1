"""Make a text storable without changing what it says."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.article import Article, Fact, Record

_LINE_END = re.compile("\r\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """`text` without NUL (databases cut there), with `\\n` line ends and no lone surrogates."""
    if text.isascii() and "\0" not in text and "\r" not in text:
        return text
    text = _LINE_END.sub("\n", text.replace("\0", "").removeprefix("\ufeff"))
    return _SURROGATE.sub("\ufffd", text)


def clean(record: Record) -> Article:
    """The article that `record` holds, its text and facts cleaned; facts left empty are dropped."""
    facts = (_cleaned(fact) for fact in record.facts)
    return Article(clean_text(record.text), tuple(fact for fact in facts if fact.value))


def _cleaned(fact: Fact) -> Fact:
    value = clean_text(fact.value).strip()
    return fact if value == fact.value else replace(fact, value=value)
