"""The use cases of payroll: a person's paycheck, everyone's preview, the pay dates. Nothing is finalised here."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import date

from data import audit, directory, payroll
from hrtui.access.model import Field, Sight, Subject
from hrtui.access.rules import may, require, scopes, seen_in, sight
from hrtui.audit.model import Entry
from hrtui.context import Context
from hrtui.errors import NotAllowed, RuleBroken
from hrtui.payroll import rules
from hrtui.payroll.ahead import Ahead
from hrtui.payroll.check.values import Part, Result
from hrtui.payroll.holidays import closed_days
from hrtui.payroll.model import CENTS, Columns, PayDate, PayGroup, Preview, PreviewRow
from hrtui.payroll.paycheck import DEDUCTED, WITHHELD, Paycheck, is_computed
from hrtui.payroll.rules.figures import totals_of
from hrtui.people.subjects import nobody

ACTION = "payroll.preview"
READ = "people.read"
MEDICARE = frozenset({"medicare", "additional_medicare"})
CHUNK = 500

Progress = Callable[[int, int], None]


def paycheck(ctx: Context, number: str, pay_date: date | None = None) -> Paycheck:
    """A person's paycheck for the first pay date on or after a day (the one looked at), with derivations and blockers: the check
    that a regular run of it would make now, kept nowhere.

    Leaves an audit entry. Raises NotAllowed without the permission or where pay is hidden, NotFound for nobody and for
    anyone out of sight, and RuleBroken where no pay group is configured or the year's tables are not known.
    """
    require(ctx.actor, ACTION)
    with ctx.store.snapshot():
        id_ = _permitted(ctx, number)
        day = pay_date or ctx.day
        (facts,) = payroll.facts([id_], day)
    due = rules.next_due(facts, ctx.config.pay_groups, day, _closed(ctx, day.year))
    made = Ahead(ctx, due, [id_]).paycheck(id_)
    _note(ctx, "payroll.see_pay", number, {"group": due.group, "check": due.check.isoformat()})
    return made


def preview(
    ctx: Context,
    group: str = "",
    pay_date: date | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Preview | None:
    """Everyone's check of a pay group for its first pay date on or after a day (the one looked at), as a regular run of it would
    make it now; None where it was cancelled.

    Without a group, the one that is paid first. People are those the actor may preview and whose pay they may see,
    ordered by number; those who are employed without a known pay group are in every preview, as not computed. Reads
    and computes 500 people at a time, telling `progress(done, all)`. Leaves one audit entry, with counts. Raises
    NotAllowed, and RuleBroken for an unknown group or a year whose tables are not known.
    """
    ids = _everyone(ctx)
    due = next_pay_date(ctx, group, pay_date)
    ahead = Ahead(ctx, due)
    concerned = set(ahead.people())
    ids = array("q", (id_ for id_ in ids if id_ in concerned))
    columns = Columns(*(array("q") for _ in Columns._fields))
    for start in range(0, len(ids), CHUNK):
        if cancelled is not None and cancelled():
            return None
        for person, result, _, _ in ahead.chunk(ids[start : start + CHUNK]):
            for column, value in zip(columns, _row(person, result), strict=True):
                column.append(value)
        if progress is not None:
            progress(min(start + CHUNK, len(ids)), len(ids))
    totals = totals_of(columns, range(len(columns.ids)))
    counts = {"people": str(totals.people), "not computed": str(totals.not_computed)}
    _note(ctx, ACTION, due.group, {"check": due.check.isoformat(), **counts})
    return Preview(due, columns, totals)


def preview_rows(ctx: Context, made: Preview, start: int, count: int) -> list[PreviewRow]:
    """Some rows of a preview with number, name and department on the day looked at; one query. Raises NotAllowed."""
    require(ctx.actor, ACTION)
    columns = made.columns
    ids = columns.ids[start : start + count]
    lines = directory.page(ids, scopes(ctx.actor, ACTION), ctx.actor.person, ctx.lens)
    return [
        PreviewRow(
            number=line.number if line else "",
            name=line.name if line else "",
            department=line.department if line else "",
            **{name: getattr(columns, name)[at] for name in CENTS},
            blockers=columns.blockers[at],
            computed=bool(columns.computed[at]),
        )
        for at, line in enumerate(lines, start=start)
    ]


def pay_dates(ctx: Context, group: str = "", around: date | None = None) -> tuple[PayDate, ...]:
    """The pay dates of a pay group (the first configured) whose checks are in the year of a day (the one looked at).

    Raises NotAllowed, and RuleBroken for an unknown group.
    """
    require(ctx.actor, ACTION)
    groups = _groups(ctx)
    wanted = rules.group_named(groups, group) if group else groups[0]
    year = (around or ctx.day).year
    return rules.pay_dates_of_year(wanted, year, _closed(ctx, year))


def next_pay_date(ctx: Context, group: str = "", day: date | None = None) -> PayDate:
    """The first pay date on or after a day (the one looked at): of a group, or of the group that is paid first.

    Raises NotAllowed, and RuleBroken for an unknown group.
    """
    require(ctx.actor, ACTION)
    wanted, day = _groups(ctx), day or ctx.day
    if group:
        wanted = (rules.group_named(wanted, group),)
    closed = _closed(ctx, day.year)
    return min((rules.next_pay_date(each, day, closed) for each in wanted), key=lambda made: made.check)


def _permitted(ctx: Context, number: str) -> int:
    """The id of a person whose pay the actor may see computed."""
    found = directory.line(number)
    if found is None:
        raise nobody(number)
    line, subject = found
    if not may(ctx.actor, READ, subject) and not may(ctx.actor, ACTION, subject):
        raise nobody(number)
    require(ctx.actor, ACTION, subject)
    if not _pay_seen(ctx, subject):
        raise NotAllowed(f"{ctx.actor.login} may not see pay, so no paycheck; a role shows it with fields: pay.")
    return line.id


def _pay_seen(ctx: Context, subject: Subject) -> bool:
    return any(sight(ctx.actor, Field.PAY, subject, action) is not Sight.HIDDEN for action in (READ, ACTION))


def _everyone(ctx: Context) -> Sequence[int]:
    """The ids of the people the actor may preview and whose pay they may see."""
    require(ctx.actor, ACTION)
    paid = seen_in(ctx.actor, Field.PAY, READ, ACTION)
    if not paid:
        raise NotAllowed(f"{ctx.actor.login} may not see pay, so no preview; a role shows it with fields: pay.")
    with ctx.store.snapshot():
        ids = payroll.people(scopes(ctx.actor, ACTION), ctx.actor.person)
        if any(scope.everyone for scope in paid):
            return ids
        seen = set(payroll.people(paid, ctx.actor.person))
    return array("q", (id_ for id_ in ids if id_ in seen))


def _groups(ctx: Context) -> tuple[PayGroup, ...]:
    if not ctx.config.pay_groups:
        raise RuleBroken("No pay group is configured: add one under pay_groups in the configuration.", "pay_group")
    return ctx.config.pay_groups


def _closed(ctx: Context, year: int) -> frozenset[date]:
    """The holidays of a year and of those beside it, into which check dates may fall."""
    return closed_days(ctx.config.holidays, (year - 1, year, year + 1))


def _row(person: int, result: Result) -> tuple[int, ...]:
    """A check as the columns of a preview."""
    federal = security = medicare = state = deducted = back = 0
    for line in result.lines:
        part, code, amount = line.part, line.code, line.amount
        if part is Part.TAX and code == "federal_income_tax":
            federal += amount
        elif part is Part.TAX and code == "social_security":
            security += amount
        elif part is Part.TAX and code in MEDICARE:
            medicare += amount
        elif part in WITHHELD:
            state += amount
        elif part in DEDUCTED:
            deducted += amount
        elif part is Part.REIMBURSEMENT:
            back += amount
    stops = sum(each.stops for each in result.blockers)
    parts = (result.gross, federal, security, medicare, state, deducted, back, result.net)
    return (person, *parts, stops, int(is_computed(result)))


def _note(ctx: Context, action: str, subject: str, detail: dict[str, str]) -> None:
    with ctx.store.write():
        audit.append(Entry(ctx.clock.now(), ctx.actor.login, action, subject, detail=detail))
