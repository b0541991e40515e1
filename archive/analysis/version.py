"""What the terms of an index depend on: if this changes, the index must be built anew."""

from importlib import metadata
from unicodedata import unidata_version

# Raised by hand when folding, words, or a language's rules or lists change.
RULES = 1

VERSION = f"{RULES}/unicode-{unidata_version}/snowball-{metadata.version('PyStemmer')}"
