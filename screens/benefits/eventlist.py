"""What lists of enrolment events have in common: the event under the cursor, the filter, and the way to what is behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from hrtui.benefits import service
from hrtui.benefits.model import UNDER_WAY
from hrtui.benefits.service import QueueLine
from hrtui.context import Context
from screens.benefits.longwork import LongScreen
from screens.widgets.filter import FilterLine
from screens.widgets.table import VirtualTable

HEADINGS = (
    "event", "number", "name", "kind", "reason", "day", "effective", "state", "last_day", "days_left", "papers_due", "note",
)  # fmt: skip
HINT = "type / to filter: a name, a number, an event"


class EventListScreen(LongScreen):
    """A list of events with a filter above it; enter opens the elections of one. `show_detail` is of the subclass."""

    NOBODY: ClassVar[str] = "There is no event under the cursor."
    table: VirtualTable[QueueLine]
    filter_line: FilterLine

    def on_mount(self) -> None:
        """Begin in the list."""
        self.table.focus()

    def reload(self) -> None:
        """Read the list anew; the cursor stays where it is."""
        self.table.refresh_rows()
        self.begin()

    def page(self, ids: Sequence[int]) -> list[QueueLine | None]:
        """The lines of some events."""
        return service.queue_page(self.ctx, ids)

    def at(self) -> QueueLine | None:
        """The event under the cursor."""
        return self.table.row(self.table.cursor) if self.table.current is not None else None

    def wanted(self) -> QueueLine | None:
        """The event under the cursor; says so where there is none."""
        each = self.at()
        if each is None:
            self.say(self.NOBODY)
        return each

    def show_detail(self) -> None:
        """Say all of the event under the cursor."""

    def on_virtual_table_moved(self) -> None:
        """Say all of the event one has come to."""
        self.show_detail()

    def on_virtual_table_failed(self, event: VirtualTable.Failed) -> None:
        """Say why rows are missing."""
        self.say(event.error, error=True)

    def on_filter_line_left(self) -> None:
        """Back into the list."""
        self.table.focus()

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the elections of the event."""
        each = self.table.row(event.index)
        if each is not None:
            self.shell.go(f"elect {each.event.number}")

    def do_filter(self) -> None:
        """Type what events are looked for."""
        self.filter_line.begin()

    def do_benefits(self) -> None:
        """Show what the person has."""
        self._go("benefits")

    def do_record(self) -> None:
        """Open the person's record."""
        self._go("emp")

    def do_export(self) -> None:
        """Write the events shown, or those marked, to a file."""
        from screens.exporting import Listed, ask_listed

        ctx = self.ctx
        written = Listed(HEADINGS, lambda ids: _cells(ctx, ids), "benefits.export", {"list": self.NAME})
        ask_listed(self, "events", f"{self.NAME}-{ctx.day}", self.table, written)

    def do_papers(self) -> None:
        """Ask which paper is made of those marked, those listed, or all, and make it."""
        from screens.benefits.manypapers import Group, ask_papers

        if not self.is_free():
            return
        ctx, marked, listed = self.ctx, self.table.marked(), self.table.ids
        groups = [Group(f"the {len(marked):,} marked", lambda: _people(ctx, marked))] if marked else []
        groups += [Group(f"the {len(listed):,} listed", lambda: _people(ctx, listed))] if listed else []
        ask_papers(self, "Papers", [*groups, Group("everyone whom it is for", lambda: None)])

    def _go(self, place: str) -> None:
        each = self.wanted()
        if each is not None:
            self.shell.go(f"{place} {each.number}")


def _cells(ctx: Context, ids: Sequence[int]) -> Iterator[Sequence[object]]:
    """Events as they are written to a file, read some at a time."""
    for each in service.queue_lines(ctx, ids):
        event = each.event
        yield (
            event.number, each.number, each.name, event.kind.value, event.reason, event.day, event.effective,
            event.state.value, event.last_day, each.days_left if event.state in UNDER_WAY else "",
            event.papers_due, event.note,
        )  # fmt: skip


def _people(ctx: Context, ids: Sequence[int]) -> list[int]:
    """The people of events, each once."""
    return list(dict.fromkeys(each.event.person for each in service.queue_lines(ctx, ids)))
