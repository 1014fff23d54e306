"""When an account counts as tried, and from which day on money may go there; pure.

A live entry follows a prenote at the earliest on the third banking day after the prenote settled (Nacha Operating Rules,
subsection 2.6.2; from memory), which `payer.prenote` says in banking days.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from hrtui.dates import on_or_after_business_day
from hrtui.value import frozen

NEXT = timedelta(days=1)


class Untried(StrEnum):
    """What becomes of pay for an account that is not tried yet."""

    CHEQUE = "cheque"
    ACCEPT = "accept"


@frozen
class Tried:
    """What is known of a person's accounts: whether money went to them by bank since they are on file, and the day the last
    prenote for them settled, None where none was sent."""

    paid: bool = False
    sent: date | None = None


def settles(today: date, holidays: Collection[date]) -> date:
    """The day a prenote that is written today settles: the next banking day."""
    return on_or_after_business_day(today + NEXT, holidays)


def ready_on(sent: date, days: int, holidays: Collection[date]) -> date:
    """The first day money may be on an account whose prenote settled on a day: so many banking days later."""
    day = sent
    for _ in range(days):
        day = on_or_after_business_day(day + NEXT, holidays)
    return day


def is_untried(tried: Tried, on: date, days: int, holidays: Collection[date]) -> bool:
    """Whether money may not go to a person's accounts on a day yet."""
    if tried.paid:
        return False
    return tried.sent is None or ready_on(tried.sent, days, holidays) > on
