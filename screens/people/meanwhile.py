"""Saving a change from a day on: which later rows take it over, and what others entered since the form was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hrtui.errors import Clash, Conflict, RuleBroken
from hrtui.people import service
from hrtui.people.carrying import Carry, Later, notices, said
from hrtui.people.model import Done, JobChange, PayChange
from hrtui.text import listed
from screens.drafting import Draft
from screens.verbs import waited
from screens.widgets.confirm import Confirm
from screens.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from screens.people.acts import PersonActs

STAYS = "Nothing is saved; what you typed is still here. esc leaves it."


async def saved(acts: PersonActs, draft: Draft, number: str, change: Any) -> Done:
    """Save a change, asking what is to be carried on, and whether to save on top of what others entered meanwhile.

    Raises RuleBroken where a question is answered by leaving it.
    """
    later = await waited(acts, lambda: service.later_rows(acts.ctx, number, change))
    carry = await _carry(acts, later)
    while True:
        try:
            return await waited(acts, lambda: _enter(acts, draft, number, change, carry))
        except Conflict as conflict:
            if not conflict.clashes:
                raise
            draft.is_overtaken = True
            await _on_top(acts, conflict)
            draft.stands_on = conflict.newest


def _enter(acts: PersonActs, draft: Draft, number: str, change: Any, carry: Carry) -> Done:
    ctx, expected = acts.ctx, draft.stands_on
    if isinstance(change, JobChange):
        return service.change_job(ctx, number, change, carry=carry, expected=expected)
    if isinstance(change, PayChange):
        return service.change_pay(ctx, number, change, carry=carry, expected=expected)
    return service.change_profile(ctx, number, change, carry=carry, expected=expected)


async def _carry(acts: PersonActs, later: tuple[Later, ...]) -> Carry:
    """Ask which fields later rows take over, where they copied what the change changes."""
    fields = list(dict.fromkeys(each.field for each in later if each.is_copy))
    if not fields:
        return False
    told = " ".join(notices(later, False))
    items = [
        MenuItem("all", f"Carry on {listed([said(name) for name in fields], 'and')}", told),
        MenuItem("none", "Leave later rows as they are", told),
    ]
    items += [MenuItem(f"only {name}", f"Carry on {said(name)} only", told) for name in fields if len(fields) > 1]
    chosen = await acts.app.push_screen_wait(Menu("Later rows hold what was before", items))
    if chosen is None:
        raise RuleBroken(STAYS)
    return frozenset({chosen.removeprefix("only ")}) if chosen.startswith("only ") else bool(chosen == "all")


async def _on_top(acts: PersonActs, conflict: Conflict) -> None:
    """Show what others entered, and ask whether to save on top; raise RuleBroken where not."""
    details = [*map(_told, conflict.clashes), "y saves yours on top of it; n leaves the form as you typed it."]
    if not await acts.app.push_screen_wait(
        Confirm("Someone else changed this person meanwhile.", details, title="Meanwhile")
    ):
        raise RuleBroken(STAYS)


def _told(clash: Clash) -> str:
    mine = f"; yours: {clash.yours}" if clash.yours else ""
    return f"{said(clash.field)}: {clash.was or 'nothing'}, by {clash.by} now {clash.theirs or 'nothing'}{mine}"
