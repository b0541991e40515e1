"""Clauses that name a source, in every language that `_attributions` knows."""

from __future__ import annotations

from archive.zones._attributions import find
from archive.zones._rule import Rule

RULES = [Rule("attribution", "attribution", find)]
