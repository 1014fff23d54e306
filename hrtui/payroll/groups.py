"""Pay groups: who is paid together and when; apart from payroll's other values, since every start reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Frequency(StrEnum):
    """How often a pay group is paid."""

    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    SEMIMONTHLY = "semimonthly"
    MONTHLY = "monthly"


class Proration(StrEnum):
    """How a period's salary is divided over its days when something changes inside it."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


@dataclass(frozen=True, slots=True)
class PayGroup:
    """People paid together. `first_period` is the first day of any one period; `check_after` the days from a period's
    end to its check date, which moves to the business day before a weekend or holiday."""

    name: str
    frequency: Frequency
    first_period: date
    check_after: int = 5
    proration: Proration = Proration.WORKING_DAYS
