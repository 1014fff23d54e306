"""Correcting cells of the import studio: in a form whose half-typed text is kept with the import, and comes back with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from hrtui.exchange import sources
from hrtui.exchange.kept import Half
from hrtui.exchange.listing import Cells
from hrtui.exchange.model import Cell, Fix, ImportReport
from screens.base import HrScreen
from screens.people import import_forms as forms

if TYPE_CHECKING:
    from screens.widgets.form import Values

    Base = HrScreen
else:
    Base = object


class HalfTyped(Base):
    """Mixin of the import studio: `half` is the correction that is being typed; the screen keeps it with the rest."""

    report: ImportReport | None
    keep: Callable[[], None]
    take_fixes: Callable[[Sequence[Fix]], None]

    def make_half(self) -> None:
        """Nothing is being typed."""
        self.half: Half | None = None

    def go_on_typing(self, report: ImportReport) -> None:
        """Open the correction again that was being typed when the line dropped, where its cell is still there."""
        half = self.half
        if half is None or self.app.screen is not self:
            return
        rule = next((each.rule for each in report.faults if (each.row, each.column) == (half.row, half.column)), "")
        if half.row not in report.sheet.numbers or (half.column and half.column not in report.sheet.header):
            self.half = None
        else:
            self.correct(Cell(half.row, "", "", half.column, "", "", "", "", rule, taken=False), report, half.texts)

    def correct(self, cell: Cell, report: ImportReport, typed: dict[str, str] | None = None) -> None:
        """Correct a cell, or the whole row where its cells cannot be told apart."""
        if not cell.column and cell.rule and not cell.taken:
            self._correct_row(cell, report, typed)
        elif cell.column not in report.sheet.header:
            self.say("No single cell of the file says this; choose its column, or c for one value for all rows.")
        else:
            value = Cells(report).value(cell.row, cell.column)
            check = sources.cell_check(self.ctx, report, cell.column)
            kept = partial(self._keep_half, cell)
            form = forms.fix_form(cell.column, cell.row, value, cell.rule, check, kept, typed)
            self.app.push_screen(form, partial(self._corrected, cell, value))

    def _keep_half(self, cell: Cell, texts: dict[str, str]) -> None:
        self.half = Half(cell.row, cell.column, texts) if texts else None
        self.keep()

    def _corrected(self, cell: Cell, old: str, values: Values | None) -> None:
        self._left()
        if values is not None:
            fix = Fix(cell.column, old, str(values["value"]), 0 if values["every"] else cell.row)
            self.take_fixes([fix])

    def _correct_row(self, cell: Cell, report: ImportReport, typed: dict[str, str] | None) -> None:
        place = list(report.sheet.numbers).index(cell.row)
        header, cells = report.sheet.header, report.sheet.at(place).cells
        form = forms.row_form(header, cells, cell.row, cell.rule, partial(self._keep_half, cell), typed)
        self.app.push_screen(form, partial(self._row_corrected, cell.row, cells))

    def _row_corrected(self, row: int, cells: Sequence[str], values: Values | None) -> None:
        self._left()
        if values is not None and self.report is not None:
            header = self.report.sheet.header
            old = [*cells, *[""] * len(header)]
            self.take_fixes([Fix(name, old[at], str(values[str(at)]), row) for at, name in enumerate(header)])

    def _left(self) -> None:
        """The form is left: nothing of it is kept on."""
        if self.half is not None:
            self.half = None
            self.keep()
