"""Hours and one-time pay as they are entered for a check, and what of them is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hrtui.dates import Period
from hrtui.errors import RuleBroken
from hrtui.money import MAX_CENTS
from hrtui.payroll.codes import RETRO, Codes, EarningCode
from hrtui.payroll.kinds import Takes

MOST_HOURS_A_DAY = 24


class Entered(NamedTuple):
    """Hours or an amount for one earning of a check.

    `rate` is dollars an hour in the place of the person's own; `worked_on` a day of the workweek the hours belong to, None
    for the whole period; `source` says in words where it was entered.
    """

    code: str
    hours: Decimal | None = None
    rate: Decimal | None = None
    cents: int | None = None
    worked_on: date | None = None
    cost_centre: str = ""
    source: str = ""


def check(entry: Entered, codes: Codes, span: Period) -> EarningCode:
    """The earning code of what was entered for a period; raises RuleBroken naming the field, its value and the rule."""
    code = codes.earning(entry.code)
    _amounts(entry, code)
    if entry.hours is not None:
        _number("hours", entry.hours, 4)
        most = MOST_HOURS_A_DAY * span.days
        if entry.hours > most:
            raise RuleBroken(
                f"hours: {entry.hours} is more than the {most} hours from {span.start} to {span.end}.", field="hours"
            )
    if entry.rate is not None:
        _number("rate", entry.rate, 4)
    if entry.worked_on is not None and entry.worked_on not in span:
        raise RuleBroken(
            f"worked_on: {entry.worked_on} is outside the period, {span.start} to {span.end}; enter a day of it, "
            "or leave the day out.",
            field="worked_on",
        )
    return code


def _amounts(entry: Entered, code: EarningCode) -> None:
    if entry.hours is None and entry.cents is None:
        needed = "hours" if code.takes is Takes.HOURS else "amount"
        raise RuleBroken(f"{needed}: nothing is entered for {code.label}; enter {needed}.", field=needed)
    if code.takes is Takes.AMOUNT and entry.cents is None:
        raise RuleBroken(
            f"amount: {code.label} is paid as an amount, and only hours are entered; enter the amount.", field="amount"
        )
    if entry.cents is not None and entry.cents < 0 and code.name != RETRO:
        raise RuleBroken(
            f"amount: {Decimal(entry.cents).scaleb(-2)} is below zero; take back what was paid too much with a deduction, "
            "or with a correction run.",
            field="amount",
        )
    if entry.cents is not None and abs(entry.cents) > MAX_CENTS:
        raise RuleBroken("amount: that is larger than hrtui keeps; check the number of zeros.", field="amount")


def _number(field: str, value: Decimal, places: int) -> None:
    if not value.is_finite() or value < 0:
        raise RuleBroken(f"{field}: {value} is not allowed; enter a number that is not below zero.", field=field)
    if value != round(value, places):
        raise RuleBroken(f"{field}: {value} has more than {places} decimals; round it first.", field=field)
