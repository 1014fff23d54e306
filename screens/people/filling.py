"""How the verbs about a person fill in their forms; imported when the first one is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from hrtui.access.model import Field as Sensitive
from hrtui.access.model import Sight
from hrtui.access.rules import sight
from hrtui.people import service
from hrtui.people.model import PrivateKind, Record
from hrtui.people.rules import in_force, shown_on
from screens.drafting import Draft, draft_of, with_draft
from screens.people import forms, sealing
from screens.people.meanwhile import PersonSaving, newest
from screens.saving import Filled, open_saving
from screens.widgets.confirm import Confirm

if TYPE_CHECKING:
    from screens.people.acts import PersonActs

HIDDEN_PAY = ("The pay there is is not shown to your roles.",)
SEALED = ("Sealed in the store; whoever looks at it is noted in the audit trail.",)
T = TypeVar("T")


def hire(acts: PersonActs) -> None:
    """Hire a person."""
    make = forms.Maker(acts.ctx)
    custom = make.config.custom_fields
    made = Filled(forms.hire_fields(make), lambda values, _: service.hire(acts.ctx, forms.hire_value(values, custom)))
    with_draft(acts, "people.hire", "", lambda draft: fill(acts, "Hire", made, draft))


def change_job(acts: PersonActs, at: str = "") -> None:
    """Change the job of the person in view, from a field on where one is meant."""

    def made(record: Record, make: forms.Maker) -> Filled:
        job = shown_on(record.jobs, make.start)
        return Filled(forms.job_fields(make, job), change=lambda values: forms.job_value(values, job))

    _with_record(acts, "people.change_job", "Change job of {}", made, at=at)


def change_pay(acts: PersonActs, at: str = "") -> None:
    """Change the pay of the person in view; the rate they have is shown, and that is noted."""

    def made(record: Record, make: forms.Maker) -> Filled:
        pay = in_force(record.pays or (), make.start)
        intro = HIDDEN_PAY if record.pays is None else forms.pay_intro(make, pay)
        return Filled(forms.pay_fields(make, pay), change=lambda values: forms.pay_value(values, pay), intro=intro)

    _with_record(acts, "people.change_pay", "Change pay of {}", made, frozenset({Sensitive.PAY}), at=at)


def terminate(acts: PersonActs) -> None:
    """End the employment of the person in view, after the number was typed over the form."""

    def made(record: Record, make: forms.Maker) -> Filled:
        return Filled(
            forms.terminate_fields(make),
            lambda values, expected: service.terminate(
                acts.ctx, record.number, forms.terminate_value(values), expected=expected
            ),
            ask=lambda values: _ending(record, values),
        )

    _with_record(acts, "people.terminate", "Terminate {}", made)


def change_profile(acts: PersonActs, at: str = "") -> None:
    """Change name, contact details and custom fields of the person in view."""
    actor, secret = acts.ctx.actor, bool(acts.ctx.config.secret_fields)
    asked = {Sensitive.BIRTH, *([Sensitive.CUSTOM] if secret else [])}
    shown = frozenset(field for field in asked if sight(actor, field) is not Sight.HIDDEN)

    def made(record: Record, make: forms.Maker) -> Filled:
        profile, custom = shown_on(record.profiles, make.start), make.config.custom_fields
        fields = forms.profile_fields(make, profile, Sensitive.BIRTH in shown, Sensitive.CUSTOM in shown)
        return Filled(fields, change=lambda values: forms.profile_value(values, profile, custom))

    _with_record(acts, "people.change_profile", "Edit {}", made, shown, at=at)


def change_certificate(acts: PersonActs, at: str = "") -> None:
    """Record the Form W-4 of the person in view."""

    def made(record: Record, make: forms.Maker) -> Filled:
        held = in_force([row for row in record.certificates or () if row.jurisdiction == "US"], make.start)
        return Filled(
            forms.certificate_fields(make, held),
            lambda values, expected: service.change_certificate(
                acts.ctx, record.number, forms.certificate_value(values), expected=expected
            ),
        )

    _with_record(acts, "people.change_certificate", "W-4 of {}", made, at=at)


def change_private(acts: PersonActs) -> None:
    """Seal the social security number or the bank account of the person in view; it is never kept as a draft."""
    from screens.widgets.menu import Menu, MenuItem

    if not acts.subject():
        acts.say(acts.NO_ONE)
        return
    verbs = [MenuItem(kind.value, label) for kind, label in sealing.PRIVATE.items()]

    def chosen(name: str | None) -> None:
        if name is not None:
            seal(acts, PrivateKind(name))

    acts.app.push_screen(Menu(f"What to record of {acts.person()}", verbs), chosen)


def seal(acts: PersonActs, kind: PrivateKind) -> None:
    """Ask for a number to seal, and seal it; what is typed is secret, so its draft holds nothing."""

    def made(number: str) -> Filled:
        return Filled(
            sealing.private_fields(kind),
            lambda values, expected: service.set_private(
                acts.ctx, number, kind, sealing.private_value(kind, values), expected=expected
            ),
            intro=SEALED,
        )

    with_stored(
        acts,
        f"people.change_private.{kind}",
        lambda number: number,
        made,
        f"{sealing.PRIVATE[kind]} of {acts.person()}",
    )


def fill(
    acts: PersonActs,
    title: str,
    filled: Filled,
    draft: Draft | None = None,
    *,
    again: Callable[[], Filled] | None = None,
    at: str = "",
) -> None:
    """Open a form at a field, or where its draft was left; its saving runs on a thread, and then what was done is said.

    What was typed before and not saved is in it again; it is kept while it is typed, until it is saved or left. `again`
    makes the form anew from what is stored, where someone else changed that.
    """
    open_saving(PersonSaving(acts, filled, draft, again), title, at)


def _with_record(
    acts: PersonActs,
    form: str,
    title: str,
    made: Callable[[Record, forms.Maker], Filled],
    reveal: frozenset[Sensitive] = frozenset(),
    *,
    at: str = "",
) -> None:
    make = forms.Maker(acts.ctx)
    with_stored(
        acts,
        form,
        lambda number: service.record(acts.ctx, number, reveal=reveal, wanted=reveal),
        lambda record: made(record, make),
        lambda record: title.format(record.summary.name),
        at=at,
    )


def with_stored(
    acts: PersonActs,
    form: str,
    read: Callable[[str], T],
    made: Callable[[T], Filled],
    title: str | Callable[[T], str],
    *,
    at: str = "",
) -> None:
    """Read the draft of a form about the person in view, and what the form is made of, on a thread; then open it."""
    number = acts.subject()
    if not number:
        acts.say(acts.NO_ONE)
        return
    draft = draft_of(acts, form, number)

    def reading() -> T:
        draft.read()
        draft.stands_on = newest(acts, number)
        return read(number)

    def show(found: T) -> None:
        called = title if isinstance(title, str) else title(found)
        fill(acts, called, made(found), draft, again=lambda: made(read(number)), at=at)

    acts.work_on(reading, show, hold=True)


def _ending(record: Record, values: forms.Values) -> Confirm:
    """Ask for the number before an employment is ended."""
    ending = forms.terminate_value(values)
    sentence = f"End the employment of {record.summary.name} after {ending.last_day}?"
    details = ["Pay and status hold through that day; u undoes it."]
    return Confirm(sentence, details, word=record.number, title="Terminate")
