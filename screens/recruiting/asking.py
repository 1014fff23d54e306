"""What forms of recruiting have in common: kept as drafts, saved on a thread, told once they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hrtui.audit import own
from hrtui.errors import Conflict
from hrtui.people.model import Done
from screens.base import HrScreen
from screens.drafting import Draft, with_draft
from screens.verbs import waited
from screens.widgets.fields import Choice, ChoiceField, Field, TextField
from screens.widgets.form import FormScreen

Values = Mapping[str, object]
Save = Callable[[Values], Done]


def ask(
    screen: HrScreen, title: str, fields: Sequence[Field], save: Save, *, form: str = "", subject: str = "",
    told: Callable[[Done], object] | None = None,
) -> None:  # fmt: skip
    """Ask with a form and save what it says; with `form`, the action it saves under, what is typed is kept as a draft. `told` tells what
    was done where the screen's own way, which names the key that undoes it, does not fit.

    Where somebody else was faster, and the form is left, the screen shows everything anew.
    """
    if form:
        with_draft(screen, form, subject, lambda draft: _open(screen, title, fields, save, draft, told))
    else:
        _open(screen, title, fields, save, None, told)


def _open(
    screen: HrScreen,
    title: str,
    fields: Sequence[Field],
    save: Save,
    draft: Draft | None,
    told: Callable[[Done], object] | None,
) -> None:
    ctx, made, met = screen.ctx, list[Done](), list[Conflict]()

    def submit(values: Values) -> object:
        def write() -> None:
            if draft is not None:
                draft.saving(own.newest(ctx))
            try:
                made.append(save(values))
            except Conflict as conflict:
                met.append(conflict)
                raise

        return waited(screen, write)

    def done(values: object) -> None:
        if draft is not None:
            draft.forget()
        if values is not None and made:
            (told or screen.tell_done)(made[-1])
        elif met:
            screen.shell.changed()

    if draft is None:
        screen.app.push_screen(FormScreen(title, fields, submit), done)
        return
    intro = ("Typed last time and not saved; esc and y discard it.",) if draft.typed else ()
    form = FormScreen(
        title, fields, submit, intro=intro, on_change=draft.keep, on_move=draft.move, typed=draft.typed, at=draft.at
    )
    screen.app.push_screen(form, done)


def text(values: Values, key: str) -> str:
    """A text of a form; empty where nothing was typed."""
    return str(values.get(key) or "")


def reason_field(required: bool = True) -> TextField:
    """Why something is done."""
    return TextField(key="reason", label="Reason", required=required, help="it stays in the history")


def choice_field(
    key: str, label: str, choices: Sequence[Choice], help: str, initial: str = "", *, required: bool = True
) -> ChoiceField:
    """One of a few."""
    first = next((each for each in choices if each.value == initial), None)
    return ChoiceField(key=key, label=label, choices=choices, initial=first, required=required, help=help)
