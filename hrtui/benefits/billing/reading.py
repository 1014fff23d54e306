"""What screens and the command line read of invoices: the list, one with its lines, and the carriers that have a mapping."""

from __future__ import annotations

from dataclasses import dataclass

from data.benefits import billing
from hrtui.audit import writing
from hrtui.benefits import planfile
from hrtui.benefits.billing.model import BillLine, Credit, CreditState, Invoice, Reconciled
from hrtui.benefits.billing.permitting import permitted
from hrtui.benefits.billing.reconciling import invoice_of, reconcile
from hrtui.benefits.plans import Carrier
from hrtui.context import Context

LATEST = 24


@dataclass(frozen=True, slots=True)
class Overview:
    """The invoices on file, newest first, what is expected back of each by its id, and the carriers of the plan file."""

    invoices: tuple[Invoice, ...]
    expected: dict[int, int]
    carriers: tuple[Carrier, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """An invoice with what differs, its lines by their row of the file, and the credits by it."""

    made: Reconciled
    lines: dict[int, BillLine]
    credits: tuple[Credit, ...]


def overview(ctx: Context, carrier: str = "") -> Overview:
    """The invoices on file, of a carrier or all, with what is still expected; two queries. Raises NotAllowed."""
    permitted(ctx)
    with ctx.store.snapshot():
        held, open_ = billing.invoices(carrier), billing.credits(carrier)
        carriers = planfile.book(ctx).settings.carriers
    expected: dict[int, int] = {}
    for each in open_:
        if each.state is CreditState.EXPECTED:
            expected[each.invoice] = expected.get(each.invoice, 0) + each.amount
    return Overview(tuple(held), expected, carriers)


def counted(ctx: Context, invoice: int) -> tuple[int, int]:
    """How many differences an invoice has, and the cents they come to."""
    made = reconcile(ctx, invoice)
    return len(made.differences), sum(each.amount for each in made.differences)


def opened(ctx: Context, invoice: int) -> Opened:
    """An invoice with what differs, for someone to look at; leaves an audit entry, for premiums tell of pay and age.

    Raises NotAllowed and NotFound.
    """
    made = reconcile(ctx, invoice)
    with ctx.store.snapshot():
        held = invoice_of(invoice)
        lines = {line.line: line for line in billing.lines(invoice)}
        credits = tuple(billing.credits(invoice_id=invoice))
    detail = {"differences": str(len(made.differences))}
    writing.note_read(ctx, f"{held.carrier} {held.month:%Y-%m}", "see_invoice", detail, area="benefits")
    return Opened(made, lines, credits)
