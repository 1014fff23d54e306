"""Wages of a slip that a tax with a yearly limit was owed on, and what the returns of a year have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.payroll.outputs.values import PaidLine, PaidSlip


def taxed(slip: PaidSlip, key: str, limit: int | None = None) -> int:
    """The cents of a base of wages in this slip, up to a limit of the year.

    Read from balance and amount, so that it is the same whether the line holds all wages or those below the limit.
    """
    return sum(taxed_of(line, limit) for line in slip.lines if line.key == key)


def taxed_of(line: PaidLine, limit: int | None) -> int:
    """The cents of a line of wages, up to a limit of the year."""
    if limit is None:
        return line.amount
    return min(line.year_to_date, limit) - min(line.year_to_date - line.amount, limit)


def paid_in(slips: Iterable[PaidSlip], begins: date, ends: date, what: str) -> Iterator[PaidSlip]:
    """The slips one by one; raise RuleBroken at one that was not paid in the time a return is about."""
    for slip in slips:
        if not begins <= slip.pay_date <= ends:
            raise RuleBroken(
                f"The slip of {slip.name} ({slip.number}) was paid on {slip.pay_date}, which is not in {what}; "
                "take the slips of that time alone.",
                "pay_date",
            )
        yield slip


def difference(owed: int, paid: int) -> tuple[int, int]:
    """What is still due, and what was overpaid, in cents."""
    return max(0, owed - paid), max(0, paid - owed)


def shown(cents: int) -> str:
    """Cents as a sentence says them."""
    return f"{Money(cents).amount:,.2f}"
