"""When a child leaves the plans of a parent by age."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from hrtui.benefits.model import Dependent
from hrtui.benefits.plans import Ends, Plan
from hrtui.benefits.tiers import is_spouse

AGED = frozenset({"child", "grandchild", "foster child", "stepchild"})


def birthday(birth: date, age: int) -> date:
    """The day on which an age is reached; born on the 29th of February, it is the 1st of March in common years, so that
    coverage never ends before the age is reached (26 CFR 54.9815-2714 asks for coverage until then)."""
    year = birth.year + age
    if (birth.month, birth.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return birth.replace(year=year)


def ages_out(birth: date, plan: Plan) -> date:
    """The last day on which a plan covers a child born on a day: the day before the birthday, or the end of its month or
    year."""
    day = birthday(birth, plan.age_out)
    if plan.age_out_ends is Ends.SAME_DAY:
        return day - timedelta(days=1)
    return end_of(plan.age_out_ends, day)


def end_of(ends: Ends, day: date) -> date:
    """The last day of coverage whose reason ends on a day."""
    if ends is Ends.END_OF_MONTH:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return date(day.year, 12, 31) if ends is Ends.END_OF_YEAR else day


def covered_through(dependent: Dependent, plan: Plan) -> date | None:
    """The last day on which a plan can cover a dependent; None for no end: a spouse, a disabled child, an unknown birth."""
    if is_spouse(dependent) or dependent.standing.disabled or dependent.birth_date is None:
        return None
    return ages_out(dependent.birth_date, plan) if dependent.relation in AGED else None
