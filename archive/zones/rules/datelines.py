"""Datelines, in every language."""

from __future__ import annotations

from archive.zones._dateline import find
from archive.zones._rule import Rule

RULES = [Rule("dateline", "dateline", find)]
