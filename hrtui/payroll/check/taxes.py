"""Federal taxes of one check: income tax with supplemental pay, social security, Medicare, unemployment."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from hrtui.payroll.check.sheet import Sheet
from hrtui.payroll.check.tables import AlienAddition
from hrtui.payroll.check.values import Part, Supplemental
from hrtui.payroll.kit import ZERO, Kit
from hrtui.payroll.model import W4
from hrtui.payroll.rules import fica, futa
from hrtui.payroll.rules import supplemental as extra
from hrtui.payroll.rules.federal import LABEL, described, tell, worksheet
from hrtui.payroll.rules.why import STEP

FORM = "Form W-4"
NO_FORM = W4()
SECURITY, MEDICARE, ADDITIONAL = "social_security", "medicare", "additional_medicare"
INCOME = "federal_income_tax"


class Bases(NamedTuple):
    """Wages of a check by tax, in dollars; `regular` and `supplemental` are what income tax is withheld from."""

    income: Decimal
    regular: Decimal
    supplemental: Decimal | None
    fica: Decimal
    futa: Decimal


class Fica(NamedTuple):
    """Social security and Medicare as they are owed, before what the pay has room for."""

    security: fica.Taxed
    medicare: fica.Taxed
    additional: fica.Taxed | None


def levied(sheet: Sheet, bases: Bases) -> Fica:
    """Social security and Medicare of the check."""
    kit, rates = sheet.kit, sheet.tables.fica
    before = sheet.before("wages:medicare")
    security = fica.security_of(
        kit, bases.fica, sheet.before("wages:social_security"), sheet.before("tax:social_security"), rates
    )
    above = before + bases.fica > rates.additional_medicare_threshold
    additional = fica.additional_of(kit, bases.fica, before, rates) if above else None
    return Fica(security, fica.medicare_of(kit, bases.fica, rates), additional)


def income_tax(sheet: Sheet, bases: Bases) -> Decimal:
    """Federal income tax of the check, rounded once."""
    kit, case = sheet.kit, sheet.case
    w4 = case.w4 or NO_FORM
    facts = _facts(sheet, w4) if kit.traces else ()
    if bases.supplemental is None and (w4.exempt or bases.regular <= 0):
        tell(kit, facts)
        reason = "exempt by certificate" if w4.exempt else "no wages to withhold from"
        return kit.nothing(LABEL, reason, FORM if w4.exempt else "wages of the check")
    tax = _on_regular(sheet, w4, bases.regular) if bases.supplemental is None else _with_extra(sheet, w4, bases)
    tell(kit, facts)
    return kit.rounded(LABEL, tax, STEP[case.rounding])


def _on_regular(sheet: Sheet, w4: W4, wages: Decimal) -> Decimal:
    """Worksheet 1A on the wages of the check; nothing where they are nothing or the certificate is exempt."""
    kit, tables = sheet.kit, sheet.tables
    if w4.exempt or wages <= 0:
        return kit.nothing("Tax of regular wages", "exempt by certificate" if w4.exempt else "no regular wages", FORM)
    added = alien_addition(kit, w4, tables.alien) if sheet.case.nonresident_alien else None
    return worksheet(kit, wages, tables.periods.yearly[sheet.case.frequency], w4, tables.federal, FORM, added)


def alien_addition(kit: Kit, w4: W4, table: AlienAddition) -> Decimal:
    """What a nonresident alien's wages of a year are raised by to work out withholding."""
    amount = table.old if w4.old else table.new
    return kit.given("Nonresident alien's addition a year", amount, table.source)


def _with_extra(sheet: Sheet, w4: W4, bases: Bases) -> Decimal:
    """The tax of regular and supplemental wages, by the method of the case."""
    kit, rates, wages = sheet.kit, sheet.tables.supplemental, _extra_wages(bases)
    above = extra.above_threshold(kit, wages, sheet.before("wages:supplemental"), rates)
    below = kit.named("Supplemental wages below the threshold", wages - above) if above else wages
    if sheet.case.supplemental is Supplemental.AGGREGATE:
        together = kit.named("Regular and supplemental wages", bases.regular + below)
        tax = _on_regular(sheet, w4, together)
    else:
        tax = _on_regular(sheet, w4, bases.regular)
        if w4.exempt:
            kit.fact("Supplemental wages", "nothing at the flat rate: exempt by certificate", FORM)
        elif below:
            tax = kit.named("Tax of regular and supplemental wages", tax + extra.on_flat(kit, below, rates))
    if above:
        tax = kit.named("Tax with wages above the threshold", tax + extra.on_above(kit, above, rates))
    return tax


def _extra_wages(bases: Bases) -> Decimal:
    """The supplemental wages; where those of a code come to nothing, that nothing says where it is from."""
    return ZERO if bases.supplemental is None else bases.supplemental


def on_extra(sheet: Sheet, bases: Bases) -> Decimal:
    """Federal income tax on supplemental wages alone by the flat method, to the cent."""
    kit, wages = sheet.kit, _extra_wages(bases)
    tax = extra.flat(kit, wages, sheet.before("wages:supplemental"), sheet.tables.supplemental)
    return kit.rounded("Federal income tax on supplemental pay", tax)


def _facts(sheet: Sheet, w4: W4) -> tuple[tuple[str, str, str], ...]:
    if sheet.case.w4 is None:
        return ((FORM, "none on file: single, step 2 not ticked, no entries", "Publication 15-T"),)
    return ((FORM, described(w4), FORM),)


class Served:
    """What taxes leave of the pay: each takes what it is owed, and no more than is left."""

    def __init__(self, sheet: Sheet, cash: Decimal) -> None:
        self.sheet, self.kit, self.cash = sheet, sheet.kit, cash
        self.left = self.kit.bare(cash)
        self.taken: list[Decimal] = []

    def take(
        self,
        part: Part,
        code: str,
        label: str,
        figure: Decimal,
        basis: Decimal,
        rate: Decimal | None = None,
        agency: str = "US",
    ) -> Decimal:
        """Add the line of a tax, limited to what is left of the pay."""
        if figure > self.left:
            self.sheet.notice("tax_limited", f"{label} is limited to what is left of the pay.")
            room = self.kit.less("Pay left after the taxes before", self.cash, *self.taken)
            figure = self.kit.least(label, figure, room, formula="not more than is left of the pay")
        self.sheet.add(part, code, label, figure, basis, rate, agency)
        if self.kit.any(figure):
            self.taken.append(figure)
            self.left = self.left - figure
        return figure


def serve_fica(served: Served, owed: Fica) -> Decimal:
    """Add the lines of social security and Medicare; return their sum."""
    rates = served.sheet.tables.fica
    security, medicare = owed.security, owed.medicare
    total = served.take(Part.TAX, SECURITY, "Social security", security.tax, security.wages, rates.social_security_rate)
    total = total + served.take(Part.TAX, MEDICARE, "Medicare", medicare.tax, medicare.wages, rates.medicare_rate)
    if owed.additional is not None:
        levy, rate = owed.additional, rates.additional_medicare_rate
        total = total + served.take(Part.TAX, ADDITIONAL, "Additional Medicare", levy.tax, levy.wages, rate)
    return served.kit.named("Social security and Medicare", total)


def employer_taxes(sheet: Sheet, bases: Bases, owed: Fica) -> Decimal:
    """Add what the employer owes: social security, Medicare and unemployment tax; return the wages of the last."""
    kit, rates, own = sheet.kit, sheet.tables.fica, owed.security
    year = sheet.case.year_to_date
    if year and year.get("employer:social_security", 0) != year.get("tax:social_security", 0):
        before = sheet.before("employer:social_security")
        own = fica.security_of(kit, bases.fica, sheet.before("wages:social_security"), before, rates)
    rate = rates.social_security_rate
    sheet.add(Part.EMPLOYER, SECURITY, "Social security, employer", own.tax, own.wages, rate, "US")
    levy, rate = owed.medicare, rates.medicare_rate
    sheet.add(Part.EMPLOYER, MEDICARE, "Medicare, employer", levy.tax, levy.wages, rate, "US")
    return _unemployment(sheet, bases, kit)


def _unemployment(sheet: Sheet, bases: Bases, kit: Kit) -> Decimal:
    rates = sheet.tables.futa
    levy = futa.futa_of(kit, bases.futa, sheet.before("wages:futa"), rates)
    if levy.wages:
        net = rates.rate - rates.max_credit
        sheet.add(Part.EMPLOYER, "futa", "Federal unemployment tax", levy.tax, levy.wages, net, "US")
        lost = futa.reduction_of(kit, levy.wages, sheet.case.work_state, rates)
        if lost is not None:
            rate = rates.reductions[sheet.case.work_state]
            code = "futa_credit_reduction"
            sheet.add(Part.EMPLOYER, code, "FUTA credit reduction", lost, levy.wages, rate, "US")
            if rates.reductions_source.confidence != "high":
                sheet.notice(
                    "credit_reduction_projected",
                    f"The FUTA credit reduction of {sheet.case.work_state} is a projection.",
                )
    return levy.wages
