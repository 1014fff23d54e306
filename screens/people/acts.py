"""The verbs about a person, the same from the directory and from the record: each opens its form and runs its use case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from hrtui import commands
from hrtui.access.model import Field as Sensitive
from hrtui.access.model import Sight
from hrtui.access.rules import sight
from hrtui.people import service
from screens.base import HrScreen

if TYPE_CHECKING:
    from hrtui.people.model import Done, Record
    from screens.people import forms
    from screens.widgets.fields import Field

    Base = HrScreen
else:
    Base = object


class PersonActs(Base):
    """Mixin of screens with a person in view, whose number `subject()` gives."""

    def subject(self) -> str:
        """The number of the person in view; empty where there is none."""
        raise NotImplementedError

    def do_hire(self) -> None:
        """Hire a person."""
        from screens.people import forms

        make = forms.Maker(self.ctx)
        self.fill("Hire", forms.hire_fields(make), lambda values: service.hire(self.ctx, forms.hire_value(values)))

    def do_change_job(self) -> None:
        """Change the job of the person in view."""
        from hrtui.people.rules import in_force
        from screens.people import forms

        def show(record: Record, make: forms.Maker) -> None:
            job = in_force(record.jobs, make.today) or (record.jobs[-1] if record.jobs else None)
            self.fill(
                f"Change job of {record.summary.name}",
                forms.job_fields(make, job),
                lambda values: service.change_job(self.ctx, record.number, forms.job_value(values, job)),
                record.number,
            )

        self._with_record(show)

    def do_change_pay(self) -> None:
        """Change the pay of the person in view; the rate they have is shown, and that is noted."""
        from hrtui.people.rules import in_force
        from screens.people import forms

        def show(record: Record, make: forms.Maker) -> None:
            pay = in_force(record.pays or (), make.today)
            self.fill(
                f"Change pay of {record.summary.name}",
                forms.pay_fields(make, pay),
                lambda values: service.change_pay(self.ctx, record.number, forms.pay_value(values, pay)),
                record.number,
            )

        self._with_record(show, frozenset({Sensitive.PAY}))

    def do_terminate(self) -> None:
        """End the employment of the person in view, after the number was typed."""
        from screens.people import forms
        from screens.widgets.confirm import Confirm
        from screens.widgets.form import FormScreen

        def show(record: Record, make: forms.Maker) -> None:
            def sure(values: forms.Values | None) -> None:
                if values is None:
                    return
                ending = forms.terminate_value(values)
                sentence = f"End the employment of {record.summary.name} after {ending.last_day}?"
                self.app.push_screen(
                    Confirm(sentence, ["Pay and status hold through that day; u undoes it."], word=record.number),
                    lambda yes: self._run(lambda: service.terminate(self.ctx, record.number, ending)) if yes else None,
                )

            self.app.push_screen(FormScreen(f"Terminate {record.summary.name}", forms.terminate_fields(make)), sure)

        self._with_record(show)

    def do_change_profile(self) -> None:
        """Change name, contact details and custom fields of the person in view."""
        from hrtui.people.rules import in_force
        from screens.people import forms

        shown = sight(self.ctx.actor, Sensitive.BIRTH) is not Sight.HIDDEN

        def show(record: Record, make: forms.Maker) -> None:
            profile = in_force(record.profiles, make.today) or (record.profiles[-1] if record.profiles else None)
            self.fill(
                f"Edit {record.summary.name}",
                forms.profile_fields(make, profile, shown),
                lambda values: service.change_profile(self.ctx, record.number, forms.profile_value(values, profile)),
                record.number,
            )

        self._with_record(show, frozenset({Sensitive.BIRTH}) if shown else frozenset())

    def do_change_certificate(self) -> None:
        """Record the Form W-4 of the person in view."""
        from hrtui.people.rules import in_force
        from screens.people import forms

        def show(record: Record, make: forms.Maker) -> None:
            held = in_force([row for row in record.certificates or () if row.jurisdiction == "US"], make.today)
            self.fill(
                f"W-4 of {record.summary.name}",
                forms.certificate_fields(make, held),
                lambda values: service.change_certificate(self.ctx, record.number, forms.certificate_value(values)),
                record.number,
            )

        self._with_record(show)

    def do_change_private(self) -> None:
        """Seal the social security number or the bank account of the person in view."""
        from hrtui.people.model import PrivateKind
        from screens.people import forms
        from screens.widgets.menu import Menu, MenuItem

        number = self.subject()
        if not number:
            return
        verbs = [
            MenuItem(PrivateKind.SSN.value, "Social security number"),
            MenuItem(PrivateKind.BANK.value, "Bank account"),
        ]

        def chosen(name: str | None) -> None:
            if name is not None:
                kind = PrivateKind(name)
                self.fill(
                    f"Seal the {'SSN' if kind is PrivateKind.SSN else 'bank account'} of {number}",
                    forms.private_fields(kind),
                    lambda values: service.set_private(self.ctx, number, kind, forms.private_value(kind, values)),
                )

        self.app.push_screen(Menu("Which is it?", verbs), chosen)

    def do_paycheck(self) -> None:
        """Show the payslip for the next pay date."""
        if self.subject():
            self.shell.go(f"payslip {self.subject()}")

    def do_menu(self) -> None:
        """What can be done here."""
        from screens.keys import key_label, keys_of
        from screens.widgets.menu import Menu, MenuItem

        here = [command for command in commands.on(self.NAME) if command.menu and self.offers(command.id)]
        verbs = [
            MenuItem(each.id, each.label, each.help, key_label(keys_of(each)[0]) if each.keys else "") for each in here
        ]
        title = f"What to do with {self.subject()}" if self.subject() else "What to do"

        def chosen(command_id: str | None) -> None:
            if command_id is not None:
                self.call_later(self.shell.run_anywhere, command_id)

        self.app.push_screen(Menu(title, verbs), chosen)

    # -- how they run

    def fill(
        self, title: str, fields: Sequence[Field], use: Callable[[Mapping[str, Any]], Done], subject: str = ""
    ) -> None:
        """Open a form whose saving runs a use case on a thread; then say what was done."""
        from screens.widgets.form import FormScreen

        done: list[Done] = []

        def save(values: Mapping[str, Any]) -> Any:
            return self.in_thread(lambda: done.append(use(values)))

        def closed(values: object) -> None:
            if values is not None and done:
                self._done(done[-1])

        self.app.push_screen(FormScreen(title, fields, save), closed)

    def in_thread(self, function: Callable[[], object]) -> Any:
        """Run a function on a thread; an awaitable that raises what it raises."""
        import asyncio

        future: Future[object] = Future()
        store = self.ctx.store

        def job() -> None:
            try:
                store.connect()
                future.set_result(function())
            except Exception as error:  # noqa: BLE001 - a bug on a thread must end the program, not the thread
                meaning = store.explain(error)
                if meaning is None:
                    self.shell.crash(error)
                else:
                    future.set_exception(meaning)

        self.shell.run_job(job)
        return asyncio.wrap_future(future)

    def _with_record(
        self, show: Callable[[Record, forms.Maker], None], reveal: frozenset[Sensitive] = frozenset()
    ) -> None:
        from screens.people import forms

        number = self.subject()
        if not number:
            self.say("There is no one under the cursor.")
            return
        make = forms.Maker(self.ctx)
        self.work_on(
            lambda: service.record(self.ctx, number, reveal=reveal), lambda record: show(record, make), hold=True
        )

    def _run(self, use: Callable[[], Done]) -> None:
        self.work_on(use, self._done)

    def _done(self, done: Done) -> None:
        self.shell.changed()
        self.reload()
        self.say(" ".join([done.sentence, *done.notices, "u undoes it."]))
