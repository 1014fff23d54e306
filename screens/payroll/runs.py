"""The runs of a year: what is open, approved and paid, with its totals; where runs are opened and entered."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from textual.widget import Widget

from hrtui.money import Money, format_money
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import FINAL, OPEN, RunLine, RunState
from screens.frames import frames
from screens.payroll.yearscreen import YearScreen
from screens.text import Align, Tone
from screens.widgets.columns import Column
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable

EMPTY = ("No run is dated in this year.", "a opens one; [ and ] show other years.")
UNSEEN = "totals are for who sees everyone's pay"


class RunsScreen(YearScreen):
    """`runs [YEAR]`: newest check first; enter opens the run."""

    NAME = "runs"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.lines: list[RunLine] = []
        self._read_at = -1
        self._new = ""
        self.line = Line()
        columns: tuple[Column[RunLine], ...] = (
            Column("number", "Run", 28, grow=1, most=40, text=lambda each: each.run.number),
            Column("kind", "Kind", 10, 3, text=lambda each: each.run.kind.replace("_", " ")),
            Column("period", "Period", 24, 4, text=lambda each: f"{each.run.begins} to {each.run.ends}"),
            Column("check", "Check", 10, 1, text=lambda each: each.run.pay_date),
            Column("state", "State", 10, text=lambda each: each.run.state.replace("_", " "), tone=_state_tone),
            Column("people", "People", 6, align=Align.RIGHT, text=_people),
            Column("gross", "Gross", 13, 2, align=Align.RIGHT, text=lambda each: self._money(each, each.totals.gross)),
            Column("net", "Net", 13, align=Align.RIGHT, text=lambda each: self._money(each, each.totals.net)),
            Column("blocked", "!", 4, align=Align.RIGHT, text=_blocked, tone=lambda _: Tone.WARN),
        )
        self.table: VirtualTable[RunLine] = VirtualTable(columns, self._page, empty=("",), id="runs")

    def body(self) -> Iterable[Widget]:
        """The year, and the list."""
        yield self.line
        yield self.table

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    def arrive(self) -> None:
        """Read the runs anew where anything was written since they were read, by whomever."""
        if self.shell.opened is not None and service.newest(self.ctx) != self._read_at:
            self.stale()
        super().arrive()

    def begin(self) -> None:
        """Read the runs of the year."""
        ctx, year = self.ctx, self.year
        self._read_at = service.newest(ctx)
        self.work_on(lambda: service.runs_of_year(ctx, year), self._show)

    def _show(self, found: list[RunLine]) -> None:
        keep = self._at()
        number, self._new = self._new or (keep.run.number if keep else ""), ""
        self.lines = found
        at = next((place for place, each in enumerate(found) if each.run.number == number), 0)
        self.table.set_empty(*EMPTY)
        self.table.set_ids(array("q", range(len(found))), at if found else None)
        waiting = sum(each.run.state in OPEN for each in found)
        self.show_heading(f"{waiting:,} on {'its' if waiting == 1 else 'their'} way" if waiting else "")
        count = f"{len(found):,} run{'s' if len(found) != 1 else ''}"
        final = [each for each in found if each.run.state in FINAL]
        paid = format_money(Money(sum(each.totals.net for each in final)), self.ctx.config.style)
        hidden = bool(final) and not any(each.totals.people for each in final)
        told = UNSEEN if hidden else f"net of those final {paid}"
        self.line.update(f" {frames().between} ".join([f"Checks of {self._year}", count, told]))

    def _at(self) -> RunLine | None:
        at = self.table.current
        return self.lines[at] if at is not None and at < len(self.lines) else None

    def _page(self, ids: Sequence[int]) -> list[RunLine | None]:
        return [self.lines[id_] if id_ < len(self.lines) else None for id_ in ids]

    def _money(self, each: RunLine, cents: int) -> str:
        return format_money(Money(cents), self.ctx.config.style) if each.totals.people else ""

    # -- keys

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the run."""
        self.shell.go(f"run {self.lines[event.index].run.number}")

    def do_add(self) -> None:
        """Ask which run to open."""
        from screens.payroll.runforms import ask_opening

        ask_opening(self, self.lines, self._opened)

    def _opened(self, number: str) -> None:
        self._new = number
        self.shell.changed()
        self.shell.go(f"run {number}")

    def do_preview(self) -> None:
        """Show everyone's next check."""
        self.shell.go("payroll")

    def do_prenotes(self) -> None:
        """Show whose accounts are not tried yet, and ask where their prenotes are written."""
        from screens.payroll.prenotes import ask_prenotes

        ask_prenotes(self)

    def do_filings(self) -> None:
        """Show the returns and deposits of the year."""
        self.shell.go(f"filings {self._year}")

    def do_retro(self) -> None:
        """Show what closed runs owe since facts were changed back."""
        self.shell.go("retro")


def _people(each: RunLine) -> str:
    return f"{each.totals.people:,}" if each.totals.people else ""


def _blocked(each: RunLine) -> str:
    return f"{each.totals.blocked:,}" if each.totals.blocked and each.run.state not in FINAL else ""


def _state_tone(each: RunLine) -> Tone:
    if each.run.state is RunState.CANCELLED:
        return Tone.MUTED
    return Tone.GOOD if each.run.state in FINAL else Tone.WARN
