"""How a grid of cells is laid out: which columns of figures fit beside number and name, and where each begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hrtui.payroll.grid.model import GridColumn, GridPerson
from screens.text import shown, width_of

GAP = 1
SIGN = 2
NARROWEST, WIDEST_NAME = 12, 30
LEAST_CELL, MOST_CELL = 9, 10
LONGEST_NUMBER = 10


@dataclass(frozen=True, slots=True)
class Layout:
    """Widths of number, name and cells, and the columns shown; `first` is the leftmost of them."""

    number: int = 4
    name: int = NARROWEST
    cell: int = LEAST_CELL
    first: int = 0
    columns: range = range(0)

    def left_of(self, column: int) -> int:
        """Where a column that is shown begins."""
        return SIGN + self.number + GAP + self.name + GAP + (column - self.first) * (self.cell + GAP)


@dataclass(frozen=True, slots=True)
class Extents:
    """The widest number and name of the people, and how wide a cell is; measured once for a batch."""

    number: int = 4
    name: int = NARROWEST
    cell: int = LEAST_CELL

    @classmethod
    def of(cls, people: Sequence[GridPerson], columns: Sequence[GridColumn]) -> Extents:
        """Measure a batch."""
        return cls(
            min(LONGEST_NUMBER, max((width_of(shown(person.number)) for person in people), default=4)),
            min(WIDEST_NAME, max((width_of(shown(person.name)) for person in people), default=NARROWEST)),
            max(LEAST_CELL, min(MOST_CELL, max((width_of(each.code) for each in columns), default=0))),
        )


def laid_out(extents: Extents, columns: int, width: int, column: int, first: int) -> Layout:
    """The layout of a width that shows a column, scrolled sideways as little as needed from `first` on."""
    number, cell = extents.number, extents.cell
    needed = columns * (cell + GAP)
    name = max(NARROWEST, min(extents.name, width - SIGN - number - 2 * GAP - needed))
    room = max(1, (width - SIGN - number - name - 2 * GAP) // (cell + GAP))
    left = width - SIGN - number - name - 2 * GAP - min(room, columns) * (cell + GAP)
    name = max(name, min(extents.name, name + left))
    first = max(column - room + 1, min(first, column, max(0, columns - room)), 0)
    return Layout(number, name, cell, first, range(first, min(columns, first + room)))
