"""Carriers' invoices with their lines, and the credits carriers owe: rows to values and back, with few queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from peewee import JOIN, fn

from data import dialect
from data.base import database
from data.benefits.rows import as_day, enter, last_of
from data.bulk import bulk_insert
from data.dated import PersonRow
from data.schema import (
    CarrierCreditFactRow,
    CarrierCreditRow,
    CarrierInvoiceFactRow,
    CarrierInvoiceRow,
    CarrierLineRow,
    DirectoryRow,
    PayCodeRow,
    ProfileRow,
    SlipLineRow,
    SlipRow,
)
from hrtui.audit.model import Entered
from hrtui.benefits.billing.model import BillLine, Credit, CreditState, Invoice, Kind, Known
from hrtui.payroll.runs.model import Run

RECEIVED = "received"
INVOICE, INVOICE_NOW, LINE = CarrierInvoiceRow, CarrierInvoiceFactRow, CarrierLineRow
CREDIT, CREDIT_NOW = CarrierCreditRow, CarrierCreditFactRow
LINES = ("invoice", "line", "member_id", "name", "plan", "tier", "dependents", "period", "amount", "person")
CREDITS = ("invoice", "person", "kind", "plan", "amount", "command")
DEDUCTED = ("pre_tax", "post_tax")


def add_invoice(
    carrier: str, month: date, file: str, sha256: str, lines: Sequence[BillLine], on: date, entered: Entered
) -> int:
    """Enter an invoice with its lines, and return its id; inside `write()`. A statement for each hundred lines."""
    id_: int = INVOICE.insert(
        carrier=carrier, month=month, file=file, sha256=sha256, rows=len(lines), command=entered.command
    ).execute()
    bulk_insert(
        LINE,
        LINES,
        (
            (
                id_, line.line, line.member_id, line.name, line.plan, line.tier, line.dependents,
                line.period.isoformat() if line.period else None, line.amount, line.person,
            )
            for line in lines
        ),
    )  # fmt: skip
    enter(INVOICE_NOW, ("state", "note"), [(id_, on, (RECEIVED, ""))], entered)
    return id_


def invoices(carrier: str = "", limit: int = 500) -> list[Invoice]:
    """The invoices that count, of a carrier or all, newest month first; one query."""
    return _invoices(INVOICE.carrier == carrier if carrier else INVOICE.id > 0, limit)


def invoice(id_: int) -> Invoice | None:
    """The invoice of an id; one that was undone is none."""
    return next(iter(_invoices(INVOICE.id == id_, 1)), None)


def same_file(carrier: str, sha256: str) -> Invoice | None:
    """The invoice of a carrier that a file with a checksum was taken in as."""
    return next(iter(_invoices((INVOICE.carrier == carrier) & (INVOICE.sha256 == sha256), 1)), None)


def _invoices(wanted: Any, limit: int) -> list[Invoice]:
    billed = LINE.select(fn.COALESCE(fn.SUM(LINE.amount), 0)).where(LINE.invoice == INVOICE.id)
    query = (
        INVOICE.select(
            INVOICE.id, INVOICE.carrier, INVOICE.month, INVOICE.file, INVOICE.sha256, INVOICE.rows, billed,
            INVOICE_NOW.effective_from,
        )
        .join(INVOICE_NOW, on=(INVOICE_NOW.invoice == INVOICE.id))
        .where(wanted & INVOICE_NOW.superseded_at.is_null() & last_of(INVOICE_NOW) & (INVOICE_NOW.state == RECEIVED))
        .order_by(INVOICE.month.desc(), INVOICE.carrier, INVOICE.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [
        Invoice(id_, carrier, as_day(month), file, sha256, rows, total, as_day(loaded))
        for id_, carrier, month, file, sha256, rows, total, loaded in database.execute(query).fetchall()
    ]


def lines(invoice_id: int) -> list[BillLine]:
    """The lines of an invoice in the order of the file; one query."""
    columns = [getattr(LINE, name) for name in LINES[1:]]
    query = LINE.select(*columns).where(LINE.invoice == invoice_id).order_by(LINE.line)
    return [
        BillLine(line, member, name, plan, tier, amount, dependents, as_day(period) if period else None, person)
        for line, member, name, plan, tier, dependents, period, amount, person in database.execute(query).fetchall()
    ]


def members_of(carrier: str, member_ids: Sequence[str]) -> dict[str, int]:
    """Whom a carrier's member ids meant on invoices that count; those that meant several people are left out. One query."""
    query = (
        LINE.select(LINE.member_id, fn.MIN(LINE.person))
        .join(INVOICE, on=(INVOICE.id == LINE.invoice))
        .join(INVOICE_NOW, on=(INVOICE_NOW.invoice == INVOICE.id))
        .where((INVOICE.carrier == carrier) & INVOICE_NOW.superseded_at.is_null() & LINE.person.is_null(False))
        .where(LINE.member_id.in_(dialect.one_of(list(member_ids))))
        .group_by(LINE.member_id)
        .having(fn.COUNT(LINE.person.distinct()) == 1)
    )
    return dict(database.execute(query).fetchall())


def names() -> Iterator[tuple[int, str, str, date | None]]:
    """Everyone's last name on file: person, first name, last name, birth date; one query, read row by row."""
    query = (
        ProfileRow.select(ProfileRow.person, ProfileRow.first_name, ProfileRow.last_name, ProfileRow.birth_date)
        .where(ProfileRow.superseded_at.is_null() & last_of(ProfileRow))
        .order_by(ProfileRow.person)
    )
    for person, first, last, born in database.execute(query).fetchall():
        yield person, first, last, as_day(born) if born else None


def known(people: Sequence[int]) -> dict[int, Known]:
    """Who people are, and their last day of work where their employment ended or is to end; one query."""
    row = DirectoryRow
    query = row.select(row.person, row.number, row.name, row.terminated).where(
        row.person.in_(dialect.one_of(list(people)))
    )
    return {
        person: Known(number, name, as_day(ended) if ended else None)
        for person, number, name, ended in database.execute(query).fetchall()
    }


def withheld(runs: Sequence[Run], codes: Sequence[str]) -> dict[tuple[int, str], int]:
    """What the slips of some runs withheld by person and deduction code; one query that reads the lines of those codes."""
    found: dict[tuple[int, str], int] = {}
    for run in runs:
        query = (
            SlipRow.select(SlipRow.person, PayCodeRow.code, fn.SUM(SlipLineRow.amount))
            .join(SlipLineRow, on=(SlipLineRow.slip == SlipRow.id))
            .join(PayCodeRow, on=(PayCodeRow.id == SlipLineRow.code))
            .where((SlipRow.run == run.id) & (SlipRow.generation == run.generation))
            .where(PayCodeRow.part.in_(DEDUCTED) & PayCodeRow.code.in_(dialect.one_of(list(codes))))
            .group_by(SlipRow.person, PayCodeRow.code)
        )
        for person, code, amount in database.execute(query).fetchall():
            found[person, code] = found.get((person, code), 0) + amount
    return found


# -- credits


def add_credits(invoice_id: int, credits: Iterable[Credit], on: date, entered: Entered) -> int:
    """Enter credits that are expected by an invoice, and return how many; inside `write()`."""
    made = list(credits)
    bulk_insert(
        CREDIT,
        CREDITS,
        ((invoice_id, each.person, each.kind.value, each.plan, each.amount, entered.command) for each in made),
    )
    ids = [
        row[0] for row in database.execute(CREDIT.select(CREDIT.id).where(CREDIT.command == entered.command)).fetchall()
    ]
    enter(
        CREDIT_NOW, ("state", "by", "note"), [(id_, on, (CreditState.EXPECTED.value, None, "")) for id_ in ids], entered
    )
    return len(made)


def move_credits(states: Mapping[int, tuple[CreditState, int | None, str]], on: date, entered: Entered) -> None:
    """Enter how credits stand from a day on: the state, the invoice that settled each, a note; inside `write()`."""
    rows = [(id_, on, (state.value, by, note)) for id_, (state, by, note) in states.items()]
    enter(CREDIT_NOW, ("state", "by", "note"), rows, entered)


def credits(carrier: str = "", invoice_id: int = 0, limit: int = 50_000) -> list[Credit]:
    """The credits that count, of a carrier or an invoice where one is named, oldest month first; one query.

    Those of an invoice that was undone, or that were undone themselves, do not count.
    """
    query = (
        CREDIT.select(
            CREDIT.id, CREDIT.invoice, INVOICE.carrier, INVOICE.month, CREDIT.person, CREDIT.kind, CREDIT.plan, CREDIT.amount,
            CREDIT_NOW.state, CREDIT_NOW.by, CREDIT_NOW.note, CREDIT_NOW.effective_from, PersonRow.number, DirectoryRow.name,
        )
        .join(INVOICE, on=(INVOICE.id == CREDIT.invoice))
        .join(INVOICE_NOW, on=(INVOICE_NOW.invoice == INVOICE.id))
        .join(CREDIT_NOW, on=(CREDIT_NOW.credit == CREDIT.id))
        .join(PersonRow, JOIN.LEFT_OUTER, on=(PersonRow.id == CREDIT.person))
        .join(DirectoryRow, JOIN.LEFT_OUTER, on=(DirectoryRow.person == CREDIT.person))
        .where(INVOICE_NOW.superseded_at.is_null() & CREDIT_NOW.superseded_at.is_null() & last_of(CREDIT_NOW))
        .order_by(INVOICE.month, CREDIT.id)
        .limit(limit)
    )  # fmt: skip
    if carrier:
        query = query.where(INVOICE.carrier == carrier)
    if invoice_id:
        query = query.where(CREDIT.invoice == invoice_id)
    return [_credit(*row) for row in database.execute(query).fetchall()]


def _credit(*cells: Any) -> Credit:
    id_, of, carrier, month, person, kind, plan, amount, state, by, note, since, number, name = cells
    return Credit(
        id_, of, carrier, as_day(month), person, Kind(kind), plan, amount, CreditState(state), by, note, as_day(since),
        number or "", name or "",
    )  # fmt: skip
