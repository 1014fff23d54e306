"""The preview of a pay date: everyone's check before anything is final; where payslips are opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget

from hrtui.context import Context
from hrtui.errors import HrError
from hrtui.payroll import beside, service
from hrtui.payroll.model import PayDate, Preview, Totals
from hrtui.payroll.paycheck import Paycheck
from screens.base import HrScreen
from screens.frames import frames
from screens.payroll import listing
from screens.payroll.address import read_group_and_day
from screens.payroll.roll import Roll
from screens.payroll.rows import PreviewRows
from screens.payroll.side import Side
from screens.text import Tone
from screens.verbs import open_menu
from screens.widgets.lines import Line
from screens.widgets.progress import Progress, Work
from screens.widgets.table import VirtualTable

WIDE = 150
COMPUTING = "Computing"
NOT_FINAL = "preview, nothing is paid"
Asked = tuple[str, date | None]


class PayrollScreen(HrScreen):
    """`payroll [GROUP] [DATE]`: which pay date it is, everyone's check, and beside them, where there is room, a picture."""

    NAME = "payroll"
    DEFAULT_CSS = """
    PayrollScreen Horizontal { height: 1fr; }
    PayrollScreen Side { display: none; }
    PayrollScreen.-wide Side { display: block; }
    """

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.line = Line()
        self.progress = Progress()
        self.rows = PreviewRows(self)
        self.side = Side()
        self._asked: Asked = ("", None)
        self._day: date | None = None
        self._work: Work | None = None

    @property
    def made(self) -> Preview | None:
        """The preview that is shown."""
        return self.rows.made

    def body(self) -> Iterable[Widget]:
        """The pay date, or how far it is computed; the rows, and the picture."""
        yield self.line
        yield self.progress
        with Horizontal():
            yield self.rows
            yield self.side

    def on_mount(self) -> None:
        """The list has the keys."""
        self.rows.table.focus()

    def on_unmount(self) -> None:
        """Stop computing for nobody."""
        self._stop()

    def on_resize(self, event: events.Resize) -> None:
        """Show the picture where there is room."""
        self.set_class(event.size.width >= WIDE, "-wide")

    # -- computing

    def begin(self) -> None:
        """Compute what the address says."""
        config = self.ctx.config
        names = [group.name for group in config.pay_groups]
        try:
            asked = read_group_and_day(self.argument, names, self.ctx.clock.today(), config.style.month_first)
        except HrError as error:
            self._refused(self._work, error)
            return
        self._compute(asked)

    def reload(self) -> None:
        """Compute again, with the rows of before shown meanwhile; as of another day without them, for that day."""
        if self._day != self.ctx.day:
            self._asked = (self._asked[0], None)
            self.rows.forget()
        self._compute(self._asked)

    def do_again(self) -> None:
        """Compute again."""
        self.reload()

    def do_back(self) -> bool:
        """Stop computing, else clear the filter, else leave."""
        if self._work is not None:
            self._stop()
            return True
        return self.rows.clear_filter()

    def _compute(self, asked: Asked) -> None:
        self._stop()
        ctx, (group, day) = self.ctx, asked
        self._day = ctx.day
        work = self._work = Work(lambda done, total: self.call_later(self.progress.tell, done, total))
        self.progress.start(COMPUTING)
        self.line.display = False
        if self.made is None:
            self.rows.table.show_loading(COMPUTING)
        self.work_on(
            lambda: service.preview(ctx, group, day, work.progress, work.cancelled),
            partial(self._computed, work, asked),
            partial(self._refused, work),
        )

    def _stop(self) -> None:
        if self._work is not None:
            self._work.stop()

    def _is_done(self, work: Work | None) -> bool:
        """Whether this was the work awaited; its progress goes away."""
        if work is not self._work:
            return False
        self._work = None
        self.progress.stop()
        self.line.display = True
        return True

    def _refused(self, work: Work | None, error: HrError) -> None:
        if self._is_done(work):
            self.say(error, error=True)
            self.rows.show_nothing(str(error))
            if self.made is None:
                self.show_heading("")
                self.line.update("No pay date is shown.", Tone.MUTED)

    def _computed(self, work: Work, asked: Asked, made: Preview | None) -> None:
        if not self._is_done(work):
            return
        if made is None:
            self.say(f"Stopped; {'what was computed before is shown' if self.made else 'nothing was computed'}.")
            self.rows.show_nothing("Stopped; nothing was computed.", "R computes it.")
            return
        due = made.pay_date
        self._asked = (due.group, asked[1])
        self.show_heading(_attention(made.totals))
        self.line.update(self._described(due))
        self.side.show_dates(due, service.pay_dates(self.ctx, due.group, due.check))
        self.rows.show(
            made,
            f"No one is paid in group “{due.group}” for {due.period.start} to {due.period.end}.",
            "A change of pay puts a person into a pay group; ] shows the next pay date.",
        )

    def _described(self, due: PayDate) -> str:
        groups = self.ctx.config.pay_groups
        at = next((place for place, group in enumerate(groups) if group.name == due.group), 0)
        which = f" ({at + 1} of {len(groups)})" if len(groups) > 1 else ""
        parts = [f"{due.group}{which}", f"{due.period.start} to {due.period.end}", f"check {due.check:%a} {due.check}"]
        return f" {frames().between} ".join([*parts, groups[at].frequency.value])

    # -- other dates and groups

    def do_date_next(self) -> None:
        """Show the pay date after."""
        self._go_to(beside.pay_date_after)

    def do_date_previous(self) -> None:
        """Show the pay date before."""
        self._go_to(beside.pay_date_before)

    def _go_to(self, step: Callable[[Context, PayDate], PayDate]) -> None:
        if self.made is None:
            return
        try:
            due = step(self.ctx, self.made.pay_date)
        except HrError as error:
            self.say(error, error=True)
        else:
            self._compute((due.group, due.check))

    def do_group(self) -> None:
        """Show the next pay group."""
        names = [group.name for group in self.ctx.config.pay_groups]
        if len(names) < 2:
            self.say(f"There is one pay group, {names[0]}." if names else "No pay group is configured.")
            return
        group, day = self._asked
        at = names.index(group) if group in names else -1
        self._compute((names[(at + 1) % len(names)], day))

    def do_runs(self) -> None:
        """Show the runs of the year."""
        self.shell.go("runs")

    # -- rows

    def do_filter(self) -> None:
        """Type into the filter."""
        self.rows.filter.begin()

    def do_sort(self) -> None:
        """Choose the column to sort by; the same again turns the order round."""
        from screens.widgets.menu import Menu, MenuItem

        order = self.rows.order

        def chosen(key: str | None) -> None:
            if key is not None:
                self.rows.sort(key, key == order.key and not order.descending, self.rows.person)

        turn = f"in use{', last first' if order.descending else ''}; again turns it round"
        items = [MenuItem(key, label, turn if key == order.key else "") for key, label in listing.SORTS.items()]
        self.app.push_screen(Menu("Sort by", items), chosen)

    def do_menu(self) -> None:
        """Offer what can be done here."""
        row = self.rows.row
        open_menu(self, row.row.name if row else self.title_line)

    def do_export(self) -> None:
        """Write the rows shown, or those marked, to a file."""
        from screens.exporting import Export, ask

        made = self.made
        if made is None:
            return
        ctx, places, due = self.ctx, self.rows.picked, made.pay_date

        def write(path: Path, _columns: Sequence[str], _rows: str, _progress: object) -> int:
            return beside.export_preview(ctx, made, places, path)

        intro = f"{len(places):,} rows in this order. The file says what people earn: keep it safe."
        ask(self, Export("rows", f"payroll-{due.group}-{due.check}", write, intro=intro))

    def do_record(self) -> None:
        """Open the record of the person under the cursor."""
        row = self.rows.row
        if row is not None:
            self.shell.go(f"emp {row.row.number}")

    def do_why(self) -> None:
        """Show where the net pay of the person under the cursor comes from."""
        row, made, ctx = self.rows.row, self.made, self.ctx
        if row is None or made is None:
            return
        number, day = row.row.number, made.pay_date.check
        self.work_on(lambda: service.paycheck(ctx, number, day), self._show_why, hold=True)

    def _show_why(self, check: Paycheck) -> None:
        from screens.widgets.why import WhyTree

        self.app.push_screen(WhyTree(check.net_why))

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the payslip, with the list to walk through."""
        from screens.payroll.payslip import PayslipScreen

        row, made = self.rows.row, self.made
        if row is not None and made is not None:
            roll = Roll(self.rows.people_in_order(), event.index, self.rows.number_of, self.rows.go_to)
            self.app.push_screen(PayslipScreen(f"{row.row.number} {made.pay_date.check}", roll))

    def on_virtual_table_failed(self, event: VirtualTable.Failed) -> None:
        """Say why rows are missing."""
        self.say(event.error, error=True)

    def on_preview_rows_summed(self, event: PreviewRows.Summed) -> None:
        """Draw what the rows come to."""
        self.side.show_sums(event.sums, self.ctx.config.style)


def _attention(totals: Totals) -> str:
    if not totals.blocked:
        return NOT_FINAL
    blocked = f"{totals.blocked:,} of {totals.people:,} blocked"
    failed = f", {totals.not_computed:,} not computed" if totals.not_computed else ""
    return f"{blocked}{failed}; {NOT_FINAL}"
