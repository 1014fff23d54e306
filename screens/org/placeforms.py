"""The fields of the forms about departments, locations and positions, and what of them is a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hrtui.org import rules
from hrtui.org.model import DepartmentChange, LocationChange, PlaceLine, PositionChange, PositionLine, PositionStatus
from hrtui.text import listed
from screens.people.forms import Maker
from screens.widgets.fields import ChoiceField, Field, NumberField, TextField

Values = Mapping[str, Any]
TOP = "empty for none: at the top"
MOST_NUMBER = 40


def from_day(make: Maker) -> Field:
    """The first day of a change."""
    return make.day("effective_from", "From", make.start, "the first day of the change, past or to come")


def name_field(line: PlaceLine | None) -> Field:
    """A name; one that another has or had is refused when it is saved."""
    return TextField(key="name", label="Name", initial=line.name if line else "", required=True, check=_named)


def parent_field(make: Maker, line: PlaceLine | None) -> Field:
    """The department above."""
    return _one_of(make, "parent", "Above it", line.parent if line else "", TOP, field="department")


def head_field(make: Maker, line: PlaceLine | None) -> Field:
    """Who heads it."""
    return make.person("head", "Head", line.head_number if line else "", line.head if line else "")


def department_fields(make: Maker, line: PlaceLine | None) -> list[Field]:
    """Everything of a department, starting from what is in force."""
    return [
        name_field(line),
        from_day(make),
        parent_field(make, line),
        head_field(make, line),
        TextField(key="cost_centre", label="Cost centre", initial=line.cost_centre if line else "", help="empty for none"),
    ]  # fmt: skip


def location_fields(make: Maker, line: PlaceLine | None) -> list[Field]:
    """Everything of a location, starting from what is in force."""
    texts = (
        ("street", "Street"), ("city", "City"), ("state", "State"), ("postal_code", "Postal code"), ("country", "Country"),
    )  # fmt: skip
    return [
        name_field(line),
        from_day(make),
        *(TextField(key=key, label=label, initial=getattr(line, key) if line else "") for key, label in texts),
        TextField(
            key="time_zone", label="Time zone", initial=line.time_zone if line else "", check=_zone,
            help="such as America/New_York; empty for the company's",
        ),
    ]  # fmt: skip


def position_fields(make: Maker, line: PositionLine | None) -> list[Field]:
    """Everything of a position, starting from what is in force; a new one is asked its number first."""
    number = (
        []
        if line
        else [TextField(key="number", label="Number", required=True, limit=MOST_NUMBER, help="it keeps it for good")]
    )
    return [
        *number,
        from_day(make),
        make.known("title", "Title", line.title if line else "", required=True, help="one on file, or a new one"),
        _one_of(make, "department", "Department", line.department if line else "", "one on file", required=True),
        _one_of(make, "location", "Location", line.location if line else "", "one on file; empty for none"),
        make.person("manager", "Reports to", line.manager_number if line else "", line.manager if line else ""),
        NumberField(key="seats", label="Seats", initial=line.seats if line else 1, required=True, least=1, most=rules.MOST_SEATS,
                    style=make.config.style, help="how many may hold it"),
        TextField(key="grade", label="Grade", initial=line.grade if line else "", help="empty for none"),
        TextField(key="cost_centre", label="Cost centre", initial=line.cost_centre if line else "", help="empty for none"),
        ChoiceField(key="status", label="Status", choices=list(PositionStatus), required=True,
                    initial=(line.status if line else PositionStatus.OPEN).value,
                    help=f"{listed(list(PositionStatus))}; only an open one may be given to people"),
    ]  # fmt: skip


def changed(fields: Sequence[Field], values: Values) -> dict[str, Any]:
    """Of what is in a form, the day and what differs from what it started with; emptied fields as empty texts."""
    out: dict[str, Any] = {}
    for field in fields:
        value = "" if values[field.key] is None else values[field.key]
        before = field.read(field.start()).value if not isinstance(field, ChoiceField) else _initial(field)
        if field.key == "effective_from" or value != ("" if before is None else before):
            out[field.key] = value
    return out


def department_value(given: Values) -> DepartmentChange:
    """The change of a department."""
    return DepartmentChange(**given)


def location_value(given: Values) -> LocationChange:
    """The change of a location."""
    return LocationChange(**given)


def position_value(given: Values) -> PositionChange:
    """The change of a position."""
    typed = dict(given)
    if "status" in typed:
        typed["status"] = PositionStatus(typed["status"])
    return PositionChange(**typed)


def _one_of(
    make: Maker, key: str, label: str, initial: str, help: str, *, field: str = "", required: bool = False
) -> ChoiceField:
    """One of the departments or locations on file."""
    return ChoiceField(
        key=key, label=label, choices=make.asker(field or key), initial=initial or None, required=required, help=help
    )


def _initial(field: ChoiceField) -> object:
    return getattr(field.initial, "value", field.initial)


def _named(value: str) -> None:
    rules.name_of(value)


def _zone(value: str) -> None:
    rules.time_zone(value)
