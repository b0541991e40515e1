"""Files that somebody may have made to do harm, built when they are needed.

    FILES      name → what makes its bytes, given how large it shall be (1: as in the nightly run)

The suffix of a name is that of the format it is meant for.
"""

from __future__ import annotations

from collections.abc import Callable

from hostile import _archives, _captures, _markup, _papers, _plain

Make = Callable[[float], bytes]

FILES: dict[str, Make] = {
    **_archives.FILES,
    **_captures.FILES,
    **_markup.FILES,
    **_papers.FILES,
    **_plain.FILES,
}
