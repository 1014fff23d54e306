"""What the candidate answered to an invitation, beside what the panel did."""

from __future__ import annotations

from typing import Any

from data import triggers

TRIGGERS = ("no_delete", "no_update", "no_renumbering", "superseded_once", "erased_alone")


def up(db: Any) -> None:
    """Add the column, with the triggers that keep history as it was written."""
    db.execute_sql("ALTER TABLE interview_fact ADD COLUMN answer TEXT")
    for name in TRIGGERS:
        db.execute_sql(f"DROP TRIGGER interview_fact_{name}")
    triggers.facts_only_superseded(db, "interview_fact")
    triggers.erasable(db, "interview_fact", ("reason",))
