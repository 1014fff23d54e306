"""A contact of a person from a day on: someone to call in an emergency, or a dependent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hrtui.access.model import Sight
from hrtui.people.model import Stamp

RELATIONS = ("spouse", "partner", "child", "parent", "sibling", "grandparent", "guardian", "friend", "neighbour")


class ContactKind(StrEnum):
    """What a contact is for."""

    EMERGENCY = "emergency"
    DEPENDENT = "dependent"


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone to call, or a dependent, from a day on. `slot` tells a person's contacts apart and is kept for good;
    `active` is false from the day they are removed."""

    effective_from: date
    kind: ContactKind
    first_name: str = ""
    last_name: str = ""
    relation: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    birth_date: date | None = None
    sex: str = ""
    note: str = ""
    slot: int = 0
    active: bool = True
    stamp: Stamp | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class ContactChange:
    """A change of a contact from a day on; None keeps what is in force that day. `no_birth_date` takes the date away."""

    effective_from: date
    kind: ContactKind | None = None
    first_name: str | None = None
    last_name: str | None = None
    relation: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    birth_date: date | None = None
    sex: str | None = None
    note: str | None = None
    no_birth_date: bool = False


@dataclass(frozen=True, slots=True)
class ContactList:
    """The contacts of a person as a role may see them: every live row, oldest first within its slot.

    `birth` says how birth dates are shown; where they are not, `masked` holds the slots that have one on file.
    """

    number: str
    name: str
    rows: tuple[Contact, ...]
    birth: Sight
    masked: frozenset[int] = frozenset()
