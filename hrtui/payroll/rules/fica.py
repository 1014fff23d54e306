"""Social security and Medicare, the employee's share (26 USC 3101, 3102, 3121)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hrtui.money import round_cents, to_cents
from hrtui.payroll.kit import PLAIN, ZERO, Kit, Tracing, traced
from hrtui.payroll.kit import why as why_of
from hrtui.payroll.model import FicaRates, Why


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


@dataclass(frozen=True, slots=True)
class Taxed:
    """A tax of one check and the wages it is owed on, as figures in dollars."""

    wages: Decimal
    tax: Decimal


def limits(rates: FicaRates) -> Limits:
    """The limits of a year."""
    base = to_cents(rates.social_security_wage_base)
    most = round_cents(base * rates.social_security_rate)
    return Limits(base, most, to_cents(rates.additional_medicare_threshold))


def security_of(
    kit: Kit, wages: Decimal, earlier_wages: Decimal, earlier_tax: Decimal, rates: FicaRates, payer: str = ""
) -> Taxed:
    """Social security on a check's wages up to the wage base of the year.

    The tax of a year never exceeds the rate on the wage base, however the checks were rounded.
    """
    rate = kit.given("Social security rate", rates.social_security_rate, rates.source)
    base = kit.given("Wage base of the year", rates.social_security_wage_base, rates.source)
    room = kit.less("Wages still below the wage base", base, earlier_wages)
    taxable = kit.least("Wages taxed for social security", wages, room)
    label = payer + "Social security"
    tax = kit.rounded(label, kit.named("Rate on wages taxed", rate * taxable))
    most = kit.rounded("Most of the year", kit.named("Rate on the wage base", rate * base))
    left = kit.less("Most of the year not yet withheld", most, earlier_tax)
    if tax > left:
        tax = kit.least(label, tax, left, formula="not above the most of the year")
    return Taxed(taxable, tax)


def medicare_of(kit: Kit, wages: Decimal, rates: FicaRates, payer: str = "") -> Taxed:
    """Medicare on all wages of a check."""
    rate = kit.given("Medicare rate", rates.medicare_rate, rates.source)
    return Taxed(wages, kit.rounded(payer + "Medicare", kit.named("Rate on all wages", rate * wages)))


def additional_of(kit: Kit, wages: Decimal, earlier_wages: Decimal, rates: FicaRates) -> Taxed:
    """Additional Medicare tax on the part of a check's wages above the year's threshold."""
    rate = kit.given("Additional Medicare rate", rates.additional_medicare_rate, rates.source)
    threshold = kit.given(
        "Threshold of the year, whatever the filing status", rates.additional_medicare_threshold, rates.source
    )
    year = kit.named("Wages with this check", earlier_wages + wages)
    taxable = kit.least("Wages taxed additionally", wages, kit.less("Wages of the year above it", year, threshold))
    return Taxed(taxable, kit.rounded("Additional Medicare", kit.named("Rate on wages taxed", rate * taxable)))


def social_security(wages: int, rates: FicaRates, earlier_wages: int = 0, earlier_tax: int = 0) -> Levy:
    """Social security of a check, in cents."""
    return _levy(security_of(PLAIN, _dollars(wages), _dollars(earlier_wages), _dollars(earlier_tax), rates))


def medicare(wages: int, rates: FicaRates) -> Levy:
    """Medicare of a check, in cents."""
    return _levy(medicare_of(PLAIN, _dollars(wages), rates))


def additional_medicare(wages: int, rates: FicaRates, earlier_wages: int = 0) -> Levy:
    """Additional Medicare tax of a check, in cents."""
    return _levy(additional_of(PLAIN, _dollars(wages), _dollars(earlier_wages), rates))


def explain_social_security(gross: Why, earlier_wages: Why, earlier_tax: Why, rates: FicaRates) -> Why:
    """How social security of a check follows from its wages, the wages before and the rates."""
    made = security_of(Tracing(), traced(gross), traced(earlier_wages), traced(earlier_tax), rates)
    return why_of(made.tax)


def explain_taxable(gross: Why, earlier_wages: Why, rates: FicaRates) -> Why:
    """How much of a check's wages lies below the wage base of the year."""
    return why_of(security_of(Tracing(), traced(gross), traced(earlier_wages), ZERO, rates).wages)


def explain_medicare(gross: Why, rates: FicaRates) -> Why:
    """How Medicare of a check follows from its wages and the rate."""
    return why_of(medicare_of(Tracing(), traced(gross), rates).tax)


def explain_additional(gross: Why, earlier_wages: Why, rates: FicaRates) -> Why:
    """How additional Medicare tax of a check follows from its wages, the wages before and the threshold."""
    return why_of(additional_of(Tracing(), traced(gross), traced(earlier_wages), rates).tax)


def _levy(taxed: Taxed) -> Levy:
    return Levy(int(taxed.wages.scaleb(2)), int(taxed.tax.scaleb(2)))


def _dollars(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
