"""A grid to key figures into without looking: typing replaces, enter and tab accept, and nothing stops the hands."""

from __future__ import annotations

from textual.message import Message

from hrtui.payroll.grid.control import FIELDS, differences
from screens.keys import bindings
from screens.text import Tone
from screens.widgets.editing import Edit, at_end
from screens.widgets.gridcells import GridCells


class Grid(GridCells):
    """Rows of people, columns of codes, and below them what is read, what was keyed, and the totals of the paper.

    `edit` is what is typed into the cell under the cursor, None where nothing is. `paper_at` is the total of the paper
    the cursor is in, None while it is in the rows.
    """

    BINDINGS = bindings("grid")

    class Committed(Message):
        """The batch is to be saved: every cell can be read, and the totals of the paper match."""

        def __init__(self, grid: Grid) -> None:
            super().__init__()
            self.grid = grid

        @property
        def control(self) -> Grid:
            """The grid."""
            return self.grid

    # -- moving

    def do_accept(self) -> None:
        """Accept, and go to the next line; in the totals of the paper to the next one that is still asked for."""
        if self.paper_at is not None:
            self.to_next_total(self.paper_at)
        else:
            self._on(self.at.cursor >= self.at.count - 1, 1, 0)

    def do_down(self) -> None:
        """Accept, and go down."""
        self._move(1)

    def do_up(self) -> None:
        """Accept, and go up."""
        self._move(-1)

    def do_right(self) -> None:
        """Accept, and go right."""
        self._move(0, 1)

    def do_left(self) -> None:
        """Accept, and go left."""
        self._move(0, -1)

    def do_next(self) -> None:
        """Accept, and go to the next cell: behind the last column to the next line."""
        at_end_of_line = self.paper_at is None and self.column >= len(self.cells.columns) - 1
        is_last = at_end_of_line and self.at.cursor >= self.at.count - 1
        self._on(is_last, *((1, -self.column) if at_end_of_line else (0, 1)))

    def do_previous(self) -> None:
        """Accept, and go to the cell before: before the first column to the line above."""
        if self.paper_at is None and self.column == 0 and self.at.cursor:
            self._move(-1, len(self.cells.columns) - 1)
        else:
            self._move(0, -1)

    def do_page_down(self) -> None:
        """Accept, and go a page down."""
        self._page(self.at.page)

    def do_page_up(self) -> None:
        """Accept, and go a page up."""
        self._page(-self.at.page)

    def do_first(self) -> None:
        """Accept, and go to the first column; there, to the first line."""
        self._move(-self.at.cursor if self.column == 0 else 0, -self.column)

    def do_last(self) -> None:
        """Accept, and go to the last column; there, to the last line."""
        last = len(self.cells.columns) - 1
        self._move(self.at.count if self.column == last else 0, last - self.column)

    # -- what is done to cells

    def do_fill(self) -> None:
        """Fill the empty cells below with this one, or with the one above."""
        self._do(lambda: self.cells.fill_down(self.at.cursor, self.column), "Filled {} cells.")

    def do_copy(self) -> None:
        """Copy the cell above, and go down."""
        if self._do(lambda: self.cells.copy_above(self.at.cursor, self.column), ""):
            self._place(self.at.cursor + 1, self.column)
            self._tell()

    def do_clear(self) -> None:
        """Take the cell out; what is typed there later counts again."""
        if self.paper_at is not None:
            self.paper.pop(FIELDS[self.paper_at].key, None)
            self.refresh_foot()
            self._tell()
        else:
            self._do(lambda: self.cells.clear(self.key), "")

    def do_edit(self) -> None:
        """Go on typing in the text of the cell; arrows move in it."""
        if self.has_cell and self.edit is None:
            self.is_inside = True
            self._type(at_end(self.text_under_cursor))

    def do_undo(self) -> None:
        """Take the last change of cells back, and go there."""
        self._accept()
        touched = self.cells.undo()
        place = self.cells.place(touched[0]) if touched else None
        if place is None:
            self.say("Nothing was keyed that could be taken back.", Tone.MUTED)
            return
        self.paper_at = None
        self._place(*place)
        self.refresh()
        self.said = (f"Taken back: {len(touched):,} cell{'s' if len(touched) != 1 else ''}.", Tone.PLAIN)
        self._tell()

    def do_fault(self) -> None:
        """Go to the next cell that cannot be read."""
        self._accept()
        places = [place for key in self.cells.faults if (place := self.cells.place(key))]
        here = (self.at.cursor, self.column)
        if places:
            self.paper_at = None
            self._place(*next((place for place in places if place > here), places[0]))
            self._tell()
        else:
            self.say("Every cell can be read.", Tone.GOOD)

    def do_find(self) -> None:
        """Find a line by number or name, or a column by code; enter stays there."""
        self._accept()
        self.paper_at, self._found_from = None, (self.at.cursor, self.column)
        self.finding = Edit()
        self.refresh_foot()

    def do_paper(self) -> None:
        """Go to the totals of the paper, or from there back into the lines."""
        self.turn_to_paper()

    def do_commit(self) -> None:
        """Save the batch, once every cell can be read and the totals of the paper match."""
        self._accept()
        wrong = differences(self.paper, self.cells.totals, self.cells.columns)
        if not self.cells.texts:
            self.say("Nothing was keyed; there is nothing to save.", Tone.MUTED)
        elif self.cells.faults:
            self.do_fault()
        elif wrong:
            self.paper_at = next((at for at, field in enumerate(FIELDS) if wrong[0].startswith(field.label)), 0)
            self.refresh()
            self.say(f"Not saved. {wrong[0]}", Tone.BAD)
            self._tell()
        else:
            self.post_message(self.Committed(self))
