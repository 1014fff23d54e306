"""The demo company's last payrolls: every pay group's latest check, made by one user, approved by another, and paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hrtui.bootstrap import actor_of, open_context
from hrtui.context import Clock, Context, FixedClock
from hrtui.errors import RuleBroken
from hrtui.payroll import service as calendar
from hrtui.payroll.model import PayDate
from hrtui.payroll.runs import service
from hrtui.payroll.runs.exporting import Output, export

BEFORE = timedelta(days=2)  # how long before its check a payroll is made
NOTE = "Looked at, as every time."


def pay_the_last(settings: Path, clock: Clock, maker: str, checker: str) -> None:
    """Take the last check of every pay group before today through the steps of a run; its bank files lie in `bank`."""
    ctx = open_context(settings, clock, maker)
    try:
        (settings.parent / "bank").mkdir(0o700)
        today = clock.today()
        due = [_last(ctx, group.name, today) for group in ctx.config.pay_groups]
        for each in sorted((each for each in due if each is not None), key=lambda each: each.check):
            then = FixedClock(clock.now() - (today - each.check) - BEFORE, ctx.config.company.time_zone)
            made = replace(ctx, clock=then)
            number = service.open_run(made, each.group, pay_date=each.check).number
            _pay(made, replace(made, actor=actor_of(ctx.config, checker)), number, settings.parent / "bank")
    finally:
        ctx.store.close()


def _last(ctx: Context, group: str, today: date) -> PayDate | None:
    """The last check date of a group before a day; in the first days of a year that may be none."""
    return max(
        (each for each in calendar.pay_dates(ctx, group, today) if each.check < today),
        key=lambda each: each.check,
        default=None,
    )


def _pay(maker: Context, checker: Context, number: str, folder: Path) -> None:
    """Calculate, accept, approve, finalise, export, pay and close; a run that cannot be paid is cancelled."""
    made = service.calculate(maker, number)
    open_ = service.unaccepted(made)
    if open_:
        service.accept(maker, number, open_, NOTE)
    try:
        service.submit(maker, number)
        asked = service.Asked("", service.run(maker, number).totals.net)
        service.approve(checker, number, asked)
        service.finalise(maker, number, asked)
        export(maker, number, Output.BANK, folder / f"{number}.ach")
    except RuleBroken as broken:
        service.cancel(maker, number, service.Asked(f"Made for the demo, and could not be paid: {broken}"))
        return
    service.pay(maker, number)
    service.close(maker, number)
