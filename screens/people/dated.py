"""Dated rows in words: how each stands, what it changed, who entered it and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from hrtui.access.model import Field
from hrtui.audit.model import Change
from hrtui.audit.rules import differences
from hrtui.config import Config
from hrtui.context import Actor
from hrtui.money import format_money
from hrtui.people.fact import Fact
from hrtui.people.model import Basis, Certificate, Job, Pay, PrivateKind, Profile, Record, RowState, Stamp
from hrtui.people.rules import Dated as DatedRow
from hrtui.people.rules import is_live, order, row_states
from screens.frames import becomes, frames
from screens.text import Tone
from screens.widgets.sheet import Item

STATE_TONES = {
    RowState.CURRENT: Tone.GOOD,
    RowState.SCHEDULED: Tone.WARN,
    RowState.HISTORY: Tone.PLAIN,
    RowState.RESCINDED: Tone.MUTED,
    RowState.CORRECTED: Tone.MUTED,
}
W4 = {
    "status": "Filing status", "step2": "Step 2 box", "step3": "Step 3 credits", "step4a": "4(a) other income",
    "step4b": "4(b) deductions", "step4c": "4(c) extra", "exempt": "Exempt", "old_w4": "2019 form or older",
    "allowances": "Allowances", "nonresident_alien": "Nonresident alien",
}  # fmt: skip
NAMES = {
    "manager_name": "manager", "employment_type": "type", "flsa": "FLSA", "fte": "FTE", "standard_hours": "hours a week",
    "dotted": "dotted line",
}  # fmt: skip
UNSAID = ("action", "reason", "last_day", "manager", "jurisdiction")
Dated = Profile | Job | Pay | Certificate
KINDS_OF_TAB: Mapping[str, tuple[str, ...]] = {"job": ("job",), "pay": ("pay",), "personal": ("profile",)}
"""The kinds of rows a tab of the record shows; other tabs show all."""


KINDS_OF_ROW: Mapping[type[Any], str] = {Job: "job", Pay: "pay", Profile: "profile", Certificate: "certificate"}
ROW = "row:"


def row_key(row: DatedRow) -> str:
    """What the cursor of the record calls a row: `row:job:17`, its kind and its id."""
    kind = row.kind if isinstance(row, Fact) else KINDS_OF_ROW.get(type(row), type(row).__name__.lower())
    return f"{ROW}{kind}:{row.stamp.id if row.stamp else 0}"


def row_of(field: str) -> tuple[str, int] | None:
    """The kind and id of the row the cursor stands on; None where it stands on a field."""
    kind, _, id_ = field.removeprefix(ROW).partition(":")
    return (kind, int(id_)) if field.startswith(ROW) else None


@dataclass(frozen=True, slots=True)
class View:
    """A record as it is looked at: by whom, on which day, with which fields revealed and which sealed values in clear."""

    record: Record
    today: date
    config: Config
    actor: Actor
    fields: frozenset[Field]
    revealed: Mapping[PrivateKind, str]


def masked() -> str:
    """The dots that stand for a value not shown."""
    return frames().dot * 5


def rate(row: Pay, config: Config) -> str:
    """A rate of pay in words: `$85,000.00 a year`."""
    per = "a year" if row.basis is Basis.ANNUAL else "an hour"
    return f"{format_money(row.rate, config.style, symbol=True)} {per}"


def percent(row: Pay, before: Pay | None) -> str:
    """By how much a rate differs from the one before on the same basis: `+3.0 %`; empty where it cannot be said."""
    if before is None or before.basis is not row.basis or not before.rate.cents:
        return ""
    tenths = (row.rate.cents - before.rate.cents) * 1000 / before.rate.cents
    return f"{tenths / 10:+.1f} %"


def previous(row: Dated, rows: Sequence[Dated]) -> Dated | None:
    """The live row that held before this one."""
    return max((each for each in rows if is_live(each) and order(each) < order(row)), key=order, default=None)


def reason(row: Dated) -> str:
    """What made a row, and why: `raise: merit`."""
    parts = (getattr(row, "action", "entered"), getattr(row, "reason", ""))
    return ": ".join(str(part) for part in parts if part)


def changes(row: Dated, rows: Sequence[Dated], view: View) -> str:
    """What a row changed, or for the first one what it said; empty where nothing but its day."""
    before = previous(row, rows)
    if isinstance(row, Pay):
        return _pay_changes(row, before if isinstance(before, Pay) else None, view)
    return said_changes(before, row, UNSAID, view)


def said_changes(before: object | None, after: object, unsaid: Sequence[str], view: View) -> str:
    """The fields in which a row differs from the one before, in words; for the first one what it said."""
    found = [each for each in differences(before, after) if each.field not in unsaid]
    return "; ".join(said_change(each, before is None, view) for each in found)


def _pay_changes(row: Pay, before: Pay | None, view: View) -> str:
    new, group = rate(row, view.config), f"pay group {row.pay_group or '(none)'}"
    if before is None:
        return f"{new}; {group}"
    parts = []
    if (row.rate, row.basis) != (before.rate, before.basis):
        by = percent(row, before)
        parts.append(f"{rate(before, view.config)} {becomes()} {new}{f' ({by})' if by else ''}")
    if row.pay_group != before.pay_group:
        parts.append(f"pay group {before.pay_group or '(none)'} {becomes()} {row.pay_group or '(none)'}")
    return "; ".join(parts)


def said_change(change: Change, first: bool, view: View) -> str:
    """A field that changed, before and after; for the first row of its kind what it says."""
    name, _, key = change.field.partition(".")
    custom = {each.name: each.label for each in view.config.custom_fields}
    label = W4.get(key, key) if name == "entries" else custom.get(key, key) if key else NAMES.get(name, _spaced(name))
    if first:
        return f"{label} {change.after}"
    return f"{label} {change.before or '(none)'} {becomes()} {change.after or '(none)'}"


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def entered(stamp: Stamp | None, view: View) -> str:
    """Who entered a row and when, in the company's time."""
    if stamp is None:
        return ""
    at = stamp.recorded_at.astimezone(ZoneInfo(view.config.company.time_zone))
    return f"entered {at:%Y-%m-%d %H:%M} by {stamp.recorded_by}"


def in_state(rows: Sequence[Dated], state: RowState, view: View) -> list[Dated]:
    """The rows that stand so today, newest first."""
    states = row_states(rows, view.today)
    return sorted((row for row, found in zip(rows, states, strict=True) if found is state), key=order, reverse=True)


def section(
    title: str, rows: Sequence[Dated], state: RowState, view: View, besides: Dated | None = None
) -> Iterator[Item]:
    """The rows that stand so besides one, under a heading; nothing where there are none."""
    found = [row for row in in_state(rows, state, view) if row is not besides]
    if found:
        yield Item("", title, heading=True)
    for row in found:
        said_by = entered(row.stamp, view)
        yield Item(row.effective_from.isoformat(), reason(row), STATE_TONES[state], said_by, field=row_key(row))
        said = changes(row, rows, view)
        if said:
            yield Item(" ", said)
