"""A stored slip as the figures of a payslip, in the order people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from hrtui.money import Money, format_money
from hrtui.payroll.check.values import SIGN, Part
from hrtui.payroll.model import Operation, Why
from hrtui.payroll.rules import why as derive
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
TOTALS = {"gross": Section.EARNINGS, "taxes": Section.TAXES, "net": Section.NET}
NO_WHYS: Mapping[str, Why] = {}
NOT_TOLD = "as it was stored; w tells where it comes from"


def slip_figures(slip: Slip, whys: Mapping[str, Why], years: Mapping[str, Why] = NO_WHYS) -> tuple[Figure, ...]:
    """Earnings and gross, deductions, taxes and net, what the employer pays, and taxable wages.

    `whys` are derivations by line key, `years` those of the year to date; a figure without one is explained as the sum or the
    stored line it is.
    """
    parts = {
        section: [_figure(each, whys, years) for each in slip.lines if PLACES[each.line.part] is section]
        for section in Section
    }
    paid = sum(SIGN[part] * _year(slip, part) for part in Part)
    gross = _total("gross", "Gross pay", (slip.gross, _year(slip, Part.EARNING)), whys, parts[Section.EARNINGS])
    withheld = (slip.withheld, _year(slip, Part.TAX, Part.CONTRIBUTION))
    taxes = _total("taxes", "Taxes withheld", withheld, whys, parts[Section.TAXES])
    stands_on = [gross, *parts[Section.PRE_TAX], taxes, *parts[Section.POST_TAX]]
    net = _total("net", "Net pay", (slip.net, paid), whys, stands_on)
    if years:
        gross, taxes, net = _with_years(gross, taxes, net, parts)
    wages = [each for each in parts[Section.WAGES] if each.code != "wages:gross"]
    return (
        *parts[Section.EARNINGS], gross, *parts[Section.PRE_TAX], *parts[Section.TAXES], taxes,
        *parts[Section.POST_TAX], net, *parts[Section.EMPLOYER], *wages,
    )  # fmt: skip


def _figure(stored: SlipLine, whys: Mapping[str, Why], years: Mapping[str, Why]) -> Figure:
    line = stored.line
    label = line.label + UNPAID.get(line.part, "")
    if line.hours is not None:
        rate = f" at {line.rate.normalize():f}" if line.rate is not None else ""
        label += f", {line.hours.normalize():f} h{rate}"
    amount = Money(line.amount)
    tree = whys.get(line.key) or _leaf(line.label, line.amount)
    year = years.get(line.key) or Why(
        f"{line.label}, year to date",
        format_money(Money(stored.year_to_date)),
        "the last final check's, and this one's",
    )
    return Figure(line.key, label, PLACES[line.part], amount, Money(stored.year_to_date), tree, year)


def _total(code: str, label: str, cents: tuple[int, int], whys: Mapping[str, Why], of: Iterable[Figure]) -> Figure:
    """A sum of this check and of the year, in cents."""
    here, year = (Money(each) for each in cents)
    children = tuple(each.why for each in of)
    tree = whys.get(code) or Why(label, format_money(here), "of the figures below", "", children, here.amount)
    year_tree = Why(f"{label}, year to date", format_money(year), "of the figures of the year")
    return Figure(code, label, TOTALS[code], here, year, tree, year_tree, True)


def _with_years(
    gross: Figure, taxes: Figure, net: Figure, parts: Mapping[Section, Sequence[Figure]]
) -> tuple[Figure, Figure, Figure]:
    """The totals with the derivations of their years to date, from those of the lines."""

    def of(*figures: Figure) -> list[Why]:
        return [each.year_why for each in figures if each.year_why is not None]

    earned = [each for each in parts[Section.EARNINGS] if each.code.startswith(f"{Part.EARNING}:")]
    back = [each for each in parts[Section.EARNINGS] if each.code.startswith(f"{Part.REIMBURSEMENT}:")]
    gross = replace(gross, year_why=_sum(gross, of(*earned)))
    taxes = replace(taxes, year_why=_sum(taxes, of(*parts[Section.TAXES])))
    paid = of(gross) if not back else [derive.total("Paid, year to date", *of(gross, *back))]
    less = of(*parts[Section.PRE_TAX], taxes, *parts[Section.POST_TAX])
    year = derive.difference("Net pay, year to date", *paid, *less, formula="what was paid less what was withheld")
    return gross, taxes, replace(net, year_why=year)


def _sum(figure: Figure, of: Sequence[Why]) -> Why:
    label = f"{figure.label}, year to date"
    return derive.total(label, *of) if of else derive.leaf(label, 0, "there is none in the year")


def _leaf(label: str, cents: int) -> Why:
    return Why(label, format_money(Money(cents)), NOT_TOLD, "", (), Money(cents).amount, Operation.INPUT)


def _year(slip: Slip, *parts: Part) -> int:
    """The year to date of some parts: lines of one key share a balance, that of the last of them."""
    return sum({each.line.key: each.year_to_date for each in slip.lines if each.line.part in parts}.values())
