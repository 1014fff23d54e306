"""Files of stores from plain to encrypted and back, and between keys of SQLCipher."""

from __future__ import annotations

import os
from pathlib import Path

from data.troubles import explain
from hrtui.errors import StoreError

PLAIN = b"SQLite format 3\0"  # how a file of SQLite's begins


def is_plain(file: Path) -> bool:
    """Whether a file that no connection of this process is open on begins as one of SQLite's that is not encrypted."""
    with file.open("rb") as stream:
        return stream.read(len(PLAIN)) == PLAIN


def recode(source: Path, target: Path, opened_with: bytes | None, kept_with: bytes | None) -> None:
    """Write what a file of ours holds into an empty one, from one key of SQLCipher to another; None for a plain file.

    Raises StoreError where the package that does it is missing, StoreDamaged where the source does not open with its key.
    """
    try:
        from data import ciphered
    except ImportError as error:
        raise StoreError("An encrypted store needs the package sqlcipher3: install hrtui[sqlcipher].") from error
    try:
        ciphered.recode(source, target, opened_with, kept_with)
    except Exception as error:
        raise explain(error, source) or error from error


def emptied(path: Path) -> None:
    """Take all out of a file that is damaged beyond opening, and what SQLite keeps beside it."""
    os.truncate(path, 0)
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
