"""What the engine's and the file system's errors mean, in one sentence each."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from peewee import DatabaseError, IntegrityError

from data import cipher
from hrtui.errors import HrError, StoreBusy, StoreDamaged, StoreError, StoreFull, StoreReadOnly

NEARLY_FULL = 1 << 20


def explain(error: BaseException, path: Path) -> HrError | None:
    """What an error of the engine or the file system means, in one sentence; None where it is no trouble of the store's."""
    if isinstance(error, HrError | IntegrityError):
        return error if isinstance(error, HrError) else None
    if isinstance(error, UnicodeDecodeError):
        return damaged(path)  # the file holds text that nobody wrote; the drivers decode it as they read
    told = " ".join(_told(error)).lower()
    for words, meaning in _MEANINGS:
        if any(word in told for word in words):
            return meaning(path)
    return None


def _told(error: BaseException | None) -> Iterator[str]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, DatabaseError | OSError) or is_driver_error(error):
            yield f"{error} (code={getattr(error, 'sqlite_errorcode', 0) & 0xFF},"
        error = error.__cause__ or error.__context__


def is_driver_error(error: BaseException) -> bool:
    """Whether an error comes from the engine's driver itself, not by way of Peewee."""
    return isinstance(error, sqlite3.Error) or type(error).__module__.startswith(("cysqlite", "sqlcipher3"))


def full(path: Path) -> StoreFull:
    """The disk is full."""
    return StoreFull(f"The disk is full; nothing of this was kept. Free some space for {path} and try again.")


def busy(path: Path) -> StoreBusy:
    """The lock was not given in time."""
    return StoreBusy(f"Others are writing just now; nothing was changed. Try again. The store is {path}.")


def damaged(path: Path) -> StoreDamaged:
    """The file does not hold together, or is not encrypted with the key it is opened with."""
    if cipher.key():
        return StoreDamaged(
            "The file does not open with the key of `store: cipher_key:`: it is not a store, plain, encrypted with another one, or damaged. It is "
            f"left as it is. Check the key, then `hrtui restore BACKUP`: {path}"
        )
    return StoreDamaged(
        f"The file is damaged or is not a store; it is left as it is. See `hrtui check`, then `hrtui restore BACKUP`: {path}"
    )


def read_only(path: Path) -> StoreReadOnly:
    """The file or its folder refuses writes, or the whole disk does."""
    with suppress(OSError):
        if os.statvfs(path.parent).f_flag & os.ST_RDONLY:
            return read_only_disk(path)
    return StoreReadOnly(
        f"The store cannot be written by this user; the file and its folder must both be writable: {path}"
    )


def read_only_disk(path: Path) -> StoreReadOnly:
    """The disk is mounted read-only, or was made so by the kernel."""
    return StoreReadOnly(
        f"The disk is read-only, as it turns after a fault. Have it mended and mounted for writing, then try again: {path}"
    )


def _failing(path: Path) -> StoreError:
    if shutil.disk_usage(path.parent).free < NEARLY_FULL:
        return full(path)
    return StoreError(
        "The disk failed to read or write, as it does when it turns read-only. Look whether this is there before you do it again, and see "
        f"the system's log, for {path}."
    )  # where the last write of a commit failed, only the disk knows whether it is there


def _not_opened(path: Path) -> StoreError:
    if path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return read_only(path)
    return StoreError(f"{path} cannot be opened; check that it exists and that this user may read and write it.")


# Words of the engine, of the operating system, and the engine's result codes as both drivers tell them.
_MEANINGS: tuple[tuple[tuple[str, ...], Callable[[Path], StoreError]], ...] = (
    (("disk is full", "(code=13,", "no space left", "disk quota exceeded", "file too large"), full),
    (
        ("malformed", "not a database", "(code=11,", "(code=26,", "invalid fts5 file format", "foreign key mismatch"),
        damaged,
    ),
    (("read-only file system",), read_only_disk),
    (("readonly database", "(code=8,", "permission denied"), read_only),
    (("is locked", "(code=5,", "(code=6,"), busy),
    (("disk i/o error", "(code=10,"), _failing),
    (("unable to open database file", "(code=14,"), _not_opened),
)
