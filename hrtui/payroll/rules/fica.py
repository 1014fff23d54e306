"""Social security and Medicare, the employee's share (26 USC 3101, 3102, 3121)."""

from __future__ import annotations

from decimal import Decimal

from hrtui.payroll.kit import Kit
from hrtui.payroll.model import FicaRates
from hrtui.value import frozen


@frozen
class Taxed:
    """A tax of one check and the wages it is owed on, as figures in dollars."""

    wages: Decimal
    tax: Decimal


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
    if not kit.traces and earlier_tax + tax <= rates.most_of_year:
        return Taxed(taxable, tax)
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
