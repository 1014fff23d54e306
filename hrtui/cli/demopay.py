"""The demo company's payrolls of the year: every check date so far, made by one user, approved by another, and paid.

The use cases of runs do all of it, on their days; in a large company the last quarter's only.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from data.demo.paying import ROUTING
from hrtui.bootstrap import actor_of, open_context
from hrtui.context import Actor, Clock, Context, FixedClock
from hrtui.dates import add_months, on_or_after_business_day, on_or_before_business_day
from hrtui.errors import RuleBroken
from hrtui.payroll import service as calendar
from hrtui.payroll.entered import Entered
from hrtui.payroll.model import PayDate
from hrtui.payroll.runs import service
from hrtui.payroll.runs.entering import InputLine
from hrtui.payroll.runs.exporting import Output, export
from hrtui.payroll.runs.model import Run, RunKind, Slip
from hrtui.people.model import PrivateKind
from hrtui.people.service import set_private

MADE, APPROVED = timedelta(days=2), timedelta(days=1)  # how long before its check
MORNING = time(9, 30)
NOTE = "Looked at, as every time."
BONUS, BONUS_SHARE = (3, 16), 0.4  # the day of the bonus, and how many of the first group get one
OVERTIME_SHARE = 0.08  # how many of the weekly paid have overtime in a week
BACK = 4  # which of the first group's last checks, counted back, one person's is taken back of and paid anew
WRONG, RIGHT = 240_000, 24_000  # the reimbursement as it was keyed, and as it stood on paper
QUARTER = 3  # months
LATELY, NEW_ACCOUNT = timedelta(days=3), f"{ROUTING}/9000000001"


@dataclass(frozen=True, slots=True)
class Payroll:
    """Who makes and who approves the company's payrolls, and where bank files go."""

    ctx: Context
    maker: Actor
    checker: Actor
    folder: Path

    def on(self, day: date, actor: Actor) -> Context:
        """The context of a user on the morning of a day."""
        zone = self.ctx.config.company.time_zone
        instant = datetime.combine(day, MORNING, ZoneInfo(zone))
        return replace(self.ctx, actor=actor, clock=FixedClock(instant, zone))


Step = Callable[["Payroll"], None]


def pay_the_year(settings: Path, clock: Clock, login: str, users: tuple[str, str], whole: bool = True) -> int:
    """Take every check of the tax year before today (else of the last months) through the steps of a run, with a bonus and
    one check paid anew, and return how many runs that makes; the bank files lie in `bank`. `users` make and approve."""
    ctx = open_context(settings, clock, login)
    resting = gc.isenabled()
    gc.disable()
    try:
        (settings.parent / "bank").mkdir(0o700)
        maker, checker = (actor_of(ctx.config, user) for user in users)
        payroll = Payroll(ctx, maker, checker, settings.parent / "bank")
        today = clock.today()
        for _, step in sorted(
            _steps(ctx, today, date(today.year, 1, 1) if whole else add_months(today, -QUARTER)), key=_day
        ):
            with ctx.store.write():
                step(payroll)
        _new_account(payroll, today)
        return len(service.runs_of_year(ctx))
    finally:
        ctx.store.close()
        if resting:
            gc.enable()


def _day(step: tuple[date, Step]) -> date:
    return step[0]


def _steps(ctx: Context, today: date, since: date) -> Iterator[tuple[date, Step]]:
    """What is done about pay from a day to another, each with the day its check is dated."""
    first, *_ = ctx.config.pay_groups
    for group in ctx.config.pay_groups:
        due = [each for each in calendar.pay_dates(ctx, group.name, today) if since <= each.check < today]
        repaired = due[-BACK] if group is first and len(due) > BACK else None
        for each in due:
            if each is not repaired:
                yield each.check, partial(_regular, due=each, weekly=group is not first)
        if repaired is not None:
            yield repaired.check, partial(_mistaken, due=repaired)
    bonus = on_or_before_business_day(date(today.year, *BONUS))
    if since < bonus < today:
        yield bonus, partial(_bonus, group=first.name, day=bonus)


def _regular(payroll: Payroll, due: PayDate, weekly: bool) -> None:
    """A run for a period; of the weekly paid some have overtime."""
    maker = payroll.on(due.check - MADE, payroll.maker)
    run = service.open_run(maker, due.group, pay_date=due.check)
    if weekly:
        random = Random(f"overtime of {run.number}")
        _enter(maker, run, [
            InputLine(slip.number, Entered("overtime", hours=Decimal(random.randint(2, 16)) / 2))
            for slip in _last(payroll, run) if slip.gross > 0 and random.random() < OVERTIME_SHARE
        ])  # fmt: skip
    _through(payroll, run.number, due.check)


def _bonus(payroll: Payroll, group: str, day: date) -> None:
    """A run of bonuses: some percent of two months' pay."""
    maker = payroll.on(day - MADE, payroll.maker)
    run = service.open_run(maker, group, RunKind.BONUS, day, "Bonus for the last year")
    random = Random(f"bonus of {day}")
    _enter(maker, run, [
        InputLine(slip.number, Entered("bonus", cents=slip.gross * random.randint(20, 60) // 10_000 * 100))
        for slip in _last(payroll, run) if slip.gross > 0 and random.random() < BONUS_SHARE
    ])  # fmt: skip
    _through(payroll, run.number, day)


def _mistaken(payroll: Payroll, due: PayDate) -> None:
    """A run with a reimbursement that was keyed ten times too high; it is taken back and paid as it should have been."""
    maker = payroll.on(due.check - MADE, payroll.maker)
    run = service.open_run(maker, due.group, pay_date=due.check)
    someone = next((slip.number for slip in _last(payroll, run) if slip.net > 0 and not slip.problems), None)
    if someone is not None:
        _enter(maker, run, [InputLine(someone, Entered("reimbursement", cents=WRONG))])
    paid = _through(payroll, run.number, due.check)
    if paid is None or someone is None:
        return
    day = on_or_after_business_day(due.check + MADE)
    maker = payroll.on(day, payroll.maker)
    taken = service.reverse(maker, paid.number, "The reimbursement is 240.00 on paper; 2,400.00 was keyed.", someone)
    asked = service.Asked("", service.run(maker, taken.number).totals.net)
    service.approve(payroll.on(day, payroll.checker), taken.number, asked)
    service.finalise(maker, taken.number, asked)
    service.close(maker, taken.number)
    later = on_or_after_business_day(day + MADE)
    maker = payroll.on(later - MADE, payroll.maker)
    again = service.open_run(
        maker, due.group, RunKind.CORRECTION, later, "With the reimbursement of 240.00", paid.number
    )
    _enter(maker, again, [InputLine(someone, Entered("reimbursement", cents=RIGHT))])
    _through(payroll, again.number, later)


def _new_account(payroll: Payroll, today: date) -> None:
    """Someone of the last group brought a new bank account these days, which the next run asks about."""
    group = payroll.ctx.config.pay_groups[-1].name
    last = next((line.run for line in service.runs_of_year(payroll.ctx) if line.run.group == group), None)
    paid = service.slips_of(payroll.ctx, last) if last is not None else ()
    someone = next((slip.number for slip in paid if slip.net > 0 and not slip.problems), None)
    if someone is not None:
        set_private(payroll.on(today - LATELY, payroll.maker), someone, PrivateKind.BANK, NEW_ACCOUNT)


def _without_leavers(ctx: Context, run: Run) -> Run:
    """The run without what was entered for people who cannot be paid, since they left before the period."""
    blocked = service.blocked_people(run)
    had = service.entered_for(ctx, run.number) if blocked else {}
    codes = {entry.entered.code for entries in had.values() for entry in entries}
    lines = [InputLine(number, Entered(code)) for number in blocked for code in sorted(codes)]
    return service.calculate(ctx, run.number) if lines and service.enter(ctx, run.number, lines) else run


def _last(payroll: Payroll, run: Run) -> Sequence[Slip]:
    """The checks of the group's last run before a run, by the people's numbers."""
    runs = [line.run for line in service.runs_of_year(payroll.ctx)]
    before = next(
        (each for each in runs if each.group == run.group and each.kind is RunKind.REGULAR and each.id < run.id), None
    )
    return service.slips_of(payroll.ctx, before) if before is not None else ()


def _enter(ctx: Context, run: Run, lines: Sequence[InputLine]) -> None:
    service.enter(ctx, run.number, lines)


def _approve(maker: Context, checker: Context, run: Run, asked: service.Asked) -> None:
    """Approve a run, once changes without a known cause are accepted where they keep it from that."""
    try:
        service.approve(checker, run.number, asked)
    except RuleBroken:
        left = service.unexplained(maker, run)
        if not left:
            raise
        service.accept(maker, run.number, left, NOTE)
        service.approve(checker, run.number, asked)


def _through(payroll: Payroll, number: str, check: date) -> Run | None:
    """Calculate, accept, approve, finalise, export, pay and close; a run that cannot be paid is cancelled."""
    maker, checker = payroll.on(check - MADE, payroll.maker), payroll.on(check - APPROVED, payroll.checker)
    made = _without_leavers(maker, service.calculate(maker, number))
    open_ = service.unaccepted(made)
    if open_:
        service.accept(maker, number, open_, NOTE)
    try:
        service.submit(maker, number)
        asked = service.Asked("", service.run(maker, number).totals.net)
        _approve(maker, checker, made, asked)
        maker = payroll.on(check - APPROVED, payroll.maker)
        service.finalise(maker, number, asked)
        export(maker, number, Output.BANK, payroll.folder / f"{number}.ach")
    except RuleBroken as broken:
        service.cancel(maker, number, service.Asked(f"Made for the demo, and could not be paid: {broken}"))
        return None
    maker = payroll.on(check, payroll.maker)
    service.pay(maker, number)
    return service.close(maker, number)
