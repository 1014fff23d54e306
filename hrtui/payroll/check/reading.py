"""Values out of JSON: each refused by field, value and rule where it is not what it has to be."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from hrtui.payroll.check.refusing import InputRefused

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOST = Decimal(10**12)
AMOUNT = "an amount of dollars with at most two decimals and no separators, 0 or more, as “1234.50”"
_YES, _NO = (True, "yes", "true", "1", 1), (False, None, "no", "false", "0", "", 0)
E = TypeVar("E", bound=StrEnum)


class Fields:
    """An object of the input; what was not asked for when it is done is refused."""

    def __init__(self, data: object, at: str, names: Collection[str]) -> None:
        if not isinstance(data, Mapping):
            raise InputRefused(at or "case", data, "an object of fields")
        self.data: Mapping[str, Any] = data
        self.at = at
        for name in data:
            if name not in names:
                raise InputRefused(self.path(name), _short(data[name]), f"a field: there is {', '.join(sorted(names))}")

    def path(self, name: str) -> str:
        """A field's name with where it stands."""
        return f"{self.at}.{name}" if self.at else name

    def has(self, name: str) -> bool:
        """Whether a field is given and not empty."""
        return self.data.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        """Text."""
        value = self.data.get(name)
        if value is None:
            return default
        if not isinstance(value, str | int | Decimal) or isinstance(value, bool):
            raise InputRefused(self.path(name), _short(value), "text")
        return str(value)

    def needed(self, name: str, rule: str) -> str:
        """Text that has to be given."""
        value = self.text(name)
        if not value:
            raise InputRefused(self.path(name), "", rule)
        return value

    def cents(self, name: str) -> int:
        """An amount of dollars, in cents; nothing given is 0."""
        return int(self.amount(name).scaleb(2))

    def amount(self, name: str) -> Decimal:
        """An amount of dollars, 0 or more; nothing given is 0."""
        value = self.number(name, AMOUNT) if self.has(name) else Decimal(0)
        if value < 0 or value != value.quantize(Decimal("0.01")):
            raise InputRefused(self.path(name), self.data[name], AMOUNT)
        return value

    def number(self, name: str, rule: str = "a number without separators, 0 or more") -> Decimal:
        """A number, 0 or more."""
        value = self.data[name]
        text = format(value, "f") if isinstance(value, Decimal) and value.is_finite() else str(value)
        if isinstance(value, bool | float) or not _NUMBER.fullmatch(text) or not 0 <= Decimal(text) < _MOST:
            raise InputRefused(self.path(name), _short(value), rule)
        return Decimal(text)

    def fraction(self, name: str) -> Decimal | None:
        """A fraction from 0 to 1, None where it is not given."""
        if not self.has(name):
            return None
        rule = "a fraction from 0 to 1, as 0.06 for 6 %"
        value = self.number(name, rule)
        if value > 1:
            raise InputRefused(self.path(name), self.data[name], rule)
        return value

    def optional(self, name: str) -> Decimal | None:
        """A number where it is given."""
        return self.number(name) if self.has(name) else None

    def count(self, name: str) -> int:
        """A whole number, 0 or more; nothing given is 0."""
        value = self.number(name, "a whole number, 0 or more") if self.has(name) else Decimal(0)
        if value != value.to_integral_value():
            raise InputRefused(self.path(name), self.data[name], "a whole number, 0 or more")
        return int(value)

    def flag(self, name: str) -> bool:
        """Yes or no; nothing given is no."""
        value = self.data.get(name)
        value = value.strip().lower() if isinstance(value, str) else value
        if value in _YES:
            return True
        if value in _NO:
            return False
        raise InputRefused(self.path(name), _short(value), "true or false")

    def day(self, name: str) -> date | None:
        """A day as 2026-11-20, None where it is not given."""
        if not self.has(name):
            return None
        given = _short(self.data[name])
        try:
            if _DAY.fullmatch(given):
                return date.fromisoformat(given)
        except ValueError:
            pass
        raise InputRefused(self.path(name), given, "a day, as 2026-11-20")

    def choice(self, name: str, among: type[E], default: E | None = None) -> E:
        """One of the words."""
        value = self.text(name)
        if not value and default is not None:
            return default
        try:
            return among(value)
        except ValueError:
            words = ", ".join(word.value for word in among)
            raise InputRefused(self.path(name), value, f"one of {words}") from None

    def rows(self, name: str) -> list[tuple[object, str]]:
        """The items of an array, each with where it stands; nothing given is none."""
        value = self.data.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise InputRefused(self.path(name), _short(value), "an array")
        return [(item, f"{self.path(name)}[{at}]") for at, item in enumerate(value)]


def object_at(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object of fields that may be left out; anything else is refused."""
    given = data.get(name)
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise InputRefused(name, _short(given), "an object of fields")
    return given


def entry_text(value: object, at: str) -> str:
    """An entry of a certificate as text: yes and no for true and false."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if not isinstance(value, str | int):
        raise InputRefused(at, _short(value), "text, a number, true or false")
    return str(value)


def _short(value: object) -> str:
    return str(value) if isinstance(value, str | int | Decimal) else type(value).__name__
