"""Social security and Medicare, the employee's share (26 USC 3101, 3102, 3121)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hrtui.money import round_cents, to_cents
from hrtui.payroll.model import FicaRates, Why
from hrtui.payroll.rules import why


@dataclass(frozen=True, slots=True)
class Levy:
    """A tax of one check and the wages it is owed on, in cents."""

    wages: int
    cents: int


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a year in cents: the wage base, the most social security on it, the threshold of additional Medicare."""

    wage_base: int
    most: int
    threshold: int


def limits(rates: FicaRates) -> Limits:
    """The limits of a year."""
    base = to_cents(rates.social_security_wage_base)
    return Limits(base, _on(base, rates.social_security_rate), to_cents(rates.additional_medicare_threshold))


def social_security(wages: int, rates: FicaRates, earlier_wages: int = 0, earlier_tax: int = 0) -> Levy:
    """Social security on a check's wages up to the wage base of the year (cents).

    The tax of a year never exceeds the rate on the wage base, however the checks were rounded.
    """
    most = limits(rates)
    taxable = min(wages, max(0, most.wage_base - earlier_wages))
    return Levy(taxable, min(_on(taxable, rates.social_security_rate), max(0, most.most - earlier_tax)))


def medicare(wages: int, rates: FicaRates) -> Levy:
    """Medicare on all wages of a check (cents)."""
    return Levy(wages, _on(wages, rates.medicare_rate))


def additional_medicare(wages: int, rates: FicaRates, earlier_wages: int = 0) -> Levy:
    """Additional Medicare tax on the part of a check's wages above the year's threshold (cents)."""
    above = max(0, earlier_wages + wages - to_cents(rates.additional_medicare_threshold))
    taxable = min(wages, above)
    return Levy(taxable, _on(taxable, rates.additional_medicare_rate))


def _on(cents: int, rate: Decimal) -> int:
    return round_cents(cents * rate)


def explain_social_security(levy: Levy, gross: Why, earlier_wages: Why, earlier_tax: Why, rates: FicaRates) -> Why:
    """How social security of a check follows from its wages, the wages before and the rates."""
    rate = why.leaf("Social security rate", rates.social_security_rate, why.law(rates.source))
    taxable = explain_taxable(gross, earlier_wages, rates)
    full = _on(levy.wages, rates.social_security_rate)
    tax = why.rounded("Social security", why.product("Rate on wages taxed", rate, taxable), full)
    if full == levy.cents:
        return tax
    base = _wage_base(rates)
    most = why.rounded("Most of the year", why.product("Rate on the wage base", rate, base), limits(rates).most)
    left = why.less("Most of the year not yet withheld", most, earlier_tax)
    return why.smaller("Social security", tax, left, formula="not above the most of the year")


def explain_taxable(gross: Why, earlier_wages: Why, rates: FicaRates) -> Why:
    """How much of a check's wages lies below the wage base of the year."""
    room = why.less("Wages still below the wage base", _wage_base(rates), earlier_wages)
    return why.smaller("Wages taxed for social security", gross, room)


def explain_medicare(levy: Levy, gross: Why, rates: FicaRates) -> Why:
    """How Medicare of a check follows from its wages and the rate."""
    rate = why.leaf("Medicare rate", rates.medicare_rate, why.law(rates.source))
    return why.rounded("Medicare", why.product("Rate on all wages", rate, gross), levy.cents)


def explain_additional(levy: Levy, gross: Why, earlier_wages: Why, rates: FicaRates) -> Why:
    """How additional Medicare tax of a check follows from its wages, the wages before and the threshold."""
    cited = why.law(rates.source)
    rate = why.leaf("Additional Medicare rate", rates.additional_medicare_rate, cited)
    threshold = why.leaf(
        "Threshold of the year, whatever the filing status", rates.additional_medicare_threshold, cited
    )
    above = why.less("Wages of the year above it", why.total("Wages with this check", earlier_wages, gross), threshold)
    taxable = why.smaller("Wages taxed additionally", gross, above)
    return why.rounded("Additional Medicare", why.product("Rate on wages taxed", rate, taxable), levy.cents)


def _wage_base(rates: FicaRates) -> Why:
    return why.leaf("Wage base of the year", rates.social_security_wage_base, why.law(rates.source))
