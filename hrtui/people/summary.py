"""A person as lists show them: what a directory needs, without the dated facts behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hrtui.value import frozen


class Status(StrEnum):
    """Where an employment stands on a day; `starting` is hired with a first day still to come."""

    STARTING = "starting"
    ACTIVE = "active"
    LEAVE = "leave"
    TERMINATED = "terminated"


class EmploymentType(StrEnum):
    """Full time, part time or temporary."""

    FULL_TIME = "full-time"
    PART_TIME = "part-time"
    TEMPORARY = "temporary"


class Flsa(StrEnum):
    """Whether overtime is owed under the Fair Labor Standards Act (29 USC 207, 213)."""

    EXEMPT = "exempt"
    NON_EXEMPT = "non-exempt"


@frozen
class PersonSummary:
    """One line of the directory, as of today."""

    id: int
    number: str
    name: str
    department: str
    title: str
    location: str
    manager: str
    status: Status
    hired: date | None
    terminated: date | None
    email: str = ""
    employment_type: str = ""


@frozen
class PersonDetail:
    """What a line of the directory has beside its PersonSummary. `annual` is cents a year, `rate` cents a year or an hour
    as `basis` says; all of pay is there only where `pay_shown`, and `annual` None where there is no pay. `hidden` are the
    custom fields that are not shown of this person."""

    id: int
    grade: str = ""
    cost_centre: str = ""
    position: str = ""
    flsa: str = ""
    fte: Decimal = Decimal(1)
    tags: tuple[str, ...] = ()
    custom: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    pay_shown: bool = False
    annual: int | None = None
    rate: int | None = None
    basis: str = ""
    pay_group: str = ""
