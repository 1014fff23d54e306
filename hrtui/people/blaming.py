"""Who set a field: the row and the version of it that gave the field its value, and every value it had. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from hrtui.benefits.telling import FACTS
from hrtui.people.carrying import CUSTOM, PAY_FIELDS
from hrtui.people.carrying import values as plain_values
from hrtui.people.fact import Fact
from hrtui.people.model import Certificate, Job, Pay, Profile, RowState
from hrtui.people.rules import (
    BEGINS,
    JOB_FIELDS,
    PROFILE_FIELDS,
    UNDO,
    is_live,
    live,
    order,
    row_state,
    shown_on,
    shown_rows,
)

Row = TypeVar("Row", Job, Pay, Profile, Certificate, Fact)
W4 = "w4."
US = "US"
W4_FIELDS = (
    "status",
    "step2",
    "step3",
    "step4a",
    "step4b",
    "step4c",
    "exempt",
    "old_w4",
    "allowances",
    "nonresident_alien",
)
KINDS: dict[str, tuple[str, ...]] = {
    "profile": PROFILE_FIELDS,
    "job": (*JOB_FIELDS, "last_day"),
    "pay": PAY_FIELDS,
    "certificate": tuple(W4 + name for name in W4_FIELDS),
}
COMPOSED = {
    "name": ("first_name", "last_name"),
    "address": ("street", "city", "state", "postal_code"),
}


@dataclass(frozen=True, slots=True)
class Step(Generic[Row]):
    """A row that gave a field a value: the row that stands there, the version of it that set the value, how it stands,
    and the row that held before it."""

    row: Row
    source: Row
    state: RowState
    before: Row | None


def kind_of(field: str) -> str:
    """The kind of row a field stands in; empty where there is no such field."""
    if field.partition(".")[0] in FACTS:
        return field.partition(".")[0]
    if field.startswith(CUSTOM) or field in COMPOSED:
        return "profile"
    return next((kind for kind, names in KINDS.items() if field in names), "")


def part_of(field: str) -> str:
    """The name within a fact that a field of it is about (`option` of `election.medical.option`); empty for all of it."""
    return ".".join(field.split(".")[2:])


def value(row: Job | Pay | Profile | Certificate | Fact | None, field: str) -> Any:
    """A field of a row; empty where there is no row, or the row says nothing of it."""
    if row is None:
        return ""
    if isinstance(row, Fact):
        return row.value(part_of(field))
    if isinstance(row, Certificate):
        return row.entries.get(field.removeprefix(W4), "")
    if isinstance(row, Job) and field == "manager":
        return row.manager or row.manager_name
    if field in COMPOSED:
        parts = [getattr(row, name) for name in COMPOSED[field]]
        return (" " if field == "name" else ", ").join(part for part in parts if part)
    if field == "last_day":
        return getattr(row, field)
    return plain_values(row).get(field, "")


def set_by(rows: Sequence[Row], field: str, on: date) -> Step[Row] | None:
    """The row that set a field to what it is on a day: rows that copied the value from the one before are passed over.

    For someone who begins after the day it is the value of the first day. None where nothing is on file.
    """
    now = shown_on(rows, on)
    counting = live(rows)
    while now is not None:
        before = _before(counting, now)
        if before is None or _sets(now, before, field):
            return Step(now, source(rows, now, field), row_state(rows, now, on), before)
        now = before
    return None


def source(rows: Iterable[Row], row: Row, field: str) -> Row:
    """The version of a row that first said what the row says of a field; what an undo took back is passed over."""
    versions = [each for each in rows if order(each) == order(row) and not _undone(each)]
    first = row
    for each in sorted(versions, key=_id, reverse=True):
        if _id(each) > _id(row):
            continue
        if value(each, field) != value(row, field):
            break
        first = each
    return first


def steps(rows: Sequence[Row], field: str, on: date) -> tuple[Step[Row], ...]:
    """Every row that gave a field a value, newest first: those that count, and corrected and withdrawn ones that said
    something else than what stands in their place."""
    counting = live(rows)
    found = [_step(rows, row, field, on) for row in counting if _sets(row, _before(counting, row), field)]
    for row in shown_rows(rows):
        if not is_live(row) and value(row, field) != value(_instead(counting, row), field):
            found.append(_step(rows, row, field, on))
    return tuple(sorted(found, key=lambda step: (*order(step.row), _id(step.row)), reverse=True))


def _step(rows: Sequence[Row], row: Row, field: str, on: date) -> Step[Row]:
    return Step(row, source(rows, row, field), row_state(rows, row, on), _before(live(rows), row))


def _sets(row: Row, before: Row | None, field: str) -> bool:
    """Whether a row gives a field a value of its own: it begins an employment, or says something else than before."""
    begins = getattr(row, "action", None) in BEGINS
    return before is None or begins or value(row, field) != value(before, field)


def _before(counting: Iterable[Row], row: Row) -> Row | None:
    return max((each for each in counting if order(each) < order(row)), key=order, default=None)


def _instead(counting: Iterable[Row], row: Row) -> Row | None:
    """The row that counts where one that counts no longer stood: its later version, or what holds without it."""
    return max((each for each in counting if order(each) <= order(row)), key=order, default=None)


def _undone(row: Row) -> bool:
    return row.stamp is not None and row.stamp.superseded_how == UNDO


def _id(row: Row) -> int:
    return row.stamp.id if row.stamp else 0
