"""One check, from its case and the tables in force: every line, the gross, the net; and how each figure came about.

Order of service, where the pay does not suffice: social security, Medicare, state contributions, federal and state income
tax, garnishments by priority; then pre-tax deductions in the order given, then after-tax ones. Who comes last waits first.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from hrtui.payroll.check import states, taxes
from hrtui.payroll.check.checking import check_case
from hrtui.payroll.check.employer import additions
from hrtui.payroll.check.orders import Garnishing
from hrtui.payroll.check.plans import Asked, ask, cut_back, limited
from hrtui.payroll.check.sheet import CASE, Sheet, added
from hrtui.payroll.check.tables import Counts, Tables
from hrtui.payroll.check.taxes import Bases, Fica, Served
from hrtui.payroll.check.values import Case, Earning, EarningKind, Part, Result, net_of
from hrtui.payroll.kit import PLAIN, ZERO, Tracing, cents_of, traced, why
from hrtui.payroll.model import Why

_IMPUTED, _BACK, _EXTRA = EarningKind.IMPUTED, EarningKind.REIMBURSEMENT, EarningKind.SUPPLEMENTAL
_PART = {
    EarningKind.REGULAR: Part.EARNING,
    EarningKind.OVERTIME: Part.EARNING,
    EarningKind.SUPPLEMENTAL: Part.EARNING,
    EarningKind.REIMBURSEMENT: Part.REIMBURSEMENT,
    EarningKind.IMPUTED: Part.IMPUTED,
}
_PRE_TAX, _POST_TAX, _WAGES = Part.PRE_TAX, Part.POST_TAX, Part.WAGES
_WHOLE = Counts()
NOTHING_EARNED, NOTHING_PAID = "nothing is earned", "nothing is paid"


class Explained(NamedTuple):
    """A computed check with the derivation of each line, in the order of the lines, of the gross and of the net."""

    result: Result
    lines: tuple[Why, ...]
    gross: Why
    net: Why


def calculate(case: Case, tables: Tables) -> Result:
    """Compute a check; raises RuleBroken naming the field where the case cannot be computed as it is."""
    check_case(case, tables)
    sheet, gross = _solved(case, tables)
    return _result(sheet, gross)


def explain(case: Case, tables: Tables) -> dict[str, Why]:
    """How each line came about, by its key, and `gross` and `net`; lines of one key (cost centres) are added up."""
    found = explained(case, tables)
    trees: dict[str, Why] = {}
    for line, tree in zip(found.result.lines, found.lines, strict=True):
        trees[line.key] = _together(line.label, trees[line.key], tree) if line.key in trees else tree
    return trees | {"gross": found.gross, "net": found.net}


def explained(case: Case, tables: Tables) -> Explained:
    """Compute a check with every derivation."""
    check_case(case, tables)
    cut = _solved(case, tables)[0].cut
    sheet = Sheet(Tracing(), case, tables, cut)
    gross = made(sheet)[0]
    return Explained(_result(sheet, gross), tuple(why(row[3]) for row in sheet.rows), why(gross), why(_net(sheet)))


def _result(sheet: Sheet, gross: Decimal) -> Result:
    lines = tuple(sheet.lines())
    return Result(lines, cents_of(gross), net_of(lines), tuple(sheet.blockers), tuple(sheet.notices), sheet.arrears)


def _solved(case: Case, tables: Tables) -> tuple[Sheet, Decimal]:
    """The check with as much of the pre-tax deductions as the pay has room for; cutting them raises the taxes in turn."""
    cut = 0
    while True:
        sheet = Sheet(PLAIN, case, tables, cut)
        gross, left, wanted = made(sheet)
        if left >= 0:
            return sheet, gross
        short = -cents_of(left)
        asked = sum(cents_of(one.figure) for one in wanted if one.part is Part.PRE_TAX)
        if cut >= asked:
            return sheet, gross
        cut = min(cut + short, asked)


def made(sheet: Sheet) -> tuple[Decimal, Decimal, list[Asked]]:
    """Make the lines of a check; return the gross, what is left (below 0: what the pay lacks), and the deductions asked for."""
    kit = sheet.kit
    paid, imputed, extra = _earned(sheet)
    gross = added(kit, "Gross pay", paid, NOTHING_EARNED)
    wanted = ask(sheet, gross)
    asked = cut_back(sheet, wanted) if sheet.cut else wanted
    before_tax = [one for one in asked if one.part is _PRE_TAX and kit.any(one.figure)]
    for item, figure, *_ in before_tax:
        sheet.add_some(_PRE_TAX, item.code, item.label or item.code, figure, gross, item.percent)
    bases = _bases(sheet, gross, paid, extra, imputed, before_tax)
    served = Served(sheet, gross)
    owed = taxes.levied(sheet, bases)
    in_states = _taxes(sheet, bases, served, owed, gross, imputed, extra, before_tax)
    left = _rest(sheet, served, gross, asked, before_tax)
    futa = taxes.employer_taxes(sheet, bases, owed)
    states.employer(sheet, in_states)
    additions(sheet, asked, gross)
    _wages(sheet, bases, owed, gross, futa)
    states.wages(sheet, in_states)
    return gross, left, wanted


def _earned(sheet: Sheet) -> tuple[list[Decimal], list[tuple[Earning, Decimal]], list[Decimal]]:
    """Add the lines of earnings; return what is paid as wages, what is imputed, and what of the paid is supplemental."""
    kit, paid, imputed, extra = sheet.kit, [], [], []
    for one in sheet.case.earnings:
        label = one.label or one.code
        figure = kit.given(label, kit.dollars(one.cents), one.basis or CASE)
        kind, rate = one.kind, one.rate
        sheet.add(_PART[kind], one.code, label, figure, None, rate, "", one.hours, one.cost_centre)
        if kind is _IMPUTED:
            imputed.append((one, figure))
        elif kind is not _BACK:
            paid.append(figure)
            if kind is _EXTRA:
                extra.append(figure)
    return paid, imputed, extra


def _bases(
    sheet: Sheet,
    gross: Decimal,
    paid: list[Decimal],
    extra: list[Decimal],
    imputed: list[tuple[Earning, Decimal]],
    before_tax: list[Asked],
) -> Bases:
    """The wages of each federal tax: what is paid and imputed, less the deductions that lower them, never below zero."""
    kit = sheet.kit
    fit = [one.figure for one in before_tax if one.lowers.fit]
    income = kit.less("Wages for federal income tax", _counting(sheet, gross, imputed, "fit"), *fit)
    fica = kit.less(
        "Wages for social security and Medicare",
        _counting(sheet, gross, imputed, "fica"),
        *[one.figure for one in before_tax if one.lowers.fica],
    )
    futa = kit.less(
        "Wages for federal unemployment tax",
        _counting(sheet, gross, imputed, "futa"),
        *[one.figure for one in before_tax if one.lowers.futa],
    )
    if not (extra or imputed):
        return Bases(income, income, None, fica, futa)
    held = _counting(sheet, gross, imputed, "withheld")
    if not extra:
        regular = income if _all_withheld(sheet, imputed) else kit.less("Wages to withhold from", held, *fit)
        return Bases(income, regular, None, fica, futa)
    special = added(kit, "Supplemental pay", extra, "")
    plain = _counting(sheet, kit.named("Regular pay", gross - special), imputed, "withheld")
    regular = kit.less("Regular wages to withhold from", plain, *fit)
    withheld = kit.less("Wages to withhold from", held, *fit)
    return Bases(income, regular, kit.named("Supplemental wages", withheld - regular), fica, futa)


def _counting(sheet: Sheet, gross: Decimal, imputed: list[tuple[Earning, Decimal]], tax: str) -> Decimal:
    """Gross pay with the imputed income that counts for a tax: a field of `Counts`."""
    if not imputed:
        return gross
    counts, total = sheet.tables.imputed, gross
    for one, figure in imputed:
        if getattr(counts.get(one.code, _WHOLE), tax):
            total = total + figure
    return gross if total is gross else sheet.kit.named("Gross pay and imputed income", total)


def _all_withheld(sheet: Sheet, imputed: list[tuple[Earning, Decimal]]) -> bool:
    """Whether income tax is withheld from all imputed income."""
    if not imputed:
        return True
    counts = sheet.tables.imputed
    return all(counts.get(one.code, _WHOLE).withheld for one, _ in imputed)


def _taxes(
    sheet: Sheet,
    bases: Bases,
    served: Served,
    owed: Fica,
    gross: Decimal,
    imputed: list[tuple[Earning, Decimal]],
    extra: list[Decimal],
    before_tax: list[Asked],
) -> states.InStates:
    """Add the lines of taxes and contributions of the employee, in the order they are served."""
    if sheet.case.w4 is None:
        sheet.notice("no_w4", "No Form W-4 on file: withheld as single with no entries.")
    fica = taxes.serve_fica(served, owed)
    in_states = states.asked(
        sheet, _income(sheet, gross, imputed, extra), before_tax, bases, _counting(sheet, gross, imputed, "futa")
    )
    states.contributions(served, in_states)
    federal = served.take(Part.TAX, taxes.INCOME, "Federal income tax", taxes.income_tax(sheet, bases), bases.income)
    states.income_taxes(served, in_states, federal, fica)
    return in_states


def _income(
    sheet: Sheet, gross: Decimal, imputed: list[tuple[Earning, Decimal]], extra: list[Decimal]
) -> states.Income:
    """The wages state income taxes start from."""
    whole = _counting(sheet, gross, imputed, "fit")
    return states.Income(
        whole,
        whole if _all_withheld(sheet, imputed) else _counting(sheet, gross, imputed, "withheld"),
        added(sheet.kit, "Supplemental pay", extra, "there is none") if extra else None,
    )


def _rest(sheet: Sheet, served: Served, gross: Decimal, asked: list[Asked], before_tax: list[Asked]) -> Decimal:
    """Garnishments from disposable earnings, then after-tax deductions from what is left; return what the pay lacks (below 0)."""
    kit, orders = sheet.kit, list[Decimal]()
    if sheet.case.orders:
        disposable = kit.less("Disposable earnings", gross, *served.taken)
        voluntary = added(kit, "Deductions before tax", [one.figure for one in before_tax], "there are none")
        orders = Garnishing(sheet, disposable, voluntary).serve()
    left = served.left
    for figure in orders:
        left = left - figure
    for one in before_tax:
        left = left - one.figure
    room = kit.bare(left)
    for one in asked:
        if one.part is _POST_TAX and kit.any(one.figure):
            item, figure = one.item, limited(sheet, one.item, one.figure, max(room, ZERO))
            sheet.add_some(_POST_TAX, item.code, item.label or item.code, figure, gross, item.percent)
            room = room - kit.bare(figure)
    return kit.bare(left)


def _wages(sheet: Sheet, bases: Bases, owed: Fica, gross: Decimal, futa: Decimal) -> None:
    """Add the wages each federal tax counts on."""
    for code, label, figure in (
        ("gross", "Gross pay", gross),
        (taxes.INCOME, "Wages for federal income tax", bases.income),
        (taxes.SECURITY, "Wages for social security", owed.security.wages),
        (taxes.MEDICARE, "Wages for Medicare", owed.medicare.wages),
        ("futa", "Wages for federal unemployment tax", futa),
    ):
        sheet.add(_WAGES, code, label, figure)
    if owed.additional is not None and owed.additional.wages:
        sheet.add(Part.WAGES, taxes.ADDITIONAL, "Wages for additional Medicare", owed.additional.wages)
    if bases.supplemental:
        sheet.add(Part.WAGES, "supplemental", "Supplemental wages", bases.supplemental)


def _net(sheet: Sheet) -> Decimal:
    """Net pay from the lines: what is paid less what is withheld."""
    kit, pairs = sheet.kit, [(row[0], row[3]) for row in sheet.rows]
    plus = [figure for part, figure in pairs if part in (Part.EARNING, Part.REIMBURSEMENT)]
    total = added(kit, "Paid", plus, NOTHING_PAID)
    for part, figure in pairs:
        if part not in _KEPT and figure:
            total = total - figure
    return kit.named("Net pay", total)


_KEPT = frozenset({Part.EARNING, Part.REIMBURSEMENT, Part.IMPUTED, Part.EMPLOYER, Part.WAGES})


def _together(label: str, one: Why, other: Why) -> Why:
    return why(Tracing().named(label, traced(one) + traced(other)))
