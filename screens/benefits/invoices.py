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
from screens.base import HrScreen
from screens.benefits.billforms import ask_census, ask_invoice
from screens.frames import frames
from screens.text import Align, Tone
from screens.verbs import open_menu
from screens.widgets.columns import Column
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable

EMPTY = (
    "No invoice is on file.",
    "a takes in the file a carrier sent; docs/benefits.md says how its columns are named.",
)
UNPLANNED = ("There is no plan file, so no carrier.", "docs/benefits.md shows how to write one: benefits.yaml.")


class InvoicesScreen(HrScreen):
    """`invoices [CARRIER]`: enter opens one; a takes in another."""

    NAME = "invoices"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.found: Overview | None = None
        self.counts: dict[int, tuple[int, int] | None] = {}
        self.line = Line()
        columns: tuple[Column[Invoice], ...] = (
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
        self.table: VirtualTable[Invoice] = VirtualTable(columns, self._page, empty=("Reading",), id="invoices")

    def body(self) -> Iterable[Widget]:
        """How many there are, and the list."""
        yield self.line
        yield self.table

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    def begin(self) -> None:
        """Read the list; its differences are counted one invoice after another."""
        ctx, carrier = self.ctx, self.argument.strip()
        self.work_on(lambda: service.invoices(ctx, carrier), self._show)

    def reload(self) -> None:
        """Read the list anew; the cursor stays where it is."""
        self.begin()

    def _show(self, found: Overview) -> None:
        self.found, self.counts = found, {}
        at = self.table.current or 0
        held = found.invoices
        self.table.set_empty(*(EMPTY if found.carriers else UNPLANNED))
        self.table.set_ids(array("q", range(len(held))), min(at, len(held) - 1) if held else None)
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

    def _page(self, ids: Sequence[int]) -> list[Invoice | None]:
        held = self.found.invoices if self.found else ()
        return [held[id_] if id_ < len(held) else None for id_ in ids]

    def _at(self) -> Invoice | None:
        at = self.table.current
        return self.found.invoices[at] if self.found and at is not None and at < len(self.found.invoices) else None

    # -- keys

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the invoice's differences."""
        if self.found is not None:
            self.shell.go(f"invoice {self.found.invoices[event.row_id].id}")

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
        each = self._at()
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
