"""The verbs about a person, the same from the directory and from the record: each opens its form and runs its use case."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from screens.base import HrScreen

if TYPE_CHECKING:
    from hrtui.people.events import Event

    Base = HrScreen
else:
    Base = object


class PersonActs(Base):
    """Mixin of screens with a person in view, whose number `subject()` gives."""

    NO_ONE: ClassVar[str] = "There is no one under the cursor."

    def subject(self) -> str:
        """The number of the person in view; empty where there is none."""
        raise NotImplementedError

    def person(self) -> str:
        """The name and number of the person in view, for titles."""
        raise NotImplementedError

    def do_hire(self) -> None:
        """Hire a person."""
        from screens.people import filling

        filling.hire(self)

    def do_change_job(self) -> None:
        """Change the job of the person in view."""
        from screens.people import filling

        filling.change_job(self)

    def do_change_pay(self) -> None:
        """Change the pay of the person in view; the rate they have is shown, and that is noted."""
        from screens.people import filling

        filling.change_pay(self)

    def do_terminate(self) -> None:
        """End the employment of the person in view, after the number was typed over the form."""
        from screens.people import filling

        filling.terminate(self)

    def do_change_profile(self) -> None:
        """Change name, contact details and custom fields of the person in view."""
        from screens.people import filling

        filling.change_profile(self)

    def do_change_certificate(self) -> None:
        """Record the Form W-4 of the person in view."""
        from screens.people import filling

        filling.change_certificate(self)

    def do_state_certificate(self) -> None:
        """Record a withholding certificate of a state or city for the person in view."""
        from screens.people import stateform

        stateform.choose(self)

    def do_change_private(self) -> None:
        """Seal the social security number or the bank account of the person in view; it is never kept as a draft."""
        from screens.people import filling

        filling.change_private(self)

    def do_tag(self) -> None:
        """Put tags on the person in view and take them off."""
        from screens.people import tagging

        tagging.change_tags(self)

    def do_hold(self) -> None:
        """Place a legal hold over the person."""
        from screens.privacy import asking

        asking.place_hold(self, self.subject())

    def do_copy(self) -> None:
        """Write a copy of everything about the person."""
        from screens.privacy import asking

        asking.copy_everything(self, self.subject())

    def do_erasure(self) -> None:
        """Say what an erasure would do, and ask for it."""
        from screens.privacy import asking

        asking.ask_erasure(self, self.subject())

    def do_paycheck(self) -> None:
        """Show the payslip for the next pay date."""
        if self.subject():
            self.shell.go(f"payslip {self.subject()}")
        else:
            self.say(self.NO_ONE)

    def do_benefits(self) -> None:
        """Show what the person in view has of benefits."""
        if self.subject():
            self.shell.go(f"benefits {self.subject()}")
        else:
            self.say(self.NO_ONE)

    def do_event_next(self) -> None:
        """Look as of the next day on which something changed for the person in view."""
        self._step_lens(forward=True)

    def do_event_previous(self) -> None:
        """Look as of the last day before on which something changed for the person in view."""
        self._step_lens(forward=False)

    def _step_lens(self, forward: bool) -> None:
        from hrtui.people.events import next_event, previous_event

        number, ctx = self.subject(), self.ctx
        if not number:
            self.say(self.NO_ONE)
            return
        step = next_event if forward else previous_event
        self.work_on(lambda: step(ctx, number), lambda event: self._stepped(event, forward), hold=True)

    def _stepped(self, event: Event | None, forward: bool) -> None:
        if event is None:
            self.say(f"Nothing changes for {self.person()} {'after' if forward else 'before'} {self.ctx.day}.")
            return
        self.shell.look(event.day)
        self.say(f"Back to today, {event.day}." if event.what == "today" else f"{event.day}: {event.what}.")

    def do_menu(self) -> None:
        """What can be done here."""
        from screens.verbs import open_menu

        open_menu(self, f"What to do with {self.person()}" if self.subject() else "What to do")
