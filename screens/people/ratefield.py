"""The field of a rate of pay."""

from __future__ import annotations

from dataclasses import dataclass

from hrtui.money import format_money, parse_money
from hrtui.people.rules import raised
from screens.widgets.fields import MoneyField


@dataclass(frozen=True, slots=True, kw_only=True)
class RateField(MoneyField):
    """A rate of pay, typed as an amount or as a change of the rate before, such as `+3%`; it says how much that is."""

    def parse(self, text: str) -> tuple[object, str]:
        """The new rate, said back with its difference from the one before."""
        new = raised(self.initial, text) if self.initial is not None and text.endswith("%") else None
        if new is None:
            new = parse_money(text, self.style, self.currency)
        note = format_money(new, self.style, symbol=True)
        if self.initial is None or not self.initial.cents or new == self.initial:
            return new, note
        return new, f"{note} ({(new.cents - self.initial.cents) * 100 / self.initial.cents:+.1f} %)"
