"""What the law lets be put into an account or a retirement plan, by age, tier and year.

26 USC 223 (HSA), 125(i) (health FSA), 129 (dependent care), 402(g) and 414(v) (deferrals), 132(f) (commuter).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hrtui.benefits.law import Law
from hrtui.benefits.model import Member
from hrtui.benefits.plans import Plan, PlanType, Tier
from hrtui.payroll.check.plans import catch_up
from hrtui.payroll.kinds import Treatment

_ZERO = Decimal(0)


def limit_of(plan: Plan, tier: Tier, member: Member, on: date, law: Law) -> Decimal | None:
    """The most dollars a year of a plan (a month of a commuter plan) by law, and by the plan where that is less.

    Of an HSA it includes what the employer puts in. `tier` is that of the medical plan beside an HSA. None: no limit.
    """
    legal = _legal(plan, tier, age_in_year(member, on), law)
    return plan.most if legal is None else legal if plan.most is None else min(legal, plan.most)


def age_in_year(member: Member, on: date) -> int:
    """The age reached in the year of a day; 0 where the birth date is not known."""
    return on.year - member.birth_date.year if member.birth_date else 0


def _legal(plan: Plan, tier: Tier, age: int, law: Law) -> Decimal | None:
    limits = law.limits
    if plan.type is PlanType.HSA:
        base = limits.hsa_self if tier is Tier.EMPLOYEE else limits.hsa_family
        return base + catch_up(limits, Treatment.HSA, age)
    if plan.type is PlanType.RETIREMENT:
        return limits.elective_deferral + catch_up(limits, Treatment.TRADITIONAL_401K, age)
    if plan.type is PlanType.COMMUTER:
        return limits.parking if "parking" in plan.deduction else limits.transit
    return {PlanType.HEALTH_FSA: limits.health_fsa, PlanType.DEPENDENT_CARE_FSA: limits.dependent_care}.get(plan.type)


def seed_of(plan: Plan, tier: Tier) -> Decimal:
    """What the employer puts into an account a year, in dollars."""
    return plan.employer_seed.get(tier, plan.employer_seed.get(Tier.EMPLOYEE, _ZERO))
