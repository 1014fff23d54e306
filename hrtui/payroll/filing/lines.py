"""Which lines of slips add up to which line of a return, and where a line's figure comes from, run by run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from hrtui.money import Money
from hrtui.payroll.codes import Codes
from hrtui.payroll.filing.model import Filing, Summed
from hrtui.payroll.model import Operation, Why
from hrtui.payroll.outputs.form940 import exempt_line, is_payment
from hrtui.payroll.outputs.liability import INCOME_AND_FICA

FICA = ("tax:social_security", "tax:medicare", "tax:additional_medicare")
OWED = tuple(f"{part}:{code}" for code in sorted(INCOME_AND_FICA) for part in ("tax", "employer"))
LINES_941: Mapping[str, Sequence[str]] = {
    "2": ("wages:federal_income_tax",),
    "3": ("tax:federal_income_tax",),
    "5a": ("wages:social_security",),
    "5b": ("wages:social_security_tips",),
    "5c": ("wages:medicare",),
    "5d": ("wages:additional_medicare",),
    "5e": ("wages:social_security", "wages:medicare", "wages:additional_medicare"),
    "6": ("tax:federal_income_tax", "wages:social_security", "wages:medicare", "wages:additional_medicare"),
    "7": FICA,
    "10": OWED,
    "12": OWED,
    "14": OWED,
}
FORMULAS_941: Mapping[str, str] = {
    "5a": "the wages below the wage base x both shares' rate; line 5b's tips are told apart",
    "5b": "tips x both shares' rate",
    "5c": "the wages x both shares' rate",
    "5d": "the wages above the threshold x the employee's rate",
    "5e": "the taxes of lines 5a to 5d",
    "6": "lines 3, 5e and 5f",
    "7": "what slips withheld of the employees' share, less that share of lines 5a to 5d: fractions of cents",
    "10": "lines 6 to 9",
    "12": "line 10 less line 11; what slips owe, and what rounding adds",
    "14": "line 12 less the deposits of line 13",
}


def keys_940(slips: Iterable[Summed], codes: Codes) -> dict[str, tuple[str, ...]]:
    """The lines of slips behind each line of Form 940."""
    every = {line.key: line for each in slips for line in each.slip.lines}
    paid = tuple(key for key, line in every.items() if is_payment(line, codes))
    exempt = {key: at for key, line in every.items() if (at := exempt_line(line, codes))}
    by_line = {at: tuple(key for key, other in exempt.items() if other == at) for at in sorted(set(exempt.values()))}
    taxable = ("wages:futa",)
    owed = ("employer:futa", "employer:futa_credit_reduction")
    return {
        "3": paid, "4": tuple(exempt), **by_line, "7": taxable, "8": taxable,
        "11": ("employer:futa_credit_reduction",), "12": owed, "14": owed,
    }  # fmt: skip


def why_line(filing: Filing, line: str) -> Why:
    """Where a line's figure comes from: the lines of slips behind it, and what each comes to in every run."""
    row = next((row for row in filing.table.rows if row[0] == line), None)
    label = f"{'Box' if filing.person else 'Line'} {line}" + (f": {row[1]}" if row is not None and row[1] else "")
    value = _said(row[-1]) if row is not None else ""
    keys = (filing.line_keys or {}).get(line, ())
    formula = FORMULAS_941.get(line, "") if filing.quarter else ""
    parts = tuple(by_run(key, _named(key, filing.runs), filing.runs) for key in keys)
    parts = tuple(part for part in parts if part.children)
    if not parts:
        return Why(label, value, formula or "no line of a slip stands behind it")
    return Why(label, value, formula or "the sum over the runs", children=parts)


def by_run(key: str, label: str, runs: Iterable[Summed]) -> Why:
    """A sum over runs, with each run that has any of it."""
    sums: dict[str, int] = {}
    about: dict[str, Summed] = {}
    for each in runs:
        cents = each.slip.amount(key)
        if cents:
            sums[each.run.number] = sums.get(each.run.number, 0) + cents
            about.setdefault(each.run.number, each)
    children = tuple(
        Why(number, _shown(cents), f"check {about[number].run.pay_date}, {about[number].people:,} people",
            f"run {number}, {about[number].run.state.value.replace('_', ' ')}", (), _dollars(cents))
        for number, cents in sums.items()
    )  # fmt: skip
    total = sum(sums.values())
    return Why(label, _shown(total), f"{key} of every slip", "", children, _dollars(total), Operation.SUM)


def _named(key: str, runs: Iterable[Summed]) -> str:
    part, _, code = key.partition(":")
    label = next((line.label for each in runs for line in each.slip.lines if line.key == key), "")
    return label or f"{code} ({part})"


def _said(cell: object) -> str:
    return _shown(cell.cents) if isinstance(cell, Money) else str(cell)


def _shown(cents: int) -> str:
    return f"{Money(cents).amount:,.2f}"


def _dollars(cents: int) -> Decimal:
    return Decimal(cents) / 100
