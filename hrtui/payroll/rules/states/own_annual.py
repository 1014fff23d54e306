"""States that tax the wages of a year by brackets, each with a deduction of its own: ME, MS, NE, SC, VA, WI, WV."""

from __future__ import annotations

from decimal import Decimal

from hrtui.payroll.kit import DOLLAR, ZERO, Kit
from hrtui.payroll.rules.states.making import Making, Rows, known, lowered, wages_of, yearly
from hrtui.payroll.rules.states.model import Frequency, Given, Row, Rule, StateCase, Strict, Version

Triple = tuple[Decimal, Decimal, Decimal]
TAXABLE = "Taxable wages of a year"


class Surcharge(Strict, frozen=True, kw_only=True):
    """A further rate on taxable wages of a year above a limit by status."""

    rate: Decimal
    over: dict[str, Decimal]


class Maine(Version, frozen=True, kw_only=True, tag="ME"):
    """Brackets less allowances and a standard deduction [amount, falls from, is gone at]."""

    allowance: Decimal
    standard_deduction: dict[str, Triple]
    brackets: dict[str, tuple[Row, ...]]
    surcharge: Surcharge | None = None


class Mississippi(Version, frozen=True, kw_only=True, tag="MS"):
    """(wages of a year - exemption - standard deduction - band without tax) x rate."""

    rate: Decimal
    zero_band: Decimal
    standard_deduction: dict[str, Decimal]


class Nebraska(Version, frozen=True, kw_only=True, tag="NE"):
    """Brackets on wages less allowances of the period; not below a share of wages without special proof."""

    allowance: dict[Frequency, Decimal]
    brackets: dict[str, tuple[Row, ...]]
    least_share: Decimal
    part_of_least: Decimal
    least_allowances: dict[str, int]


class SouthCarolina(Version, frozen=True, kw_only=True, tag="SC"):
    """Brackets; with an allowance, a standard deduction as a share of wages up to a limit."""

    allowance: Decimal
    standard_deduction_rate: Decimal
    standard_deduction_cap: Decimal
    brackets: tuple[Row, ...]


class Virginia(Version, frozen=True, kw_only=True, tag="VA"):
    """Brackets less standard deduction and exemptions; the tax of a year in whole dollars."""

    standard_deduction: Decimal
    personal: Decimal
    age_or_blind: Decimal
    brackets: tuple[Row, ...]


class Wisconsin(Version, frozen=True, kw_only=True, tag="WI"):
    """Brackets less exemptions and a deduction [largest, falls by this rate, of wages of a year over]."""

    deduction: dict[str, Triple]
    exemption: Decimal
    brackets: tuple[Row, ...]


class WestVirginia(Version, frozen=True, kw_only=True, tag="WV"):
    """Brackets for one earner and for two, less exemptions."""

    exemption: Decimal
    two_earner: tuple[Row, ...]
    one_earner: tuple[Row, ...]


def maine(version: Maine, making: Making) -> Rule:
    """Maine: the deduction falls evenly between two limits of yearly wages."""
    form, periods = making.form, making.periods
    status = form.status(version.brackets)
    table = Rows(making, version.brackets[status])
    amount, begins, ends = version.standard_deduction[status]
    whole, gone = making.law("Standard deduction", amount), making.law("Standard deduction is gone at", ends)
    span = making.law("It falls over", ends - begins)
    allowances = making.times("Allowances", form.count("allowances"), version.allowance)
    more = version.surcharge
    over = making.law("Surcharge above", more.over[status]) if more else None
    surcharge = making.law("Surcharge rate", more.rate) if more else None

    def rule(kit: Kit, case: StateCase) -> Decimal:
        given = kit.given
        annual = yearly(kit, case, periods)
        off = given(*whole)
        if annual > begins:
            left = kit.less("What is left to the end", given(*gone), annual)
            off = kit.named("Standard deduction, reduced", off * left / given(*span))
        taxable = kit.less(TAXABLE, annual, off, *[given(*one) for one in allowances])
        tax = table.tax(kit, taxable)
        if over is not None and surcharge is not None and taxable > over.amount:
            tax = kit.named("Tax with surcharge", tax + (taxable - given(*over)) * given(*surcharge))
        return tax / given(*periods)

    return rule


def mississippi(version: Mississippi, making: Making) -> Rule:
    """Mississippi: the exemption in dollars of Form 89-350, none where it is not entered."""
    form, periods, rate = making.form, making.periods, making.law("Rate", version.rate)
    status = form.status(version.standard_deduction, "single", {"married": "married_both", "separate": "married_both"})
    exemption = making.entry("Exemption", form.amount("exemption"))
    deduction = making.law("Standard deduction", version.standard_deduction[status])
    offs = known(exemption, deduction, making.law("Wages without tax", version.zero_band))

    def rule(kit: Kit, case: StateCase) -> Decimal:
        given = kit.given
        taxable = lowered(kit, TAXABLE, yearly(kit, case, periods), offs)
        return kit.named("Tax of a year", taxable * given(*rate)) / given(*periods)

    return rule


def nebraska(version: Nebraska, making: Making) -> Rule:
    """Nebraska: a tax below 1.5 % of wages is raised to half of that with one allowance (married: two), if that is more."""
    form, periods = making.form, making.periods
    status = form.status(version.brackets, "single", {"separate": "single", "head": "single"})
    table, count = Rows(making, version.brackets[status]), form.count("allowances")
    each = making.printed(version.allowance, "allowance") if count or version.least_share else ZERO
    usual = making.times("Allowances", count, each)
    least = making.times("Allowances for the least tax", version.least_allowances[status], each)
    half, limit = making.law("Part of it", version.part_of_least), version.least_share
    source = making.source

    def tax_with(kit: Kit, case: StateCase, offs: tuple[Given, ...]) -> Decimal:
        given = kit.given
        taxable = lowered(kit, "Taxable wages", wages_of(kit, case), offs)
        return table.tax(kit, kit.named(TAXABLE, taxable * given(*periods))) / given(*periods)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        tax = tax_with(kit, case, usual)
        if tax >= case.wages * limit:
            return tax
        kit.fact("Least tax", "the tax is below the least share of wages", source)
        return kit.most("Tax, not below the least", tax, tax_with(kit, case, least) * kit.given(*half))

    return rule


def south_carolina(version: SouthCarolina, making: Making) -> Rule:
    """South Carolina: without an allowance nothing is deducted."""
    count, periods = making.form.count("allowances"), making.periods
    table = Rows(making, version.brackets)
    share = making.law("Standard deduction as a share of wages", version.standard_deduction_rate)
    cap = making.law("Standard deduction at most", version.standard_deduction_cap)
    allowances = making.times("Allowances", count, version.allowance)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        given = kit.given
        taxable = annual = yearly(kit, case, periods)
        if allowances:
            off = kit.least("Standard deduction", kit.named("Share of wages", annual * given(*share)), given(*cap))
            taxable = kit.less(TAXABLE, annual, off, given(*allowances[0]))
        return table.tax(kit, taxable) / given(*periods)

    return rule


def virginia(version: Virginia, making: Making) -> Rule:
    """Virginia: the tax of a year is rounded to a dollar."""
    form, periods = making.form, making.periods
    table = Rows(making, version.brackets)
    offs = (
        making.law("Standard deduction", version.standard_deduction),
        *making.times("Personal exemptions", form.count("allowances", "personal", "exemptions"), version.personal),
        *making.times("Exemptions for age or blindness", form.count("age_or_blind"), version.age_or_blind),
    )

    def rule(kit: Kit, case: StateCase) -> Decimal:
        tax = table.tax(kit, lowered(kit, TAXABLE, yearly(kit, case, periods), offs))
        return kit.rounded("Tax of a year", tax, DOLLAR) / kit.given(*periods)

    return rule


def wisconsin(version: Wisconsin, making: Making) -> Rule:
    """Wisconsin: the deduction falls with yearly wages."""
    form, periods = making.form, making.periods
    status = form.status(version.deduction, "single", {"separate": "single", "head": "single"})
    largest, falls, over = version.deduction[status]
    most, rate, limit = (
        making.law("Largest deduction", largest),
        making.law("It falls by", falls),
        making.law("of wages of a year over", over),
    )
    table = Rows(making, version.brackets)
    exemptions = making.times("Exemptions", form.count("allowances"), version.exemption)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        given = kit.given
        annual = yearly(kit, case, periods)
        off = given(*most)
        if annual > over:
            off = kit.less(
                "Deduction",
                off,
                kit.named("Fall of the deduction", kit.named("Wages over it", annual - given(*limit)) * given(*rate)),
            )
        taxable = kit.less(TAXABLE, annual, off, *[given(*one) for one in exemptions])
        return table.tax(kit, taxable) / given(*periods)

    return rule


def west_virginia(version: WestVirginia, making: Making) -> Rule:
    """West Virginia: the table of two earners unless the certificate asks for the lower one."""
    form, periods = making.form, making.periods
    table = Rows(making, version.one_earner if form.flag("one_earner") else version.two_earner)
    offs = making.times("Exemptions", form.count("allowances"), version.exemption)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        return table.tax(kit, lowered(kit, TAXABLE, yearly(kit, case, periods), offs)) / kit.given(*periods)

    return rule
