"""The folders in which browsers keep what belongs to a saved page: its images, styles and frames.

Chromium calls that of `a.html` `a_files`, whatever its language; Firefox and what Windows knows as
connected folders have the word of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

_PAGES = (".html", ".htm", ".HTML", ".HTM", ".xhtml", ".shtml")

# The words that Windows connects, and the Indonesian one of Firefox.
_ENDINGS = (
    "_files .files -dateien _fichiers _bestanden _file _archivos -filer _tiedostot _pliki _soubory"
    " _elemei _ficheiros _arquivos _dosyalar _datoteke _fitxers _failid _fails _bylos _fajlovi"
    " _fitxategiak _berkas"
).split()


def pages(folder: str) -> Iterator[str]:
    """The names of the pages with which a folder of that name may have been saved."""
    name = folder.lower()
    stems = (folder[: -len(end)] for end in _ENDINGS if name.endswith(end))
    yield from (stem + suffix for stem in stems for suffix in _PAGES)
