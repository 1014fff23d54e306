"""The rules of federal tax deposits by date, from `data/tables/us`; a day that is not in the files is refused, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TypeVar

from data.parameters import TABLES, Dated, SourceEntry, Strict, read
from hrtui.errors import RuleBroken
from hrtui.money import to_cents
from hrtui.payroll.model import Source
from hrtui.payroll.outputs.liability import DepositRules

DEPOSITS = "us/deposits.yaml"
SCHEDULE = "us/deposit_schedule.yaml"


class DepositEntry(Dated, frozen=True, kw_only=True):
    """The amounts that decide on deposits, in force for a time."""

    next_day: Decimal
    small_return: Decimal
    unemployment: Decimal


class ScheduleEntry(Dated, frozen=True, kw_only=True):
    """The schedule of deposits, in force for a time."""

    lookback_limit: Decimal
    month_day: int
    business_days: int


class DepositFile(Strict, frozen=True):
    """The file of amounts."""

    name: str
    description: str
    unit: str
    values: tuple[DepositEntry, ...]


class ScheduleFile(Strict, frozen=True):
    """The file of the schedule."""

    name: str
    description: str
    unit: str
    values: tuple[ScheduleEntry, ...]


D = TypeVar("D", bound=Dated)


@cache
def deposit_rules(on: date) -> DepositRules:
    """The rules of deposits on a day; raises RuleBroken, with the first day known, where they are not."""
    amounts = _on(read(TABLES / DEPOSITS, DepositFile).values, on)
    schedule = _on(read(TABLES / SCHEDULE, ScheduleFile).values, on)
    return DepositRules(
        lookback_limit=to_cents(schedule.lookback_limit),
        month_day=schedule.month_day,
        business_days=schedule.business_days,
        next_day=to_cents(amounts.next_day),
        small_return=to_cents(amounts.small_return),
        unemployment=to_cents(amounts.unemployment),
        source=_source(amounts.source, DEPOSITS),
        schedule_source=_source(schedule.source, SCHEDULE),
    )


def _on(entries: Sequence[D], day: date) -> D:
    for entry in entries:
        if entry.from_ <= day <= entry.through:
            return entry
    first, last = min(entry.from_ for entry in entries), max(entry.through for entry in entries)
    raise RuleBroken(f"No rules of tax deposits for {day} are known; they are from {first} through {last}.", "pay_date")


def _source(entry: SourceEntry, file: str) -> Source:
    return Source(entry.document, entry.confidence, f"data/tables/{file}", entry.transcription)
