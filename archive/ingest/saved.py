"""The folders in which browsers keep what belongs to a saved page: its images, styles and frames.

Chromium calls that of `a.html` `a_files`, whatever its language; Firefox and what Windows knows as
connected folders have the word of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

_PAGES = (".html", ".htm", ".xhtml", ".shtml")

# The words that Windows connects, and the Indonesian one of Firefox.
_ENDINGS = (
    "_files .files -dateien _fichiers _bestanden _file _archivos -filer _tiedostot _pliki _soubory"
    " _elemei _ficheiros _arquivos _dosyalar _datoteke _fitxers _failid _fails _bylos _fajlovi"
    " _fitxategiak _berkas"
).split()


def pages(names: Iterable[str]) -> frozenset[str]:
    """The pages among the files `names`, without their suffix."""
    return frozenset(name.rpartition(".")[0] for name in names if name.lower().endswith(_PAGES))


def belongs(folder: str, pages: Set[str]) -> bool:
    """Whether the folder of that name, which stands beside `pages`, is what one was saved with."""
    name = folder.lower()
    return any(name.endswith(end) and folder[: -len(end)] in pages for end in _ENDINGS)
