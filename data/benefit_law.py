"""The figures of law that benefits are decided with, from `data/tables/us`: each in one file, payroll's limits too."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

from data.parameters import TABLES, Dated, Strict, read, source_of
from data.payroll_tables import LIMITS, PERIODS, LimitsFile, PeriodsFile, plan_limits
from hrtui.benefits.law import Law, LifeTable
from hrtui.errors import ConfigError, RuleBroken

LIFE = "us/group_term_life.yaml"


class LifeEntry(Dated, frozen=True, kw_only=True):
    """Table I of a time."""

    excluded: Decimal
    bands: tuple[tuple[int, Decimal], ...]


class LifeFile(Strict, frozen=True, kw_only=True):
    """The file of Table I."""

    name: str
    description: str
    unit: str
    values: tuple[LifeEntry, ...]


def law(on: date) -> Law:
    """What is in force on a day; the limits of the last year known where the day's are not published yet.

    Raises RuleBroken for a day before the first that is known.
    """
    return _of_day(min(on, _last_limits()), on.year)


@cache
def _of_day(limits_on: date, year: int) -> Law:
    return Law(plan_limits(limits_on), limits_on.year, life_table(date(year, 12, 31)), checks_a_year())


@cache
def _last_limits() -> date:
    return max(entry.through for entry in read(TABLES / LIMITS, LimitsFile).values)


@cache
def checks_a_year() -> dict[str, int]:
    """Checks a year by pay frequency, of those that come at least once a month."""
    entries = read(TABLES / PERIODS, PeriodsFile).values
    newest = max(entries, key=lambda entry: entry.from_)
    return {name: int(count) for name, count in newest.periods.items() if count >= 12 and name != "daily"}


@cache
def life_table(on: date) -> LifeTable:
    """Table I on a day; raises RuleBroken before the first day that is known."""
    entries = read(TABLES / LIFE, LifeFile).values
    for entry in entries:
        if entry.from_ <= on <= entry.through:
            if not entry.bands or entry.bands[0][0] != 0 or list(entry.bands) != sorted(entry.bands):
                raise ConfigError("Table I starts at age 0 and rises by age.")
            return LifeTable(entry.excluded, entry.bands, source_of(entry.source, LIFE))
    first = min(entry.from_ for entry in entries)
    raise RuleBroken(f"No cost of group-term life for {on} is known: the first date known is {first}.", "effective")
