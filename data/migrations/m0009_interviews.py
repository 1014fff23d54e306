"""Interviews: what each is, how it stands, its panel, and bookings of which no two of one person or room overlap."""

from __future__ import annotations

from typing import Any

from data import triggers

COMMAND = "command_id INTEGER NOT NULL REFERENCES command (id) ON DELETE RESTRICT"
TO_INTERVIEW = "interview_id INTEGER NOT NULL REFERENCES interview (id) ON DELETE RESTRICT"
TABLES = f"""
CREATE TABLE interview (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, uid TEXT NOT NULL,
    application_id INTEGER NOT NULL REFERENCES application (id) ON DELETE RESTRICT, loop TEXT NOT NULL, {COMMAND}
) STRICT;
CREATE UNIQUE INDEX interview_number ON interview (number);
CREATE UNIQUE INDEX interview_uid ON interview (uid);
CREATE INDEX interview_application_id ON interview (application_id);
CREATE INDEX interview_command_id ON interview (command_id);
CREATE TABLE booking (
    id INTEGER NOT NULL PRIMARY KEY, {TO_INTERVIEW}, whose TEXT NOT NULL, begins INTEGER NOT NULL, ends INTEGER NOT NULL
) STRICT;
CREATE INDEX booking_interview_id ON booking (interview_id);
CREATE INDEX booking_whose_begins ON booking (whose, begins)
"""
FACT = f"""
CREATE TABLE {{table}} (
    id INTEGER NOT NULL PRIMARY KEY, effective_from TEXT NOT NULL, seq INTEGER NOT NULL, {COMMAND},
    recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL, superseded_at TEXT,
    superseded_by_id INTEGER REFERENCES command (id) ON DELETE RESTRICT,
    {TO_INTERVIEW}, {{columns}}
) STRICT;
CREATE INDEX {{table}}_command_id ON {{table}} (command_id);
CREATE INDEX {{table}}_superseded_by_id ON {{table}} (superseded_by_id) WHERE superseded_by_id IS NOT NULL;
CREATE INDEX {{table}}_known ON {{table}} (interview_id, effective_from, recorded_at);
CREATE UNIQUE INDEX {{table}}_live ON {{table}} (interview_id, {{kind}}effective_from, seq) WHERE superseded_at IS NULL
"""
FACTS = {
    "interview_fact": (
        "",
        "state TEXT NOT NULL, begins INTEGER NOT NULL, ends INTEGER NOT NULL, zone TEXT NOT NULL, room TEXT NOT NULL, "
        "sequence INTEGER NOT NULL, reason TEXT NOT NULL",
    ),
    "interview_panel": (
        "person_id, ",
        "person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT, role TEXT NOT NULL, response TEXT NOT NULL, "
        "active INTEGER NOT NULL",
    ),
}
APART = """
CREATE TRIGGER booking_apart BEFORE INSERT ON booking WHEN new.begins >= new.ends OR EXISTS (
    SELECT 1 FROM booking b WHERE b.whose = new.whose AND b.begins < new.ends AND b.ends > new.begins
) BEGIN SELECT RAISE(ABORT, 'a booking overlaps another of the same person or room'); END
"""
UNCHANGED = """
CREATE TRIGGER booking_no_update BEFORE UPDATE ON booking
BEGIN SELECT RAISE(ABORT, 'bookings are made anew, never changed'); END
"""


def up(db: Any) -> None:
    """Add the tables, with the triggers that keep history as it was written, and bookings apart."""
    facts = [FACT.format(table=table, kind=kind, columns=columns) for table, (kind, columns) in FACTS.items()]
    for block in (TABLES, *facts):
        for statement in filter(str.strip, block.split(";")):
            db.execute_sql(statement)
    triggers.append_only(db, "interview")
    for table in FACTS:
        triggers.facts_only_superseded(db, table)
    db.execute_sql(APART)
    db.execute_sql(UNCHANGED)
