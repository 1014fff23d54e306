"""Values of premium reconciliation: lines of an invoice, who should be on it, differences and the credits they are worth.

All money is cents of a month. A difference is above zero where the carrier, or payroll, took too much.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from hrtui.benefits.plans import PlanType, Tier


class Kind(StrEnum):
    """How an invoice differs from enrolment, or what payroll withheld from what enrolment asks for."""

    LEAVER = "leaver_billed"
    NOT_ENROLLED = "not_enrolled"
    MISSING = "missing"
    PLAN = "wrong_plan"
    TIER = "wrong_tier"
    DEPENDENT_BILLED = "dependent_billed"
    DEPENDENT_MISSING = "dependent_missing"
    RATE = "wrong_rate"
    DUPLICATE = "duplicate_line"
    UNKNOWN = "unknown_member"
    NO_DEDUCTION = "no_deduction"
    TOO_LITTLE = "deduction_too_little"
    TOO_MUCH = "deduction_too_much"


LABELS = {
    Kind.LEAVER: "leaver billed",
    Kind.NOT_ENROLLED: "billed, not enrolled",
    Kind.MISSING: "enrolled, not billed",
    Kind.PLAN: "wrong plan or option",
    Kind.TIER: "wrong tier",
    Kind.DEPENDENT_BILLED: "dependent billed, not covered",
    Kind.DEPENDENT_MISSING: "dependent covered, not billed",
    Kind.RATE: "wrong rate",
    Kind.DUPLICATE: "duplicate line",
    Kind.UNKNOWN: "unknown member",
    Kind.NO_DEDUCTION: "no deduction taken",
    Kind.TOO_LITTLE: "deducted too little",
    Kind.TOO_MUCH: "deducted too much",
}
"""What each kind is called on screens and papers."""


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line of an invoice as the carrier wrote it; `line` is the row of the file.

    `plan` is the carrier's word, `tier` ours (empty where it says none), `dependents` how many it counts and `period` the
    first day of the month it is for (None where it does not say). `person` is whom it was found to mean.
    """

    line: int
    member_id: str
    name: str
    plan: str
    tier: str
    amount: int
    dependents: int | None = None
    period: date | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """What a line says of whom it means, beside the member's id; kept nowhere."""

    number: str = ""
    birth_date: date | None = None
    ssn_last4: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """An option of a carrier's plan, as invoices are compared with it. `words` are the folded words carriers call it by."""

    type: PlanType
    plan: str
    option: str
    label: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Enrolled:
    """That a person should be billed for a plan of the carrier: `premium` of the month (None where it cannot be told), and how
    many `dependents` are covered.

    `partial` where the coverage does not hold on the first day of the month: a carrier may then bill it or not.
    """

    person: int
    type: PlanType
    plan: str
    option: str
    tier: Tier
    premium: int | None
    dependents: int = 0
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Who a person on an invoice is; `ended` is the last day of work."""

    number: str
    name: str
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: of whom, of which plan, by how many cents, and both sides in words. `line` is 0 for a missing one."""

    kind: Kind
    person: int | None
    number: str
    name: str
    plan: str
    amount: int
    expected: str
    found: str
    line: int = 0

    @property
    def label(self) -> str:
        """What its kind is called."""
        return LABELS[self.kind]


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice on file; `month` by its first day, `billed` the sum of its lines, `loaded` the day it was taken in."""

    id: int
    carrier: str
    month: date
    file: str
    sha256: str
    rows: int
    billed: int
    loaded: date


@dataclass(frozen=True, slots=True)
class Reconciled:
    """An invoice against enrolment: what differs, biggest first, what was to be billed, and what else is worth knowing."""

    invoice: Invoice
    differences: tuple[Difference, ...]
    expected: int
    enrolled: int
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deducted:
    """What payroll withheld in a month against enrolment: the final runs that were added up, those that are not final yet."""

    month: date
    differences: tuple[Difference, ...]
    runs: tuple[str, ...]
    waiting: tuple[str, ...]
    notices: tuple[str, ...] = ()


class CreditState(StrEnum):
    """How a credit stands."""

    EXPECTED = "expected"
    CREDITED = "credited"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Credit:
    """Cents that the carrier owes (below zero: that it will bill later) for a difference of an invoice.

    `by` is the invoice that settled it, None while none did.
    """

    id: int
    invoice: int
    carrier: str
    month: date
    person: int | None
    kind: Kind
    plan: str
    amount: int
    state: CreditState = CreditState.EXPECTED
    by: int | None = None
    note: str = ""
    since: date | None = None
    number: str = ""
    name: str = ""

    def called(self, number: str, name: str) -> Credit:
        """The same, saying whose it is."""
        return replace(self, number=number, name=name)
