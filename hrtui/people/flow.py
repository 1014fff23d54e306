"""Headcount, joiners, leavers and turnover from the days on which people came and went: pure.

Someone is employed from the first day to the last day worked, both included, whether at work or on leave. A joiner counts
on the first day, a leaver on the last day. The headcount at the end of a month is of those employed on its last day whose
last day it was not; for a month that is not over it is of those employed on the day that is looked at. So for every month:
opening + joiners - leavers = closing, and each opening is the closing before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hrtui.dates import add_months

MONTHS = 12
TENTH = Decimal("0.1")
FTE_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class Step:
    """How many people joined, or left for whose wish, on a day; `wish` is voluntary, involuntary or empty."""

    day: date
    joined: bool
    wish: str
    count: int


@dataclass(frozen=True, slots=True)
class Heads:
    """People employed in a group, and their full-time equivalent in ten-thousandths."""

    name: str
    count: int
    fte_parts: int

    @property
    def fte(self) -> Decimal:
        """The full-time equivalent."""
        return Decimal(self.fte_parts) / FTE_PARTS


@dataclass(frozen=True, slots=True)
class Month:
    """A month (`2026-11`): how many people were there before it, came, went, and were there at its end."""

    name: str
    opening: int
    joined: int
    left: int
    voluntary: int
    involuntary: int
    closing: int


@dataclass(frozen=True, slots=True)
class Turnover:
    """Separations in a span of days as a percentage of the average headcount; None where nobody was there.

    The average is of the headcount before the span and at the end of each of its months.
    """

    first: date
    last: date
    average: Decimal
    separations: int
    voluntary: int
    involuntary: int
    rate: Decimal | None
    voluntary_rate: Decimal | None
    involuntary_rate: Decimal | None


def first_day(on: date, months: int = MONTHS) -> date:
    """The first day of the earliest of the last months, the one of `on` included."""
    return add_months(on.replace(day=1), 1 - months)


def last_step(on: date) -> date:
    """The last day on which a leaver is no longer counted among those employed on a day."""
    return on - timedelta(days=1)


def months(steps: Iterable[Step], employed: int, on: date, count: int = MONTHS) -> tuple[Month, ...]:
    """The last months, oldest first, from the steps since the first of them and the headcount on a day, walked back."""
    sums: dict[str, list[int]] = {}
    for step in steps:
        if step.day > on or (not step.joined and step.day >= on):
            continue
        found = sums.setdefault(f"{step.day:%Y-%m}", [0, 0, 0, 0])
        found[0 if step.joined else 1] += step.count
        if not step.joined and step.wish:
            found[2 if step.wish == "voluntary" else 3] += step.count
    out: list[Month] = []
    closing = employed
    for back in range(count):
        name = f"{add_months(on.replace(day=1), -back):%Y-%m}"
        joined, left, own, others = sums.get(name, (0, 0, 0, 0))
        opening = closing - joined + left
        out.append(Month(name, opening, joined, left, own, others, closing))
        closing = opening
    return tuple(reversed(out))


def turnover(made: Sequence[Month], on: date) -> Turnover:
    """The turnover of these months: separations / average headcount x 100, to a tenth of a per cent."""
    heads = [made[0].opening, *(month.closing for month in made)]
    average = Decimal(sum(heads)) / len(heads)
    left, own, others = (sum(getattr(month, name) for month in made) for name in ("left", "voluntary", "involuntary"))
    first = date.fromisoformat(f"{made[0].name}-01")
    rates = (_rate(each, average) for each in (left, own, others))
    return Turnover(first, on, average.quantize(TENTH, ROUND_HALF_UP), left, own, others, *rates)


def _rate(count: int, average: Decimal) -> Decimal | None:
    return (Decimal(100 * count) / average).quantize(TENTH, ROUND_HALF_UP) if average else None
