"""What is filed for a year: returns and statements with what they stand on, what is missing and what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from hrtui.payroll.check.values import Blocker
from hrtui.payroll.outputs.liability import Deposit
from hrtui.payroll.outputs.values import PaidSlip, Table
from hrtui.payroll.runs.model import Run


class Paper(StrEnum):
    """What is filed or handed on."""

    F941 = "941"
    F940 = "940"
    W2 = "w2"
    EFW2 = "efw2"
    DEPOSITS = "deposits"
    ORDERS = "garnishments"
    DEDUCTIONS = "deductions"


class Given(NamedTuple):
    """What a return needs and no run says, in cents: deposits made, of how many that were noted, and for Form 941 its other
    adjustments."""

    deposited: int = 0
    sick_pay: int = 0
    uncollected: int = 0
    tip_notice: int = 0
    research_credit: int = 0
    noted: int = 0


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class Summed:
    """A final run as one slip of everyone in it: its lines are sums; `people` is how many are in it."""

    run: Run
    slip: PaidSlip
    people: int


@dataclass(frozen=True, slots=True)
class Filing:
    """A return, list or set of statements: its rows, the runs it stands on, what is to be known and what is missing.

    `due` is when it is to be filed, `waiting` are the runs of its time that are not final, `line_keys` tells for a line
    of the form which lines of slips add up to it. `person` is whose statement it is, where it is one person's.
    """

    paper: Paper
    year: int
    table: Table
    runs: Sequence[Summed] = ()
    quarter: int = 0
    waiting: Sequence[Run] = ()
    notices: Sequence[str] = ()
    blockers: Sequence[Blocker] = ()
    due: date | None = None
    line_keys: Mapping[str, Sequence[str]] | None = None
    person: str = ""

    @property
    def name(self) -> str:
        """As the trail and files call it: `941-2026-q3`, `w2-2026`."""
        return subject(self.paper, self.year, self.quarter)


@dataclass(frozen=True, slots=True)
class Filed:
    """A file that was written for a return: when, by whom, and its name."""

    at: datetime
    by: str
    file: str


@dataclass(frozen=True, slots=True)
class Mark:
    """That a return was filed or a deposit made: on which day, how many cents, by which confirmation number; who noted it when,
    by which command."""

    on: date
    cents: int
    confirmation: str
    by: str
    at: datetime
    command: int


@dataclass(frozen=True, slots=True)
class YearItem:
    """One thing to be done in a year: a return or a deposit, due on a day; `cents` is what is owed with it.

    `key` names it, `filed` is the last file written for a return, `mark` that it was sent; `ended` is False while its time
    has not ended, and `waiting` counts the runs of it that are not final.
    """

    title: str
    paper: Paper
    due: date | None
    cents: int | None
    quarter: int = 0
    deposit: Deposit | None = None
    waiting: int = 0
    ended: bool = True
    filed: Filed | None = None
    key: str = ""
    mark: Mark | None = None

    @property
    def short(self) -> int:
        """By how many cents a deposit that was made is less than what is owed now."""
        made = self.mark.cents if self.mark is not None and self.deposit is not None else None
        return max(0, (self.cents or 0) - made) if made is not None else 0


def standing(item: YearItem, today: date) -> str:
    """Where a return or deposit stands, in a word or two."""
    if item.mark is not None:
        return "short" if item.short else "deposited" if item.deposit is not None else "filed"
    if item.filed is not None:
        return "written"
    if item.cents is None:
        return "nothing"
    if item.waiting:
        return "runs open"
    if item.deposit is not None:
        return "own schedule" if item.due is None else "to deposit" if item.due >= today else "past due"
    if not item.ended:
        return "running"
    return "to file" if item.due is None or item.due >= today else "past due"


@dataclass(frozen=True, slots=True)
class Year:
    """What is to be filed and deposited in a year, by due day; what the company lacks for it."""

    items: Sequence[YearItem]
    notices: Sequence[str]
    blockers: Sequence[Blocker]


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: where, its SHA-256, how many statements or rows, and what to do before it is sent."""

    path: str
    sha256: str
    count: int
    notices: Sequence[str] = ()


def subject(paper: Paper, year: int, quarter: int = 0) -> str:
    """What entries of the trail about a return are about."""
    return f"{paper}-{year}" + (f"-q{quarter}" if quarter else "")
