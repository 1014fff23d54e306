"""What an election costs: the one place that makes money of a choice, for forms, simulations, papers and payroll alike.

Every part of a price is rounded once, from exact dollars: a month's, and a check's as the month's times 12 over the checks of a
year. The person's and the employer's part of a month add up to the whole.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, Decimal

from hrtui.benefits import rates
from hrtui.benefits.imputed import imputed_income
from hrtui.benefits.law import Law
from hrtui.benefits.limits import seed_of
from hrtui.benefits.model import Choice, Member, Price
from hrtui.benefits.plans import ACCOUNTS, LIVES, Option, Per, Plan, PlanType, Rate, Tier
from hrtui.errors import RuleBroken
from hrtui.money import round_cents
from hrtui.value import frozen

NOTHING = Price(0, 0, 0, 0, 0)
_ZERO = Decimal(0)


@frozen
class _Cost:
    """Exact dollars a month of the person and of the employer."""

    person: Decimal
    employer: Decimal


def price(
    plan: Plan, option: Option, choice: Choice, member: Member, on: date, checks_a_year: int, *,
    law: Law, granted: int | None = None, since: date | None = None,
) -> Price:  # fmt: skip
    """The price of a choice on a day, for checks that many times a year; nothing where it is waived.

    `granted` is cents of coverage while evidence is awaited. `since` is the day the election counts from, where it began
    earlier in the plan year: a year's goal is spread over the months from then on. Raises RuleBroken, naming plan and day,
    where a rate, a tier, a birth date or the pay is missing.
    """
    if choice.waived:
        return NOTHING
    covered = coverage(plan, option, choice, member)
    covered = covered if granted is None else min(covered, granted)
    cost = _cost(plan, option, choice, member, on, covered, since or on)
    person, employer = round_cents(cost.person * 100), round_cents(cost.employer * 100)
    imputed = imputed_income(covered, person, member.birth_date, on, law.life) if plan.imputed else 0
    return Price(
        person + employer, person, employer, per_check(cost.person, checks_a_year), per_check(cost.employer, checks_a_year),
        covered, imputed,
    )  # fmt: skip


def per_check(monthly: Decimal, checks_a_year: int) -> int:
    """Cents of each check of dollars a month, rounded half up."""
    return round_cents(monthly * 1200 / checks_a_year)


def coverage(plan: Plan, option: Option, choice: Choice, member: Member) -> int:
    """Cents of coverage of a life plan: dollars of the option, a multiple of annual pay rounded up, or what was chosen; at most
    the option's maximum. 0 of other plans. Raises RuleBroken where a multiple is of pay that is not on file."""
    if plan.type not in LIVES:
        return 0
    if option.multiple is not None:
        dollars = _rounded_up(_annual(plan, member) * option.multiple, option.round_up_to)
    elif option.coverage is not None:
        dollars = option.coverage
    else:
        dollars = choice.amount.amount if choice.amount else _ZERO
    if option.maximum is not None:
        dollars = min(dollars, option.maximum)
    return round_cents(dollars * 100)


def _rounded_up(dollars: Decimal, step: Decimal) -> Decimal:
    return (dollars / step).to_integral_value(ROUND_CEILING) * step if step > 0 else dollars


def _annual(plan: Plan, member: Member) -> Decimal:
    if member.pay is None:
        raise RuleBroken(
            f"{plan.label} ({plan.name}) follows pay, and {member.name} ({member.number}) has none; record it first.",
            "pay",
        )
    return Decimal(member.pay) / 100


def _cost(plan: Plan, option: Option, choice: Choice, member: Member, on: date, covered: int, since: date) -> _Cost:
    if plan.type is PlanType.RETIREMENT:
        return _retirement(plan, choice, member)
    if plan.type in ACCOUNTS:
        return _account(plan, choice, on, since)
    rate = rates.rate_on(plan, option, on)
    total = _unit(plan, option, rate, choice.tier, member, on) * _units(plan, option, rate, member, covered)
    if rate.employer_percent is not None:
        share = total * rate.employer_percent
    else:
        share = min(total, rate.employer.get(choice.tier, rate.employer.get(Tier.EMPLOYEE, _ZERO)))
    extra = rate.tobacco_surcharge if member.tobacco else _ZERO
    share = Decimal(round_cents(share * 100)) / 100
    return _Cost(total - share + extra, share)


def _unit(plan: Plan, option: Option, rate: Rate, tier: Tier, member: Member, on: date) -> Decimal:
    """Dollars a month for one unit of what the rate is for."""
    if rate.bands:
        birth = _birth_of(plan, member)
        band = rates.band_of(plan, option, rate, rates.age_on(birth, rates.rated_on(plan, on)))
        return band.tobacco if member.tobacco and band.tobacco is not None else band.rate
    found = rate.tiers.get(tier)
    if found is None and (rate.per is not Per.MONTH or plan.type in LIVES):
        found = rate.tiers.get(Tier.EMPLOYEE)
    if found is None:
        raise RuleBroken(
            f"{plan.label} ({plan.name}), option {option.name}, has no rate for {tier.value} on {on}; add one to the plan "
            "file.",
            "covers",
        )
    return found


def _birth_of(plan: Plan, member: Member) -> date:
    """The birth date that an age band asks for: the spouse's of a spouse's plan where it is on file, else the person's."""
    if plan.type is PlanType.SPOUSE_LIFE:
        spouse = next((each for each in member.dependents if each.relation in ("spouse", "partner")), None)
        if spouse is not None and spouse.birth_date is not None:
            return spouse.birth_date
    if member.birth_date is None:
        raise RuleBroken(
            f"{plan.label} ({plan.name}) goes by age, and the birth date of {member.name} ({member.number}) is not on file; "
            "record it first.",
            "birth_date",
        )
    return member.birth_date


def _units(plan: Plan, option: Option, rate: Rate, member: Member, covered: int) -> Decimal:
    """How many units the rate is paid for: one, thousands of coverage, or hundreds of insured monthly pay."""
    if rate.per is Per.MONTH:
        return Decimal(1)
    if rate.per is Per.THOUSAND:
        return Decimal(covered) / 100_000
    monthly = _annual(plan, member) / 12
    if option.maximum is not None and option.coverage:
        monthly = min(monthly, option.maximum / option.coverage)
    return monthly / 100


def _account(plan: Plan, choice: Choice, on: date, since: date) -> _Cost:
    """A month of an account: the commuter plan's amount, or a year's goal over the months that are left of the plan year."""
    goal = choice.amount.amount if choice.amount else _ZERO
    if plan.type is PlanType.COMMUTER:
        return _Cost(goal, _ZERO)
    first = max(since, rates.year_start(plan, on))
    return _Cost(goal / rates.months_left(plan, first), seed_of(plan, choice.tier) / 12)


def _retirement(plan: Plan, choice: Choice, member: Member) -> _Cost:
    """A month of a retirement plan: the part of pay, and what the employer adds to it."""
    monthly, part = _annual(plan, member) / 12, choice.percent or _ZERO
    return _Cost(monthly * part, monthly * match_of(plan, part))


def follows_pay(plan: Plan, option: Option) -> bool:
    """Whether a price tells of pay: a multiple of it, a rate for each hundred of it, or a part of it."""
    by_pay = any(rate.per is Per.HUNDRED_OF_PAY for rate in option.rates)
    return plan.type is PlanType.RETIREMENT or option.multiple is not None or by_pay


def match_of(plan: Plan, part: Decimal) -> Decimal:
    """The part of pay that the employer adds to a part of pay."""
    return min(part, plan.match_percent or _ZERO) * plan.match_rate
