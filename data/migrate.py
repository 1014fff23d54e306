"""Bringing a store to the schema of this hrtui: all pending steps in one transaction under the write lock."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

from data import dialect
from data.migrations import STEPS
from hrtui.errors import StoreDamaged

LATEST = len(STEPS)


def pending(have: int) -> list[tuple[int, ModuleType]]:
    """The steps after a schema version: number and module, in order."""
    return [(number, import_module(f"data.migrations.{name}")) for number, name in enumerate(STEPS, 1) if number > have]


def apply(db: Any) -> int:
    """Run what is pending, all or nothing, and return the version reached; raise StoreDamaged where references break."""
    dialect.without_foreign_keys(db, True)
    try:
        with dialect.lock_for_writing(db):
            for number, step in pending(dialect.schema_version(db)):
                step.up(db)
                dialect.set_schema_version(db, number)
            dialect.mark_ours(db)
            broken = dialect.broken_references(db)
            if broken:
                raise StoreDamaged(
                    f"Not migrated: rows of {broken[0][0]} refer to rows of {broken[0][2]} that do not exist."
                )
    finally:
        dialect.without_foreign_keys(db, False)
    return dialect.schema_version(db)
