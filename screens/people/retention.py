"""What is past the time it has to be kept: which record, since when, by which rule; listed; D asks for the disposal of it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from textual.widget import Widget

from hrtui.retention import service
from hrtui.retention.model import Past, Retention
from screens.base import HrScreen
from screens.frames import frames
from screens.text import Tone
from screens.verbs import open_menu
from screens.widgets.columns import Column
from screens.widgets.detail import Detail, Fact
from screens.widgets.filter import FilterLine
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
    """`retention [WORDS]`: a list, longest past first, filtered by words, such as the name of a rule; above it how many are
    past their time by each rule, below it everything about the record under the cursor."""

    NAME = "retention"
    DEFAULT_CSS = """
    RetentionScreen Detail { height: 9; border-top: solid $panel; padding: 0 1; }
    """

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.found: Retention | None = None
        self.line = Line()
        self.filter = FilterLine(self._filtered, None, hint="type / to filter: a rule, a kind of record, a name")
        self.table: VirtualTable[Past] = VirtualTable(COLUMNS, self._rows, empty=("Reading",), moved=self._moved)
        self.filter.table = self.table
        self.facts = Detail()

    def body(self) -> Iterable[Widget]:
        """How many there are by each rule, the list, and why the record under the cursor is in it."""
        yield self.filter
        yield self.line
        yield self.table
        yield self.facts

    def on_mount(self) -> None:
        """Begin in the list."""
        self.table.focus()

    def begin(self) -> None:
        """Read the list; the filter stays."""
        ctx = self.ctx
        wanted, self.argument = self.argument, ""
        if wanted and wanted != self.filter.text:
            self.filter.set_text(wanted)
        self.work_on(lambda: service.past(ctx), self._show)

    def do_filter(self) -> None:
        """Type into the filter."""
        self.filter.begin()

    def do_back(self) -> bool:
        """Clear the filter, if there is one."""
        if not self.filter.text:
            return False
        self.filter.set_text("")
        self.table.focus()
        return True

    def on_filter_line_left(self) -> None:
        """Back into the list."""
        self.table.focus()

    def _show(self, found: Retention) -> None:
        self.found = found
        self.line.update(_by_rule(found), Tone.MUTED)
        self._filtered(self.filter.text)

    def _filtered(self, text: str) -> None:
        found = self.found
        if found is None:
            return
        places = array("q", service.matching(found, text))
        if found.past:
            self.table.set_empty("Nothing matches.", "Esc clears the filter.")
        else:
            self.table.set_empty(
                "Nothing is past the time it has to be kept.", "hrtui retention --rules prints the rules."
            )
        self.table.set_ids(places, self.table.current)
        more = "+" if found.more else ""
        self.filter.show_note(f"{len(places):,} of {len(found.past):,}{more} past their time")
        self._moved(self.table.current)

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
        rows = service.cells(found, self.filter.text)

        def write(path: Path, _columns: Sequence[str], _rows: str, _progress: object) -> int:
            return export_rows(ctx, path, HEADINGS, rows, action="retention.export")

        ask(self, Export("rows", f"retention-{ctx.clock.today()}", write, title="Export records past their time"))

    def do_hold(self) -> None:
        """Place a legal hold over whom the record under the cursor is about."""
        from screens.privacy.asking import place_hold

        at = self.table.current
        place_hold(self, self.found.past[at].record.subject if self.found is not None and at is not None else "")

    def do_dispose(self) -> None:
        """Ask for the disposal of what is listed, by the rule that the filter names where it names one."""
        from hrtui.privacy.disposing import ask_disposal
        from screens.privacy.asking import tell
        from screens.recruiting.asking import ask, text
        from screens.widgets.fields import TextField

        ctx, found = self.ctx, self.found
        if found is None or not found.past:
            self.say("Nothing is past the time it has to be kept.")
            return
        named = self.filter.text.strip()
        rule = named if named in {each.name for each in found.rules} else ""
        title = f"Ask for the disposal of what is past its time{f' by {rule}' if rule else ''}"
        fields = [
            TextField(
                key="ground", label="Ground", required=True, help="such as the yearly clean-up; somebody else does it"
            )
        ]
        ask(
            self,
            title,
            fields,
            lambda values: ask_disposal(ctx, text(values, "ground"), rule),
            told=lambda done: tell(self, done),
        )

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


def _by_rule(found: Retention) -> str:
    """How many are past their time by each rule, and that they stay."""
    between = f" {frames().between} "
    counted = between.join(f"{name} {count:,}" for name, count in service.by_rule(found))
    held = f"{between}{len(found.held):,} under a legal hold" if found.held else ""
    return (
        f"{(counted + held).removeprefix(between)}. Nothing goes by itself."
        if counted or held
        else "Nothing goes by itself."
    )
