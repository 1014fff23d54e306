"""What the rules of a plan say, in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hrtui.benefits.plans import Begins, Eligibility, Ends, Option, Per, Plan, PlanType, Rate, Tier, Waiting
from hrtui.text import listed

TYPES = {
    PlanType.MEDICAL: "Medical",
    PlanType.DENTAL: "Dental",
    PlanType.VISION: "Vision",
    PlanType.BASIC_LIFE: "Basic life",
    PlanType.LIFE: "Life",
    PlanType.SPOUSE_LIFE: "Spouse life",
    PlanType.CHILD_LIFE: "Child life",
    PlanType.ACCIDENT: "Accident (AD&D)",
    PlanType.SHORT_TERM_DISABILITY: "Short-term disability",
    PlanType.LONG_TERM_DISABILITY: "Long-term disability",
    PlanType.HSA: "HSA",
    PlanType.HEALTH_FSA: "Health FSA",
    PlanType.DEPENDENT_CARE_FSA: "Dependent care FSA",
    PlanType.RETIREMENT: "Retirement",
    PlanType.COMMUTER: "Commuter",
}
TIERS = {
    Tier.EMPLOYEE: "Employee",
    Tier.SPOUSE: "Employee and spouse",
    Tier.CHILDREN: "Employee and children",
    Tier.FAMILY: "Family",
}
BEGINS = {
    Begins.SAME_DAY: "",
    Begins.FIRST_OF_MONTH: "the first of the month on or after ",
    Begins.FIRST_OF_NEXT_MONTH: "the first of the month after ",
}
ENDS = {
    Ends.SAME_DAY: "on that day",
    Ends.END_OF_MONTH: "at the end of the month",
    Ends.END_OF_YEAR: "at the end of the year",
}
PER = {Per.MONTH: "month", Per.THOUSAND: "1,000", Per.HUNDRED_OF_PAY: "100 of pay"}
"""What a rate is dollars a month for: the month, each 1,000 of coverage, each 100 of monthly pay."""


def who(rule: Eligibility) -> str:
    """Who may have a plan: `Full-time; 30 hours a week or more`."""
    return "; ".join(_conditions(rule)) or "Everyone"


def _conditions(rule: Eligibility) -> Iterator[str]:
    if rule.employment_types:
        yield listed(rule.employment_types).capitalize()
    if rule.least_hours:
        yield f"{number(rule.least_hours)} hours a week or more"
    for noun, names in (
        ("grade", rule.grades),
        ("department", rule.departments),
        ("location", rule.locations),
        ("pay group", rule.pay_groups),
    ):
        if names:
            yield f"{noun} {listed(names)}"
    if set(rule.statuses) != {"active", "leave"}:
        yield f"status {listed(rule.statuses)}" if rule.statuses else "whatever the status"


def waiting(rule: Waiting) -> str:
    """When the coverage of a new hire begins."""
    if rule.days:
        days = "1 day" if rule.days == 1 else f"{rule.days} days"
        return f"{BEGINS[rule.begins]}{days} after the first day of work"
    return f"{BEGINS[rule.begins]}the first day of work"


def ends(plan: Plan) -> tuple[str, str]:
    """When coverage ends after the last day of work, and a child's after the birthday that ends it."""
    child = f"when they turn {plan.age_out}, {ENDS[plan.age_out_ends]}"
    return f"after the last day of work, {ENDS[plan.after]}", child


def coverage(option: Option) -> str:
    """What an option of a life or disability plan covers; empty of others."""
    if option.multiple is not None:
        most = f", at most {dollars(option.maximum)}" if option.maximum is not None else ""
        return f"{number(option.multiple)} × annual pay{most}"
    if option.coverage is None:
        return ""
    if option.coverage <= 1:
        most = f", at most {dollars(option.maximum)} a month" if option.maximum is not None else ""
        return f"{number(option.coverage * 100)}% of pay{most}"
    return dollars(option.coverage)


def employer(rate: Rate, tier: Tier) -> str:
    """What the employer pays of a tier: dollars, or a part of the cost; empty for nothing."""
    if rate.employer_percent is not None:
        return f"{number(rate.employer_percent * 100)}%" if rate.employer_percent else ""
    share = rate.employer.get(tier)
    return dollars(share) if share else ""


def dollars(amount: Decimal | None) -> str:
    """Dollars as the file says them, with cents where there are any, with more where a rate has more."""
    if amount is None:
        return ""
    digits = -int(amount.normalize().as_tuple().exponent)
    return f"{amount:,.{max(2, digits)}f}" if digits > 0 else f"{amount:,.0f}"


def number(value: Decimal) -> str:
    """A number without zeros at its end."""
    return f"{value.normalize():f}"
