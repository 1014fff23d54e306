"""Saving a form that is about something: its draft is kept while it is typed, and what others entered since it was opened is shown
before anything is saved."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hrtui.audit import own
from hrtui.errors import Clash, Conflict, RuleBroken
from hrtui.money import NumberStyle
from hrtui.people.carrying import said
from hrtui.people.model import Done
from hrtui.text import listed
from screens.base import HrScreen
from screens.drafting import Draft
from screens.text import worded
from screens.verbs import waited
from screens.widgets.clash import Answer, ClashDialog
from screens.widgets.confirm import Confirm
from screens.widgets.fields import Field
from screens.widgets.form import FormScreen
from screens.widgets.formmodel import Taken

Values = Mapping[str, Any]
Use = Callable[[Values, int | None], Done]
STAYS = "Nothing is saved; what you typed is still here. esc leaves it."
NOT_DONE = "Nothing is done; what you typed is still here. esc leaves it."
OFFERED = "Typed last time and not saved: here again, marked *. esc, then y, drops it."
MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form is made of: its fields, what saves what is typed, the lines above, and what is asked before it is saved.

    `use` takes the values and the newest command the form knows of. Where there is none, `change` says which change of a person
    from a day on the values mean, and what later rows take over of it is asked first.
    """

    fields: Sequence[Field]
    use: Use | None = None
    change: Callable[[Values], Any] | None = None
    intro: Sequence[str] = ()
    ask: Callable[[Values], Confirm] | None = None


class Saving:
    """How an open form is saved. Where someone else changed what it is about meanwhile what they changed is shown, field by
    field: what was typed is saved on top, or what is stored is taken into the form (`again` reads it), or nothing is done.

    `about` is what the form is about, in words, and `newest` the newest command that changed it.
    """

    def __init__(
        self,
        acts: HrScreen,
        filled: Filled,
        draft: Draft | None = None,
        again: Callable[[], Filled] | None = None,
        about: str = "",
        newest: Callable[[], int] = lambda: 0,
    ) -> None:
        self.acts, self.filled, self.draft, self.again = acts, filled, draft, again
        self.about, self.newest = about, newest
        self.form: FormScreen | None = None
        self.done: list[Done] = []

    def lines(self) -> list[str]:
        """What stands above the fields."""
        offered = self.draft is not None and self.draft.typed
        return [*self.filled.intro, *([OFFERED] if offered else [])]

    async def save(self, values: Values) -> None:
        """Save what was typed; raise HrError where it is refused, or a question is answered by leaving it."""
        ask = self.filled.ask
        if ask is not None and not await self.acts.app.push_screen_wait(ask(values)):
            raise RuleBroken(NOT_DONE)
        use = await self.use_for(values)
        while not self.done:
            try:
                self.done.append(await waited(self.acts, lambda: self._enter(use, values)))
            except Conflict as conflict:
                if self.draft is None or not conflict.newest:
                    raise
                await self._settle(self.draft, conflict)

    async def use_for(self, values: Values) -> Use:
        """What saves these values."""
        if self.filled.use is None:
            raise TypeError("a form has a use case")
        return self.filled.use

    def entered(self, done: Done) -> Done:
        """What was done, with all there is to tell about it; on a thread."""
        return done

    def _enter(self, use: Use, values: Values) -> Done:
        draft, ctx = self.draft, self.acts.ctx
        if draft is None:
            return self.entered(use(values, None))
        draft.saving(own.newest(ctx))
        return self.entered(use(values, draft.stands_on if draft.subject else None))

    async def _settle(self, draft: Draft, conflict: Conflict) -> None:
        """Ask what to do about what others entered; raise RuleBroken where it is not to be saved on top of it."""
        draft.is_overtaken = True
        style = self.acts.ctx.config.style
        told = [_told(clash, style) for clash in conflict.clashes[:MOST_TOLD]]
        if len(conflict.clashes) > MOST_TOLD:
            told.append(f"and {len(conflict.clashes) - MOST_TOLD} more; the history has them all.")
        answer = await self.acts.app.push_screen_wait(ClashDialog(told or [str(conflict)], self.about))
        if answer is None:
            raise RuleBroken(STAYS)
        draft.stands_on = conflict.newest
        if answer is Answer.RELOAD:
            await self._reload(draft)

    async def _reload(self, draft: Draft) -> None:
        """Take what is stored into the form, and stay in it."""
        acts, again, form = self.acts, self.again, self.form
        if again is None or form is None:
            raise RuleBroken(STAYS)

        def read() -> tuple[int, Filled]:
            return self.newest(), again()

        draft.stands_on, self.filled = await waited(acts, read)
        taken = form.renew(self.filled.fields, self.lines())
        raise RuleBroken(_taken(taken))


def open_saving(saving: Saving, title: str, at: str = "") -> None:
    """Open the form that a saving is about."""
    filled = saving.filled
    saving.form = open_form(saving.acts, title, filled.fields, saving.save, saving.draft, saving.done, filled.intro, at)


def open_form(
    acts: HrScreen,
    title: str,
    fields: Sequence[Field],
    save: Callable[[Values], Awaitable[object]],
    draft: Draft | None,
    done: list[Done],
    intro: Sequence[str] = (),
    at: str = "",
) -> FormScreen:
    """Open the form at a field, or where its draft was left, its draft kept while it is typed; once it is left, say what was done."""

    async def saved(values: Values) -> None:
        """Save, and say what was done before the form is left: the frame without the form has the sentence."""
        await save(values)
        if done:
            acts.say(acts.said_of(done[-1]))

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
        title, fields, saved, intro=lines, on_change=keep, on_move=move, typed=typed, at=(typed and left) or at
    )
    acts.app.push_screen(form, closed)
    return form


def _told(clash: Clash, style: NumberStyle) -> str:
    was, theirs, yours = (worded(value, style) for value in (clash.was, clash.theirs, clash.yours))
    mine = f"; yours: {yours}" if yours else ""
    name = said(clash.field).replace(".", " ")
    return f"{name}: {was or 'nothing'}, by {clash.by} now {theirs or 'nothing'}{mine}"


def _taken(taken: Sequence[Taken]) -> str:
    """What was taken into the form; what had been typed there stands below the field."""
    into = "No field here was changed by it."
    if taken:
        into = f"Taken into the form: {listed([each.label for each in taken], 'and')}."
    return f"{into} Nothing is saved yet; save again."
