"""The figures of a payslip in the order people read them, each with its derivation and that of its year to date."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hrtui.dates import Period
from hrtui.money import Money
from hrtui.payroll.model import Columns, Line, LineKind, Paycheck, Preview, Segment, Totals, Why
from hrtui.payroll.rules import why
from hrtui.payroll.rules.gross import CODES
from hrtui.people.model import Basis


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


@dataclass(frozen=True, slots=True)
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


def figures(paycheck: Paycheck) -> tuple[Figure, ...]:
    """Earnings and gross, taxes and their sum, net, then the wages the taxes are levied on."""
    earned = _of(paycheck, LineKind.EARNING, Section.EARNINGS)
    lines = [figure for each in earned for figure in (each, *_parts(paycheck, each))]
    taxes = _of(paycheck, LineKind.TAX, Section.TAXES)
    gross = _total("gross", "Gross pay", Section.EARNINGS, paycheck.gross, paycheck.gross_why, earned)
    withheld = _total("taxes", "Taxes withheld", Section.TAXES, paycheck.taxes, paycheck.taxes_why, taxes)
    return (
        *lines,
        gross,
        *taxes,
        withheld,
        _net(paycheck, gross, withheld),
        *_of(paycheck, LineKind.NOTE, Section.WAGES),
    )


def totals_of(columns: Columns, places: Sequence[int]) -> Totals:
    """The totals of some rows of a preview, by their places in it."""

    def added(column: Sequence[int]) -> int:
        return sum(column[place] for place in places)

    return Totals(
        people=len(places),
        gross=added(columns.gross),
        federal=added(columns.federal),
        social_security=added(columns.social_security),
        medicare=added(columns.medicare),
        net=added(columns.net),
        blocked=sum(columns.blockers[place] > 0 for place in places),
        not_computed=sum(not columns.computed[place] for place in places),
    )


def part_of(made: Preview, places: Sequence[int]) -> Preview:
    """A preview of some rows of another, in the order of their places, with their totals."""
    columns = made.columns
    picked = Columns(*(array("q", (column[place] for place in places)) for column in columns))
    return Preview(made.pay_date, picked, totals_of(columns, places))


def _of(paycheck: Paycheck, kind: LineKind, section: Section) -> tuple[Figure, ...]:
    return tuple(_figure(line, section) for line in paycheck.lines if line.kind is kind)


def _figure(line: Line, section: Section) -> Figure:
    return Figure(line.code, line.label, section, line.amount, line.year_to_date, line.why, line.year_why)


def _parts(paycheck: Paycheck, line: Figure) -> tuple[Figure, ...]:
    """The days of each rate that a line of earnings is for."""
    own = [part for part in paycheck.segments if part.segment.pay and CODES[part.segment.pay.basis][0] == line.code]
    return tuple(
        Figure(
            f"{line.code}.{number}",
            _days(part.segment, paycheck.pay_date.period),
            line.section,
            part.amount,
            None,
            part.why,
            None,
        )
        for number, part in enumerate(own, 1)
    )


def _days(segment: Segment, period: Period) -> str:
    """`10 of 10 days at 85,000/year`, with its days where they are not the whole period."""
    pay, span = segment.pay, segment.period
    when = "" if span == period else f"{span.start:%m-%d} to {span.end:%m-%d}: "
    rate = ""
    if pay is not None:
        each = why.shown(pay.rate.amount) if pay.basis is Basis.ANNUAL else why.shown_cents(pay.rate.cents)
        rate = f" at {each}/{'year' if pay.basis is Basis.ANNUAL else 'hour'}"
    return f"{when}{segment.days} of {segment.of_days} days{rate}"


def _total(code: str, label: str, section: Section, amount: Money, tree: Why, parts: Sequence[Figure]) -> Figure:
    to_date = _added((part.to_date for part in parts if part.to_date), amount.currency)
    trees = _year_trees(*parts)
    year = why.total(f"{label}, year to date", *trees) if trees else tree
    return Figure(code, label, section, amount, to_date, tree, year, True)


def _net(paycheck: Paycheck, gross: Figure, withheld: Figure) -> Figure:
    tree, nothing, trees = paycheck.net_why, Money(0, paycheck.net.currency), _year_trees(gross, withheld)
    formula = "gross pay less taxes"
    year = why.difference("Net pay, year to date", *trees, formula=formula) if paycheck.lines else tree
    to_date = (gross.to_date or nothing) - (withheld.to_date or nothing)
    return Figure("net", "Net pay", Section.NET, paycheck.net, to_date, tree, year, True)


def _year_trees(*parts: Figure) -> list[Why]:
    return [part.year_why for part in parts if part.year_why]


def _added(amounts: Iterable[Money], currency: str) -> Money:
    return sum(amounts, Money(0, currency))
