"""What an hour of a person is worth on the days of a period, and what a salaried hour of absence is.

An hour of an annual rate is the rate / 52 / standard hours a week: the salary by the hours it is meant for (29 CFR 778.113).
An hour of absence is a period's salary by its scheduled hours; or, by `annual_260` and `hourly_2080`, the annual rate by the
hours of a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hrtui.payroll.kit import ZERO, Kit
from hrtui.payroll.model import PayGroup, Proration, Segment
from hrtui.payroll.rules import why
from hrtui.payroll.rules.calendar import PERIODS_PER_YEAR
from hrtui.payroll.rules.gross import (
    DAYS_PER_YEAR,
    HOURS_PER_YEAR,
    WEEKS_PER_YEAR,
    WORKING_DAYS_PER_WEEK,
    fte_of,
)
from hrtui.people.model import Basis

_HOURS = Decimal("0.0001")


def paid_on(paid: Sequence[Segment], day: date | None) -> Sequence[Segment]:
    """The paid segment a day lies in; all of them for no day, and where it lies in none."""
    own = [part for part in paid if day is not None and day in part.period]
    return own or paid


def hourly(kit: Kit, paid: Sequence[Segment]) -> Decimal:
    """Dollars an hour on the days of some paid segments; of several rates, their average by days."""
    if len({(part.pay.rate.cents, part.pay.basis, _hours(part)) for part in paid if part.pay}) <= 1:
        return _hourly(kit, paid[0])
    days = sum(part.days for part in paid) or len(paid)
    total = ZERO
    for part in paid:
        weight = Decimal(part.days if any(each.days for each in paid) else 1)
        total = total + _hourly(kit, part) * kit.given("Days", weight, "days of the segment")
    return kit.named("Average hourly rate by days", total / kit.given("Days", Decimal(days), "days paid"))


def absent(kit: Kit, paid: Sequence[Segment], hours: Decimal, working_days: int, group: PayGroup) -> Decimal:
    """What hours of absence are worth inside scheduled pay, in dollars before rounding."""
    first = paid[0]
    if first.pay is None or first.pay.basis is Basis.HOURLY:
        return hours * hourly(kit, paid)
    return hours * _annual(kit, paid) / _year(kit, first, working_days, group)


def scheduled(part: Segment, days: int) -> Decimal:
    """The scheduled hours of some working days of a segment."""
    return _hours(part) / WORKING_DAYS_PER_WEEK * days


def of_period(part: Segment, group: PayGroup) -> Decimal:
    """The scheduled hours of a segment, as hourly wages without entered hours are paid: of a year by pay periods and days."""
    year = _hours(part) * WEEKS_PER_YEAR * part.days
    return (year / (PERIODS_PER_YEAR[group.frequency] * max(part.of_days, 1))).quantize(_HOURS)


def differ(paid: Sequence[Segment]) -> bool:
    """Whether an hour is worth different amounts on the days of some segments."""
    return len({(part.pay.rate.cents, part.pay.basis, _hours(part)) for part in paid if part.pay}) > 1


def _hours(part: Segment) -> Decimal:
    return part.job.standard_hours if part.job else ZERO


def _hourly(kit: Kit, part: Segment) -> Decimal:
    assert part.pay is not None and part.job is not None
    if part.pay.basis is Basis.HOURLY:
        return kit.given("Hourly rate", Decimal(part.pay.rate.cents).scaleb(-2), _pay_row(kit, part))
    if not part.job.standard_hours:
        return kit.nothing("Hourly rate", "no standard hours a week are on file", _job_row(kit, part))
    weeks = kit.given("Weeks a year", Decimal(WEEKS_PER_YEAR), "calendar of pay periods")
    hours = kit.given("Standard hours a week", part.job.standard_hours, _job_row(kit, part))
    return kit.named("Hourly value of the salary", _annual(kit, (part,)) / (weeks * hours), "29 CFR 778.113")


def _annual(kit: Kit, paid: Sequence[Segment]) -> Decimal:
    """The annual rate; of several, their average by days."""
    rates = [
        (kit.given("Annual rate", Decimal(part.pay.rate.cents).scaleb(-2), _pay_row(kit, part)), part.days)
        for part in paid
        if part.pay
    ]
    days = sum(each for _, each in rates)
    if len(rates) == 1 or not days:
        return rates[0][0]
    total = ZERO
    for rate, each in rates:
        total = total + rate * kit.given("Days", Decimal(each), "days of the segment")
    return kit.named("Average annual rate by days", total / kit.given("Days", Decimal(days), "days paid"))


def _year(kit: Kit, part: Segment, working_days: int, group: PayGroup) -> Decimal:
    """The hours of a year that an annual rate is divided by for an hour of absence."""
    assert part.job is not None
    week = kit.given("Standard hours a week", part.job.standard_hours or Decimal(1), _job_row(kit, part))
    per_week = kit.given("Working days a week", Decimal(WORKING_DAYS_PER_WEEK), "Monday to Friday")
    if group.proration is Proration.HOURLY_2080:
        full = kit.given("Hours of a year", Decimal(HOURS_PER_YEAR), "proration hourly_2080")
        return full * kit.given("FTE", fte_of(part.job), _job_row(kit, part))
    if group.proration is Proration.ANNUAL_260:
        days = kit.given("Working days of a year", Decimal(DAYS_PER_YEAR), "proration annual_260")
    else:
        periods = kit.given("Pay periods a year", Decimal(PERIODS_PER_YEAR[group.frequency]), "calendar of pay periods")
        days = periods * kit.given("Working days of the period", Decimal(max(working_days, 1)), "Monday to Friday")
    return kit.named("Scheduled hours of a year", days * week / per_week)


def _pay_row(kit: Kit, part: Segment) -> str:
    pay = part.pay
    return why.row(f"pay row ({pay.action})", pay.effective_from, pay.stamp) if kit.traces and pay else ""


def _job_row(kit: Kit, part: Segment) -> str:
    job = part.job
    return why.row(f"job row ({job.action})", job.effective_from, job.stamp) if kit.traces and job else ""
