"""What differs between SQLite and PostgreSQL: the one module that knows the engine. PostgreSQL is opened by URL later."""

from __future__ import annotations

from typing import Any

from peewee import SqliteDatabase

APPLICATION_ID = 0x48525455  # "HRTU", in the header of every store file
WAL_SAFE = (3, 51, 3)  # the first SQLite with the WAL-reset corruption fix (sqlite.org release notes, 2026-03-13)
PRAGMAS = (
    ("synchronous", "FULL"),
    ("foreign_keys", 1),
    ("recursive_triggers", 1),
    ("cache_size", -32_000),
    ("temp_store", "memory"),
    ("journal_size_limit", 64 << 20),
    ("trusted_schema", 0),
    ("secure_delete", 1),
)
FIELD_TYPES = {
    **SqliteDatabase.field_types,
    "UTCDATETIME": "TEXT",
    "DATE": "TEXT",
    "FOLDED": "TEXT",
    "BIGINT": "INTEGER",
}


def sqlite_class(driver: str = "auto") -> type[Any]:
    """The database class over cysqlite (its SQLite is current), or over the standard library where it is missing."""
    base: type[Any] = SqliteDatabase
    if driver in ("auto", "cysqlite"):
        try:
            from playhouse.cysqlite_ext import CySqliteDatabase

            base = CySqliteDatabase
        except ImportError:
            if driver == "cysqlite":
                raise
    return type("HrSqlite", (base,), {"dialect": "sqlite", "field_types": FIELD_TYPES})
