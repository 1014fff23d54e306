"""The directory: everyone in view as of today, filtered as you type, sorted by any column; where a person is opened."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget

from hrtui.errors import HrError, QueryError
from hrtui.people import service
from hrtui.people.summary import PersonSummary
from hrtui.query.rules import split_pipe
from screens.base import HrScreen
from screens.frames import frames
from screens.people.acts import PersonActs
from screens.people.status import STATUS_TONES
from screens.people.walk import Walk
from screens.text import Tone
from screens.widgets.columns import Column
from screens.widgets.detail import Detail, Fact
from screens.widgets.filter import FilterLine
from screens.widgets.table import VirtualTable

if TYPE_CHECKING:
    from screens.people.bulk import BulkScreen

FIRST = 128
BUDGET = 0.006
PAUSE = 0.05
WIDE = 120


def _status_tone(row: PersonSummary) -> Tone:
    return STATUS_TONES[row.status]


def _hired(row: PersonSummary) -> str:
    return row.hired.isoformat() if row.hired else ""


def _terminated(row: PersonSummary) -> str:
    return row.terminated.isoformat() if row.terminated else ""


COLUMNS: tuple[Column[PersonSummary], ...] = (
    Column("name", "Name", 22, grow=2),
    Column("number", "Number", 7, priority=1),
    Column("department", "Department", 14, priority=1, grow=2),
    Column("title", "Title", 20, priority=2, grow=2),
    Column("status", "Status", 10, text=lambda row: row.status.value, tone=_status_tone),
    Column("hired", "Hired", 10, priority=4, text=_hired),
    Column("location", "Location", 12, priority=5, grow=1),
    Column("manager", "Manager", 18, priority=6, grow=1),
    Column("email", "E-mail", 26, priority=7, grow=1),
    Column("terminated", "Left", 10, priority=8, text=_terminated),
    Column("type", "Type", 9, priority=9, text=lambda row: row.employment_type),
)
SHOWN = ("name", "number", "department", "title", "status", "hired", "location", "manager")


class PeopleScreen(PersonActs, HrScreen):
    """`people` or `people QUERY`: the list, the line that filters it, and beside it the person under the cursor."""

    NAME = "people"
    DEFAULT_CSS = """
    PeopleScreen Horizontal { height: 1fr; }
    PeopleScreen Detail { width: 48; display: none; border-left: solid $panel; padding: 0 1; }
    PeopleScreen.-wide Detail { display: block; }
    """
    EMPTY_FILTERED: ClassVar[tuple[str, ...]] = (
        "No one matches.",
        "Esc clears the filter; -word excludes, dept:Sales narrows.",
    )

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.shown = set(SHOWN)
        self.columns = [column for column in COLUMNS if column.key in SHOWN]
        self.table: VirtualTable[PersonSummary] = VirtualTable(
            self.columns, self._page, empty=("Loading",), moved=self._moved, id="people"
        )
        self.filter = FilterLine(
            self._filtered,
            self.table,
            hint="type / to filter: a name, dept:Sales, hired>2024-01-01",
            entered=self._piped,
        )
        self.facts = Detail()
        self.walk: Walk | None = None
        self.bulk: BulkScreen | None = None
        self.total: int | None = None
        self.sort: tuple[str, bool] = ("name", False)
        self._asked = 0
        self._complete = False

    def body(self) -> Iterable[Widget]:
        """The filter, the list and, where there is room, the person under the cursor."""
        yield self.filter
        with Horizontal():
            yield self.table
            yield self.facts

    def on_mount(self) -> None:
        """The list has the keys; the width is known before the first paint, so that it is laid out once."""
        self.set_class(self.app.size.width >= WIDE, "-wide")
        self.table.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Show the person beside the list where there is room."""
        self.set_class(event.size.width >= WIDE, "-wide")

    def begin(self) -> None:
        """Show the first page at once, then the rest."""
        self.table.set_sort(*self.sort)
        if self.argument != self.filter.text:
            self.filter.set_text(self.argument)
        else:
            self._search(None)

    def reload(self) -> None:
        """Read the list anew; the cursor stays on the person."""
        self.total = None
        self.table.refresh_rows()
        self._search(self.table.current)

    def arrive(self) -> None:
        """Come back from a record: the cursor stands on the last person looked at."""
        walk, self.walk = self.walk, None
        bulk, self.bulk = self.bulk, None
        if bulk is not None and bulk.wrote:
            self.table.set_marks(())
            self.filter.set_text(split_pipe(self.filter.text)[0].strip())
        if walk is not None:
            self.table.go(walk.index)
        super().arrive()

    def visit(self, argument: str) -> None:
        """Filter by other words."""
        self.argument = argument
        if argument:
            self.filter.set_text(argument)

    def do_back(self) -> bool:
        """Clear the filter, if there is one."""
        if not self.filter.text:
            return False
        self.filter.set_text("")
        self.table.focus()
        return True

    def do_filter(self) -> None:
        """Type into the filter."""
        self.filter.begin()

    def do_sort(self) -> None:
        """Choose the column to sort by; the same again turns the order round."""
        from screens.widgets.menu import Menu, MenuItem

        verbs = [MenuItem(column.key, column.heading, self._sort_hint(column.key)) for column in COLUMNS]
        self.app.push_screen(Menu("Sort by", verbs), self._sorted)

    def do_columns(self) -> None:
        """Choose which columns are shown."""
        from screens.widgets.menu import Menu, MenuItem

        says = {True: "on, where there is room; enter turns it off", False: "off; enter turns it on"}
        verbs = [MenuItem(column.key, column.heading, says[column.key in self.shown]) for column in COLUMNS[1:]]
        self.app.push_screen(Menu("Columns", verbs), self._toggled)

    def do_export(self) -> None:
        """Write the rows shown, or the marked ones, to a file."""
        from hrtui.exchange.columns import STANDARD
        from hrtui.exchange.export import export_people, people_columns
        from hrtui.exchange.files import Format
        from screens.exporting import MARKED, Export, ask

        ctx, query, marked = self.ctx, self._query(self.filter.text), self.table.marked()

        def write(path: Path, columns: Sequence[str], rows: str) -> int:
            chosen = () if path.suffix.lower() == ".vcf" and tuple(columns) == STANDARD else columns
            return export_people(ctx, query, path, marked if rows == MARKED else None, columns=chosen)

        counts = len(marked), len(self.table.ids)
        ask(self, Export("people", f"people-{ctx.day}", write, people_columns(ctx), STANDARD, *counts, tuple(Format)))

    def do_bulk(self) -> None:
        """One verb for the marked, or for everyone shown."""
        from screens.people.bulk import BulkScreen

        self.bulk = BulkScreen(self.filter.text, self.table.marked() or None)
        self.app.push_screen(self.bulk)

    def _piped(self) -> bool:
        """Open what a filter with a verb behind a bar would do; whether it is one."""
        if split_pipe(self.filter.text)[1] is None:
            return False
        self.table.focus()
        self.do_bulk()
        return True

    def do_import(self) -> None:
        """Go to the import of a file."""
        self.shell.go("import")

    def on_filter_line_left(self) -> None:
        """Back into the list."""
        self.table.focus()

    def on_virtual_table_marked(self, event: VirtualTable.Marked) -> None:
        """Count the marks."""
        self._show_note()

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the record, with the list to walk through."""
        from screens.people.record import RecordScreen

        row = self.table.row(event.index)
        if row is not None:
            self.walk = Walk(self.table.ids, event.index)
            self.app.push_screen(RecordScreen(row.number, self.walk))

    def on_virtual_table_failed(self, event: VirtualTable.Failed) -> None:
        """Say why rows are missing."""
        self.say(event.error, error=True)

    def subject(self) -> str:
        """The number of the person under the cursor; empty where there is none."""
        row = self.table.row(self.table.cursor) if self.table.current is not None else None
        return row.number if row else ""

    def person(self) -> str:
        """The name and number of the person under the cursor."""
        row = self.table.row(self.table.cursor) if self.table.current is not None else None
        return f"{row.name} ({row.number})" if row else ""

    # -- the list

    def _moved(self, _row_id: int | None) -> None:
        self._show_facts()

    def _page(self, ids: Sequence[int]) -> list[PersonSummary | None]:
        return service.directory_page(self.ctx, ids)

    def _query(self, text: str) -> str:
        key, descending = self.sort
        text = split_pipe(text)[0]
        return text if "sort:" in text else f"{text} sort:{'-' if descending else ''}{key}"

    def _filtered(self, text: str) -> None:
        if self.shell.opened is not None:
            self._search(None)

    def _search(self, keep: int | None) -> None:
        """Show what is found within a few milliseconds; a thread finds the rest, unless another question came."""
        self._asked += 1
        asked, query = self._asked, self._query(self.filter.text)
        try:
            ids, complete = service.directory_search(self.ctx, query, limit=FIRST, budget=BUDGET)
        except HrError as error:
            self.filter.show_fault(error, error.at if isinstance(error, QueryError) else None)
            return
        whole = complete and len(ids) < FIRST
        if complete or ids:
            self._show(ids, whole, keep)
        if not whole and ids:
            self.set_timer(PAUSE, lambda: self._search_rest(asked, query, keep))
        elif not whole:
            self._search_rest(asked, query, keep)

    def _search_rest(self, asked: int, query: str, keep: int | None) -> None:
        """Find all there are on a thread, once the first page is painted and the next key was not pressed at once."""
        if asked == self._asked:
            self.work_on(lambda: self._found(asked, query), lambda found: self._rest(asked, *found, keep))

    def _found(self, asked: int, query: str) -> tuple[array[int], int]:
        """On a thread: the ids a query finds, and how many people there are."""
        from screens.people import forms  # noqa: F401 - so that the first form opens as fast as the next

        ids, _ = service.directory_search(self.ctx, query, stopped=lambda: asked != self._asked)
        return ids, service.directory_count(self.ctx) if self.total is None else self.total

    def _rest(self, asked: int, ids: array[int], total: int, keep: int | None) -> None:
        self.total = total
        if asked == self._asked:
            self._show(ids, True, self.table.current if self.table.cursor else keep)

    def _show(self, ids: array[int], complete: bool, keep: int | None) -> None:
        self._complete = complete
        if complete and self.total is None:
            self.total = service.directory_count(self.ctx)
        self.table.set_empty(*(self.EMPTY_FILTERED if self.filter.text else self._empty()))
        self.table.set_ids(ids, keep)
        self._show_note()

    def _empty(self) -> tuple[str, ...]:
        if self.total:
            return self.EMPTY_FILTERED
        return ("There is no one yet.", "a hires the first person, i takes in a spreadsheet.")

    def _show_note(self) -> None:
        count = f"{len(self.table.ids):,}{'' if self._complete else '+'}"
        count += "" if self.total is None else f" of {self.total:,}"
        key, descending = self.sort
        parts = [count, f"by {key}{', last first' if descending else ''}"]
        if self.table.marks:
            parts.append(f"{len(self.table.marks):,} marked")
        self.filter.show_note(f" {frames().between} ".join(parts))

    def _show_facts(self) -> None:
        if not self.has_class("-wide"):
            return
        row = self.table.row(self.table.cursor) if self.table.current is not None else None
        self.facts.show(row.name if row else "", _facts(row) if row else [])

    def _sort_hint(self, key: str) -> str:
        current, descending = self.sort
        return (
            ""
            if key != current
            else "last first; enter turns it round"
            if descending
            else "in use; enter turns it round"
        )

    def _sorted(self, key: str | None) -> None:
        if key is None:
            return
        current, descending = self.sort
        self.sort = (key, key == current and not descending)
        self.table.set_sort(*self.sort)
        self._show_columns()
        self._search(self.table.current)

    def _toggled(self, key: str | None) -> None:
        if key is None:
            return
        self.shown ^= {key}
        self._show_columns()
        self.do_columns()

    def _show_columns(self) -> None:
        """Show the chosen columns, and the one that is sorted by before others where there is little room."""
        first = self.sort[0]
        self.columns = [
            replace(column, priority=0) if column.key == first else column
            for column in COLUMNS
            if column.key in self.shown or column.key == first
        ]
        self.table.set_columns(self.columns)


def _facts(row: PersonSummary) -> list[Fact]:
    return [
        Fact("Number", row.number),
        Fact("Status", row.status.value, STATUS_TONES[row.status]),
        Fact("Title", row.title),
        Fact("Department", row.department),
        Fact("Location", row.location),
        Fact("Manager", row.manager),
        Fact("E-mail", row.email),
        Fact("Type", row.employment_type),
        Fact("Hired", _hired(row)),
        *([Fact("Left", _terminated(row))] if row.terminated else []),
    ]
