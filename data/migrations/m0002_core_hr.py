"""More of a job, tags, contacts, documents, dated departments and locations, positions, saved views and import batches."""

from __future__ import annotations

from typing import Any

from data import triggers

JOB_COLUMNS = ("cost_centre", "grade", "position", "dotted")
TRIGGERS = ("no_delete", "no_update", "no_renumbering", "superseded_once")

IDENTITIES = """
CREATE TABLE position (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL,
    command_id INTEGER NOT NULL REFERENCES command (id) ON DELETE RESTRICT
) STRICT;
CREATE UNIQUE INDEX position_number ON position (number);
CREATE INDEX position_command_id ON position (command_id);
CREATE TABLE view (
    id INTEGER NOT NULL PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,
    command_id INTEGER NOT NULL REFERENCES command (id) ON DELETE RESTRICT
) STRICT;
CREATE UNIQUE INDEX view_owner_folded ON view (owner, folded);
CREATE INDEX view_command_id ON view (command_id);
CREATE TABLE import_batch (
    id INTEGER NOT NULL PRIMARY KEY, command_id INTEGER NOT NULL REFERENCES command (id) ON DELETE RESTRICT,
    file TEXT NOT NULL, sha256 TEXT NOT NULL, header TEXT NOT NULL, mapping TEXT NOT NULL, rows INTEGER NOT NULL,
    inserted INTEGER NOT NULL, updated INTEGER NOT NULL, unchanged INTEGER NOT NULL, rejected INTEGER NOT NULL,
    faults TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX import_batch_command_id ON import_batch (command_id);
CREATE INDEX import_batch_header ON import_batch (header);
"""

FACT = """
CREATE TABLE {table} (
    id INTEGER NOT NULL PRIMARY KEY,
    effective_from TEXT NOT NULL, seq INTEGER NOT NULL,
    command_id INTEGER NOT NULL REFERENCES command (id) ON DELETE RESTRICT,
    recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL, superseded_at TEXT,
    superseded_by_id INTEGER REFERENCES command (id) ON DELETE RESTRICT,
    {owner}_id INTEGER NOT NULL REFERENCES {owner} (id) ON DELETE RESTRICT,
    {columns}
) STRICT;
CREATE INDEX {table}_command_id ON {table} (command_id);
CREATE INDEX {table}_superseded_by_id ON {table} (superseded_by_id) WHERE superseded_by_id IS NOT NULL;
CREATE INDEX {table}_known ON {table} ({owner}_id, effective_from, recorded_at);
CREATE UNIQUE INDEX {table}_live ON {table} ({owner}_id, {kind}effective_from, seq) WHERE superseded_at IS NULL;
"""

FACTS = {
    "tag": ("person", "tag, ", 'tag TEXT NOT NULL, "set" INTEGER NOT NULL'),
    "contact": (
        "person",
        "slot, ",
        """slot INTEGER NOT NULL, kind TEXT NOT NULL, first_name TEXT NOT NULL, last_name TEXT NOT NULL,
        relation TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL, address TEXT NOT NULL, birth_date TEXT,
        sex TEXT NOT NULL, note TEXT NOT NULL, active INTEGER NOT NULL""",
    ),
    "document": (
        "person",
        "slot, ",
        """slot INTEGER NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, file_name TEXT NOT NULL,
        sha256 TEXT NOT NULL, size INTEGER NOT NULL, expires TEXT, active INTEGER NOT NULL""",
    ),
    "department_fact": (
        "department",
        "",
        """name TEXT NOT NULL, parent_id INTEGER REFERENCES department (id) ON DELETE RESTRICT,
        head_id INTEGER REFERENCES person (id) ON DELETE RESTRICT, cost_centre TEXT NOT NULL, active INTEGER NOT NULL""",
    ),
    "location_fact": (
        "location",
        "",
        """name TEXT NOT NULL, street TEXT NOT NULL, city TEXT NOT NULL, state TEXT NOT NULL,
        postal_code TEXT NOT NULL, country TEXT NOT NULL, time_zone TEXT NOT NULL, active INTEGER NOT NULL""",
    ),
    "position_fact": (
        "position",
        "",
        """title TEXT NOT NULL, department_id INTEGER NOT NULL REFERENCES department (id) ON DELETE RESTRICT,
        location_id INTEGER REFERENCES location (id) ON DELETE RESTRICT,
        manager_id INTEGER REFERENCES person (id) ON DELETE RESTRICT, grade TEXT NOT NULL, cost_centre TEXT NOT NULL,
        seats INTEGER NOT NULL, status TEXT NOT NULL""",
    ),
    "view_fact": (
        "view",
        "",
        "query TEXT NOT NULL, columns TEXT NOT NULL, grouped TEXT NOT NULL, active INTEGER NOT NULL",
    ),
}


def up(db: Any) -> None:
    """Add the columns and tables, with the triggers that keep history as it was written."""
    for column in JOB_COLUMNS:
        db.execute_sql(f"ALTER TABLE job ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    for trigger in TRIGGERS:
        db.execute_sql(f'DROP TRIGGER "job_{trigger}"')
    triggers.facts_only_superseded(db, "job")
    facts = [
        FACT.format(table=table, owner=owner, kind=kind, columns=columns)
        for table, (owner, kind, columns) in FACTS.items()
    ]
    for block in (IDENTITIES, *facts):
        for statement in filter(str.strip, block.split(";")):
            db.execute_sql(statement)
    for table in ("position", "view", "import_batch"):
        triggers.append_only(db, table)
    for table in FACTS:
        triggers.facts_only_superseded(db, table)
