"""Oregon, which deducts the federal tax up to a limit, and Utah, where every line is in whole dollars."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal

from hrtui.payroll.kit import DOLLAR, Kit
from hrtui.payroll.rules.states.making import WITHHELD, Making, Rows, wages_of, yearly
from hrtui.payroll.rules.states.model import Frequency, Pair, Row, Rule, StateCase, Strict, Version

Four = tuple[Decimal, Decimal, Decimal, Decimal]


class FederalSubtraction(Strict, frozen=True, kw_only=True):
    """How much federal tax a year may be deducted: the cap, lower from some wages of a year on, by status."""

    cap: Decimal
    single: tuple[Pair, ...]
    married: tuple[Pair, ...]


class Oregon(Version, frozen=True, kw_only=True, tag="OR"):
    """Brackets on wages of a year less federal tax and standard deduction; one table below a limit of wages, one from it.

    `from_50000` rows are [base wages from, amount, rate, of base wages over]; base wages are never below the first `over` there.
    """

    standard_deduction: dict[str, Decimal]
    allowance_credit: Decimal
    federal_subtraction: FederalSubtraction
    under_50000: dict[str, tuple[Row, ...]]
    from_50000: dict[str, tuple[Four, ...]]
    credit_zero_above: dict[str, Decimal]
    no_form: Decimal


class Utah(Version, frozen=True, kw_only=True, tag="UT"):
    """A rate of wages less a credit that falls with wages.

    `rows` are [base allowance, falls from: single; the same: married].
    """

    rate: Decimal
    phase_rate: Decimal
    rows: dict[Frequency, Four]


LIMIT = Decimal(50000)


def oregon(version: Oregon, making: Making) -> Rule:
    """Oregon: single with three allowances or more uses the table of married; without a form a share of all wages."""
    form = making.form
    status = form.status(("single", "married"), "single", {"head": "single", "separate": "single", "other": "single"})
    count = form.count("allowances")
    if not form.has("status") and not form.has("allowances"):
        rate = making.law("Rate without Form OR-W-4", version.no_form)
        return lambda kit, case: wages_of(kit, case) * kit.given(*rate)
    usual, without = (_oregon(version, making, status, number) for number in (count, 0))
    limit, periods = version.credit_zero_above[status], making.periods.amount

    def rule(kit: Kit, case: StateCase) -> Decimal:
        return (without if case.wages * periods > limit else usual)(kit, case)

    return rule


def _oregon(version: Oregon, making: Making, status: str, count: int) -> Rule:
    """The rule for a number of allowances that count."""
    periods, wide = making.periods, status == "married" or count >= 3
    column = "married" if wide else "single"
    deduction = making.law(
        "Standard deduction", version.standard_deduction["married_or_3_plus" if wide else "single_under_3"]
    )
    low = Rows(making, version.under_50000[column])
    high = Rows(making, [(over, amount, rate) for _, amount, rate, over in version.from_50000[column]])
    caps = version.federal_subtraction.married if status == "married" else version.federal_subtraction.single
    starts = [start for start, _ in caps]
    limits = [making.law("Federal tax deducted at most", version.federal_subtraction.cap)]
    limits += [making.law("Federal tax deducted at most", cap) for _, cap in caps]
    credits = making.times("Allowances", count, version.allowance_credit)
    whole = making.rounding == "dollar"

    def rule(kit: Kit, case: StateCase) -> Decimal:
        given = kit.given
        annual = yearly(kit, case, periods)
        federal = kit.named(
            "Federal income tax of a year",
            given("Federal income tax of the check", case.federal, WITHHELD) * given(*periods),
        )
        off = kit.least("Federal tax deducted", federal, given(*limits[bisect_right(starts, annual)]))
        base = kit.less("Base wages", annual, off, given(*deduction))
        if not base:
            return base
        tax = (low if annual < LIMIT else high).tax(kit, base)
        if whole:
            tax = kit.rounded("Tax of a year", tax, DOLLAR)
        return (kit.less("Tax after allowances", tax, given(*credits[0])) if credits else tax) / given(*periods)

    return rule


def utah(version: Utah, making: Making) -> Rule:
    """Utah: married takes the columns of married, everyone else those of single."""
    form = making.form
    status = form.status(("single", "married"), "single", {"head": "single", "separate": "single", "other": "single"})
    base, start = making.printed(version.rows, "table")[2 * (status == "married") :][:2]
    rate, phase = making.law("Rate", version.rate), making.law("It falls by", version.phase_rate)
    allowance, limit = making.law("Base allowance", base), making.law("of wages over", start)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        given = kit.given
        wages = wages_of(kit, case)
        tax = kit.rounded("Tax before the credit", kit.named("Wages x rate", wages * given(*rate)), DOLLAR)
        over = kit.less("Wages over the limit", wages, given(*limit))
        fall = kit.named("Fall of the allowance", over * given(*phase))
        credit = kit.less("Credit", given(*allowance), kit.rounded("Reduction of the allowance", fall, DOLLAR))
        return kit.less("Tax less the credit", tax, credit)

    return rule
