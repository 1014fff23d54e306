"""Figures of several checks at once: a rule written over a kit computes a column as it computes one figure.

Arithmetic goes through a column cell by cell. A rule that asks whether a figure is above another gets one answer for all
cells; where they differ `Apart` says which cells are on which side, and each side is computed by itself. What a column cannot
do (be shown in words, be cut to the pay) raises `Alone`: those checks are computed one by one.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import repeat
from typing import Any, NoReturn

from hrtui.payroll.kit import CENT, DOLLAR, ZERO, Kit, Row, dollars_of

_HUNDRED = Decimal(100)


class Apart(Exception):
    """The checks of a column take different ways through a rule: `sides` says of each whether what was asked holds."""

    def __init__(self, sides: Sequence[bool]) -> None:
        self.sides = sides


class Alone(Exception):
    """What comes next cannot be done for a column."""


class Column:
    """The figures of several checks, cent amounts or decimals, in the order of the checks."""

    __slots__ = ("cells",)

    def __init__(self, cells: list[Any]) -> None:
        self.cells = cells

    def __bool__(self) -> bool:
        return _agreed(list(map(bool, self.cells)))

    def _alone(self, *_: object) -> NoReturn:
        raise Alone

    __str__ = __format__ = __int__ = __float__ = __index__ = __iter__ = __len__ = __round__ = __hash__ = _alone
    __getattr__ = _alone


def _agreed(sides: list[bool]) -> bool:
    """What is so of all cells; raises Apart where they differ."""
    first = sides[0]
    if sides.count(first) != len(sides):
        raise Apart(sides)
    return first


def _cells(one: Any) -> Iterable[Any]:
    return one.cells if isinstance(one, Column) else repeat(one)


def _forward(of: Callable[[Any, Any], Any]) -> Callable[[Column, Any], Column]:
    def method(self: Column, other: Any) -> Column:
        return Column(list(map(of, self.cells, _cells(other))))

    return method


def _backward(of: Callable[[Any, Any], Any]) -> Callable[[Column, Any], Column]:
    def method(self: Column, other: Any) -> Column:
        return Column(list(map(of, repeat(other), self.cells)))

    return method


def _compared(of: Callable[[Any, Any], bool]) -> Callable[[Column, Any], bool]:
    def method(self: Column, other: Any) -> bool:
        return _agreed(list(map(of, self.cells, _cells(other))))

    return method


for _name in ("add", "sub", "mul", "truediv"):
    setattr(Column, f"__{_name}__", _forward(getattr(operator, _name)))
    setattr(Column, f"__r{_name}__", _backward(getattr(operator, _name)))
for _name in ("lt", "le", "gt", "ge", "eq", "ne"):
    setattr(Column, f"__{_name}__", _compared(getattr(operator, _name)))


class Optional(Column):
    """Figures that change nothing, or are not shown, where they are nothing: asked for as soon as one check has any."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return True


def column(cells: list[Any], kind: type[Column] = Column) -> Any:
    """The figures of several checks; the one figure where all have the same."""
    first = cells[0]
    return first if cells.count(first) == len(cells) else kind(cells)


class Balances(Mapping[str, int]):
    """The balances of several checks, in cents by line key."""

    def __init__(self, each: Sequence[Mapping[str, int]]) -> None:
        self._each = each

    def get(self, key: str, default: Any = None) -> Any:
        """The balances of a line."""
        return column([balances.get(key, default) for balances in self._each])

    def __contains__(self, key: object) -> bool:
        return _agreed([key in balances for balances in self._each])

    def __getitem__(self, key: str) -> Any:
        if key not in self:
            raise KeyError(key)
        return column([balances[key] for balances in self._each])

    def __bool__(self) -> bool:
        return _agreed(list(map(bool, self._each)))

    def __iter__(self) -> NoReturn:
        raise Alone

    def __len__(self) -> NoReturn:
        raise Alone


class ColumnKit(Kit):
    """The plain kit for columns: what needs a decision for each figure is decided cell by cell."""

    def less(self, label: str, first: Any, *others: Any, formula: str = "") -> Any:
        """The first less the others, not below zero."""
        for other in others:
            first = first - other
        if not isinstance(first, Column):
            return first if first > ZERO else ZERO
        return Column([figure if figure > ZERO else ZERO for figure in first.cells])

    def least(self, label: str, *figures: Any, formula: str = "") -> Any:
        """The smallest."""
        return _chosen(min, figures)

    def most(self, label: str, *figures: Any, formula: str = "") -> Any:
        """The largest."""
        return _chosen(max, figures)

    def rounded(self, label: str, figure: Any, step: Decimal = CENT, way: str = ROUND_HALF_UP) -> Any:
        """The figures as multiples of a step."""
        if not isinstance(figure, Column):
            return super().rounded(label, figure, step, way)
        if step is CENT or step is DOLLAR:
            return Column([each.quantize(step, way) for each in figure.cells])
        return Column([(each / step).quantize(DOLLAR, way) * step for each in figure.cells])

    def share(self, label: str, whole: Decimal, place: int, parts: Sequence[Decimal]) -> NoReturn:
        """Parts that add up are found for one check."""
        raise Alone

    def dollars(self, cents: Any) -> Any:
        """Cents as figures in dollars."""
        return Column(list(map(dollars_of, cents.cells))) if isinstance(cents, Column) else dollars_of(cents)

    def cents(self, figure: Any) -> Any:
        """Figures of whole cents, in cents."""
        if not isinstance(figure, Column):
            return super().cents(figure)
        return Column(list(map(int, map(operator.mul, figure.cells, repeat(_HUNDRED)))))

    def each(self, of: Callable[[Any], Decimal], value: Any) -> Any:
        """The figures that come of the values of the checks."""
        return column(list(map(of, value.cells))) if isinstance(value, Column) else of(value)

    def any(self, figure: Any) -> bool:
        """Whether there is anything of the figures in one check at least."""
        return any(figure.cells) if isinstance(figure, Column) else bool(figure)

    def optional(self, figure: Any) -> Any:
        """The figures of a line that some checks do not have."""
        return Optional(figure.cells) if isinstance(figure, Column) and not all(figure.cells) else figure

    def row(self, find: Callable[[Decimal], Row], amount: Any) -> Any:
        """The rows of a table that amounts fall in, as columns."""
        if not isinstance(amount, Column):
            return find(amount)
        return tuple(column(list(cells)) for cells in zip(*map(find, amount.cells), strict=True))


COLUMNS = ColumnKit()


def _chosen(choose: Callable[..., Any], figures: Sequence[Any]) -> Any:
    if not any(isinstance(each, Column) for each in figures):
        return choose(figures)
    return Column(list(map(choose, *map(_cells, figures))))
