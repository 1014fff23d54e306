"""The values of a batch: its columns and people, what a cell was read as, and totals. Figures are integer hundredths."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

Key = tuple[int, str]
"""A cell: the id of its person and the code of its column."""


class Unit(StrEnum):
    """What a column's figures are: hours, or an amount of money."""

    HOURS = "hours"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: an earning code, its name, its unit, and the most one person can have of it (hundredths; None: no bound)."""

    code: str
    label: str
    unit: Unit = Unit.HOURS
    most: int | None = None


class GridPerson(NamedTuple):
    """A row: a person's id, number and name."""

    id: int
    number: str
    name: str


class Figure(NamedTuple):
    """What a text was read as, in hundredths of an hour or of a dollar; `is_computed` where it is not what was typed."""

    hundredths: int
    is_computed: bool = False


class GridTotals(NamedTuple):
    """What was keyed: rows with anything, hundredths of hours, cents, and the sum of those rows' numbers of people."""

    lines: int = 0
    hours: int = 0
    amount: int = 0
    hash: int = 0


class GridLine(NamedTuple):
    """One cell to be saved: hundredths, or None where what was saved before is taken out."""

    person: int
    code: str
    hundredths: int | None


def written(hundredths: int) -> str:
    """Hundredths as they are typed: `37.50`, `-0.25`."""
    return f"{Decimal(hundredths).scaleb(-2):.2f}"


def hash_of(number: str) -> int:
    """What a person's number adds to the hash total: its digits as one number, 0 where it has none."""
    return int("".join(sign for sign in number if sign in "0123456789") or "0")
