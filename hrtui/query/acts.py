"""A bulk verb as read: what is done to everyone a query finds, from which day on, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hrtui.money import STYLES, NumberStyle
from hrtui.people.summary import EmploymentType, Flsa, Status


class How(StrEnum):
    """How a raise is meant: by a percentage, by an amount, or to an amount."""

    PERCENT = "%"
    PLUS = "+"
    TO = "to"


@dataclass(frozen=True, slots=True)
class Raise:
    """`raise 3%`, `raise +2500`, `raise to 85k`; `amount` is the percentage, or major units a year or an hour."""

    how: How
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Transfer:
    """`transfer dept:Sales loc:Boston manager:1042`; None keeps what is there, an empty manager or location means none."""

    department: str | None = None
    location: str | None = None
    manager: str | None = None


@dataclass(frozen=True, slots=True)
class GiveManager:
    """`manager 1042`; empty means none."""

    who: str


@dataclass(frozen=True, slots=True)
class GiveStatus:
    """`status leave`."""

    status: Status


@dataclass(frozen=True, slots=True)
class GiveValue:
    """`set FIELD VALUE`, or `assign FIELD VALUE` for what people are assigned to; an empty value empties the field."""

    field: str
    value: str
    assigned: bool = False


@dataclass(frozen=True, slots=True)
class GiveTags:
    """`tag NAME` and `untag NAME`."""

    names: tuple[str, ...]
    on: bool = True


Act = Raise | Transfer | GiveManager | GiveStatus | GiveValue | GiveTags


@dataclass(frozen=True, slots=True)
class Verb:
    """An act, the day it takes effect (None: the day looked at), the reason the history keeps, and whether later rows that
    copied what it changes take it over."""

    act: Act
    effective: date | None = None
    reason: str = ""
    carry: bool = False


@dataclass(frozen=True, slots=True)
class Settable:
    """A field `set` may name: its other spellings, and its choices where it has some."""

    name: str
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    number: bool = False


SETTABLE = (
    Settable("title"),
    Settable("grade"),
    Settable("cost_centre", ("cost_center", "cost-centre", "cost-center", "cc")),
    Settable("position"),
    Settable("pay_group", ("pay-group", "group")),
    Settable("flsa", (), tuple(Flsa)),
    Settable("type", ("employment_type",), tuple(EmploymentType)),
    Settable("fte", (), (), True),
    Settable("standard_hours", ("standard-hours", "hours"), (), True),
    Settable("phone"),
    Settable("street"),
    Settable("city"),
    Settable("state"),
    Settable("postal_code", ("postal-code", "zip")),
)
ASSIGNABLE = ("position", "pay_group", "cost_centre", "grade")


@dataclass(frozen=True, slots=True)
class Manners:
    """How a verb is written here: today, the company's numbers and dates, and the choices of its own fields by name."""

    today: date
    style: NumberStyle = STYLES["en_US"]
    currency: str = "USD"
    custom: Mapping[str, tuple[str, ...]] | None = None

    def settable(self) -> tuple[Settable, ...]:
        """Every field `set` may name."""
        own = {name for item in SETTABLE for name in (item.name, *item.aliases)}
        more = (Settable(name, (), choices) for name, choices in (self.custom or {}).items() if name not in own)
        return (*SETTABLE, *more)
