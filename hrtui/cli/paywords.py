"""States and money as commands of payroll print them and read them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hrtui.cli.session import Session


def said(word: str) -> str:
    """A state or a kind as a sentence has it."""
    return word.replace("_", " ")


def money(cents: int, style: Any) -> str:
    """Cents as the company writes money."""
    from hrtui.money import Money, format_money

    return format_money(Money(cents), style)


def text(cents: int) -> str:
    """Cents as JSON shows them: dollars with two decimals."""
    return f"{Decimal(cents) / 100:.2f}"


def cents_of(amount: str, session: Session) -> int:
    """An amount that was typed, in cents; raises RuleBroken."""
    from hrtui.money import parse_money

    return parse_money(amount, session.config.style).cents
