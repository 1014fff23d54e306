"""Cases of COBRA: what happened, who may continue which plans, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hrtui.benefits.plans import PlanType
from hrtui.payroll.model import Source
from hrtui.people.model import Stamp


class Kind(StrEnum):
    """What happened: a qualifying event (29 USC 1163)."""

    TERMINATION = "termination"
    REDUCED_HOURS = "reduced_hours"
    DEATH = "death"
    DIVORCE = "divorce"
    MEDICARE = "medicare"
    AGED_OUT = "aged_out"


LABELS: Mapping[Kind, str] = {
    Kind.TERMINATION: "end of employment",
    Kind.REDUCED_HOURS: "fewer hours of work",
    Kind.DEATH: "death of the employee",
    Kind.DIVORCE: "divorce or legal separation",
    Kind.MEDICARE: "the employee's entitlement to Medicare",
    Kind.AGED_OUT: "loss of the status of a dependent child",
}
"""What happened, in words."""
OWN = (Kind.TERMINATION, Kind.REDUCED_HOURS)
"""The kinds in which the person loses coverage themself; in the others only dependents do."""
TOLD_BY_PERSON = (Kind.DIVORCE, Kind.AGED_OUT)
"""The kinds of which the people covered tell the plan; of the others the employer does."""


class State(StrEnum):
    """How far a case is."""

    NOTICE_DUE = "notice_due"
    NOTICED = "noticed"
    ELECTED = "elected"
    DECLINED = "declined"
    PAYING = "paying"
    LAPSED = "lapsed"
    ENDED = "ended"


OPEN = (State.NOTICE_DUE, State.NOTICED, State.ELECTED, State.PAYING)
"""The states in which something is still to come."""
CONTINUED = (State.ELECTED, State.PAYING)
"""The states in which coverage goes on."""


class Answer(StrEnum):
    """What someone who may continue said."""

    OPEN = "open"
    ELECTED = "elected"
    DECLINED = "declined"


class Extension(StrEnum):
    """Why continuation lasts longer than the event alone gives: a disability, a second event, or Medicare before the event."""

    DISABILITY = "disability"
    SECOND_EVENT = "second_event"
    MEDICARE = "medicare"


@dataclass(frozen=True, slots=True)
class CobraLaw:
    """What is in force: months by kind, days of notices and windows, parts of the cost (1.02), and its source."""

    small_employer: int
    months: Mapping[Kind, int]
    disability_months: int
    longest_months: int
    general_notice_days: int
    employer_notice_days: int
    election_notice_days: int
    person_notice_days: int
    election_days: int
    first_payment_days: int
    grace_days: int
    percent: Decimal
    disability_percent: Decimal
    source: Source


@dataclass(frozen=True, slots=True)
class Continued:
    """A plan's option that may be continued, and the slots it covered the day before."""

    type: PlanType
    plan: str
    option: str
    slots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands: `day` of the event, `lost` the last day of coverage, `until` the last day of continuation.

    `answers` says by slot (0: the person) what each beneficiary answered. `pay_by` is the last day of the next payment,
    `paid_through` the last day that is paid for.
    """

    number: str
    person: int
    kind: Kind
    day: date
    lost: date
    state: State
    answers: Mapping[int, Answer]
    plans: tuple[Continued, ...]
    notice_due: date
    until: date
    employer_notice_due: date | None = None
    noticed: date | None = None
    elect_by: date | None = None
    elected: date | None = None
    pay_by: date | None = None
    paid_through: date | None = None
    note: str = ""
    stamp: Stamp | None = field(default=None, compare=False)

    @property
    def electing(self) -> tuple[int, ...]:
        """The slots of those who elected."""
        return tuple(slot for slot, answer in sorted(self.answers.items()) if answer is Answer.ELECTED)


@dataclass(frozen=True, slots=True)
class Account:
    """A health FSA that may be continued: from when until when, cents a month, and how many months that is."""

    starts: date
    until: date
    asked: int
    months: int

    @property
    def whole(self) -> int:
        """Cents of all months together: it is offered where more than that may still be drawn."""
        return self.asked * self.months


@dataclass(frozen=True, slots=True)
class Raise:
    """A case that is to be raised: whose, what happened, who may continue what, and why in a sentence."""

    person: int
    kind: Kind
    day: date
    lost: date
    slots: tuple[int, ...]
    plans: tuple[Continued, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Next:
    """What a case waits for: in words, by which day, and whether that day has passed."""

    what: str
    by: date | None
    missed: bool = False
