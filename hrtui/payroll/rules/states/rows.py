"""States whose tables have rows for each pay period: printed (CA, KS, MT, OK, RI, VT) or made from those of a year (NJ, NM)."""

from __future__ import annotations

from decimal import Decimal

from hrtui.errors import RuleBroken
from hrtui.payroll.kit import ZERO, Kit
from hrtui.payroll.rules.states.making import Making, Rows, by_period, lowered, wages_of
from hrtui.payroll.rules.states.model import Frequency, Pair, Row, Rule, StateCase, Version

Triple = tuple[Decimal, Decimal, Decimal]


class DerivedBrackets(Version, frozen=True, kw_only=True, tag="derived_brackets"):
    """Rows of the period made from annual ones: limits to a dollar, tax up to there to a cent."""

    brackets: dict[str, tuple[Row, ...]]


class NewJersey(Version, frozen=True, kw_only=True, tag="NJ"):
    """As derived, by the letter of the rate table; where whole dollars are printed, those."""

    annual_brackets: dict[str, tuple[Row, ...]]
    printed_bases: dict[Frequency, dict[str, tuple[Decimal, ...]]]
    allowance: dict[Frequency, Decimal]
    table_by_status: dict[str, str]


class Vermont(Version, frozen=True, kw_only=True, tag="VT"):
    """Printed rows on wages less allowances of the period."""

    allowance: dict[Frequency, Decimal]
    tables: dict[Frequency, dict[str, tuple[Row, ...]]]


class Kansas(Version, frozen=True, kw_only=True, tag="KS"):
    """Two limits of the period and the tax at the second, on wages less exemption and dependents of the period."""

    exemption: dict[str, Decimal]
    dependent: Decimal
    rates: Triple
    rows: dict[Frequency, dict[str, Triple]]


class Montana(Version, frozen=True, kw_only=True, tag="MT"):
    """Two limits of the period and the tax at the second."""

    rates: Triple
    rows: dict[Frequency, dict[str, Triple]]


class Oklahoma(Version, frozen=True, kw_only=True, tag="OK"):
    """Limits of the period with the tax at each, on wages less allowances of the period."""

    rates: tuple[Decimal, ...]
    allowance: dict[Frequency, Decimal]
    rows: dict[Frequency, dict[str, tuple[Pair, ...]]]


class RhodeIsland(Version, frozen=True, kw_only=True, tag="RI"):
    """Limits of the period with the tax at each, on wages less exemptions, which high wages do not have."""

    rates: tuple[Decimal, ...]
    exemption: dict[Frequency, Decimal]
    no_exemption_above_annual: Decimal
    rows: dict[Frequency, tuple[Pair, ...]]


LABEL = "Tax of the check by the table"


def derived_brackets(version: DerivedBrackets, making: Making) -> Rule:
    """New Mexico: allowances are not used."""
    status = making.form.status(version.brackets, "single", {"separate": "single"})
    table = Rows(making, by_period(version.brackets[status], making.periods.amount), LABEL)
    return _on_wages(table)


def new_jersey(version: NewJersey, making: Making) -> Rule:
    """New Jersey: the letter of Form NJ-W4 line 3, else by status."""
    form = making.form
    default = version.table_by_status[form.status(version.table_by_status, "single")]
    letter = form.choice("table", version.annual_brackets, default)
    count = form.count("allowances")
    each = making.printed(version.allowance, "allowance")
    annual = version.annual_brackets[letter]
    printed = version.printed_bases.get(making.frequency, {}).get(letter)
    table = Rows(making, by_period(annual, making.periods.amount, printed), LABEL)
    return _less_allowances(table, making, count, each)


def vermont(version: Vermont, making: Making) -> Rule:
    """Vermont: head of household and married filing separately as single."""
    status = making.form.status(("single", "married"), "single", {"separate": "single", "head": "single"})
    table = Rows(making, making.printed(version.tables, "table")[status], LABEL)
    count = making.form.count("allowances")
    return _less_allowances(table, making, count, making.printed(version.allowance, "allowance"))


def kansas(version: Kansas, making: Making) -> Rule:
    """Kansas: exemption of the status and each dependent as the period's part."""
    form = making.form
    status = form.status(version.exemption)
    count = form.count("dependents", "allowances")
    first, second, at_second = making.printed(version.rows, "table")[status]
    table = Rows(making, _rows(version.rates, (first, ZERO), (second, at_second)), LABEL)
    offs = (
        making.part("Exemption", version.exemption[status]),
        *making.times("Dependents", count, making.part("Dependent", version.dependent).amount),
    )

    def rule(kit: Kit, case: StateCase) -> Decimal:
        return table.tax(kit, lowered(kit, "Taxable wages", wages_of(kit, case), offs))

    return rule


def montana(version: Montana, making: Making) -> Rule:
    """Montana: married with both working, and married filing separately, as single."""
    also = {"separate": "single", "married_both": "single"}
    status = making.form.status(("single", "married", "head"), "single", also)
    first, second, at_second = making.printed(version.rows, "table")[status]
    return _on_wages(Rows(making, _rows(version.rates, (first, ZERO), (second, at_second)), LABEL))


def oklahoma(version: Oklahoma, making: Making) -> Rule:
    """Oklahoma: head of household as single."""
    form = making.form
    status = form.status(("single", "married"), "single", {"separate": "single", "head": "single"})
    table = Rows(making, _rows(version.rates, *making.printed(version.rows, "table")[status]), LABEL)
    count = form.count("allowances")
    return _less_allowances(table, making, count, making.printed(version.allowance, "allowance"))


def rhode_island(version: RhodeIsland, making: Making) -> Rule:
    """Rhode Island: no exemptions above a limit of yearly wages."""
    count = making.form.count("allowances")
    rows = making.printed(version.rows, "table")
    table = Rows(making, _rows(version.rates, *rows), LABEL)
    off = making.times("Exemptions", count, making.printed(version.exemption, "exemption"))
    if not off:
        return _on_wages(table)
    limit, periods = version.no_exemption_above_annual, making.periods
    source = making.source

    def rule(kit: Kit, case: StateCase) -> Decimal:
        wages = wages_of(kit, case)
        if case.wages * periods.amount > limit:
            kit.fact("Exemptions", "none: wages of a year are above the limit", source)
            return table.tax(kit, wages)
        return table.tax(kit, kit.less("Taxable wages", wages, kit.given(*off[0])))

    return rule


def _on_wages(table: Rows) -> Rule:
    def rule(kit: Kit, case: StateCase) -> Decimal:
        return table.tax(kit, wages_of(kit, case))

    return rule


def _less_allowances(table: Rows, making: Making, count: int, each: Decimal) -> Rule:
    """The table on wages less allowances."""
    off = making.times("Allowances", count, each)
    if not off:
        return _on_wages(table)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        return table.tax(kit, kit.less("Taxable wages", wages_of(kit, case), kit.given(*off[0])))

    return rule


def _rows(rates: tuple[Decimal, ...], *limits: Pair) -> tuple[Row, ...]:
    """Rows from limits with the tax at each; the first rate holds below the first limit."""
    if len(rates) != len(limits) + 1:
        raise RuleBroken("A table has one rate more than limits.")
    above = ((start, base, rate) for (start, base), rate in zip(limits, rates[1:], strict=True))
    return ((ZERO, ZERO, rates[0]), *above)
