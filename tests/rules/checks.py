"""Cases of one check for tests: a salary in Texas unless told otherwise, and what comes of it as cents by line key."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from data.payroll_tables import payroll_tables
from hrtui.payroll.check.calculate import calculate
from hrtui.payroll.check.values import (
    Case,
    Earning,
    EarningKind,
    Order,
    OrderKind,
    Part,
    Result,
)
from hrtui.payroll.model import W4

DAY = date(2026, 11, 20)
TABLES = payroll_tables(DAY)
SINGLE = W4()


def salary(dollars: object, kind: EarningKind = EarningKind.REGULAR, code: str = "salary") -> Earning:
    return Earning(code, kind, int(Decimal(str(dollars)) * 100))


def case(*earnings: Earning, **more: Any) -> Case:
    given: dict[str, Any] = {"w4": SINGLE, "frequency": "biweekly", "work_state": "TX", "residence_state": "TX"} | more
    return Case(pay_date=given.pop("pay_date", DAY), earnings=earnings, **given)


def lines(made: Result) -> dict[str, int]:
    return {line.key: line.amount for line in made.lines}


def made(*earnings: Earning, **more: Any) -> dict[str, int]:
    return lines(calculate(case(*earnings, **more), TABLES))


def order(number: str, kind: OrderKind, dollars: object = 0, **more: Any) -> Order:
    received = more.pop("received", date(2026, 1, 5))
    return Order(number, kind, received, int(Decimal(str(dollars)) * 100), **more)


def disposable(told: Result) -> int:
    return told.gross - sum(line.amount for line in told.lines if line.part in (Part.TAX, Part.CONTRIBUTION))
