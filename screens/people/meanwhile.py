"""Saving a form about a person: which later rows take the change over, and what others entered since the form was opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from hrtui.audit import own
from hrtui.errors import Clash, Conflict, RuleBroken
from hrtui.money import NumberStyle
from hrtui.people import service
from hrtui.people.carrying import Carry, Later, notices, said
from hrtui.people.model import Done, JobChange, PayChange
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
from screens.widgets.menu import Menu, MenuItem

Values = Mapping[str, Any]
Use = Callable[[Values, int | None], Done]
STAYS = "Nothing is saved; what you typed is still here. esc leaves it."
NOT_DONE = "Nothing is done; what you typed is still here. esc leaves it."
OFFERED = "Typed last time and not saved: here again, marked *. esc, then y, drops it."
MOST_TOLD = 10
MOST_LATER = 4


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form is made of: its fields, what saves what is typed, the lines above, and what is asked before it is saved.

    `use` takes the values and the newest command the form knows of. Where there is none, `change` says which change from a
    day on the values mean, and what later rows take over of it is asked first.
    """

    fields: Sequence[Field]
    use: Use | None = None
    change: Callable[[Values], Any] | None = None
    intro: Sequence[str] = ()
    ask: Callable[[Values], Confirm] | None = None


class Saving:
    """How an open form is saved. Where someone else changed what it is about meanwhile what they changed is shown, field by
    field: what was typed is saved on top, or what is stored is taken into the form (`again` reads it), or nothing is done."""

    def __init__(
        self, acts: HrScreen, filled: Filled, draft: Draft | None = None, again: Callable[[], Filled] | None = None
    ) -> None:
        self.acts, self.filled, self.draft, self.again = acts, filled, draft, again
        self.about = "this person"
        self.newest: Callable[[], int] = partial(newest, acts, draft.subject if draft is not None else "")
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
        use = self.filled.use or await self._carried(values)
        while not self.done:
            try:
                self.done.append(await waited(self.acts, lambda: self._enter(use, values)))
            except Conflict as conflict:
                if self.draft is None or not conflict.newest:
                    raise
                await self._settle(self.draft, conflict)

    def _enter(self, use: Use, values: Values) -> Done:
        from hrtui.payroll.runs.service import with_touched  # what saves, not what opens the form, needs all of payroll

        draft, ctx = self.draft, self.acts.ctx
        if draft is None:
            return with_touched(ctx, use(values, None))
        draft.saving(own.newest(ctx))
        return with_touched(ctx, use(values, draft.stands_on if draft.subject else None))

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

    async def _carried(self, values: Values) -> Use:
        """The use case of a change from a day on, with what later rows take over of it."""
        acts, made, draft = self.acts, self.filled.change, self.draft
        if made is None or draft is None:
            raise TypeError("a form has a use case, or a change and a draft")
        change, number = made(values), draft.subject
        later = await waited(acts, lambda: service.later_rows(acts.ctx, number, change))
        carry = await _carry(acts, later)
        return lambda _, expected: _change(acts, number, change, carry, expected)


def newest(acts: HrScreen, number: str) -> int:
    """The newest command that changed anything about a person; on a thread."""
    command = service.last_change(acts.ctx, number)
    return command.id if command is not None else 0


def _change(acts: HrScreen, number: str, change: Any, carry: Carry, expected: int | None) -> Done:
    ctx = acts.ctx
    if isinstance(change, JobChange):
        return service.change_job(ctx, number, change, carry=carry, expected=expected)
    if isinstance(change, PayChange):
        return service.change_pay(ctx, number, change, carry=carry, expected=expected)
    return service.change_profile(ctx, number, change, carry=carry, expected=expected)


async def _carry(acts: HrScreen, later: tuple[Later, ...]) -> Carry:
    """Ask which fields later rows take over, where they copied what the change changes."""
    fields = list(dict.fromkeys(each.field for each in later if each.is_copy))
    if not fields:
        return False
    items = [
        MenuItem(
            "all", f"Carry on {listed([said(name) for name in fields], 'and')}", "later rows take what is new over"
        ),
        MenuItem("none", "Leave later rows as they are", "they go back to what was before"),
    ]
    rest = "the rest goes back to what was before"
    items += [MenuItem(f"only {name}", f"Carry on {said(name)} only", rest) for name in fields if len(fields) > 1]
    intro = notices(later, False)[:MOST_LATER]
    chosen = await acts.app.push_screen_wait(Menu("Later rows hold what was before", items, intro=intro))
    if chosen is None:
        raise RuleBroken(STAYS)
    return frozenset({chosen.removeprefix("only ")}) if chosen.startswith("only ") else bool(chosen == "all")


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
