"""What a department, a location and a position are from a day on, and what a change of one gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hrtui.audit.model import Change
from hrtui.people.model import Stamp


class PositionStatus(StrEnum):
    """Whether a position may be given to people."""

    OPEN = "open"
    FROZEN = "frozen"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Department:
    """A department from a day on; `parent` is a department's id and `head` a person's."""

    id: int
    effective_from: date
    name: str
    parent: int | None = None
    head: int | None = None
    cost_centre: str = ""
    active: bool = True
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A place of work from a day on."""

    id: int
    effective_from: date
    name: str
    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    time_zone: str = ""
    active: bool = True
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """A seat, or several of a kind, from a day on; `department` and `location` are ids, `manager` is a person's."""

    id: int
    number: str
    effective_from: date
    title: str
    department: int
    location: int | None = None
    manager: int | None = None
    grade: str = ""
    cost_centre: str = ""
    seats: int = 1
    status: PositionStatus = PositionStatus.OPEN
    stamp: Stamp | None = None


Fact = Department | Location | Position


@dataclass(frozen=True, slots=True)
class DepartmentChange:
    """A change of a department; None keeps what holds that day, an empty parent, head or cost centre takes it away."""

    effective_from: date
    name: str | None = None
    parent: str | None = None
    head: str | None = None
    cost_centre: str | None = None


@dataclass(frozen=True, slots=True)
class LocationChange:
    """A change of a location; None keeps what holds that day."""

    effective_from: date
    name: str | None = None
    street: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class PositionChange:
    """A change of a position; None keeps what holds that day."""

    effective_from: date
    title: str | None = None
    department: str | None = None
    location: str | None = None
    manager: str | None = None
    grade: str | None = None
    cost_centre: str | None = None
    seats: int | None = None
    status: PositionStatus | None = None


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A line of the list of departments or locations on a day, in names instead of ids.

    `vacant` is None where it is not told, `since` where the place is as it is since ever; `total` counts the people of
    departments below too.
    """

    name: str
    people: int
    active: bool
    parent: str = ""
    head: str = ""
    cost_centre: str = ""
    city: str = ""
    country: str = ""
    time_zone: str = ""
    vacant: int | None = None
    head_number: str = ""
    street: str = ""
    state: str = ""
    postal_code: str = ""
    since: date | None = None
    total: int = 0
    id: int = 0

    @property
    def called(self) -> str:
        """What it is found by."""
        return self.name

    @property
    def status(self) -> PositionStatus:
        """Open or closed."""
        return PositionStatus.OPEN if self.active else PositionStatus.CLOSED


@dataclass(frozen=True, slots=True)
class PositionLine:
    """A line of the list of positions on a day: its seats, and how many of them are filled, vacant and too many."""

    number: str
    title: str
    department: str
    location: str
    manager: str
    grade: str
    cost_centre: str
    status: PositionStatus
    seats: int
    filled: int
    manager_number: str = ""
    since: date | None = None
    id: int = 0

    @property
    def called(self) -> str:
        """What it is found by."""
        return self.number

    @property
    def people(self) -> int:
        """How many hold it."""
        return self.filled

    @property
    def vacant(self) -> int:
        """Seats that nobody holds; none of a position that is frozen or closed."""
        return max(0, self.seats - self.filled) if self.status is PositionStatus.OPEN else 0

    @property
    def overfilled(self) -> int:
        """How many more people hold it than there are seats."""
        return max(0, self.filled - self.seats)


@dataclass(frozen=True, slots=True)
class Event:
    """What a change of a department, location or position changed from a day on (None: since ever), and who entered it;
    nobody where it came into being by a job that named it."""

    on: date | None
    changes: tuple[Change, ...]
    by: str = ""
    at: datetime | None = None
    command: int = 0
