"""General notices of COBRA: who was told of their rights, and when."""

from __future__ import annotations

from typing import Any

from data import dialect

TABLE = "cobra_general_notice"
STATEMENTS = f"""
CREATE TABLE {TABLE} (
    id INTEGER NOT NULL PRIMARY KEY, effective_from TEXT NOT NULL, seq INTEGER NOT NULL,
    command_id INTEGER NOT NULL REFERENCES command (id) ON DELETE RESTRICT,
    recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL, superseded_at TEXT,
    superseded_by_id INTEGER REFERENCES command (id) ON DELETE RESTRICT,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT, slot INTEGER NOT NULL, covered TEXT NOT NULL
) STRICT;
CREATE INDEX {TABLE}_command_id ON {TABLE} (command_id);
CREATE INDEX {TABLE}_superseded_by_id ON {TABLE} (superseded_by_id) WHERE superseded_by_id IS NOT NULL;
CREATE INDEX {TABLE}_known ON {TABLE} (person_id, effective_from, recorded_at);
CREATE UNIQUE INDEX {TABLE}_live ON {TABLE} (person_id, slot, effective_from, seq) WHERE superseded_at IS NULL
"""


def up(db: Any) -> None:
    """Add the table, with the triggers that keep history as it was written."""
    for statement in filter(str.strip, STATEMENTS.split(";")):
        db.execute_sql(statement)
    dialect.facts_only_superseded(db, TABLE)
