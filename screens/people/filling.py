"""How the verbs about a person fill in their forms; imported when the first one is opened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from hrtui.access.model import Field as Sensitive
from hrtui.access.model import Sight
from hrtui.access.rules import sight
from hrtui.audit import own
from hrtui.audit.rules import spoken
from hrtui.errors import Conflict, RuleBroken
from hrtui.people import service
from hrtui.people.model import Done, PrivateKind, Record
from hrtui.people.rules import in_force, shown_on
from screens.base import HrScreen
from screens.drafting import Draft, draft_of, with_draft
from screens.people import forms
from screens.verbs import waited
from screens.widgets.confirm import Confirm
from screens.widgets.fields import Field
from screens.widgets.form import FormScreen

if TYPE_CHECKING:
    from screens.people.acts import PersonActs

OFFERED = "Typed last time and not saved: here again, marked *. esc, then y, drops it."
HIDDEN_PAY = ("The pay there is is not shown to your roles.",)
Use = Callable[[Mapping[str, Any]], Done]
T = TypeVar("T")


def hire(acts: PersonActs) -> None:
    """Hire a person."""
    make = forms.Maker(acts.ctx)

    def show(draft: Draft) -> None:
        fill(
            acts,
            "Hire",
            forms.hire_fields(make),
            lambda values: service.hire(acts.ctx, forms.hire_value(values, make.config.custom_fields)),
            draft,
        )

    with_draft(acts, "people.hire", "", show)


def change_job(acts: PersonActs, at: str = "") -> None:
    """Change the job of the person in view, from a field on where one is meant."""

    def show(record: Record, make: forms.Maker, draft: Draft) -> None:
        job = shown_on(record.jobs, make.start)
        fill_dated(
            acts,
            f"Change job of {record.summary.name}",
            forms.job_fields(make, job),
            lambda values: forms.job_value(values, job),
            draft,
            record.number,
            at=at,
        )

    _with_record(acts, "people.change_job", show)


def change_pay(acts: PersonActs, at: str = "") -> None:
    """Change the pay of the person in view; the rate they have is shown, and that is noted."""

    def show(record: Record, make: forms.Maker, draft: Draft) -> None:
        pay = in_force(record.pays or (), make.start)
        fill_dated(
            acts,
            f"Change pay of {record.summary.name}",
            forms.pay_fields(make, pay),
            lambda values: forms.pay_value(values, pay),
            draft,
            record.number,
            intro=HIDDEN_PAY if record.pays is None else forms.pay_intro(make, pay),
            at=at,
        )

    _with_record(acts, "people.change_pay", show, frozenset({Sensitive.PAY}))


def terminate(acts: PersonActs) -> None:
    """End the employment of the person in view, after the number was typed over the form."""

    def show(record: Record, make: forms.Maker, draft: Draft) -> None:
        fill(
            acts,
            f"Terminate {record.summary.name}",
            forms.terminate_fields(make),
            lambda values: service.terminate(acts.ctx, record.number, forms.terminate_value(values)),
            draft,
            ask=lambda values: _ending(record, values),
        )

    _with_record(acts, "people.terminate", show)


def change_profile(acts: PersonActs, at: str = "") -> None:
    """Change name, contact details and custom fields of the person in view."""
    actor, secret = acts.ctx.actor, bool(acts.ctx.config.secret_fields)
    asked = {Sensitive.BIRTH, *([Sensitive.CUSTOM] if secret else [])}
    shown = frozenset(field for field in asked if sight(actor, field) is not Sight.HIDDEN)

    def show(record: Record, make: forms.Maker, draft: Draft) -> None:
        profile = shown_on(record.profiles, make.start)
        fill_dated(
            acts,
            f"Edit {record.summary.name}",
            forms.profile_fields(make, profile, Sensitive.BIRTH in shown, Sensitive.CUSTOM in shown),
            lambda values: forms.profile_value(values, profile, make.config.custom_fields),
            draft,
            record.number,
            at=at,
        )

    _with_record(acts, "people.change_profile", show, shown)


def change_certificate(acts: PersonActs, at: str = "") -> None:
    """Record the Form W-4 of the person in view."""

    def show(record: Record, make: forms.Maker, draft: Draft) -> None:
        held = in_force([row for row in record.certificates or () if row.jurisdiction == "US"], make.start)
        fill(
            acts,
            f"W-4 of {record.summary.name}",
            forms.certificate_fields(make, held),
            lambda values: service.change_certificate(acts.ctx, record.number, forms.certificate_value(values)),
            draft,
            at=at,
        )

    _with_record(acts, "people.change_certificate", show)


def change_private(acts: PersonActs) -> None:
    """Seal the social security number or the bank account of the person in view; it is never kept as a draft."""
    from screens.widgets.menu import Menu, MenuItem

    if not acts.subject():
        acts.say(acts.NO_ONE)
        return
    verbs = [MenuItem(kind.value, label) for kind, label in forms.PRIVATE.items()]

    def chosen(name: str | None) -> None:
        if name is not None:
            seal(acts, PrivateKind(name))

    acts.app.push_screen(Menu(f"What to record of {acts.person()}", verbs), chosen)


def seal(acts: PersonActs, kind: PrivateKind) -> None:
    """Ask for a number to seal, and seal it."""
    number = acts.subject()
    fill(
        acts,
        f"{forms.PRIVATE[kind]} of {acts.person()}",
        forms.private_fields(kind),
        lambda values: service.set_private(acts.ctx, number, kind, forms.private_value(kind, values)),
        intro=("Sealed in the store; whoever looks at it is noted in the audit trail.",),
    )


def fill(
    acts: PersonActs,
    title: str,
    fields: Sequence[Field],
    use: Use,
    draft: Draft | None = None,
    *,
    intro: Sequence[str] = (),
    ask: Callable[[forms.Values], Confirm] | None = None,
    at: str = "",
) -> None:
    """Open a form whose saving runs a use case on a thread, asking before where `ask` says; then say what was done.

    What was typed before and not saved is in it again; it is kept while it is typed, until it is saved or left.
    """
    done: list[Done] = []

    def write(values: forms.Values) -> None:
        if draft is not None and draft.subject:
            _warn_once(acts, draft)
        if draft is not None:
            draft.saving(own.newest(acts.ctx))
        done.append(use(values))

    def run(values: forms.Values) -> Any:
        return waited(acts, lambda: write(values))

    def save(values: forms.Values) -> Any:
        return run(values) if ask is None else _confirmed(acts, ask(values), lambda: run(values))

    open_form(acts, title, fields, save, draft, done, intro, at)


def fill_dated(
    acts: PersonActs,
    title: str,
    fields: Sequence[Field],
    made: Callable[[forms.Values], Any],
    draft: Draft,
    number: str,
    *,
    intro: Sequence[str] = (),
    at: str = "",
) -> None:
    """Open a form for a change from a day on: what it means for later rows is asked before it is saved, and where someone
    else changed the person meanwhile what they changed is shown, field by field; what was typed stays."""
    from screens.people.meanwhile import saved

    done: list[Done] = []

    async def save(values: forms.Values) -> None:
        draft.saving(own.newest(acts.ctx))
        done.append(await saved(acts, draft, number, made(values)))

    open_form(acts, title, fields, save, draft, done, intro, at)


def open_form(
    acts: HrScreen,
    title: str,
    fields: Sequence[Field],
    save: Callable[[forms.Values], Any],
    draft: Draft | None,
    done: list[Done],
    intro: Sequence[str] = (),
    at: str = "",
) -> None:
    """Open the form at a field, or where its draft was left, its draft kept while it is typed; once it is left, say what was done."""

    def closed(values: object) -> None:
        if draft is not None:
            draft.forget()
        if values is not None and done:
            acts.tell_done(done[-1])
        elif draft is not None and draft.is_overtaken:
            acts.reload()

    typed = draft.typed if draft is not None else {}
    lines = [*intro, *([OFFERED] if typed else [])]
    keep, move, left = (draft.keep, draft.move, draft.at) if draft is not None else (None, None, "")
    form = FormScreen(
        title, fields, save, intro=lines, on_change=keep, on_move=move, typed=typed, at=(typed and left) or at
    )
    acts.app.push_screen(form, closed)


def _newest(acts: PersonActs, number: str) -> int:
    command = service.last_change(acts.ctx, number)
    return command.id if command is not None else 0


def _warn_once(acts: PersonActs, draft: Draft) -> None:
    """Raise Conflict, the first time only, where someone changed the person since the form was opened."""
    command = service.last_change(acts.ctx, draft.subject)
    if command is not None and command.id > draft.stands_on:
        draft.stands_on, draft.is_overtaken = command.id, True
        raise Conflict(
            f"{command.actor} entered a {spoken(command.action)} for this person while the form was open. "
            "Save again to enter yours as well, or leave by esc and look."
        )


async def _confirmed(acts: PersonActs, question: Confirm, run: Callable[[], Awaitable[object]]) -> None:
    if not await acts.app.push_screen_wait(question):
        raise RuleBroken("Nothing is done; what you typed is still here. esc leaves it.")
    await run()


def _with_record(
    acts: PersonActs,
    form: str,
    show: Callable[[Record, forms.Maker, Draft], None],
    reveal: frozenset[Sensitive] = frozenset(),
) -> None:
    number = acts.subject()
    if not number:
        acts.say(acts.NO_ONE)
        return
    make, draft = forms.Maker(acts.ctx), draft_of(acts, form, number)

    def read() -> Record:
        draft.read()
        draft.stands_on = _newest(acts, number)
        return service.record(acts.ctx, number, reveal=reveal, wanted=reveal)

    acts.work_on(read, lambda record: show(record, make, draft), hold=True)


def with_draft_of(acts: PersonActs, form: str, read: Callable[[str], T], show: Callable[[T, Draft], None]) -> None:
    """Read the draft of a form about the person in view, and what the form needs, on a thread; then open it."""
    number = acts.subject()
    if not number:
        acts.say(acts.NO_ONE)
        return
    draft = draft_of(acts, form, number)

    def reading() -> T:
        draft.read()
        draft.stands_on = _newest(acts, number)
        return read(number)

    acts.work_on(reading, lambda found: show(found, draft), hold=True)


def _ending(record: Record, values: forms.Values) -> Confirm:
    """Ask for the number before an employment is ended."""
    ending = forms.terminate_value(values)
    sentence = f"End the employment of {record.summary.name} after {ending.last_day}?"
    details = ["Pay and status hold through that day; u undoes it."]
    return Confirm(sentence, details, word=record.number, title="Terminate")
