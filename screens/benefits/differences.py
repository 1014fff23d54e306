"""A list of differences by kind, the costliest kind and the biggest amount first; both sides of one below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from textual.widget import Widget

from hrtui.benefits.billing.model import LABELS, Difference, Kind
from hrtui.money import Money, format_money
from screens.benefits.heldlist import WrittenList
from screens.frames import frames
from screens.text import Align, Tone
from screens.verbs import open_menu
from screens.widgets.columns import Column
from screens.widgets.detail import Detail, Fact
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable


class DifferencesScreen(WrittenList[Difference]):
    """What screens of differences have: `show` lists some; `t` narrows to one kind, enter opens the person's record."""

    SIDES = ("Enrolled", "Billed")
    HEADINGS = ("difference", "number", "name", "plan", "enrolled", "billed", "amount")
    DEFAULT_CSS = """
    DifferencesScreen Detail { height: 8; border-top: solid $panel; padding: 0 1; }
    """

    HINT = "type / to filter: a name, a plan, a difference"
    WHAT = "differences"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.only: Kind | None = None
        self.line = Line()
        self.kinds = Line(tone=Tone.MUTED)
        self.detail = Detail()

    def columns(self) -> Iterable[Column[Difference]]:
        """Which difference, of whom and which plan, and both sides."""
        expected, found = self.SIDES
        return (
            Column("kind", "Difference", 21, grow=1, text=lambda each: each.label),
            Column("number", "Number", 7, 2, text=lambda each: each.number),
            Column("name", "Name", 14, grow=2, text=lambda each: each.name),
            Column("plan", "Plan", 12, 1, grow=1, text=lambda each: each.plan),
            Column("expected", expected, 16, 3, grow=1, text=lambda each: each.expected),
            Column("found", found, 16, 3, grow=1, text=lambda each: each.found),
            Column("amount", "Amount", 12, align=Align.RIGHT, text=lambda each: self.money(each.amount), tone=_tone),
        )

    def body(self) -> Iterable[Widget]:
        """What is compared, how many of each kind, the filter, the list, and both sides of the one under the cursor."""
        yield self.line
        yield self.kinds
        yield self.filter_line
        yield self.table
        yield self.detail

    def show_differences(self, found: Sequence[Difference], *empty: str) -> None:
        """List differences by kind, the costliest first."""
        totals: dict[Kind, int] = {}
        for each in found:
            totals[each.kind] = totals.get(each.kind, 0) + abs(each.amount)
        order = sorted(totals, key=lambda kind: (-totals[kind], list(Kind).index(kind)))
        if self.only not in totals:
            self.only = None
        rows = sorted(found, key=lambda each: (order.index(each.kind), -abs(each.amount), each.name))
        self.hold(rows, *empty)
        self._count()

    def is_shown(self, row: Difference) -> bool:
        """Whether it is of the kind that is looked at."""
        return self.only in (None, row.kind)

    def _count(self) -> None:
        """Say how many there are of each kind, the costliest first; where that does not fit, of the first alone."""
        counts = Counter(each.kind for each in self.rows)
        if self.only is not None:
            self.kinds.update(
                f"{counts[self.only]:,} of {len(self.rows):,}: {LABELS[self.only]} (t: next kind)", Tone.MUTED
            )
            return
        told = [f"{LABELS[kind]} {count:,}" for kind, count in counts.items()]
        between = f" {frames().between} "
        shorter = [
            between.join([*told[:some], f"{len(told) - some} more kinds (t)"]) for some in range(len(told) - 1, 0, -1)
        ]
        self.kinds.update(between.join(told), Tone.MUTED, shorter)

    def marked(self) -> list[Difference]:
        """The marked differences, else the one under the cursor."""
        ids = [id_ for id_ in self.table.marked() if id_ < len(self.rows)]
        here = self.at()
        return [self.rows[id_] for id_ in ids] if ids else [here] if here else []

    def moved(self, row_id: int | None) -> None:
        """Show both sides of the difference one has come to."""
        each = self.rows[row_id] if row_id is not None and row_id < len(self.rows) else None
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

    def cells(self, row: Difference) -> Sequence[object]:
        """A difference with both sides, its amount in the currency's own unit."""
        return row.label, row.number, row.name, row.plan, row.expected, row.found, Money(row.amount).amount

    def money(self, cents: int) -> str:
        """Cents as the company writes them."""
        return format_money(Money(cents), self.ctx.config.style)

    # -- keys

    def on_virtual_table_opened(self, _: VirtualTable.Opened) -> None:
        """Open the person's record."""
        self.do_record()

    def do_record(self) -> None:
        """Open the record of the person under the cursor."""
        each = self.at()
        if each is None or each.person is None:
            self.say("Nobody on file is meant here.")
        else:
            self.shell.go(f"emp {each.number}")

    def do_kind(self) -> None:
        """Show the differences of the next kind only, after the last one all."""
        kinds: list[Kind | None] = [None, *dict.fromkeys(each.kind for each in self.rows)]
        self.only = kinds[(kinds.index(self.only) + 1) % len(kinds)]
        self.table.set_marks(())
        self.find()
        self.table.do_first()
        self._count()

    def do_menu(self) -> None:
        """Offer what can be done here."""
        open_menu(self, self.title_line)


def _tone(each: Difference) -> Tone:
    return Tone.WARN if each.amount > 0 else Tone.BAD if each.amount < 0 else Tone.MUTED
