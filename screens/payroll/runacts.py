"""The ladder of a run as verbs of its screen: each asks before it is done, by a typed amount where money moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hrtui.errors import HrError
from hrtui.money import Money, format_money
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import FINAL, REVIEWED, RunLine, Step, allows
from screens.base import Footer, HrScreen
from screens.payroll.runforms import ask_net, ask_reason

if TYPE_CHECKING:
    from hrtui.context import Context

    Base = HrScreen
    Taken = Callable[[Context, str, service.Asked], object]
else:
    Base = object

STEPS = {
    "run.hours": Step.ENTER,
    "run.calculate": Step.CALCULATE,
    "run.everyone": Step.CALCULATE,
    "run.submit": Step.SUBMIT,
    "run.send_back": Step.RETURN,
    "run.approve": Step.APPROVE,
    "run.finalise": Step.FINALISE,
    "run.pay": Step.PAY,
    "run.close": Step.CLOSE,
    "run.cancel": Step.CANCEL,
    "run.reverse": Step.REVERSE,
    "run.reverse_one": Step.REVERSE,
}
"""The step of the ladder that a command takes."""
ACTING = frozenset({*STEPS, "run.export", "run.accept"})
"""The commands that are not taken with a run that moved on since it was shown."""


class RunFooter(Footer):
    """The keys valid at this moment and in the state the run is in."""

    def takes(self, command_id: str | None) -> bool:
        """Whether a key does something to the run as it stands."""
        screen = self.screen
        allowed = command_id is None or not isinstance(screen, RunActs) or screen.does_now(command_id)
        return allowed and super().takes(command_id)


class RunActs(Base):
    """Mixin of the screen of a run, which it gives as `line`; `person` is who is under the cursor: number and name."""

    def run_line(self) -> RunLine | None:
        """The run with its totals, once it is read."""
        raise NotImplementedError

    def person_here(self) -> tuple[str, str]:
        """Number and name of the person under the cursor; empty where there is none."""
        raise NotImplementedError

    async def action_command(self, command_id: str) -> None:
        """Run the method for a command; one that acts on a run that others moved on says who did what, and shows it anew."""
        if command_id not in ACTING or self._is_as_shown():
            await super().action_command(command_id)

    def _is_as_shown(self) -> bool:
        line = self.run_line()
        if line is None or self.shell.opened is None:
            return True
        try:
            service.check_moved(self.ctx, line.run)
        except HrError as error:
            self.moved(error)
            return False
        return True

    def moved(self, error: HrError) -> None:
        """Show the run anew, and say what kept the step from being taken."""
        self.reload()
        self.say(error, error=True)

    def does_now(self, command_id: str) -> bool:
        """Whether the run's state allows what a command does."""
        step, line = STEPS.get(command_id), self.run_line()
        if command_id == "run.export":
            return line is not None and line.run.state in FINAL
        if command_id == "run.accept":
            return line is not None and line.run.state in REVIEWED
        return step is None or (line is not None and allows(line.run, step))

    def do_submit(self) -> None:
        """Hand the run to who approves, after asking."""
        from screens.widgets.confirm import Confirm

        line = self._line
        if line is None:
            return
        ctx, number, asked = self.ctx, line.run.number, _asked(line)

        def answered(sure: bool | None) -> None:
            if sure:
                self._take(lambda: service.submit(ctx, number, asked), f"{number} is in review.")

        details = [self._sums(line), "Someone else approves it; until it is sent back nothing of it changes."]
        self.app.push_screen(Confirm(f"Submit {number} for review?", details, title="Submit"), answered)

    def do_send_back(self) -> None:
        """Return the run to its maker, saying why."""
        self._reasoned("Send back", "goes back to its maker.", service.send_back)

    def do_cancel(self) -> None:
        """Cancel the run, saying why."""
        self._reasoned("Cancel", "is cancelled; its slips no longer count.", service.cancel)

    def do_approve(self) -> None:
        """Approve the run, after its net was typed."""
        self._by_net("Approve", "is approved.", service.approve)

    def do_finalise(self) -> None:
        """Make the slips final, after the net was typed."""
        self._by_net("Finalise", "is final.", service.finalise)

    def do_pay(self) -> None:
        """Note that the bank paid, after a word was typed."""
        self._worded("Mark as paid", "paid", "is paid.", service.pay)

    def do_close(self) -> None:
        """Close the run, after a word was typed."""
        self._worded("Close", "close", "is closed.", service.close)

    def do_export(self) -> None:
        """Write the bank file, payslips or any other file of the run."""
        from screens.payroll.runfiles import ask_file

        line = self._line
        if line is not None:
            ask_file(self, line)

    def do_reverse(self) -> None:
        """Take back everyone's check, saying why; the reversing run is opened."""
        self._reverse("", "")

    def do_reverse_one(self) -> None:
        """Take back the check of the person under the cursor, saying why; the reversing run is opened."""
        number, name = self.person_here()
        if number:
            self._reverse(number, name)
        else:
            self.say("There is no one under the cursor.")

    # -- asking

    @property
    def _line(self) -> RunLine | None:
        line = self.run_line()
        if line is None:
            self.say("The run is being read; try again.")
        return line

    def _sums(self, line: RunLine) -> str:
        style, totals = self.ctx.config.style, line.totals
        people = f"{totals.people:,} {'person' if totals.people == 1 else 'people'}"
        return (
            f"{people}, gross {format_money(Money(totals.gross), style)}, net {format_money(Money(totals.net), style)}."
        )

    def _told(self, sentence: str) -> None:
        self.shell.changed()
        self.say(sentence)

    def _take(self, act: Callable[[], object], done: str) -> None:
        """Take a step on a thread, and say that it is done or why not; the run is shown anew in any case."""
        self.work_on(act, lambda _: self._told(done), self.moved, hold=True)

    def _reasoned(self, verb: str, done: str, act: Taken) -> None:
        line = self._line
        if line is not None:
            ctx, number, intro = self.ctx, line.run.number, (self._sums(line),)
            ask_reason(
                self, f"{verb}: {number}", intro, lambda note: act(ctx, number, _asked(line, note)),
                lambda: self._told(f"{number} {done}"),
            )  # fmt: skip

    def _by_net(self, verb: str, done: str, act: Taken) -> None:
        line = self._line
        if line is not None:
            ctx, number, count = self.ctx, line.run.number, line.totals.people
            people = f"{count:,} {'person' if count == 1 else 'people'}, check {line.run.pay_date}"
            intro = (f"{people}. Type the net you looked at.",)
            ask_net(
                self, f"{verb}: {number}", intro, lambda net, note: act(ctx, number, _asked(line, note, net)),
                lambda: self._told(f"{number} {done}"),
            )  # fmt: skip

    def _worded(self, verb: str, word: str, done: str, act: Taken) -> None:
        from screens.widgets.confirm import Confirm

        line = self._line
        if line is None:
            return
        ctx, number, asked = self.ctx, line.run.number, _asked(line)

        def answered(sure: bool | None) -> None:
            if sure:
                self._take(lambda: act(ctx, number, asked), f"{number} {done}")

        self.app.push_screen(Confirm(f"{verb}: {number}?", [self._sums(line)], word=word, title=verb), answered)

    def _reverse(self, person: str, name: str) -> None:
        line = self._line
        if line is None:
            return
        ctx, number, events, made = self.ctx, line.run.number, len(line.run.events), list[str]()
        whose = f"the check of {name} ({person})" if person else f"all {line.totals.people:,} checks"
        intro = (f"Takes back {whose}; the run", "that does it is approved by another.")

        def act(reason: str) -> None:
            made.append(service.reverse(ctx, number, reason, person, events).number)

        def then() -> None:
            self.shell.changed()
            self.shell.go(f"run {made[-1]}")

        ask_reason(self, f"Reverse: {number}", intro, act, then)


def _asked(line: RunLine, note: str = "", net: int | None = None) -> service.Asked:
    return service.Asked(note, net, len(line.run.events))
