"""The door to other people's code that looks at other people's pages.

Libraries of four authors meet whatever the web holds: there is no list of what they raise. What
they cannot make of a page is told by the ways that come after them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

log = logging.getLogger(__name__)

Made = TypeVar("Made")


def told_by(name: str, ask: Callable[[], Made]) -> Made | None:
    """What the library `name` says when it is asked; None if it fails.

    Raises
    ------
    MemoryError
        If the page does not fit: that says nothing about the library.
    """
    try:
        return ask()
    except MemoryError:
        raise
    except Exception:  # any of them, see above
        log.info("%s failed", name, exc_info=True)
        return None
