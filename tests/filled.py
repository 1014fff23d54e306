"""The demo company with every table filled, and with every text of the store written over: for tests of leaks and of harm."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any
from zlib import crc32

from peewee import IntegrityError, TextField

from data.base import database
from data.db import open_store
from data.privacy.registry import REGISTRY
from hrtui.benefits.billing import loading
from hrtui.benefits.cobra import raising
from hrtui.benefits.cobra.model import Kind
from hrtui.config import CustomField
from hrtui.configfile import load
from hrtui.context import Actor, Context
from hrtui.documents import service as documents
from hrtui.documents.model import NewDocument
from hrtui.errors import HrError
from hrtui.money import Money
from hrtui.payroll.check.values import OrderKind
from hrtui.payroll.items import service as items
from hrtui.payroll.items.model import PayOrder
from hrtui.people import service as people
from hrtui.people import tagging
from hrtui.people.model import JobChange, ProfileChange, Termination
from hrtui.privacy import disposing, holds
from hrtui.privacy.model import NewHold
from hrtui.views import service as views
from hrtui.views.model import SavedView
from tests.conftest import all_grants
from tests.demos import CLOCK, LOGIN, demo_company

PEOPLE, DOCUMENTED = 40, ("1017", "1003")
CODED = frozenset(
    {
        "recorded_by", "answer", "actor", "action", "subject", "number", "kind", "state", "type", "plan", "option", "tier", "covers", "basis",
        "currency", "pay_group", "employment_type", "flsa", "status", "folded", "email_key", "phone_key", "search", "chain",
        "sort_name", "digest", "sha256", "seal", "key", "at", "by", "stage", "recruiter", "owner", "side", "owes", "source", "template",
        "stages", "zone", "time_zone", "loop", "uid", "hours", "method", "response", "role", "decision", "verification", "jurisdiction",
        "carrier", "month", "period", "received", "terms", "code", "part", "agency", "slot", "batch", "work_state", "query", "columns",
        "grouped", "rule", "step", "counts", "options", "why", "fallback", "plans", "slots", "message_id", "attachments", "expires",
        "next_on", "race", "sex", "veteran", "disability", "ratings", "overall", "value", "dotted", "header", "mapping", "credited",
        "whose", "box", "blind", "was", "entries", "arrears", "position", "delivery",
    }
)  # fmt: skip
"""Columns that hold codes, numbers of records, logins and what is computed from others: nobody writes text there."""
INSIDE = frozenset(
    {"profile.custom", "directory_span.custom", "beneficiary.shares", "candidate_fact.resume", "application_fact.answers",
     "slip.problems", "slip.notices", "audit.changes", "audit.detail", "interview_kit.attributes", "interview_kit.questions",
     "import_batch.faults", "debrief.present", "candidate_line.tags"}
)  # fmt: skip
"""Columns whose text stands inside of a list or a map."""
CODED_HERE = frozenset(
    {"benefit_event.reason", "benefit_event_fact.reason", "meta.name", "application_fact.reason", "erasure.plan"}
)
NO_ROWID = frozenset({"slip_line"})
Told = Callable[[str, str, int], str]


def texts() -> Iterator[tuple[str, str]]:
    """Every column of the store that holds text somebody wrote: table and column."""
    for stand in REGISTRY:
        for field in stand.model._meta.sorted_fields:
            name = f"{stand.table}.{field.column_name}"
            if type(field) is TextField and field.column_name not in CODED and name not in CODED_HERE | INSIDE:
                yield stand.table, field.column_name


def write_over(told: Told, only: Container[tuple[str, str]] | None = None) -> int:
    """Write over every text of every row, of some columns or of all, what `told(table, column, row)` says, beside the use cases;
    returns how many values."""
    done, db = 0, database.obj
    for (name,) in db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute_sql(f'DROP TRIGGER "{name}"')
    with db.atomic():
        for table, column in (*texts(), *(tuple(name.split(".")) for name in sorted(INSIDE))):
            if only is not None and (table, column) not in only:
                continue
            inside = f"{table}.{column}" in INSIDE
            if table in NO_ROWID:
                db.execute_sql(f'UPDATE "{table}" SET "{column}" = ?', (told(table, column, 0),))
                continue
            rows = db.execute_sql(f'SELECT rowid, "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL').fetchall()
            for row, was in rows:
                new = told(table, column, row)
                if inside:
                    if not was.startswith(("[", "{")):
                        continue
                    new = json.dumps(_inside(json.loads(was), new, table))
                with suppress(IntegrityError):
                    db.execute_sql(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (new, row))
                    done += 1
    return done


def _inside(value: Any, text: str, table: str, depth: int = 0) -> Any:
    """A list or a map with its texts replaced: codes at the beginning of a line stay."""
    if isinstance(value, dict):
        return {key: _inside(each, text, table, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        first = table in ("audit", "slip") and depth > 0
        return [each if first and at == 0 else _inside(each, text, table, depth + 1) for at, each in enumerate(value)]
    return text if isinstance(value, str) else value


def company(kept: Path, folder: Path, text: str = "") -> Context:
    """A copy of the demo company in a folder, open for alice who may do everything, with a text written over all there are where
    one is given; it and what it lacks are made once."""
    made = kept / f"filled-{crc32(text.encode()):x}"
    with made.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not made.exists():
            part = kept / "filling"
            shutil.copytree(demo_company(kept, PEOPLE, whole_year=False), part)
            ctx = opened(part)
            _fill(ctx, part)
            if text:
                write_over(lambda table, column, row: text)
            ctx.store.close()
            part.rename(made)
    shutil.copytree(made, folder)
    return opened(folder)


def opened(folder: Path) -> Context:
    """The company of a folder, for alice."""
    config = load(folder / "hrtui.yaml")
    config = replace(
        config, custom_fields=(*config.custom_fields, CustomField("clearance", "Clearance", sensitive=True))
    )
    store = open_store(folder / "store" / "hrtui.db")
    return Context(Actor("alice", ("everything",), all_grants()), CLOCK, config, store)


def _fill(ctx: Context, folder: Path) -> None:
    """What the demo company has not: a row at least in each table that is shown."""
    today = CLOCK.today()
    dana = replace(ctx, actor=replace(ctx.actor, login=LOGIN))
    some = [line.number for line in people.directory_page(ctx, people.directory_ids(ctx, "status:active")) if line]
    for number in DOCUMENTED:
        people.change_profile(ctx, number, ProfileChange(today, custom={"clearance": f"secret {number}"}))
        tagging.tag(ctx, number, ["night"])
        paper = folder / f"paper {number}.txt"
        paper.write_text("x")
        documents.add(ctx, number, NewDocument(paper, "contract", f"Paper {number}", today + timedelta(12)))
        paper.unlink()
        order = PayOrder(today, f"FM-{number}", OrderKind.SUPPORT, today, Money(30_000), payee="Court", note="Note")
        items.add_order(ctx, number, order)
    people.change_job(ctx, some[2], JobChange(today + timedelta(20), title="Lead", reason="Grows"))
    views.save(ctx, SavedView("Mine", "status:active"))
    views.save(ctx, SavedView("Ours", "status:active"), shared=True)
    for file in sorted((folder / "invoices").glob("*.csv")):
        loading.load(ctx, file.name.partition("-")[0], file)
    people.terminate(ctx, some[-1], Termination(today - timedelta(3), "moved"))
    holds.place(ctx, NewHold("Suit", "Matter", "A suit.", whom=(DOCUMENTED[1],)))
    disposing.ask_erasure(dana, "1006", "Their letter.")
    with suppress(HrError):
        raising.raise_one(ctx, some[-1], Kind.TERMINATION, date(2026, 11, 2))
