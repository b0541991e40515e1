"""What the views are about: a query, narrowed down, with its warnings on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.archive import Archive
    from archive.query import Tree


def asked(
    archive: Archive, query: tuple[str, ...], include: tuple[str, ...], exclude: tuple[str, ...]
) -> Tree:
    """The tree of what was asked; every article if `query` has no word."""
    from archive.cli._render import remark
    from archive.reading import asked as tree_of

    tree = tree_of(" ".join(query) or None, include=include, exclude=exclude)
    for warning in archive.warnings(tree):
        remark(f"warning: {warning}")
    return tree
