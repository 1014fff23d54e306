"""The inputs of a published case, read strictly: what a kind does not know makes the case unsupported, never a guess."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from hrtui.errors import RuleBroken
from hrtui.payroll.model import Rounding

FREQUENCIES = {
    "semi_monthly": "semimonthly",
    "semi-monthly": "semimonthly",
    "bi-weekly": "biweekly",
    "annual": "annually",
}
_YES, _NO = (True, "yes", "true", "1"), (False, None, "no", "false", "0", "")
_ROUNDINGS = {"": Rounding.CENT, "cent": Rounding.CENT, "cents": Rounding.CENT, "dollar": Rounding.DOLLAR}


class Unsupported(Exception):
    """A case that cannot be replayed, with the reason."""


class Inputs:
    """A case's inputs; `done` refuses what nobody asked for. `own` is the company's folder of tables."""

    def __init__(self, case: Mapping[str, Any], own: Path | None = None) -> None:
        given = case.get("inputs")
        if not isinstance(given, Mapping):
            raise Unsupported("the case has no inputs")
        self.case, self.given, self.own = case, given, own
        self.asked: set[str] = {"on", "pay_date"}
        self.jurisdiction = str(case.get("jurisdiction") or "US")

    @property
    def on(self) -> date:
        """The day the tables are taken on: the pay date, else `on`, else the middle of the year."""
        for value in (self.case.get("pay_date"), self.given.get("on"), self.given.get("pay_date")):
            if value:
                return _day(value)
        try:
            return date(int(str(self.case.get("year"))), 7, 1)
        except ValueError:
            raise Unsupported("the case names neither a pay date nor a year") from None

    def federal(self) -> None:
        """Refuse another jurisdiction than the United States."""
        if self.jurisdiction != "US":
            raise Unsupported(f"a federal kind of jurisdiction {self.jurisdiction}")

    def take(self, name: str, default: object = None) -> Any:
        """An input as it stands."""
        self.asked.add(name)
        return self.given.get(name, default)

    def amount(self, *names: str, default: str | None = None) -> Decimal:
        """A number, by the first of some names that is given."""
        self.asked.update(names)
        for name in names:
            if self.given.get(name) not in (None, ""):
                return number(self.given[name], name)
        if default is None:
            raise Unsupported(f"{names[0]} is not given")
        return Decimal(default)

    def count(self, *names: str) -> int:
        """A whole number; nothing given is 0."""
        value = self.amount(*names, default="0")
        if value != value.to_integral_value():
            raise Unsupported(f"{names[0]} is not a whole number")
        return int(value)

    def flag(self, *names: str) -> bool:
        """Yes or no; nothing given is no."""
        self.asked.update(names)
        for name in names:
            if name in self.given:
                value = self.given[name]
                value = value.lower() if isinstance(value, str) else value
                if value in _YES:
                    return True
                if value not in _NO:
                    raise Unsupported(f"{name} is neither yes nor no: {value}")
        return False

    def frequency(self, default: str = "") -> str:
        """The pay frequency."""
        value = str(self.take("frequency", default) or default)
        value = FREQUENCIES.get(value, value)
        if not value:
            raise Unsupported("frequency is not given")
        return value

    def rounding(self) -> Rounding:
        """To what the tax is rounded."""
        value = str(self.take("rounding", "") or "")
        if value not in _ROUNDINGS:
            raise Unsupported(f"rounding {value}")
        return _ROUNDINGS[value]

    def rest(self) -> dict[str, Any]:
        """What was not asked for yet: the entries of a certificate."""
        left = {name: value for name, value in self.given.items() if name not in self.asked}
        self.asked.update(left)
        return left

    def done(self) -> None:
        """Refuse a case with an input that nothing was made of."""
        left = sorted(set(self.given) - self.asked)
        if left:
            raise Unsupported(f"input {', '.join(left)} is not known for this kind")


def number(value: object, name: str) -> Decimal:
    """An exact number."""
    try:
        made = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        made = Decimal("NaN")
    if not made.is_finite():
        raise Unsupported(f"{name} is not a number: {value}")
    return made


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Unsupported(f"“{value}” is not a day, as 2026-10-15") from None


def known_frequency(frequency: str, among: Mapping[str, Decimal]) -> str:
    """The frequency, where the tables have it."""
    if frequency not in among:
        raise RuleBroken(f"“{frequency}” is not a pay frequency; one of {', '.join(among)}.", field="frequency")
    return frequency
