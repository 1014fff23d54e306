"""How enrolment events move: which state follows which, and that a person has one under way at a time."""

from __future__ import annotations

from datetime import date

from hrtui.benefits.model import UNDER_WAY, Event, EventKind, EventState
from hrtui.errors import RuleBroken
from hrtui.text import listed

NEXT: dict[EventState, tuple[EventState, ...]] = {
    EventState.OPEN: (EventState.PREPARED, EventState.VOID),
    EventState.PREPARED: (
        EventState.PREPARED, EventState.ENTERED, EventState.ERROR, EventState.FINALISED, EventState.CLOSED, EventState.VOID,
    ),
    EventState.ENTERED: (
        EventState.PREPARED, EventState.ENTERED, EventState.ERROR, EventState.FINALISED, EventState.CLOSED, EventState.VOID,
    ),
    EventState.ERROR: (EventState.PREPARED, EventState.ENTERED, EventState.ERROR, EventState.VOID),
    EventState.FINALISED: (EventState.CLOSED,),
    EventState.CLOSED: (),
    EventState.VOID: (),
}  # fmt: skip
SPOKEN = {
    EventState.OPEN: "open",
    EventState.PREPARED: "prepared",
    EventState.ENTERED: "entered",
    EventState.ERROR: "in error",
    EventState.FINALISED: "finalised",
    EventState.CLOSED: "closed",
    EventState.VOID: "void",
}
KINDS = {
    EventKind.NEW_HIRE: "New hire",
    EventKind.OPEN_ENROLMENT: "Open enrolment",
    EventKind.LIFE_EVENT: "Life event",
    EventKind.ADMINISTRATIVE: "Administrative",
    EventKind.COBRA: "COBRA",
}


def check_move(event: Event, to: EventState) -> None:
    """Raise RuleBroken with the reason where an event may not move to a state."""
    if to in NEXT[event.state]:
        return
    there = [SPOKEN[state] for state in NEXT[event.state] if state is not event.state]
    then = f"it can become {listed(there)}" if there else "it is over; open another one"
    raise RuleBroken(f"Event {event.number} is {SPOKEN[event.state]} and cannot become {SPOKEN[to]}: {then}.", "state")


def check_alone(held: Event | None, name: str) -> None:
    """Raise RuleBroken where a person has an event under way."""
    if held is not None and held.state in UNDER_WAY:
        again = held.kind is EventKind.OPEN_ENROLMENT
        after = (
            "; once this one is finalised, opening the open enrolment again opens one for them anew" if again else ""
        )
        raise RuleBroken(
            f"{name} has event {held.number} ({KINDS[held.kind].lower()} of {held.day}) under way, and one at a time is "
            f"allowed: finalise or void it first{after}.",
            "number",
        )


def check_day(kind: EventKind, day: date, today: date, last_day: date) -> None:
    """Raise RuleBroken for a life event that is still to come, and for a window that is over before it is opened."""
    if kind is EventKind.LIFE_EVENT and day > today:
        raise RuleBroken(f"{day} is still to come; open a life event once it has happened.", "day")
    if last_day < today and kind in (EventKind.LIFE_EVENT, EventKind.NEW_HIRE):
        raise RuleBroken(
            f"The window ended on {last_day}; open an administrative event where an exception is made.", "day"
        )
