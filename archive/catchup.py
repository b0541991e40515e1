"""Keep the index in step with the database: catch up, or build anew.

The index carries, in its own commit, the number of the last change it shows. Everything above
that number is read from the database and applied; applying a change twice does no harm, so it
does not matter where a run was interrupted. An index that cannot be opened, that the database does
not vouch for, or that was made with another analysis is built anew from number 0, in a folder of
its own. `index/CURRENT` names the folder that counts; searches go on in the old one until then.

    index/CURRENT               the id of the index to use
    index/<id>/                 its files
    index/<id>/SUSPECT          it was found damaged while it was read: to be built anew
"""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from time import sleep
from uuid import uuid4

from archive import analysis, building, seal
from archive.building import NOTHING, Known, Progress, unseen
from archive.config import Config
from archive.crew import ALONE, Crew
from archive.database import Store
from archive.errors import DamageError
from archive.index import Built, Index, Watermark, engine, fingerprint
from archive.seal import Checkpoint, Files

log = logging.getLogger(__name__)

# How often an index is opened that changes while it is.
_TRIES = 20
_ID = re.compile(r"[0-9a-f]{32}")


def current(config: Config) -> str | None:
    """The id of the index to use; None if there is none."""
    try:
        written = (config.index_folder / "CURRENT").read_bytes()[:64].decode("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return written if _ID.fullmatch(written) else None


def open_index(config: Config, store: Store, *, is_thorough: bool = False) -> Index | None:
    """The index if it can be trusted, else None: it must be built anew.

    Needs no lock: if a writer moves on between two steps, they are gone through again.
    `is_thorough` reads every file in full before it is trusted.
    """
    for _ in range(_TRIES):
        before = _state(config, store)
        index = _open(config, store, is_thorough=is_thorough)
        if index is not None or before == _state(config, store):
            return index
        sleep(0.02)
    return None


def _state(config: Config, store: Store) -> object:
    """What changes whenever a writer commits or replaces an index."""
    id = current(config)
    if id is None:
        return None
    try:
        names = sorted(path.name for path in (config.index_folder / id).iterdir())
    except OSError:
        names = []
    return id, names, [point.token for point in store.checkpoints(id)]


def _open(config: Config, store: Store, *, is_thorough: bool) -> Index | None:
    id = current(config)
    if id is None:
        return None
    folder = config.index_folder / id
    try:
        seal.verify_owner(config.index_folder)
        if (folder / "SUSPECT").exists():
            return None
        points = store.checkpoints(id)
        index = engine(config.engine).open(folder, points, is_thorough=is_thorough)
    except (MemoryError, DamageError):
        raise  # says nothing about the index, and building it takes more
    except Exception as error:  # any engine, any version of it: there is no telling what it raises
        log.info("the index cannot be used: %s: %s", type(error).__name__, error)
        return None
    if _is_ours(index, points, config, store):
        return index
    index.close()
    return None


def _is_ours(index: Index, points: Sequence[Checkpoint], config: Config, store: Store) -> bool:
    mark = index.watermark
    return (
        mark is not None
        and any(
            (p.token, p.seq, p.index_id) == (mark.token, mark.seq, mark.index_id) for p in points
        )
        and mark.archive_id == store.archive_id
        and mark.fingerprint == fingerprint(config.engine)
        and mark.analysis == analysed(config)
        and mark.seq <= store.seq
    )


def analysed(config: Config) -> str:
    """What the stems of an index depend on: the rules, and what the user says of words."""
    if not config.stems:
        return analysis.VERSION
    stated = json.dumps(config.stems, sort_keys=True).encode()
    return f"{analysis.VERSION}/stems-{sha256(stated).hexdigest()[:16]}"


def is_behind(index: Index, store: Store) -> bool:
    """Whether the database has changes that `index` does not show."""
    return index.watermark is None or index.watermark.seq < store.seq or store.is_pending


def is_intact(index: Index, config: Config, store: Store) -> bool:
    """Whether every file of the index is what was written, each read in full."""
    found = _open(config, store, is_thorough=True)
    if found is not None:
        found.close()
    return found is not None


def suspect(index: Index, config: Config) -> None:
    """Have `index` built anew by the next one who may write."""
    if index.watermark is not None:
        with suppress(OSError):  # on a read-only medium it stays as it is
            (config.index_folder / index.watermark.index_id / "SUSPECT").touch(mode=0o600)


def is_of_another_boot(config: Config, store: Store) -> bool:
    """Whether the index was written before the machine was last started, so is read in full."""
    id = current(config)
    known = seal.boot()
    return bool(id and known) and any(p.boot != known for p in store.checkpoints(id or ""))


def vouch_again(config: Config, store: Store) -> None:
    """Keep that the files of the index were read in full and are right, for this start.

    The caller holds the archive's lock.
    """
    if not is_of_another_boot(config, store):
        return
    id = current(config) or ""
    for point in store.checkpoints(id):
        try:
            files = {n: seal.measure(config.index_folder / id / n) for n in point.files}
        except OSError:
            continue  # prepared, and never came into force; or gone
        if all((files[n].size, files[n].crc) == (s.size, s.crc) for n, s in point.files.items()):
            store.writer.renew_checkpoint(replace(point, boot=seal.boot(), files=files))


def catch_up(
    index: Index,
    id: str,
    config: Config,
    store: Store,
    progress: Progress = unseen,
    crew: Crew = ALONE,
    told: Known = NOTHING,
) -> None:
    """Apply every change that `index` does not show yet, in batches that each are committed.

    For `crew` and `told` see `building.built`.
    """
    seq = index.watermark.seq if index.watermark else 0
    done, total = 0, store.count_changes(seq)
    for batch, made in building.built(config, store, seq, progress, crew, told):
        removed = [change.article_id for change in batch if change.size is None]
        _commit(index, id, made, removed, batch[-1].seq, config, store)
        del made  # before the next is made, which may be as large
        done += len(batch)
        progress(done, total)


def _commit(
    index: Index,
    id: str,
    built: Built,
    removed: Sequence[int],
    seq: int,
    config: Config,
    store: Store,
) -> None:
    in_force = index.watermark.token if index.watermark else ""
    mark = Watermark(
        store.archive_id, id, seq, uuid4().hex, fingerprint(config.engine), analysed(config)
    )

    def prepare(files: Files) -> None:
        store.writer.add_checkpoint(Checkpoint(mark.token, id, seq, seal.boot(), files), in_force)

    index.take(built, removed, mark, prepare)


def rebuild(
    config: Config,
    store: Store,
    progress: Progress = unseen,
    crew: Crew = ALONE,
    told: Known = NOTHING,
) -> Index:
    """Build the index anew and let it take the old one's place. The caller holds the lock.

    Raises
    ------
    OSError, StorageError
        If the disk refuses. The old index, if there was one, is left as it was.
    """
    id, old = uuid4().hex, current(config)
    chosen, folder = engine(config.engine), config.index_folder / id
    _clear(config.index_folder, keep=old)
    index = chosen.create(folder)
    try:
        if store.seq == 0:
            _commit(index, id, building.of(config, iter(())), [], 0, config, store)
        catch_up(index, id, config, store, progress, crew, told)
        if folder.exists():  # not for an engine that keeps nothing on disk
            seal.sync(config.index_folder)
            seal.write_durably(config.index_folder / "CURRENT", id.encode())
            _clear(config.index_folder, keep=id)
            store.writer.keep_checkpoints([id])
    except BaseException:
        index.close()
        if current(config) != id:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return index


def _clear(folder: Path, keep: str | None) -> None:
    """Delete everything in `folder` but the index `keep` and what names it."""
    _make_ours(folder)
    for path in list(folder.iterdir()):
        if path.name not in ("CURRENT", keep):
            _delete(path)


def _make_ours(folder: Path) -> None:
    """Have a folder there that nobody else can write to."""
    with suppress(FileNotFoundError):
        try:
            seal.verify_owner(folder)
        except seal.BrokenSealError:
            _delete(folder)
    folder.mkdir(mode=0o700, exist_ok=True)


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
