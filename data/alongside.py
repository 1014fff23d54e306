"""The files of documents beside backups: what each backup refers to, and the removal of those that none refers to any more."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peewee import DatabaseError

from data import dialect, documents, filestore, manifest, recoding, strongbox
from data.db import explained
from data.manifest import UNPROVEN
from hrtui.errors import StoreError

DOCUMENTS = "documents"
NAMED = (".db", ".sealed")


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many files of documents were removed, and how many could not be; or why all stay, in a sentence."""

    gone: int = 0
    stuck: int = 0
    why: str = ""


def beside(file: Path) -> Path:
    """The folder of documents beside a backup."""
    return file.absolute().parent / DOCUMENTS


def named_in(db: Any) -> Collection[str] | None:
    """The hashes of the documents that a copy of a store names; None where its schema keeps them in a way that this hrtui cannot read."""
    try:
        return documents.stored(db).keys()
    except DatabaseError:
        return None


@contextmanager
def being_made(folder: Path) -> Iterator[None]:
    """Keep `prune` away from a folder while a backup is made there: its documents lie there before anything says so."""
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder, fcntl.LOCK_SH):
        yield


def prune(folder: Path, live: Collection[str], own: Path) -> Pruned:
    """Remove the files of documents beside the backups of a folder that neither one of these nor the store refers to.

    `live` are the hashes the store names, and `own` is the store's own folder of documents, which is never touched. Where one backup
    does not say what it refers to and cannot be opened here, and while another is being made, all stay. Killed in the middle it goes on
    where it is begun again: what is removed is found anew.
    """
    kept = folder / DOCUMENTS
    if not kept.is_dir() or (own.exists() and own.samefile(kept)):
        return Pruned()
    with _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB) as alone:
        if not alone:
            return Pruned(why=f"Documents in {kept} stay this time: another backup is being made there.")
        wanted = set(live)
        for backup in backups_in(folder):
            told = referred(backup)
            if told is None:
                return Pruned(
                    why=f"Documents in {kept} stay: {backup.name} does not say which it refers to, and cannot be opened here. Remove it"
                    " once it is not needed."
                )
            wanted |= set(told)
        return _remove([file for file in filestore.files(kept) if file.name[: filestore.DIGITS] not in wanted])


def backups_in(folder: Path) -> list[Path]:
    """The files of a folder that are backups or may be: by name, by a manifest beside them, or by how they begin."""
    return [file for file in sorted(folder.iterdir()) if file.is_file() and _may_be_backup(file)]


def referred(backup: Path) -> Collection[str] | None:
    """The hashes of the documents a backup refers to, by its manifest, else by itself where it opens here; None where neither tells.
    A database of another program refers to none."""
    told = manifest.documents(backup)
    if told is not None:
        return told
    try:
        if strongbox.is_sealed(backup):
            return None
        with explained(backup), dialect.opened(backup) as db:
            return named_in(db) if dialect.is_ours(db) else ()
    except (StoreError, DatabaseError, OSError):
        return None


def _may_be_backup(file: Path) -> bool:
    if file.name.startswith(".") or file.suffix in {".json", UNPROVEN}:
        return False
    if file.suffix in NAMED or manifest.manifest_path(file).exists():
        return True
    try:
        return strongbox.is_sealed(file) or recoding.is_plain(file)
    except OSError:
        return True


def _remove(files: Collection[Path]) -> Pruned:
    stuck = 0
    for file in files:
        try:
            file.unlink(missing_ok=True)
        except OSError:
            stuck += 1
    return Pruned(len(files) - stuck, stuck)


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[bool]:
    """Hold a lock on a folder; whether it was given. Where the file system has none it is not, and nothing is removed there."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    given = False
    try:
        with suppress(OSError):
            fcntl.flock(handle, how)
            given = True
        yield given
    finally:
        os.close(handle)
