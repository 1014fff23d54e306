"""The filter of the import studio: one line that narrows whichever list is shown."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from screens.base import HrScreen
from screens.widgets.filter import FilterLine

if TYPE_CHECKING:
    from screens.people.import_report import ReportView

    Base = HrScreen
else:
    Base = object

AT_ONCE = 3_000
HINT = "type / to filter: a row, a name, a column, a value, a rule"


class ListFilter(Base):
    """Mixin of the import studio: the line is there while it is typed into or narrows anything; long lists are gone
    through on a thread, and what was asked before stops."""

    view: ReportView

    def make_filter(self) -> None:
        """Make the line, out of sight."""
        self.filter_line = FilterLine(self._filtered, hint=HINT)
        self.filter_line.display = False
        self._filter_asked = 0

    def do_filter(self) -> None:
        """Type what is looked for in the list that is shown."""
        if self.view.cells is None:
            self.say("There is nothing to filter yet; o chooses a file.")
            return
        self.filter_line.display = True
        self.filter_line.table = self.view.table
        self.filter_line.begin()

    def unfilter(self) -> bool:
        """Show all again; whether the list was narrowed."""
        if not self.filter_line.text:
            return False
        self.filter_line.set_text("")
        self.on_filter_line_left()
        return True

    def on_filter_line_left(self) -> None:
        """Back into the list; the line goes where nothing is typed into it."""
        self.view.table.focus()
        self.filter_line.display = bool(self.filter_line.text)

    def refilter(self) -> None:
        """Narrow the list that is shown by what is typed, after another list or other cells were shown."""
        self.filter_line.table = self.view.table
        self._filtered(self.filter_line.text)

    def _filtered(self, text: str) -> None:
        self._filter_asked += 1
        view, asked, at = self.view, self._filter_asked, self.view.at
        if view.cells is None:
            return
        if not text or view.total(at) <= AT_ONCE:
            self._found(asked, at, view.matching(at, text, lambda: False))
            return

        def stopped() -> bool:
            return asked != self._filter_asked

        self.filter_line.show_note("looking")
        self.work_on(lambda: view.matching(at, text, stopped), lambda found: self._found(asked, at, found))

    def _found(self, asked: int, at: int, found: array[int]) -> None:
        if asked == self._filter_asked:
            self.view.narrow(at, found, self.filter_line.text)
            self.filter_line.show_note(f"{len(found):,} of {self.view.total(at):,}")
