"""The verbs about a person, the same from the directory and from the record: each opens its form and runs its use case."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from hrtui import commands
from hrtui.access.model import Field as Sensitive
from hrtui.access.model import Sight
from hrtui.access.rules import sight
from hrtui.errors import RuleBroken
from hrtui.people import service
from screens.base import HrScreen

if TYPE_CHECKING:
    from hrtui.people.model import Done, Record
    from screens.drafting import Draft
    from screens.people import forms
    from screens.widgets.confirm import Confirm
    from screens.widgets.fields import Field

    Base = HrScreen
    Use = Callable[[Mapping[str, Any]], Done]
else:
    Base = object

NO_ONE = "There is no one under the cursor."
OFFERED = "What you typed last time and did not save is here again, marked *; esc and y drop it."


class PersonActs(Base):
    """Mixin of screens with a person in view, whose number `subject()` gives."""

    def subject(self) -> str:
        """The number of the person in view; empty where there is none."""
        raise NotImplementedError

    def person(self) -> str:
        """The name and number of the person in view, for titles."""
        raise NotImplementedError

    def do_hire(self) -> None:
        """Hire a person."""
        from screens.drafting import with_draft
        from screens.people import forms

        make = forms.Maker(self.ctx)

        def show(draft: Draft) -> None:
            self.fill(
                "Hire", forms.hire_fields(make), lambda values: service.hire(self.ctx, forms.hire_value(values)), draft
            )

        with_draft(self, "people.hire", "", show)

    def do_change_job(self) -> None:
        """Change the job of the person in view."""
        from hrtui.people.rules import shown_on
        from screens.people import forms

        def show(record: Record, make: forms.Maker, draft: Draft) -> None:
            job = shown_on(record.jobs, make.today)
            self.fill(
                f"Change job of {record.summary.name}",
                forms.job_fields(make, job),
                lambda values: service.change_job(self.ctx, record.number, forms.job_value(values, job)),
                draft,
            )

        self._with_record("people.change_job", show)

    def do_change_pay(self) -> None:
        """Change the pay of the person in view; the rate they have is shown, and that is noted."""
        from hrtui.people.rules import in_force
        from screens.people import forms

        def show(record: Record, make: forms.Maker, draft: Draft) -> None:
            pay = in_force(record.pays or (), make.today)
            self.fill(
                f"Change pay of {record.summary.name}",
                forms.pay_fields(make, pay),
                lambda values: service.change_pay(self.ctx, record.number, forms.pay_value(values, pay)),
                draft,
                intro=forms.pay_intro(make, pay),
            )

        self._with_record("people.change_pay", show, frozenset({Sensitive.PAY}))

    def do_terminate(self) -> None:
        """End the employment of the person in view, after the number was typed over the form."""
        from screens.people import forms

        def show(record: Record, make: forms.Maker, draft: Draft) -> None:
            self.fill(
                f"Terminate {record.summary.name}",
                forms.terminate_fields(make),
                lambda values: service.terminate(self.ctx, record.number, forms.terminate_value(values)),
                draft,
                ask=lambda values: _ending(record, values),
            )

        self._with_record("people.terminate", show)

    def do_change_profile(self) -> None:
        """Change name, contact details and custom fields of the person in view."""
        from hrtui.people.rules import shown_on
        from screens.people import forms

        shown = sight(self.ctx.actor, Sensitive.BIRTH) is not Sight.HIDDEN

        def show(record: Record, make: forms.Maker, draft: Draft) -> None:
            profile = shown_on(record.profiles, make.today)
            self.fill(
                f"Edit {record.summary.name}",
                forms.profile_fields(make, profile, shown),
                lambda values: service.change_profile(self.ctx, record.number, forms.profile_value(values, profile)),
                draft,
            )

        self._with_record("people.change_profile", show, frozenset({Sensitive.BIRTH}) if shown else frozenset())

    def do_change_certificate(self) -> None:
        """Record the Form W-4 of the person in view."""
        from hrtui.people.rules import in_force
        from screens.people import forms

        def show(record: Record, make: forms.Maker, draft: Draft) -> None:
            held = in_force([row for row in record.certificates or () if row.jurisdiction == "US"], make.today)
            self.fill(
                f"W-4 of {record.summary.name}",
                forms.certificate_fields(make, held),
                lambda values: service.change_certificate(self.ctx, record.number, forms.certificate_value(values)),
                draft,
            )

        self._with_record("people.change_certificate", show)

    def do_change_private(self) -> None:
        """Seal the social security number or the bank account of the person in view; it is never kept as a draft."""
        from hrtui.people.model import PrivateKind
        from screens.people import forms
        from screens.widgets.menu import Menu, MenuItem

        number = self.subject()
        if not number:
            self.say(NO_ONE)
            return
        verbs = [MenuItem(kind.value, label) for kind, label in forms.PRIVATE.items()]

        def chosen(name: str | None) -> None:
            if name is not None:
                kind = PrivateKind(name)
                self.fill(
                    f"{forms.PRIVATE[kind]} of {self.person()}",
                    forms.private_fields(kind),
                    lambda values: service.set_private(self.ctx, number, kind, forms.private_value(kind, values)),
                    intro=("Sealed in the store; whoever looks at it is noted in the audit trail.",),
                )

        self.app.push_screen(Menu(f"What to record of {self.person()}", verbs), chosen)

    def do_paycheck(self) -> None:
        """Show the payslip for the next pay date."""
        if self.subject():
            self.shell.go(f"payslip {self.subject()}")
        else:
            self.say(NO_ONE)

    def do_menu(self) -> None:
        """What can be done here."""
        from screens.keys import key_label, keys_of
        from screens.widgets.menu import Menu, MenuItem

        here = [command for command in commands.on(self.NAME) if command.menu and self.offers(command.id)]
        verbs = [
            MenuItem(each.id, each.label, each.help, key_label(keys_of(each)[0]) if each.keys else "") for each in here
        ]
        title = f"What to do with {self.person()}" if self.subject() else "What to do"

        def chosen(command_id: str | None) -> None:
            if command_id is not None:
                self.call_later(self.shell.run_anywhere, command_id)

        self.app.push_screen(Menu(title, verbs), chosen)

    # -- how they run

    def fill(
        self,
        title: str,
        fields: Sequence[Field],
        use: Use,
        draft: Draft | None = None,
        *,
        intro: Sequence[str] = (),
        ask: Callable[[forms.Values], Confirm] | None = None,
    ) -> None:
        """Open a form whose saving runs a use case on a thread, asking before where `ask` says; then say what was done.

        What was typed before and not saved is in it again; it is kept while it is typed, until it is saved or left.
        """
        from screens.widgets.form import FormScreen

        done: list[Done] = []

        def run(values: forms.Values) -> Any:
            return self.in_thread(lambda: done.append(use(values)))

        def save(values: forms.Values) -> Any:
            return run(values) if ask is None else self._confirmed(ask(values), lambda: run(values))

        def closed(values: object) -> None:
            if draft is not None:
                draft.forget()
            if values is not None and done:
                self._done(done[-1])

        typed = draft.typed if draft is not None else {}
        lines = [*intro, *([OFFERED] if typed else [])]
        keep = draft.keep if draft is not None else None
        self.app.push_screen(FormScreen(title, fields, save, intro=lines, on_change=keep, typed=typed), closed)

    async def _confirmed(self, question: Confirm, run: Callable[[], Awaitable[object]]) -> None:
        if not await self.app.push_screen_wait(question):
            raise RuleBroken("Nothing is done; what you typed is still here. esc leaves it.")
        await run()

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
        self,
        form: str,
        show: Callable[[Record, forms.Maker, Draft], None],
        reveal: frozenset[Sensitive] = frozenset(),
    ) -> None:
        from screens.people import forms

        number = self.subject()
        if not number:
            self.say(NO_ONE)
            return
        from screens.drafting import draft_of

        make, draft = forms.Maker(self.ctx), draft_of(self, form, number)

        def read() -> Record:
            draft.read()
            return service.record(self.ctx, number, reveal=reveal)

        self.work_on(read, lambda record: show(record, make, draft), hold=True)

    def _done(self, done: Done) -> None:
        self.shell.changed()
        self.reload()
        self.say(" ".join([done.sentence, *done.notices, "u undoes it."]))


def _ending(record: Record, values: forms.Values) -> Confirm:
    """Ask for the number before an employment is ended."""
    from screens.people import forms
    from screens.widgets.confirm import Confirm

    ending = forms.terminate_value(values)
    sentence = f"End the employment of {record.summary.name} after {ending.last_day}?"
    details = ["Pay and status hold through that day; u undoes it."]
    return Confirm(sentence, details, word=record.number, title="Terminate")
