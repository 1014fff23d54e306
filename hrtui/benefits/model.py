"""What is known of people's benefits: enrolment events and their choices, elections in force, who is covered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from hrtui.benefits.plans import PlanType, Tier
from hrtui.money import Money
from hrtui.people.model import Stamp
from hrtui.value import frozen

SELF = 0
"""The slot of the person themself among those a plan covers; dependents have the slots of their contacts, from 1."""


class EventKind(StrEnum):
    """Why a person may choose."""

    NEW_HIRE = "new_hire"
    OPEN_ENROLMENT = "open_enrolment"
    LIFE_EVENT = "life_event"
    ADMINISTRATIVE = "administrative"
    COBRA = "cobra"


class EventState(StrEnum):
    """How far an enrolment event is; finalised elections count, closed says that no paper is owed any more."""

    OPEN = "open"
    PREPARED = "options_prepared"
    ENTERED = "elections_entered"
    ERROR = "election_error"
    FINALISED = "finalised"
    CLOSED = "closed"
    VOID = "void"


UNDER_WAY = (EventState.OPEN, EventState.PREPARED, EventState.ENTERED, EventState.ERROR)
"""The states of which a person has at most one event at a time."""


class ElectionState(StrEnum):
    """How an election stands. Pending ones are an event's choices, superseded ones have a later row of their type."""

    PENDING = "pending"
    AWAITING_EVIDENCE = "awaiting_evidence"
    ACTIVE = "active"
    WAIVED = "waived"
    TERMINATED = "terminated"
    COBRA = "cobra"
    SUPERSEDED = "superseded"


COVERED = (ElectionState.ACTIVE, ElectionState.AWAITING_EVIDENCE, ElectionState.COBRA)
"""The states in which a plan covers; an election that awaits evidence covers what is guaranteed."""


class Verification(StrEnum):
    """Whether a dependent's relation was shown by papers."""

    UNVERIFIED = "unverified"
    ASKED = "asked"
    VERIFIED = "verified"
    REFUSED = "refused"


@frozen
class Choice:
    """What is chosen of a plan type: a plan's option with who is covered, an amount, or a waiver with its reason.

    `plan` is empty where it is waived. `amount` is a year's goal of an account (a month's of the commuter plan), or the
    dollars of coverage where the option names neither dollars nor a multiple; `percent` the part of pay for a retirement plan.
    `covers` are slots of dependents, without the person themself; the tier follows from them (`tiers.tier_of`).
    """

    type: PlanType
    plan: str = ""
    option: str = ""
    tier: Tier = Tier.EMPLOYEE
    amount: Money | None = None
    percent: Decimal | None = None
    covers: tuple[int, ...] = ()
    reason: str = ""

    @property
    def waived(self) -> bool:
        """Whether nothing is had of the type."""
        return not self.plan


@frozen
class Election:
    """A choice that counts from a day on, until the next row of its type. `event` is the event's number, empty for rows of
    payroll's own making; `granted` the coverage that counts while evidence of insurability is awaited."""

    effective_from: date
    choice: Choice
    state: ElectionState
    event: str = ""
    granted: Money | None = None
    note: str = ""
    stamp: Stamp | None = None

    @property
    def key(self) -> str:
        """What tells a person's elections apart: the plan type."""
        return self.choice.type.value

    @property
    def covers(self) -> bool:
        """Whether it covers anyone from its day on."""
        return self.state in COVERED


@frozen
class Event:
    """An enrolment event of a person: why, since when, through which day they may choose, and how far it is.

    `reason` is a life event's name; `day` the day it happened (the first day of work, of the plan year); `effective` the
    first day its elections count; `last_day` the last day of the window; `papers_due` the day evidence is owed by, None for none.
    """

    number: str
    person: int
    kind: EventKind
    reason: str
    day: date
    effective: date
    last_day: date
    papers_due: date | None
    state: EventState
    note: str = ""
    stamp: Stamp | None = None

    @property
    def moved_by(self) -> int | None:
        """The command it was last moved by, for the check whether somebody else did since."""
        return self.stamp.command if self.stamp else None


@frozen
class Offer:
    """What an event offers of a plan: options by name, or `why` there are none (empty where it may be had).

    `fallback` says what counts where nothing is chosen, in words of the rules that make and read offers.
    """

    type: PlanType
    plan: str
    options: tuple[str, ...] = ()
    why: str = ""
    fallback: str = ""


@frozen
class Standing:
    """What benefits need to know of someone covered from a day on: slot 0 is the person, else a contact's slot.

    `proof` is the slot of the document that verifies them (0: none); a `disabled` child does not age out.
    """

    effective_from: date
    slot: int
    tobacco: bool = False
    student: bool = False
    disabled: bool = False
    verification: Verification = Verification.UNVERIFIED
    proof: int = 0
    stamp: Stamp | None = None

    @property
    def key(self) -> str:
        """What tells them apart."""
        return str(self.slot)


@frozen
class Beneficiary:
    """Who receives a part of a life plan: a dependent by slot (0: someone else by name); parts are hundredths of a percent."""

    name: str
    relation: str
    share: int
    slot: int = 0
    contingent: bool = False


@frozen
class Beneficiaries:
    """The beneficiaries of a plan type from a day on; primary shares add up to 10,000, and contingent ones where there are any."""

    effective_from: date
    type: PlanType
    people: tuple[Beneficiary, ...]
    stamp: Stamp | None = None


@frozen
class Dependent:
    """A dependent as benefits see them: contact and standing of the day put together."""

    slot: int
    name: str
    relation: str
    birth_date: date | None
    standing: Standing


@frozen
class Member:
    """What rules need to know of a person on a day, gathered once. `pay` is annual pay in cents, None where there is none.

    `hired` is the first day of work of the present spell, `ended` the last day of work.
    """

    id: int
    number: str
    name: str
    hired: date | None
    ended: date | None
    birth_date: date | None
    status: str
    employment_type: str
    hours: Decimal
    grade: str
    department: str
    location: str
    pay_group: str
    pay: int | None
    tobacco: bool = False
    dependents: tuple[Dependent, ...] = ()


@frozen
class Price:
    """What an election costs: cents a month in all, the person's and the employer's part of it, and cents of each check.

    `coverage` is cents of insurance, `imputed` cents a month of imputed income; both 0 where there is none.
    """

    monthly: int
    person: int
    employer: int
    check_person: int
    check_employer: int
    coverage: int = 0
    imputed: int = 0
