"""The returns and deposits of a year by their due days: what is owed, what is missing, what was written."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence

from textual.widget import Widget

from hrtui.money import Money, NumberStyle, format_money
from hrtui.payroll.filing import service
from hrtui.payroll.filing.model import Paper, Year, YearItem, standing
from screens.frames import frames
from screens.payroll.yearscreen import YearScreen
from screens.text import Align, Tone
from screens.widgets.columns import Column
from screens.widgets.detail import Detail, Fact
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable

STANDING: Mapping[str, Tone] = {
    "deposited": Tone.GOOD, "filed": Tone.GOOD, "short": Tone.BAD, "written": Tone.GOOD, "past due": Tone.BAD,
    "runs open": Tone.WARN, "nothing": Tone.MUTED, "running": Tone.MUTED, "to deposit": Tone.WARN, "to file": Tone.WARN,
    "own schedule": Tone.MUTED,
}  # fmt: skip


class FilingsScreen(YearScreen):
    """`filings [YEAR]`: by due day; enter opens the return or the deposits, below the list what is known and missing."""

    NAME = "filings"
    DEFAULT_CSS = """
    FilingsScreen Detail { height: 8; border-top: solid $panel; padding: 0 1; }
    """

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.found: Year | None = None
        self.line = Line()
        columns: tuple[Column[YearItem], ...] = (
            Column("due", "Due", 10, text=lambda each: each.due or ""),
            Column("title", "What", 20, grow=1, most=48),
            Column("owed", "Amount", 14, align=Align.RIGHT, text=self._owed),
            Column("standing", "Standing", 12, text=self._standing, tone=lambda each: STANDING[self._standing(each)]),
            Column("sent", "Sent", 10, 1, text=lambda each: each.mark.on if each.mark else ""),
            Column("written", "Written", 10, 2, text=lambda each: each.filed.at.date() if each.filed else ""),
        )
        self.table: VirtualTable[YearItem] = VirtualTable(columns, self._page, empty=("Reading",), moved=self._moved)
        self.facts = Detail()

    def body(self) -> Iterable[Widget]:
        """The year, the list, and what there is to know about the line under the cursor."""
        yield self.line
        yield self.table
        yield self.facts

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    def begin(self) -> None:
        """Read the year."""
        ctx, year = self.ctx, self._year
        self.work_on(lambda: service.overview(ctx, year), self._show, self._refused)

    def _refused(self, error: Exception) -> None:
        self.found = None
        self.line.update(f"Filings of {self._year}")
        self.table.set_empty("Nothing is known of this year.", "[ and ] show other years.")
        self.table.set_ids(array("q"))
        self.facts.show("", [])
        self.say(error, error=True)

    def _show(self, found: Year) -> None:
        at = self.table.current
        self.found = found
        self.table.set_ids(array("q", range(len(found.items))), at if at is not None else self._first(found))
        missing = len(found.blockers)
        self.show_heading(f"{missing} to enter first" if missing else "")
        left = sum(STANDING[self._standing(each)] in (Tone.WARN, Tone.BAD) for each in found.items)
        self.line.update(f"Filings of {self._year} {frames().between} {left} to do")
        self._moved(self.table.current)

    def _first(self, found: Year) -> int | None:
        """The first line that is to be done."""
        tones = (Tone.WARN, Tone.BAD)
        return next((at for at, each in enumerate(found.items) if STANDING[self._standing(each)] in tones), None)

    def _page(self, ids: Sequence[int]) -> list[YearItem | None]:
        items = self.found.items if self.found is not None else ()
        return [items[id_] if id_ < len(items) else None for id_ in ids]

    def _owed(self, each: YearItem) -> str:
        return "" if each.cents is None else format_money(Money(each.cents), self.ctx.config.style)

    def _standing(self, each: YearItem) -> str:
        return standing(each, self.ctx.day)

    def _moved(self, row_id: int | None) -> None:
        found = self.found
        if found is None or row_id is None or row_id >= len(found.items):
            self.facts.show("", [])
            return
        self.facts.show(found.items[row_id].title, list(_facts(found.items[row_id], found, self.ctx.config.style)))

    # -- keys

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the return, or the deposits."""
        if self.found is not None and event.row_id < len(self.found.items):
            item = self.found.items[event.row_id]
            self.shell.go(f"filing {item.paper} {self._year} {item.quarter or ''}".rstrip())

    @property
    def item(self) -> YearItem | None:
        """The return or deposit under the cursor."""
        at = self.table.current
        return (
            self.found.items[at] if self.found is not None and at is not None and at < len(self.found.items) else None
        )

    def do_sent(self) -> None:
        """Ask on which day it was deposited or filed, and note it."""
        from screens.payroll.sentform import ask_sent

        if self.item is not None:
            ask_sent(self, self._year, self.item)

    def do_unsent(self) -> None:
        """Take back that it was deposited or filed."""
        from hrtui.payroll.filing.marks import unmark

        item, ctx, year = self.item, self.ctx, self._year
        if item is None or item.mark is None:
            self.say("It is not noted as sent; M notes it.")
            return
        key, title = item.key, item.title

        def done(_: object) -> None:
            self.shell.changed()
            self.say(f"Taken back: {title} is not noted as sent any more.")

        self.work_on(lambda: unmark(ctx, year, key), done, hold=True)

    def do_orders(self) -> None:
        """Show what garnishment orders took."""
        self.shell.go(f"filing {Paper.ORDERS} {self._year}")

    def do_deductions(self) -> None:
        """Show what deductions came to."""
        self.shell.go(f"filing {Paper.DEDUCTIONS} {self._year}")


def _facts(item: YearItem, found: Year, style: NumberStyle) -> Iterable[Fact]:
    """What is known of a line, what is missing, and what was done."""
    if item.mark is not None:
        made = item.mark
        number = f", confirmation {made.confirmation}" if made.confirmation else ""
        sent = f"{format_money(Money(made.cents), style)} on {made.on}{number}; noted by {made.by} {made.at:%Y-%m-%d %H:%M} UTC"
        yield Fact("Sent", sent, Tone.GOOD)
    if item.short:
        yield Fact("Short", f"{format_money(Money(item.short), style)} less than is owed now", Tone.BAD)
    if item.deposit is not None:
        yield Fact("For", f"checks of {item.deposit.begins} to {item.deposit.ends}: {item.deposit.what}")
        yield Fact("Rule", item.deposit.rule)
        yield from (Fact("Note", said, Tone.MUTED) for said in found.notices if item.deposit.form == "941")
    elif item.cents is None:
        yield Fact("Known", "no run of that time is final", Tone.MUTED)
    elif item.paper in (Paper.W2, Paper.EFW2):
        yield Fact("Amount", "the wages of box 1, of everyone")
    if item.waiting:
        yield Fact("Missing", f"{item.waiting} run{'s' if item.waiting != 1 else ''} not final yet", Tone.WARN)
    if not item.ended:
        yield Fact("Missing", "the time it is about has not ended", Tone.MUTED)
    for each in found.blockers if item.deposit is None else ():
        yield Fact("Missing", f"{each.message} {each.remedy}", Tone.WARN)
    if item.filed is not None:
        yield Fact("Written", f"{item.filed.file}, {item.filed.at:%Y-%m-%d %H:%M} UTC by {item.filed.by}", Tone.GOOD)
