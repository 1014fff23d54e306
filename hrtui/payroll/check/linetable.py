"""The lines of several checks that have the same ones, as columns: what is stored of them needs no value for each line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, overload

from hrtui.payroll.check.values import CheckLine, Part
from hrtui.payroll.kit import ZERO

_PAID = frozenset({Part.EARNING, Part.REIMBURSEMENT, Part.IMPUTED})


class LineColumns(NamedTuple):
    """One line of all checks of a table, as CheckLine: what each has of its own is a list, what all have in common is not.
    Where it is `optional`, checks whose amount is nothing have no such line."""

    part: Part
    code: str
    label: str
    agency: str
    amounts: list[int]
    bases: list[int] | int
    rates: list[Decimal | None] | Decimal | None
    hours: list[Decimal | None] | Decimal | None
    centres: list[str] | str
    optional: bool = False

    def line(self, at: int) -> CheckLine:
        """The line of one check."""
        part, code, label, agency, amounts, *rest, _ = self
        own: list[Any] = [each[at] if isinstance(each, list) else each for each in rest]
        basis, rate, hours, centre = own
        return CheckLine(part, code, label, amounts[at], basis, rate, hours, agency, centre)

    def of(self, places: Sequence[int]) -> LineColumns:
        """The line of some checks."""
        _, _, _, _, amounts, *rest = self
        some: list[Any] = [[each[at] for at in places] if isinstance(each, list) else each for each in rest]
        return LineColumns(*self[:4], [amounts[at] for at in places], *some)


class LineTable:
    """The lines of several checks, in their order; `worked` the hours of each, and the cents earned in them."""

    __slots__ = ("_rows", "worked", "_count")

    def __init__(self, rows: Sequence[LineColumns], count: int) -> None:
        self._rows, self._count = rows, count
        earned = [row for row in rows if row.part is Part.EARNING and row.hours]
        self.worked = [_worked([row.line(at) for row in earned]) for at in range(count)]

    def lines(self, at: int) -> tuple[CheckLine, ...]:
        """The lines of one check."""
        return tuple([row.line(at) for row in self._rows if not row.optional or row.amounts[at]])

    def of(self, places: list[int]) -> Sequence[LineColumns]:
        """The lines of some checks, as columns."""
        return self._rows if places == list(range(self._count)) else [row.of(places) for row in self._rows]


class TableLines(Sequence[CheckLine]):
    """The lines of one check of a table, made when they are asked for."""

    __slots__ = ("place", "table")

    def __init__(self, table: LineTable, place: int) -> None:
        self.table, self.place = table, place

    def __len__(self) -> int:
        return len(self._made())

    def __iter__(self) -> Iterator[CheckLine]:
        return iter(self._made())

    @overload
    def __getitem__(self, at: int) -> CheckLine: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[CheckLine]: ...
    def __getitem__(self, at: int | slice) -> CheckLine | Sequence[CheckLine]:
        return self._made()[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._made() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._made())

    def __repr__(self) -> str:
        return repr(self._made())

    def _made(self) -> tuple[CheckLine, ...]:
        return self.table.lines(self.place)


def worked(lines: Sequence[CheckLine]) -> tuple[Decimal, int]:
    """Hours of a check, and the cents earned in them."""
    return lines.table.worked[lines.place] if isinstance(lines, TableLines) else _worked(lines)


def _worked(lines: Sequence[CheckLine]) -> tuple[Decimal, int]:
    hours, cents = ZERO, 0
    for line in lines:
        if line[0] not in _PAID:
            break  # earnings are the first lines
        if line.part is Part.EARNING and line.hours:
            hours += line.hours
            cents += line.amount
    return hours, cents
