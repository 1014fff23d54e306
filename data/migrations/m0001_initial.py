"""People, their dated facts, the directory as of a day, commands and the audit trail."""

from __future__ import annotations

from typing import Any

from data import triggers

COMMAND = """
CREATE TABLE command (
    id INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
    undoes_id INTEGER REFERENCES command (id) ON DELETE RESTRICT
) STRICT;
CREATE UNIQUE INDEX command_undoes_id ON command (undoes_id);
CREATE INDEX command_actor_id ON command (actor, id);
"""

AUDIT = """
CREATE TABLE audit (
    id INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
    command_id INTEGER REFERENCES command (id) ON DELETE RESTRICT,
    changes TEXT NOT NULL, detail TEXT NOT NULL, digest TEXT NOT NULL
) STRICT;
CREATE INDEX audit_command_id ON audit (command_id);
CREATE INDEX audit_subject_id ON audit (subject, id);
CREATE INDEX audit_actor_id ON audit (actor, id);
"""

PERSON = """
CREATE TABLE person (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, number TEXT NOT NULL,
    command_id INTEGER NOT NULL REFERENCES command (id) ON DELETE RESTRICT
) STRICT;
CREATE UNIQUE INDEX person_number ON person (number);
CREATE INDEX person_command_id ON person (command_id);
"""

PLACES = """
CREATE TABLE department (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX department_folded ON department (folded);
CREATE TABLE location (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX location_folded ON location (folded);
"""

FACT = """
CREATE TABLE {table} (
    id INTEGER NOT NULL PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    effective_from TEXT NOT NULL, seq INTEGER NOT NULL,
    command_id INTEGER NOT NULL REFERENCES command (id) ON DELETE RESTRICT,
    recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL, superseded_at TEXT,
    superseded_by_id INTEGER REFERENCES command (id) ON DELETE RESTRICT,
    {columns}
) STRICT;
CREATE INDEX {table}_command_id ON {table} (command_id);
CREATE INDEX {table}_superseded_by_id ON {table} (superseded_by_id) WHERE superseded_by_id IS NOT NULL;
CREATE INDEX {table}_known ON {table} (person_id, effective_from, recorded_at);
CREATE UNIQUE INDEX {table}_live ON {table} (person_id, {kind}effective_from, seq) WHERE superseded_at IS NULL;
"""

FACTS = {
    "profile": """
        first_name TEXT NOT NULL, last_name TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL,
        street TEXT NOT NULL, city TEXT NOT NULL, state TEXT NOT NULL, postal_code TEXT NOT NULL,
        birth_date TEXT, sex TEXT NOT NULL, custom TEXT NOT NULL""",
    "job": """
        action TEXT NOT NULL, reason TEXT NOT NULL, status TEXT NOT NULL, title TEXT NOT NULL,
        department_id INTEGER NOT NULL REFERENCES department (id) ON DELETE RESTRICT,
        location_id INTEGER REFERENCES location (id) ON DELETE RESTRICT,
        manager_id INTEGER REFERENCES person (id) ON DELETE RESTRICT,
        manager_name TEXT NOT NULL, employment_type TEXT NOT NULL, flsa TEXT NOT NULL,
        fte INTEGER NOT NULL, standard_hours INTEGER NOT NULL, last_day TEXT""",
    "pay": """
        action TEXT NOT NULL, reason TEXT NOT NULL, basis TEXT NOT NULL, rate INTEGER NOT NULL,
        currency TEXT NOT NULL, pay_group TEXT NOT NULL""",
    "certificate": "jurisdiction TEXT NOT NULL, entries TEXT NOT NULL",
    "private": "kind TEXT NOT NULL, box BLOB NOT NULL, blind BLOB NOT NULL",
}
KINDS = {"certificate": "jurisdiction, ", "private": "kind, "}

MORE_INDEXES = """
CREATE INDEX job_manager_id ON job (manager_id);
CREATE INDEX private_blind ON private (blind);
"""

DIRECTORY = """
CREATE TABLE directory (
    person_id INTEGER NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE RESTRICT,
    number TEXT NOT NULL, name TEXT NOT NULL, sort_name TEXT NOT NULL, email TEXT NOT NULL,
    department TEXT NOT NULL, title TEXT NOT NULL, location TEXT NOT NULL, manager TEXT NOT NULL,
    status TEXT NOT NULL, employment_type TEXT NOT NULL, hired TEXT, terminated TEXT,
    chain TEXT NOT NULL, next_change TEXT, search TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX directory_number ON directory (number);
CREATE INDEX directory_sort_name ON directory (sort_name, number, search);
CREATE INDEX directory_department ON directory (department, sort_name, number);
CREATE INDEX directory_location ON directory (location, sort_name, number);
CREATE INDEX directory_status ON directory (status, sort_name, number);
CREATE INDEX directory_places ON directory (status, department);
CREATE INDEX directory_title ON directory (title);
CREATE INDEX directory_manager ON directory (manager);
CREATE INDEX directory_hired ON directory (hired);
CREATE INDEX directory_terminated ON directory (terminated) WHERE terminated IS NOT NULL;
CREATE INDEX directory_chain ON directory (chain);
CREATE INDEX directory_next_change ON directory (next_change) WHERE next_change IS NOT NULL;
"""

META = """
CREATE TABLE meta (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name)) STRICT, WITHOUT ROWID;
"""


def up(db: Any) -> None:
    """Create the tables, their indexes, the search index and the triggers that keep history as it was written."""
    facts = [
        FACT.format(table=table, columns=columns.strip(), kind=KINDS.get(table, "")) for table, columns in FACTS.items()
    ]
    for block in (COMMAND, AUDIT, PERSON, PLACES, *facts, MORE_INDEXES, DIRECTORY, META):
        for statement in filter(str.strip, block.split(";")):
            db.execute_sql(statement)
    for table in ("command", "audit", "person"):
        triggers.append_only(db, table)
    for table in FACTS:
        triggers.facts_only_superseded(db, table)
    triggers.search_index(db, "directory", "person_id", "search")
