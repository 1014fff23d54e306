"""What made a check differ from another, in words: the dated row, entry, order or limit behind a step; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from hrtui.audit.rules import differences
from hrtui.benefits.model import Election
from hrtui.benefits.plans import PlanType
from hrtui.benefits.premiums import in_force
from hrtui.dates import Period
from hrtui.money import Money, NumberStyle, format_money
from hrtui.payroll.check.values import CheckLine, Part
from hrtui.payroll.codes import Codes
from hrtui.payroll.electedwhy import named
from hrtui.payroll.entered import Entered
from hrtui.payroll.items.model import PayItem, PayOrder
from hrtui.payroll.model import PersonFacts, Unpaid
from hrtui.payroll.rules.gross import WORKING_DAYS_PER_WEEK, segments
from hrtui.payroll.runs.model import Cause
from hrtui.payroll.runs.terms import Basis
from hrtui.people.model import Basis as PayBasis
from hrtui.people.model import Job, Pay, Status

PARTLY = ", which the last check had for a part of its period"
UNSAID = frozenset(
    {"action", "status", "reason", "last_day", "manager", "manager_name", "title", "dotted", "grade", "position"}
)
NAMED = 4
PER = {PayBasis.ANNUAL: "a year", PayBasis.HOURLY: "an hour"}


def of_pay(before: Pay | None, after: Pay, style: NumberStyle) -> str:
    """A row of pay: the day, and what it changes."""
    on = after.effective_from
    if before is None:
        return f"First rate of pay on {on}: {_rate(after, style)}"
    if before.pay_group != after.pay_group:
        return f"Pay group {after.pay_group or '(none)'} from {on}, before {before.pay_group or '(none)'}"
    raised = before.basis is after.basis and after.rate.cents > before.rate.cents
    verb = "Raise" if raised else "Change of pay"
    return f"{verb} on {on} from {_rate(before, style)} to {_rate(after, style)}"


def of_job(before: Job | None, after: Job) -> tuple[Cause, str]:
    """A row of a job: which cause it is, and what it changes."""
    on = after.effective_from
    if after.status is Status.TERMINATED:
        return Cause.LEFT, f"Employment ended, last day {after.last_day or on - timedelta(days=1)}"
    if before is None or before.status is Status.TERMINATED:
        return Cause.HIRE, f"Hired on {on}"
    if after.status is Status.LEAVE and before.status is not Status.LEAVE:
        return Cause.LEAVE, f"On leave from {on}"
    if before.status is Status.LEAVE and after.status is not Status.LEAVE:
        return Cause.LEAVE, f"Back from leave on {on}"
    changed = [each for each in differences(before, after) if each.field not in UNSAID]
    said = "; ".join(
        f"{each.field.replace('_', ' ')} from {each.before or '(none)'} to {each.after or '(none)'}"
        for each in changed[:NAMED]
    )
    return Cause.JOB, f"Change of job on {on}" + (f": {said}" if said else "")


def unpaid_days(facts: PersonFacts, basis: Basis) -> str:
    """The days of the period on unpaid leave, as a sentence begins; empty for none."""
    terms = basis.terms
    found = segments(facts, terms.pay_date.period, terms.group)
    count = sum(part.days for part in found if part.unpaid is Unpaid.LEAVE)
    return _days(Decimal(count)) if count else ""


def of_entries(
    code: str, before: Sequence[Entered], after: Sequence[Entered], codes: Codes, job: Job | None
) -> tuple[Cause, str]:
    """What was entered for one code: unpaid hours are leave."""
    known = codes.earnings.get(code)
    label = known.label if known else code
    hours, hours_before = _hours(after), _hours(before)
    if known is not None and known.unpaid:
        a_day = (job.standard_hours if job else Decimal(40)) / WORKING_DAYS_PER_WEEK
        count = hours / a_day if a_day else Decimal(0)
        return Cause.LEAVE, f"{_days(count)} entered ({_number(hours)} h), before {_number(hours_before)} h"
    was, now = _entered(before), _entered(after)
    source = next((each.source for each in (*after, *before) if each.source), "")
    return Cause.INPUT, f"{label} {now or 'not entered'}, before {was or 'none'}" + (f"; {source}" if source else "")


def of_item(
    code: str, before: PayItem | None, after: PayItem | None, row: PayItem | None, codes: Codes, style: NumberStyle
) -> str:
    """A standing item: what it is, since when, and what it was; `row` is the row that says so, also where it stops it."""
    known = codes.deductions.get(code) or codes.earnings.get(code)
    label, on = known.label if known else code, f" from {row.effective_from}" if row is not None else ""
    return f"{label}{on}: {_item(after, style)}, before {_item(before, style)}"


def of_election(type_: PlanType, before: Sequence[Election], after: Sequence[Election], basis: Basis) -> str:
    """An election of a type of plan that is new, changed or ended; rows up to the two check dates."""
    premiums = basis.terms.premiums
    had, now = in_force(before, date.max), in_force(after, date.max)
    row = after[-1] if after else None
    since = f" from {row.effective_from}" if row is not None else ""
    if premiums is None or (had is None and now is None):
        return f"Election of {type_.value.replace('_', ' ')}{since}"
    if now is None:
        return f"Election ended: {named(premiums.book, had)}{since}"
    if had is None:
        return f"New election: {named(premiums.book, now)}{since}"
    return f"Election: {named(premiums.book, now)}{since}, before {named(premiums.book, had)}"


def of_order(number: str, before: PayOrder | None, after: PayOrder | None, row: PayOrder | None) -> str:
    """A garnishment order that began, changed or stopped, or whose balance went down."""
    if before is None and after is not None:
        return f"Order {number} from {after.effective_from}"
    if after is None:
        return (
            f"Order {number} stopped on {row.effective_from}" if row is not None else f"Order {number} no longer counts"
        )
    if row is not None and before is not None and before.stamp != row.stamp:
        return f"Order {number} changed on {row.effective_from}"
    return f"Order {number}: less of its balance is left"


def of_limits(
    before: Sequence[CheckLine], after: Sequence[CheckLine], years: tuple[int, int], style: NumberStyle
) -> str:
    """The lines that the balances of the year change."""
    begins = f"Tax year {years[1]} begins, limits start again: " if years[0] != years[1] else "Limits of the year: "
    return begins + (_instead(before, after, style) or "what was paid before")


def of_terms(before: Sequence[CheckLine], after: Sequence[CheckLine], check: date, style: NumberStyle) -> str:
    """The lines that the check date changes: by tables, by terms of the pay group, or as parts of a year's goal differ by a cent."""
    moved = _instead(before, after, style)
    return (
        f"{moved}, by tables and terms of the check of {check}"
        if moved
        else f"Tables and terms of the check of {check}"
    )


def _instead(before: Sequence[CheckLine], after: Sequence[CheckLine], style: NumberStyle) -> str:
    """The first lines that differ between two checks, with what they were; empty where none do."""
    was, now = _by_label(before), _by_label(after)
    moved = [
        f"{label} {format_money(Money(now.get(label, 0)), style)} instead of {format_money(Money(was.get(label, 0)), style)}"
        for label in dict.fromkeys([*was, *now])
        if was.get(label, 0) != now.get(label, 0)
    ]
    more = f" and {len(moved) - NAMED} more" if len(moved) > NAMED else ""
    return ", ".join(moved[:NAMED]) + more


def moved(entries: Sequence[Entered], before: Period, now: Period) -> tuple[Entered, ...]:
    """Entries of one period as if made in another: the same days, counted from its first."""
    return tuple(
        each
        if each.worked_on is None
        else each._replace(worked_on=min(now.start + (each.worked_on - before.start), now.end))
        for each in entries
    )


def by_code(entries: Sequence[Entered]) -> Mapping[str, tuple[Entered, ...]]:
    """Entries by their code."""
    codes = dict.fromkeys(each.code for each in entries)
    return {code: tuple(each for each in entries if each.code == code) for code in codes}


def plain(entries: Sequence[Entered]) -> list[Entered]:
    """Entries without where they were entered, in an order of their own."""
    return sorted((each._replace(source="") for each in entries), key=repr)


def _by_label(lines: Sequence[CheckLine]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        if line.part not in (Part.WAGES, Part.EMPLOYER):
            found[line.label] = found.get(line.label, 0) + line.amount
    return found


def _rate(row: Pay, style: NumberStyle) -> str:
    return f"{format_money(row.rate, style)} {PER[row.basis]}"


def _item(row: PayItem | None, style: NumberStyle) -> str:
    if row is None:
        return "none"
    if row.percent is not None:
        return f"{_number(row.percent * 100)} %"
    return format_money(row.amount, style) if row.amount else "nothing"


def _hours(entries: Sequence[Entered]) -> Decimal:
    return sum((each.hours for each in entries if each.hours is not None), Decimal(0))


def _entered(entries: Sequence[Entered]) -> str:
    hours, cents = _hours(entries), sum(each.cents or 0 for each in entries)
    said = [f"{_number(hours)} h" if hours else "", f"{Decimal(cents).scaleb(-2):,.2f}" if cents else ""]
    return " and ".join(filter(None, said)) or ("0" if entries else "")


def _days(count: Decimal) -> str:
    plain_count = _number(round(count, 2))
    return f"{plain_count} unpaid day{'' if plain_count == '1' else 's'}"


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"
