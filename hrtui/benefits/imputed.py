"""Imputed income of employer's group-term life insurance (26 U.S.C. 79, 26 CFR 1.79-3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hrtui.benefits.law import LifeTable
from hrtui.errors import RuleBroken
from hrtui.money import round_cents


def imputed_income(coverage: int, paid: int, birth: date | None, on: date, table: LifeTable) -> int:
    """Cents a month of imputed income for cents of coverage, less the cents a month the person pays after tax.

    The age is that reached on the last day of the year of `on`. Raises RuleBroken where the birth date is not on file.
    """
    above = Decimal(coverage) / 100 - table.excluded
    if above <= 0:
        return 0
    if birth is None:
        raise RuleBroken("Life insurance above 50,000 is imputed by age; record the birth date first.", "birth_date")
    rate = table.rate(on.year - birth.year)
    return max(0, round_cents(above / 1000 * rate * 100) - paid)
