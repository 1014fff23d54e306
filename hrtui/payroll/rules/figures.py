"""The figures of a payslip in the order people read them, each with its derivation and that of its year to date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hrtui.money import Money
from hrtui.payroll.model import Columns, Line, LineKind, Paycheck, Totals, Why
from hrtui.payroll.rules import why


class Section(StrEnum):
    """The parts of a payslip."""

    EARNINGS = "Earnings"
    TAXES = "Taxes"
    NET = "Net"
    WAGES = "Taxable wages"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a payslip: this check's amount and the year's with this check, and where both come from."""

    code: str
    label: str
    section: Section
    amount: Money
    to_date: Money
    why: Why
    year_why: Why
    is_total: bool = False


def figures(paycheck: Paycheck) -> tuple[Figure, ...]:
    """Earnings and gross, taxes and their sum, net, then the wages the taxes are levied on."""
    earned = _of(paycheck, LineKind.EARNING, Section.EARNINGS)
    taxes = _of(paycheck, LineKind.TAX, Section.TAXES)
    gross = _total("gross", "Gross pay", Section.EARNINGS, paycheck.gross, paycheck.gross_why, earned)
    withheld = _total("taxes", "Taxes withheld", Section.TAXES, paycheck.taxes, paycheck.taxes_why, taxes)
    return (*earned, gross, *taxes, withheld, _net(paycheck, gross, withheld), *_of(paycheck, LineKind.NOTE, Section.WAGES))


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


def _of(paycheck: Paycheck, kind: LineKind, section: Section) -> tuple[Figure, ...]:
    return tuple(_figure(line, section) for line in paycheck.lines if line.kind is kind)


def _figure(line: Line, section: Section) -> Figure:
    return Figure(line.code, line.label, section, line.amount, line.year_to_date, line.why, line.year_why)


def _total(code: str, label: str, section: Section, amount: Money, tree: Why, parts: Sequence[Figure]) -> Figure:
    to_date = _added((part.to_date for part in parts), amount.currency)
    year = why.total(f"{label}, year to date", *(part.year_why for part in parts)) if parts else tree
    return Figure(code, label, section, amount, to_date, tree, year, True)


def _net(paycheck: Paycheck, gross: Figure, withheld: Figure) -> Figure:
    year = why.difference("Net pay, year to date", gross.year_why, withheld.year_why, formula="gross pay less taxes")
    to_date = gross.to_date - withheld.to_date
    tree = paycheck.net_why
    return Figure("net", "Net pay", Section.NET, paycheck.net, to_date, tree, year if paycheck.lines else tree, True)


def _added(amounts: Iterable[Money], currency: str) -> Money:
    return sum(amounts, Money(0, currency))
