"""The plans and rates of a day, as screens and the command line show them; no one's pay nor age is in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hrtui.access.rules import require
from hrtui.benefits import wording
from hrtui.benefits.book import Book, offered
from hrtui.benefits.planfile import book
from hrtui.benefits.plans import LifeEvent, Option, Per, Plan, PlanType, Rate, Tier

if TYPE_CHECKING:
    from hrtui.context import Context


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan of a day in words. `rated` is false where an option that costs something has no rate that day."""

    name: str
    label: str
    type: PlanType
    carrier: str
    options: tuple[str, ...]
    begins: date
    ends: date | None
    eligible: str
    waiting: str
    deduction: str
    carried_over: bool
    rated: bool


@dataclass(frozen=True, slots=True)
class RateLine:
    """What an option costs on a day for a tier or from an age on: dollars in all, of the employer and of the person, who pays
    `tobacco` where they use it. Nothing but the option is known where a plan has no rate, since one chooses an amount."""

    plan: str
    option: str
    label: str
    since: date | None = None
    per: str = ""
    tier: Tier | None = None
    age: int | None = None
    until_age: int | None = None
    cost: Decimal | None = None
    employer: Decimal | None = None
    person: Decimal | None = None
    tobacco: Decimal | None = None

    @property
    def whom(self) -> str:
        """For whom: the tier, or the ages."""
        if self.age is not None:
            return f"{self.age}+" if self.until_age is None else f"{self.age}-{self.until_age}"
        return wording.TIERS[self.tier] if self.tier else ""


def plans(ctx: Context, day: date | None = None) -> list[PlanLine]:
    """The plans in force on a day, else on the context's. Raises NotAllowed, and ConfigError where the plan file has problems."""
    found, on = _book(ctx), day or ctx.day
    return [_line(found, plan, on) for plan in found.on(on)]


def rates(ctx: Context, day: date | None = None, plan: str = "") -> list[RateLine]:
    """What each option of the plans in force on a day costs, of one plan where it is named. Raises as `plans`, and NotFound."""
    found, on = _book(ctx), day or ctx.day
    wanted = [found.plan(plan)] if plan else found.on(on)
    return [line for each in wanted for option in offered(each, on) for line in _rates(each, option, on)]


def plan(ctx: Context, name: str) -> Plan:
    """A plan as it is declared. Raises as `rates`."""
    return _book(ctx).plan(name)


def life_events(ctx: Context) -> list[LifeEvent]:
    """The life events that open an enrolment. Raises as `plans`."""
    return list(_book(ctx).life_events.values())


def where(ctx: Context) -> str:
    """The path of the plan file, for those who have none yet."""
    return _book(ctx).file


def _book(ctx: Context) -> Book:
    require(ctx.actor, "benefits.read")
    return book(ctx)


def _line(found: Book, each: Plan, on: date) -> PlanLine:
    options = offered(each, on)
    rated = all(not option.rates or rate_on(option, on) is not None for option in options)
    return PlanLine(
        each.name, each.label, each.type, found.carrier(each.carrier).label, tuple(option.label for option in options),
        each.begins, each.ends, wording.who(each.eligibility), wording.waiting(each.waiting), each.deduction,
        not each.active_election and each.type not in (PlanType.HEALTH_FSA, PlanType.DEPENDENT_CARE_FSA), rated,
    )  # fmt: skip


def rate_on(option: Option, on: date) -> Rate | None:
    """The rate of an option that counts on a day, None before the first."""
    return next((rate for rate in reversed(option.rates) if rate.effective_from <= on), None)


def _rates(each: Plan, option: Option, on: date) -> Iterator[RateLine]:
    rate = rate_on(option, on)
    if rate is None:
        yield RateLine(each.name, option.name, option.label)
        return
    shown = (each.name, option.name, option.label, rate.effective_from, wording.PER[rate.per])
    for tier, cost in rate.tiers.items():
        share = _share(rate, tier, cost)
        extra = cost - share + rate.tobacco_surcharge if rate.tobacco_surcharge else None
        yield RateLine(*shown, tier, cost=cost, employer=share, person=cost - share, tobacco=extra)
    for at, band in enumerate(rate.bands):
        until = rate.bands[at + 1].age - 1 if at + 1 < len(rate.bands) else None
        share = _share(rate, Tier.EMPLOYEE, band.rate)
        tobacco = None if band.tobacco is None else band.tobacco - _share(rate, Tier.EMPLOYEE, band.tobacco)
        yield RateLine(
            *shown, age=band.age, until_age=until, cost=band.rate, employer=share, person=band.rate - share, tobacco=tobacco,
        )  # fmt: skip


def _share(rate: Rate, tier: Tier, cost: Decimal) -> Decimal:
    """Dollars of the employer, of a monthly rate rounded to cents."""
    if rate.employer_percent is None:
        return rate.employer.get(tier, Decimal(0))
    share = cost * rate.employer_percent
    return share.quantize(Decimal("0.01")) if rate.per is Per.MONTH else share


def none_yet(ctx: Context) -> str:
    """What to do where no plan is declared."""
    return (
        f"No plans are declared; write them into {where(ctx)} (docs/benefits.md shows how), then: hrtui config check."
    )
