"""Payroll's values: pay groups and calendars, dated parameters, a paycheck and the derivation of each of its figures."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

from hrtui.dates import Period
from hrtui.money import Money
from hrtui.payroll.groups import Frequency as Frequency
from hrtui.payroll.groups import Hours as Hours
from hrtui.payroll.groups import Moves as Moves
from hrtui.payroll.groups import PayGroup as PayGroup
from hrtui.payroll.groups import Proration as Proration
from hrtui.payroll.groups import Weekday as Weekday
from hrtui.people.model import Certificate, Job, Pay
from hrtui.value import frozen

_CENT = Decimal("0.01")


@frozen
class PayDate:
    """One period of a pay group and its check date."""

    group: str
    period: Period
    check: date


@frozen
class Source:
    """Where a figure of law comes from: document and year, the confidence in the transcription, the file that holds it,
    and whose transcription it is."""

    document: str
    confidence: str
    file: str
    transcription: str = ""


@frozen
class Bracket:
    """A row of a tax table, annual: wages at or above `over` owe `base` plus `rate` of what exceeds `over` (dollars)."""

    over: Decimal
    base: Decimal
    rate: Decimal


@frozen
class FederalTables:
    """Federal withholding of one year: brackets by (`standard`|`step2`, `single`|`married`|`head`), Worksheet 1A amounts.

    `exempt_ends` is the month and day through which a claim of exemption made the year before still counts.
    """

    year: int
    brackets: Mapping[tuple[str, str], tuple[Bracket, ...]]
    line_1g_married: Decimal
    line_1g_other: Decimal
    allowance: Decimal
    exempt_ends: tuple[int, int]
    source: Source


@frozen
class FicaRates:
    """Social security and Medicare of one year: rates as fractions, wage base and threshold in dollars a year."""

    year: int
    social_security_rate: Decimal
    social_security_wage_base: Decimal
    medicare_rate: Decimal
    additional_medicare_rate: Decimal
    additional_medicare_threshold: Decimal
    source: Source
    most_of_year: Decimal = field(default=Decimal(0), init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        exact = self.social_security_rate * self.social_security_wage_base
        object.__setattr__(self, "most_of_year", exact.quantize(_CENT, ROUND_HALF_UP))


class Rounding(StrEnum):
    """To what a tax of one check is rounded, half up; both are allowed when kept to (Publication 15-T)."""

    CENT = "cent"
    DOLLAR = "dollar"


@frozen
class W4:
    """Form W-4 as the rules read it; amounts in dollars, a year's but for `step4c` (a check's).

    `old` is a form of 2019 or earlier: `allowances` count, `step4c` is its line 6, steps 2 to 4b do not exist.
    """

    status: str = "single"
    step2: bool = False
    step3: Decimal = Decimal(0)
    step4a: Decimal = Decimal(0)
    step4b: Decimal = Decimal(0)
    step4c: Decimal = Decimal(0)
    exempt: bool = False
    old: bool = False
    allowances: int = 0


@frozen
class PersonFacts:
    """What payroll reads of one person: live rows, oldest first. `state` is that of the home address, if known;
    `location_states` where places of work are by name, as `NY` or `Yonkers, NY`, where their dated facts say a state."""

    id: int
    number: str
    name: str
    state: str = ""
    jobs: tuple[Job, ...] = ()
    pays: tuple[Pay, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    birth_date: date | None = None
    location_states: Mapping[str, str] = field(default_factory=dict)


class Operation(StrEnum):
    """How a figure of a derivation follows from its children; children without an amount are facts and take no part."""

    INPUT = "input"
    FACT = "fact"
    SUM = "sum"
    DIFFERENCE = "first less the others"
    LESS = "first less the others, not below zero"
    PRODUCT = "product"
    QUOTIENT = "first divided by second"
    SMALLER = "smallest"
    LARGER = "largest"
    ROUND = "first rounded half up to a multiple of second"
    ROUND_DOWN = "first rounded down to a multiple of second"
    ROUND_UP = "first rounded up to a multiple of second"
    SHARE = "share by largest remainder"


@frozen
class Why:
    """The derivation of one figure: what it is, its value as shown, the formula in words, its source and what it stands on.

    `amount` is the figure itself (dollars, days, hours or a rate), None for a fact in words. `operation` says how it
    follows from the children: recomputed from the leaves, every figure comes out again. The children of a SHARE are the
    whole, the share's place (from 1), and every share before rounding.
    """

    label: str
    value: str
    formula: str = ""
    source: str = ""
    children: tuple[Why, ...] = ()
    amount: Decimal | None = None
    operation: Operation = Operation.FACT


class Unpaid(StrEnum):
    """Why no pay of a pay group is due for some days."""

    NOT_HIRED = "not employed yet"
    ENDED = "employment ended"
    NO_RATE = "no pay rate"
    NO_GROUP = "no pay group"
    OTHER_GROUP = "in another pay group"
    CURRENCY = "pay is not in US dollars"
    LEAVE = "on unpaid leave"


@frozen
class Segment:
    """Days of a period, in a row, with one job and one rate; `days` of the period's `of_days` count as the pay group prorates.

    `unpaid` is None for paid days.
    """

    period: Period
    days: int
    of_days: int
    job: Job | None
    pay: Pay | None
    unpaid: Unpaid | None = None


@frozen
class PaidSegment:
    """A segment with its part of the line; the parts of a line add up to it."""

    segment: Segment
    amount: Money
    why: Why


@frozen
class PreviewRow:
    """One person of the preview, in cents, as in Columns; `blockers` counts what keeps the check from being paid."""

    number: str
    name: str
    department: str
    gross: int
    federal: int
    social_security: int
    medicare: int
    state: int
    deductions: int
    reimbursed: int
    net: int
    blockers: int
    computed: bool = True


@frozen
class Totals:
    """Sums of a preview in cents, and how many people are in it, have blockers, or could not be computed."""

    people: int = 0
    gross: int = 0
    federal: int = 0
    social_security: int = 0
    medicare: int = 0
    state: int = 0
    deductions: int = 0
    reimbursed: int = 0
    net: int = 0
    blocked: int = 0
    not_computed: int = 0


class Columns(NamedTuple):
    """The rows of a preview, a column each: people's ids, cents, and blockers counted; 88 bytes a person.

    `medicare` includes the additional tax; `state` is income tax of states and cities and contributions to states;
    `deductions` are those before and after taxes and garnishments. Gross and what is `reimbursed`, less all others, is net.
    A row that could not be computed has zeros and `computed` 0.
    """

    ids: array[int]
    gross: array[int]
    federal: array[int]
    social_security: array[int]
    medicare: array[int]
    state: array[int]
    deductions: array[int]
    reimbursed: array[int]
    net: array[int]
    blockers: array[int]
    computed: array[int]


CENTS = ("gross", "federal", "social_security", "medicare", "state", "deductions", "reimbursed", "net")
"""The columns of a preview that are cents."""


class Preview(NamedTuple):
    """Everyone's next check of a pay group: the pay date, the rows as columns, and their totals."""

    pay_date: PayDate
    columns: Columns
    totals: Totals
