"""Reports about benefits: who is enrolled in what, what it costs month by month, and who may not have a plan and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data import benefit_law, directory, payroll
from data.benefits import elections as stored
from data.benefits import members as gathered
from data.benefits import reports as counted
from hrtui.access.model import Field, Sight
from hrtui.access.rules import require, scopes, shown_in, sight
from hrtui.benefits import wording
from hrtui.benefits.book import Book
from hrtui.benefits.costs import follows_pay, price
from hrtui.benefits.eligibility import why_not
from hrtui.benefits.inforce import on_day
from hrtui.benefits.law import Law
from hrtui.benefits.model import COVERED, Election, ElectionState, Member, Price
from hrtui.benefits.planfile import book
from hrtui.benefits.plans import HEALTH, Plan, PlanType, Tier
from hrtui.errors import HrError
from hrtui.people.summary import Status
from hrtui.watching import Progress

if TYPE_CHECKING:
    from hrtui.context import Context

READ = "benefits.read"
PAY_BY = (READ, "people.read")
CHUNK = 500
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Enrolment:
    """How many people have an option of a plan at a tier on a day; `waived` of a type, without plan and option, those who
    waived it. `label` is what the plan and option are called."""

    type: PlanType
    plan: str
    option: str
    label: str
    tier: str
    people: int
    waived: bool = False


@dataclass(frozen=True, slots=True)
class MonthCost:
    """What elections cost in a month, in cents: the people's part and the employer's. Left out are `unpriced` elections, since
    a rate or a fact is missing, and `hidden` ones, whose price follows pay that the role does not see."""

    month: date
    people: int
    person: int
    employer: int
    unpriced: int = 0
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Ineligible:
    """Someone at work who may not have a plan on a day, and why; `person` is their id."""

    number: str
    name: str
    plan: str
    label: str
    why: str
    person: int


def enrolment(ctx: Context) -> list[Enrolment]:
    """How many people have what on the context's day, in the order of the plan file; waivers at the end of each type.

    One query. Raises NotAllowed, and ConfigError where the plan file has problems.
    """
    require(ctx.actor, READ)
    found = book(ctx)
    rows = counted.enrolled(ctx.day, scopes(ctx.actor, READ), ctx.actor.person)
    lines: dict[tuple[str, str, str, str], int] = {}
    for type_, plan, option, tier, state, people in rows:
        waived = state == ElectionState.WAIVED.value
        if waived or state in {each.value for each in COVERED}:
            key = (type_, "", "", "") if waived else (type_, plan, option, _tier(type_, tier))
            lines[key] = lines.get(key, 0) + people
    made = [_enrolment(found, key, people) for key, people in lines.items()]
    return sorted(made, key=lambda line: _place(found, line))


def _tier(type_: str, tier: str) -> str:
    return tier if PlanType(type_) in HEALTH else ""


def _enrolment(found: Book, key: tuple[str, str, str, str], people: int) -> Enrolment:
    type_, plan, option, tier = key
    if not plan:
        return Enrolment(PlanType(type_), "", "", f"{wording.TYPES[PlanType(type_)]}, waived", "", people, True)
    declared = found.plans.get(plan)
    label = f"{declared.label if declared else plan}, {_option(found, plan, option)}"
    return Enrolment(PlanType(type_), plan, option, label, tier, people)


def _option(found: Book, plan: str, option: str) -> str:
    declared = found.plans.get(plan)
    return next((each.label for each in declared.options if each.name == option), option) if declared else option


def _place(found: Book, line: Enrolment) -> tuple[int, int, bool, int, int]:
    """Where a line stands: by type, then as the plan file orders plans and options, then by tier."""
    plans = list(found.plans)
    declared = found.plans.get(line.plan)
    options = [option.name for option in declared.options] if declared else []
    return (
        list(PlanType).index(line.type),
        plans.index(line.plan) if line.plan in plans else len(plans),
        line.waived,
        options.index(line.option) if line.option in options else len(options),
        list(Tier).index(Tier(line.tier)) if line.tier else 0,
    )


def cost(ctx: Context, progress: Progress | None = None) -> list[MonthCost]:
    """What elections cost in the twelve months that end with the context's, at the pay of its day.

    Prices that follow pay are left out of whom the role is not shown pay. `progress` hears of how many people it is reckoned, and
    may stop it by raising. A dozen queries for each 500 people. Raises as `enrolment`.
    """
    require(ctx.actor, READ)
    found, day = book(ctx), ctx.day
    months = [_months_before(day, back) for back in reversed(range(MONTHS))]
    laws = {month: benefit_law.law(month) for month in months}
    sums = {month: [0, 0, 0, 0, 0] for month in months}
    for members in _members(ctx, day, progress):
        elected, paid = stored.elections(list(members), stamps=False), _pay_shown(ctx, members)
        for id_, rows in elected.items():
            if id_ in members:
                _add(sums, laws, found, members[id_], rows, id_ in paid)
    return [MonthCost(month, *totals) for month, totals in sums.items()]


def _pay_shown(ctx: Context, members: Mapping[int, Member]) -> Collection[int]:
    """Those whose pay the role is shown; two queries where it is not everyone's."""
    if any(scope.everyone for scope in shown_in(ctx.actor, Field.PAY, *PAY_BY)):
        return members.keys()
    subjects = directory.subjects(member.number for member in members.values())
    return {
        id_
        for id_, member in members.items()
        if member.number in subjects
        and any(sight(ctx.actor, Field.PAY, subjects[member.number], each) is Sight.SHOWN for each in PAY_BY)
    }


def _months_before(day: date, back: int) -> date:
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _members(ctx: Context, day: date, progress: Progress | None) -> Iterator[Mapping[int, Member]]:
    """The people whom the actor may see benefits of, some at a time; told once each some are done with."""
    ids = payroll.people(scopes(ctx.actor, READ), ctx.actor.person)
    places = payroll.places(day)
    for start in range(0, len(ids), CHUNK):
        yield gathered.members(ids[start : start + CHUNK], day, places)
        if progress is not None:
            progress(min(start + CHUNK, len(ids)), len(ids))


def _add(
    sums: dict[date, list[int]], laws: Mapping[date, Law], found: Book, member: Member, rows: Sequence[Election], pay: bool
) -> None:  # fmt: skip
    """Add what one person's elections cost in each month, each price worked out once a year and rate; `pay` says whether the
    role is shown it."""
    known: dict[tuple[Election, int, int], Price | None] = {}
    for month, totals in sums.items():
        covered = [row for row in on_day(rows, month) if row.covers and not row.choice.waived]
        totals[0] += bool(covered)
        for row in covered:
            if not pay and _follows_pay(found, row):
                totals[4] += 1
                continue
            key = (row, month.year, _rates_before(found, row, month))
            if key not in known:
                known[key] = _price(found, row, member, month, laws[month])
            made = known[key]
            totals[1] += made.person if made else 0
            totals[2] += made.employer if made else 0
            totals[3] += made is None


def _follows_pay(found: Book, row: Election) -> bool:
    plan = found.plans.get(row.choice.plan)
    option = next((each for each in plan.options if each.name == row.choice.option), None) if plan else None
    return plan is not None and option is not None and follows_pay(plan, option)


def _rates_before(found: Book, row: Election, month: date) -> int:
    plan = found.plans.get(row.choice.plan)
    option = next((each for each in plan.options if each.name == row.choice.option), None) if plan else None
    return sum(rate.effective_from <= month for rate in option.rates) if option else 0


def _price(found: Book, row: Election, member: Member, month: date, law: Law) -> Price | None:
    try:
        plan, option = found.plan(row.choice.plan), found.option(row.choice.plan, row.choice.option)
        granted = row.granted.cents if row.granted else None
        return price(
            plan, option, row.choice, member, month, MONTHS, law=law, granted=granted, since=row.effective_from
        )
    except HrError:
        return None


def ineligible(ctx: Context, plan: str = "", progress: Progress | None = None) -> Iterator[Ineligible]:
    """Who is at work on the context's day and may not have a plan then, and why: of all plans, or of one.

    `progress` hears of how many people it is told, and may stop it by raising. A dozen queries for each 500 people, as they are
    read. Raises as `enrolment`, and NotFound for a plan that is not there.
    """
    require(ctx.actor, READ)
    return _ineligible(ctx, wanted(ctx, plan), progress)


def wanted(ctx: Context, plan: str = "") -> list[Plan]:
    """The plan that is named, else all of the context's day. Raises ConfigError, and NotFound for one that is not there."""
    found = book(ctx)
    return [found.plan(plan)] if plan else list(found.on(ctx.day))


def _ineligible(ctx: Context, plans: Sequence[Plan], progress: Progress | None) -> Iterator[Ineligible]:
    for members in _members(ctx, ctx.day, progress):
        for member in members.values():
            if member.status in (Status.ACTIVE.value, Status.LEAVE.value):
                for each in plans:
                    why = why_not(each, member, ctx.day)
                    if why is not None:
                        yield Ineligible(member.number, member.name, each.name, each.label, why, member.id)
