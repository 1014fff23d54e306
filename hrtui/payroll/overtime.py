"""The regular rate of overtime (29 CFR 778): each workweek alone, all straight-time pay by all hours worked in it.

Bonuses that are promised count (778.208), spread evenly over the workweeks of the period (778.209); leave, gifts and what is
paid back do not (778.200). Where hours are entered for the period and not by day, its workweeks are taken together, and a
notice says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from hrtui.dates import Period
from hrtui.payroll import rates
from hrtui.payroll.check.values import Blocker
from hrtui.payroll.codes import EarningCode
from hrtui.payroll.groups import Weekday
from hrtui.payroll.kit import ZERO, Kit
from hrtui.payroll.model import PayGroup, Proration, Segment
from hrtui.payroll.rules.gross import counted, split_over

WEEKLY_HOURS = Decimal(40)  # 29 USC 207(a)(1)
_WEEK = 7
_ORDER = tuple(Weekday)
TOGETHER = (
    "Hours are entered for the period and not by day: the regular rate of overtime is taken over all its workweeks "
    "together, where the law looks at each alone (29 CFR 778.104). Enter hours by day for that."
)


class Worked(NamedTuple):
    """Hours and straight-time pay that enter the regular rate: of a day's workweek, or of the period; `spread` evenly over
    its weeks (a bonus). `by_hours` marks what was entered as hours, `extra` the hours that are paid as overtime."""

    day: date | None
    hours: Decimal
    pay: Decimal
    spread: bool = False
    by_hours: bool = False
    extra: bool = False


class Away(NamedTuple):
    """Hours of absence and what was taken out of scheduled pay for them, in dollars."""

    day: date | None
    hours: Decimal
    taken: Decimal


@dataclass(slots=True)
class Line:
    """A line of scheduled pay while absences are taken out of it: its figure in dollars, and cents by segment."""

    code: EarningCode
    figure: Decimal
    paid: tuple[Segment, ...]
    cents: list[int]
    away: list[Away] = field(default_factory=list)


@dataclass(slots=True)
class Week:
    """A workweek, or all of a period's together: the days of it in the period, straight pay in dollars, and hours."""

    span: Period
    pay: list[Decimal] = field(default_factory=list)
    away: list[Decimal] = field(default_factory=list)
    hours: Decimal = ZERO
    extra: Decimal = ZERO


@dataclass(slots=True)
class Weeks:
    """The workweeks of a period with what was earned in each."""

    kit: Kit
    weeks: list[Week]
    notices: list[str]
    blockers: list[Blocker]

    def regular_rate(self, day: date | None, rate: Decimal) -> Decimal:
        """The regular rate of a day's workweek; the hourly rate itself where no hours are known."""
        week = next((each for each in self.weeks if day is not None and day in each.span), self.weeks[0])
        if not week.hours:
            return rate
        total = ZERO
        for each in week.pay:
            total = total + each if total else each
        for each in week.away:
            total = total - each
        hours = self.kit.given("Hours worked", week.hours, f"{week.span.start} to {week.span.end}")
        straight = self.kit.named(
            "Straight-time pay of the workweek", total, "29 CFR 778.109: all but what is excluded"
        )
        return self.kit.named("Regular rate", straight / hours, "straight-time pay / hours worked, 29 CFR 778.109")


def weeks(kit: Kit, span: Period, group: PayGroup, lines: Sequence[Line], worked: Sequence[Worked]) -> Weeks:
    """The workweeks of a period with their straight-time pay and hours, and what has to be said of them."""
    by_day = all(each.day is not None for each in worked if each.by_hours)
    by_day = by_day and all(away.day is not None for line in lines for away in line.away)
    found = _workweeks(span, group) if by_day else [Week(span)]
    made = Weeks(kit, found, [], [])
    if any(each.extra for each in worked):
        made.notices += _said(span, group, by_day)
    for line in lines:
        _spread_line(kit, line, found)
    for each in worked:
        _place(kit, each, found)
    made.blockers += _over(found, by_day)
    return made


def _workweeks(span: Period, group: PayGroup) -> list[Week]:
    """The workweeks that lie in a period, the first and last cut off at its ends."""
    back = (span.start.weekday() - _ORDER.index(group.week_starts)) % _WEEK
    start, found = span.start - timedelta(days=back), []
    while start <= span.end:
        found.append(Week(Period(max(start, span.start), min(start + timedelta(days=_WEEK - 1), span.end))))
        start += timedelta(days=_WEEK)
    return found


def _said(span: Period, group: PayGroup, by_day: bool) -> list[str]:
    every = _workweeks(span, group)
    if not by_day and len(every) > 1:
        return [TOGETHER]
    cut = [week.span for week in (every[0], every[-1]) if week.span.days < _WEEK]
    return [
        f"The workweek of {part.start} to {part.end} lies partly in another period: only the hours and pay of these days "
        "are in its regular rate of overtime."
        for part in dict.fromkeys(cut)
    ]


def _spread_line(kit: Kit, line: Line, found: Sequence[Week]) -> None:
    """Scheduled pay over the weeks by the working days of its segments; absences are taken out of theirs."""
    for part, cents in zip(line.paid, _whole(line), strict=True):
        every = counted(part.period, Proration.WORKING_DAYS)
        for week in found:
            days = _days_in(part.period, week.span)
            if not days:
                continue
            week.hours += rates.scheduled(part, days)
            pay = kit.given(line.code.label, Decimal(cents).scaleb(-2), f"{part.period.start} to {part.period.end}")
            if days != every:
                own = kit.given("Working days", Decimal(days), f"{week.span.start} to {week.span.end}")
                pay = pay * own / kit.given("Working days of the segment", Decimal(every), "Monday to Friday")
            week.pay.append(pay)
    for away in line.away:
        week = _week_of(away.day, found)
        week.hours = max(ZERO, week.hours - away.hours)
        week.away.append(away.taken)


def _whole(line: Line) -> list[int]:
    """Cents of a line's segments before absences were taken out."""
    taken = sum(int(Decimal(away.taken).scaleb(2)) for away in line.away)
    left = sum(line.cents)
    if not taken:
        return line.cents
    return split_over(left + taken, line.paid)


def _place(kit: Kit, each: Worked, found: Sequence[Week]) -> None:
    if each.spread and len(found) > 1:
        count = kit.given("Workweeks", Decimal(len(found)), "spread evenly, 29 CFR 778.209")
        for week in found:
            week.pay.append(each.pay / count)
        return
    week = _week_of(each.day, found)
    week.pay.append(each.pay)
    week.hours += each.hours
    week.extra += each.hours if each.extra else ZERO


def _over(found: Sequence[Week], by_day: bool) -> list[Blocker]:
    """A blocker for each workweek with more than 40 hours that are not entered as overtime."""
    blockers = []
    for week in found:
        weeks_in = 1 if by_day else -(-week.span.days // _WEEK)
        over = week.hours - week.extra - WEEKLY_HOURS * weeks_in
        if over > 0:
            blockers.append(
                Blocker(
                    "overtime_not_entered",
                    f"{over.normalize():f} hours above {WEEKLY_HOURS} a week, from {week.span.start} to {week.span.end}, "
                    "are not entered as overtime.",
                    "Enter them as overtime, or mark the job as exempt where the law lets it be.",
                )
            )
    return blockers


def _week_of(day: date | None, found: Sequence[Week]) -> Week:
    return next((week for week in found if day is not None and day in week.span), found[0])


def _days_in(part: Period, week: Period) -> int:
    start, end = max(part.start, week.start), min(part.end, week.end)
    return counted(Period(start, end), Proration.WORKING_DAYS) if start <= end else 0
