"""Legal holds, erasures asked for and done, and what an erasure may overwrite of rows that are never changed otherwise."""

from __future__ import annotations

from typing import Any

from data import triggers

COMMAND = "command_id INTEGER NOT NULL REFERENCES command (id) ON DELETE RESTRICT"
TABLES = f"""
CREATE TABLE legal_hold (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, name TEXT NOT NULL, matter TEXT NOT NULL, reason TEXT NOT NULL,
    query TEXT NOT NULL, since TEXT NOT NULL, {COMMAND}
) STRICT;
CREATE UNIQUE INDEX legal_hold_number ON legal_hold (number);
CREATE INDEX legal_hold_command_id ON legal_hold (command_id);
CREATE TABLE legal_hold_whom (
    id INTEGER NOT NULL PRIMARY KEY, hold_id INTEGER NOT NULL REFERENCES legal_hold (id) ON DELETE RESTRICT,
    kind TEXT NOT NULL, whom INTEGER NOT NULL, why TEXT NOT NULL, {COMMAND}
) STRICT;
CREATE UNIQUE INDEX legal_hold_whom_hold_id_kind_whom ON legal_hold_whom (hold_id, kind, whom);
CREATE INDEX legal_hold_whom_kind_whom ON legal_hold_whom (kind, whom);
CREATE INDEX legal_hold_whom_command_id ON legal_hold_whom (command_id);
CREATE TABLE legal_hold_step (
    id INTEGER NOT NULL PRIMARY KEY, hold_id INTEGER NOT NULL REFERENCES legal_hold (id) ON DELETE RESTRICT,
    step TEXT NOT NULL, reason TEXT NOT NULL, {COMMAND}
) STRICT;
CREATE INDEX legal_hold_step_hold_id ON legal_hold_step (hold_id);
CREATE INDEX legal_hold_step_command_id ON legal_hold_step (command_id);
CREATE TABLE erasure (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, ground TEXT NOT NULL,
    plan TEXT NOT NULL, {COMMAND}
) STRICT;
CREATE UNIQUE INDEX erasure_number ON erasure (number);
CREATE INDEX erasure_command_id ON erasure (command_id);
CREATE TABLE erasure_step (
    id INTEGER NOT NULL PRIMARY KEY, erasure_id INTEGER NOT NULL REFERENCES erasure (id) ON DELETE RESTRICT,
    step TEXT NOT NULL, reason TEXT NOT NULL, counts TEXT NOT NULL, {COMMAND}
) STRICT;
CREATE INDEX erasure_step_erasure_id ON erasure_step (erasure_id);
CREATE INDEX erasure_step_command_id ON erasure_step (command_id);
CREATE TABLE audit_erased (
    id INTEGER NOT NULL PRIMARY KEY, entry INTEGER NOT NULL, {COMMAND}, seal TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX audit_erased_entry_command_id ON audit_erased (entry, command_id);
CREATE INDEX audit_erased_command_id ON audit_erased (command_id);
CREATE TABLE kept_identity (
    person_id INTEGER NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE RESTRICT, until TEXT NOT NULL, rule TEXT NOT NULL,
    box BLOB NOT NULL, {COMMAND}
) STRICT;
CREATE INDEX kept_identity_command_id ON kept_identity (command_id)
"""
NEW = ("legal_hold", "legal_hold_whom", "legal_hold_step", "erasure", "erasure_step", "audit_erased")
PURGED = {
    "candidate_fact": (
        "first_name", "last_name", "email", "phone", "city", "state", "headline", "links", "resume", "credited", "note",
    ),
    "candidate_note": ("text",),
    "candidate_file": ("title", "file_name", "sha256"),
    "application_fact": ("answers", "note", "next_action"),
    "scorecard": ("takeaways",),
    "debrief": ("reason",),
    "outbox_fact": ("recipient", "subject", "body", "attachments", "detail"),
    "eeo": ("sex", "race", "veteran", "disability"),
}  # fmt: skip
ERASABLE = {
    "audit": ("changes", "detail"),
    "profile": (
        "first_name", "last_name", "email", "phone", "street", "city", "state", "postal_code", "birth_date", "sex", "custom",
    ),
    "job": ("reason", "manager_name"),
    "pay": ("reason",),
    "certificate": ("entries",),
    "tag": ("tag",),
    "contact": ("first_name", "last_name", "relation", "phone", "email", "address", "birth_date", "sex", "note"),
    "document": ("title", "file_name", "sha256", "size"),
    "pay_item": ("note",),
    "garnishment": ("number", "payee", "note"),
    "pay_input": ("note",),
    "pay_run": ("reason",),
    "pay_run_state": ("note",),
    "pay_review": ("note",),
    "pay_retro": ("reason",),
    "slip": ("problems", "notices"),
    "election": ("reason", "note"),
    "benefit_event_fact": ("note",),
    "benefit_choice": ("reason",),
    "benefit_standing": ("tobacco", "student", "disabled", "verification", "proof"),
    "cobra_fact": ("note",),
    "carrier_line": ("member_id", "name"),
    "carrier_credit_fact": ("note",),
    "carrier_invoice_fact": ("note",),
    "candidate_fact": (),
    "candidate_note": (),
    "candidate_file": (),
    "candidate_tag": ("name",),
    "application_fact": ("credited",),
    "scorecard": ("ratings",),
    "debrief": (),
    "outbox_fact": (),
    "eeo": (),
    "offer_fact": ("equity", "reason"),
    "offer_approval": ("reason",),
    "interview_fact": ("reason",),
    "interviewer": ("zone", "hours"),
    "absence": ("reason",),
    "kept_calendar": ("source",),
    "kept_calendar_fact": ("events",),
    "requisition_fact": ("justification", "note"),
    "requisition_approval": ("reason",),
    "import_batch": ("file", "faults", "mapping"),
    "beneficiary": ("shares",),
    "view_fact": ("query",),
    "legal_hold": ("name", "matter", "reason", "query"),
    "legal_hold_step": ("reason",),
    "erasure": ("ground",),
    "erasure_step": ("reason",),
}  # fmt: skip


def up(db: Any) -> None:
    """Add the tables, and let the command that erases overwrite what tells of a person."""
    for statement in filter(str.strip, TABLES.split(";")):
        db.execute_sql(statement)
    for table in NEW:
        triggers.append_only(db, table)
    for table, columns in ERASABLE.items():
        triggers.erasable(db, table, columns, PURGED.get(table, ()))
