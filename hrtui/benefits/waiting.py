"""From which day coverage begins: after a waiting period, or after an event."""

from __future__ import annotations

from datetime import date, timedelta

from hrtui.benefits.model import Member
from hrtui.benefits.plans import HEALTH, Begins, Plan
from hrtui.dates import add_months
from hrtui.errors import RuleBroken

LONGEST = timedelta(days=90)
"""The longest waiting period of group health plans: coverage begins on the 91st day at the latest (45 CFR 147.116)."""


def begins_on(begins: Begins, day: date) -> date:
    """The first day of coverage by a rule, after a day."""
    if begins is Begins.SAME_DAY or (begins is Begins.FIRST_OF_MONTH and day.day == 1):
        return day
    return add_months(day.replace(day=1), 1)


def covered_from(plan: Plan, member: Member) -> date:
    """The first day on which a plan can cover someone, by its waiting period; health plans begin on the 91st day at the
    latest. Raises RuleBroken for someone who was never hired."""
    if member.hired is None:
        raise RuleBroken(f"{member.name} ({member.number}) has no first day of work; hire them first.", "effective")
    first = begins_on(plan.waiting.begins, member.hired + timedelta(days=plan.waiting.days))
    if plan.type in HEALTH:
        first = min(first, member.hired + LONGEST)
    return max(first, plan.begins)
