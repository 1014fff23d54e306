"""Saving a form about a person: which later rows take the change over, and what closed runs it touches."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from hrtui.errors import RuleBroken
from hrtui.people import service
from hrtui.people.carrying import Carry, Later, notices, said
from hrtui.people.model import Done, JobChange, PayChange
from hrtui.text import listed
from screens.base import HrScreen
from screens.drafting import Draft
from screens.saving import STAYS, Filled, Saving, Use, Values
from screens.verbs import waited
from screens.widgets.menu import Menu, MenuItem

MOST_LATER = 4


class Touching(Saving):
    """How a form is saved that may touch closed runs: which ones is told after."""

    def entered(self, done: Done) -> Done:
        """What was done, and which closed runs it touches."""
        from hrtui.payroll.runs.service import with_touched  # what saves, not what opens the form, needs all of payroll

        return with_touched(self.acts.ctx, done)


class PersonSaving(Touching):
    """How an open form about a person is saved: what later rows take over of a change is asked before."""

    def __init__(
        self, acts: HrScreen, filled: Filled, draft: Draft | None = None, again: Callable[[], Filled] | None = None
    ) -> None:
        number = draft.subject if draft is not None else ""
        super().__init__(acts, filled, draft, again, "this person", partial(newest, acts, number))

    async def use_for(self, values: Values) -> Use:
        """The use case of the form, or that of a change from a day on, with what later rows take over of it."""
        acts, made, draft = self.acts, self.filled.change, self.draft
        if self.filled.use is not None or made is None or draft is None:
            return await super().use_for(values)
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
