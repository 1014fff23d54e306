"""A figure of a payslip with its derivation and that of its year to date; and some rows of a preview, summed up."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from enum import StrEnum

from hrtui.money import Money
from hrtui.payroll.model import CENTS, Columns, Preview, Totals, Why
from hrtui.value import frozen


class Section(StrEnum):
    """The parts of a payslip."""

    EARNINGS = "Earnings"
    PRE_TAX = "Before taxes"
    TAXES = "Taxes"
    POST_TAX = "After taxes"
    REIMBURSED = "Reimbursements"
    NET = "Net"
    EMPLOYER = "Paid by the employer"
    WAGES = "Taxable wages"


@frozen
class Figure:
    """A figure of a payslip: this check's amount and the year's with this check, and where both come from.

    A part of a line above it (the days of one rate) has no year to date.
    """

    code: str
    label: str
    section: Section
    amount: Money
    to_date: Money | None
    why: Why
    year_why: Why | None
    is_total: bool = False

    @property
    def is_part(self) -> bool:
        """Whether it is counted in a line above it."""
        return self.to_date is None


def totals_of(columns: Columns, places: Sequence[int]) -> Totals:
    """The totals of some rows of a preview, by their places in it."""

    def added(column: Sequence[int]) -> int:
        return sum(column[place] for place in places)

    return Totals(
        people=len(places),
        **{name: added(getattr(columns, name)) for name in CENTS},
        blocked=sum(columns.blockers[place] > 0 for place in places),
        not_computed=sum(not columns.computed[place] for place in places),
    )


def part_of(made: Preview, places: Sequence[int]) -> Preview:
    """A preview of some rows of another, in the order of their places, with their totals."""
    columns = made.columns
    picked = Columns(*(array("q", (column[place] for place in places)) for column in columns))
    return Preview(made.pay_date, picked, totals_of(columns, places))
