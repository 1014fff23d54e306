"""Federal unemployment tax, owed by the employer (26 USC 3301, 3302, 3306)."""

from __future__ import annotations

from decimal import Decimal

from hrtui.payroll.check.tables import FutaRates
from hrtui.payroll.kit import Kit
from hrtui.payroll.rules.fica import Taxed


def futa_of(kit: Kit, wages: Decimal, earlier: Decimal, rates: FutaRates) -> Taxed:
    """The net tax on the first wages of the year: the rate less the credit for state unemployment tax."""
    base = kit.given("Wage base of the year", rates.wage_base, rates.source)
    taxable = kit.least("Wages taxed", wages, kit.less("Wages still below the wage base", base, earlier))
    gross = kit.given("Rate", rates.rate, rates.source)
    net = kit.named("Net rate", gross - kit.given("Most credit for state tax", rates.max_credit, rates.source))
    return Taxed(taxable, kit.rounded("Federal unemployment tax", kit.named("Net rate on wages taxed", net * taxable)))


def reduction_of(kit: Kit, taxable: Decimal, state: str, rates: FutaRates) -> Decimal | None:
    """What is owed on top with Form 940 in a state that lost a part of the credit; None in the others."""
    lost = rates.reductions.get(state)
    if lost is None:
        return None
    rate = kit.given("Credit reduction", lost, rates.reductions_source, state)
    return kit.rounded("FUTA credit reduction", kit.named("Reduction on wages taxed", rate * taxable))
