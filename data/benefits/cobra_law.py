"""The figures of continuation coverage, from `data/tables/us/cobra.yaml`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

from data.parameters import TABLES, Dated, Strict, read, source_of
from hrtui.benefits.cobra.model import CobraLaw, Kind
from hrtui.errors import RuleBroken

COBRA = "us/cobra.yaml"
ABOUT = ("from_", "through", "source", "months")


class CobraEntry(Dated, frozen=True, kw_only=True):
    """What is in force for a time."""

    small_employer: int
    months: dict[Kind, int]
    disability_months: int
    longest_months: int
    general_notice_days: int
    employer_notice_days: int
    election_notice_days: int
    person_notice_days: int
    election_days: int
    first_payment_days: int
    grace_days: int
    percent: Decimal
    disability_percent: Decimal


class CobraFile(Strict, frozen=True, kw_only=True):
    """The file of continuation coverage."""

    name: str
    description: str
    unit: str
    values: tuple[CobraEntry, ...]


def cobra_law(on: date) -> CobraLaw:
    """What is in force on a day; raises RuleBroken for a day that is not known."""
    for entry in _entries():
        if entry.from_ <= on <= entry.through:
            return _law(entry)
    raise RuleBroken(f"No rules of continuation coverage for {on} are known.", "on")


@cache
def _entries() -> tuple[CobraEntry, ...]:
    return read(TABLES / COBRA, CobraFile).values


def _law(entry: CobraEntry) -> CobraLaw:
    plain = {name: getattr(entry, name) for name in entry.__struct_fields__ if name not in ABOUT}
    return CobraLaw(**plain, months=entry.months, source=source_of(entry.source, COBRA))
