"""What is asked for by deductions: amounts, and the limits of tax-favoured plans in a year.

26 USC 402(g), 414(v), 415(c), 401(a)(17), 457(b), 125(i), 129, 132(f), 223.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from hrtui.payroll.check.sheet import CASE, Sheet
from hrtui.payroll.check.tables import Lowers, PlanLimits
from hrtui.payroll.check.values import Deduction, Part, Treatment
from hrtui.payroll.codes import SHIPPED_DEDUCTIONS
from hrtui.payroll.kit import ZERO, cents_of, dollars_of

AFTER = frozenset({Treatment.ROTH_401K, Treatment.AFTER_TAX})
DEFERRALS = frozenset({Treatment.TRADITIONAL_401K, Treatment.ROTH_401K, Treatment.GOVERNMENTAL_457B})
_PLANS = {
    Treatment.TRADITIONAL_401K: "elective deferrals",
    Treatment.ROTH_401K: "elective deferrals",
    Treatment.GOVERNMENTAL_457B: "457(b) deferrals",
    Treatment.HSA: "health savings account",
    Treatment.SECTION_125_HEALTH_FSA: "health FSA",
    Treatment.SECTION_125_DEPENDENT_CARE: "dependent care",
}


class Asked(NamedTuple):
    """A deduction with what is asked for it after the limits of law, which wages it lowers, and where its line counts."""

    item: Deduction
    figure: Decimal
    lowers: Lowers
    plan: str
    part: Part


class Kept(NamedTuple):
    """What a deduction counts towards: the plan whose limit it shares, the part of its line, the keys of its balances."""

    plan: str
    part: Part
    keys: tuple[str, ...]


def part_of(treatment: Treatment) -> Part:
    """Where the line of a deduction counts."""
    return Part.POST_TAX if treatment in AFTER else Part.PRE_TAX


@lru_cache(maxsize=4096)
def kept(code: str, treatment: Treatment) -> Kept:
    """What a deduction counts towards; commuter benefits have a plan a code, a health savings account the employer's part."""
    plan = code if treatment is Treatment.COMMUTER else _PLANS.get(treatment, "")
    part = part_of(treatment)
    own = f"{part}:{code}"
    return Kept(plan, part, (own, f"{Part.EMPLOYER}:{code}") if treatment is Treatment.HSA else (own,))


_SHIPPED = {code.name: kept(code.name, code.treatment) for code in SHIPPED_DEDUCTIONS}
_OF_PLAN = {
    plan: tuple(key for one in _SHIPPED.values() if one.plan == plan for key in one.keys)
    for plan in {one.plan for one in _SHIPPED.values()}
    if plan
}


def ask(sheet: Sheet, gross: Decimal) -> list[Asked]:
    """What each deduction asks for, in order, none above the limit of its plan in the year."""
    treatments, made, taken, kit = sheet.tables.treatments, [], dict[str, Decimal](), sheet.kit
    for item in sheet.case.deductions:
        plan, part, _ = kept(item.code, item.treatment)
        fixed = item.percent is None and not kit.traces and not kit.any(item.arrears)
        figure = kit.dollars(item.cents) if fixed else _amount(sheet, item, gross)
        if kit.any(item.waiting):
            sheet.arrears[item.code] = sheet.arrears.get(item.code, 0) + item.waiting
        if plan and figure:
            figure = _within(sheet, item, plan, figure, taken)
            taken[plan] = taken[plan] + figure if plan in taken else figure
        made.append(Asked(item, figure, treatments[item.treatment], plan, part))
    return made


def _amount(sheet: Sheet, item: Deduction, gross: Decimal) -> Decimal:
    """Cents a check, a fraction of gross pay, and what is owed from before."""
    kit, label = sheet.kit, item.label or item.code
    figure = kit.given(label, kit.dollars(item.cents), CASE)
    if item.percent is not None:
        part = kit.rounded(label, kit.given("Fraction of gross pay", item.percent, CASE) * gross)
        figure = kit.named(label, figure + part) if kit.any(item.cents) else part
    if kit.any(item.arrears):
        figure = kit.named(label, figure + kit.given("Owed from before", kit.dollars(item.arrears), CASE))
    return figure


def _within(sheet: Sheet, item: Deduction, plan: str, figure: Decimal, taken: dict[str, Decimal]) -> Decimal:
    """The part of an amount that the limit of its plan leaves room for."""
    kit = sheet.kit
    limit = limit_of(sheet, item)
    before = kit.given("In the plan this year before this check", kit.dollars(in_plan(sheet, plan)), CASE)
    room = kit.less("Room under the limit", limit, before, *([taken[plan]] if plan in taken else []))
    if item.treatment is Treatment.COMMUTER:
        room = kit.least("Room under the limit", room, _month(sheet, item))
    if item.treatment is Treatment.TRADITIONAL_401K:
        _watch_catch_up(sheet, item, before + taken.get(plan, ZERO) + min(figure, room))
    if figure <= room:
        return figure
    sheet.notice(
        "limit_reached",
        f"{item.label or item.code}: {figure:,.2f} is asked for and {room:,.2f} is left under the limit of {plan}; "
        f"{room:,.2f} is taken.",
    )
    return kit.least(item.label or item.code, figure, room, formula="not above the limit of the plan")


def in_plan(sheet: Sheet, plan: str) -> int:
    """What went into a plan this year before this check, in cents: the balances of every code that counts towards it."""
    year, total = sheet.case.year_to_date, 0
    if not year:
        return 0
    if plan in sheet.plans:
        return sheet.plans[plan]
    for key in _OF_PLAN.get(plan, ()):
        total += year.get(key, 0)
    for other in sheet.case.deductions:
        shipped = _SHIPPED.get(other.code)
        if shipped is not None and shipped.plan == plan:
            continue
        own = kept(other.code, other.treatment)
        if own.plan == plan:
            total += sum(year.get(key, 0) for key in own.keys)
    sheet.plans[plan] = total
    return total


def limit_of(sheet: Sheet, item: Deduction) -> Decimal:
    """The limit of a deduction's plan for the year, with catch-up by the age reached in it."""
    kit, limits, treatment = sheet.kit, sheet.tables.limits, item.treatment
    source = limits.source
    if treatment in DEFERRALS:
        return _caught_up(sheet, kit.given("Limit of elective deferrals", limits.elective_deferral, source), item)
    if treatment is Treatment.HSA:
        limit = limits.hsa_family if sheet.case.hsa_family else limits.hsa_self
        return _caught_up(sheet, kit.given("Limit of the health savings account", limit, source), item)
    if treatment is Treatment.SECTION_125_HEALTH_FSA:
        return kit.given("Limit of the health FSA", limits.health_fsa, source)
    if treatment is Treatment.SECTION_125_DEPENDENT_CARE:
        return kit.given("Limit of dependent care a household", limits.dependent_care, source)
    months = kit.given("Months of the year so far", Decimal(sheet.case.pay_date.month), "the pay date")
    return kit.named("Limit of the year so far", _monthly(sheet, item) * months)


def catch_up_of(sheet: Sheet, treatment: Treatment) -> Decimal:
    """What may be put in on top, by the age reached in the year: 0 where the birth date is not known."""
    limits, year = sheet.tables.limits, sheet.case.pay_date.year

    def by_birth(born: date | None) -> Decimal:
        return catch_up(limits, treatment, year - born.year if born is not None else 0)

    return sheet.kit.each(by_birth, sheet.case.birth_date)


def catch_up(limits: PlanLimits, treatment: Treatment, age: int) -> Decimal:
    """What may be put in on top at an age reached in the year, in dollars."""
    if treatment is Treatment.HSA:
        return limits.hsa_catch_up_55 if age >= 55 else ZERO
    if 60 <= age <= 63:
        return limits.catch_up_60_63
    return limits.catch_up_50 if age >= 50 else ZERO


def _caught_up(sheet: Sheet, limit: Decimal, item: Deduction) -> Decimal:
    more = catch_up_of(sheet, item.treatment)
    kit = sheet.kit
    if not kit.any(more):
        return limit
    extra = kit.given("Catch-up", more, sheet.tables.limits.source, "by the age reached in the year")
    return kit.named("Limit with catch-up", limit + extra)


def _month(sheet: Sheet, item: Deduction) -> Decimal:
    """The limit of the months one check covers."""
    months = max(1, int(12 / sheet.tables.periods.yearly[sheet.case.frequency]))
    count = sheet.kit.given("Months a check covers", Decimal(months), "pay frequency")
    return sheet.kit.named("Limit of the months of the check", _monthly(sheet, item) * count)


def _monthly(sheet: Sheet, item: Deduction) -> Decimal:
    limits = sheet.tables.limits
    limit = limits.parking if "parking" in item.code else limits.transit
    return sheet.kit.given("Limit of a month", limit, limits.source)


def _watch_catch_up(sheet: Sheet, item: Deduction, year: Decimal) -> None:
    """Note where a traditional catch-up may have to be Roth: last year's wages are not known here."""
    limits = sheet.tables.limits
    if limits.roth_catch_up_wages is not None and year > limits.elective_deferral:
        sheet.notice(
            "roth_catch_up",
            f"Catch-up contributions of the year must be Roth where last year's social security wages from this employer "
            f"were above {limits.roth_catch_up_wages:,.0f}; {item.label or item.code} is traditional.",
        )


def cut_back(sheet: Sheet, asked: list[Asked]) -> list[Asked]:
    """Pre-tax deductions less what the pay has no room for, the last one waiting first; the rest of it is owed."""
    rest, made = dollars_of(sheet.cut), list(asked)
    for at in reversed(range(len(made))):
        one = made[at]
        if one.part is Part.PRE_TAX and one.figure and rest:
            gone = min(rest, one.figure)
            rest -= gone
            made[at] = one._replace(
                figure=limited(sheet, one.item, one.figure, dollars_of(cents_of(one.figure - gone)))
            )
    return made


def limited(sheet: Sheet, item: Deduction, figure: Decimal, room: Decimal) -> Decimal:
    """A deduction within what the pay leaves for it; a fixed amount that does not fit is owed later."""
    if figure <= room:
        return figure
    label = item.label or item.code
    short = sheet.kit.cents(figure) - sheet.kit.cents(room)
    if item.percent is None:
        sheet.arrears[item.code] = sheet.arrears.get(item.code, 0) + short
    later = "is owed later" if item.percent is None else "is not taken"
    sheet.notice("net_floor", f"{label}: {sheet.kit.dollars(short):,.2f} does not fit into the pay and {later}.")
    left = sheet.kit.given("What the pay leaves for it", room, "net pay never goes below zero")
    return sheet.kit.least(label, figure, left, formula="not more than the pay leaves for it")
