"""A run's values: its kind and state, what may be done next, the slips in it. Money is integer cents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from hrtui.payroll.check.values import Blocker, CheckLine
from hrtui.payroll.entered import Entered
from hrtui.value import frozen


class RunKind(StrEnum):
    """What a run is for: it decides who is in it and whether the period's pay is due."""

    REGULAR = "regular"
    OFF_CYCLE = "off_cycle"
    BONUS = "bonus"
    FINAL = "final"
    CORRECTION = "correction"
    REVERSAL = "reversal"


class RunState(StrEnum):
    """Where a run stands."""

    DRAFT = "draft"
    CALCULATED = "calculated"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    FINALISED = "finalised"
    EXPORTED = "exported"
    PAID = "paid"
    CLOSED = "closed"
    CANCELLED = "cancelled"


FINAL = frozenset({RunState.FINALISED, RunState.EXPORTED, RunState.PAID, RunState.CLOSED})
"""The states in which a run's slips count for the year and are never changed."""

OPEN = frozenset({RunState.DRAFT, RunState.CALCULATED, RunState.IN_REVIEW, RunState.APPROVED})
"""The states before a run's slips are final."""

REVIEWED = frozenset({RunState.CALCULATED, RunState.IN_REVIEW})
"""The states in which checks are looked at, and what stands out is accepted."""

WITH_PERIOD = frozenset({RunKind.REGULAR, RunKind.FINAL, RunKind.CORRECTION})
"""The kinds that pay the days of the period; the others pay only what is entered for the run."""


class Step(StrEnum):
    """What can be done with a run."""

    ENTER = "enter"
    CALCULATE = "calculate"
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    FINALISE = "finalise"
    EXPORT = "export"
    PAY = "pay"
    CLOSE = "close"
    CANCEL = "cancel"
    REVERSE = "reverse"


class Rung(NamedTuple):
    """A step of the ladder: from which states, to which one (None: it stays), and the action a role needs."""

    states: frozenset[RunState]
    to: RunState | None
    action: str
    does: str


S = RunState
LADDER: Mapping[Step, Rung] = {
    Step.ENTER: Rung(frozenset({S.DRAFT, S.CALCULATED}), None, "payroll.run", "enter hours and one-time pay"),
    Step.CALCULATE: Rung(frozenset({S.DRAFT, S.CALCULATED}), S.CALCULATED, "payroll.run", "calculate"),
    Step.SUBMIT: Rung(frozenset({S.CALCULATED}), S.IN_REVIEW, "payroll.run", "submit for review"),
    Step.RETURN: Rung(frozenset({S.IN_REVIEW, S.APPROVED}), S.CALCULATED, "payroll.approve", "return to the maker"),
    Step.APPROVE: Rung(frozenset({S.IN_REVIEW}), S.APPROVED, "payroll.approve", "approve"),
    Step.FINALISE: Rung(frozenset({S.APPROVED}), S.FINALISED, "payroll.finalise", "finalise"),
    Step.EXPORT: Rung(frozenset({S.FINALISED, S.EXPORTED}), S.EXPORTED, "payroll.finalise", "write the bank file"),
    Step.PAY: Rung(frozenset({S.EXPORTED}), S.PAID, "payroll.finalise", "mark as paid"),
    Step.CLOSE: Rung(frozenset({S.PAID}), S.CLOSED, "payroll.finalise", "close"),
    Step.CANCEL: Rung(OPEN | {S.FINALISED}, S.CANCELLED, "payroll.run", "cancel"),
    Step.REVERSE: Rung(frozenset({S.EXPORTED, S.PAID, S.CLOSED}), None, "payroll.run", "reverse"),
}


@frozen
class RunEvent:
    """A state a run came into: when, by whom, with which note; what its calculation knew."""

    state: RunState
    generation: int
    known: int
    terms: str
    at: datetime
    by: str
    note: str = ""


@frozen
class Run:
    """A run as it stands. `events` are oldest first; `corrects` is the number of the run it mends or reverses."""

    id: int
    number: str
    group: str
    kind: RunKind
    begins: date
    ends: date
    pay_date: date
    reason: str
    corrects: str
    opened_by: str
    events: tuple[RunEvent, ...]

    @property
    def last(self) -> RunEvent:
        """How it came to where it is."""
        return self.events[-1]

    @property
    def state(self) -> RunState:
        """Where it stands."""
        return self.last.state

    @property
    def generation(self) -> int:
        """The calculation whose slips are seen; 0 before the first."""
        return self.last.generation

    @property
    def makers(self) -> frozenset[str]:
        """Who opened, calculated or submitted it: none of them may approve it. Who returned it may."""
        found = {self.opened_by}
        for before, event in zip((None, *self.events), self.events, strict=False):
            returned = before is not None and before.state in (RunState.IN_REVIEW, RunState.APPROVED)
            if event.state in (RunState.DRAFT, RunState.IN_REVIEW) or (
                event.state is RunState.CALCULATED and not returned
            ):
                found.add(event.by)
        return frozenset(found)


class RunInput(NamedTuple):
    """Hours or one-time pay as it stands in a run: `slot` tells a person's entries apart, `batch` where it was keyed."""

    slot: str
    entered: Entered
    note: str = ""
    batch: str = ""
    by: str = ""


@frozen
class Totals:
    """Sums of a run's slips, in cents, and how many people are in it and are blocked."""

    people: int = 0
    gross: int = 0
    withheld: int = 0
    deducted: int = 0
    employer: int = 0
    net: int = 0
    blocked: int = 0


@frozen
class RunLine:
    """A run in the list of runs."""

    run: Run
    totals: Totals


class SlipHead(NamedTuple):
    """A slip in the list of a run, without its lines; `id` and `person` are those of the store."""

    id: int
    person: int
    gross: int
    withheld: int
    deducted: int
    employer: int
    net: int
    blocked: int
    known: int


class SlipLine(NamedTuple):
    """A line of a slip with its balance of the year, in cents."""

    line: CheckLine
    year_to_date: int


@frozen
class Slip:
    """One person's check in a run, as stored."""

    id: int
    run: str
    person: int
    number: str
    name: str
    gross: int
    withheld: int
    deducted: int
    employer: int
    net: int
    work_state: str
    lines: tuple[SlipLine, ...]
    problems: tuple[Blocker, ...]
    notices: tuple[str, ...]
    known: int
    after: int | None = None
    reverses: int | None = None


class Cause(StrEnum):
    """Why a check differs from the last one."""

    HIRE = "hire"
    LEFT = "left"
    RATE = "change of pay"
    JOB = "change of job"
    LEAVE = "unpaid days"
    INPUT = "hours or one-time pay"
    ITEM = "deduction or standing pay"
    ELECTION = "election of benefits"
    ORDER = "garnishment"
    CERTIFICATE = "tax certificate"
    LIMIT = "limit of the year"
    TABLES = "tables or configuration"
    UNEXPLAINED = "unexplained"


@frozen
class Change:
    """How much of a check's change one cause makes, in cents of gross and net, with a sentence of its rows."""

    cause: Cause
    gross: int
    net: int
    sentence: str


@frozen
class Difference:
    """One person's check against the last one: what changed and why; causes add up to the whole change of net. `paid` tells
    whether they have a check in the run, or only had one in the last."""

    person: int
    number: str
    name: str
    gross: int
    net: int
    gross_before: int
    net_before: int
    changes: tuple[Change, ...] = ()
    accepted: str = ""
    paid: bool = True

    @property
    def unexplained(self) -> bool:
        """Whether a part of the change has no known cause."""
        return any(change.cause is Cause.UNEXPLAINED for change in self.changes)


def allows(run: Run, step: Step) -> bool:
    """Whether a run's state allows a step; a final reversal is closed at once, since it pays nobody."""
    taken_back = run.kind is RunKind.REVERSAL and run.state is RunState.FINALISED
    return run.state in LADDER[step].states or (taken_back and step is Step.CLOSE)
