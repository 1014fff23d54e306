"""Which of a person's elections, standings and beneficiaries hold on a day: of each kind the last row up to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from hrtui.benefits.model import Beneficiaries, Election, Standing
from hrtui.benefits.plans import PlanType

Row = TypeVar("Row", Election, Standing, Beneficiaries)


def order(row: Election | Standing | Beneficiaries) -> tuple[date, int]:
    """By what later rows of a kind are told from earlier ones."""
    return row.effective_from, row.stamp.seq if row.stamp else 0


def _key(row: Election | Standing | Beneficiaries) -> str:
    return row.type.value if isinstance(row, Beneficiaries) else row.key


def on_day(rows: Iterable[Row], on: date) -> list[Row]:
    """The row of each kind that holds on a day, in the order in which the kinds come."""
    found: dict[str, Row] = {}
    for row in rows:
        key = _key(row)
        if row.effective_from <= on and (key not in found or order(found[key]) <= order(row)):
            found[key] = row
    return list(found.values())


def of_type(rows: Iterable[Election], type_: PlanType, on: date) -> Election | None:
    """The election of a type that holds on a day."""
    return next(iter(on_day([row for row in rows if row.choice.type is type_], on)), None)


def later(rows: Iterable[Election], type_: PlanType, on: date) -> list[Election]:
    """The elections of a type that begin after a day, oldest first."""
    return sorted((row for row in rows if row.choice.type is type_ and row.effective_from > on), key=order)
