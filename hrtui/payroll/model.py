"""Payroll's values: pay groups and calendars, dated parameters, a paycheck and the derivation of each of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hrtui.dates import Period
from hrtui.money import Money


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


@dataclass(frozen=True, slots=True)
class PayDate:
    """One period of a pay group and its check date."""

    group: str
    period: Period
    check: date


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure of law comes from: document and year, the confidence in the transcription, and the file that holds it."""

    document: str
    confidence: str
    file: str


@dataclass(frozen=True, slots=True)
class Bracket:
    """A row of a tax table, annual: wages at or above `over` owe `base` plus `rate` of what exceeds `over` (dollars)."""

    over: Decimal
    base: Decimal
    rate: Decimal


@dataclass(frozen=True, slots=True)
class FederalTables:
    """Federal withholding of one year: brackets by (`standard`|`step2`, `single`|`married`|`head`), Worksheet 1A amounts."""

    year: int
    brackets: Mapping[tuple[str, str], tuple[Bracket, ...]]
    line_1g_married: Decimal
    line_1g_other: Decimal
    allowance: Decimal
    source: Source


@dataclass(frozen=True, slots=True)
class FicaRates:
    """Social security and Medicare of one year: rates as fractions, wage base and threshold in dollars a year."""

    year: int
    social_security_rate: Decimal
    social_security_wage_base: Decimal
    medicare_rate: Decimal
    additional_medicare_rate: Decimal
    additional_medicare_threshold: Decimal
    source: Source


@dataclass(frozen=True, slots=True)
class Why:
    """The derivation of one figure: what it is, its value as shown, the formula in words, its source and what it stands on."""

    label: str
    value: str
    formula: str = ""
    source: str = ""
    children: tuple[Why, ...] = ()


class LineKind(StrEnum):
    """Where a line of a paycheck counts."""

    EARNING = "earning"
    TAX = "tax"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a paycheck. `amount` is positive; a tax is subtracted."""

    code: str
    label: str
    kind: LineKind
    amount: Money
    year_to_date: Money
    why: Why


@dataclass(frozen=True, slots=True)
class Paycheck:
    """A computed, not yet final, paycheck: lines, gross, taxes, net; `blockers` name what keeps it from being paid."""

    number: str
    name: str
    pay_date: PayDate
    lines: tuple[Line, ...]
    gross: Money
    taxes: Money
    net: Money
    net_why: Why
    blockers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One person of the preview, in cents; `blockers` counts what keeps the check from being paid."""

    number: str
    name: str
    department: str
    gross: int
    federal: int
    social_security: int
    medicare: int
    net: int
    blockers: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of a preview in cents, and how many people are in it, have blockers, or could not be computed."""

    people: int = 0
    gross: int = 0
    federal: int = 0
    social_security: int = 0
    medicare: int = 0
    net: int = 0
    blocked: int = 0


@dataclass(frozen=True, slots=True)
class YearToDate:
    """What was earned and withheld this year before a pay date, in cents, by line code."""

    amounts: Mapping[str, int] = field(default_factory=dict)
