"""What is past the time it has to be kept: which record, since when, by which rule; listed, never deleted."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from textual.widget import Widget

from hrtui.retention import service
from hrtui.retention.model import Past, Retention
from screens.base import HrScreen
from screens.text import Tone
from screens.verbs import open_menu
from screens.widgets.columns import Column
from screens.widgets.detail import Detail, Fact
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable

HEADINGS = ("past_since", "records", "about", "what", "why", "counted_from")
COLUMNS: tuple[Column[Past], ...] = (
    Column("due", "Kept until", 10, text=lambda row: row.due.isoformat()),
    Column("records", "Records", 11, text=lambda row: row.record.records.value.replace("_", " ")),
    Column("what", "What", 24, grow=2, text=service.described),
    Column("subject", "Number", 7, priority=1, text=lambda row: row.record.subject),
    Column("why", "Rule", 20, priority=1, grow=2, text=lambda row: row.why, tone=lambda _: Tone.MUTED),
)


class RetentionScreen(HrScreen):
    """`retention`: a list, longest past first; below it everything about the record under the cursor."""

    NAME = "retention"
    DEFAULT_CSS = """
    RetentionScreen Detail { height: 9; border-top: solid $panel; padding: 0 1; }
    """

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.found: Retention | None = None
        self.line = Line()
        self.table: VirtualTable[Past] = VirtualTable(COLUMNS, self._rows, empty=("Reading",), moved=self._moved)
        self.facts = Detail()

    def body(self) -> Iterable[Widget]:
        """How many there are, the list, and why the record under the cursor is in it."""
        yield self.line
        yield self.table
        yield self.facts

    def on_mount(self) -> None:
        """Begin in the list."""
        self.table.focus()

    def begin(self) -> None:
        """Read the list."""
        ctx = self.ctx
        self.work_on(lambda: service.past(ctx), self._show)

    def _show(self, found: Retention) -> None:
        self.found = found
        self.table.set_empty("Nothing is past the time it has to be kept.", "hrtui retention --rules prints the rules.")
        self.table.set_ids(array("q", range(len(found.past))), self.table.current)
        self._say_count()
        self._moved(self.table.current)

    def _say_count(self) -> None:
        if self.found is not None:
            more = "+" if self.found.more else ""
            said = f"{len(self.found.past):,}{more} past their time. Nothing is deleted: this only lists them."
            self.line.update(said, Tone.MUTED)

    def _moved(self, row_id: int | None) -> None:
        found = self.found
        if found is None or row_id is None or row_id >= len(found.past):
            self.facts.show("", [])
            return
        row = found.past[row_id]
        facts = [
            Fact("Rule", row.why),
            Fact("Counted from", row.trigger.isoformat()),
            Fact("Kept until", row.due.isoformat()),
            Fact("Source", row.rule.source),
        ]
        self.facts.show(service.described(row), facts)

    def do_export(self) -> None:
        """Write the list to a file."""
        from hrtui.exchange.export import export_rows
        from screens.exporting import Export, ask

        ctx, found = self.ctx, self.found
        if found is None or not found.past:
            self.say("There is nothing to write.")
            return
        rows = service.cells(found)

        def write(path: Path, _columns: Sequence[str], _rows: str, _progress: object) -> int:
            return export_rows(ctx, path, HEADINGS, rows, action="retention.export")

        ask(self, Export("rows", f"retention-{ctx.clock.today()}", write, title="Export records past their time"))

    def do_menu(self) -> None:
        """What can be done here."""
        open_menu(self, self.title_line)

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the person a record is about."""
        if self.found is not None and event.row_id < len(self.found.past):
            subject = self.found.past[event.row_id].record.subject
            if subject:
                self.shell.go(f"emp {subject}")

    def _rows(self, places: Sequence[int]) -> list[Past | None]:
        rows = self.found.past if self.found is not None else ()
        return [rows[place] if place < len(rows) else None for place in places]
