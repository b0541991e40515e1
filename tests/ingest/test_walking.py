"""Which files are found, in which order, and which are refused."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import readable
from archive.ingest import walking
from archive.ingest.outcome import Outcome
from archive.ingest.source import Source
from archive.ingest.walking import find
from strategies import steady

LIMIT = 1_000


def made(folder: Path, *names: str) -> None:
    """Create the files `names` below `folder`, each holding its own name."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.fsencode(name))


def found(*paths: Path, hidden: bool = False) -> list[str]:
    """The names found at `paths`, with "!" before what was refused."""
    answers = find([str(path) for path in paths], LIMIT, hidden=hidden)
    return [
        f"!{Path(one.source).name}" if isinstance(one, Outcome) else Path(one.path).name
        for one in answers
    ]


def test_files_come_in_order_of_name(tmp_path: Path) -> None:
    """The files of a folder come sorted, then its folders, the same at every run."""
    made(tmp_path, "b.txt", "a.txt", "d/2.txt", "d/1.txt", "c/3.txt", "c/inner/4.txt")
    assert found(tmp_path) == ["a.txt", "b.txt", "3.txt", "4.txt", "1.txt", "2.txt"]


def test_paths_come_in_the_order_they_were_named(tmp_path: Path) -> None:
    """What the user names comes in the user's order, as often as it is named."""
    made(tmp_path, "a.txt", "b.txt")
    paths = [tmp_path / "b.txt", tmp_path / "a.txt", tmp_path / "b.txt"]
    assert found(*paths) == ["b.txt", "a.txt", "b.txt"]


def test_paths_are_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source keeps its place when the working folder changes."""
    made(tmp_path, "a.txt")
    monkeypatch.chdir(tmp_path)
    assert list(find(["a.txt"], LIMIT)) == [Source(str(tmp_path / "a.txt"), LIMIT, follow=True)]


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    """There is nothing to read and nothing to complain about."""
    assert found(tmp_path) == []


def test_hidden_names_are_passed_over(tmp_path: Path) -> None:
    """Hidden files and folders are read only if asked for, or named."""
    made(tmp_path, "a.txt", ".b.txt", ".c/d.txt")
    assert found(tmp_path) == ["a.txt"]
    assert found(tmp_path, hidden=True) == [".b.txt", "a.txt", "d.txt"]
    assert found(tmp_path / ".b.txt", tmp_path / ".c") == [".b.txt", "d.txt"]


def test_links_below_a_folder_are_not_followed(tmp_path: Path) -> None:
    """A link to a file, to a folder or to nothing is refused with a reason."""
    made(tmp_path, "in/a.txt", "out/b.txt")
    (tmp_path / "in" / "file").symlink_to(tmp_path / "out" / "b.txt")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "nothing").symlink_to(tmp_path / "missing")
    assert found(tmp_path / "in") == ["a.txt", "!file", "!folder", "!nothing"]


def test_a_named_link_is_followed(tmp_path: Path) -> None:
    """Whoever names a link means what it points at."""
    made(tmp_path, "out/b.txt")
    (tmp_path / "folder").symlink_to(tmp_path / "out")
    (tmp_path / "file").symlink_to(tmp_path / "out" / "b.txt")
    assert found(tmp_path / "folder", tmp_path / "file") == ["b.txt", "file"]
    (source,) = find([str(tmp_path / "file")], LIMIT)
    assert isinstance(source, Source)
    assert source.head() == b"out/b.txt"


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    """A link to the folder that holds it is refused like any other; a link to itself opens not."""
    made(tmp_path, "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert found(tmp_path) == ["a.txt", "!loop", "!self"]
    (source,) = find([str(tmp_path / "self")], LIMIT)
    assert isinstance(source, Source)
    with pytest.raises(OSError, match="symbolic links"):
        source.head()


def test_a_file_that_became_a_link_is_not_followed(tmp_path: Path) -> None:
    """Between finding and opening a name may change; what was not named is still not followed."""
    made(tmp_path, "in/a.txt", "secret.txt")
    (source,) = find([str(tmp_path / "in")], LIMIT)
    assert isinstance(source, Source)
    (tmp_path / "in" / "a.txt").unlink()
    (tmp_path / "in" / "a.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(OSError, match=r".+"):
        source.head()


def test_folders_may_be_nested_deeply(tmp_path: Path) -> None:
    """300 folders inside each other are walked to the end."""
    made(tmp_path, "/".join(["d"] * 300) + "/a.txt")
    assert found(tmp_path) == ["a.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems want names in UTF-8")
def test_a_name_that_is_no_utf8_is_read(tmp_path: Path) -> None:
    """A file whose name is no valid text is found and opened like any other."""
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as stream:
        stream.write(b"alfa")
    (source,) = find([str(tmp_path)], LIMIT)
    assert isinstance(source, Source)
    assert os.fsencode(source.path) == path
    assert source.head() == b"alfa"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_closed_folder_is_reported(tmp_path: Path) -> None:
    """A folder that cannot be read is refused, and the walk goes on."""
    made(tmp_path, "a/x.txt", "b/y.txt")
    (tmp_path / "a").chmod(0)
    try:
        assert found(tmp_path) == ["!a", "y.txt"]
    finally:
        (tmp_path / "a").chmod(0o700)


NAMES = st.text("aAb_.\udce9\ue000\U0001f600", min_size=1, max_size=3).filter(
    lambda name: name not in {".", ".."}
)


@steady
@given(
    names=st.dictionaries(NAMES, st.sampled_from(["file", "folder", "link"]), max_size=12),
    window=st.integers(1, 5),
)
def test_windows_change_nothing(names: dict[str, str], window: int) -> None:
    """However few names are known at a time, each comes once and in its order."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for name, kind in names.items():
            path = os.path.join(folder, name)
            match kind:
                case "file":
                    Path(path).touch()
                case "folder":
                    made(Path(path), "x")
                case _:
                    os.symlink("nowhere", path)
        whole = list(find([folder], LIMIT, hidden=True))
        patch.setattr(walking, "WINDOW", window)
        assert list(find([folder], LIMIT, hidden=True)) == whole
    beside = sorted(name for name, kind in names.items() if kind != "folder")
    inner = [os.path.join(name, "x") for name in sorted(names) if names[name] == "folder"]
    told = [one.source if isinstance(one, Outcome) else one.path for one in whole]
    assert told == [
        readable(os.path.join(folder, name))
        if names.get(name) == "link"
        else os.path.join(folder, name)
        for name in (*beside, *inner)
    ]
