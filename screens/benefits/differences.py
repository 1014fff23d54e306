"""A list of differences by kind, the costliest kind and the biggest amount first; both sides of one below it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from textual.widget import Widget

from hrtui.benefits.billing.model import LABELS, Difference, Kind
from hrtui.money import Money, format_money
from screens.base import HrScreen
from screens.frames import frames
from screens.text import Align, Tone
from screens.verbs import open_menu
from screens.widgets.columns import Column
from screens.widgets.detail import Detail, Fact
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable


class DifferencesScreen(HrScreen):
    """What screens of differences have: `show` lists some; `t` narrows to one kind, enter opens the person's record."""

    SIDES = ("Enrolled", "Billed")
    DEFAULT_CSS = """
    DifferencesScreen Detail { height: 7; border-top: solid $panel; padding: 0 1; }
    """

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.rows: list[Difference] = []
        self.listed: list[Difference] = []
        self.only: Kind | None = None
        self.line = Line()
        self.kinds = Line(tone=Tone.MUTED)
        expected, found = self.SIDES
        columns: tuple[Column[Difference], ...] = (
            Column("kind", "Difference", 21, grow=1, text=lambda each: each.label),
            Column("number", "Number", 7, 2, text=lambda each: each.number),
            Column("name", "Name", 14, grow=2, text=lambda each: each.name),
            Column("plan", "Plan", 12, 1, grow=1, text=lambda each: each.plan),
            Column("expected", expected, 16, 3, grow=1, text=lambda each: each.expected),
            Column("found", found, 16, 3, grow=1, text=lambda each: each.found),
            Column("amount", "Amount", 12, align=Align.RIGHT, text=lambda each: self.money(each.amount), tone=_tone),
        )
        self.table: VirtualTable[Difference] = VirtualTable(
            columns, self._page, empty=("Comparing",), moved=self._moved
        )
        self.detail = Detail()

    def body(self) -> Iterable[Widget]:
        """What is compared, how many of each kind, the list, and both sides of the one under the cursor."""
        yield self.line
        yield self.kinds
        yield self.table
        yield self.detail

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    def reload(self) -> None:
        """Compare anew; the cursor stays where it is."""
        self.begin()

    def show_differences(self, found: Sequence[Difference], *empty: str) -> None:
        """List differences by kind, the costliest first."""
        totals: dict[Kind, int] = {}
        for each in found:
            totals[each.kind] = totals.get(each.kind, 0) + abs(each.amount)
        order = sorted(totals, key=lambda kind: (-totals[kind], list(Kind).index(kind)))
        self.rows = sorted(found, key=lambda each: (order.index(each.kind), -abs(each.amount), each.name))
        if self.only not in totals:
            self.only = None
        self.table.set_empty(*empty)
        self._list()

    def _list(self) -> None:
        self.listed = [each for each in self.rows if self.only in (None, each.kind)]
        at = self.table.current or 0
        shown = array("q", range(len(self.listed)))
        self.table.set_ids(shown, min(at, len(shown) - 1) if shown else None)
        self.kinds.update(self._counts(), Tone.MUTED)
        self._moved(self.table.current)

    def _counts(self) -> str:
        if self.only is not None:
            return f"{len(self.listed):,} of {len(self.rows):,}: {LABELS[self.only]} (t: next kind)"
        counts = {
            kind: sum(each.kind is kind for each in self.rows) for kind in dict.fromkeys(e.kind for e in self.rows)
        }
        return f" {frames().between} ".join(f"{LABELS[kind]} {count:,}" for kind, count in counts.items())

    def _page(self, ids: Sequence[int]) -> list[Difference | None]:
        return [self.listed[id_] if id_ < len(self.listed) else None for id_ in ids]

    def at_cursor(self) -> Difference | None:
        """The difference under the cursor."""
        at = self.table.current
        return self.listed[at] if at is not None and at < len(self.listed) else None

    def marked(self) -> list[Difference]:
        """The marked differences, else the one under the cursor."""
        ids = [id_ for id_ in self.table.marked() if id_ < len(self.listed)]
        here = self.at_cursor()
        return [self.listed[id_] for id_ in ids] if ids else [here] if here else []

    def _moved(self, row_id: int | None) -> None:
        each = self.listed[row_id] if row_id is not None and row_id < len(self.listed) else None
        if each is None:
            self.detail.show("", [])
            return
        whose = f"{each.name} ({each.number})" if each.number else each.name
        self.detail.show(f"{each.label}: {whose}", [*self.facts(each)])

    def facts(self, each: Difference) -> Iterable[Fact]:
        """Both sides of a difference, and what follows from it."""
        expected, found = self.SIDES
        yield Fact(expected, f"{each.plan}: {each.expected}" if each.plan else each.expected)
        yield Fact(found, each.found)
        yield Fact("Amount", self.money(each.amount), _tone(each))

    def money(self, cents: int) -> str:
        """Cents as the company writes them."""
        return format_money(Money(cents), self.ctx.config.style)

    # -- keys

    def on_virtual_table_opened(self, _: VirtualTable.Opened) -> None:
        """Open the person's record."""
        self.do_record()

    def do_record(self) -> None:
        """Open the record of the person under the cursor."""
        each = self.at_cursor()
        if each is None or each.person is None:
            self.say("Nobody on file is meant here.")
        else:
            self.shell.go(f"emp {each.number}")

    def do_kind(self) -> None:
        """Show the differences of the next kind only, after the last one all."""
        kinds: list[Kind | None] = [None, *dict.fromkeys(each.kind for each in self.rows)]
        self.only = kinds[(kinds.index(self.only) + 1) % len(kinds)]
        self.table.set_marks(())
        self.table.set_ids(array("q"), None)
        self._list()

    def do_menu(self) -> None:
        """Offer what can be done here."""
        open_menu(self, self.title_line)


def _tone(each: Difference) -> Tone:
    return Tone.WARN if each.amount > 0 else Tone.BAD if each.amount < 0 else Tone.MUTED
