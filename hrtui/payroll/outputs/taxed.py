"""Wages of a slip that a tax with a yearly limit was owed on, and what the returns of a year have in common."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.payroll.outputs.values import PaidSlip


def taxed(slip: PaidSlip, key: str, limit: int | None = None) -> int:
    """The cents of a base of wages in this slip, up to a limit of the year.

    Read from balance and amount, so that it is the same whether the line holds all wages or those below the limit.
    """
    sum_ = 0
    for line in slip.lines:
        if line.key == key:
            before = line.year_to_date - line.amount
            sum_ += line.amount if limit is None else min(line.year_to_date, limit) - min(before, limit)
    return sum_


def check_dates(slips: Iterable[PaidSlip], begins: date, ends: date, what: str) -> None:
    """Raise RuleBroken where a slip was not paid in the time a return is about."""
    for slip in slips:
        if not begins <= slip.pay_date <= ends:
            raise RuleBroken(
                f"The slip of {slip.name} ({slip.number}) was paid on {slip.pay_date}, which is not in {what}; "
                "take the slips of that time alone.",
                "pay_date",
            )


def difference(owed: int, paid: int) -> tuple[int, int]:
    """What is still due, and what was overpaid, in cents."""
    return max(0, owed - paid), max(0, paid - owed)


def shown(cents: int) -> str:
    """Cents as a sentence says them."""
    return f"{Money(cents).amount:,.2f}"
