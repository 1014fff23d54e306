"""Pay calendars: the periods of a pay group and their check dates."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import count

from hrtui.dates import Period, add_months, on_or_after_business_day, on_or_before_business_day
from hrtui.errors import RuleBroken
from hrtui.payroll.model import Frequency, Moves, PayDate, PayGroup

# Publication 15-T, table 3: number of pay periods a year. It stays the same in a year with one pay date more.
PERIODS_PER_YEAR = {
    Frequency.WEEKLY: 52,
    Frequency.BIWEEKLY: 26,
    Frequency.SEMIMONTHLY: 24,
    Frequency.MONTHLY: 12,
}
_WEEKS = {Frequency.WEEKLY: 1, Frequency.BIWEEKLY: 2}
_HALF_MONTH = 15


def period(group: PayGroup, index: int) -> Period:
    """A period of the group; 0 is the one that starts on `first_period`, negative ones come before it."""
    return Period(_start(group, index), _start(group, index + 1) - timedelta(days=1))


def period_of(group: PayGroup, day: date) -> Period:
    """The period a day lies in."""
    return period(group, _index(group, day))


def pay_date(group: PayGroup, index: int, holidays: Collection[date] = ()) -> PayDate:
    """A period with its check date: `check_after` days past its end, or the business day before or after."""
    span = period(group, index)
    moved = on_or_before_business_day if group.check_moves is Moves.BEFORE else on_or_after_business_day
    return PayDate(group.name, span, moved(span.end + timedelta(days=group.check_after), holidays))


def next_pay_date(group: PayGroup, day: date, holidays: Collection[date] = ()) -> PayDate:
    """The first pay date whose check is on or after a day."""
    return next(made for made in _from(group, day, holidays) if made.check >= day)


def pay_dates(group: PayGroup, first: date, last: date, holidays: Collection[date] = ()) -> tuple[PayDate, ...]:
    """The pay dates whose checks lie from `first` through `last`, in order."""
    found = []
    for made in _from(group, first, holidays):
        if made.check > last:
            break
        if made.check >= first:
            found.append(made)
    return tuple(found)


def pay_dates_of_year(group: PayGroup, year: int, holidays: Collection[date] = ()) -> tuple[PayDate, ...]:
    """The pay dates of a tax year: those whose checks are dated in it, whenever the work was done."""
    return pay_dates(group, date(year, 1, 1), date(year, 12, 31), holidays)


def group_named(groups: Collection[PayGroup], name: str) -> PayGroup:
    """The pay group of this name; raises RuleBroken naming the ones there are."""
    for group in groups:
        if group.name == name:
            return group
    known = ", ".join(group.name for group in groups) or "none"
    raise RuleBroken(f"There is no pay group “{name}” in the configuration; there is: {known}.", field="pay_group")


def _from(group: PayGroup, day: date, holidays: Collection[date]) -> Iterator[PayDate]:
    """Pay dates in order, beginning before the first whose check may be on or after a day."""
    earliest = _index(group, day - timedelta(days=max(group.check_after, 0))) - 1
    return (pay_date(group, index, holidays) for index in count(earliest))


def _start(group: PayGroup, index: int) -> date:
    anchor = group.first_period
    if group.frequency in _WEEKS:
        return anchor + timedelta(weeks=_WEEKS[group.frequency] * index)
    if group.frequency is Frequency.MONTHLY:
        return add_months(anchor, index)
    return _half_month(anchor, index)


def _half_month(anchor: date, index: int) -> date:
    """Half months begin on one day of the month and fifteen days on, or on its last day where the month is shorter."""
    late = anchor.day > _HALF_MONTH
    months, second = divmod(index + late, 2)
    day = anchor.day - _HALF_MONTH * late + _HALF_MONTH * second
    return add_months(anchor.replace(month=1, day=day), anchor.month - 1 + months)


def _index(group: PayGroup, day: date) -> int:
    """The number of the period a day lies in: a guess from the length of periods, then a step or two."""
    guess = (day - group.first_period).days * PERIODS_PER_YEAR[group.frequency] // 366
    while _start(group, guess) > day:
        guess -= 1
    while _start(group, guess + 1) <= day:
        guess += 1
    return guess
