"""Availability of interviewers: their hours and limits, their absences, and calendars that are kept."""

from __future__ import annotations

from typing import Any

from data import triggers

COMMAND = "command_id INTEGER NOT NULL REFERENCES command (id) ON DELETE RESTRICT"
TO_PERSON = "person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT"
TO_CALENDAR = "calendar_id INTEGER NOT NULL REFERENCES kept_calendar (id) ON DELETE RESTRICT"
TABLES = f"""
CREATE TABLE kept_calendar (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, person_id INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    room TEXT NOT NULL, source TEXT NOT NULL, {COMMAND}
) STRICT;
CREATE UNIQUE INDEX kept_calendar_number ON kept_calendar (number);
CREATE INDEX kept_calendar_person_id ON kept_calendar (person_id);
CREATE INDEX kept_calendar_room_source ON kept_calendar (room, source);
CREATE INDEX kept_calendar_command_id ON kept_calendar (command_id);
CREATE TABLE calendar_content (
    id INTEGER NOT NULL PRIMARY KEY, {TO_CALENDAR}, digest TEXT NOT NULL, content BLOB NOT NULL, zone TEXT NOT NULL,
    begins INTEGER NOT NULL, ends INTEGER NOT NULL, busy BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX calendar_content_calendar_id_digest ON calendar_content (calendar_id, digest)
"""
FACT = f"""
CREATE TABLE {{table}} (
    id INTEGER NOT NULL PRIMARY KEY, effective_from TEXT NOT NULL, seq INTEGER NOT NULL, {COMMAND},
    recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL, superseded_at TEXT,
    superseded_by_id INTEGER REFERENCES command (id) ON DELETE RESTRICT,
    {{reference}}, {{columns}}
) STRICT;
CREATE INDEX {{table}}_command_id ON {{table}} (command_id);
CREATE INDEX {{table}}_superseded_by_id ON {{table}} (superseded_by_id) WHERE superseded_by_id IS NOT NULL;
CREATE INDEX {{table}}_known ON {{table}} ({{owner}}, effective_from, recorded_at);
CREATE UNIQUE INDEX {{table}}_live ON {{table}} ({{owner}}, {{kind}}effective_from, seq) WHERE superseded_at IS NULL
"""
FACTS = {
    "interviewer": (
        TO_PERSON,
        "",
        "zone TEXT NOT NULL, hours TEXT NOT NULL, buffer INTEGER, most_a_day INTEGER, most_a_week INTEGER, asked INTEGER NOT NULL",
    ),
    "absence": (
        TO_PERSON,
        "slot, ",
        "slot INTEGER NOT NULL, begins TEXT NOT NULL, ends TEXT NOT NULL, reason TEXT NOT NULL, active INTEGER NOT NULL",
    ),
    "kept_calendar_fact": (TO_CALENDAR, "", "digest TEXT NOT NULL, events INTEGER NOT NULL, active INTEGER NOT NULL"),
}


def up(db: Any) -> None:
    """Add the tables, with the triggers that keep history as it was written; what was read of a calendar is no history."""
    facts = [
        FACT.format(table=table, reference=reference, owner=reference.split()[0], kind=kind, columns=columns)
        for table, (reference, kind, columns) in FACTS.items()
    ]
    for block in (TABLES, *facts):
        for statement in filter(str.strip, block.split(";")):
            db.execute_sql(statement)
    triggers.append_only(db, "kept_calendar")
    for table in FACTS:
        triggers.facts_only_superseded(db, table)
