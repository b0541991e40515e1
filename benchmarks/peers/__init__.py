"""The engines that are compared: a module for each, all given the same words.

A module here offers

    NAME              what it is called in tables and pictures
    version()         what is measured: name and version of the library
    create(folder)    an engine with nothing in it, in a folder that is not there yet
    open(folder)      one that a process before has built

and its engine the methods of `Engine`. Importing it fails where its library is not installed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from corpus import Article

BATCH = 2_000
"""Articles in a commit where an engine commits while it builds."""


class Engine(Protocol):
    """One engine with its index in a folder; `kind` is one of `corpus.KINDS`."""

    def build(self, articles: Iterable[Article]) -> None:
        """Index all of these; it is on the disk when this returns."""

    def search(self, kind: str, asked: list[Any]) -> list[int] | None:
        """The ids of the ten best; None if the engine cannot be asked that."""

    def total(self, kind: str, asked: list[Any]) -> int:
        """How many match; only for what `search` can be asked."""

    def add(self, article: Article) -> bool:
        """Index one and commit; False if the engine can only be built anew."""


class Module(Protocol):
    """The module of an engine."""

    NAME: str

    def version(self) -> str: ...
    def create(self, folder: Path) -> Engine: ...
    def open(self, folder: Path) -> Engine: ...


def load(name: str) -> Module:
    """The module of the engine `name`; ImportError if it, or what it needs, is not there."""
    return cast(Module, import_module(f"peers.{name}"))


def days(year: int) -> tuple[int, int]:
    """The first and the last day of a year."""
    return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
