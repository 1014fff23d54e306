"""Typing into the cells of a grid: what each key puts in, what accepts it, and where the cursor goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual import events
from textual.geometry import Region

from hrtui.errors import RuleBroken
from hrtui.payroll.grid.batch import Batch, Changed
from hrtui.payroll.grid.control import FIELDS, needed
from hrtui.payroll.grid.keeping import Restored, Standing
from hrtui.text import fold
from screens.keys import Commanded, command_of
from screens.text import Tone
from screens.widgets.editing import Edit, at_end, edited, inserted
from screens.widgets.gridface import GridFace
from screens.widgets.gridlayout import Extents

BEGINS = frozenset("0123456789.=-(")
ERASING = ("backspace", "ctrl+h", "delete", "ctrl+d", "ctrl+u", "ctrl+w", "ctrl+k")
INSIDE = ("left", "right", "home", "end", "ctrl+a", "ctrl+e", "ctrl+left", "ctrl+right")
KEYPAD = {"decimal": ".", "separator": ".", "divide": "/", "multiply": "*", "subtract": "-", "add": "+", "equal": "="}
MOST_PASTED = 1_000_000


class GridCells(GridFace, Commanded, can_focus=True):
    """The cells of a grid under the hands; `changed` is called within every key that changed anything."""

    def __init__(self, changed: Callable[[], None] | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.changed = changed
        self.is_inside = False
        self._found_from = (0, 0)

    def show(self, batch: Batch, paper: Mapping[str, str] | None = None) -> None:
        """Show another batch, with what was entered of its paper."""
        self.cells, self.paper = batch, dict(paper or {})
        self.extents = Extents.of(batch.people, batch.columns)
        self.edit, self.finding, self.paper_at = None, None, None
        self.at.place(len(batch.people), None)
        self.column = min(self.column, max(0, len(batch.columns) - 1))
        self.say("")
        self.lay_out()

    def go(self, row: int, column: int) -> None:
        """Put the cursor on a cell."""
        self.paper_at = None
        self.column = max(0, min(column, len(self.cells.columns) - 1))
        self.at.go(row)
        self.lay_out()

    def take_up(self, made: Restored) -> None:
        """Show a batch as it was left: the cursor where it was, and what was being typed there."""
        self.show(made.batch, made.paper)
        standing = made.standing
        place = made.batch.place(standing.key) if standing.key is not None else None
        totals = [field.key for field in FIELDS]
        if place is not None:
            self.go(*place)
        elif standing.total in totals:
            self.paper_at = totals.index(standing.total)
        if standing.typing is not None and (place is not None or self.paper_at is not None):
            self.edit, self.is_inside = at_end(standing.typing), False
        self.refresh()

    @property
    def standing(self) -> Standing:
        """Where the hands are, for a draft."""
        typing = self.edit.text if self.edit is not None else None
        if self.paper_at is not None:
            return Standing(None, FIELDS[self.paper_at].key, typing)
        return Standing(self.key if self.has_cell else None, "", typing)

    # -- keys

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Signs that begin a figure are typed; while one is typed, every sign is."""
        if self.edit is not None or self.finding is not None:
            return character is not None and character.isprintable()
        return character is not None and character in BEGINS

    def on_key(self, event: events.Key) -> None:
        """Take what is typed, and run the commands of a grid at once, so that keys typed ahead stay in order."""
        character = event.character if event.is_printable else KEYPAD.get(event.key)
        self._quiet()
        if not self._typed(event.key, character):
            command = command_of("grid", event.key)
            if command is None:
                return
            self.run_command(command.id)
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Put in a block of cells between tabs and lines; into a text that is typed, as text."""
        event.stop()
        self._quiet()
        text = event.text[:MOST_PASTED]
        if self.finding is not None:
            self._find(inserted(self.finding, text))
        elif self.edit is not None or self.paper_at is not None:
            self._type(inserted(self.edit or Edit(), text.strip()))
        elif text.strip():
            self._do(lambda: self.cells.paste(self.at.cursor, self.column, text), "Pasted {} cells.")

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new size."""
        self.lay_out()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Keep what is typed where it is, without a cursor."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Go to the cell that was clicked."""
        row = self.at.top + event.y - 1
        if 1 <= event.y < 1 + self.at.height and row < len(self.cells.people):
            self._accept()
            layout = self.layout_now
            columns = [each for each in layout.columns if event.x >= layout.left_of(each)]
            self.go(row, columns[-1] if columns else self.column)

    def give_up(self) -> bool:
        """Take back what is typed and not accepted, or leave the totals of the paper; whether there was something."""
        if self.finding is not None:
            self.finding = None
            self.go(*self._found_from)
        elif self.edit is not None:
            self.edit = None
            self._tell()
            self.refresh()
        elif self.paper_at is not None:
            self.turn_to_paper()
        else:
            return False
        return True

    def _typed(self, key: str, character: str | None) -> bool:
        if self.finding is not None:
            return self._typed_finding(key, character)
        if self.edit is None:
            if character is None or character not in BEGINS or not self.has_cell:
                return False
            self.is_inside = False
            self._type(inserted(Edit(), character))
            return True
        if character is None and not (key in ERASING or (self.is_inside and key in INSIDE)):
            return False
        change = edited(self.edit, key, character)
        if change is not None:
            self._type(change)
        return True

    def _typed_finding(self, key: str, character: str | None) -> bool:
        if key in ("enter", "tab", "down", "up"):
            self.finding = None
            self.refresh()
            return key in ("enter", "tab")
        change = edited(self.finding or Edit(), key, character)
        if change is not None:
            self._find(change)
        return change is not None

    def _type(self, edit: Edit) -> None:
        """Hold what is typed, and paint its cell and what is read of it, nothing else."""
        self.edit = edit
        if self.paper_at is None:
            layout, y = self.layout_now, 1 + self.at.cursor - self.at.top
            self.refresh(Region(layout.left_of(self.column), y, layout.cell, 1))
        self.refresh_foot()
        self._tell()

    # -- accepting and moving

    def _accept(self) -> None:
        """Take what is typed into its cell, readable or not; the cursor may go on."""
        self.finding = None
        if self.edit is None:
            return
        text, self.edit = self.edit.text, None
        if self.paper_at is not None:
            self.paper[FIELDS[self.paper_at].key] = text.strip()
        elif text.strip():
            self.cells.put(self.key, text)
        elif self.cells.texts.get(self.key):
            self.cells.clear(self.key)
        self.refresh_rows_at(1 + self.at.cursor - self.at.top)
        self.refresh_foot()
        self._tell()

    def _move(self, rows: int, columns: int = 0) -> None:
        """Accept, and move the cursor by cells; in the totals of the paper from one to the next."""
        self._accept()
        if self.paper_at is not None:
            step = rows or columns
            self.paper_at = (self.paper_at + (step > 0) - (step < 0)) % len(FIELDS)
            self.refresh_foot()
        else:
            self._place(self.at.cursor + rows, self.column + columns)
        self._tell()

    def _place(self, row: int, column: int) -> None:
        old, top, before = self.at.cursor, self.at.top, self.layout_now
        self.column = max(0, min(column, len(self.cells.columns) - 1))
        self.at.go(row)
        self.layout_now = self.layout_of(self.column)
        if (self.at.top, self.layout_now) != (top, before):
            self.refresh()
        else:
            self.refresh_rows_at(0, 1 + old - top, 1 + self.at.cursor - top)
            self.refresh_foot()

    def _on(self, last: bool, rows: int, columns: int) -> None:
        """Accept and go on; behind the last cell come the totals of the paper, so that nothing keyed is keyed over."""
        if self.paper_at is None and last:
            self.turn_to_paper()
        else:
            self._move(rows, columns)

    def _page(self, rows: int) -> None:
        self._accept()
        if self.paper_at is None:
            self.at.scroll(rows)
            self.refresh()
            self._tell()

    def turn_to_paper(self) -> None:
        """Accept, and go to the totals of the paper, or from there back into the lines."""
        self._accept()
        self.paper_at = 0 if self.paper_at is None else None
        self.refresh()
        self._tell()

    def to_next_total(self, at: int) -> None:
        """Accept, and go to the total after this one that the batch is not saved without; stay where there is none."""
        self._accept()
        wanted = needed(self.cells.totals, self.cells.columns)
        others = [*range(at + 1, len(FIELDS)), *range(at + 1)]
        self.paper_at = next((each for each in others if FIELDS[each] in wanted and self._sign(each)[0] != "="), at)
        self.refresh_foot()
        self._tell()

    # -- helpers

    def _do(self, act: Callable[[], Changed], told: str) -> bool:
        """Change cells, say how many, and paint them; where it is refused say why and go on."""
        self._accept()
        if not self.has_cell or self.paper_at is not None:
            return False
        try:
            touched = act()
        except RuleBroken as error:
            self.say(str(error), Tone.WARN)
            return False
        self.refresh()
        self.said = (told.format(f"{len(touched):,}"), Tone.PLAIN)
        self._tell()
        return True

    def _find(self, edit: Edit) -> None:
        """Go to the first line whose number begins with what is typed or whose name has it, else to the column of that code."""
        self.finding = edit
        wanted = fold(edit.text.strip())
        row, column = self._row_of(wanted), self._column_of(wanted)
        self.said = ("", Tone.PLAIN)
        if wanted and row is not None:
            self._place(row, self._found_from[1])
        elif wanted and column is not None:
            self._place(self._found_from[0], column)
        elif wanted:
            self.said = ("No line has that number or name, and no column that code.", Tone.WARN)
        self.refresh_foot()

    def _row_of(self, wanted: str) -> int | None:
        people = self.cells.people
        by_number = next((row for row, each in enumerate(people) if fold(each.number).startswith(wanted)), None)
        if by_number is not None:
            return by_number
        return next((row for row, each in enumerate(people) if wanted in fold(each.name)), None)

    def _column_of(self, wanted: str) -> int | None:
        columns = self.cells.columns
        by_code = next((at for at, each in enumerate(columns) if fold(each.code).startswith(wanted)), None)
        if by_code is not None:
            return by_code
        return next((at for at, each in enumerate(columns) if wanted in fold(each.label)), None)

    def _quiet(self) -> None:
        if self.said[0]:
            self.say("")

    def _tell(self) -> None:
        if self.changed is not None:
            self.changed()
