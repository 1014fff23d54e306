"""States that tax the wages of the period at one rate, less yearly amounts taken as the period's part: GA, IA, ID, IL, IN, LA."""

from __future__ import annotations

from decimal import Decimal

from hrtui.payroll.kit import ZERO, Kit
from hrtui.payroll.rules.states.making import Making, known, lowered, wages_of
from hrtui.payroll.rules.states.model import Frequency, Given, Pair, Rule, StateCase, Version


class Georgia(Version, frozen=True, kw_only=True, tag="GA"):
    """(wages - standard deduction of the period - dependents) x rate."""

    rate: Decimal
    standard_deduction: dict[str, Decimal]
    dependent: Decimal


class Iowa(Version, frozen=True, kw_only=True, tag="IA"):
    """(wages - standard deduction of the period) x rate - allowance dollars / periods."""

    rate: Decimal
    standard_deduction: dict[str, Decimal]
    dollars_per_allowance: Decimal


class Idaho(Version, frozen=True, kw_only=True, tag="ID"):
    """(wages - zero band of the period - allowances) x rate; the band by year or as printed for the period."""

    rate: Decimal
    zero_band: dict[str, Decimal] = {}
    zero_band_per_period: dict[Frequency, Pair] = {}
    allowance: Decimal = ZERO


class Illinois(Version, frozen=True, kw_only=True, tag="IL"):
    """(wages - allowances of both lines / periods) x rate."""

    rate: Decimal
    line_1_allowance: Decimal
    line_2_allowance: Decimal


class Indiana(Version, frozen=True, kw_only=True, tag="IN"):
    """(wages - exemptions, each kind as the period's part) x (state rate + county rate)."""

    rate: Decimal
    personal: Decimal
    dependent: Decimal
    first_time_dependent: Decimal
    adopted_dependent: Decimal


class Louisiana(Version, frozen=True, kw_only=True, tag="LA"):
    """(wages - deduction of the period) x rate."""

    rate: Decimal
    standard_deduction: dict[str, Decimal]


def _taxed(offs: tuple[Given, ...], rate: Given) -> Rule:
    """(wages - what is taken off) x rate."""

    def rule(kit: Kit, case: StateCase) -> Decimal:
        return lowered(kit, "Taxable wages", wages_of(kit, case), offs) * kit.given(*rate)

    return rule


def georgia(version: Georgia, making: Making) -> Rule:
    """Georgia: amounts of the period are rounded to a cent before they are counted."""
    status = making.form.status(version.standard_deduction)
    dependents = making.form.count("dependents")
    each = making.part("Dependent", version.dependent).amount
    offs = (
        making.part("Standard deduction", version.standard_deduction[status]),
        *making.times("Dependents", dependents, each),
    )
    return _taxed(offs, making.law("Rate", version.rate))


def louisiana(version: Louisiana, making: Making) -> Rule:
    """Louisiana: without a certificate nothing is deducted."""
    status = making.form.status(version.standard_deduction, "none", {"separate": "single", "head": "married"})
    offs = known(making.part("Deduction", version.standard_deduction[status]))
    return _taxed(offs, making.law("Rate", version.rate))


def illinois(version: Illinois, making: Making) -> Rule:
    """Illinois: allowances of lines 1 and 2 of Form IL-W-4."""
    one, two = making.form.count("line1", "allowances"), making.form.count("line2")
    annual = one * version.line_1_allowance + two * version.line_2_allowance
    periods, rate = making.periods, making.law("Rate", version.rate)
    allowances = known(making.law(f"Allowances of a year ({one} of line 1, {two} of line 2)", annual))
    if not allowances:
        return _taxed((), rate)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        off = kit.named("Allowances of the period", kit.given(*allowances[0]) / kit.given(*periods))
        return kit.less("Taxable wages", wages_of(kit, case), off) * kit.given(*rate)

    return rule


def indiana(version: Indiana, making: Making) -> Rule:
    """Indiana: the exemptions of Form WH-4; the county's rate where it is entered."""
    form = making.form
    counts = (
        ("Personal exemptions", form.count("personal", "allowances", "exemptions"), version.personal),
        ("Dependents", form.count("dependents", "dependent"), version.dependent),
        (
            "First-time dependents",
            form.count("first_time_dependents", "first_time_dependent", "first_time"),
            version.first_time_dependent,
        ),
        (
            "Adopted dependents",
            form.count("adopted_dependents", "adopted_dependent", "adopted"),
            version.adopted_dependent,
        ),
    )
    offs = tuple(making.part(f"{label} ({count})", count * each) for label, count, each in counts if count)
    county = form.rate("local_rate", "0", ("county_rate",))
    rate = making.law("State rate", version.rate)
    if not county:
        return _taxed(offs, rate)
    local = making.entry("County rate", county)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        both = kit.named("State and county rate", kit.given(*rate) + kit.given(*local))
        return lowered(kit, "Taxable wages", wages_of(kit, case), offs) * both

    return rule


def iowa(version: Iowa, making: Making) -> Rule:
    """Iowa: dollars of allowances on the form of 2024 and later, a count on the one before."""
    form = making.form
    status = form.status(version.standard_deduction)
    dollars, count = form.amount("allowance_dollars"), form.count("allowances")
    off = making.part("Standard deduction", version.standard_deduction[status])
    rate, periods = making.law("Rate", version.rate), making.periods
    credit = making.entry("Allowance dollars of a year", dollars)
    if count and not dollars:
        credit = making.law(f"Allowance dollars of a year ({count} allowances)", count * version.dollars_per_allowance)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        given = kit.given
        tax = kit.named("Tax at the rate", kit.less("Taxable wages", wages_of(kit, case), given(*off)) * given(*rate))
        if not credit.amount:
            return tax
        return kit.less(
            "Tax after allowances", tax, kit.named("Allowances of the period", given(*credit) / given(*periods))
        )

    return rule


def idaho(version: Idaho, making: Making) -> Rule:
    """Idaho: head of household as single."""
    form, periods = making.form, making.periods
    count = form.count("allowances")
    if version.zero_band_per_period:
        status = form.status(
            ("single", "married"), "single", {"head": "single", "separate": "single", "other": "single"}
        )
        pair = making.printed(version.zero_band_per_period, "amount without tax")
        return _taxed((making.law("Amount without tax", pair[status == "married"]),), making.law("Rate", version.rate))
    band = making.law("Amount without tax, a year", version.zero_band[form.status(version.zero_band)])
    offs, rate = (band, *making.times("Allowances", count, version.allowance)), making.law("Rate", version.rate)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        given = kit.given
        parts = [
            kit.named(f"{off.label}, of the period" if kit.traces else "", given(*off) / given(*periods))
            for off in offs
        ]
        return kit.less("Taxable wages", wages_of(kit, case), *parts) * given(*rate)

    return rule
