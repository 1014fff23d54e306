"""Enter the choices of an event; what is wrong with them is kept with it, and told as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.benefits import choices, events
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.benefits.choosing import Fault
from hrtui.benefits.deciding import normalised
from hrtui.benefits.desk import Desk
from hrtui.benefits.events import check_move
from hrtui.benefits.gathering import ENROL, Enrolled, check_alone, desk_of, found, said
from hrtui.benefits.model import Choice, Event, EventState
from hrtui.benefits.plans import PlanType
from hrtui.benefits.wording import TYPES
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.people import checks


def elect(
    ctx: Context, event_number: str, chosen: Sequence[Choice], *, take_back: Sequence[PlanType] = (), late: str = "",
    expected: int | None = None,
) -> Enrolled:  # fmt: skip
    """Enter choices in an event, each in the place of the one of its type; `take_back` leaves types as if nothing was chosen.

    Faults do not refuse: they are kept (the event is in error) and returned in `faults`. `late` is why choices count after the
    window's last day. Raises NotFound, NotAllowed, Conflict, and RuleBroken where the window is over or the event is.
    """
    with ctx.store.write():
        event, person = found(ctx, ENROL, event_number)
        check_alone(event, expected)
        event = _in_time(ctx, event, late)
        desk = desk_of(ctx, event)
        taken = [each for each in desk.choices if each.type in take_back]
        after = _with(desk, chosen, take_back)
        faults = after.outcome().faults
        state = EventState.ERROR if faults else EventState.ENTERED
        check_move(event, state)
        entered, today = writing.begin(ctx, ENROL, person.number), ctx.clock.today()
        wanted = [each for each in after.choices if each.type in {made.type for made in chosen}]
        choices.put_choices({event.number: taken}, today, entered, active=False)
        choices.put_choices({event.number: wanted}, today, entered)
        events.move_many([replace(event, state=state)], today, entered)
        writing.note(entered, ENROL, person.number, _changes(desk, after), {"event": event.number})
    told = told_of(faults)
    sentence = f"Elections of {person.called} entered in event {event.number}"
    sentence += f"; {len(told)} to mend before it can be finalised." if told else "; it can be finalised."
    return Enrolled(entered.command, person.number, sentence, (), event.number, told)


def told_of(faults: Sequence[Fault]) -> tuple[str, ...]:
    """Faults as sentences that name the type of plan."""
    return tuple(f"{TYPES[fault.type]}: {fault.sentence}" for fault in faults)


def _in_time(ctx: Context, event: Event, late: str) -> Event:
    why = checks.text(late, "late")
    if ctx.clock.today() <= event.last_day:
        return event
    if not why:
        raise RuleBroken(
            f"The window of event {event.number} ended on {event.last_day}; say why the elections count all the same, or void it.",
            "late",
        )
    return replace(event, note=f"{event.note}; late: {why}".removeprefix("; "))


def _with(desk: Desk, chosen: Sequence[Choice], take_back: Sequence[PlanType]) -> Desk:
    """The desk with choices entered, each with the tier that follows."""
    gone = {*take_back, *(each.type for each in chosen)}
    kept = [each for each in desk.choices if each.type not in gone]
    made = normalised([*kept, *chosen], desk.unchosen(), desk.member)
    return replace(desk, choices=tuple(made.values()))


def _changes(before: Desk, after: Desk) -> list[Change]:
    was, made = ({each.type: said(each) for each in desk.choices} for desk in (before, after))
    return [
        Change(f"choice.{type_.value}", was.get(type_, ""), made.get(type_, ""))
        for type_ in dict.fromkeys([*was, *made])
        if was.get(type_, "") != made.get(type_, "")
    ]
