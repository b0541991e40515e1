"""Settings: where the archive lives and what each setting is, with where its value came from.

    flag  >  ARCHIVE_<NAME>  >  archive.toml in the home  >  default

`archive.toml` can also say which stem a word has in a language, whatever the rules say:

    [stems.id]
    menggoogle = "google"
    jokowi = "jokowi"

The home itself comes from `--home`, `ARCHIVE_HOME` or the platform's data directory. This
module is the only one that reads the environment.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from archive.errors import StorageError, UsageError

FILE = "archive.toml"
STEMS = "stems"


def _setting(default: object, about: str) -> Any:
    return field(default=default, metadata={"about": about})


def _secret(about: str) -> Any:
    return field(default="", metadata={"about": about, "is_secret": True}, repr=False)


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of one run, built once at the door.

    `origins` says for each setting where its value came from. `stems`, only in the file: language
    → word → the stem that it has whatever the rules say.
    """

    home: Path
    database: str = _setting("", "SQLAlchemy URL of the database; empty: archive.db in the home")
    engine: str = _setting("whoosh", "the search engine: whoosh, or memory (kept nowhere)")
    wait: float = _setting(30.0, "seconds to wait for another process before giving up")
    max_file_size: int = _setting(64_000_000, "largest article that is read, in bytes")
    max_seconds: float = _setting(30.0, "seconds that reading an article may take; 0: no limit")
    max_memory: int = _setting(450_000_000, "bytes of memory that it may take; 0: no limit")
    limit: int = _setting(10, "how many hits `search` shows")
    recent: int = _setting(0, "days at whose age an article counts half; 0: age does not matter")
    max_upload: int = _setting(500_000_000, "most bytes that `serve` takes in one upload")
    password: str = _secret("the password of `serve`, or its hash")
    token: str = _secret("the token of programs that ask `serve`, or its hash")
    deadline: float = _setting(5.0, "seconds that an answer may take; 0: as long as it takes")
    stems: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def database_url(self) -> str:
        """The database's SQLAlchemy URL, the default filled in."""
        return self.database or f"sqlite:///{self.home / 'archive.db'}"

    @property
    def index_folder(self) -> Path:
        """The folder of the search index: derived, may be deleted at any time."""
        return self.home / "index"


SETTINGS = tuple(f for f in fields(Config) if "about" in f.metadata)


def load(
    flags: Mapping[str, object] | None = None, environ: Mapping[str, str] | None = None
) -> Config:
    """Build the settings of this run.

    Parameters
    ----------
    flags:
        Values given on the command line by setting name (also `home`); None is "not given".
    environ:
        The environment, `os.environ` unless told.

    Raises
    ------
    UsageError
        A setting that does not exist or whose value has the wrong type.
    StorageError
        `archive.toml` is there but cannot be read.
    """
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    env = os.environ if environ is None else environ
    home, home_origin = _home(given, env)
    values: dict[str, Any] = {}
    origins = {"home": home_origin}
    written = _read_file(home / FILE)
    for setting in SETTINGS:
        name, variable = setting.name, f"ARCHIVE_{setting.name.upper()}"
        if name in given:
            value, origin = given[name], f"--{name.replace('_', '-')}"
        elif env.get(variable):
            value, origin = env[variable], variable
        elif name in written:
            value, origin = written[name], str(home / FILE)
        else:
            value, origin = setting.default, "default"
        values[name] = _typed(name, value, type(setting.default), origin)
        origins[name] = origin
    stems = _stems(written.get(STEMS, {}), home / FILE)
    origins[STEMS] = str(home / FILE) if stems else "default"
    return Config(home=home, origins=origins, stems=stems, **values)


def rewritten(home: Path, name: str, value: str) -> bytes:
    """What `archive.toml` is with a setting written into it, the rest of which stays as it is.

    Raises
    ------
    UsageError, StorageError
        If the file cannot be understood, or not be read.
    """
    path = home / FILE
    before = _read_file(path)
    text = path.read_text("utf-8") if before else ""
    kept = [line for line in text.splitlines(keepends=True) if not _sets(line, name)]
    after = "".join([f"{name} = {json.dumps(value)}\n", *kept])  # before all tables
    if tomllib.loads(after) != {**before, name: value}:
        raise UsageError(f"{path} sets {name} in a way that is not understood; edit it by hand")
    return after.encode()


def _sets(line: str, name: str) -> bool:
    return line.partition("=")[0].strip() == name


def _stems(written: object, path: Path) -> Mapping[str, Mapping[str, str]]:
    """The table of stems, if it is one."""
    tables: dict[str, Any] = written if isinstance(written, dict) else {"": written}
    for language, table in tables.items():
        if not isinstance(table, dict) or not all(isinstance(s, str) for s in table.values()):
            raise UsageError(f'{path}: stems.{language} must be a table of words: word = "stem"')
    return tables


def _home(given: Mapping[str, object], env: Mapping[str, str]) -> tuple[Path, str]:
    if "home" in given:
        return Path(str(given["home"])).expanduser().absolute(), "--home"
    if env.get("ARCHIVE_HOME"):
        return Path(env["ARCHIVE_HOME"]).expanduser().absolute(), "ARCHIVE_HOME"
    from platformdirs import user_data_path  # 30 ms that `--home` need not pay

    return user_data_path("archive", appauthor=False), "default"


def _read_file(path: Path) -> dict[str, Any]:
    try:
        written = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(f"the settings in {path} cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is not valid TOML: {error}") from error
    known = {STEMS, *(setting.name for setting in SETTINGS)}
    unknown = sorted(set(written) - known)
    if unknown:
        raise UsageError(
            f"{path} has a setting that does not exist: {unknown[0]} "
            f"(there are: {', '.join(sorted(known))})"
        )
    return written


def _typed(name: str, value: object, kind: type, origin: str) -> object:
    """`value` as a `kind` (str, int or float), numbers not below zero."""
    try:
        typed = kind(value)
    except (TypeError, ValueError):
        typed = None
    if typed is None or isinstance(value, bool) or (kind is not str and not typed >= 0):
        raise UsageError(f"{name} ({origin}) must be a {kind.__name__}, not {value!r}")
    return typed


def is_plain(environ: Mapping[str, str] | None = None) -> bool:
    """Whether the user wants no colours, anywhere (https://no-color.org)."""
    env = os.environ if environ is None else environ
    return bool(env.get("NO_COLOR")) or env.get("TERM") == "dumb"
