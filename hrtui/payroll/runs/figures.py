"""A stored slip as the figures of a payslip, in the order people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from hrtui.money import Money
from hrtui.payroll.check.values import CheckLine, Part
from hrtui.payroll.model import Why
from hrtui.payroll.rules import why
from hrtui.payroll.rules.figures import Figure, Section
from hrtui.payroll.runs.model import Slip, SlipLine

PLACES: Mapping[Part, Section] = {
    Part.EARNING: Section.EARNINGS,
    Part.PRE_TAX: Section.PRE_TAX,
    Part.TAX: Section.TAXES,
    Part.CONTRIBUTION: Section.TAXES,
    Part.POST_TAX: Section.POST_TAX,
    Part.GARNISHMENT: Section.POST_TAX,
    Part.REIMBURSEMENT: Section.REIMBURSED,
    Part.EMPLOYER: Section.EMPLOYER,
    Part.WAGES: Section.WAGES,
    Part.IMPUTED: Section.WAGES,
}
STORED = "as it was stored; w tells where it comes from"
BEFORE = "the balance of the last final check of the year"
GROSS = "wages:gross"


def slip_figures(slip: Slip, whys: Mapping[str, Why]) -> tuple[Figure, ...]:
    """Earnings and gross, deductions, taxes, reimbursements and net, what the employer pays, and taxable wages.

    `whys` are derivations by line key; a figure without one is explained as the sum or the stored line it is. Lines of one
    key, such as those of two cost centres, are one figure and its parts.
    """
    of: dict[Section, list[Figure]] = {section: [] for section in Section}
    for key, lines in groupby(sorted(slip.lines, key=lambda each: _rank(slip, each)), key=lambda each: each.line.key):
        if key != GROSS:
            found = list(lines)
            of[PLACES[found[0].line.part]] += _figures(found, whys)
    gross = _total("gross", "Gross pay", Section.EARNINGS, slip.gross, whys, of[Section.EARNINGS])
    taxes = _total("taxes", "Taxes withheld", Section.TAXES, slip.withheld, whys, of[Section.TAXES])
    net = _net(slip.net, whys, gross, taxes, of)
    return (
        *of[Section.EARNINGS], gross, *of[Section.PRE_TAX], *of[Section.TAXES], taxes, *of[Section.POST_TAX],
        *of[Section.REIMBURSED], net, *of[Section.EMPLOYER], *of[Section.WAGES],
    )  # fmt: skip


def _rank(slip: Slip, each: SlipLine) -> int:
    """Where a line stands: with the first of its key."""
    return next(at for at, other in enumerate(slip.lines) if other.line.key == each.line.key)


def _figures(lines: Sequence[SlipLine], whys: Mapping[str, Why]) -> list[Figure]:
    """The figure of the lines of one key, whose last has the balance of the year; and below it the lines, where they are several."""
    first, year = lines[0].line, lines[-1].year_to_date
    cents = sum(each.line.amount for each in lines)
    tree = whys.get(first.key) or _stored(first.label, cents)
    before = whys.get(f"before:{first.key}")
    if before is None or before.amount != Decimal(year - cents).scaleb(-2):
        before = why.dollars("Before this check", year - cents, BEFORE)
    year_tree = why.total(f"{first.label}, year to date", before, tree)
    label = first.label[:1].upper() + first.label[1:] + (" (taxed, not paid)" if first.part is Part.IMPUTED else "")
    several = len(lines) > 1
    whole = Figure(
        first.key,
        label if several else label + _hours(first),
        PLACES[first.part],
        Money(cents),
        Money(year),
        tree,
        year_tree,
    )
    if not several:
        return [whole]
    parts = (
        replace(
            whole, code=f"{first.key}.{at}", label=(each.line.cost_centre or first.label) + _hours(each.line),
            amount=Money(each.line.amount), to_date=None, why=_stored(first.label, each.line.amount), year_why=None,
        )
        for at, each in enumerate(lines, 1)
    )  # fmt: skip
    return [whole, *parts]


def _hours(line: CheckLine) -> str:
    if line.hours is None:
        return ""
    return f", {line.hours.normalize():f} h" + (f" at {_rate(line.rate)}" if line.rate is not None else "")


def _rate(rate: Decimal) -> str:
    """Dollars an hour with at least two decimals: `23.20`, `23.1875`."""
    return f"{rate:.2f}" if rate == round(rate, 2) else f"{rate.normalize():f}"


def _stored(label: str, cents: int) -> Why:
    return why.dollars(label, cents, "", STORED)


def _total(
    code: str, label: str, section: Section, cents: int, whys: Mapping[str, Why], parts: Sequence[Figure]
) -> Figure:
    """The sum of the figures of a section that are no parts."""
    of = [each for each in parts if not each.is_part]
    year = sum(each.to_date.cents for each in of if each.to_date)
    tree = whys.get(code) or _sum(label, [each.why for each in of])
    year_tree = _sum(f"{label}, year to date", [each.year_why for each in of if each.year_why])
    return Figure(code, label, section, Money(cents), Money(year), tree, year_tree, True)


def _sum(label: str, trees: Sequence[Why]) -> Why:
    return why.total(label, *trees) if trees else why.zero(label, "there is no such line", "lines of the check")


def _net(
    cents: int, whys: Mapping[str, Why], gross: Figure, taxes: Figure, of: Mapping[Section, Sequence[Figure]]
) -> Figure:
    """Gross pay and reimbursements, less deductions and taxes."""
    adds = [gross, *_whole(of[Section.REIMBURSED])]
    takes = [*_whole(of[Section.PRE_TAX]), taxes, *_whole(of[Section.POST_TAX])]
    tree = whys.get("net") or why.difference(
        "Net pay", why.total("Paid", *(each.why for each in adds)), *(each.why for each in takes)
    )
    year_tree = why.difference(
        "Net pay, year to date",
        why.total("Paid, year to date", *(each.year_why for each in adds if each.year_why)),
        *(each.year_why for each in takes if each.year_why),
    )
    year = sum(_year(each) for each in adds) - sum(_year(each) for each in takes)
    return Figure("net", "Net pay", Section.NET, Money(cents), Money(year), tree, year_tree, True)


def _whole(figures: Sequence[Figure]) -> list[Figure]:
    return [each for each in figures if not each.is_part]


def _year(figure: Figure) -> int:
    return figure.to_date.cents if figure.to_date else 0
