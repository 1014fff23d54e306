"""What needs attention: a sentence for the home screen, and the people and days behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence, whether it is a warning, and the address where something can be done about it."""

    sentence: str
    warning: bool = False
    address: str = ""


class Kind(StrEnum):
    """What people can be due for; each is the word after `due` in an address."""

    TODAY = "today"
    SCHEDULED = "scheduled"
    STARTING = "starting"
    LEAVING = "leaving"
    PROBATION = "probation"
    DOCUMENTS = "documents"
    BIRTHDAYS = "birthdays"
    ANNIVERSARIES = "anniversaries"
    UNMANAGED = "unmanaged"
    ORPHANED = "orphaned"
    UNPAID = "unpaid"
    UNCERTIFIED = "uncertified"


@dataclass(frozen=True, slots=True)
class Due:
    """A person on a list of what is due: on which day, if on one, and what it is. `id` is 0 where it is not known."""

    id: int
    number: str
    name: str
    department: str
    day: date | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class DueList:
    """What is due of a kind: how many there are, and the first of them."""

    kind: Kind
    count: int
    rows: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class FaultyImport:
    """The newest import of files of one kind, some rows of which were refused, or values left out of rows that were taken."""

    file: str
    rejected: int
    at: datetime
    values: int = 0
