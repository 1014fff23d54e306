"""The directory: everyone in view as of today, filtered as you type, sorted by any column; where a person is opened."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.widget import Widget

from hrtui.access.model import Field
from hrtui.config import CustomField
from hrtui.errors import HrError, QueryError
from hrtui.people import service
from hrtui.people.summary import PersonDetail, PersonSummary
from hrtui.query.rules import split_pipe
from screens.base import HrScreen
from screens.frames import frames
from screens.people.acts import PersonActs
from screens.people.arranging import Arranging
from screens.people.columns import COLUMNS, PAY, SHOWN
from screens.people.groups import Groups, grouped, ordered, people
from screens.people.strip import PersonStrip
from screens.people.walk import Walk
from screens.quiet import import_ahead
from screens.widgets.columns import Column
from screens.widgets.filter import FilterLine
from screens.widgets.table import VirtualTable

if TYPE_CHECKING:
    from screens.people.bulk import BulkScreen

FIRST = 128
BUDGET = 0.006
PAUSE = 0.05
WIDE = 120
DETAILS_KEPT = 2_000
AHEAD = (
    "screens.people.filling", "screens.people.opening", "screens.lens", "hrtui.people.records", "hrtui.audit.own",
)  # fmt: skip
"""What forms, records and the lens need: the first opens as fast as the next."""


class PeopleScreen(Arranging, PersonActs, HrScreen):
    """`people` or `people QUERY`: the list, the line that filters it, and below it, where there is room, the person under the cursor."""

    NAME = "people"
    DEFAULT_CSS = """
    PeopleScreen PersonStrip { display: none; }
    PeopleScreen.-wide PersonStrip { display: block; }
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
            self.columns, self._page, empty=("Loading",), moved=self._moved, heading=self._heading, id="people"
        )
        self.filter = FilterLine(
            self._filtered,
            self.table,
            hint="type / to filter: a name, dept:Sales, hired>2024-01-01",
            complete=self._completed,
            entered=self._piped,
            tell=partial(self.say, error=True),
        )
        self.strip = PersonStrip()
        self.walk: Walk | None = None
        self.bulk: BulkScreen | None = None
        self.total: int | None = None
        self.sort: tuple[str, bool] = ("name", False)
        self.order = self.sort
        self.group = ""
        self.groups = Groups()
        self.count = 0
        self.more: tuple[Column[PersonSummary], ...] = ()
        self._fields: tuple[CustomField, ...] = ()
        self._details: dict[int, PersonDetail | None] = {}
        self._paid: tuple[str, service.PaySeen] | None = None
        self._asked = 0
        self._complete = False
        self._is_ahead = False

    def body(self) -> Iterable[Widget]:
        """The filter, the list and, where there is room, the person under the cursor: known before there are widgets, so that
        they are styled and laid out once."""
        self.set_class(self.app.size.width >= WIDE, "-wide")
        yield self.filter
        yield self.table
        yield self.strip

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Show the person below the list where there is room."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.call_after_refresh(self._moved, None)

    def begin(self) -> None:
        """Show the first page at once, then the rest."""
        self.know_columns()
        self._show_columns()
        self.table.set_sort(*self.order)
        if self.argument != self.filter.text:
            self.filter.set_text(self.argument)
        else:
            self._search(None)

    def reload(self) -> None:
        """Read the list anew; the cursor stays on the person."""
        self.total = None
        if self.know_columns():
            self._show_columns()
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
            self.table.go_to(walk.ids[walk.index])
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

    def do_export(self) -> None:
        """Write the rows shown, or the marked ones, to a file."""
        from hrtui.exchange.columns import STANDARD
        from hrtui.exchange.export import export_people, people_columns
        from hrtui.exchange.files import PEOPLE, Progress
        from screens.exporting import MARKED, Export, ask

        ctx, query, marked = self.ctx, self._query(self.filter.text), self.table.marked()

        def write(path: Path, columns: Sequence[str], rows: str, progress: Progress) -> int:
            chosen = () if path.suffix.lower() == ".vcf" and tuple(columns) == STANDARD else columns
            return export_people(
                ctx, query, path, marked if rows == MARKED else None, columns=chosen, progress=progress
            )

        counts = len(marked), self.count
        ask(self, Export("people", f"people-{ctx.day}", write, people_columns(ctx), STANDARD, *counts, PEOPLE))

    def do_bulk(self) -> None:
        """One verb for the marked, or for everyone shown."""
        from screens.people.bulk import BulkScreen

        self.bulk = BulkScreen(self.filter.text, self.table.marked() or None)
        self.app.push_screen(self.bulk)

    def _piped(self) -> bool:
        """Open what a filter with a verb behind a bar would do; whether it is one."""
        query, verb, _ = split_pipe(self.filter.text)
        if verb is None:
            return False
        try:
            service.check_query(self.ctx, query)
        except QueryError as error:
            self.filter.point(error.at)
            self.say(error, error=True)
            return True
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
        """Count the marks; headings of groups are never among them."""
        headings = {id_ for id_ in self.table.marks if id_ < 0} if self.group else set()
        if headings:
            self.table.set_marks(self.table.marks - headings)
        self._show_note()

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the record, with the list to walk through."""
        from screens.people.opening import open_record

        row = self.table.row(event.index)
        if row is not None:
            ids = people(self.table.ids)
            self.walk = Walk(ids, event.index if ids is self.table.ids else ids.index(event.row_id))
            open_record(self, row.number, self.walk)

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

    def _page(self, ids: Sequence[int]) -> list[PersonSummary | None]:
        """The lines of a page; with it the labels of the groups whose headings are in it, and what columns ask beyond."""
        headings = [id_ for id_ in ids if id_ < 0]
        firsts = [self.groups.first_of(id_) for id_ in headings]
        wanted = list(dict.fromkeys([*(id_ for id_ in ids if id_ > 0), *firsts]))
        found = dict(zip(wanted, service.directory_page(self.ctx, wanted, self._on()), strict=True))
        if self._asks_details():
            self._read_details(wanted)
        for heading, first in zip(headings, firsts, strict=True):
            self.groups.labels[-1 - heading] = self._label(found[first])
        return [found.get(id_) for id_ in ids]

    def _on(self) -> date | None:
        """The day the filter asks about, where it names one."""
        return service.query_day(self.ctx, self.filter.text) if "@" in self.filter.text else None

    def _asks_details(self) -> bool:
        return bool(self.group) or any(column.key in self.shown for column in self.more)

    def _read_details(self, ids: Sequence[int]) -> None:
        if len(self._details) > DETAILS_KEPT:
            self._details.clear()
        seen = self._paid[1] if self._paid is not None and self._paid[0] == self._noted() else None
        found = service.directory_details(self.ctx, ids, self._on(), seen)
        self._details |= dict(zip(ids, found, strict=True))

    def _noted(self) -> str:
        """What is noted in the trail where the list shows pay: its query, and the day."""
        return f"{self._query(self.filter.text)} {self.ctx.day}"

    def _note_pay(self, asked: int) -> None:
        """Note that this list shows pay or sensitive fields, then show them; not for what is still being typed."""
        ctx, noted, query = self.ctx, self._noted(), self._query(self.filter.text)
        fields = {Field.PAY} if PAY in self.shown else set[Field]()
        fields |= {Field.CUSTOM} if ctx.config.secret_fields.intersection(self.shown) else set()
        told = self._paid[1].fields if self._paid and self._paid[0] == noted else frozenset()
        if asked != self._asked or fields <= told:
            return

        def shown(seen: service.PaySeen) -> None:
            self._paid = noted, seen
            self.table.refresh_rows()

        self.work_on(lambda: service.see_fields(ctx, query, fields), shown)

    def _heading(self, row_id: int) -> str:
        return self.groups.title(row_id)

    def _label(self, row: PersonSummary | None) -> str:
        column = next((each for each in self._all() if each.key == self.group), None)
        return column.cell(row) if row is not None and column is not None else ""

    def _query(self, text: str) -> str:
        return ordered(split_pipe(text)[0], self.sort, self.group)

    def _completed(self, text: str, at: int) -> tuple[int, Sequence[str]]:
        """Where the term under the cursor begins, and what it may become."""
        _, verb, begin = split_pipe(text[:at])
        if verb is not None:
            from hrtui.people.bulk import completions

            start, words = completions(self.ctx, text[begin:], at - begin)
            return begin + start, words
        from hrtui.people.completing import complete
        from hrtui.query.rules import token_start

        return token_start(text, at), complete(self.ctx, text, at)

    def _filtered(self, text: str) -> None:
        self.keybar.call({"table.open": "Preview"} if split_pipe(text)[1] is not None else {})
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
        whole = complete and len(ids) < FIRST and not self.group
        if PAY in self.shown or self.ctx.config.secret_fields.intersection(self.shown):
            self.set_timer(PAUSE, lambda: self._note_pay(asked))
        if complete or ids:
            self._show(ids, Groups(), whole, keep)
        if not whole and ids:
            self.set_timer(PAUSE, lambda: self._search_rest(asked, query, keep))
        elif not whole:
            self._search_rest(asked, query, keep)

    def _search_rest(self, asked: int, query: str, keep: int | None) -> None:
        """Find all there are on a thread, once the first page is painted and the next key was not pressed at once."""
        if asked == self._asked:
            self.work_on(lambda: self._found(asked, query), lambda found: self._rest(asked, *found, keep))

    def _found(self, asked: int, query: str) -> tuple[array[int], Groups, int]:
        """On a thread: the ids a query finds, the groups they are in, and how many people there are."""
        from hrtui.people.grouping import group_sizes

        ids, _ = service.directory_search(self.ctx, query, stopped=lambda: asked != self._asked)
        ids, groups = grouped(ids, group_sizes(self.ctx, query)) if self.group else (ids, Groups())
        return ids, groups, service.directory_count(self.ctx) if self.total is None else self.total

    def _rest(self, asked: int, ids: array[int], groups: Groups, total: int, keep: int | None) -> None:
        self.total = total
        if not self._is_ahead:
            self._is_ahead = True
            self.shell.run_job(partial(import_ahead, AHEAD))
        if asked == self._asked:
            self._show(ids, groups, True, self.table.current if self.table.cursor else keep)

    def _show(self, ids: array[int], groups: Groups, complete: bool, keep: int | None) -> None:
        self._ordered(*(self._named_order() or self.sort))
        self._complete, self.groups, self.count = complete, groups, len(ids) - len(groups.sizes)
        self._details.clear()
        if complete and self.total is None:
            self.total = service.directory_count(self.ctx)
        self.table.set_empty(*(self.EMPTY_FILTERED if self.filter.text else self._empty()))
        self.table.set_ids(ids, keep, whole=complete)
        self._show_note()

    def _empty(self) -> tuple[str, ...]:
        if self.total:
            return self.EMPTY_FILTERED
        return ("There is no one yet.", "a hires the first person, i takes in a spreadsheet.")

    def _show_note(self) -> None:
        count = f"{self.count:,}{'' if self._complete else '+'}"
        count += "" if self.total is None else f" of {self.total:,}"
        key, descending = self.order
        parts = [count, f"by {key}{', last first' if descending else ''}"]
        if self.group:
            parts.append(f"{len(self.groups.sizes):,} group{'s' if len(self.groups.sizes) != 1 else ''}")
        if self.table.marks:
            parts.append(f"{len(self.table.marks):,} marked")
        self.filter.show_note(f" {frames().between} ".join(parts))

    def _moved(self, _row_id: int | None) -> None:
        if self.has_class("-wide"):
            titled = any(placed.column.key == "title" for placed in self.table.placed)
            self.strip.show(self.table.row(self.table.cursor) if self.table.current is not None else None, titled)
