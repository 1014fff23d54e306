"""Custom fields in a form: each by its kind, starting from what is on file, and what was changed in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from hrtui.config import CustomField, CustomKind
from hrtui.money import Money
from screens.widgets.fields import ChoiceField, Field, FlagField, NumberField, TextField

if TYPE_CHECKING:
    from screens.people.forms import Maker

T = TypeVar("T")


def custom_field(make: Maker, field: CustomField, held: str) -> Field:
    """The field of a form for a custom field."""
    key = f"custom.{field.name}"
    if field.kind is CustomKind.CHOICE:
        return ChoiceField(key=key, label=field.label, choices=field.choices, initial=held or None)
    if field.kind is CustomKind.FLAG:
        return FlagField(key=key, label=field.label, initial=held == "yes")
    if field.kind is CustomKind.DATE:
        return make.day(key, field.label, held_as(date.fromisoformat, held), unread(field, held), required=False)
    if field.kind is CustomKind.NUMBER:
        return NumberField(
            key=key, label=field.label, places=9, initial=held_as(Decimal, held), style=make.config.style,
            help=unread(field, held),
        )  # fmt: skip
    if field.kind is CustomKind.MONEY:
        return make.money(key, field.label, held_as(make.amount, held), help=unread(field, held))
    return TextField(key=key, label=field.label, initial=held)


READERS: Mapping[CustomKind, Callable[[str], object]] = {
    CustomKind.DATE: date.fromisoformat, CustomKind.NUMBER: Decimal, CustomKind.MONEY: Decimal,
}  # fmt: skip


def held_as(read: Callable[[str], T], held: str) -> T | None:
    """What is on file, as a field's kind reads it; None where nothing is, or it was entered when the field was of another kind."""
    try:
        return read(held) if held else None
    except (ValueError, ArithmeticError):
        return None


def unread(field: CustomField, held: str) -> str:
    """What is on file where the field's kind cannot read it; it stays unless another value is typed."""
    return f"on file, from another kind: {held}" if held and held_as(READERS[field.kind], held) is None else ""


def custom_changes(values: Mapping[str, Any], held: Mapping[str, str], fields: Sequence[CustomField]) -> dict[str, str]:
    """The custom fields that a filled-in form says something else of than what is on file."""
    return {
        field.name: text_of(values[key]) or ("no" if field.kind is CustomKind.FLAG else "")
        for field in fields
        if (key := f"custom.{field.name}") in values and _differs(field, held.get(field.name, ""), values[key])
    }


def _differs(field: CustomField, held: str, value: object) -> bool:
    """Whether a form says something else of a custom field than what is on file; an unread value says nothing."""
    if field.kind is CustomKind.FLAG:
        return (held == "yes") is not value
    read = READERS.get(field.kind)
    if read is None:
        return (value or "") != held
    before = held_as(read, held)
    return before != (value.amount if isinstance(value, Money) else value)


def text_of(value: object) -> str:
    """A value as a profile keeps it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, Money):
        return f"{value.amount:f}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
