"""Choices and other values of benefits as rows hold them; the dated rows themselves are those of `data.owned`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from data.owned import New as New
from data.owned import as_day as as_day
from data.owned import as_instant as as_instant
from data.owned import enter as enter
from data.owned import last_of as last_of
from data.owned import live as live
from data.owned import replaced as replaced
from data.slots import supersede as supersede
from hrtui.benefits.model import Choice
from hrtui.benefits.plans import PlanType, Tier
from hrtui.money import Money

MILLIONTHS = Decimal(1_000_000)
CHOSEN = ("type", "plan", "option", "tier", "amount", "percent", "covers", "reason")
"""The columns of a choice, in the order of `choice` and `choice_values`."""


def choice(cells: Sequence[Any]) -> Choice:
    """A choice from the columns of `CHOSEN`."""
    type_, plan, option, tier, amount, percent, covers, reason = cells
    return Choice(
        PlanType(type_), plan, option, Tier(tier), money(amount), None if percent is None else part_of(percent),
        as_slots(covers), reason,
    )  # fmt: skip


def choice_values(made: Choice) -> tuple[Any, ...]:
    """The values of a choice in the order of `CHOSEN`."""
    percent = None if made.percent is None else int(made.percent * MILLIONTHS)
    return (
        made.type.value, made.plan, made.option, made.tier.value, cents(made.amount), percent, slots_text(made.covers),
        made.reason,
    )  # fmt: skip


def money(value: int | None) -> Money | None:
    """Cents as money; None where there are none."""
    return None if value is None else Money(value)


def cents(value: Money | None) -> int | None:
    """The cents of money."""
    return None if value is None else value.cents


@lru_cache(maxsize=1024)
def part_of(millionths: int) -> Decimal:
    """A part of pay: 0.05 for 50,000 millionths."""
    return (millionths / MILLIONTHS).normalize()


@lru_cache(maxsize=1024)
def as_slots(text: str) -> tuple[int, ...]:
    """Slots from their text: `1,3`."""
    return tuple(int(part) for part in text.split(",") if part)


def slots_text(slots: Iterable[int]) -> str:
    """Slots as they are stored, lowest first."""
    return ",".join(str(slot) for slot in sorted(slots))
