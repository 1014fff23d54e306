"""What closed runs owe since facts were changed back: a list of checks, each to be decided about."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from textual.widget import Widget

from hrtui.money import Money, format_money
from hrtui.payroll.runs import service
from hrtui.payroll.runs.service import Decision, Retro
from screens.base import HrScreen
from screens.frames import frames
from screens.text import Align, Tone
from screens.widgets.columns import Column
from screens.widgets.detail import Block
from screens.widgets.lines import Line, Span
from screens.widgets.table import VirtualTable

NOTHING = (
    "Closed runs owe nothing that is not decided.",
    "A row from a day that is paid already stands here; d shows what was decided.",
)
UNDECIDED = ("Nothing was decided yet.", "d shows what closed runs owe.")
SAID = {Decision.NEXT_RUN: "next run", Decision.OFF_CYCLE: "off-cycle", Decision.IGNORE: "ignore"}
LINES = 3


class RetroScreen(HrScreen):
    """`retro [GROUP]`: by run and person; n, o and i decide, d shows what was decided."""

    NAME = "retro"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.group = argument.strip()
        self.rows: list[Retro] = []
        self.decided = False
        self.line = Line()
        columns: tuple[Column[Retro], ...] = (
            Column("run", "Run", 16, grow=1, text=lambda each: each.run),
            Column("check", "Check", 10, 3, text=lambda each: each.pay_date),
            Column("number", "Number", 7, 1, text=lambda each: each.number),
            Column("name", "Name", 14, grow=2, text=lambda each: each.name),
            Column("delta", "Owed", 13, align=Align.RIGHT, text=lambda each: self._signed(each.delta), tone=_tone),
            Column("decision", "Decision", 12, text=_decision, tone=lambda each: Tone.MUTED),
            Column("paid_in", "Paid in", 16, 2, grow=1, text=lambda each: each.paid_in, tone=lambda _: Tone.MUTED),
            Column("by", "By", 8, 4, text=lambda each: each.by, tone=lambda _: Tone.MUTED),
        )
        self.table: VirtualTable[Retro] = VirtualTable(columns, self._page, empty=("Comparing",), id="retro")
        self.detail = Block([[] for _ in range(LINES)])

    def body(self) -> Iterable[Widget]:
        """How much is owed, the list, and why the check under the cursor owes it."""
        yield self.line
        yield self.table
        yield self.detail

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    def begin(self) -> None:
        """Compare what was paid with the facts of today, or read what was decided."""
        ctx, group, decided = self.ctx, self.group, self.decided
        read = service.decided if decided else service.retro
        self.work_on(lambda: read(ctx, group), lambda found: self._show(found, decided))

    def visit(self, argument: str) -> None:
        """Come back, to another group where one is named."""
        self.group = argument.strip()
        super().visit(argument)

    def _show(self, found: list[Retro], decided: bool) -> None:
        if decided is not self.decided:
            return
        at = self.table.current or 0
        self.rows = found
        self.table.set_empty(*(UNDECIDED if decided else NOTHING))
        self.table.set_ids(array("q", range(len(found))), min(at, len(found) - 1) if found else None)
        checks = f"{len(found):,} check{'' if len(found) == 1 else 's'}"
        total = self._signed(sum(each.delta for each in found))
        what = f"{checks} decided about" if decided else f"{checks} of closed runs"
        whose = f"group {self.group}" if self.group else "all groups"
        self.line.update(f" {frames().between} ".join([what, f"{total} gross", whose]))
        self.show_heading("" if decided or not found else f"{len(found):,} to decide")
        self._show_detail()

    def _page(self, ids: Sequence[int]) -> list[Retro | None]:
        return [self.rows[id_] if id_ < len(self.rows) else None for id_ in ids]

    def _at(self) -> Retro | None:
        at = self.table.current
        return self.rows[at] if at is not None and at < len(self.rows) else None

    def on_virtual_table_moved(self) -> None:
        """Say why the check under the cursor owes something."""
        self._show_detail()

    def _show_detail(self) -> None:
        each, lines = self._at(), list[list[Span]]()
        if each is not None:
            lines.append(
                [(f"{each.number} {each.name}", "line--strong"), (f" {frames().between} check {each.pay_date}", "")]
            )
            lines += [
                [(f"{one.code}: {self._money(one.due)} due by the facts of today, {self._money(one.paid)} paid", "")]
                for one in each.codes
            ]
            if each.reason:
                lines.append([(each.reason, "line--muted")])
        if len(lines) > LINES:
            lines = [*lines[: LINES - 1], [(f"and {len(lines) - LINES + 1} more codes", "line--muted")]]
        self.detail.show([*lines, *([] for _ in range(LINES))][:LINES])

    # -- keys

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the person's payslip of the closed run, or the record where there is none."""
        each = self.rows[event.index]
        paid = any(one.paid for one in each.codes) or bool(each.decision)
        self.shell.go(f"slip {each.run} {each.number}" if paid else f"emp {each.number}")

    def do_next_run(self) -> None:
        """Pay it with the next run of the group that is open."""
        self._decide(Decision.NEXT_RUN, "It is entered in the next regular run of the group that is open.")

    def do_off_cycle(self) -> None:
        """Pay it in an off-cycle run."""
        self._decide(Decision.OFF_CYCLE, "It is entered in an off-cycle run, opened where there is none.")

    def do_ignore(self) -> None:
        """Pay or take back nothing, saying why."""
        self._decide(
            Decision.IGNORE, "Nothing is paid or taken back; it is asked for again only if what is owed changes."
        )

    def do_record(self) -> None:
        """Open the person's record."""
        each = self._at()
        if each is None:
            self.say("There is no one under the cursor.")
        else:
            self.shell.go(f"emp {each.number}")

    def do_decided(self) -> None:
        """Show what was decided, or what is owed again."""
        self.decided = not self.decided
        self.table.set_ids(array("q"), None)
        self.begin()

    def _decide(self, decision: Decision, what: str) -> None:
        """Ask for the reason, and decide about the check under the cursor."""
        from screens.payroll.retroforms import ask_decision

        each = self._at()
        if each is None or each.decision:
            self.say("There is nothing to decide under the cursor.")
            return
        owed = f"{self._signed(each.delta)} of {each.name} ({each.number}) for run {each.run}."
        ask_decision(self, each, decision, (owed, what), self._told)

    def _told(self, made: Retro) -> None:
        self.shell.changed()
        self.reload()
        where = f"stands entered in run {made.paid_in}" if made.paid_in else "is ignored"
        self.say(f"{self._signed(made.delta)} of {made.name} {where}.")

    def reload(self) -> None:
        """Read the list anew; the cursor stays where it is."""
        self.begin()

    def _money(self, cents: int) -> str:
        return format_money(Money(cents), self.ctx.config.style)

    def _signed(self, cents: int) -> str:
        return ("+" if cents > 0 else "") + self._money(cents)


def _tone(each: Retro) -> Tone:
    return Tone.BAD if each.delta < 0 else Tone.STRONG


def _decision(each: Retro) -> str:
    return SAID[Decision(each.decision)] if each.decision else "to decide"
