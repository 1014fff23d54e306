"""What the lists of departments, locations and positions have in common: filtered as you type, sorted, as of any day."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget

from hrtui.errors import HrError
from hrtui.org import service
from hrtui.org.model import PlaceLine, PositionLine
from hrtui.query import rules as queries
from hrtui.query.model import Op, Query, Term
from hrtui.text import fold
from screens.base import HrScreen
from screens.frames import frames
from screens.text import Align
from screens.verbs import open_menu
from screens.widgets.columns import Column
from screens.widgets.detail import Detail, Fact
from screens.widgets.filter import FilterLine
from screens.widgets.table import VirtualTable

Line = PlaceLine | PositionLine
WIDE = 120
LISTS = ("departments", "locations", "positions")
NOT_HERE = Term("status", Op.HAS, ("terminated", "starting"), negated=True)


class PlacesScreen(HrScreen):
    """A list of a day. Subclasses say what they list, in which columns, and what stands beside the list."""

    KIND: ClassVar[str] = ""
    FIELD: ClassVar[str] = ""
    HINT: ClassVar[str] = ""
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = ()
    DEFAULT_CSS = """
    PlacesScreen Horizontal { height: 1fr; }
    PlacesScreen Detail { width: 44; display: none; border-left: solid $panel; padding: 0 1; }
    PlacesScreen.-wide Detail { display: block; }
    """

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.lines: dict[int, Line] = {}
        self.sort: tuple[str, bool] = (self.COLUMNS[0].key, False)
        self.table: VirtualTable[Line] = VirtualTable(
            self.COLUMNS, self._rows, empty=("Reading",), moved=self._moved, id=self.NAME
        )
        self.filter_line = FilterLine(self._filtered, self.table, hint=self.HINT)
        self.facts = Detail()
        self._words: dict[int, str] = {}
        self._sought = ""
        self._asked = 0

    def read(self) -> Sequence[Line]:
        """The lines of the day that is looked at; on a thread."""
        raise NotImplementedError

    def about(self, line: Line) -> Iterable[Fact]:
        """What is said of a line beside the list."""
        raise NotImplementedError

    def body(self) -> Iterable[Widget]:
        """The filter, the list and, where there is room, what is under the cursor."""
        yield self.filter_line
        with Horizontal():
            yield self.table
            yield self.facts

    def on_mount(self) -> None:
        """The list has the keys."""
        self.set_class(self.app.size.width >= WIDE, "-wide")
        self.table.set_sort(*self.sort)
        self.table.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Show what is under the cursor beside the list where there is room."""
        self.set_class(event.size.width >= WIDE, "-wide")

    def begin(self) -> None:
        """Read the list on a thread; the cursor and the filter stay."""
        wanted, self.argument = self.argument, ""
        if wanted and wanted != self.filter_line.text:
            self.filter_line.set_text(wanted)
        self._asked += 1
        asked = self._asked
        self.work_on(self.read, lambda found: self._show(asked, found), self._refused)

    def current(self) -> Line | None:
        """The line under the cursor; says that there is none."""
        line = self.lines.get(self.table.current) if self.table.current is not None else None
        if line is None:
            self.say(f"There is no {self.KIND} under the cursor.")
        return line

    def seek(self, name: str) -> None:
        """Put the cursor on the one that is called so, once the list is read again."""
        self._sought = fold(name)

    def do_back(self) -> bool:
        """Clear the filter, if there is one."""
        if not self.filter_line.text:
            return False
        self.filter_line.set_text("")
        self.table.focus()
        return True

    def do_filter(self) -> None:
        """Type into the filter."""
        self.filter_line.begin()

    def do_sort(self) -> None:
        """Choose the column to sort by; the same again turns the order round."""
        from screens.widgets.menu import Menu, MenuItem

        current, descending = self.sort
        now = "last first; enter turns it round" if descending else "in use; enter turns it round"
        items = [MenuItem(each.key, each.heading, now if each.key == current else "") for each in self.COLUMNS]
        self.app.push_screen(Menu("Sort by", items), self._sorted)

    def do_menu(self) -> None:
        """What can be done here."""
        line = self.lines.get(self.table.current) if self.table.current is not None else None
        open_menu(self, f"What to do with {line.called}" if line is not None else "What to do")

    def do_inside(self) -> None:
        """Show those who are in it in the directory."""
        line = self.current()
        if line is not None:
            query = Query(terms=(Term(self.FIELD, Op.EQUAL, (line.called,)), NOT_HERE))
            self.shell.go(f"people {queries.text(query)}")

    def do_history(self) -> None:
        """What changed about it, from which day, who entered it and when."""
        from screens.org.placehistory import show_history

        line = self.current()
        if line is not None:
            show_history(self, self.KIND, line.called)

    def do_event_next(self) -> None:
        """Look as of the next day on which something changed about what is under the cursor."""
        self._step_lens(forward=True)

    def do_event_previous(self) -> None:
        """Look as of the last day before on which something changed about it."""
        self._step_lens(forward=False)

    def do_next_list(self) -> None:
        """Go to the next of the three lists."""
        self._step_list(1)

    def do_previous_list(self) -> None:
        """Go to the list before."""
        self._step_list(-1)

    def do_export(self) -> None:
        """Write the lines shown to a file."""
        from hrtui.exchange.export import export_rows
        from screens.exporting import Export, ask

        ctx, columns, shown = self.ctx, self.COLUMNS, [self.lines[id_] for id_ in self.table.ids]
        if not shown:
            self.say("There is nothing to write.")
            return
        rows = [
            [column.text(line) if column.text else getattr(line, column.key) for column in columns] for line in shown
        ]
        headings = [column.key for column in columns]

        def write(path: Path, _columns: Sequence[str], _rows: str, _progress: object) -> int:
            detail = {"list": self.NAME}
            return export_rows(ctx, path, headings, rows, action="org.export", counted="lines", detail=detail)

        ask(self, Export("lines", f"{self.NAME}-{ctx.day}", write, title=f"Export {self.NAME}"))

    def on_filter_line_left(self) -> None:
        """Back into the list."""
        self.table.focus()

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Show those who are in it."""
        self.do_inside()

    # -- the list

    def _step_lens(self, forward: bool) -> None:
        line, ctx = self.current(), self.ctx
        if line is None:
            return

        def stepped(day: date | None) -> None:
            if day is None:
                self.say(f"Nothing changes about {line.called} {'after' if forward else 'before'} {ctx.day}.")
            else:
                self.shell.look(day)

        self.work_on(lambda: service.event_beside(ctx, self.KIND, line.called, forward=forward), stepped, hold=True)

    def _step_list(self, by: int) -> None:
        self.shell.go(LISTS[(LISTS.index(self.NAME) + by) % len(LISTS)])

    def _rows(self, ids: Sequence[int]) -> list[Line | None]:
        return [self.lines.get(id_) for id_ in ids]

    def _refused(self, error: HrError) -> None:
        self.lines = {}
        self.table.set_empty(str(error))
        self.table.set_ids(array("q"))
        self.say(error, error=True)

    def _show(self, asked: int, found: Sequence[Line]) -> None:
        """Show a list that was read, unless another was asked for meanwhile."""
        if asked != self._asked:
            return
        self.lines = {line.id: line for line in found}
        self._words = {line.id: self._text(line) for line in found}
        sought, self._sought = self._sought, ""
        keep = next((line.id for line in found if sought and fold(line.called) == sought), self.table.current)
        self.table.refresh_rows()
        self._arrange(keep)

    def _text(self, line: Line) -> str:
        """What a line is found by: all its columns, open or closed, and whether seats are vacant."""
        cells = [column.cell(line) for column in self.COLUMNS if column.align is Align.LEFT]
        return fold(" ".join([*cells, *self.words(line)]))

    def words(self, line: Line) -> Iterable[str]:
        """What else a line is found by."""
        yield str(line.status)
        if line.vacant:
            yield "vacant"

    def _filtered(self, _text: str) -> None:
        self._arrange(self.table.current)

    def _sorted(self, key: str | None) -> None:
        if key is None:
            return
        current, descending = self.sort
        self.sort = (key, key == current and not descending)
        self.table.set_sort(*self.sort)
        self._arrange(self.table.current)

    def _arrange(self, keep: int | None) -> None:
        """Show the lines that have every typed word, in order; empty values come last whichever way it is sorted."""
        words = fold(self.filter_line.text).split()
        found = [line for id_, line in self.lines.items() if all(word in self._words[id_] for word in words)]
        key, descending = self.sort
        column = next(each for each in self.COLUMNS if each.key == key)
        valued = {line.id: column.text(line) if column.text else getattr(line, key) for line in found}
        empty = [line for line in found if valued[line.id] in ("", None)]
        rest = [line for line in found if valued[line.id] not in ("", None)]
        rest.sort(key=lambda line: _order(valued[line.id]), reverse=descending)
        self._say_empty()
        self.table.set_ids(array("q", (line.id for line in [*rest, *empty])), keep)
        self._show_note(found)

    def _say_empty(self) -> None:
        if self.lines:
            self.table.set_empty("Nothing matches.", "Esc clears the filter.")
        else:
            self.table.set_empty(f"There are no {self.NAME} on {self.ctx.day}.", *self._how_to_fill())

    def _how_to_fill(self) -> Iterable[str]:
        if self.offers("places.add"):
            yield f"a adds a {self.KIND}."
        else:
            yield "@ looks at another day."

    def _show_note(self, found: Sequence[Line]) -> None:
        between = f" {frames().between} "
        vacant = sum(line.vacant or 0 for line in found)
        people = sum(line.people for line in found)
        parts = [
            f"{len(found):,} of {len(self.lines):,}",
            "1 person" if people == 1 else f"{people:,} people",
            *([f"{vacant:,} vacant"] if any(line.vacant is not None for line in found) else []),
        ]
        self.filter_line.show_note(between.join(parts))

    def _moved(self, row_id: int | None) -> None:
        line = self.lines.get(row_id) if row_id is not None else None
        self.facts.show(line.called if line else "", list(self.about(line)) if line else [])


def _order(value: object) -> Any:
    return value if isinstance(value, int) else fold(str(value))
