"""The key that seals is known by its id, and every sealed value can be sealed anew with another key, at once."""

from __future__ import annotations

from typing import Any

from data import triggers

TABLES = """
CREATE TABLE sealing_key (
    id INTEGER NOT NULL PRIMARY KEY, key TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL
) STRICT;
CREATE TABLE private_anew (
    private_id INTEGER NOT NULL PRIMARY KEY REFERENCES private (id) ON DELETE RESTRICT,
    was BLOB NOT NULL, box BLOB NOT NULL, blind BLOB NOT NULL
) STRICT
"""


def up(db: Any) -> None:
    """Add the tables, and let a value take the place of another under the key that seals."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    triggers.append_only(db, "sealing_key")
    db.execute_sql("DROP TRIGGER private_no_update")
    triggers.sealed_anew(db, "private", ("box", "blind"))
