"""What may be taken from disposable earnings: creditors, support, student loans, levies.

15 USC 1673; 29 CFR 870.10; 20 USC 1095a; 26 USC 6334(d).
"""

from __future__ import annotations

from decimal import Decimal

from hrtui.errors import RuleBroken
from hrtui.payroll.check.tables import GarnishmentRules, LevyExempt, Periods
from hrtui.payroll.kit import Kit


def protected(kit: Kit, frequency: str, rules: GarnishmentRules, periods: Periods) -> Decimal:
    """The disposable earnings of a pay period no creditor may touch: a multiple of the minimum wage for each week."""
    hourly = kit.given("Federal minimum wage an hour", rules.minimum_wage, rules.source)
    multiple = kit.given("Times", rules.multiple, rules.source)
    weeks = kit.given("Weeks of the pay period", periods.weeks[frequency], periods.source)
    return kit.rounded("Protected earnings", kit.named("Minimum wages of the period", hourly * multiple * weeks))


def ordinary_room(
    kit: Kit, disposable: Decimal, frequency: str, rules: GarnishmentRules, periods: Periods, fraction: Decimal
) -> Decimal:
    """The most that may be taken: a fraction of disposable earnings, and nothing of what is protected; before rounding."""
    share = kit.given("Fraction of disposable earnings", fraction, rules.source)
    part = kit.named("That fraction of disposable earnings", share * disposable)
    above = kit.less(
        "Disposable earnings above what is protected", disposable, protected(kit, frequency, rules, periods)
    )
    return kit.least("Most that may be taken", part, above)


def creditor_most(kit: Kit, disposable: Decimal, frequency: str, rules: GarnishmentRules, periods: Periods) -> Decimal:
    """The most an ordinary creditor may take of a check."""
    room = ordinary_room(kit, disposable, frequency, rules, periods, rules.fraction)
    return kit.rounded("Most a creditor may take", room)


def loan_most(kit: Kit, disposable: Decimal, frequency: str, rules: GarnishmentRules, periods: Periods) -> Decimal:
    """The most that may be taken for a federal student loan."""
    room = ordinary_room(kit, disposable, frequency, rules, periods, rules.student_loan)
    return kit.rounded("Most for a student loan", room)


def support_most(
    kit: Kit, disposable: Decimal, supports_other: bool, arrears_12_weeks: bool, rules: GarnishmentRules
) -> Decimal:
    """The most that may be taken for support: less where another family is supported, more where it is 12 weeks behind."""
    share = kit.given(
        "Fraction where another family is supported"
        if supports_other
        else "Fraction where no other family is supported",
        rules.supports_other if supports_other else rules.supports_none,
        rules.source,
    )
    if arrears_12_weeks:
        extra = kit.given("More where it is over 12 weeks behind", rules.arrears_extra, rules.source)
        share = kit.named("Fraction of disposable earnings", share + extra)
    return kit.rounded("Most for support", kit.named("That fraction of disposable earnings", share * disposable))


def levy_exempt(kit: Kit, status: str, dependents: int, frequency: str, table: LevyExempt, periods: Periods) -> Decimal:
    """What a federal levy leaves of a check; each part is rounded, as Publication 1494 prints it.

    Raises RuleBroken for a status that is not in the table, and for dependents where their amount is not known.
    """
    if status not in table.standard_deduction:
        known = ", ".join(table.standard_deduction)
        raise RuleBroken(f"A levy's filing status “{status}” is not one of {known}.", field="status")
    yearly = kit.given("Pay periods a year", periods.yearly[frequency], periods.source)
    own = kit.given("Standard deduction", table.standard_deduction[status], table.source, status)
    base = kit.rounded("Exempt without dependents", kit.named("Of a pay period", own / yearly))
    if not dependents:
        return base
    if table.each_dependent is None:
        raise RuleBroken(
            "The amount a levy leaves for each dependent is not known for this year; enter it in levy_exempt.yaml.",
            field="dependents",
        )
    each = kit.given("For each dependent a year", table.each_dependent, table.source)
    part = kit.rounded("For each dependent", kit.named("Of a pay period for each", each / yearly))
    count = kit.given("Dependents", Decimal(dependents), "the order")
    return kit.named("Exempt from levy", base + kit.named("For dependents", part * count))
