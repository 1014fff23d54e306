"""California: EDD Method B, exact calculation, with the tables of the pay period."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from hrtui.payroll.kit import CENT, DOLLAR, Kit
from hrtui.payroll.rules.states.making import Making, Rows, known, lowered, wages_of
from hrtui.payroll.rules.states.model import Frequency, Given, Pair, Row, Rule, StateCase, Version

TABULATED = 10
"""Allowances the printed tables go to; beyond it a multiple of the single amount."""


class California(Version, frozen=True, kw_only=True, tag="CA_B"):
    """Low income exemption, estimated deductions, standard deduction, table of the period, credit for allowances.

    Pairs are the small and the large column: large for head of household and for married with two or more allowances.
    """

    estimated_deduction: Decimal
    exemption_credit: Decimal
    low_income_exemption: dict[Frequency, Pair]
    standard_deduction: dict[Frequency, Pair]
    tables: dict[Frequency, dict[str, tuple[Row, ...]]]


def california(version: California, making: Making) -> Rule:
    """California: married with two incomes uses the table of single."""
    form = making.form
    statuses = ("single", "married", "head")
    status = form.status(statuses, "single", {"separate": "single", "married_two_incomes": "single"})
    count, estimated = form.count("allowances"), form.count("estimated")
    large = status == "head" or (status == "married" and count >= 2)
    low = making.printed(version.low_income_exemption, "low income exemption")[large]
    table = Rows(making, making.printed(version.tables, "table")[status], "Tax of the check by the table")
    periods = making.periods.amount
    offs = known(
        making.law(
            f"Estimated deductions ({estimated})", _many(estimated, version.estimated_deduction, periods, DOLLAR)
        ),
        making.law("Standard deduction", making.printed(version.standard_deduction, "standard deduction")[large]),
    )
    credits: tuple[Given, ...] = known(
        making.law(f"Exemption credits ({count})", _many(count, version.exemption_credit, periods, CENT))
    )
    label, source = f"{making.tables.name} income tax", making.source

    def rule(kit: Kit, case: StateCase) -> Decimal:
        if case.wages <= low:
            return kit.nothing(label, "wages are not above the low income exemption", source)
        tax = table.tax(kit, lowered(kit, "Taxable wages", wages_of(kit, case), offs))
        return lowered(kit, "Tax after credits", tax, credits)

    return rule


def _many(count: int, annual: Decimal, periods: Decimal, step: Decimal) -> Decimal:
    """The amount of a period for some allowances, rounded together up to ten, one by one beyond."""
    if count <= TABULATED:
        return (count * annual / periods).quantize(step, ROUND_HALF_UP)
    return count * (annual / periods).quantize(step, ROUND_HALF_UP)
