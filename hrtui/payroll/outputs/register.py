"""The payroll register: everyone of a run with every line, and the totals a run is compared by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hrtui.money import Money
from hrtui.payroll.check.values import Part
from hrtui.payroll.outputs.values import PaidSlip, Table

WHO = ("number", "name", "department", "work_state", "reference", "period_begins", "period_ends", "pay_date")
SUMS = ("hours", "gross", "net", "employer")
TOTAL = "total"


class Rows:
    """The rows of a register, made one by one as they are asked for; the totals are counted on the way."""

    def __init__(self, slips: Iterable[PaidSlip], keys: Sequence[str]) -> None:
        self._slips, self._keys = slips, keys

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        totals = _Totals()
        for slip in self._slips:
            sums = _sums(slip)
            totals.add(slip, sums)
            yield _row(slip, sums, self._keys)
        yield totals.row(self._keys)


def register(slips: Iterable[PaidSlip], wages: bool = True) -> Table:
    """A row for each slip with a column for each line (`tax:federal_income_tax`), and a last row of totals.

    `wages` adds the columns of taxable wages. Lines of one key stand together; a line a slip has not is empty. The slips
    are gone through once for the headings and once more each time the rows are read; an iterator is kept as a tuple.
    """
    known = tuple(slips) if isinstance(slips, Iterator) else slips
    keys = _keys(known, wages)
    return Table((*WHO, *SUMS, *keys), Rows(known, keys))


def _keys(slips: Iterable[PaidSlip], wages: bool) -> tuple[str, ...]:
    """The keys of all lines, by part and then in the order in which they first appear."""
    seen = {line.key: line.part for slip in slips for line in slip.lines if wages or line.part is not Part.WAGES}
    places = {part: at for at, part in enumerate(Part)}
    return tuple(sorted(seen, key=lambda key: places[seen[key]]))


def _sums(slip: PaidSlip) -> dict[str, int]:
    sums: dict[str, int] = {}
    for line in slip.lines:
        sums[line.key] = sums.get(line.key, 0) + line.amount
    return sums


def _row(slip: PaidSlip, sums: Mapping[str, int], keys: Sequence[str]) -> tuple[object, ...]:
    who = (
        slip.number, slip.sorted_name, slip.department, slip.work_state, slip.reference,
        slip.period.start, slip.period.end, slip.pay_date,
    )  # fmt: skip
    lines = (Money(sums[key]) if key in sums else None for key in keys)
    return (*who, _hours(slip), Money(slip.gross), Money(slip.net), Money(employer_of(slip)), *lines)


@dataclass(slots=True)
class _Totals:
    """What the rows come to so far."""

    slips: int = 0
    hours: Decimal = Decimal(0)
    gross: int = 0
    net: int = 0
    employer: int = 0
    sums: dict[str, int] = field(default_factory=dict)

    def add(self, slip: PaidSlip, sums: Mapping[str, int]) -> None:
        self.slips += 1
        self.hours += _hours(slip)
        self.gross += slip.gross
        self.net += slip.net
        self.employer += employer_of(slip)
        for key, cents in sums.items():
            self.sums[key] = self.sums.get(key, 0) + cents

    def row(self, keys: Sequence[str]) -> tuple[object, ...]:
        who = (TOTAL, f"{self.slips} slips", *("" for _ in WHO[2:5]), None, None, None)
        lines = (Money(self.sums.get(key, 0)) for key in keys)
        return (*who, self.hours, Money(self.gross), Money(self.net), Money(self.employer), *lines)


def employer_of(slip: PaidSlip) -> int:
    """What the employer pays on top of the pay, in cents."""
    return sum(line.amount for line in slip.of(Part.EMPLOYER))


def _hours(slip: PaidSlip) -> Decimal:
    return sum((line.hours for line in slip.of(Part.EARNING) if line.hours is not None), Decimal(0))
