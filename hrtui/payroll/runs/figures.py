"""A stored slip as the figures of a payslip, in the order people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hrtui.money import Money, format_money
from hrtui.payroll.check.values import SIGN, Part
from hrtui.payroll.model import Operation, Why
from hrtui.payroll.rules.figures import Figure, Section
from hrtui.payroll.runs.model import Slip, SlipLine

PLACES: Mapping[Part, Section] = {
    Part.EARNING: Section.EARNINGS,
    Part.REIMBURSEMENT: Section.EARNINGS,
    Part.IMPUTED: Section.EARNINGS,
    Part.PRE_TAX: Section.PRE_TAX,
    Part.TAX: Section.TAXES,
    Part.CONTRIBUTION: Section.TAXES,
    Part.POST_TAX: Section.POST_TAX,
    Part.GARNISHMENT: Section.POST_TAX,
    Part.EMPLOYER: Section.EMPLOYER,
    Part.WAGES: Section.WAGES,
}
UNPAID = {Part.IMPUTED: " (taxed, not paid)", Part.REIMBURSEMENT: " (not taxed)"}
NOT_TOLD = "as it was stored; w tells where it comes from"


def slip_figures(slip: Slip, whys: Mapping[str, Why]) -> tuple[Figure, ...]:
    """Earnings and gross, deductions, taxes and net, what the employer pays, and taxable wages.

    `whys` are derivations by line key; a figure without one is explained as the sum or the stored line it is.
    """
    parts = {
        section: [_figure(each, whys) for each in slip.lines if PLACES[each.line.part] is section]
        for section in Section
    }
    paid = sum(SIGN[each.line.part] * each.year_to_date for each in slip.lines)
    earned = _year(slip, Part.EARNING, Part.REIMBURSEMENT)
    gross = _total("gross", "Gross pay", Section.EARNINGS, (slip.gross, earned), whys, parts[Section.EARNINGS])
    withheld = (slip.withheld, _year(slip, Part.TAX, Part.CONTRIBUTION))
    taxes = _total("taxes", "Taxes withheld", Section.TAXES, withheld, whys, parts[Section.TAXES])
    stands_on = [gross, *parts[Section.PRE_TAX], taxes, *parts[Section.POST_TAX]]
    net = _total("net", "Net pay", Section.NET, (slip.net, paid), whys, stands_on)
    wages = [each for each in parts[Section.WAGES] if each.code != "wages:gross"]
    return (
        *parts[Section.EARNINGS], gross, *parts[Section.PRE_TAX], *parts[Section.TAXES], taxes,
        *parts[Section.POST_TAX], net, *parts[Section.EMPLOYER], *wages,
    )  # fmt: skip


def _figure(stored: SlipLine, whys: Mapping[str, Why]) -> Figure:
    line = stored.line
    label = line.label + UNPAID.get(line.part, "")
    if line.hours is not None:
        rate = f" at {line.rate.normalize():f}" if line.rate is not None else ""
        label += f", {line.hours.normalize():f} h{rate}"
    amount = Money(line.amount)
    tree = whys.get(line.key) or _leaf(line.label, line.amount)
    year = Why(
        f"{line.label}, year to date",
        format_money(Money(stored.year_to_date)),
        "the last final check's, and this one's",
    )
    return Figure(line.key, label, PLACES[line.part], amount, Money(stored.year_to_date), tree, year)


def _total(
    code: str, label: str, section: Section, cents: tuple[int, int], whys: Mapping[str, Why], of: Iterable[Figure]
) -> Figure:
    """A sum of this check and of the year, in cents."""
    here, year = (Money(each) for each in cents)
    children = tuple(each.why for each in of)
    tree = whys.get(code) or Why(label, format_money(here), "of the figures below", "", children, here.amount)
    year_tree = Why(f"{label}, year to date", format_money(year), "of the figures of the year")
    return Figure(code, label, section, here, year, tree, year_tree, True)


def _leaf(label: str, cents: int) -> Why:
    return Why(label, format_money(Money(cents)), NOT_TOLD, "", (), Money(cents).amount, Operation.INPUT)


def _year(slip: Slip, *parts: Part) -> int:
    return sum(each.year_to_date for each in slip.lines if each.line.part in parts)
