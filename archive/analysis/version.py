"""What the terms of an index depend on: if this changes, the index must be built anew."""

from pathlib import Path
from unicodedata import unidata_version

import Stemmer

from archive.plugins import digest

VERSION = f"{digest(Path(__file__).parent)}/unicode-{unidata_version}/snowball-{Stemmer.version()}"
