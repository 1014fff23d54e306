"""Peewee over SQLCipher: the SQLite that encrypts each page of a file, and what is beside it, with AES-256 and an HMAC."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from peewee import SqliteDatabase
from sqlcipher3 import dbapi2

from data import cipher

driver: Any = dbapi2


class CipheredSqlite(SqliteDatabase):
    """A database whose file is opened with the key of `data.cipher`."""

    server_version = driver.sqlite_version_info
    _add_conn_hooks: Callable[[Any], None]
    _timeout: float

    def _connect(self) -> Any:
        connection = driver.connect(self.database, timeout=self._timeout, isolation_level=None, **self.connect_params)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(keyed("PRAGMA key = {}", cipher.key() or b""))
            self._add_conn_hooks(connection)
        except Exception:
            connection.close()
            raise
        return connection


def recode(source: Path, target: Path, opened_with: bytes | None, kept_with: bytes | None) -> None:
    """Write what a file holds into an empty one, from one key to another; None for a plain file.

    Raises the engine's error where the source does not open with its key. Nothing else may have the source open.
    """
    connection = driver.connect(str(source), isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        if opened_with is not None:
            connection.execute(keyed("PRAGMA key = {}", opened_with))
        marks = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("user_version", "application_id")
        }
        connection.execute(keyed("ATTACH DATABASE ? AS target KEY {}", kept_with or b""), (str(target),))
        connection.execute("SELECT sqlcipher_export('target')").fetchall()
        for name, value in marks.items():
            connection.execute(f"PRAGMA target.{name} = {value:d}")
        connection.execute("DETACH DATABASE target")
    finally:
        connection.close()


def keyed(sql: str, key: bytes) -> str:
    """A statement with a key of 32 bytes in the place of `{}`, none where it is empty; the engine derives no other from it."""
    return sql.format(f"\"x'{key.hex()}'\"" if key else "''")
