"""The rate of an option on a day, and of an age."""

from __future__ import annotations

from datetime import date

from hrtui.benefits.plans import AgeOn, Band, Option, Plan, Rate
from hrtui.dates import add_months
from hrtui.errors import RuleBroken


def rate_on(plan: Plan, option: Option, on: date) -> Rate:
    """The rate of an option on a day; raises RuleBroken, naming plan and day, where there is none."""
    found = None
    for rate in option.rates:
        if rate.effective_from <= on and (found is None or found.effective_from <= rate.effective_from):
            found = rate
    if found is None:
        first = min((rate.effective_from for rate in option.rates), default=None)
        known = f"its first rate is of {first}" if first else "it has no rates"
        raise RuleBroken(
            f"{plan.label} ({plan.name}), option {option.name}, has no rate on {on}: {known}; add one to the plan file.",
            "effective",
        )
    return found


def band_of(plan: Plan, option: Option, rate: Rate, age: int) -> Band:
    """The band of an age; raises RuleBroken where the bands begin later."""
    found = None
    for band in rate.bands:
        if band.age <= age:
            found = band
    if found is None:
        raise RuleBroken(
            f"{plan.label} ({plan.name}), option {option.name}, has no rate for the age of {age} from "
            f"{rate.effective_from}; add a band to the plan file.",
            "effective",
        )
    return found


def age_on(birth: date, on: date) -> int:
    """The whole years of age on a day; who is born on the 29th of February turns on the 1st of March of other years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def rated_on(plan: Plan, on: date) -> date:
    """The day whose age decides the band: that day, or the first day of its plan year."""
    return on if plan.age_on is AgeOn.EFFECTIVE else year_start(plan, on)


def year_start(plan: Plan, on: date) -> date:
    """The first day of the plan year that a day lies in."""
    month, day = (int(part) for part in plan.year_starts.split("-"))
    first = date(on.year, month, min(day, 28) if month == 2 else day)
    return first if first <= on else first.replace(year=on.year - 1)


def months_left(plan: Plan, on: date) -> int:
    """The months of the plan year from a day on, the day's own included: 12 on its first day."""
    first = year_start(plan, on)
    gone = (on.year - first.year) * 12 + on.month - first.month
    return max(1, 12 - gone + (0 if add_months(first, gone) <= on else 1))
