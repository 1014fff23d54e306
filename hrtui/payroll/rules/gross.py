"""Gross pay of a period from dated job and pay rows: segments, proration, and one rounding a line.

A rate is what was entered, per year or per hour: it is never scaled by FTE. Scheduled hours are the job's standard hours a
week x 52 / pay periods a year. Holidays are working days: they are paid.

A period without unpaid days pays the whole salary of a period, whatever the pay group's proration. With unpaid days, salary
goes by the paid share of the period's days (`working_days`, `calendar_days`); or by the day (annual rate / 260) or hour (annual
rate / 2080 x FTE), counted up where someone comes or goes, at most a whole period, and taken off for leave. No authority
prescribes one of these conventions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from hrtui.dates import Period
from hrtui.money import Money, split
from hrtui.payroll.model import Frequency, PaidSegment, PayGroup, PersonFacts, Proration, Segment, Unpaid, Why
from hrtui.payroll.rules import why
from hrtui.payroll.rules.calendar import PERIODS_PER_YEAR
from hrtui.people.model import Basis, Job, Pay, Status
from hrtui.value import frozen

WEEKS_PER_YEAR = PERIODS_PER_YEAR[Frequency.WEEKLY]
CURRENCY = "USD"
DAYS_PER_YEAR, HOURS_PER_YEAR, WORKING_DAYS_PER_WEEK = 260, 2080, 5  # what the bases annual_260 and hourly_2080 mean
_HOUR_SCALE = 10_000
_BY_YEAR = (Proration.ANNUAL_260, Proration.HOURLY_2080)
Dated = TypeVar("Dated", Job, Pay)
CODES = {Basis.ANNUAL: ("salary", "Salary"), Basis.HOURLY: ("hourly", "Hourly wages")}


@frozen
class Earning:
    """A line of gross pay in cents, with the segments it is for; `cents` is rounded once, from their exact sum."""

    code: str
    label: str
    cents: int
    segments: tuple[Segment, ...]


def segments(facts: PersonFacts, span: Period, group: PayGroup) -> tuple[Segment, ...]:
    """The slices of a period between changes of job or pay, each with the rows in force and why it is unpaid, if it is."""
    first, last = span.start, span.end
    days = [row.effective_from for row in facts.jobs if first < row.effective_from <= last]
    days += [row.effective_from for row in facts.pays if first < row.effective_from <= last]
    whole = counted(span, group.proration)
    if not days:
        return (_segment(facts, span, group, whole, whole),)
    starts = [first, *sorted(set(days))]
    ends = [start - timedelta(days=1) for start in starts[1:]] + [last]
    spans = [Period(start, end) for start, end in zip(starts, ends, strict=True)]
    return tuple(_segment(facts, each, group, counted(each, group.proration), whole) for each in spans)


def earnings(parts: Sequence[Segment], group: PayGroup) -> tuple[Earning, ...]:
    """The lines of gross pay: salary and hourly wages, each from its own paid segments."""
    if len(parts) == 1:
        return _one(parts[0], parts, group)
    made = []
    for basis, (code, label) in CODES.items():
        paid = tuple(part for part in parts if part.unpaid is None and part.pay and part.pay.basis is basis)
        if paid:
            part, whole = _worth(basis, parts, group)
            exact = sum(weights(paid)) * part
            made.append(Earning(code, label, (2 * exact + whole) // (2 * whole), paid))
    return tuple(made)


def whole_salary(cents: int, group: PayGroup) -> int:
    """What one annual rate, in cents, earns in a period of which every day is paid, in cents; rounded once, half up."""
    periods = PERIODS_PER_YEAR[group.frequency]
    return (2 * cents + periods) // (2 * periods)


def _one(part: Segment, parts: Sequence[Segment], group: PayGroup) -> tuple[Earning, ...]:
    """The line of a period that is one segment."""
    pay = part.pay
    if part.unpaid is not None or pay is None:
        return ()
    code, label = CODES[pay.basis]
    share, whole = _worth(pay.basis, parts, group)
    exact = _weight(part) * share
    return (Earning(code, label, (2 * exact + whole) // (2 * whole), (part,)),)


def weights(paid: Sequence[Segment]) -> list[int]:
    """What each segment earns, exact, over one common denominator."""
    return [_weight(part) for part in paid]


def split_over(cents: int, paid: Sequence[Segment]) -> list[int]:
    """Cents over segments as each earns, by largest remainder; over all alike where none earns anything."""
    if len(paid) == 1:
        return [cents]
    shares = weights(paid)
    return split(cents, shares if any(shares) else [1] * len(shares))


@lru_cache(maxsize=4096)
def counted(span: Period, proration: Proration) -> int:
    """The days of a span that count: all of them by calendar days, else Monday to Friday."""
    if proration is Proration.CALENDAR_DAYS:
        return span.days
    weeks, rest = divmod(span.days, 7)
    first = span.start.weekday()
    return weeks * 5 + sum((first + offset) % 7 < 5 for offset in range(rest))


def row_on(rows: Sequence[Dated], day: date) -> Dated | None:
    """The last row that starts on or before a day; rows are in order."""
    for row in reversed(rows):
        if row.effective_from <= day:
            return row
    return None


def employed(part: Segment) -> bool:
    """Whether the person is employed on the segment's days, at work or on leave."""
    return part.unpaid not in (Unpaid.NOT_HIRED, Unpaid.ENDED)


def paid_segments(earning: Earning, line: Why, every: Sequence[Segment], group: PayGroup) -> tuple[PaidSegment, ...]:
    """The segments of a line with their parts, which add up to it, and how each part comes about."""
    parts = split_over(earning.cents, earning.segments)
    exact = tuple(_explain_segment(part, every, group) for part in earning.segments)
    trees = [
        why.share(_days(part), cents, line, place, exact) if len(exact) > 1 else line
        for place, (part, cents) in enumerate(zip(earning.segments, parts, strict=True), start=1)
    ]
    return tuple(
        PaidSegment(part, Money(cents, CURRENCY), tree)
        for part, cents, tree in zip(earning.segments, parts, trees, strict=True)
    )


def explain_earning(earning: Earning, parts: Sequence[Segment], group: PayGroup) -> Why:
    """How a line of gross pay follows from rates, days and hours; days without pay are named."""
    exact = tuple(_explain_segment(part, parts, group) for part in earning.segments)
    whole = exact[0] if len(exact) == 1 else why.total("All segments, before rounding", *exact)
    return why.rounded(earning.label, whole, earning.cents, facts=explain_unpaid(parts))


def explain_unpaid(parts: Sequence[Segment]) -> tuple[Why, ...]:
    """The days that are not paid, and why, in words."""
    return tuple(
        why.fact(f"Not paid: {part.period.start} to {part.period.end}", part.unpaid.value, _unpaid_row(part))
        for part in parts
        if part.unpaid is not None
    )


def _unpaid_row(part: Segment) -> str:
    if part.unpaid in (Unpaid.ENDED, Unpaid.LEAVE):
        return _job(part.job) if part.job else ""
    return why.row(f"pay row ({part.pay.action})", part.pay.effective_from, part.pay.stamp) if part.pay else ""


def _segment(facts: PersonFacts, span: Period, group: PayGroup, days: int, whole: int) -> Segment:
    job, pay = row_on(facts.jobs, span.start), row_on(facts.pays, span.start)
    return Segment(span, days, whole, job, pay, unpaid(job, pay, group))


def unpaid(job: Job | None, pay: Pay | None, group: PayGroup) -> Unpaid | None:
    """Why days under a job and a pay row are not paid in a group, if they are not."""
    if job is None:
        return Unpaid.NOT_HIRED
    if job.status is Status.TERMINATED:
        return Unpaid.ENDED
    if pay is None:
        return Unpaid.NO_RATE
    if pay.pay_group != group.name:
        return Unpaid.OTHER_GROUP if pay.pay_group else Unpaid.NO_GROUP
    if pay.rate.currency != CURRENCY:
        return Unpaid.CURRENCY
    return Unpaid.LEAVE if job.status is Status.LEAVE else None


def _weight(part: Segment) -> int:
    """Cents x days of an annual rate; cents x hours x weeks x days of an hourly one."""
    assert part.pay is not None and part.job is not None
    if part.pay.basis is Basis.ANNUAL:
        return part.pay.rate.cents * part.days
    return part.pay.rate.cents * int(part.job.standard_hours * _HOUR_SCALE) * WEEKS_PER_YEAR * part.days


def _worth(basis: Basis, parts: Sequence[Segment], group: PayGroup) -> tuple[int, int]:
    """The part of a period's pay that one paid day is worth, over what a weight is scaled by: numerator, denominator."""
    periods, days = PERIODS_PER_YEAR[group.frequency], max(parts[0].of_days, 1)
    if basis is Basis.HOURLY:
        return 1, periods * _HOUR_SCALE * days
    if group.proration not in _BY_YEAR or not by_year(parts, group):
        return 1, periods * days
    paid = sum(part.days for part in parts if part.unpaid is None)
    exact = paid_part(parts, group)
    return exact.numerator, exact.denominator * max(paid, 1) * periods


def by_year(parts: Sequence[Segment], group: PayGroup) -> bool:
    """Whether salary goes by days or hours of a year: where the group says so and some days are not paid."""
    return group.proration in _BY_YEAR and any(part.unpaid is not None and part.days for part in parts)


def paid_part(parts: Sequence[Segment], group: PayGroup) -> Fraction:
    """The part of a period's salary that is paid by days or hours of a year: those of who comes or goes are counted up, at
    most to a whole period; leave is taken off."""
    here = _here(parts)
    whole = Fraction(1)
    if _comes_or_goes(parts):
        whole = min(whole, sum((part.days * _unit(part, group) for part in here), Fraction(0)))
    leave = sum((part.days * _unit(part, group) for part in here if part.unpaid is not None), Fraction(0))
    return max(Fraction(0), whole - leave)


def _here(parts: Sequence[Segment]) -> list[Segment]:
    return [part for part in parts if part.unpaid in (None, Unpaid.LEAVE)]


def _comes_or_goes(parts: Sequence[Segment]) -> bool:
    return any(part.days for part in parts if part.unpaid not in (None, Unpaid.LEAVE))


def _unit(part: Segment, group: PayGroup) -> Fraction:
    """The part of a period's salary that one working day is."""
    periods = PERIODS_PER_YEAR[group.frequency]
    if group.proration is Proration.ANNUAL_260 or part.job is None:
        return Fraction(periods, DAYS_PER_YEAR)
    hours = Fraction(part.job.standard_hours) / WORKING_DAYS_PER_WEEK
    return periods * hours / (HOURS_PER_YEAR * Fraction(fte_of(part.job)))


def fte_of(job: Job) -> Decimal:
    """The FTE that hours of a year are scaled by; a job of none counts as whole."""
    return job.fte if job.fte > 0 else Decimal(1)


def _explain_segment(part: Segment, parts: Sequence[Segment], group: PayGroup) -> Why:
    assert part.pay is not None and part.job is not None
    pay, periods = part.pay, why.leaf("Pay periods a year", PERIODS_PER_YEAR[group.frequency], _group(group))
    rate = why.dollars(
        "Annual rate" if pay.basis is Basis.ANNUAL else "Hourly rate",
        pay.rate.cents,
        why.row(f"pay row ({pay.action})", pay.effective_from, pay.stamp),
        "as entered, not scaled by FTE",
    )
    if pay.basis is Basis.ANNUAL:
        full = why.quotient("Salary of a period", rate, periods, "annual rate / pay periods a year")
    else:
        full = why.product("Pay of a period", rate, _explain_hours(part.job, periods))
    if part.days == part.of_days:
        return full
    if pay.basis is Basis.ANNUAL and by_year(parts, group):
        return why.product(_days(part), full, _explain_year(part, parts, group), formula="pay of a period x part paid")
    return why.product(_days(part), full, _explain_days(part, group), formula="pay of a period x days paid / days")


def _explain_year(part: Segment, parts: Sequence[Segment], group: PayGroup) -> Why:
    """The part of a period that a segment is paid, by days or hours of a year."""
    here = _here(parts)
    units = {id(each): _explain_units(each, group) for each in here}
    whole = why.leaf("A whole period", 1, _group(group))
    if _comes_or_goes(parts):
        counted_up = why.total("Days of the employment", *units.values())
        whole = why.smaller("Part of the period", whole, counted_up, formula="at most a whole period")
    leave = [units[id(each)] for each in here if each.unpaid is not None and each.days]
    if leave:
        whole = why.less("Part of the period less leave", whole, *leave)
    paid = [each for each in parts if each.unpaid is None]
    if len(paid) == 1:
        return whole
    own = why.leaf("Days of the segment", part.days, _days(part))
    every = why.leaf("Days paid", sum(each.days for each in paid), _group(group))
    return why.product("Part of the segment", whole, why.quotient("Share of the days paid", own, every))


def _explain_units(part: Segment, group: PayGroup) -> Why:
    days = why.leaf("Working days", part.days, _days(part))
    periods = why.leaf("Pay periods a year", PERIODS_PER_YEAR[group.frequency], _group(group))
    if group.proration is Proration.ANNUAL_260 or part.job is None:
        year = why.leaf("Working days of a year", DAYS_PER_YEAR, "proration annual_260")
    else:
        hours = why.leaf("Standard hours a week", part.job.standard_hours, _job(part.job))
        week = why.leaf("Working days a week", WORKING_DAYS_PER_WEEK, "Monday to Friday")
        days = why.product("Hours", days, why.quotient("Hours a day", hours, week))
        fte = why.leaf("FTE", fte_of(part.job), _job(part.job))
        year = why.product("Hours of a year", why.leaf("Full time", HOURS_PER_YEAR, "proration hourly_2080"), fte)
    return why.quotient(_days(part), why.product("Times periods", days, periods), year)


def _explain_hours(job: Job, periods: Why) -> Why:
    hours = why.leaf("Standard hours a week", job.standard_hours, _job(job))
    weeks = why.leaf("Weeks a year", WEEKS_PER_YEAR, "calendar of pay periods")
    year = why.product("Scheduled hours of a year", hours, weeks)
    return why.quotient("Scheduled hours of a period", year, periods, "standard hours of a year / pay periods a year")


def _explain_days(part: Segment, group: PayGroup) -> Why:
    kind = "calendar days" if group.proration is Proration.CALENDAR_DAYS else "working days (Monday to Friday)"
    span = f"{part.period.start} to {part.period.end}"
    days = why.leaf(f"Days paid, {kind}", part.days, f"{span}; {_job(part.job)}" if part.job else span)
    return why.quotient(
        "Part of the period", days, why.leaf(f"Days of the period, {kind}", part.of_days, _group(group))
    )


def _days(part: Segment) -> str:
    return f"{part.period.start} to {part.period.end}: {part.days} of {part.of_days} days"


def _job(job: Job) -> str:
    return why.row(f"job row ({job.action})", job.effective_from, job.stamp)


def _group(group: PayGroup) -> str:
    return f"pay group “{group.name}”, {group.frequency}"
