"""Find the plug-ins of a package: each public module in its folder is one.

A plug-in is a module that offers the names its package asks for (a reader offers
`SUFFIXES`, `sniff` and `read`). Nothing is registered anywhere: dropping a file into the
folder is all it takes, and forgetting one of the names fails the first time it is looked for.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import ModuleType


@cache
def names(package: ModuleType) -> tuple[str, ...]:
    """The names of the public modules of `package`, sorted, without importing them."""
    modules = (module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(sorted(name for name in modules if not name.startswith("_")))


def load(package: ModuleType, name: str, offers: Iterable[str]) -> ModuleType:
    """Import the plug-in `name` of `package`.

    Raises
    ------
    TypeError
        If it lacks one of the names in `offers`: a plug-in that is half there.
    """
    module = importlib.import_module(f"{package.__name__}.{name}")
    missing = [offer for offer in offers if not hasattr(module, offer)]
    if missing:
        raise TypeError(f"{module.__name__} does not offer {', '.join(missing)}")
    return module


def discover(package: ModuleType, offers: Iterable[str]) -> dict[str, ModuleType]:
    """Every plug-in of `package`: name → module, sorted by name. Raises as `load` does."""
    wanted = tuple(offers)
    return {name: load(package, name, wanted) for name in names(package)}


def digest(folder: Path) -> str:
    """A hash of the files of a package: its code, and its lists of words."""
    files = [*folder.rglob("*.py"), *folder.rglob("*.txt")]
    files.sort(key=lambda path: path.relative_to(folder).parts)
    return sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]
