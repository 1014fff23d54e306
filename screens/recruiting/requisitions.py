"""The list of requisitions: who is wanted, how many apply, what each waits for; enter opens its board."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from hrtui.money import format_money
from hrtui.people.model import Done
from hrtui.recruiting import service
from hrtui.recruiting.model import Requisition, RequisitionState
from hrtui.recruiting.reading import UNDER_WAY
from hrtui.recruiting.rules import LISTED, SPOKEN
from hrtui.recruiting.service import RequisitionLine
from screens.frames import frames
from screens.listing import ListScreen
from screens.text import Align, Tone
from screens.widgets.columns import Column
from screens.widgets.lines import Span
from screens.widgets.table import VirtualTable

EMPTY = ("Nobody is wanted.", "a writes a requisition; v shows those that are over.")
NO_MATCH = ("No requisition matches.", "Esc shows all; v those that are over too.")
WAITING, GOOD = (RequisitionState.DRAFT, RequisitionState.REQUESTED, RequisitionState.ON_HOLD), (RequisitionState.OPEN,)


class RequisitionsScreen(ListScreen[RequisitionLine]):
    """`requisitions [WORDS]`: those under way, newest first."""

    NAME = "requisitions"
    HINT = "type / to filter: a title, a department, a manager"
    LINES = 3
    WATCHES = "recruiting"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.lines: dict[int, RequisitionLine] = {}
        self.every = False
        self._made = ""

    def columns(self) -> Iterable[Column[RequisitionLine]]:
        """Who is wanted, how many apply, and how far it is."""
        return (
            Column("number", "Number", 12, text=lambda each: each.requisition.number),
            Column("title", "Title", 16, grow=3, text=lambda each: each.requisition.title),
            Column("department", "Department", 11, 2, grow=1, text=lambda each: each.requisition.department),
            Column("manager", "Hiring manager", 14, 3, grow=1, text=lambda each: each.requisition.manager_name),
            Column("openings", "Open", 4, align=Align.RIGHT, text=lambda each: each.requisition.openings),
            Column("active", "Active", 6, align=Align.RIGHT),
            Column("hired", "Hired", 5, 1, align=Align.RIGHT),
            Column("state", "State", 11, text=lambda each: LISTED[each.requisition.state], tone=_tone),
            Column("days", "Days", 5, 4, align=Align.RIGHT),
            Column("recruiter", "Recruiter", 10, 5, text=lambda each: each.requisition.recruiter),
        )

    def reload(self) -> None:
        """Read anew, keys waiting, so that none meets what was before."""
        self.find(hold=True)

    def find(self, hold: bool = False) -> None:
        """Read the requisitions that the filter finds."""
        ctx, words = self.ctx, self.filter_line.text
        states = tuple(RequisitionState) if self.every else UNDER_WAY
        self.read(lambda: service.requisition_list(ctx, states, words), self._show, hold=hold)

    def _show(self, found: list[RequisitionLine]) -> None:
        self.lines = {each.requisition.id: each for each in found}
        self.table.refresh_rows()
        self.table.set_empty(*(NO_MATCH if self.filter_line.text else EMPTY))
        self.table.set_ids(array("q", self.lines), self._keep())
        self._made = ""
        self.filter_line.show_note(f"{len(found):,} {'in all' if self.every else 'under way'}")
        waiting = sum(any(role in self.ctx.actor.roles for role in each.waits_for) for each in found)
        self.show_heading(f"{waiting:,} to approve" if waiting else "")

    def tell_done(self, done: Done) -> None:
        """Show what was done, the cursor on the requisition it was done to, or that was written."""
        self._made = done.numbers[0] if isinstance(done, service.Worked) and done.numbers else ""
        super().tell_done(done)

    def _keep(self) -> int | None:
        """The requisition that was just written or moved, else the one under the cursor."""
        made = (id_ for id_, line in self.lines.items() if line.requisition.number == self._made)
        return next(made, self.table.current)

    def page(self, ids: Sequence[int]) -> list[RequisitionLine | None]:
        """The requisitions of some ids."""
        return [self.lines.get(id_) for id_ in ids]

    def about(self, row: RequisitionLine) -> Iterable[Sequence[Span]]:
        """The range of pay, why people are wanted, and what is awaited."""
        each, between, style = row.requisition, f" {frames().between} ", self.ctx.config.style
        pay = "no range of pay shown"
        if each.low and each.high:
            low, high = (format_money(amount, style, symbol=True) for amount in (each.low, each.high))
            pay = f"{low} to {high} {each.basis.value}"
        yield [(f"{each.number} {each.title}", "line--strong"), (f"{between}{pay}", "")]
        why = each.justification or "No justification yet"
        yield [(f"{why}{between}{each.location or 'any place'}", "line--muted")]
        waits = f"{SPOKEN[each.state].capitalize()} {_for(row.days)}"
        if row.waits_for:
            waits = f"Waits for {', '.join(row.waits_for)}"
        said = f"{waits}{between}{each.note}" if each.note else waits
        yield [(said, "line--warn" if row.waits_for else "line--muted")]

    def at(self) -> Requisition | None:
        """The requisition under the cursor; says so where there is none."""
        line = self.lines.get(self.table.current or 0)
        if line is None:
            self.say("There is no requisition under the cursor.")
        return line.requisition if line else None

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the board."""
        line = self.lines.get(event.row_id)
        if line is not None:
            self.shell.go(f"board {line.requisition.number}")

    # -- keys

    def do_every(self) -> None:
        """Show those that are over too, or those under way again."""
        self.every = not self.every
        self.find()

    def do_report(self) -> None:
        """Show the figures of all together."""
        self.shell.go("recruiting-report")

    def do_candidates(self) -> None:
        """Show everyone who may be hired."""
        self.shell.go("candidates")

    def do_add(self) -> None:
        """Write a requisition."""
        from screens.recruiting.requisitionforms import ask_adding

        ask_adding(self)

    def do_edit(self) -> None:
        """Change the requisition under the cursor."""
        from screens.recruiting.requisitionforms import ask_changing

        held = self.at()
        if held is not None:
            ask_changing(self, held)

    def do_request(self) -> None:
        """Ask for the approval of the one under the cursor."""
        held, ctx = self.at(), self.ctx
        if held is not None:
            number, expected = held.number, held.stamp.command if held.stamp else None
            self.work_on(lambda: service.request_approval(ctx, number, expected=expected), self.tell_done)

    def do_approve(self) -> None:
        """Approve the one under the cursor."""
        self._answer(refuse=False)

    def do_refuse(self) -> None:
        """Refuse the one under the cursor."""
        self._answer(refuse=True)

    def _answer(self, *, refuse: bool) -> None:
        from screens.recruiting.requisitionforms import ask_answer

        held = self.at()
        if held is not None:
            ask_answer(self, held, self.lines[held.id].waits_for, refuse=refuse)

    def do_open(self) -> None:
        """Let candidates apply."""
        self._move(RequisitionState.OPEN)

    def do_hold(self) -> None:
        """Stop for a while."""
        self._move(RequisitionState.ON_HOLD)

    def do_fill(self) -> None:
        """Record that it is filled."""
        self._move(RequisitionState.FILLED)

    def do_cancel(self) -> None:
        """End it without a hire."""
        self._move(RequisitionState.CANCELLED)

    def do_close(self) -> None:
        """End it."""
        self._move(RequisitionState.CLOSED)

    def _move(self, to: RequisitionState) -> None:
        from screens.recruiting.requisitionforms import ask_moving

        held = self.at()
        if held is not None:
            ask_moving(self, held, to)


def _for(days: int) -> str:
    return f"for {days:,} day{'s' if days > 1 else ''}" if days else "since today"


def _tone(line: RequisitionLine) -> Tone:
    state = line.requisition.state
    return Tone.WARN if state in WAITING else Tone.GOOD if state in GOOD else Tone.MUTED
