"""A payslip as people know it: who and when, earnings, taxes, net, beside the year to date; each figure explained."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hrtui.context import Context
from hrtui.errors import HrError, RuleBroken
from hrtui.payroll import beside, service
from hrtui.payroll.model import PayDate
from hrtui.payroll.paycheck import Paycheck
from hrtui.people import service as people
from screens.frames import frames
from screens.payroll.address import read_person_and_day
from screens.payroll.roll import Roll
from screens.payroll.slipscreen import SlipScreen
from screens.text import Tone, shown
from screens.verbs import open_menu

NOT_PAID = "preview, nothing is paid"


class PayslipScreen(SlipScreen):
    """`payslip NUMBER [DATE]`: one person's check, walked through the list it was opened from."""

    NAME = "payslip"

    def __init__(self, argument: str = "", roll: Roll | None = None) -> None:
        super().__init__(argument, roll)
        self.check: Paycheck | None = None
        self._day: date | None = None
        self._seen_on: date | None = None

    # -- reading

    def begin(self) -> None:
        """Compute the check the address means."""
        style, today = self.ctx.config.style, self.ctx.clock.today()
        who, self._day = read_person_and_day(self.argument, today, style.month_first)
        ctx, day = self.ctx, self._day
        self._seen_on = ctx.day

        def compute() -> Paycheck:
            if not who:
                raise RuleBroken("A payslip is one person's: type payslip and their number, as in payslip 1042.")
            return service.paycheck(ctx, _number(ctx, who), day)

        self.work_on(compute, self._show, self._refused, hold=True)

    def reload(self) -> None:
        """Compute it again."""
        if self.check is None:
            self.begin()
            return
        if self._seen_on != self.ctx.day:
            self._day = None
        self._compute(self.check.number, self._day)

    def _compute(self, number: str, day: date | None) -> None:
        ctx = self.ctx
        self._seen_on = ctx.day
        self.work_on(lambda: service.paycheck(ctx, number, day), self._show, self._refused, hold=True)

    def _refused(self, error: HrError) -> None:
        self.say(error, error=True)
        if self.check is None:
            self.who.update("No payslip", Tone.MUTED)
            self.when.update("Esc goes back.")

    def _show(self, check: Paycheck) -> None:
        self.check, due = check, check.pay_date
        if self._day is not None:
            self._day = due.check
        between = f" {frames().between} "
        where = [self.roll.place] if self.roll else []
        who = (check.name, check.number, check.slip.work_state, *where)
        self.who.update(between.join(shown(part) for part in who if part), Tone.STRONG)
        self.when.update(
            between.join(
                (
                    f"pay group {due.group}",
                    f"{due.period.start} to {due.period.end}",
                    f"check date {due.check:%a} {due.check}",
                )
            )
        )
        self.show_heading(f"cannot be paid; {NOT_PAID}" if check.blockers else NOT_PAID)
        self.slip.show(check, self.ctx.config.style)

    # -- other people, other dates

    def opened_alone(self) -> str:
        """The sentence where there is no list to walk."""
        return "This payslip was opened alone; from the payroll's list n and p go through everyone."

    def show_person(self, number: str) -> None:
        """Show the check of another person of the list."""
        self._compute(number, self._day or (self.check.pay_date.check if self.check else None))

    def do_date_next(self) -> None:
        """Show the pay date after."""
        self._go_to(beside.pay_date_after)

    def do_date_previous(self) -> None:
        """Show the pay date before."""
        self._go_to(beside.pay_date_before)

    def _go_to(self, step: Callable[[Context, PayDate], PayDate]) -> None:
        if self.check is None:
            return
        try:
            due = step(self.ctx, self.check.pay_date)
        except HrError as error:
            self.say(error, error=True)
        else:
            self._day = due.check
            self._compute(self.check.number, due.check)

    # -- figures

    def do_open(self) -> None:
        """Show where the figure under the cursor comes from."""
        self.do_why()

    def do_why(self) -> None:
        """Show where the figure under the cursor comes from."""
        self.open_why()

    def do_menu(self) -> None:
        """Offer what can be done here."""
        open_menu(self, self.check.name if self.check else self.title_line)

    def do_record(self) -> None:
        """Open the person's record."""
        if self.check is not None:
            self.shell.go(f"emp {self.check.number}")


def _number(ctx: Context, who: str) -> str:
    """The number of the person meant: as it stands, or by name."""
    with ctx.store.snapshot():
        return people.resolve(ctx, who)
