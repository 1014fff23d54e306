"""Federal income tax on supplemental wages: flat or with regular wages, and the rate above a threshold of the year.

Publication 15, section 7; 26 CFR 31.3402(g)-1.
"""

from __future__ import annotations

from decimal import Decimal

from hrtui.payroll.check.tables import SupplementalRates
from hrtui.payroll.kit import Kit


def above_threshold(kit: Kit, wages: Decimal, earlier: Decimal, rates: SupplementalRates) -> Decimal:
    """The part of a check's supplemental wages that is above the threshold of the year, in dollars."""
    threshold = kit.given("Threshold of supplemental wages a year", rates.threshold, rates.source)
    year = kit.named("Supplemental wages of the year with this check", earlier + wages)
    return kit.least(
        "Supplemental wages above the threshold", wages, kit.less("Above the threshold in the year", year, threshold)
    )


def on_flat(kit: Kit, wages: Decimal, rates: SupplementalRates) -> Decimal:
    """The flat rate on supplemental wages, before rounding."""
    return kit.named("Flat rate on supplemental wages", kit.given("Flat rate", rates.rate, rates.source) * wages)


def on_above(kit: Kit, above: Decimal, rates: SupplementalRates) -> Decimal:
    """The rate that must be withheld above the threshold whatever the Form W-4 says, before rounding."""
    rate = kit.given("Rate above the threshold", rates.over_rate, rates.source)
    return kit.named("Rate above the threshold on wages above it", rate * above)


def flat(kit: Kit, wages: Decimal, earlier: Decimal, rates: SupplementalRates) -> Decimal:
    """The tax of supplemental wages by the flat method, before rounding."""
    above = above_threshold(kit, wages, earlier, rates)
    if not above:
        return on_flat(kit, wages, rates)
    below = kit.named("Supplemental wages below the threshold", wages - above)
    return kit.named("Tax of supplemental wages", on_flat(kit, below, rates) + on_above(kit, above, rates))
