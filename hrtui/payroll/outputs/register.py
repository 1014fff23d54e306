"""The payroll register: everyone of a run with every line, and the totals a run is compared by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from hrtui.money import Money
from hrtui.payroll.check.values import Part
from hrtui.payroll.outputs.values import PaidSlip, Table

WHO = ("number", "name", "department", "work_state", "reference", "period_begins", "period_ends", "pay_date")
SUMS = ("hours", "gross", "net", "employer")
TOTAL = "total"


def register(slips: Iterable[PaidSlip], wages: bool = True) -> Table:
    """A row for each slip with a column for each line (`tax:federal_income_tax`), and a last row of totals.

    `wages` adds the columns of taxable wages. Lines of one key stand together; a line a slip has not is empty.
    """
    known = tuple(slips)
    keys = _keys(known, wages)
    rows = [_row(slip, keys) for slip in known]
    return Table((*WHO, *SUMS, *keys), (*rows, _total(known, keys)))


def _keys(slips: Sequence[PaidSlip], wages: bool) -> tuple[str, ...]:
    """The keys of all lines, by part and then in the order in which they first appear."""
    seen = {line.key: line.part for slip in slips for line in slip.lines if wages or line.part is not Part.WAGES}
    places = {part: at for at, part in enumerate(Part)}
    return tuple(sorted(seen, key=lambda key: places[seen[key]]))


def _row(slip: PaidSlip, keys: Sequence[str]) -> tuple[object, ...]:
    who = (
        slip.number, slip.sorted_name, slip.department, slip.work_state, slip.reference,
        slip.period.start, slip.period.end, slip.pay_date,
    )  # fmt: skip
    sums: dict[str, int] = {}
    for line in slip.lines:
        sums[line.key] = sums.get(line.key, 0) + line.amount
    lines = (Money(sums[key]) if key in sums else None for key in keys)
    return (*who, _hours(slip), Money(slip.gross), Money(slip.net), Money(employer_of(slip)), *lines)


def _total(slips: Sequence[PaidSlip], keys: Sequence[str]) -> tuple[object, ...]:
    sums = {key: sum(slip.amount(key) for slip in slips) for key in keys}
    hours = sum((_hours(slip) for slip in slips), Decimal(0))
    gross, net = sum(slip.gross for slip in slips), sum(slip.net for slip in slips)
    added = sum(map(employer_of, slips))
    who = (TOTAL, f"{len(slips)} slips", *("" for _ in WHO[2:5]), None, None, None)
    return (*who, hours, Money(gross), Money(net), Money(added), *(Money(sums[key]) for key in keys))


def employer_of(slip: PaidSlip) -> int:
    """What the employer pays on top of the pay, in cents."""
    return sum(line.amount for line in slip.of(Part.EMPLOYER))


def _hours(slip: PaidSlip) -> Decimal:
    return sum((line.hours for line in slip.of(Part.EARNING) if line.hours is not None), Decimal(0))
