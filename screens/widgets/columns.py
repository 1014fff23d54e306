"""Columns of a list as values, and which of them fit into a width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from hrtui.money import split
from hrtui.value import frozen
from screens.frames import frames
from screens.text import Align, Tone, fit, shown, width_of

R = TypeVar("R")
GAP = 2


@frozen
class Column(Generic[R]):
    """A column of rows of type R.

    `width` in cells. `priority` 0 is never dropped; of the others the highest goes first when it is narrow. `grow` is
    its share of spare width, up to `most` cells (0: no bound). `text` gives the value as text (else the row's attribute
    `key`), `tone` its colour, `lead` signs of the program's own before it, whose blanks are kept.
    """

    key: str
    heading: str
    width: int
    priority: int = 0
    align: Align = Align.LEFT
    grow: int = 0
    text: Callable[[R], object] | None = None
    tone: Callable[[R], Tone] | None = None
    lead: Callable[[R], str] | None = None
    most: int = 0

    def cell(self, row: R) -> str:
        """The value of a row, fit to be painted."""
        text = shown(self.text(row) if self.text else getattr(row, self.key))
        return self.lead(row) + text if self.lead else text


@frozen
class Placed(Generic[R]):
    """A column with the width it got."""

    column: Column[R]
    width: int


def laid_out(columns: Sequence[Column[R]], width: int) -> list[Placed[R]]:
    """The columns that fit into `width`, in their order, with the spare width given to those that grow."""
    kept = list(columns)
    while len(kept) > 1 and needed(kept) > width:
        last = max(column.priority for column in kept)
        if last == 0:
            break
        kept.remove(next(column for column in reversed(kept) if column.priority == last))
    widths = _grown(kept, max(0, width - needed(kept)))
    return [Placed(column, got) for column, got in zip(kept, widths, strict=True)]


def _grown(columns: Sequence[Column[R]], spare: int) -> list[int]:
    """The widths of columns with the spare cells given to those that grow; what a bound leaves goes to the others."""
    widths = [column.width for column in columns]
    while spare:
        weights = [
            column.grow if not column.most or got < column.most else 0
            for column, got in zip(columns, widths, strict=True)
        ]
        if not sum(weights):
            break
        shares = split(spare, weights)
        given = [
            min(share, max(0, column.most - got)) if column.most else share
            for column, got, share in zip(columns, widths, shares, strict=True)
        ]
        widths, spare = [got + more for got, more in zip(widths, given, strict=True)], spare - sum(given)
    return widths


def needed(columns: Sequence[Column[R]]) -> int:
    """The cells these columns take, gaps included."""
    return sum(column.width for column in columns) + GAP * max(0, len(columns) - 1)


def headings(placed: Sequence[Placed[R]], sorted_by: str = "", descending: bool = False) -> str:
    """The headings in their places, the sort mark on one of them."""
    return (" " * GAP).join(_heading(each, each.column.key == sorted_by, descending) for each in placed)


def _heading(placed: Placed[R], is_sorted: bool, descending: bool) -> str:
    text = shown(placed.column.heading)
    if is_sorted:
        sign = frames().descending if descending else frames().ascending
        text = f"{fit(text, min(width_of(text), placed.width - 2))} {sign}"
    return fit(text, placed.width, placed.column.align)
