"""Pay groups: who is paid together and when; apart from payroll's other values, since every start reads them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from hrtui.value import frozen


class Frequency(StrEnum):
    """How often a pay group is paid."""

    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    SEMIMONTHLY = "semimonthly"
    MONTHLY = "monthly"


class Proration(StrEnum):
    """How a period's salary is divided over its days when something changes inside it.

    By the days of the period, working or all; or by the day (annual rate / 260) or hour (annual rate / 2080) of a year.
    """

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    ANNUAL_260 = "annual_260"
    HOURLY_2080 = "hourly_2080"


class Hours(StrEnum):
    """What hourly people are paid for where no hours are entered."""

    SCHEDULED = "scheduled"
    ENTERED = "entered"


class Moves(StrEnum):
    """Where a check date goes that falls on a day without banks."""

    BEFORE = "before"
    AFTER = "after"


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@frozen
class PayGroup:
    """People paid together. `first_period` is the first day of any one period; `check_after` the days from a period's
    end to its check date, which moves off weekends and holidays. Workweeks begin on `week_starts` (29 CFR 778.105). A check more than `unusual`
    percent from what the person is usually paid has to be accepted; 0 asks for none."""

    name: str
    frequency: Frequency
    first_period: date
    check_after: int = 5
    proration: Proration = Proration.WORKING_DAYS
    check_moves: Moves = Moves.BEFORE
    hours: Hours = Hours.SCHEDULED
    week_starts: Weekday = Weekday.SUNDAY
    unusual: int = 50
