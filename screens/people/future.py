"""Scheduled changes: what takes effect when, for everyone in one list; a row can be withdrawn before its day."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from hrtui.errors import HrError
from hrtui.people.model import Done
from hrtui.people.scheduled import Scheduled, ScheduledList, scheduled_list, scheduled_page
from hrtui.people.scheduling import HINT
from screens.frames import becomes, frames
from screens.listing import ListScreen
from screens.people.dated import W4
from screens.people.walk import Walk
from screens.text import Tone, label_of, worded, wrapped
from screens.widgets.columns import Column
from screens.widgets.lines import Span
from screens.widgets.table import VirtualTable

HEADINGS = ("day", "number", "name", "kind", "action", "reason", "what", "entered_by", "entered_at")
PAGE = 200
WITHDRAWN = ("job", "pay", "profile", "certificate")


class FutureScreen(ListScreen[Scheduled]):
    """`future` or `future WORDS`: rows that begin after today, or after the day that is looked at."""

    NAME = "future"
    HINT = f"type / to filter: {HINT}"
    LINES = 4

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.people = array("q")
        self._noted = False

    def columns(self) -> Iterable[Column[Scheduled]]:
        """From when on, whose, what changes, and who entered it."""
        return (
            Column("day", "From", 10, text=lambda row: row.day.isoformat()),
            Column("name", "Name", 16, grow=1, text=lambda row: row.name),
            Column("number", "Number", 7, priority=2, text=lambda row: row.number),
            Column("action", "Event", 15, priority=1, text=lambda row: row.action),
            Column("what", "What changes", 28, grow=3, text=self._what, tone=lambda _: Tone.MUTED),
            Column("reason", "Reason", 10, priority=4, grow=1, text=lambda row: row.reason),
            Column("entered", "Entered by", 18, priority=5, text=self._entered, tone=lambda _: Tone.MUTED),
        )

    def begin(self) -> None:
        """Read what is scheduled."""
        self._noted = False
        super().begin()

    def reload(self) -> None:
        """Read the list anew; the cursor stays where it is."""
        self._noted = False
        self.table.refresh_rows()
        self.find()

    def do_withdraw(self) -> None:
        """Withdraw the row under the cursor, after the person's number was typed; it stays in the history."""
        from screens.people.withdrawing import Withdrawn, ask_withdraw

        row = self._current()
        if row is None:
            self.say("There is nothing under the cursor.")
            return
        if row.kind not in WITHDRAWN:
            self.say(
                f"A {row.action} is not withdrawn here: undo the change that made it, or change it on the record (enter)."
            )
            return
        meant = Withdrawn(row.number, row.name, row.kind, row.day, row.seq)
        ask_withdraw(self, meant, row.action, self._withdrawn, self._what(row))

    def _withdrawn(self, made: Done) -> None:
        self.shell.changed()
        self.say(" ".join([made.sentence, *made.notices, "u undoes it."]))

    def do_export(self) -> None:
        """Write the rows shown to a file."""
        from hrtui.exchange.export import export_rows
        from screens.exporting import Export, ask

        ctx, keys = self.ctx, list(self.table.ids)

        def write(path: Path, _columns: Sequence[str], _rows: str, _progress: object) -> int:
            pages = (scheduled_page(ctx, keys[start : start + PAGE]) for start in range(0, len(keys), PAGE))
            rows = (
                (row.day, row.number, row.name, row.kind, row.action, row.reason, self._what(row), row.entered_by, row.entered_at)
                for page in pages
                for row in page
                if row is not None
            )  # fmt: skip
            return export_rows(
                ctx, path, HEADINGS, rows, action="people.export", counted="rows", detail={"list": "future"}
            )

        ask(self, Export("rows", f"scheduled-{ctx.clock.today()}", write, title="Export scheduled changes"))

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the record of the person under the cursor; next and previous walk the people of the list."""
        from screens.people.opening import open_record

        row = self.table.row(event.index)
        if row is None:
            return
        people = array("q", dict.fromkeys(self.people))
        place = people.index(row.person) if row.person in people else 0
        open_record(self, row.number, Walk(people or array("q", [row.person]), place))

    def _current(self) -> Scheduled | None:
        return self.table.row(self.table.cursor) if self.table.current is not None else None

    def about(self, row: Scheduled) -> Iterable[Sequence[Span]]:
        """What has no column where it is narrow: the number, the reason, who entered it when, and the whole change."""
        why = f"{row.action}: {row.reason}" if row.reason else row.action
        at = row.entered_at.astimezone(ZoneInfo(self.ctx.config.company.time_zone))
        yield [(f"{row.number} {row.name}", "line--strong"), (f" {frames().between} {why}", "")]
        what = [*wrapped(self._what(row), max(20, self.size.width - 2), 2), ""][:2]
        yield from ([(line, "")] for line in what)
        yield [(f"entered {at:%Y-%m-%d %H:%M} by {row.entered_by}, command {row.command}", "line--muted")]

    def find(self) -> None:
        """Read what is scheduled and what the filter finds."""
        ctx, text, note = self.ctx, self.filter_line.text, not self._noted
        self._noted = self._noted or not text  # what a filter finds is part of the whole list, which was noted with it
        self.read(lambda: scheduled_list(ctx, text, note=note), self._show, self._failed_to_read)

    def _failed_to_read(self, error: HrError) -> None:
        self.filter_line.show_fault(error, None)

    def _show(self, found: ScheduledList) -> None:
        self.people = found.people
        if self.filter_line.text:
            self.table.set_empty("Nothing that is scheduled matches.", "Esc shows all of it.")
        else:
            self.table.set_empty(
                f"Nothing is scheduled after {self.ctx.day}.", "A change with a day to come (P, J, E on a record) stands here until then."
            )  # fmt: skip
        self.table.set_ids(found.keys, self.table.current)
        self.filter_line.show_note(f"{len(found.keys):,} after {self.ctx.day}")

    def page(self, ids: Sequence[int]) -> list[Scheduled | None]:
        """The rows of some keys."""
        return scheduled_page(self.ctx, ids)

    def _what(self, row: Scheduled) -> str:
        style = self.ctx.config.style
        said = (
            (_label(each.field.rpartition(".")[2]), worded(each.before, style), worded(each.after, style))
            for each in row.changes
            if each.before or each.after
        )
        return "; ".join(
            f"{label} {before} {becomes()} {after or '(none)'}" if before else f"{label} {after}"
            for label, before, after in said
        )

    def _entered(self, row: Scheduled) -> str:
        at = row.entered_at.astimezone(ZoneInfo(self.ctx.config.company.time_zone))
        return f"{row.entered_by} {at:%Y-%m-%d}"


def _label(name: str) -> str:
    """A field as people write it, entries of a Form W-4 as the form calls them."""
    return W4[name] if name.startswith("step") and name in W4 else label_of(name)
