"""Legal holds, what is asked to be erased and what came of it, and what an export of one person holds: values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from hrtui.people.model import Done

PERSON, CANDIDATE = "person", "candidate"
NAME = "(erased)"
"""The last name of somebody who was erased."""
HOLD, ASK, ERASE, EXPORT = "retention.hold", "privacy.ask", "privacy.erase", "privacy.export"


class Step(StrEnum):
    """What happened to a hold: the last step is how it stands."""

    PLACED = "placed"
    WIDENED = "widened"
    ASKED = "asked"
    KEPT = "kept"
    RELEASED = "released"


class HoldState(StrEnum):
    """How a hold stands: it holds, also while its release is asked for, or it was released."""

    STANDS = "stands"
    ASKED = "release asked"
    RELEASED = "released"


class Stands(StrEnum):
    """Why somebody is under a hold: named, found by its query on the day it was placed, or to compare with."""

    NAMED = "named"
    QUERY = "query"
    COMPARATOR = "comparator"


@dataclass(frozen=True, slots=True)
class HoldStep:
    """A step of a hold: what, why, when (UTC) and by whom."""

    step: Step
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold as it stands, its steps oldest first, and how many people and candidates are under it."""

    number: str
    name: str
    matter: str
    reason: str
    query: str
    since: date
    steps: tuple[HoldStep, ...] = ()
    people: int = 0
    candidates: int = 0
    id: int = 0

    @property
    def state(self) -> HoldState:
        """How it stands."""
        last = self.steps[-1].step if self.steps else Step.PLACED
        return {Step.RELEASED: HoldState.RELEASED, Step.ASKED: HoldState.ASKED}.get(last, HoldState.STANDS)


@dataclass(frozen=True, slots=True)
class Under:
    """Somebody under a hold, and why."""

    kind: str
    number: str
    name: str
    why: Stands


@dataclass(frozen=True, slots=True)
class NewHold:
    """A hold to be placed: whom it names, whom a query finds, and whom these are to be compared with, by their numbers."""

    name: str
    matter: str
    reason: str
    since: date | None = None
    whom: tuple[str, ...] = ()
    query: str = ""
    comparators: tuple[str, ...] = ()


class Doing(StrEnum):
    """How something that was asked to be erased stands."""

    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class KeptPart:
    """What an erasure keeps: which records, by which rule and source, until which last day; `why` instead where no rule ends it."""

    what: str
    rule: str = ""
    source: str = ""
    until: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Erasing:
    """What an erasure of somebody would do: rows overwritten by table, files taken out, entries of the trail emptied, what is kept,
    the holds that stand over it, and the backups that go on holding it, by file name with their days."""

    number: str
    kind: str
    rows: Mapping[str, int]
    files: int
    entries: int
    kept: tuple[KeptPart, ...]
    holds: tuple[str, ...] = ()
    backups: tuple[tuple[str, date], ...] = ()
    refusals: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many rows are overwritten."""
        return sum(self.rows.values())


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is asked to be disposed of: which records, of whom by number, and which kind of documents."""

    records: str
    subject: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Something asked to be erased, as it stands: `kind` is erase or dispose; `by` and `at` tell of the last step."""

    number: str
    kind: str
    subject: str
    ground: str
    state: Doing
    asked_by: str
    asked_at: datetime
    items: tuple[Item, ...] = ()
    by: str = ""
    at: datetime | None = None
    reason: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export of one person: the file, how many rows are in which part, the files of documents, what was left out."""

    file: Path
    number: str
    rows: Mapping[str, int]
    documents: int
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Erased(Done):
    """What an erasure did; a `Done` with what it was about."""

    erasing: tuple[Erasing, ...] = ()
