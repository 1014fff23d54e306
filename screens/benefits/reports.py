"""Reports about benefits: enrolment by plan and tier, cost by month, and who is not eligible and why."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from textual.widget import Widget

from hrtui.benefits.reports import Ineligible
from hrtui.errors import HrError, NotFound
from hrtui.text import listed
from screens.benefits.longwork import LongScreen
from screens.benefits.reportparts import CostPart, EnrolmentPart, IneligiblePart, Part
from screens.text import Tone
from screens.widgets.detail import Block
from screens.widgets.filter import FilterLine
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable
from screens.widgets.tabs import Tabs

STOPPED = "Stopped: the report was not read."
NO_MATCH = ("Nothing in this report matches.", "Esc shows all.")
LINES = 2


class ReportsScreen(LongScreen):
    """`benefit-reports [enrolment|cost|ineligible]`: tab turns to the next report; x writes the one that is shown."""

    NAME = "benefit-reports"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.parts: tuple[Part, ...] = (EnrolmentPart(), CostPart(), IneligiblePart())
        self.tabs = Tabs(tuple(part.NAME for part in self.parts))
        self.sum = Line(tone=Tone.MUTED)
        self.table: VirtualTable[Any] = VirtualTable(
            (), self._page, empty=("Reading",), moved=self._moved, heading=self._heading
        )
        self.filter_line = FilterLine(self._filtered, self.table)
        self.detail = Block([[] for _ in range(LINES)])
        self._there: set[Part] = set()
        self._asked = 0

    @property
    def part(self) -> Part:
        """The report that is shown."""
        return self.parts[self.tabs.at]

    def body(self) -> Iterable[Widget]:
        """The reports, what the shown one comes to, its rows, and all of the row under the cursor."""
        yield self.tabs
        yield self.sum
        yield self.progress
        yield self.filter_line
        yield self.table
        yield self.detail

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    def on_resize(self) -> None:
        """Draw the bars as wide as there is room."""
        if self.part in self._there:
            self._lay_out()

    # -- reading

    def begin(self) -> None:
        """Show the report the address names, read anew."""
        wanted, self.argument = self.argument.strip().lower(), ""
        words = [part.WORD for part in self.parts]
        if wanted in words:
            self.tabs.turn_to(words.index(wanted))
        elif wanted:
            self.say(NotFound(f"“{wanted}” is no report of benefits. There are {listed(words, 'and')}."), error=True)
        self._there.clear()
        self._turn()

    def _turn(self) -> None:
        """Show the report of the tab; it is read where it was not yet."""
        part = self.part
        self._asked += 1
        self.stop_work()
        self.filter_line.hint = part.FILTER
        self.filter_line.display = bool(part.FILTER)
        self.filter_line.set_text("")
        self.filter_line.show_note("")
        self.sum.update("")
        if part in self._there:
            self._list()
            return
        self.table.set_ids(array("q"))
        self.table.show_loading("Reading")
        ctx, asked = self.ctx, self._asked

        def read(step: Callable[[int, int], None]) -> object:
            return part.read(ctx, step)

        def came(found: object) -> None:
            part.take(found)
            self._there.add(part)
            if asked == self._asked:
                self._list()

        def failed(error: HrError) -> None:
            if asked == self._asked:
                self.table.set_ids(array("q"))
                self.table.set_empty(str(error), "tab turns to another report; turn back to read this one.")
                self._moved(None)

        self.long(part.READING, read, came, STOPPED, failed)

    def _filtered(self, _text: str) -> None:
        if self.shell.opened is not None and self.part in self._there:
            self._list()

    def _list(self) -> None:
        """List the rows that the filter lets through."""
        self._asked += 1
        ctx, part, asked, text = self.ctx, self.part, self._asked, self.filter_line.text

        def show(ids: array[int]) -> None:
            if asked == self._asked:
                self._show(ids)

        self.work_on(lambda: part.match(ctx, text, lambda: asked != self._asked), show)

    def _show(self, ids: array[int]) -> None:
        part, filtered = self.part, bool(self.filter_line.text)
        self.table.set_empty(*(NO_MATCH if filtered else part.EMPTY))
        self._lay_out()
        self.table.refresh_rows()
        self.table.set_ids(ids, self.table.current)
        rows = sum(1 for id_ in ids if id_ >= 0)
        self.filter_line.show_note(f"{rows:,} {'match' if filtered else 'rows'}")
        style = self.ctx.config.style
        said, tone = part.summed(style)
        self.sum.update(f"On {self.ctx.day}: {said}", tone, [said])
        if self.table.current is not None and self.table.current < 0:
            self.table.do_down()
        self._moved(self.table.current)

    def _lay_out(self) -> None:
        self.table.set_columns(self.part.columns(self.size.width, self.ctx.config.style))

    def _page(self, ids: Sequence[int]) -> list[Any]:
        return self.part.page(self.ctx, ids)

    def _heading(self, row_id: int) -> str:
        return self.part.heading(row_id)

    def _moved(self, row_id: int | None) -> None:
        row = self._at() if row_id is not None and row_id >= 0 else None
        said = self.part.about(row, self.ctx.config.style) if row is not None else []
        lines = [[(text, f"line--{tone}" if tone else "")] for text, tone in said]
        self.detail.show([*lines, *([] for _ in range(LINES))][:LINES])

    def _at(self) -> Any:
        return self.table.row(self.table.cursor) if self.table.current is not None and self.table.current >= 0 else None

    def on_virtual_table_failed(self, event: VirtualTable.Failed) -> None:
        """Say why rows are missing."""
        self.say(event.error, error=True)

    def on_filter_line_left(self) -> None:
        """Back into the list."""
        self.table.focus()

    # -- keys

    def do_back(self) -> bool:
        """Stop reading, else show all rows again."""
        if self.stop_work():
            return True
        if not self.filter_line.text:
            return False
        self.filter_line.set_text("")
        return True

    def do_next(self) -> None:
        """Turn to the next report."""
        self.tabs.step(1)
        self._turn()

    def do_previous(self) -> None:
        """Turn to the report before."""
        self.tabs.step(-1)
        self._turn()

    def do_filter(self) -> None:
        """Type what rows are looked for."""
        if self.part.FILTER:
            self.filter_line.begin()
        else:
            self.say("All months are shown; there is nothing to filter.")

    def do_export(self) -> None:
        """Write the rows shown to a file."""
        from screens.exporting import Listed, ask_listed

        part, ctx = self.part, self.ctx
        written = Listed(part.HEADINGS, lambda ids: part.cells(ctx, ids), "benefits.export", {"list": part.WORD})
        intro = "Of the rows that the filter shows." if self.filter_line.text else ""
        ask_listed(self, "rows", f"benefits-{part.WORD}-{ctx.day}", self.table, written, intro)

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Show the benefits of the person under the cursor."""
        self.do_benefits()

    def do_benefits(self) -> None:
        """Show what the person has."""
        self._go("benefits")

    def do_record(self) -> None:
        """Open the person's record."""
        self._go("emp")

    def _go(self, place: str) -> None:
        row = self._at()
        if isinstance(row, Ineligible):
            self.shell.go(f"{place} {row.number}")
        else:
            self.say("There is nobody under the cursor.")
