"""What lists of enrolment events have in common: the event under the cursor, the filter, and the way to what is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from hrtui.benefits import service
from hrtui.benefits.service import QueueLine
from screens.benefits.longwork import LongScreen
from screens.widgets.filter import FilterLine
from screens.widgets.table import VirtualTable

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

    def _go(self, place: str) -> None:
        each = self.wanted()
        if each is not None:
            self.shell.go(f"{place} {each.number}")
