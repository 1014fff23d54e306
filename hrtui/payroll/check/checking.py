"""Whether a case can be computed at all: every refusal names the field, its value and the rule."""

from __future__ import annotations

from decimal import Decimal

from hrtui.payroll.check.refusing import InputRefused
from hrtui.payroll.check.tables import Tables
from hrtui.payroll.check.values import Case, EarningKind, OrderKind
from hrtui.payroll.codes import RETRO
from hrtui.payroll.kit import DOLLAR, ZERO
from hrtui.payroll.rules.places import STATES

NAMED = frozenset({OrderKind.SUPPORT, OrderKind.BANKRUPTCY})
"""Orders that take what they name, and nothing by themselves."""


def check_case(case: Case, tables: Tables) -> None:
    """Raise RuleBroken where an input cannot be what it says."""
    if case.frequency not in tables.periods.yearly:
        raise InputRefused("frequency", case.frequency, f"one of {', '.join(tables.periods.yearly)}")
    for name, state in (("work_state", case.work_state), ("residence_state", case.residence_state)):
        if state and state not in STATES:
            raise InputRefused(name, state, "the two letters of a state or DC")
    below = False
    for at, one in enumerate(case.earnings):
        below = below or one.cents < 0
        if one.cents < 0 and one.code != RETRO:
            raise InputRefused(
                f"earnings[{at}].amount", one.cents / 100, "0 or more; take it back with a correction run"
            )
        if one.hours is not None and one.hours < 0:
            raise InputRefused(f"earnings[{at}].hours", one.hours, "0 or more")
        if one.rate is not None and one.rate < 0:
            raise InputRefused(f"earnings[{at}].rate", one.rate, "0 or more")
    if below:
        _taken_from_pay(case)
    for at, item in enumerate(case.deductions):
        if item.cents < 0 or item.arrears < 0 or item.employer < 0 or item.waiting < 0:
            raise InputRefused(
                f"deductions[{at}].amount",
                min(item.cents, item.arrears, item.employer, item.waiting) / 100,
                "0 or more",
            )
        percent, match = item.percent, item.employer_percent
        if not ((percent is None or _fraction(percent)) and (match is None or _fraction(match))):
            raise InputRefused(
                f"deductions[{at}].percent", item.percent or item.employer_percent, "a fraction from 0 to 1"
            )
    for at, order in enumerate(case.orders):
        if order.kind in NAMED and not order.cents and order.percent is None:
            raise InputRefused(
                f"garnishments[{at}].amount", 0, f"an amount or a percentage: {order.kind.value} names one"
            )
        if order.cents < 0 or order.fee < 0 or order.dependents < 0 or not _fraction(order.percent):
            raise InputRefused(
                f"garnishments[{at}]", order.number, "amounts, fee and dependents of 0 or more, a fraction from 0 to 1"
            )


def _taken_from_pay(case: Case) -> None:
    """Raise RuleBroken where retroactive pay below zero is more than the regular pay it is taken out of."""
    left = sum(one.cents for one in case.earnings if one.kind in _REGULAR)
    if left < 0:
        raise InputRefused("retro", left / 100, "more than the regular pay of the check; take back less of it at once")


_REGULAR = (EarningKind.REGULAR, EarningKind.OVERTIME)


def _fraction(share: Decimal | None) -> bool:
    return share is None or ZERO <= share <= DOLLAR
