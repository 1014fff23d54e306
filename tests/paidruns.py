"""Runs that were paid, for tests: people in Texas with all that a check needs, and runs brought to final by two people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hrtui.context import Context
from hrtui.money import Money
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import Run
from hrtui.people import service as people
from hrtui.people.model import Certificate, PrivateKind
from tests.people import hire

TEXAS = {"location": "Houston, TX", "pay_group": "main", "flsa": "exempt"}
FIRST, SECOND, THIRD = date(2026, 11, 12), date(2026, 11, 25), date(2026, 12, 10)
"""The check dates of three periods in a row: from 25 October, 8 November and 22 November 2026."""


def employee(ctx: Context, at: int = 0, rate: int = 52_000, **more: Any) -> str:
    """Someone in Texas with a Form W-4, a number and an account, and their number."""
    number = hire(ctx, last=f"Kim{at}", rate=Money(rate * 100), **(TEXAS | more))
    people.change_certificate(ctx, number, Certificate(date(2026, 1, 1), "US", {"status": "single"}))
    people.set_private(ctx, number, PrivateKind.SSN, f"123-45-{6000 + at}")
    people.set_private(ctx, number, PrivateKind.BANK, f"231380104/{10_000 + at}")
    return number


def calculated(ctx: Context, day: date) -> Run:
    """A regular run for the check on or after a day, calculated."""
    return service.calculate(ctx, service.open_run(ctx, pay_date=day).number)


def final(ctx: Context, run: Run) -> Run:
    """A calculated run accepted and approved by another, and finalised."""
    checker = replace(ctx, actor=replace(ctx.actor, login="carol"))
    service.submit(ctx, run.number)
    for person in {*service.unaccepted(run), *service.unexplained(ctx, run)}:
        service.accept(checker, run.number, [person], "looked at")
    net = service.run(ctx, run.number).totals.net
    service.approve(checker, run.number, service.Asked(net=net))
    return service.finalise(ctx, run.number, service.Asked(net=net))


def paid(ctx: Context, day: date) -> Run:
    """A regular run, final."""
    return final(ctx, calculated(ctx, day))
