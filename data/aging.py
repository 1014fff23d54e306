"""Backups whose time is over, and those that did not pass their proof: which of a folder's they are, and what becomes of them; and one at
a time who works by night."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from data import manifest
from data.backup import discard
from data.check import LITTLE_ROOM
from data.files import sync_folder
from data.manifest import UNPROVEN
from hrtui.errors import StoreBusy, StoreFull

NIGHTLY = "hrtui-"


def expire(folder: Path, before: datetime, kept: Path) -> list[str]:
    """Remove the backups of a folder that `hrtui backup` named itself and that were made before an instant; returns their names.

    `kept` is the one that was proven just now: it stays, and so does all that is not a backup with its manifest.
    """
    gone = []
    for file in sorted(folder.glob(f"{NIGHTLY}*.json")):
        backup = file.with_suffix("")
        told = manifest.readable(backup)
        if told is not None and told.made_at < before and backup != kept:
            discard(backup)
            gone.append(backup.name)
    return gone


def set_aside(backup: Path) -> Path | None:
    """Give a backup that did not pass its proof, and its manifest, names that nothing takes for a backup, in the place of one set aside
    before; returns its name, None where the disk refuses that."""
    aside, told = (file.with_name(file.name + UNPROVEN) for file in (backup, manifest.manifest_path(backup)))
    try:
        for other in _set_aside(backup.parent):
            other.unlink()
        backup.replace(aside)
        manifest.manifest_path(backup).replace(told)
        sync_folder(backup.parent)
    except OSError:
        return aside if aside.exists() and not backup.exists() else None
    return aside


def drop_set_aside(folder: Path) -> list[str]:
    """Remove the backups that were set aside, once a later one is proven; returns their names without those of manifests."""
    gone = []
    for file in _set_aside(folder):
        with suppress(OSError):
            file.unlink()
            gone.append(file.name)
    return [name for name in gone if name.endswith(UNPROVEN) and not name.endswith(f".json{UNPROVEN}")]


def _set_aside(folder: Path) -> list[Path]:
    """What was set aside, and manifests that a kill left without the backup that was."""
    aside = sorted(folder.glob(f"{NIGHTLY}*{UNPROVEN}"))
    before = (file.with_suffix("") for file in aside)
    alone = (manifest.manifest_path(file) for file in before if not file.exists())
    return [*aside, *(told for told in alone if told.exists())]


def room_for(store: Path, backups: Path) -> None:
    """Raise StoreFull where a copy of the store would fill the disk of the backups, or the store's own while it is proven."""
    backups.mkdir(parents=True, exist_ok=True)
    size = store.stat().st_size
    same = store.parent.stat().st_dev == backups.stat().st_dev
    for folder, copies in ((backups, 1 + same), (store.parent, 1 + same)):
        free, wanted = shutil.disk_usage(folder).free, copies * size + LITTLE_ROOM
        if free < wanted:
            raise StoreFull(
                f"No backup was made: {folder} has {free >> 20:,} MB free, and a backup and its proof take {wanted >> 20:,} MB."
                " Make room, or set `store: keep_backups_days:`."
            )


@contextmanager
def alone(store: Path) -> Iterator[None]:
    """Be the only one that works by night on a store; a kill ends it too. Raises StoreBusy where another is at work."""
    handle = os.open(
        store.with_name(store.name + ".night"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600
    )
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreBusy(f"Another `hrtui night` is at work on {store}; wait for its end.") from error
        yield
    finally:
        os.close(handle)
