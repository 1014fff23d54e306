"""Numbered steps of the schema, each with its own frozen copy of what it touches; `up(db)` runs inside one transaction."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from data import dialect
from hrtui.errors import StoreDamaged

if TYPE_CHECKING:
    from hrtui.audit.model import Entry

STEPS = (
    "m0001_initial", "m0002_core_hr", "m0003_spans", "m0004_payroll", "m0005_benefits", "m0006_general_notices", "m0007_recruiting",
    "m0008_candidates_merged", "m0009_interviews", "m0010_availability", "m0012_sealing_keys", "m0014_privacy",
    "m0015_invitations", "m0016_candidates_answer", "m0017_loops",
)  # fmt: skip
LATEST = len(STEPS)


def pending(have: int) -> list[tuple[int, ModuleType]]:
    """The steps after a schema version: number and module, in order."""
    return [(number, import_module(f"data.migrations.{name}")) for number, name in enumerate(STEPS, 1) if number > have]


def apply(db: Any, note: Entry | None = None) -> int:
    """Run what is pending, all or nothing, and return the version reached; raise StoreDamaged where references break.

    A note goes into the audit trail in the same transaction.
    """
    dialect.without_foreign_keys(db, True)
    try:
        with dialect.lock_for_writing(db):
            for number, step in pending(dialect.schema_version(db)):
                step.up(db)
                dialect.set_schema_version(db, number)
            dialect.mark_ours(db)
            if note is not None:
                from data import audit

                audit.append(note, db)
            broken = dialect.broken_references(db)
            if broken:
                raise StoreDamaged(
                    f"Not migrated: rows of {broken[0][0]} refer to rows of {broken[0][2]} that do not exist; see `hrtui check`."
                )
    finally:
        dialect.without_foreign_keys(db, False)
    return dialect.schema_version(db)
