"""How well stems keep related words together, other words apart and names whole.

    python benchmarks/quality/stems.py [FOLDER] [--stems own,snowball,sastrawi] [--show]

FOLDER holds the published lists, `tests/analysis/indonesian/development` unless told: `roots.txt`
(a word and its root a line), `families.txt` (a family a line: every two of it must share a stem),
`apart.txt` (two words that must not) and `names.txt` (each its own stem). `--show` prints what went
wrong. `sastrawi` is measured where PySastrawi is installed; it is no part of this project.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path

from archive.analysis.languages import indonesian
from archive.analysis.languages._snowball import snowball

LISTS = Path(__file__).parents[2] / "tests" / "analysis" / "indonesian"
Stemmer = Callable[[str], str]
Pairs = list[tuple[str, str]]


def sastrawi() -> Stemmer:
    """PySastrawi's stemmer, without its own cache."""
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    found: Stemmer = StemmerFactory().create_stemmer(isDev=False).stem
    return found


def own() -> Stemmer:
    """The stemmer of this project."""
    return indonesian.stem


def indonesian_snowball() -> Stemmer:
    """Snowball's Indonesian stemmer."""
    return snowball("indonesian")


STEMMERS = {"own": own, "snowball": indonesian_snowball, "sastrawi": sastrawi}


def read(folder: Path, name: str) -> list[list[str]]:
    """The words of each line of a list."""
    return [line.split() for line in (folder / f"{name}.txt").read_text("ascii").splitlines()]


def failures(folder: Path, stem: Stemmer) -> dict[str, tuple[int, list[str]]]:
    """For each list, how many cases it has and which of them went wrong."""
    pairs = [pair for family in read(folder, "families") for pair in combinations(family, 2)]
    names = [name for line in read(folder, "names") for name in line]
    return {
        "roots": _count(read(folder, "roots"), lambda case: stem(case[0]) == case[1]),
        "pairs": _count(pairs, lambda case: stem(case[0]) == stem(case[1])),
        "apart": _count(read(folder, "apart"), lambda case: stem(case[0]) != stem(case[1])),
        "names": _count([[name] for name in names], lambda case: stem(case[0]) == case[0]),
    }


def _count(
    cases: Iterable[Iterable[str]], is_right: Callable[[tuple[str, ...]], bool]
) -> tuple[int, list[str]]:
    known = [tuple(case) for case in cases]
    return len(known), [" ".join(case) for case in known if not is_right(case)]


def main() -> None:
    """Print a line for each kind of stems."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=LISTS / "development")
    parser.add_argument("--stems", default="own,snowball")
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    for kind in arguments.stems.split(","):
        stem = STEMMERS[kind]()
        found = failures(arguments.folder, stem)
        print(f"{kind:<10}", end="")
        for name, (count, wrong) in found.items():
            right = count - len(wrong)
            print(f"  {name} {right}/{count} {right / count:.1%}", end="")
        print()
        if arguments.show:
            for name, (_, wrong) in found.items():
                shown = [f"{case} ({' '.join(map(stem, case.split()))})" for case in wrong]
                print(f"    {name}: {', '.join(shown)}")


if __name__ == "__main__":
    main()
