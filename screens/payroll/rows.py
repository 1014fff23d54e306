"""The rows of a preview: filtered as you type, sorted by any column, with what they come to below."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from textual import events
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from hrtui.payroll import service
from hrtui.payroll.model import Columns, Preview, Totals
from hrtui.payroll.rules.figures import part_of, totals_of
from hrtui.people import service as people
from screens.base import HrScreen
from screens.frames import frames
from screens.payroll import listing
from screens.payroll.finding import NO_MATCH, Finder, Found
from screens.payroll.listing import Shown
from screens.payroll.totals import TotalsLines
from screens.widgets.columns import needed
from screens.widgets.filter import FilterLine
from screens.widgets.table import GUTTER, VirtualTable


@dataclass(slots=True)
class Order:
    """How the rows stand: all places sorted by a column, and the ids the filter found (None: everyone)."""

    key: str = "number"
    descending: bool = False
    places: array[int] = field(default_factory=lambda: array("q"))
    found: Found = None


class PreviewRows(Vertical):
    """The filter, the list and the totals of one preview; rows are known by their places in it."""

    DEFAULT_CSS = """
    PreviewRows { width: 1fr; height: 1fr; }
    """

    class Summed(Message):
        """Other rows are shown or marked; `sums` are theirs."""

        def __init__(self, sums: Totals) -> None:
            super().__init__()
            self.sums = sums

    def __init__(self, owner: HrScreen) -> None:
        super().__init__()
        self.owner = owner
        self.table: VirtualTable[Shown] = VirtualTable((), self._rows, empty=("",), id="preview")
        self.finder = Finder(owner, self._take)
        self.filter = FilterLine(self._filtered, self.table, hint="filters: a name, a number, dept:Sales")
        self.totals = TotalsLines()
        self.made: Preview | None = None
        self.order = Order()
        self._empty: tuple[str, ...] = ()

    def compose(self) -> Iterable[Widget]:
        """The filter above the list, the sums below it."""
        yield self.filter
        yield self.table
        yield self.totals

    def show(self, made: Preview, *empty: str) -> None:
        """Show another preview in the same order; the cursor and the marks stay with their people."""
        keep, marked = self.person, [self._person(place) for place in self.table.marks]
        self.made, self._empty = made, empty
        ids = made.columns.ids
        places = {person: place for place, person in enumerate(ids)} if marked else {}
        self.table.set_marks(places[person] for person in marked if person in places)
        self.order.places = array("q", range(len(ids)))
        self._show_rows(keep)
        self._lay_out()
        self.sort(self.order.key, self.order.descending, keep)
        self._filtered(self.filter.text)

    def forget(self) -> None:
        """Show no preview, until there is another."""
        self.made = None
        self.table.set_ids(array("q"))
        self.totals.show("", {}, ())
        self.filter.show_note("")

    def show_nothing(self, *sentences: str) -> None:
        """Say why there is nothing, where there was nothing before."""
        if self.made is None:
            self.table.set_ids(array("q"))
            self.table.set_empty(*sentences)

    @property
    def person(self) -> int | None:
        """The id of the person under the cursor."""
        return self._person(self.table.current)

    @property
    def row(self) -> Shown | None:
        """The row under the cursor."""
        return self.table.row(self.table.cursor) if self.table.current is not None else None

    @property
    def picked(self) -> array[int]:
        """The places of the marked rows, or of all that are shown."""
        return self.table.marked() if self.table.marks else self.table.ids

    def people_in_order(self) -> array[int]:
        """The ids of the people shown."""
        ids = self.made.columns.ids if self.made else array("q")
        return array("q", (ids[place] for place in self.table.ids))

    def go_to(self, person: int) -> None:
        """Put the cursor on a person."""
        place = self._place(person)
        if place is not None:
            self.table.go_to(place)

    def number_of(self, person: int) -> str:
        """The number of a person of the preview; empty where they are gone."""
        place = self._place(person)
        (row,) = self._rows([place]) if place is not None else (None,)
        return row.row.number if row else ""

    def clear_filter(self) -> bool:
        """Show everyone again; False where nothing was filtered."""
        if not self.filter.text:
            return False
        self.filter.set_text("")
        self.table.focus()
        return True

    def on_filter_line_left(self) -> None:
        """Back into the list."""
        self.table.focus()

    def on_virtual_table_marked(self, event: VirtualTable.Marked) -> None:
        """Sum up what is marked."""
        self._show_sums()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the columns out for the new width."""
        self.call_after_refresh(self._lay_out)

    # -- filter and order

    def _filtered(self, text: str) -> None:
        """Show who is found."""
        self.finder.find(text if self.made is not None else "", self.filter)

    def _take(self, found: Found) -> None:
        self.order.found = found
        self._show_rows(self.person)

    def sort(self, key: str, descending: bool, keep: int | None = None) -> None:
        """Sort by a column; the cursor stays on the person to keep."""
        if self.made is None:
            return
        made = self.made.columns
        if key in listing.BY_WORDS:
            self.owner.work_on(
                lambda: listing.order_by(key, made, partial(self._ranks, key), descending),
                lambda places: self._sorted(made, Order(key, descending, places, self.order.found), keep),
                hold=True,
            )
        else:
            places = listing.order_by(key, made, dict, descending)
            self._sorted(made, Order(key, descending, places, self.order.found), keep)

    def _ranks(self, key: str) -> Mapping[int, int]:
        ctx = self.owner.ctx
        with ctx.store.snapshot():
            return {person: rank for rank, person in enumerate(people.directory_ids(ctx, f"sort:{key}"))}

    def _sorted(self, made: Columns, order: Order, keep: int | None) -> None:
        if self.made is not None and made is self.made.columns:
            self.order = order
            self.table.set_sort(order.key if order.key != "blockers" else "", order.descending)
            self._show_rows(keep)

    # -- what is shown

    def _show_rows(self, keep: int | None) -> None:
        """Show the rows the filter leaves, in order; the cursor stays on the person."""
        if self.made is None:
            return
        places = listing.left_by(self.order.found, self.order.places, self.made.columns)
        self.table.set_empty(*(NO_MATCH if self.filter.text else self._empty))
        self.table.set_ids(places, self._place(keep))
        self._show_sums()

    def _person(self, place: int | None) -> int | None:
        ids = self.made.columns.ids if self.made else array("q")
        return ids[place] if place is not None and place < len(ids) else None

    def _place(self, person: int | None) -> int | None:
        ids = self.made.columns.ids if self.made else array("q")
        try:
            return ids.index(person) if person is not None else None
        except ValueError:
            return None

    def _rows(self, places: Sequence[int]) -> list[Shown | None]:
        if self.made is None:
            return [None] * len(places)
        some = part_of(self.made, places)
        rows = service.preview_rows(self.owner.ctx, some, 0, len(places))
        computed = some.columns.computed
        return [Shown(row, bool(known)) if row.number else None for row, known in zip(rows, computed, strict=True)]

    def _lay_out(self) -> None:
        """Lay the columns out: wide enough for the sums to stand below them, where there is room."""
        if self.made is None:
            return
        style, columns = self.owner.ctx.config.style, self.made.columns
        wide = listing.columns(columns, style, self.made.totals)
        fits = needed(wide) + GUTTER + 1 <= self.table.size.width
        self.table.set_columns(wide if fits else listing.columns(columns, style))
        self._show_sums()

    def _show_sums(self) -> None:
        if self.made is None:
            return
        places, everyone = self.picked, len(self.made.columns.ids)
        sums = self.made.totals if len(places) == everyone else totals_of(self.made.columns, places)
        values = {key: listing.money(getattr(sums, key), self.owner.ctx.config.style) for key, _ in listing.MONEY}
        counted = "marked" if self.table.marks else "person" if len(places) == 1 else "people"
        self.totals.show(f"{len(places):,} {counted}", values, self.table.columns)
        self.filter.show_note(self._note(len(self.table.ids), everyone))
        self.post_message(self.Summed(sums))

    def _note(self, shown: int, everyone: int) -> str:
        count = f"{shown:,} of {everyone:,}" if shown != everyone else f"{everyone:,}"
        parts = [count, f"by {listing.SORTS[self.order.key].lower()}{', last first' if self.order.descending else ''}"]
        if self.table.marks:
            parts.append(f"{len(self.table.marks):,} marked")
        return f" {frames().between} ".join(parts)
