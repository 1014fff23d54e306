"""What may be done with the interview under the cursor, in whichever view it is shown."""

from __future__ import annotations

from collections.abc import Callable

from hrtui.interviews.model import Interview
from hrtui.interviews.reading import AgendaLine
from screens.base import HrScreen

Ask = Callable[[HrScreen, Interview], None]
NOBODY = "There is no interview under the cursor."


class InterviewActs(HrScreen):
    """A screen that has an interview under its cursor."""

    def at_line(self) -> AgendaLine | None:
        """The interview under the cursor, with whose it is."""
        raise NotImplementedError

    def at_interview(self) -> Interview | None:
        """The interview under the cursor; says so where there is none."""
        row = self.at_line()
        if row is None:
            self.say(NOBODY)
        return None if row is None else row.interview

    def do_candidate(self) -> None:
        """Open the candidate."""
        row = self.at_line()
        if row is not None:
            self.shell.go(f"candidate {row.candidate}")

    def do_move(self) -> None:
        """Move the interview."""
        from screens.interviews.forms import ask_moving

        self._with(ask_moving)

    def do_answer(self) -> None:
        """Record an answer."""
        from screens.interviews.forms import ask_answer

        self._with(ask_answer)

    def do_cancel(self) -> None:
        """Cancel the interview."""
        from screens.interviews.forms import ask_cancelling

        self._with(ask_cancelling)

    def do_confirm(self) -> None:
        """Schedule what was proposed."""
        from screens.interviews.forms import ask_confirming

        self._with(ask_confirming)

    def do_invite(self) -> None:
        """Write the e-mails that are owed."""
        from screens.interviews.forms import write_invitations

        self._with(write_invitations)

    def do_mine(self) -> None:
        """Go to one's own."""
        self.shell.go_above("my-interviews")

    def do_owed(self) -> None:
        """Go to those that wait."""
        self.shell.go_above("interviews-owed")

    def do_kit(self) -> None:
        """Show what each of the panel is to find out."""
        each = self.at_interview()
        if each is not None:
            self.shell.go(f"kit {each.number}")

    def do_conclude(self) -> None:
        """Record what came of it."""
        from screens.interviews.forms import ask_concluding

        self._with(ask_concluding)

    def do_file(self) -> None:
        """Write the invitation."""
        from screens.interviews.forms import ask_file

        self._with(ask_file)

    def _with(self, ask: Ask) -> None:
        each = self.at_interview()
        if each is not None:
            ask(self, each)
