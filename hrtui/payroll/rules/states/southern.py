"""Alabama, which deducts the federal tax, and Arkansas, whose tax is a rate less an amount."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from hrtui.payroll.kit import DOLLAR, Kit
from hrtui.payroll.rules.states.making import WITHHELD, Making, Rows, yearly
from hrtui.payroll.rules.states.model import Pair, Row, Rule, StateCase, Version

Five = tuple[Decimal, Decimal, Decimal, Decimal, Decimal]


class Alabama(Version, frozen=True, kw_only=True, tag="AL"):
    """Brackets on wages of a year less standard deduction, federal tax, exemption and dependents.

    `standard_deduction` is [largest, falls from wages, step, reduction for each begun step, least]; `dependent` [wages from,
    amount for each].
    """

    personal_exemption: dict[str, Decimal]
    standard_deduction: dict[str, Five]
    dependent: tuple[Pair, ...]
    brackets: dict[str, tuple[Row, ...]]


class Arkansas(Version, frozen=True, kw_only=True, tag="AR"):
    """Income of a year in the middle of its band; rate x income - amount in dollars; less a credit for each exemption.

    `rows` are [income from, rate, subtract].
    """

    standard_deduction: Decimal
    exemption_credit: Decimal
    snap_below: Decimal
    snap_to: Decimal
    rows: tuple[Row, ...]


CODES = {"0": "zero", "S": "single", "MS": "separate", "M": "married", "H": "head", "other": "single"}


def alabama(version: Alabama, making: Making) -> Rule:
    """Alabama: status as on Form A-4, in words or letters; without a form no exemption."""
    form, periods = making.form, making.periods
    status = form.status(version.personal_exemption, "zero", CODES)
    table = Rows(making, version.brackets["married" if status == "married" else "other"])
    deduction = _falling(version.standard_deduction[status], making)
    exemption = making.law("Personal exemption", version.personal_exemption[status])
    count = form.count("dependents", "allowances")
    per = [making.times("Dependents", count, amount) for _, amount in version.dependent]
    starts = [start for start, _ in version.dependent]

    def rule(kit: Kit, case: StateCase) -> Decimal:
        given = kit.given
        annual = yearly(kit, case, periods)
        held = given("Federal income tax of the check", case.federal, WITHHELD)
        federal = kit.named("Federal income tax of a year", held * given(*periods))
        offs = per[max(0, bisect_right(starts, annual) - 1)]
        others = [given(*off) for off in (exemption, *offs)]
        taxable = kit.less("Taxable wages of a year", annual, deduction(kit, annual), federal, *others)
        return table.tax(kit, taxable) / given(*periods)

    return rule


def _falling(row: Five, making: Making) -> Callable[[Kit, Decimal], Decimal]:
    """The standard deduction at wages of a year: whole below a limit, the least from another on, by begun steps between."""
    largest, falls_from, step, each, least = row
    ends = falls_from + (((largest - least) / each).to_integral_value(ROUND_CEILING) - 1) * step
    most, floor = making.law("Standard deduction", largest), making.law("Standard deduction", least)
    begin, width = making.law("It falls from wages of", falls_from), making.law("Step", step)
    fall, begun = making.law("For each begun step", each), making.law("The begun step", DOLLAR)

    def deduction(kit: Kit, annual: Decimal) -> Decimal:
        given = kit.given
        if not falls_from <= annual < ends:
            return given(*(most if annual < falls_from else floor))
        over = kit.named("Wages over it", annual - given(*begin))
        full = kit.rounded("Full steps", kit.named("Steps", over / given(*width)), DOLLAR, ROUND_FLOOR)
        count = kit.named("Begun steps", full + given(*begun))
        return kit.less("Standard deduction", given(*most), kit.named("Its fall", count * given(*fall)))

    return deduction


def arkansas(version: Arkansas, making: Making) -> Rule:
    """Arkansas: below a limit, income counts as the middle of its hundred dollars."""
    periods = making.periods
    starts = tuple(start for start, _, _ in version.rows)
    rows = tuple((making.law("Rate", rate), making.law("Less", off)) for _, rate, off in version.rows)
    deduction = making.law("Standard deduction", version.standard_deduction)
    middle = making.law("To the middle of the band", version.snap_to / 2)
    credits = making.times("Exemption credits", making.form.count("allowances"), version.exemption_credit)
    band, limit = version.snap_to, version.snap_below

    def rule(kit: Kit, case: StateCase) -> Decimal:
        given = kit.given
        income = kit.less("Income of a year", yearly(kit, case, periods), given(*deduction))
        if income < limit:
            income = kit.named("Income in its band", kit.rounded("Band", income, band, ROUND_FLOOR) + given(*middle))
        rate, off = rows[max(0, bisect_right(starts, income) - 1)]
        tax = kit.rounded(
            "Tax of a year",
            kit.less("Tax by the table", kit.named("Income x rate", income * given(*rate)), given(*off)),
            DOLLAR,
        )
        if credits:
            tax = kit.less("Tax after credits", tax, given(*credits[0]))
        return tax / given(*periods)

    return rule
