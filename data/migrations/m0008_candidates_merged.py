"""Who was merged into a candidate, and who was hired, are found without going through every candidate."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    "CREATE INDEX candidate_fact_merged_id ON candidate_fact (merged_id) WHERE merged_id IS NOT NULL",
    "CREATE INDEX candidate_fact_person_id ON candidate_fact (person_id) WHERE person_id IS NOT NULL",
)


def up(db: Any) -> None:
    """Add the indexes."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
