"""Recruiting: requisitions, candidates, applications, scorecards, offers, the outbox."""

from __future__ import annotations

from typing import Any

from data import triggers

COMMAND = "command_id INTEGER NOT NULL REFERENCES command (id) ON DELETE RESTRICT"


def _to(table: str, name: str = "", null: bool = False) -> str:
    must = "" if null else " NOT NULL"
    return f"{name or table}_id INTEGER{must} REFERENCES {table} (id) ON DELETE RESTRICT"


REQUISITION, CANDIDATE, APPLICATION = _to("requisition"), _to("candidate"), _to("application")
OFFER, MESSAGE = _to("offer"), _to("outbox", "message")
PLACES = f"{_to('location', null=True)}, {_to('person', 'manager', null=True)}"
IDENTITY = f"id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, {COMMAND}"

TABLES = f"""
CREATE TABLE requisition ({IDENTITY}) STRICT;
CREATE TABLE candidate ({IDENTITY}) STRICT;
CREATE TABLE application ({IDENTITY}, {CANDIDATE}, {REQUISITION}) STRICT;
CREATE INDEX application_candidate_id ON application (candidate_id);
CREATE INDEX application_requisition_id ON application (requisition_id);
CREATE TABLE offer ({IDENTITY}, {APPLICATION}, version INTEGER NOT NULL) STRICT;
CREATE INDEX offer_application_id ON offer (application_id);
CREATE TABLE outbox (
    {IDENTITY}, message_id TEXT NOT NULL, {_to("candidate", null=True)}, {_to("application", null=True)}
) STRICT;
CREATE UNIQUE INDEX outbox_message_id ON outbox (message_id);
CREATE INDEX outbox_candidate_id ON outbox (candidate_id);
CREATE INDEX outbox_application_id ON outbox (application_id);
CREATE TABLE candidate_line (
    candidate_id INTEGER NOT NULL PRIMARY KEY REFERENCES candidate (id) ON DELETE RESTRICT, number TEXT NOT NULL,
    name TEXT NOT NULL, sort_name TEXT NOT NULL, email TEXT NOT NULL, email_key TEXT NOT NULL, phone_key TEXT NOT NULL,
    headline TEXT NOT NULL, source TEXT NOT NULL, tags TEXT NOT NULL, pool INTEGER NOT NULL, barred INTEGER NOT NULL,
    consent_until TEXT, search TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX candidate_line_number ON candidate_line (number);
CREATE INDEX candidate_line_email_key ON candidate_line (email_key);
CREATE INDEX candidate_line_phone_key ON candidate_line (phone_key);
CREATE INDEX candidate_line_consent_until ON candidate_line (consent_until);
CREATE INDEX candidate_line_sort_name_number ON candidate_line (sort_name, number)
"""
IDENTITIES = ("requisition", "candidate", "application", "offer", "outbox")

FACT = f"""
CREATE TABLE {{table}} (
    id INTEGER NOT NULL PRIMARY KEY, effective_from TEXT NOT NULL, seq INTEGER NOT NULL, {COMMAND},
    recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL, superseded_at TEXT,
    superseded_by_id INTEGER REFERENCES command (id) ON DELETE RESTRICT,
    {{columns}}
) STRICT;
CREATE INDEX {{table}}_command_id ON {{table}} (command_id);
CREATE INDEX {{table}}_superseded_by_id ON {{table}} (superseded_by_id) WHERE superseded_by_id IS NOT NULL;
CREATE INDEX {{table}}_known ON {{table}} ({{owner}}, effective_from, recorded_at);
CREATE UNIQUE INDEX {{table}}_live ON {{table}} ({{owner}}, {{kind}}effective_from, seq) WHERE superseded_at IS NULL
"""


def _text(*names: str) -> str:
    return ", ".join(f"{name} TEXT NOT NULL" for name in names)


def _numbers(*names: str) -> str:
    return ", ".join(f"{name} INTEGER NOT NULL" for name in names)


APPROVED = f"role TEXT NOT NULL, {_text('state', 'by', 'reason')}"
PURGED = "purged INTEGER"
FACTS = {
    "requisition_fact": (
        "requisition_id",
        "",
        f"""{REQUISITION}, {_text("state", "title")}, {_to("department", null=True)}, {PLACES}, recruiter TEXT NOT NULL,
        openings INTEGER NOT NULL, {_text("kind", "justification")}, low INTEGER, high INTEGER, basis TEXT NOT NULL,
        target_start TEXT, {_text("employment_type", "grade", "position", "template", "stages", "note")}""",
    ),
    "requisition_approval": ("requisition_id", "role", f"{REQUISITION}, {APPROVED}"),
    "candidate_fact": (
        "candidate_id",
        "",
        f"""{CANDIDATE}, {_text("first_name", "last_name", "email", "phone", "city", "state", "headline", "links", "resume")},
        {_text("source", "credited")}, consent_from TEXT, consent_until TEXT, {_numbers("pool", "barred")}, note TEXT NOT NULL,
        {_to("person", null=True)}, {_to("candidate", "merged", null=True)}, {PURGED}""",
    ),
    "candidate_tag": ("candidate_id", "name", f"{CANDIDATE}, name TEXT NOT NULL, held INTEGER NOT NULL"),
    "candidate_note": (
        "candidate_id", "slot", f"{CANDIDATE}, slot INTEGER NOT NULL, text TEXT NOT NULL, active INTEGER NOT NULL, {PURGED}",
    ),
    "candidate_file": (
        "candidate_id",
        "slot",
        f"""{CANDIDATE}, slot INTEGER NOT NULL, {_text("kind", "title", "file_name", "sha256")},
        {_numbers("size", "active")}, {PURGED}""",
    ),
    "application_fact": (
        "application_id",
        "",
        f"""{APPLICATION}, {_text("state", "stage", "since", "owner", "next_action")}, next_on TEXT, rating INTEGER,
        {_text("reason", "side", "owes", "source", "credited", "answers", "note")}, {PURGED}""",
    ),
    "scorecard_ask": (
        "application_id", "by", f"{APPLICATION}, {_text('by', 'stage')}, due TEXT, active INTEGER NOT NULL",
    ),
    "scorecard": (
        "application_id",
        "by",
        f"{APPLICATION}, {_text('by', 'stage', 'ratings', 'overall', 'takeaways')}, submitted INTEGER NOT NULL, {PURGED}",
    ),
    "debrief": ("application_id", "", f"{APPLICATION}, {_text('decision', 'reason', 'present')}, {PURGED}"),
    "offer_fact": (
        "offer_id",
        "",
        f"""{OFFER}, {_text("state", "title")}, {_to("department")}, {PLACES}, rate INTEGER NOT NULL,
        {_text("basis", "pay_group")}, bonus INTEGER, {_text("equity", "employment_type", "grade", "position", "first_day")},
        sent TEXT, expires TEXT, reason TEXT NOT NULL, {_to("person", null=True)}""",
    ),
    "offer_approval": ("offer_id", "role", f"{OFFER}, {APPROVED}"),
    "outbox_fact": (
        "message_id",
        "",
        f"""{MESSAGE}, {_text("state", "template", "recipient", "subject", "body", "attachments", "detail")}, {PURGED}""",
    ),
    "eeo": ("application_id", "", f"{APPLICATION}, {_text('sex', 'race', 'veteran', 'disability')}, {PURGED}"),
}  # fmt: skip
EMPTIED = {
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


def up(db: Any) -> None:
    """Add the tables, with the triggers that keep history as it was written, and the index of the list of candidates."""
    facts = [
        FACT.format(table=table, owner=owner, kind=f"{kind}, " if kind else "", columns=columns)
        for table, (owner, kind, columns) in FACTS.items()
    ]
    for block in (TABLES, *facts):
        for statement in filter(str.strip, block.split(";")):
            db.execute_sql(statement)
    for table in IDENTITIES:
        db.execute_sql(f"CREATE UNIQUE INDEX {table}_number ON {table} (number)")
        db.execute_sql(f"CREATE INDEX {table}_command_id ON {table} (command_id)")
        triggers.append_only(db, table)
    for table in FACTS:
        if table in EMPTIED:
            triggers.facts_superseded_or_purged(db, table, EMPTIED[table])
        else:
            triggers.facts_only_superseded(db, table)
    triggers.search_index(db, "candidate_line", "candidate_id", "search")
