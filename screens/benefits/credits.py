"""The credits that carriers owe, oldest month first: open until a later invoice takes the amount back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from hrtui.benefits.billing import service
from hrtui.benefits.billing.model import LABELS, Credit, CreditState
from hrtui.money import Money, format_money
from screens.benefits.billforms import ask_drop
from screens.benefits.heldlist import WrittenList
from screens.frames import frames
from screens.text import Align, Tone
from screens.verbs import open_menu
from screens.widgets.columns import Column
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable

NOTHING = ("No credit is expected.", "e in an invoice expects one for a difference; v shows settled and dropped ones.")
NEVER = ("No credit was ever expected.", "e in an invoice expects one for a difference.")
TONES = {CreditState.EXPECTED: Tone.WARN, CreditState.CREDITED: Tone.GOOD, CreditState.DROPPED: Tone.MUTED}


class CreditsScreen(WrittenList[Credit]):
    """`credits [CARRIER]`: d drops one with a reason, v shows settled and dropped ones too."""

    NAME = "credits"
    HINT = "type / to filter: a name, a plan, a month, a reason"
    HEADINGS = ("id", "month", "carrier", "number", "name", "for", "plan", "amount", "state", "since", "note")
    WHAT = "credits"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.every = False
        self.line = Line()

    def columns(self) -> Iterable[Column[Credit]]:
        """Whose and for what, the amount, and how it stands."""
        return (
            Column("month", "Month", 7, text=lambda each: f"{each.month:%Y-%m}"),
            Column("carrier", "Carrier", 10, 2, grow=1, text=lambda each: each.carrier),
            Column("number", "Number", 7, 3, text=lambda each: each.number),
            Column("name", "Name", 14, grow=2, text=lambda each: each.name or "unknown member"),
            Column("kind", "For", 16, grow=1, text=lambda each: LABELS[each.kind]),
            Column("plan", "Plan", 12, 4, grow=1, text=lambda each: each.plan),
            Column("amount", "Amount", 12, align=Align.RIGHT, text=lambda each: self._money(each.amount)),
            Column("state", "State", 9, text=lambda each: each.state.value, tone=lambda each: TONES[each.state]),
            Column("note", "Note", 12, 5, grow=2, text=lambda each: each.note, tone=lambda _: Tone.MUTED),
        )

    def body(self) -> Iterable[Widget]:
        """What is open, the filter, and the list."""
        yield self.line
        yield self.filter_line
        yield self.table

    def begin(self) -> None:
        """Read the list."""
        ctx, carrier, every = self.ctx, self.argument.strip(), self.every
        self.work_on(lambda: service.credits(ctx, carrier, every), self._show)

    def _show(self, found: list[Credit]) -> None:
        self.hold(found, *(NEVER if self.every else NOTHING))
        open_ = [each for each in found if each.state is CreditState.EXPECTED]
        total = self._money(sum(each.amount for each in open_))
        what = [f"{len(open_):,} expected", total, self.argument.strip() or "all carriers"]
        self.line.update(f" {frames().between} ".join(what))
        self.show_heading(f"{len(open_):,} expected" if open_ else "")

    def cells(self, row: Credit) -> Sequence[object]:
        """A credit, its amount in the currency's own unit."""
        return (
            row.id, f"{row.month:%Y-%m}", row.carrier, row.number, row.name, LABELS[row.kind], row.plan,
            Money(row.amount).amount, row.state.value, row.since, row.note,
        )  # fmt: skip

    def stem(self) -> str:
        """Credits, of a carrier where only those are listed."""
        return "-".join(filter(None, ["credits", self.argument.strip(), str(self.ctx.day)]))

    def _money(self, cents: int) -> str:
        return format_money(Money(cents), self.ctx.config.style)

    # -- keys

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the invoice the credit is by."""
        self.shell.go(f"invoice {self.rows[event.row_id].invoice}")

    def do_drop(self) -> None:
        """Expect the credit under the cursor no longer, saying why."""
        each = self.at()
        if each is None or each.state is not CreditState.EXPECTED:
            self.say("There is no open credit under the cursor.")
        else:
            ask_drop(self, each, self._money(each.amount), self.tell_done)

    def do_every(self) -> None:
        """Show settled and dropped ones too, or those that are expected."""
        self.every = not self.every
        self.begin()

    def do_record(self) -> None:
        """Open the record of the person under the cursor."""
        each = self.at()
        if each is None or not each.number:
            self.say("Nobody on file is meant here.")
        else:
            self.shell.go(f"emp {each.number}")

    def do_menu(self) -> None:
        """Offer what can be done here."""
        open_menu(self, self.title_line)
