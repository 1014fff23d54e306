"""Invitations: which message of the outbox tells whom of which interview; until when one is held; and kits of one's own."""

from __future__ import annotations

from typing import Any

from data import triggers

COMMAND = "command_id INTEGER NOT NULL REFERENCES command (id) ON DELETE RESTRICT"
TO_INTERVIEW = "interview_id INTEGER NOT NULL REFERENCES interview (id) ON DELETE RESTRICT"
TABLES = f"""
CREATE TABLE invitation (
    id INTEGER NOT NULL PRIMARY KEY, message_id INTEGER NOT NULL REFERENCES outbox (id) ON DELETE RESTRICT, {TO_INTERVIEW},
    person_id INTEGER REFERENCES person (id) ON DELETE RESTRICT, method TEXT NOT NULL, sequence INTEGER NOT NULL,
    begins INTEGER NOT NULL, ends INTEGER NOT NULL, zone TEXT NOT NULL, room TEXT NOT NULL, {COMMAND}
) STRICT;
CREATE UNIQUE INDEX invitation_message_id ON invitation (message_id);
CREATE INDEX invitation_interview_id ON invitation (interview_id);
CREATE INDEX invitation_person_id ON invitation (person_id);
CREATE INDEX invitation_command_id ON invitation (command_id);
ALTER TABLE interview_fact ADD COLUMN expires TEXT
"""
KIT = f"""
CREATE TABLE interview_kit (
    id INTEGER NOT NULL PRIMARY KEY, effective_from TEXT NOT NULL, seq INTEGER NOT NULL, {COMMAND},
    recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL, superseded_at TEXT,
    superseded_by_id INTEGER REFERENCES command (id) ON DELETE RESTRICT,
    {TO_INTERVIEW}, person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    attributes TEXT NOT NULL, questions TEXT NOT NULL, active INTEGER NOT NULL, purged INTEGER
) STRICT;
CREATE INDEX interview_kit_command_id ON interview_kit (command_id);
CREATE INDEX interview_kit_superseded_by_id ON interview_kit (superseded_by_id) WHERE superseded_by_id IS NOT NULL;
CREATE INDEX interview_kit_known ON interview_kit (interview_id, effective_from, recorded_at);
CREATE UNIQUE INDEX interview_kit_live ON interview_kit (interview_id, person_id, effective_from, seq) WHERE superseded_at IS NULL
"""
TRIGGERS = ("no_delete", "no_update", "no_renumbering", "superseded_once", "erased_alone")


def up(db: Any) -> None:
    """Add the tables and the column, with the triggers that keep history as it was written."""
    for block in (TABLES, KIT):
        for statement in filter(str.strip, block.split(";")):
            db.execute_sql(statement)
    for name in TRIGGERS:
        db.execute_sql(f"DROP TRIGGER interview_fact_{name}")
    triggers.facts_only_superseded(db, "interview_fact")
    triggers.erasable(db, "interview_fact", ("reason",))
    triggers.append_only(db, "invitation")
    triggers.facts_superseded_or_purged(db, "interview_kit", ("questions",))
    triggers.erasable(db, "interview_kit", (), ("questions",))
