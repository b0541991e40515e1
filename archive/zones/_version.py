"""What the zones of a text depend on: if this changes, the index must be built anew."""

from pathlib import Path

from archive.plugins import digest

VERSION = digest(Path(__file__).parent)
