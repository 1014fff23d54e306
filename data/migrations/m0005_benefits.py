"""Benefits: enrolment events, elections, who is covered and beneficiaries, COBRA, invoices of carriers with their credits."""

from __future__ import annotations

from typing import Any

from data import triggers

COMMAND = "command_id INTEGER NOT NULL REFERENCES command (id) ON DELETE RESTRICT"


def _to(table: str, name: str = "", null: bool = False) -> str:
    must = "" if null else " NOT NULL"
    return f"{name or table}_id INTEGER{must} REFERENCES {table} (id) ON DELETE RESTRICT"


EVENT, CASE = _to("benefit_event", "event"), _to("cobra_case", "case")
INVOICE, CREDIT = _to("carrier_invoice", "invoice"), _to("carrier_credit", "credit")
PERSON, ANY_PERSON = _to("person"), _to("person", null=True)

TABLES = f"""
CREATE TABLE benefit_event (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, {PERSON}, kind TEXT NOT NULL, reason TEXT NOT NULL,
    day TEXT NOT NULL, {COMMAND}
) STRICT;
CREATE UNIQUE INDEX benefit_event_number ON benefit_event (number);
CREATE INDEX benefit_event_person_id ON benefit_event (person_id);
CREATE INDEX benefit_event_command_id ON benefit_event (command_id);
CREATE TABLE benefit_offer (
    id INTEGER NOT NULL PRIMARY KEY, {EVENT}, {COMMAND}, type TEXT NOT NULL, plan TEXT NOT NULL, options TEXT NOT NULL,
    why TEXT NOT NULL, fallback TEXT NOT NULL
) STRICT;
CREATE INDEX benefit_offer_event_id_command_id ON benefit_offer (event_id, command_id);
CREATE INDEX benefit_offer_command_id ON benefit_offer (command_id);
CREATE TABLE cobra_case (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, {PERSON}, kind TEXT NOT NULL, day TEXT NOT NULL,
    lost TEXT NOT NULL, {COMMAND}
) STRICT;
CREATE UNIQUE INDEX cobra_case_number ON cobra_case (number);
CREATE INDEX cobra_case_person_id ON cobra_case (person_id);
CREATE INDEX cobra_case_command_id ON cobra_case (command_id);
CREATE TABLE carrier_invoice (
    id INTEGER NOT NULL PRIMARY KEY, carrier TEXT NOT NULL, month TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL,
    rows INTEGER NOT NULL, {COMMAND}
) STRICT;
CREATE INDEX carrier_invoice_carrier_month ON carrier_invoice (carrier, month);
CREATE INDEX carrier_invoice_command_id ON carrier_invoice (command_id);
CREATE TABLE carrier_line (
    id INTEGER NOT NULL PRIMARY KEY, {INVOICE}, line INTEGER NOT NULL, member_id TEXT NOT NULL, name TEXT NOT NULL,
    plan TEXT NOT NULL, tier TEXT NOT NULL, dependents INTEGER, period TEXT, amount INTEGER NOT NULL, {ANY_PERSON}
) STRICT;
CREATE UNIQUE INDEX carrier_line_invoice_id_line ON carrier_line (invoice_id, line);
CREATE INDEX carrier_line_person_id ON carrier_line (person_id);
CREATE TABLE carrier_credit (
    id INTEGER NOT NULL PRIMARY KEY, {INVOICE}, {ANY_PERSON}, kind TEXT NOT NULL, plan TEXT NOT NULL,
    amount INTEGER NOT NULL, {COMMAND}
) STRICT;
CREATE INDEX carrier_credit_invoice_id ON carrier_credit (invoice_id);
CREATE INDEX carrier_credit_person_id ON carrier_credit (person_id);
CREATE INDEX carrier_credit_command_id ON carrier_credit (command_id);
"""

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
CREATE UNIQUE INDEX {{table}}_live ON {{table}} ({{owner}}, {{kind}}effective_from, seq) WHERE superseded_at IS NULL;
"""
CHOSEN = """type TEXT NOT NULL, plan TEXT NOT NULL, option TEXT NOT NULL, tier TEXT NOT NULL, amount INTEGER, percent INTEGER,
    covers TEXT NOT NULL, reason TEXT NOT NULL"""

FACTS = {
    "benefit_event_fact": (
        "event_id",
        "",
        f"""{EVENT}, effective TEXT NOT NULL, last_day TEXT NOT NULL, papers_due TEXT, state TEXT NOT NULL,
        note TEXT NOT NULL, prepared INTEGER""",
    ),
    "benefit_choice": ("event_id", "type", f"{EVENT}, {CHOSEN}, active INTEGER NOT NULL"),
    "election": (
        "person_id",
        "type",
        f"""{PERSON}, {CHOSEN}, state TEXT NOT NULL, {_to("benefit_event", "event", null=True)}, granted INTEGER,
        note TEXT NOT NULL""",
    ),
    "benefit_standing": (
        "person_id",
        "slot",
        f"""{PERSON}, slot INTEGER NOT NULL, tobacco INTEGER NOT NULL, student INTEGER NOT NULL,
        disabled INTEGER NOT NULL, verification TEXT NOT NULL, proof INTEGER NOT NULL""",
    ),
    "beneficiary": ("person_id", "type", f"{PERSON}, type TEXT NOT NULL, shares TEXT NOT NULL"),
    "cobra_fact": (
        "case_id",
        "",
        f"""{CASE}, state TEXT NOT NULL, slots TEXT NOT NULL, plans TEXT NOT NULL, employer_notice_due TEXT,
        notice_due TEXT, noticed TEXT, elect_by TEXT, elected TEXT, pay_by TEXT, paid_through TEXT, until TEXT,
        note TEXT NOT NULL""",
    ),
    "carrier_invoice_fact": ("invoice_id", "", f"{INVOICE}, state TEXT NOT NULL, note TEXT NOT NULL"),
    "carrier_credit_fact": (
        "credit_id",
        "",
        f"{CREDIT}, state TEXT NOT NULL, {_to('carrier_invoice', 'by', null=True)}, note TEXT NOT NULL",
    ),
}
INDEXES = """
CREATE INDEX election_event_id ON election (event_id);
CREATE INDEX carrier_credit_fact_by_id ON carrier_credit_fact (by_id)
"""
APPEND_ONLY = (
    "benefit_event", "benefit_offer", "cobra_case", "carrier_invoice", "carrier_line", "carrier_credit",
)  # fmt: skip


def up(db: Any) -> None:
    """Add the tables, with the triggers that keep history as it was written."""
    facts = [
        FACT.format(table=table, owner=owner, kind=f"{kind}, " if kind else "", columns=columns)
        for table, (owner, kind, columns) in FACTS.items()
    ]
    for block in (TABLES, *facts, INDEXES):
        for statement in filter(str.strip, block.split(";")):
            db.execute_sql(statement)
    for table in APPEND_ONLY:
        triggers.append_only(db, table)
    for table in FACTS:
        triggers.facts_only_superseded(db, table)
