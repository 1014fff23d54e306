"""Opening a run."""

from __future__ import annotations

from datetime import date, timedelta

from data.payrun import runs as rows
from hrtui.audit.model import Change
from hrtui.audit.writing import begin, note
from hrtui.context import Context
from hrtui.dates import on_or_after_business_day
from hrtui.errors import RuleBroken
from hrtui.payroll import rules as calendar
from hrtui.payroll.groups import PayGroup
from hrtui.payroll.holidays import closed_days
from hrtui.payroll.model import PayDate
from hrtui.payroll.runs import rules
from hrtui.payroll.runs.model import Run, RunKind, RunState, Step
from hrtui.payroll.runs.seen import run_of, whole

ACTION = "payroll.open"


def open_run(
    ctx: Context,
    group: str = "",
    kind: RunKind = RunKind.REGULAR,
    pay_date: date | None = None,
    reason: str = "",
    corrects: str = "",
) -> Run:
    """Open a run as a draft, and return it.

    A regular run is for the group's first check on or after a day that no run pays yet; any other is for the period that
    day lies in, with its check on the day itself (where none is given, today or the next day that banks are open), and says
    why. A correction takes group and period from the run it corrects, and its check is not before that one's where no day is
    given. Raises NotAllowed, and RuleBroken where it would pay again what a run pays.
    """
    whole(ctx, Step.CALCULATE)
    mended = run_of(ctx, corrects) if corrects else None
    if kind is not RunKind.REGULAR and not reason.strip():
        raise RuleBroken(f"Say why: a {kind.replace('_', ' ')} run keeps the reason.", "reason")
    due = _due(ctx, _group(ctx, mended.group if mended else group), kind, pay_date, mended)
    with ctx.store.write():
        known = rows.runs(group=due.group)
        rules.check_opening(kind, known, due.group, due.period.start, due.period.end, mended)
        number = rules.run_number(due.group, due.check, kind, (run.number for run in known))
        entered = begin(ctx, ACTION, number)
        rows.add(
            {
                "number": number, "pay_group": due.group, "kind": kind.value, "begins": due.period.start,
                "ends": due.period.end, "pay_date": due.check, "reason": reason.strip(),
                "corrects": mended.id if mended else None,
            },
            entered,
        )  # fmt: skip
        changes = [Change("kind", "", kind.value), Change("period", "", f"{due.period.start} to {due.period.end}")]
        detail = {"check": due.check.isoformat(), **({"reason": reason.strip()} if reason.strip() else {})}
        note(entered, ACTION, number, changes, detail)
    return run_of(ctx, number)


def _group(ctx: Context, name: str) -> PayGroup:
    groups = ctx.config.pay_groups
    if not groups:
        raise RuleBroken("No pay group is configured: add one under pay_groups in the configuration.", "pay_group")
    return calendar.group_named(groups, name) if name else groups[0]


def _due(ctx: Context, group: PayGroup, kind: RunKind, day: date | None, mended: Run | None) -> PayDate:
    """The period and check date of a run that is opened."""
    earliest = day or max(ctx.clock.today(), mended.pay_date if mended else date.min)
    closed = closed_days(ctx.config.holidays, (earliest.year - 1, earliest.year, earliest.year + 1))
    asked = day or (earliest if kind is RunKind.REGULAR else on_or_after_business_day(earliest, closed))
    if mended is not None:
        return PayDate(group.name, calendar.period_of(group, mended.begins), asked)
    if kind is not RunKind.REGULAR:
        return PayDate(group.name, calendar.period_of(group, asked), asked)
    due = calendar.next_pay_date(group, asked, closed)
    if day is None:
        paid = [
            run
            for run in rows.runs(first=asked, group=group.name)
            if run.kind is kind and run.state is not RunState.CANCELLED
        ]
        while any(run.begins <= due.period.end and due.period.start <= run.ends for run in paid):
            due = calendar.next_pay_date(group, due.check + timedelta(days=1), closed)
    return due
