"""An invoice against enrolment, and what payroll withheld against enrolment: two comparisons, a screen each."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from hrtui.benefits.billing import service
from hrtui.benefits.billing.credits import creditable
from hrtui.benefits.billing.model import Credit, CreditState, Deducted, Difference, Invoice
from hrtui.benefits.billing.months import read_month
from hrtui.benefits.billing.reading import Opened
from hrtui.dates import add_months
from hrtui.errors import HrError, NotFound
from hrtui.people.model import Done
from screens.benefits.billforms import ask_send
from screens.benefits.differences import DifferencesScreen
from screens.frames import frames
from screens.people.walk import Walk
from screens.text import Tone
from screens.widgets.detail import Fact

AGREES = ("The invoice agrees with enrolment.", "q goes back.")


class InvoiceScreen(DifferencesScreen):
    """`invoice ID`: what differs from who was enrolled in its month; e expects a credit, S writes the list to send, n and p go
    through the invoices of the list it was opened from, else of all."""

    NAME = "invoice"

    def __init__(self, argument: str = "", walk: Walk | None = None) -> None:
        super().__init__(argument)
        self.walk = walk
        self.found: Opened | None = None
        self._credited: dict[tuple[int | None, str, str, int], Credit] = {}

    @property
    def title_line(self) -> str:
        """Whose invoice of which month."""
        held = self.found.made.invoice if self.found else None
        return "Invoice" if held is None else f"Invoice of {held.carrier}, {held.month:%Y-%m}"

    def begin(self) -> None:
        """Compare it."""
        ctx, text = self.ctx, self.argument.strip()
        if not text.isdigit():
            self.say(NotFound("“invoice” is followed by its number in the list; invoices shows it."), error=True)
            return
        self.work_on(lambda: service.opened(ctx, int(text)), self._show, self._failed_to, hold=self.found is None)

    def _failed_to(self, error: HrError) -> None:
        self.table.set_empty("It cannot be compared.")
        self.table.refresh_rows()
        self.say(error, error=True)

    def _show(self, found: Opened) -> None:
        self.found = found
        self._credited = {(each.person, each.kind, each.plan, each.amount): each for each in found.credits}
        made = found.made
        count = f"{len(made.differences):,} difference{'' if len(made.differences) == 1 else 's'}"
        place, of = self.walk.place() if self.walk else "", f"{made.invoice.carrier} {made.invoice.month:%Y-%m}"
        sums = [count, f"billed {self.money(made.invoice.billed)}", f"enrolled {self.money(made.expected)}"]
        whole, short = (f" {frames().between} ".join(filter(None, [place, *said, *sums])) for said in ([of], []))
        self.line.update(whole, shorter=[short])
        self.show_heading(f"{count} to put right" if made.differences else "")
        self.show_differences(made.differences, *AGREES)
        if made.notices:
            self.say(" ".join(made.notices))

    def facts(self, each: Difference) -> Iterable[Fact]:
        """Both sides, the line as the carrier wrote it, and how a credit for it stands."""
        yield from super().facts(each)
        line = self.found.lines.get(each.line) if self.found else None
        if line is not None:
            parts = [line.member_id, line.name, line.plan, line.tier.replace("_", " "), self.money(line.amount)]
            yield Fact(f"Row {line.line}", f" {frames().between} ".join(part for part in parts if part))
        held = self._credited.get((each.person, each.kind, each.plan, each.amount))
        if held is not None:
            tone = Tone.WARN if held.state is CreditState.EXPECTED else Tone.GOOD
            yield Fact("Credit", " ".join(filter(None, [held.state.value, held.note])), tone)

    # -- keys

    def do_expect(self) -> None:
        """Expect a credit for the difference under the cursor, or the marked ones."""
        chosen = [each for each in self.marked() if creditable(each)]
        if not chosen:
            self.say("No credit can be expected for it: no money differs.")
            return
        wanted = frozenset(chosen)
        self._expect(lambda each: each in wanted)

    def do_expect_all(self) -> None:
        """Expect a credit for every difference that is worth one."""
        self._expect(None)

    def _expect(self, chosen: Callable[[Difference], bool] | None) -> None:
        if self.found is not None:
            ctx, id_ = self.ctx, self.found.made.invoice.id
            self.work_on(lambda: service.expect_credits(ctx, id_, chosen), self._expected, hold=True)

    def _expected(self, done: Done) -> None:
        self.table.set_marks(())
        self.tell_done(done)

    def do_send(self) -> None:
        """Write the differences for the carrier."""
        if self.found is None or not self.rows:
            self.say("There is nothing to write.")
        else:
            ask_send(self, self.found.made.invoice)

    def stem(self) -> str:
        """The carrier and the month of the invoice."""
        held = self.found.made.invoice if self.found else None
        return f"{held.carrier}-{held.month:%Y-%m}" if held else self.NAME

    def do_next(self) -> None:
        """Show the next invoice."""
        self._step(1)

    def do_previous(self) -> None:
        """Show the invoice before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self.walk is not None:
            self._walk_by(self.walk, by)
            return
        ctx, here = self.ctx, self.argument.strip()

        def walk(held: Sequence[Invoice]) -> None:
            ids = array("q", (each.id for each in held))
            at = next((place for place, id_ in enumerate(ids) if str(id_) == here), None)
            if at is None:
                self.say("There is no list of invoices that this one stands in.")
            else:
                self.walk = Walk(ids, at)
                self._walk_by(self.walk, by)

        self.work_on(lambda: service.invoices(ctx).invoices, walk, hold=True)

    def _walk_by(self, walk: Walk, by: int) -> None:
        id_ = walk.step(by)
        if id_ is None:
            self.say("This is the last invoice of the list." if by > 0 else "This is the first invoice of the list.")
        else:
            self.argument = str(id_)
            self.table.set_marks(())
            self.begin()

    def do_credits(self) -> None:
        """Show the credits that the carrier owes."""
        if self.found is not None:
            self.shell.go(f"credits {self.found.made.invoice.carrier}")

    def do_withheld(self) -> None:
        """Show what payroll withheld in the month of the invoice."""
        if self.found is not None:
            self.shell.go(f"withheld {self.found.made.invoice.month:%Y-%m}")


class WithheldScreen(DifferencesScreen):
    """`withheld [MONTH]`: what final runs withheld for plans against elections in force on their pay dates."""

    NAME = "withheld"
    SIDES = ("To withhold", "Withheld")
    HEADINGS = ("difference", "number", "name", "plan", "to_withhold", "withheld", "amount")

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self._month: date | None = None

    def begin(self) -> None:
        """Compare the month the address names, else this one."""
        ctx, text = self.ctx, self.argument.strip()
        try:
            if self._month is None:
                self._month = read_month(text) if text else ctx.day.replace(day=1)
        except HrError as error:
            self.say(error, error=True)
            return
        month = self._month
        self.work_on(lambda: service.deductions(ctx, month), self._show, self._failed_to)

    def visit(self, argument: str) -> None:
        """Come back, to another month where one is named."""
        self._month = None
        super().visit(argument)

    def _failed_to(self, error: HrError) -> None:
        self.line.update(f"{self._month:%Y-%m}" if self._month else "")
        self.show_heading("")
        self.show_differences([], str(error), "[ and ] show other months.")

    def _show(self, made: Deducted) -> None:
        count = f"{len(made.differences):,} difference{'' if len(made.differences) == 1 else 's'}"
        runs = f"{len(made.runs):,} final run{'' if len(made.runs) == 1 else 's'}"
        waiting = [f"not final yet: {', '.join(made.waiting)}"] if made.waiting else []
        self.line.update(f" {frames().between} ".join([f"Checks of {made.month:%Y-%m}", count, runs, *waiting]))
        self.show_heading(count if made.differences else "")
        self.show_differences(made.differences, "Payroll withheld what elections ask for.", "q goes back.")
        if made.notices:
            self.say(" ".join(made.notices))

    def stem(self) -> str:
        """The month that is compared."""
        return f"withheld-{self._month:%Y-%m}" if self._month else self.NAME

    def do_next(self) -> None:
        """Show the month after."""
        self._step(1)

    def do_previous(self) -> None:
        """Show the month before."""
        self._step(-1)

    def _step(self, months: int) -> None:
        if self._month is not None:
            self._month = add_months(self._month, months)
            self.begin()
