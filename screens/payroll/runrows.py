"""The people of a run as a list: filtered as you type, sorted by any column, those that need attention alone."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence

from textual import events
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import SlipHead
from hrtui.payroll.runs.roster import Roster
from hrtui.people import service as people
from screens.base import HrScreen
from screens.frames import frames
from screens.payroll import runlisting as listing
from screens.payroll.finding import NO_MATCH, Finder, Found
from screens.payroll.runlisting import Shown
from screens.payroll.totals import TotalsLines
from screens.widgets.columns import needed
from screens.widgets.filter import FilterLine
from screens.widgets.table import GUTTER, VirtualTable

ALWAYS = 4  # the priority from which on columns may be missing beside the sums
NO_SIGNS = ("Nobody is blocked or dirty, and nothing waits to be accepted.", "! shows everyone again.")


class RunRows(Vertical):
    """The filter and the list of a run; rows are known by their places among its slips."""

    DEFAULT_CSS = """
    RunRows { width: 1fr; height: 1fr; }
    """

    class Came(Message):
        """The cursor stands on another person."""

    def __init__(self, owner: HrScreen) -> None:
        super().__init__()
        self.owner = owner
        self.table: VirtualTable[Shown] = VirtualTable((), self._rows, empty=("",), id="run", moved=self._moved)
        self.finder = Finder(owner, self._take)
        self.filter = FilterLine(self._filtered, self.table, hint="filters: a name, a number, dept:Sales")
        self.totals = TotalsLines(dict(listing.FIGURES))
        self.roster: Roster | None = None
        self.only_signs = False
        self.sorted_by, self.descending = "standing", False
        self._order = array("q")
        self._found: Found = None
        self._empty: tuple[str, ...] = ("",)

    def compose(self) -> Iterable[Widget]:
        """The filter above the list, the sums below it."""
        yield self.filter
        yield self.table
        yield self.totals

    def show(self, roster: Roster, *empty: str) -> None:
        """Show everyone of a run in the order there was; the cursor and the marks stay with their people."""
        keep, marked = self.person, [self._person(place) for place in self.table.marks]
        self.roster, self._empty = roster, empty
        places = {head.person: place for place, head in enumerate(roster.heads)}
        self.table.set_marks(places[person] for person in marked if person in places)
        self.table.refresh_rows()
        self._lay_out()
        self.sort(self.sorted_by, self.descending, keep)
        if self.filter.text:
            self._filtered(self.filter.text)

    @property
    def person(self) -> int | None:
        """The id of the person under the cursor."""
        return self._person(self.table.current)

    @property
    def head(self) -> SlipHead | None:
        """The slip under the cursor."""
        at = self.table.current
        return self.roster.heads[at] if self.roster is not None and at is not None else None

    @property
    def row(self) -> Shown | None:
        """The row under the cursor."""
        return self.table.row(self.table.cursor) if self.table.current is not None else None

    def people_in_order(self) -> array[int]:
        """The ids of the people shown."""
        heads = self.roster.heads if self.roster is not None else ()
        return array("q", (heads[place].person for place in self.table.ids if heads[place].id))

    def number_of(self, person: int) -> str:
        """The number of a person of the run; empty where they are gone."""
        place = self._place(person)
        (row,) = self._rows([place]) if place is not None else (None,)
        return row.row.number if row else ""

    def numbers_to_accept(self) -> list[str]:
        """Of the marked people, or the one under the cursor, the numbers of those whose checks wait to be accepted."""
        places = self.table.marked() if self.table.marks else self.table.ids[self.table.cursor : self.table.cursor + 1]
        rows = self._rows(places)
        return [row.row.number for row in rows if row is not None and listing.OPEN_QUESTION in row.signs]

    def go_to(self, person: int) -> None:
        """Put the cursor on a person."""
        place = self._place(person)
        if place is not None:
            self.table.go_to(place)

    def clear_filter(self) -> bool:
        """Show everyone again; False where nothing was filtered."""
        if self.filter.text:
            self.filter.set_text("")
            self.table.focus()
            return True
        if self.only_signs:
            self.turn_signs()
            return True
        return False

    def turn_signs(self) -> None:
        """Show only those that stand out, or everyone again."""
        self.only_signs = not self.only_signs
        self._show_rows(self.person)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the columns out for the new width."""
        self.call_after_refresh(self._lay_out)

    def on_filter_line_left(self) -> None:
        """Back into the list."""
        self.table.focus()

    def on_virtual_table_marked(self, event: VirtualTable.Marked) -> None:
        """Say how many are marked."""
        self._note()

    # -- filter and order

    def _filtered(self, text: str) -> None:
        """Show who is found."""
        self.finder.find(text if self.roster is not None else "", self.filter)

    def _take(self, found: Found) -> None:
        self._found = found
        self._show_rows(self.person)

    def sort(self, key: str, descending: bool, keep: int | None = None) -> None:
        """Sort by a column; the cursor stays on the person to keep."""
        roster = self.roster
        if roster is None:
            return
        if key in ("number", "name"):
            self.owner.work_on(
                lambda: listing.in_order(key, roster, self._ranks(key), descending),
                lambda order: self._sorted(roster, key, descending, order, keep),
                hold=True,
            )
        else:
            self._sorted(roster, key, descending, listing.in_order(key, roster, {}, descending), keep)

    def _ranks(self, key: str) -> Mapping[int, int]:
        ctx = self.owner.ctx
        with ctx.store.snapshot():
            return {person: rank for rank, person in enumerate(people.directory_ids(ctx, f"sort:{key}"))}

    def _sorted(self, roster: Roster, key: str, descending: bool, order: array[int], keep: int | None) -> None:
        if self.roster is roster:
            self.sorted_by, self.descending, self._order = key, descending, order
            self.table.set_sort(key, descending)
            self._show_rows(keep)

    # -- what is shown

    def _show_rows(self, keep: int | None) -> None:
        if self.roster is None:
            return
        places = listing.left_by(self._found, self.only_signs, self._order, self.roster)
        self.table.set_empty(*(NO_MATCH if self.filter.text else NO_SIGNS if self.only_signs else self._empty))
        self.table.set_ids(places, self._place(keep))
        self._note()

    def _note(self) -> None:
        if self.roster is None:
            return
        shown, everyone = len(self.table.ids), len(self.roster.heads)
        self._sum_up()
        parts = [f"{shown:,} of {everyone:,}" if shown != everyone else f"{everyone:,}"]
        if self.only_signs:
            parts.append("exceptions")
        parts.append(f"by {listing.SORTS[self.sorted_by].lower()}{', last first' if self.descending else ''}")
        if self.table.marks:
            parts.append(f"{len(self.table.marks):,} marked")
        self.filter.show_note(f" {frames().between} ".join(parts))

    def _lay_out(self) -> None:
        """Lay the columns out: wide enough for the sums to stand below them, where there is room."""
        if self.roster is None:
            return
        style = self.owner.ctx.config.style
        wide = listing.columns(self.roster, style, totals=True)
        most = [column for column in wide if column.priority < ALWAYS]
        fits = needed(most) + GUTTER + 1 <= self.table.size.width
        self.table.set_columns(wide if fits else listing.columns(self.roster, style))
        self._sum_up()

    def _sum_up(self) -> None:
        """What the rows marked or shown come to, below their columns."""
        if self.roster is None:
            return
        style, heads = self.owner.ctx.config.style, self.roster.heads
        places = self.table.marked() if self.table.marks else self.table.ids
        sums = {key: sum(getattr(heads[place], key) for place in places) for key, _ in listing.FIGURES}
        values = {key: listing.money(cents, style) for key, cents in sums.items()}
        count = sum(1 for place in places if heads[place].id)
        counted = "marked" if self.table.marks else "person" if count == 1 else "people"
        self.totals.show(f"{count:,} {counted}", values, self.table.columns)

    def _moved(self, _place: int | None) -> None:
        self.post_message(self.Came())

    def _person(self, place: int | None) -> int | None:
        heads = self.roster.heads if self.roster else ()
        return heads[place].person if place is not None and place < len(heads) else None

    def _place(self, person: int | None) -> int | None:
        heads = self.roster.heads if self.roster is not None and person is not None else ()
        return next((place for place, head in enumerate(heads) if head.person == person), None)

    def _rows(self, places: Sequence[int]) -> list[Shown | None]:
        roster = self.roster
        if roster is None:
            return [None] * len(places)
        rows = service.slip_rows(self.owner.ctx, roster.line.run, [roster.heads[place] for place in places])
        return [
            Shown(row, listing.signs_of(roster, place), roster.differences.get(row.head.person)) if row.number else None
            for place, row in zip(places, rows, strict=True)
        ]
