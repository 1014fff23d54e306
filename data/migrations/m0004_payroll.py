"""Payroll: standing items and garnishment orders, runs with their states, inputs, slips, lines and totals."""

from __future__ import annotations

from typing import Any

from data import triggers

PERSON = "person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT"
RUN = "run_id INTEGER NOT NULL REFERENCES pay_run (id) ON DELETE RESTRICT"
COMMAND = "command_id INTEGER NOT NULL REFERENCES command (id) ON DELETE RESTRICT"

RUNS = f"""
CREATE TABLE pay_run (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, pay_group TEXT NOT NULL, kind TEXT NOT NULL,
    begins TEXT NOT NULL, ends TEXT NOT NULL, pay_date TEXT NOT NULL, reason TEXT NOT NULL,
    corrects_id INTEGER REFERENCES pay_run (id) ON DELETE RESTRICT, {COMMAND}
) STRICT;
CREATE UNIQUE INDEX pay_run_number ON pay_run (number);
CREATE INDEX pay_run_pay_date ON pay_run (pay_date);
CREATE INDEX pay_run_corrects_id ON pay_run (corrects_id);
CREATE INDEX pay_run_command_id ON pay_run (command_id);
CREATE TABLE pay_run_state (
    id INTEGER NOT NULL PRIMARY KEY, {RUN}, seq INTEGER NOT NULL, state TEXT NOT NULL, generation INTEGER NOT NULL,
    known INTEGER NOT NULL, terms TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, note TEXT NOT NULL, {COMMAND}
) STRICT;
CREATE UNIQUE INDEX pay_run_state_run_id_seq ON pay_run_state (run_id, seq);
CREATE INDEX pay_run_state_command_id ON pay_run_state (command_id);
CREATE TABLE pay_code (
    id INTEGER NOT NULL PRIMARY KEY, part TEXT NOT NULL, code TEXT NOT NULL, label TEXT NOT NULL, agency TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX pay_code_part_code_label_agency ON pay_code (part, code, label, agency);
CREATE TABLE slip (
    id INTEGER NOT NULL PRIMARY KEY, {RUN}, generation INTEGER NOT NULL, {PERSON}, year INTEGER NOT NULL,
    known INTEGER NOT NULL, after INTEGER, reverses INTEGER, gross INTEGER NOT NULL, withheld INTEGER NOT NULL,
    deducted INTEGER NOT NULL, employer INTEGER NOT NULL, net INTEGER NOT NULL, work_state TEXT NOT NULL,
    blocked INTEGER NOT NULL, problems TEXT NOT NULL, notices TEXT NOT NULL, arrears TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX slip_run_id_generation_person_id ON slip (run_id, generation, person_id);
CREATE INDEX slip_person_id_year_run_id ON slip (person_id, year, run_id);
CREATE TABLE slip_line (
    slip INTEGER NOT NULL, seq INTEGER NOT NULL, code INTEGER NOT NULL, amount INTEGER NOT NULL, basis INTEGER NOT NULL,
    rate INTEGER, hours INTEGER, cost_centre TEXT NOT NULL, year_to_date INTEGER NOT NULL, PRIMARY KEY (slip, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE pay_run_total (
    run INTEGER NOT NULL, generation INTEGER NOT NULL, code INTEGER NOT NULL, people INTEGER NOT NULL,
    amount INTEGER NOT NULL, basis INTEGER NOT NULL, PRIMARY KEY (run, generation, code)
) STRICT, WITHOUT ROWID;
CREATE TABLE pay_review (
    id INTEGER NOT NULL PRIMARY KEY, {RUN}, {PERSON}, gross INTEGER NOT NULL, net INTEGER NOT NULL, note TEXT NOT NULL,
    {COMMAND}
) STRICT;
CREATE INDEX pay_review_run_id_person_id ON pay_review (run_id, person_id);
CREATE INDEX pay_review_command_id ON pay_review (command_id);
CREATE TABLE pay_retro (
    id INTEGER NOT NULL PRIMARY KEY, {RUN}, {PERSON}, amount INTEGER NOT NULL, decision TEXT NOT NULL, reason TEXT NOT NULL,
    paid_in_id INTEGER REFERENCES pay_run (id) ON DELETE RESTRICT, {COMMAND}
) STRICT;
CREATE INDEX pay_retro_run_id_person_id ON pay_retro (run_id, person_id);
CREATE INDEX pay_retro_paid_in_id ON pay_retro (paid_in_id);
CREATE INDEX pay_retro_command_id ON pay_retro (command_id);
CREATE TABLE pay_file (
    id INTEGER NOT NULL PRIMARY KEY, {RUN}, kind TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, people INTEGER NOT NULL, amount INTEGER NOT NULL, {COMMAND}
) STRICT;
CREATE INDEX pay_file_run_id ON pay_file (run_id);
CREATE INDEX pay_file_command_id ON pay_file (command_id);
"""

FACT = f"""
CREATE TABLE {{table}} (
    id INTEGER NOT NULL PRIMARY KEY, effective_from TEXT NOT NULL, seq INTEGER NOT NULL, {COMMAND},
    recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL, superseded_at TEXT,
    superseded_by_id INTEGER REFERENCES command (id) ON DELETE RESTRICT, {PERSON},
    {{columns}}
) STRICT;
CREATE INDEX {{table}}_command_id ON {{table}} (command_id);
CREATE INDEX {{table}}_superseded_by_id ON {{table}} (superseded_by_id) WHERE superseded_by_id IS NOT NULL;
CREATE INDEX {{table}}_known ON {{table}} (person_id, effective_from, recorded_at);
CREATE UNIQUE INDEX {{table}}_live ON {{table}} (person_id, {{kind}}, effective_from, seq) WHERE superseded_at IS NULL;
"""

FACTS = {
    "pay_item": (
        "code",
        """code TEXT NOT NULL, amount INTEGER NOT NULL, percent INTEGER NOT NULL, employer INTEGER NOT NULL,
        employer_percent INTEGER NOT NULL, note TEXT NOT NULL, active INTEGER NOT NULL""",
    ),
    "garnishment": (
        "number",
        """number TEXT NOT NULL, kind TEXT NOT NULL, received TEXT NOT NULL, amount INTEGER NOT NULL,
        percent INTEGER NOT NULL, balance INTEGER, supports_other INTEGER NOT NULL, arrears_12_weeks INTEGER NOT NULL,
        status TEXT NOT NULL, dependents INTEGER NOT NULL, fee INTEGER NOT NULL, payee TEXT NOT NULL, note TEXT NOT NULL,
        active INTEGER NOT NULL""",
    ),
    "pay_input": (
        "slot",
        f"""{RUN}, slot TEXT NOT NULL, code TEXT NOT NULL, hours INTEGER, rate INTEGER, amount INTEGER, worked_on TEXT,
        cost_centre TEXT NOT NULL, note TEXT NOT NULL, batch TEXT NOT NULL, active INTEGER NOT NULL""",
    ),
}
APPEND_ONLY = ("pay_run", "pay_run_state", "pay_code", "pay_review", "pay_retro", "pay_file")


def up(db: Any) -> None:
    """Add the tables, with the triggers that keep history and what was finalised as they were written."""
    facts = [FACT.format(table=table, kind=kind, columns=columns) for table, (kind, columns) in FACTS.items()]
    for block in (RUNS, *facts, "CREATE INDEX pay_input_run_id ON pay_input (run_id)"):
        for statement in filter(str.strip, block.split(";")):
            db.execute_sql(statement)
    for table in APPEND_ONLY:
        triggers.append_only(db, table)
    for table in FACTS:
        triggers.facts_only_superseded(db, table)
    triggers.kept_once_finalised(db)
