"""What the terms of an index depend on: if this changes, the index must be built anew."""

import hashlib
from pathlib import Path
from unicodedata import unidata_version

import Stemmer


def _rules() -> str:
    """A hash of this package's files: the code, and the lists of words."""
    folder = Path(__file__).parent
    files = [*folder.rglob("*.py"), *folder.rglob("*.txt")]
    files.sort(key=lambda path: path.relative_to(folder).parts)
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


VERSION = f"{_rules()}/unicode-{unidata_version}/snowball-{Stemmer.version()}"
