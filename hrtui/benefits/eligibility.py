"""Who may have a plan on a day, and the reason where they may not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hrtui.benefits.book import is_there
from hrtui.benefits.model import Member
from hrtui.benefits.plans import Plan
from hrtui.text import listed


def why_not(plan: Plan, member: Member, on: date) -> str | None:
    """The reason for which a person may not have a plan on a day; None where they may."""
    return next(_reasons(plan, member, on), None)


def _reasons(plan: Plan, member: Member, on: date) -> Iterator[str]:
    if not is_there(plan, on):
        yield f"{plan.label} begins on {plan.begins}" if on < plan.begins else f"{plan.label} ended on {plan.ends}"
    if member.hired is None or on < member.hired:
        yield f"not employed on {on}"
    if member.ended is not None and on > member.ended:
        yield f"leaves on {member.ended}" if member.hired else "not employed"
    rule = plan.eligibility
    for noun, value, wanted in (
        ("status", member.status, rule.statuses),
        ("employment type", member.employment_type, rule.employment_types),
        ("grade", member.grade, rule.grades),
        ("department", member.department, rule.departments),
        ("location", member.location, rule.locations),
        ("pay group", member.pay_group, rule.pay_groups),
    ):
        if wanted and value not in wanted:
            yield f"the {noun} is {value or 'not known'}; it is for {listed(list(wanted))}"
    if member.hours < rule.least_hours:
        yield f"{member.hours:f} hours a week; at least {rule.least_hours:f} are asked for"
