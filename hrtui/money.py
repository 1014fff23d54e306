"""Money in integer minor units: exact arithmetic, one rounding, splits whose parts always add up to the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from hrtui.errors import RuleBroken
from hrtui.value import frozen

MAX_CENTS = 10**15
_SUFFIX = {"k": Decimal(1_000), "m": Decimal(1_000_000)}
_AMOUNT = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?P<suffix>[kKmM]?)", re.ASCII)


@frozen(order=True)
class Money:
    """An amount in integer minor units (cents) of one currency; adding two currencies is refused."""

    cents: int
    currency: str = "USD"

    def __add__(self, other: Money) -> Money:
        return Money(self.cents + self._same(other).cents, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.cents - self._same(other).cents, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.cents, self.currency)

    def __bool__(self) -> bool:
        return self.cents != 0

    @property
    def amount(self) -> Decimal:
        """The amount in major units (dollars), exact."""
        return Decimal(self.cents).scaleb(-2)

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise RuleBroken(f"{self.currency} and {other.currency} cannot be added; convert one of them first.")
        return other


@frozen
class NumberStyle:
    """How a locale writes numbers: the separators of thousands and decimals, and the order of day and month in dates."""

    group: str
    decimal: str
    month_first: bool


STYLES = {
    "en_US": NumberStyle(",", ".", True),
    "en_GB": NumberStyle(",", ".", False),
    "en_CA": NumberStyle(",", ".", True),
    "fr_CA": NumberStyle("\u00a0", ",", False),
    "fr_FR": NumberStyle("\u00a0", ",", False),
    "de_DE": NumberStyle(".", ",", False),
    "es_ES": NumberStyle(".", ",", False),
    "es_US": NumberStyle(",", ".", True),
}
_ONE = Decimal(1)
SYMBOLS = {"USD": "$", "CAD": "$", "GBP": "£", "EUR": "€"}


def round_cents(value: Decimal) -> int:
    """Round an amount in cents to whole cents, half away from zero: the one rounding of a line."""
    return int(value.quantize(_ONE, ROUND_HALF_UP))


def to_cents(amount: Decimal) -> int:
    """Convert an exact amount in major units to cents; raise RuleBroken where that would need rounding."""
    if not amount.is_finite():
        raise RuleBroken("That is not an amount; type a number such as 85,000 or 85k.")
    scaled = amount.scaleb(2)
    if scaled != scaled.to_integral_value():
        raise RuleBroken("Amounts have at most two decimals; round it first.")
    cents = int(scaled)
    if abs(cents) > MAX_CENTS:
        raise RuleBroken("That amount is larger than hrtui keeps; check the number of zeros.")
    return cents


def parse_money(text: str, style: NumberStyle = STYLES["en_US"], currency: str = "USD") -> Money:
    """Read what a person types for money: `85k`, `1.2m`, `$85,000.00`, `(12.50)`, `-3`.

    Raises RuleBroken with what would be understood. ASCII digits only; separators as `style` writes them, or spaces;
    a symbol only of the currency itself.
    """
    told = f"“{text.strip()}” is not an amount; type it as 85000, 85{style.group}000 or 85k."
    raw = text.strip().replace("\u00a0", " ").replace("\u202f", " ")
    signs = re.fullmatch(r"\((?P<owed>[^()-]*)\)|(?P<minus>-?)\s*(?P<plain>[^()-]*)", raw)
    if signs is None:
        raise RuleBroken(told)
    negative = signs["owed"] is not None or bool(signs["minus"])
    raw = (signs["owed"] or signs["plain"] or "").strip()
    raw = raw.removeprefix(currency).removeprefix(SYMBOLS.get(currency, "")).lstrip()
    for group in {" ", style.group.replace("\u00a0", " ")}:
        if group in raw:
            if not re.fullmatch(_grouped(group, style.decimal), raw):
                raise RuleBroken(told)
            raw = raw.replace(group, "")
    match = _AMOUNT.fullmatch(raw.replace(style.decimal, "."))
    if match is None:
        raise RuleBroken(told)
    amount = Decimal(match["number"]) * _SUFFIX.get(match["suffix"].lower(), Decimal(1))
    cents = to_cents(amount)
    return Money(-cents if negative else cents, currency)


def _grouped(group: str, decimal: str) -> str:
    return rf"[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+(?:{re.escape(decimal)}[0-9]+)?"


def format_money(money: Money, style: NumberStyle = STYLES["en_US"], symbol: bool = False) -> str:
    """Write an amount with separators, negatives in parentheses: `85,000.00`, `(12.50)`, with `symbol` `$85,000.00`."""
    whole, part = divmod(abs(money.cents), 100)
    digits = f"{whole:,}".replace(",", style.group) + f"{style.decimal}{part:02d}"
    if symbol:
        digits = SYMBOLS.get(money.currency, money.currency + " ") + digits
    return f"({digits})" if money.cents < 0 else digits


def split(cents: int, weights: Sequence[int]) -> list[int]:
    """Split cents in proportion to non-negative weights by largest remainder; the parts always sum to `cents`."""
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("split needs non-negative weights, at least one of them positive")
    sign = -1 if cents < 0 else 1
    shares = [divmod(abs(cents) * weight, total) for weight in weights]
    parts = [quotient for quotient, _ in shares]
    rest = abs(cents) - sum(parts)
    for index in sorted(range(len(weights)), key=lambda i: -shares[i][1])[:rest]:
        parts[index] += 1
    return [sign * part for part in parts]
