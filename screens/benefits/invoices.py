"""Carriers' invoices on file, newest month first, with how many differences each has and what is expected back."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from textual.widget import Widget

from hrtui.benefits.billing import service
from hrtui.benefits.billing.loading import Loaded
from hrtui.benefits.billing.model import Invoice
from hrtui.benefits.billing.reading import LATEST, Overview
from hrtui.errors import HrError
from hrtui.money import Money, format_money
from screens.benefits.billforms import ask_census, ask_invoice
from screens.benefits.heldlist import WrittenList
from screens.frames import frames
from screens.people.walk import Walk
from screens.text import Align, Tone
from screens.verbs import open_menu
from screens.widgets.columns import Column
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable

EMPTY = (
    "No invoice is on file.",
    "a takes in the file a carrier sent; docs/benefits.md names its columns.",
)
UNPLANNED = ("There is no plan file, so no carrier.", "docs/benefits.md shows how to write one: benefits.yaml.")


class InvoicesScreen(WrittenList[Invoice]):
    """`invoices [CARRIER]`: enter opens one; a takes in another."""

    NAME = "invoices"
    HINT = "type / to filter: a carrier, a month, a file"
    HEADINGS = (
        "id",
        "month",
        "carrier",
        "lines",
        "billed",
        "differences",
        "differ_by",
        "expected_back",
        "loaded",
        "file",
    )
    WHAT = "invoices"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.found: Overview | None = None
        self.counts: dict[int, tuple[int, int] | None] = {}
        self.line = Line()

    def columns(self) -> Iterable[Column[Invoice]]:
        """Month, carrier, what was billed and how it differs."""
        return (
            Column("month", "Month", 7, text=lambda each: f"{each.month:%Y-%m}"),
            Column("carrier", "Carrier", 12, grow=1, text=self._label),
            Column("rows", "Lines", 6, 1, Align.RIGHT, text=lambda each: f"{each.rows:,}"),
            Column("billed", "Billed", 12, align=Align.RIGHT, text=lambda each: self._money(each.billed)),
            Column("count", "Differ", 6, align=Align.RIGHT, text=self._count, tone=self._tone),
            Column("amount", "By", 12, align=Align.RIGHT, text=self._amount, tone=self._tone),
            Column("expected", "Expected back", 13, 2, Align.RIGHT, text=self._expected),
            Column("loaded", "Loaded", 10, 4, text=lambda each: each.loaded, tone=lambda _: Tone.MUTED),
            Column("file", "File", 16, 3, grow=1, text=lambda each: each.file, tone=lambda _: Tone.MUTED),
        )

    def body(self) -> Iterable[Widget]:
        """How many there are, the filter, and the list."""
        yield self.line
        yield self.filter_line
        yield self.table

    def begin(self) -> None:
        """Read the list; its differences are counted one invoice after another."""
        ctx, carrier = self.ctx, self.argument.strip()
        self.work_on(lambda: service.invoices(ctx, carrier), self._show, hold=self.found is None)

    def _show(self, found: Overview) -> None:
        self.found, self.counts = found, {}
        self.hold(found.invoices, *(EMPTY if found.carriers else UNPLANNED))
        self._say()
        self._count_next(found)

    def _say(self) -> None:
        found = self.found
        if found is None:
            return
        count = f"{len(found.invoices):,} invoice{'' if len(found.invoices) == 1 else 's'}"
        owed = sum(found.expected.values())
        whose = self.argument.strip() or "all carriers"
        self.line.update(f" {frames().between} ".join([count, whose, f"{self._money(owed)} expected back"]))
        differ = sum(1 for each in self.counts.values() if each and each[0])
        self.show_heading(f"{differ:,} differ{'s' if differ == 1 else ''} from enrolment" if differ else "")

    def _count_next(self, found: Overview) -> None:
        """Count the differences of the next of the latest invoices, on a thread."""
        left = next((each for each in found.invoices[:LATEST] if each.id not in self.counts), None)
        if left is None or found is not self.found:
            return
        ctx, id_ = self.ctx, left.id

        def counted(made: tuple[int, int] | None) -> None:
            if found is self.found:
                self.counts[id_] = made
                self.table.refresh_rows()
                self._say()
                self._count_next(found)

        def failed(error: HrError) -> None:
            self.say(error, error=True)
            counted(None)

        self.work_on(lambda: service.counted(ctx, id_), counted, failed)

    def found_by(self, row: Invoice) -> Iterable[object]:
        """Carrier, month, what was billed, and the file."""
        return row.carrier, self._label(row), f"{row.month:%Y-%m}", self._money(row.billed), row.file, row.loaded

    def cells(self, row: Invoice) -> Sequence[object]:
        """The list, amounts in the currency's own unit; how it differs where that was counted."""
        made = self.counts.get(row.id)
        owed = self.found.expected.get(row.id, 0) if self.found else 0
        differ = (made[0], Money(made[1]).amount) if made else ("", "")
        return (
            row.id, f"{row.month:%Y-%m}", row.carrier, row.rows, Money(row.billed).amount, *differ, Money(owed).amount,
            row.loaded, row.file,
        )  # fmt: skip

    def stem(self) -> str:
        """Invoices, of a carrier where only those are listed."""
        return "-".join(filter(None, ["invoices", self.argument.strip(), str(self.ctx.day)]))

    # -- keys

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the invoice's differences; n and p walk through the invoices that are listed."""
        from screens.benefits.reconcile import InvoiceScreen

        walk = Walk(array("q", (self.rows[at].id for at in self.table.ids)), event.index)
        self.app.push_screen(InvoiceScreen(str(self.rows[event.row_id].id), walk))

    def do_load(self) -> None:
        """Take in an invoice as a carrier sent it."""
        carriers = [each for each in self.found.carriers if each.invoice] if self.found else []
        if not carriers:
            self.say("No carrier of the plan file has an invoice mapping (docs/benefits.md).", error=True)
            return
        ask_invoice(self, carriers, self._loaded)

    def _loaded(self, made: Loaded) -> None:
        self.shell.changed()
        self.reload()
        self.say(f"{made.sentence} u undoes it.")

    def do_credits(self) -> None:
        """Show the credits that carriers owe."""
        self.shell.go(f"credits {self.argument}".strip())

    def do_withheld(self) -> None:
        """Show what payroll withheld in the month of the invoice under the cursor, or in this one."""
        each = self.at()
        self.shell.go(f"withheld {(each.month if each else self.ctx.day):%Y-%m}")

    def do_census(self) -> None:
        """Write who has a carrier's plans today."""
        carriers = self.found.carriers if self.found else ()
        if not any(each.census for each in carriers):
            self.say("No carrier of the plan file has a census mapping (docs/benefits.md).", error=True)
            return
        ask_census(self, carriers)

    def do_menu(self) -> None:
        """Offer what can be done here."""
        open_menu(self, self.title_line)

    # -- cells

    def _label(self, each: Invoice) -> str:
        carriers = self.found.carriers if self.found else ()
        return next((one.label for one in carriers if one.name == each.carrier), each.carrier)

    def _money(self, cents: int) -> str:
        return format_money(Money(cents), self.ctx.config.style)

    def _count(self, each: Invoice) -> str:
        if each.id not in self.counts:
            return ""
        made = self.counts[each.id]
        return "?" if made is None else f"{made[0]:,}"

    def _amount(self, each: Invoice) -> str:
        made = self.counts.get(each.id)
        return self._money(made[1]) if made and made[0] else ""

    def _tone(self, each: Invoice) -> Tone:
        made = self.counts.get(each.id)
        return Tone.WARN if made and made[0] else Tone.GOOD

    def _expected(self, each: Invoice) -> str:
        owed = self.found.expected.get(each.id, 0) if self.found else 0
        return self._money(owed) if owed else ""
