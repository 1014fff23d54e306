"""What somebody on a panel is to find out, said for one interview in the place of the recruiting file."""

from __future__ import annotations

from collections.abc import Sequence

from data import interviewkits, interviews
from data.recruiting import applications, requisitions
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.errors import NotFound, RuleBroken
from hrtui.interviews import inviting, reading
from hrtui.interviews.kits import Own
from hrtui.interviews.model import AHEAD
from hrtui.interviews.service import WORK
from hrtui.people import checks
from hrtui.people.listing import resolve
from hrtui.recruiting.gathering import Worked
from hrtui.recruiting.scoring import kit_of
from hrtui.text import clean, listed

MOST = 20


def set_kit(
    ctx: Context, number: str, who: str, attributes: Sequence[str] = (), questions: Sequence[str] = ()
) -> Worked:
    """Say which attributes, by name or label, and which questions somebody of a panel has; without any, the recruiting file says it again.

    Raises NotFound, NotAllowed, and RuleBroken where it is over, or the scorecard has no such attribute.
    """
    with ctx.store.write():
        held = reading.found(ctx, WORK, number)
        if held.state not in AHEAD:
            raise RuleBroken(f"Interview {held.number} is over; what its panel asked stays.", "questions")
        person = resolve(ctx, who)
        member = next((each for each in held.panel if each.person == person), None)
        if member is None:
            raise NotFound(f"{person} is not on the panel of {held.number}.")
        each = applications.by_ids([held.application])[held.application]
        kit = kit_of(ctx, requisitions.of([each.requisition])[each.requisition])
        names = {text: one.name for one in (kit.attributes if kit else ()) for text in (one.name, one.label.casefold())}
        wanted = [clean(text) for text in attributes if text.strip()]
        unknown = [text for text in wanted if text not in names and text.casefold() not in names]
        if unknown:
            known = listed([one.name for one in kit.attributes]) if kit else "none"
            raise RuleBroken(f"“{unknown[0]}” is not rated here; there is {known}.", "attributes")
        asked = [checks.text(text, "questions") for text in questions if text.strip()]
        if len(asked) > MOST:
            raise RuleBroken(f"{len(asked)} questions are too many for an interview; {MOST} are kept.", "questions")
        chosen = tuple(dict.fromkeys(names.get(text, names.get(text.casefold(), "")) for text in wanted))
        own = Own(chosen, tuple(asked)) if chosen or asked else None
        entered = writing.begin(ctx, WORK, held.number)
        interviewkits.put(held.id, interviews.person_ids([person])[person], own, ctx.clock.today(), entered)
        told = inviting.follow(ctx, [held.id], entered)
        change = Change(f"kit.{person}", "", "own" if own else "of the recruiting file")
        writing.note_many(entered, WORK, [(held.number, [change], None), *told.notes])
    said = (
        f"{member.name} has a kit of their own for {held.number}"
        if own
        else f"{member.name} has the usual kit for {held.number}"
    )
    return Worked(entered.command, "", f"{said}.", told.notices, (held.number,))
