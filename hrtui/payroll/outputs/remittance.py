"""What is handed on to others than agencies of tax: garnishments by payee and order, and what deductions were taken for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from hrtui.money import Money
from hrtui.payroll.check.values import Part
from hrtui.payroll.codes import Codes
from hrtui.payroll.outputs.values import PaidSlip, Table

ORDERS = ("payee", "order", "number", "name", "pay_date", "amount", "currency")
BENEFITS = ("code", "label", "people", "employees", "employer", "amount", "currency")


def garnishment_table(slips: Iterable[PaidSlip]) -> Table:
    """Each order's cents of each slip, by payee: what goes with the payment so that the payee knows whose it is."""
    rows = [
        (line.agency or line.label, line.code, slip.number, slip.sorted_name, slip.pay_date, Money(line.amount), "USD")
        for slip in slips
        for line in slip.of(Part.GARNISHMENT)
        if line.amount
    ]
    return Table(ORDERS, tuple(sorted(rows, key=lambda row: (row[0], row[1], row[4]))))


def deduction_table(slips: Iterable[PaidSlip], codes: Codes) -> Table:
    """What each deduction came to: of how many people, theirs and the employer's part; what a carrier's invoice is held against."""
    own: dict[str, int] = defaultdict(int)
    added: dict[str, int] = defaultdict(int)
    people: dict[str, set[str]] = defaultdict(set)
    for slip in slips:
        for line in slip.of(Part.PRE_TAX, Part.POST_TAX, Part.EMPLOYER):
            if line.part is not Part.EMPLOYER or line.code in codes.deductions:
                (added if line.part is Part.EMPLOYER else own)[line.code] += line.amount
                people[line.code].add(slip.number)
    rows = []
    for code in sorted(people):
        label = codes.deductions[code].label if code in codes.deductions else code
        theirs, ours = own[code], added[code]
        rows.append((code, label, len(people[code]), Money(theirs), Money(ours), Money(theirs + ours), "USD"))
    return Table(BENEFITS, tuple(rows))
