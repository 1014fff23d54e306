"""What recruiting knows: requisitions, candidates apart from their applications, and how far each is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum

from hrtui.money import Money
from hrtui.people.model import Basis, EmploymentType, Stamp
from hrtui.recruiting.playbook import Side, Stage
from hrtui.value import frozen


class RequisitionState(StrEnum):
    """How far a requisition is."""

    DRAFT = "draft"
    REQUESTED = "approval_requested"
    APPROVED = "approved"
    OPEN = "open"
    ON_HOLD = "on_hold"
    FILLED = "filled"
    CANCELLED = "cancelled"
    CLOSED = "closed"


WORKING = (RequisitionState.OPEN, RequisitionState.ON_HOLD)
"""The states in which applications stand on a board."""


class RequisitionKind(StrEnum):
    """Why somebody is wanted."""

    NEW = "new"
    BACKFILL = "backfill"


class ApprovalState(StrEnum):
    """What a role said."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"


class ApplicationState(StrEnum):
    """How an application stands; hired is one whose candidate became a person of the company."""

    ACTIVE = "active"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    HIRED = "hired"


class Owes(StrEnum):
    """Whether a message is owed to the candidate."""

    NOTHING = ""
    OWED = "owed"
    SENT = "sent"
    WAIVED = "waived"


@frozen
class Approval:
    """What a role said of a requisition or an offer, and who said it."""

    role: str
    state: ApprovalState
    by: str = ""
    reason: str = ""
    stamp: Stamp | None = None


@frozen
class Requisition:
    """That people are wanted. `manager` is a person's number, `recruiter` a login; `low` and `high` are the range of pay, per
    `basis`; `stages` are the requisition's own."""

    number: str
    title: str
    department: str = ""
    location: str = ""
    manager: str = ""
    manager_name: str = ""
    recruiter: str = ""
    openings: int = 1
    kind: RequisitionKind = RequisitionKind.NEW
    justification: str = ""
    low: Money | None = None
    high: Money | None = None
    basis: Basis = Basis.ANNUAL
    target_start: date | None = None
    employment_type: EmploymentType = EmploymentType.FULL_TIME
    grade: str = ""
    position: str = ""
    template: str = ""
    stages: tuple[Stage, ...] = ()
    note: str = ""
    state: RequisitionState = RequisitionState.DRAFT
    since: date | None = None
    id: int = 0
    stamp: Stamp | None = None

    def stage(self, name: str) -> Stage | None:
        """The stage of a name, whatever its case."""
        wanted = name.casefold()
        return next((each for each in self.stages if each.name.casefold() == wanted), None)

    def place(self, name: str) -> int:
        """Where a stage stands among its own, from 0; -1 for one that is not there."""
        return next((at for at, each in enumerate(self.stages) if each.name == name), -1)


@frozen
class Candidate:
    """Someone who may be hired. `credited` is the number of who referred them; `person` the number they got once hired, and
    `merged` that of the candidate they turned out to be."""

    number: str
    first_name: str
    last_name: str
    email: str = ""
    phone: str = ""
    city: str = ""
    state: str = ""
    headline: str = ""
    links: str = ""
    resume: Mapping[str, object] = field(default_factory=dict)
    source: str = ""
    credited: str = ""
    consent_from: date | None = None
    consent_until: date | None = None
    pool: bool = False
    barred: bool = False
    note: str = ""
    person: str = ""
    merged: str = ""
    purged: bool = False
    tags: tuple[str, ...] = ()
    id: int = 0
    stamp: Stamp | None = None

    @property
    def name(self) -> str:
        """`Last, First`, as lists show it."""
        return f"{self.last_name}, {self.first_name}" if self.first_name else self.last_name


@frozen
class Application:
    """How a candidate's application to a requisition stands. `since` is the day it entered its stage; `rating` 1 to 5; `reason` is
    a name of the recruiting file; `answers` are by question."""

    number: str
    candidate: int
    requisition: int
    applied: date
    state: ApplicationState
    stage: str
    since: date
    owner: str = ""
    next_action: str = ""
    next_on: date | None = None
    rating: int | None = None
    reason: str = ""
    side: Side | None = None
    owes: Owes = Owes.NOTHING
    source: str = ""
    credited: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    id: int = 0
    stamp: Stamp | None = None


@frozen
class Card:
    """An application as the board shows it. `days` is how long it is in its stage and `limit` how long it may be (0: for ever);
    `missed` are knock-out questions whose answer does not pass."""

    application: Application
    candidate: str
    name: str
    headline: str
    days: int
    limit: int
    missed: tuple[str, ...] = ()

    @property
    def late(self) -> bool:
        """Whether it is longer in its stage than it may be."""
        return bool(self.limit) and self.days > self.limit and self.application.state is ApplicationState.ACTIVE


@frozen
class CandidateLine:
    """A candidate as lists show them, with the requisitions they applied to last and how that stands."""

    id: int
    number: str
    name: str
    email: str
    headline: str
    source: str
    tags: str
    pool: bool
    barred: bool
    consent_until: date | None
    applied: str = ""


@frozen
class Happened:
    """A line of a candidate's timeline: on which day what happened, about which requisition, and who entered it."""

    on: date
    what: str
    about: str = ""
    by: str = ""
    ended: bool = False
