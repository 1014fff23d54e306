"""The people behind a line of home: who, on which day, what; enter opens the record."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from textual.widget import Widget

from hrtui.attention.model import Due, DueList, Kind
from hrtui.attention.rules import month_and_day, title
from hrtui.errors import NotFound
from hrtui.text import listed
from screens.base import HrScreen
from screens.people.walk import Walk
from screens.text import Tone
from screens.verbs import open_menu
from screens.widgets.columns import Column
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable

HEADINGS = ("day", "number", "name", "department", "what")


class DueScreen(HrScreen):
    """`due KIND`, such as `due probation`: a list, soonest first, which is walked through with n and p in the record."""

    NAME = "due"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.kind: Kind | None = None
        self.found: DueList | None = None
        self.line = Line()
        columns: tuple[Column[Due], ...] = (
            Column("day", "Day", 10, text=self._day, tone=self._tone),
            Column("name", "Name", 22, grow=2, text=lambda row: row.name),
            Column("number", "Number", 7, priority=1, text=lambda row: row.number),
            Column("department", "Department", 14, priority=2, grow=1, text=lambda row: row.department),
            Column("what", "What", 18, grow=2, text=lambda row: row.what, tone=lambda _: Tone.MUTED),
        )
        self.table: VirtualTable[Due] = VirtualTable(columns, self._rows, empty=("Reading",))

    @property
    def title_line(self) -> str:
        """What is due."""
        return "Due" if self.kind is None else title(self.kind, self.ctx.config.home.ahead)

    def body(self) -> Iterable[Widget]:
        """How many there are, and the list."""
        yield self.line
        yield self.table

    def on_mount(self) -> None:
        """Begin in the list."""
        self.table.focus()

    def begin(self) -> None:
        """Read the list."""
        from hrtui.attention import service

        word = self.argument.strip().lower()
        if word not in tuple(Kind):
            self.table.set_empty("There is no such list.")
            self.table.set_ids(array("q"))
            self.say(NotFound(f"“due” is followed by {listed([kind.value for kind in Kind])}."), error=True)
            return
        kind = self.kind = Kind(word)
        self.show_heading()
        ctx = self.ctx
        self.work_on(lambda: service.due(ctx, kind), self._show)

    def _show(self, found: DueList) -> None:
        self.found = found
        self.table.set_empty("No one, today.", "q goes back.")
        self.table.set_ids(array("q", range(len(found.rows))), self.table.current)
        more = f", the first {len(found.rows):,} of them" if found.count > len(found.rows) else ""
        self.line.update(f"{found.count:,} in all{more}", Tone.MUTED)

    def do_export(self) -> None:
        """Write the list to a file."""
        from hrtui.exchange.export import export_rows
        from screens.exporting import Export, ask

        ctx, found = self.ctx, self.found
        if found is None or not found.rows:
            self.say("There is nothing to write.")
            return
        hidden = found.kind is Kind.BIRTHDAYS
        rows = [
            (month_and_day(row.day) if row.day and hidden else row.day, row.number, row.name, row.department, row.what)
            for row in found.rows
        ]

        def write(path: Path, _columns: Sequence[str], _rows: str, _progress: object) -> int:
            detail = {"list": found.kind.value}
            return export_rows(ctx, path, HEADINGS, rows, action="home.export", counted="people", detail=detail)

        ask(self, Export("rows", f"{found.kind}-{ctx.clock.today()}", write, intro=self.title_line))

    def do_menu(self) -> None:
        """What can be done here."""
        open_menu(self, self.title_line)

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the record of the person under the cursor."""
        from screens.people.opening import open_record

        if self.found is None or event.row_id >= len(self.found.rows):
            return
        rows, row = self.found.rows, self.found.rows[event.row_id]
        ids = array("q", (each.id for each in rows))
        open_record(self, row.number, Walk(ids, event.index) if all(ids) else None)

    def _rows(self, places: Sequence[int]) -> list[Due | None]:
        rows = self.found.rows if self.found is not None else ()
        return [rows[place] if place < len(rows) else None for place in places]

    def _day(self, row: Due) -> str:
        if row.day is None:
            return ""
        return month_and_day(row.day) if self.kind is Kind.BIRTHDAYS else row.day.isoformat()

    def _tone(self, row: Due) -> Tone:
        late = row.day is not None and row.day < self.ctx.clock.today() and self.kind is Kind.DOCUMENTS
        return Tone.WARN if late else Tone.PLAIN
