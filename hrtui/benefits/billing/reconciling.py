"""The use cases that compare: an invoice with enrolment, and what payroll withheld in a month with enrolment."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from data.benefits import billing
from data.payrun import runs as run_rows
from hrtui.benefits import planfile
from hrtui.benefits.billing import enrolling
from hrtui.benefits.billing.asking import asked_of
from hrtui.benefits.billing.matching import Catalogue, compare_deductions, compare_invoice
from hrtui.benefits.billing.model import Deducted, Invoice, Reconciled
from hrtui.benefits.billing.permitting import permitted
from hrtui.benefits.book import Book
from hrtui.benefits.plans import PlanType
from hrtui.context import Context
from hrtui.dates import add_months
from hrtui.errors import NotFound, RuleBroken
from hrtui.payroll.runs.model import FINAL, OPEN
from hrtui.payroll.runs.replaying import ROOTS


def invoice_of(id_: int) -> Invoice:
    """The invoice of an id; raise NotFound where there is none that counts."""
    found = billing.invoice(id_)
    if found is None:
        raise NotFound(f"There is no invoice {id_}; `hrtui benefits invoice list` shows those on file.")
    return found


def reconcile(ctx: Context, id_: int) -> Reconciled:
    """An invoice against who was enrolled in its month, differences biggest first.

    Raises NotAllowed, NotFound for the invoice or its carrier. What it reads is noted by the use case that shows it to someone.
    """
    permitted(ctx)
    with ctx.store.snapshot():
        invoice, book = invoice_of(id_), planfile.book(ctx)
        carrier = book.carrier(invoice.carrier)
        lines, roll = billing.lines(id_), enrolling.roll(book, carrier, invoice.month)
        strangers = {line.person for line in lines if line.person is not None} - roll.known.keys()
        known = {**billing.known(sorted(strangers)), **roll.known}
    catalogue = Catalogue(enrolling.products_of(book, carrier))
    found = compare_invoice(lines, roll.enrolled, known, catalogue, invoice.month)
    expected = sum(each.premium or 0 for each in roll.enrolled if not each.partial)
    return Reconciled(invoice, tuple(found), expected, len(roll.enrolled), roll.notices())


def deductions(ctx: Context, month: date) -> Deducted:
    """What the final runs of a month withheld for plans against what payroll asks for elections in force on their pay dates.

    What a check caught up of those before it is asked for too. Retirement plans are left out: what they take follows pay.
    Raises NotAllowed, and RuleBroken where no run is final.
    """
    permitted(ctx)
    first = month.replace(day=1)
    with ctx.store.snapshot():
        there = run_rows.runs(first, add_months(first, 1) - timedelta(days=1))
        final = [run for run in there if run.state in FINAL]
        if not final:
            raise RuleBroken(f"No run of {first:%Y-%m} is final yet, so there is nothing to compare with.")
        book = planfile.book(ctx)
        labels = _labels(book)
        asked = asked_of(ctx, [run for run in final if run.kind in ROOTS], sorted(labels))
        withheld = billing.withheld(final, sorted(labels))
        strangers = {person for person, _ in withheld} - asked.known.keys()
        known = {**billing.known(sorted(strangers)), **asked.known}
    found = compare_deductions(asked.cents, withheld, known, labels)
    waiting = tuple(run.number for run in there if run.state in OPEN)
    return Deducted(
        first,
        tuple(found),
        tuple(run.number for run in final),
        waiting,
        enrolling.Roll(unpriced=asked.unpriced).notices(),
    )


def _labels(book: Book) -> dict[str, str]:
    """The deduction codes of plans whose amounts follow from elections alone, with what their plans are called."""
    found: dict[str, list[str]] = defaultdict(list)
    for plan in book.settings.plans:
        found[plan.deduction].append(plan.label)
    percent = {plan.deduction for plan in book.settings.plans if plan.type is PlanType.RETIREMENT}
    return {code: ", ".join(labels) for code, labels in found.items() if code not in percent}
