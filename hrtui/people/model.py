"""People as HR knows them: a person, and dated facts about who they are, what they do and what they earn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from hrtui.money import Money
from hrtui.people.summary import EmploymentType as EmploymentType
from hrtui.people.summary import Flsa as Flsa
from hrtui.people.summary import PersonSummary as PersonSummary
from hrtui.people.summary import Status as Status
from hrtui.value import frozen


class Action(StrEnum):
    """What made a job or pay row."""

    HIRE = "hire"
    REHIRE = "rehire"
    DATA_CHANGE = "data change"
    PROMOTION = "promotion"
    TRANSFER = "transfer"
    PAY_CHANGE = "pay-rate change"
    LEAVE = "leave of absence"
    RETURN = "return from leave"
    TERMINATION = "termination"


class RowState(StrEnum):
    """How a dated row stands as of a day."""

    SCHEDULED = "scheduled"
    CURRENT = "current"
    HISTORY = "history"
    RESCINDED = "rescinded"
    CORRECTED = "corrected"


class Basis(StrEnum):
    """What a rate of pay is per."""

    ANNUAL = "annual"
    HOURLY = "hourly"


class PrivateKind(StrEnum):
    """What is sealed: the social security number, and the bank accounts that pay goes to (`routing/account`)."""

    SSN = "ssn"
    BANK = "bank"


@frozen
class Stamp:
    """Where a dated row comes from: its id, sequence within its day, the command that entered it, when (UTC) and by whom;
    where it counts no longer, since when, and by which command (its id and its action)."""

    id: int
    seq: int
    command: int
    recorded_at: datetime
    recorded_by: str
    superseded_at: datetime | None = None
    superseded_by: int | None = None
    superseded_how: str = ""


@frozen
class Profile:
    """Who a person is from a day on. `custom` holds the configured custom fields by name, as text."""

    effective_from: date
    first_name: str
    last_name: str
    email: str = ""
    phone: str = ""
    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    birth_date: date | None = None
    sex: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)
    stamp: Stamp | None = None

    @property
    def name(self) -> str:
        """`Last, First`, as lists show it."""
        return f"{self.last_name}, {self.first_name}" if self.first_name else self.last_name


@frozen
class Job:
    """What a person does from a day on. `manager` is a person's number, `manager_name` what to show;
    `standard_hours` are a week's; `last_day` is set on a termination, whose row starts the day after it; `position` is a
    position's number, `dotted` the numbers of the managers by dotted line."""

    effective_from: date
    action: Action
    status: Status
    title: str
    department: str
    location: str = ""
    manager: str = ""
    manager_name: str = ""
    employment_type: EmploymentType = EmploymentType.FULL_TIME
    flsa: Flsa = Flsa.NON_EXEMPT
    fte: Decimal = Decimal(1)
    standard_hours: Decimal = Decimal(40)
    reason: str = ""
    last_day: date | None = None
    cost_centre: str = ""
    grade: str = ""
    position: str = ""
    dotted: tuple[str, ...] = ()
    stamp: Stamp | None = None


@frozen
class Pay:
    """What a person earns from a day on: `rate` per year or per hour, as `basis` says."""

    effective_from: date
    action: Action
    basis: Basis
    rate: Money
    pay_group: str
    reason: str = ""
    stamp: Stamp | None = None


@frozen
class Certificate:
    """A withholding certificate in force from a day on (Form W-4 where `jurisdiction` is US, else a state's or city's).

    `entries` are by the names of the certificate: US: status (single, married, head), step2, step3, step4a, step4b,
    step4c, exempt, old_w4, allowances, nonresident_alien; those of a state as its tables declare them. Amounts are decimal
    text, flags `yes`.
    """

    effective_from: date
    jurisdiction: str
    entries: Mapping[str, str]
    stamp: Stamp | None = None


@frozen
class Tag:
    """That a person bears a tag from a day on, or bears it no longer."""

    effective_from: date
    name: str
    on: bool
    stamp: Stamp | None = None


@frozen
class PrivateMark:
    """That a sealed value is on file, and its last four characters where the role may see them masked.

    Of several bank accounts they are those of the one that takes the rest; `others` tells the last four of each other one
    and what goes to it.
    """

    kind: PrivateKind
    last_four: str
    recorded_at: datetime
    others: tuple[str, ...] = ()


@frozen
class Record:
    """One person's whole record, oldest rows first. `pays` is None where the role may not see pay at all, and empty with
    `pay_masked` where it is shown only on request; `scheduled_pays` counts its rows still to come either way.
    `certificates` is None where W-4s are not for the role."""

    id: int
    number: str
    summary: PersonSummary
    profiles: tuple[Profile, ...]
    jobs: tuple[Job, ...]
    pays: tuple[Pay, ...] | None
    pay_masked: bool
    certificates: tuple[Certificate, ...] | None
    private: tuple[PrivateMark, ...]
    scheduled_pays: int = 0
    tags: tuple[Tag, ...] = ()


@frozen
class Hire:
    """What hiring a person takes. An empty `number` asks for the next free one."""

    first_day: date
    first_name: str
    last_name: str
    title: str
    department: str
    number: str = ""
    location: str = ""
    manager: str = ""
    employment_type: EmploymentType = EmploymentType.FULL_TIME
    flsa: Flsa = Flsa.NON_EXEMPT
    fte: Decimal = Decimal(1)
    standard_hours: Decimal = Decimal(40)
    basis: Basis = Basis.ANNUAL
    rate: Money | None = None
    pay_group: str = ""
    email: str = ""
    reason: str = ""
    cost_centre: str = ""
    grade: str = ""
    position: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)


@frozen
class JobChange:
    """A change of job from a day on; None keeps what is in force that day. `manager` empty means none."""

    effective_from: date
    title: str | None = None
    department: str | None = None
    location: str | None = None
    manager: str | None = None
    employment_type: EmploymentType | None = None
    flsa: Flsa | None = None
    fte: Decimal | None = None
    standard_hours: Decimal | None = None
    status: Status | None = None
    cost_centre: str | None = None
    grade: str | None = None
    position: str | None = None
    dotted: tuple[str, ...] | None = None
    action: Action = Action.DATA_CHANGE
    reason: str = ""


@frozen
class PayChange:
    """A change of pay from a day on; None keeps what is in force that day."""

    effective_from: date
    rate: Money | None = None
    basis: Basis | None = None
    pay_group: str | None = None
    reason: str = ""


@frozen
class ProfileChange:
    """A change of name, contact details or custom fields from a day on; None keeps what is in force that day."""

    effective_from: date
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    street: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    birth_date: date | None = None
    sex: str | None = None
    custom: Mapping[str, str] | None = None


@frozen
class Termination:
    """The end of an employment: the last day worked, and why."""

    last_day: date
    reason: str
    voluntary: bool = True


@frozen
class Done:
    """What a use case did: the command's id, the person's number, one sentence to show, and what to know about it."""

    command: int
    number: str
    sentence: str
    notices: tuple[str, ...] = ()
