"""A slip of a run as it is stored: this check beside the year to date, every figure explained, and its PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from hrtui.errors import HrError, RuleBroken
from hrtui.payroll.check.values import Blocker, notice_parts
from hrtui.payroll.model import Why
from hrtui.payroll.runs import service
from hrtui.payroll.runs.figures import slip_figures
from hrtui.payroll.runs.model import RunLine
from hrtui.payroll.runs.model import Slip as Stored
from screens.frames import frames
from screens.payroll.roll import Roll
from screens.payroll.runacts import RunActs
from screens.payroll.runlisting import dated
from screens.payroll.sliplines import Said
from screens.payroll.slipscreen import SlipScreen
from screens.text import Tone, shown
from screens.verbs import open_menu


class RunSlipScreen(RunActs, SlipScreen):
    """`slip RUN NUMBER`: one person's check in a run, walked through the list it was opened from."""

    NAME = "slip"

    def __init__(self, argument: str = "", roll: Roll | None = None) -> None:
        super().__init__(argument, roll)
        self.made: Stored | None = None
        self.run_of: RunLine | None = None
        self.whys: Mapping[str, Why] = {}

    # -- reading

    def run_line(self) -> RunLine | None:
        """The run the slip is of."""
        return self.run_of

    def person_here(self) -> tuple[str, str]:
        """Whose slip it is."""
        return (self.made.number, self.made.name) if self.made is not None else ("", "")

    def begin(self) -> None:
        """Read the slip the address means."""
        run, _, person = self.argument.strip().partition(" ")
        self._read(run, person.strip())

    def _read(self, number: str, person: str) -> None:
        ctx = self.ctx

        def read() -> tuple[RunLine, Stored]:
            if not number or not person:
                raise RuleBroken("A slip is one person's in a run: type slip, the run's number and theirs.")
            return service.run(ctx, number), service.slip(ctx, number, person)

        self.work_on(read, lambda found: self._show(*found), self._refused, hold=True)

    def _refused(self, error: HrError) -> None:
        self.say(error, error=True)
        if self.made is None:
            self.who.update("No slip", Tone.MUTED)
            self.when.update("Esc goes back.")

    def _show(self, line: RunLine, made: Stored) -> None:
        run, between = line.run, f" {frames().between} "
        self.run_of, self.made, self.whys = line, made, {}
        self.argument = f"{run.number} {made.number}"
        where = [self.roll.place] if self.roll else []
        self.who.update(
            between.join(shown(part) for part in (made.name, made.number, made.work_state, *where) if part), Tone.STRONG
        )
        parts = (run.number, run.state.replace("_", " "))
        first, *shorter = (between.join((*parts, when)) for when in dated(run, between))
        self.when.update(first, shorter=shorter)
        self.show_heading("cannot be paid" if any(each.stops for each in made.problems) else "")
        self._show_figures()
        self._explain(run.number, made)

    def _show_figures(self) -> None:
        made = self.made
        if made is not None:
            stops, others = (
                [_sentence(each) for each in made.problems if each.stops is stop] for stop in (True, False)
            )
            notices = [*(f"To accept: {each}" for each in others), *(notice_parts(note)[1] for note in made.notices)]
            self.slip.show_figures(slip_figures(made, self.whys), Said(stops, notices), self.ctx.config.style)

    def _explain(self, number: str, made: Stored) -> None:
        """Derive the figures beside the reading, where the pane shows them at once."""
        if self.has_class("-wide"):
            ctx = self.ctx
            self.work_on(
                lambda: service.derivations(ctx, number, made.number),
                partial(self._explained, made, None),
                lambda _: None,
            )

    def _explained(self, made: Stored, then: Callable[[], object] | None, whys: Mapping[str, Why]) -> None:
        if self.made is made:
            self.whys = whys
            self._show_figures()
            if then is not None:
                then()

    # -- other people

    def walks(self) -> bool:
        """Whether there is a list to walk, and the run is known."""
        return super().walks() and self.run_of is not None

    def opened_alone(self) -> str:
        """The sentence where there is no list to walk."""
        return "This slip was opened alone; from the run's list n and p go through everyone."

    def show_person(self, number: str) -> None:
        """Show the slip of another person of the run."""
        if self.run_of is not None:
            self._read(self.run_of.run.number, number)

    # -- figures

    def do_enter(self) -> None:
        """Show where the figure under the cursor comes from."""
        self.do_why()

    def do_why(self) -> None:
        """Derive the figures from what was known when they were calculated, and show where this one comes from."""
        made, run, ctx = self.made, self.run_of, self.ctx
        if made is None or run is None:
            return
        if self.whys:
            self.open_why()
        else:
            number = run.run.number
            self.work_on(
                lambda: service.derivations(ctx, number, made.number),
                partial(self._explained, made, self.open_why),
                hold=True,
            )

    def do_pdf(self) -> None:
        """Write this payslip to a PDF file."""
        from screens.payroll.runfiles import ask_payslip

        if self.made is not None and self.run_of is not None:
            ask_payslip(self, self.run_of.run.number, self.made.number)

    def do_menu(self) -> None:
        """Offer what can be done here."""
        open_menu(self, self.made.name if self.made else self.title_line)

    def offers(self, command_id: str) -> bool:
        """Whether the run's state allows it too."""
        return super().offers(command_id) and self.does_now(command_id)

    def do_record(self) -> None:
        """Open the person's record."""
        if self.made is not None:
            self.shell.go(f"emp {self.made.number}")


def _sentence(each: Blocker) -> str:
    """An exception with what to do about it."""
    return " ".join(part for part in (each.message, each.remedy) if part)
