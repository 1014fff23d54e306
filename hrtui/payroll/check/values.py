"""One check as values: what it is computed from, and the lines that come of it. Money is integer cents.

A line is known by its part and code (`key`, as `tax:federal_income_tax`); balances of a year are cents by the same keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from hrtui.payroll.kinds import EarningKind as EarningKind
from hrtui.payroll.kinds import Treatment as Treatment
from hrtui.payroll.model import W4, Rounding
from hrtui.value import frozen

NOTHING: Mapping[str, str] = {}


class Part(StrEnum):
    """Where a line of a check counts."""

    EARNING = "earning"
    REIMBURSEMENT = "reimbursement"
    IMPUTED = "imputed"
    PRE_TAX = "pre_tax"
    TAX = "tax"
    CONTRIBUTION = "contribution"
    POST_TAX = "post_tax"
    GARNISHMENT = "garnishment"
    EMPLOYER = "employer"
    WAGES = "wages"

    __hash__ = str.__hash__  # that of an enum is a function of Python's


SIGN: dict[Part, int] = {
    Part.EARNING: 1,
    Part.REIMBURSEMENT: 1,
    Part.PRE_TAX: -1,
    Part.TAX: -1,
    Part.CONTRIBUTION: -1,
    Part.POST_TAX: -1,
    Part.GARNISHMENT: -1,
    Part.IMPUTED: 0,
    Part.EMPLOYER: 0,
    Part.WAGES: 0,
}
"""How a line counts in net pay: the sum of lines by sign is the net. Imputed income is taxed and not paid; what the
employer owes, and the wages a tax is owed on, are no part of it."""


class Supplemental(StrEnum):
    """How income tax is withheld from supplemental pay (Publication 15, section 7)."""

    FLAT = "flat"
    AGGREGATE = "aggregate"


class OrderKind(StrEnum):
    """What a garnishment order is for: it decides its cap and its place in line."""

    SUPPORT = "child_support"
    BANKRUPTCY = "bankruptcy_chapter_13"
    FEDERAL_LEVY = "federal_tax_levy"
    STATE_LEVY = "state_tax_levy"
    STUDENT_LOAN = "federal_student_loan"
    CREDITOR = "creditor"


class Earning(NamedTuple):
    """One earning of the check. `basis` says in words where it comes from (the paid days, the batch)."""

    code: str
    kind: EarningKind
    cents: int
    hours: Decimal | None = None
    rate: Decimal | None = None
    label: str = ""
    cost_centre: str = ""
    basis: str = ""


class Deduction(NamedTuple):
    """One deduction asked for: cents a check, or a fraction of gross pay (`percent`, 0.06 is 6 %); `arrears` is owed from before.

    `employer` and `employer_percent` are what the employer adds (a match), up to the same limits of law where there are any.
    `waiting` is owed from before and not asked for yet: it stays owed.
    """

    code: str
    treatment: Treatment
    cents: int = 0
    percent: Decimal | None = None
    label: str = ""
    arrears: int = 0
    employer: int = 0
    employer_percent: Decimal | None = None
    waiting: int = 0


class Order(NamedTuple):
    """One garnishment order: cents or a fraction of disposable earnings each check, until `balance` (None: without end)."""

    number: str
    kind: OrderKind
    received: date
    cents: int = 0
    percent: Decimal | None = None
    balance: int | None = None
    supports_other: bool = False
    arrears_12_weeks: bool = False
    status: str = "single"
    dependents: int = 0
    fee: int = 0
    payee: str = ""


@frozen
class Case:
    """Everything one check is computed from; nothing else is read.

    `frequency` is a key of Publication 15-T table 3 (weekly, biweekly, semimonthly, monthly, quarterly, semiannually,
    annually, daily). `state_forms` holds the entries of each jurisdiction's certificate by its two letters (`NY-NYC`
    for a city). `year_to_date` is cents by line key before this check. `birth_date` decides catch-up contributions,
    `hsa_family` the HSA limit. `w4` None means that no Form W-4 is on file.
    `company_rates` are the company's own rates of contributions, by state and name.
    """

    pay_date: date
    frequency: str
    work_state: str
    residence_state: str
    earnings: tuple[Earning, ...]
    w4: W4 | None = None
    nonresident_alien: bool = False
    state_forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    deductions: tuple[Deduction, ...] = ()
    orders: tuple[Order, ...] = ()
    year_to_date: Mapping[str, int] = field(default_factory=dict)
    supplemental: Supplemental = Supplemental.FLAT
    birth_date: date | None = None
    hsa_family: bool = False
    localities: tuple[str, ...] = ()
    rounding: Rounding = Rounding.CENT
    company_rates: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)


class CheckLine(NamedTuple):
    """One line of a check: `amount` in cents, never negative but on a reversal; `basis` is what it was computed on.

    `rate` is a fraction or dollars an hour; `agency` who is owed (`US`, `NJ`, a garnishment's payee).
    """

    part: Part
    code: str
    label: str
    amount: int
    basis: int = 0
    rate: Decimal | None = None
    hours: Decimal | None = None
    agency: str = ""
    cost_centre: str = ""

    @property
    def key(self) -> str:
        """What the line's balance of the year is kept under."""
        return f"{self.part}:{self.code}"


class Blocker(NamedTuple):
    """What keeps a check from being paid: a stable name, the sentence, and what to do.

    Where it does not stop (`stops` is False) it is an exception: who approves must have accepted it.
    """

    code: str
    message: str
    remedy: str = ""
    stops: bool = True


def notice_parts(notice: str) -> tuple[str, str]:
    """The stable name of a notice and its sentence; without a name, `other`."""
    name, colon, sentence = notice.partition(": ")
    return (name, sentence) if colon and name.isidentifier() and name.islower() else ("other", notice)


@frozen
class Result:
    """A computed check. A notice is its stable name, a colon and a sentence (`notice_parts`).

    `arrears` is cents by deduction code that did not fit into the pay and are owed later.
    """

    lines: Sequence[CheckLine]
    gross: int
    net: int
    blockers: tuple[Blocker, ...] = ()
    notices: tuple[str, ...] = ()
    arrears: Mapping[str, int] = field(default_factory=dict)


def net_of(lines: Sequence[CheckLine]) -> int:
    """What the lines leave to pay, in cents."""
    return sum([SIGN[line[0]] * line[3] for line in lines])
