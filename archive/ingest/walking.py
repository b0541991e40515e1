"""Which files there are: folders walked in order of name, in memory that no number of files takes.

    walk(["news", "a.txt"]) -> Files("/home/me/news", ["1.txt", "2.txt"]), Files("/home/me", …)

Of a folder come first its files, then its folders, each in order of name. No more than `WINDOW`
names of a folder are known at a time: one that has more is listed again for those that follow.
Below a folder no symbolic link is followed; nothing is opened but what may be the index of a page
that another program keeps in many forms, of which one is read (`archive.ingest.snapshots`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from archive.article import readable
from archive.ingest import saved, snapshots
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import HEAD, STDIN, Source, reason

# Names of a folder that are put in order at a time, of twice as many that are known: 40 MB.
WINDOW = 200_000
# Behind the name of a symbolic link: no name holds it, and none comes to stand elsewhere by it.
_LINK = "\0"


@dataclass(frozen=True, slots=True)
class Files:
    """Names of files in one folder, in order; `follow`: the user named them.

    Standard input is a file in no folder.
    """

    folder: str
    names: Sequence[str]
    follow: bool = False

    @property
    def before(self) -> str:
        """What stands before a name in the path of its file."""
        return os.path.join(self.folder, "")

    def path(self, name: str) -> str:
        """Where the file of that name is."""
        return self.before + name


def walk(
    paths: Iterable[str], *, hidden: bool = False, apart: str = ""
) -> Iterator[Files | Outcome]:
    """The files at and below `paths`, in order; what is no file as a failed outcome.

    Names with a leading dot are passed over below a folder, unless `hidden`; so are the folder
    `apart`, the archive's own, and those that a browser saved beside a page.
    """
    is_stdin_read = False
    for path in paths:
        if path == STDIN:
            if not is_stdin_read:  # it can be read only once
                yield Files("", (STDIN,))
            is_stdin_read = True
            continue
        absolute = os.path.abspath(path)
        if os.path.isdir(absolute):
            yield from _below(absolute, hidden, apart)
        else:
            folder, name = os.path.split(absolute)
            yield Files(folder, (name,), follow=True)


def is_walked(folder: str, tops: Iterable[str], *, hidden: bool = False, apart: str = "") -> bool:
    """Whether `folder` is one of `tops`, or is come to when they are walked."""
    if folder in tops:
        return True
    above = os.path.dirname(folder)
    if above == folder or not is_walked(above, tops, hidden=hidden, apart=apart):
        return False
    return folder in (one for one in _in(above, hidden, apart) if isinstance(one, str))


def named(
    folder: str, names: Collection[str], *, hidden: bool = False, apart: str = ""
) -> Iterator[Files | Outcome]:
    """Of what `walk` finds in `folder` itself, what has one of `names`."""
    told = {readable(os.path.join(folder, name)) for name in names}
    for found in _in(folder, hidden, apart):
        if isinstance(found, Outcome):
            if found.source in told:
                yield found
        elif isinstance(found, Files):
            if wanted := [name for name in found.names if name in names]:
                yield Files(folder, wanted)
        else:
            return  # the folders come behind the files


def find(
    paths: Iterable[str], limit: int, *, hidden: bool = False, apart: str = ""
) -> Iterator[Source | Outcome]:
    """As `walk`, each file by itself, to be read up to `limit` bytes an article."""
    for found in walk(paths, hidden=hidden, apart=apart):
        if isinstance(found, Outcome):
            yield found
            continue
        for name in found.names:
            yield Source(found.path(name), limit, follow=found.follow)


def _below(top: str, hidden: bool, apart: str) -> Iterator[Files | Outcome]:
    # A stack, not recursion: folders may be nested deeper than Python likes.
    waiting = [_in(top, hidden, apart)]
    while waiting:
        found = next(waiting[-1], None)
        if found is None:
            waiting.pop()
        elif isinstance(found, str):
            waiting.append(_in(found, hidden, apart))
        else:
            yield found


def _in(folder: str, hidden: bool, apart: str) -> Iterator[Files | Outcome | str]:
    """What one folder holds: its files, then the folders to walk below it."""
    files, folders = _Next(), _Next()
    look = partial(_look, folder, hidden, apart)
    try:
        look(files=files, folders=folders)
        if not (files.is_more or folders.is_more):
            head = partial(_head, folder)
            files.names, folders.names = snapshots.walked(files.names, folders.names, head)
        for names in _windows(files, partial(look, files=files)):
            yield from _told(folder, names)
        for names in _windows(folders, partial(look, folders=folders)):
            inner = (name for name in names if not _is_of_page(folder, name))
            yield from (os.path.join(folder, name) for name in inner)
    except OSError as error:
        yield failed(readable(folder), f"the folder cannot be read: {reason(error)}")


def _head(folder: str, name: str) -> bytes:
    return Source(os.path.join(folder, name), HEAD).head()


def _is_of_page(folder: str, name: str) -> bool:
    """Whether the folder `name` holds what a browser saved with the page beside it: `a_files`."""
    return any(os.path.lexists(os.path.join(folder, page)) for page in saved.pages(name))


def _told(folder: str, names: list[str]) -> Iterator[Files | Outcome]:
    """The files of these names; a link as a failed outcome."""
    start = 0
    for at, name in enumerate(names):
        if name.endswith(_LINK):
            if start < at:
                yield Files(folder, names[start:at])
            path = os.path.join(folder, name.removesuffix(_LINK))
            yield failed(readable(path), "a symbolic link, not followed")
            start = at + 1
    if start < len(names):
        yield Files(folder, names[start:])


@dataclass(slots=True)
class _Next:
    """The first `WINDOW` of the names that come behind `last`, and whether there are more."""

    last: str = ""
    names: list[str] = field(default_factory=list)
    is_more: bool = False

    def add(self, name: str) -> None:
        """Take a name in; they come in whatever order."""
        if name > self.last:
            self.names.append(name)
            if len(self.names) >= 2 * WINDOW:
                self.settle()

    def settle(self) -> None:
        """Have the names in order, and no more of them than there may be."""
        self.names.sort()
        if len(self.names) > WINDOW:
            del self.names[WINDOW:]
            self.is_more = True


def _look(
    folder: str,
    hidden: bool,
    apart: str,
    *,
    files: _Next | None = None,
    folders: _Next | None = None,
) -> None:
    """List `folder` once, for what is wanted of it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith(".") and not hidden:
                continue
            if not entry.is_dir(follow_symlinks=False):
                if files is not None:
                    files.add(name + _LINK if entry.is_symlink() else name)
            elif folders is not None and entry.path != apart:
                folders.add(name)
    for found in (files, folders):
        if found is not None:
            found.settle()


def _windows(found: _Next, look: Callable[[], None]) -> Iterator[list[str]]:
    """The names of a kind: those that were found, and after another `look` those that follow."""
    while True:
        names, is_more = found.names, found.is_more
        yield names
        if not is_more:
            return
        found.last, found.names, found.is_more = names[-1], [], False
        look()
