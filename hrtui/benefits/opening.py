"""Open an enrolment event of a person, and prepare what it offers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data.benefits import choices, elections, events
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.model import Change, Entered
from hrtui.benefits.book import Book
from hrtui.benefits.events import KINDS, check_day, check_move
from hrtui.benefits.events import check_alone as check_one
from hrtui.benefits.gathering import ENROL, Enrolled, check_alone, found, member_of
from hrtui.benefits.model import Event, EventKind, EventState, Offer
from hrtui.benefits.offers import offers
from hrtui.benefits.planfile import book
from hrtui.benefits.windows import window
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.people import checks
from hrtui.people.subjects import Person, writable


def open_event(
    ctx: Context, number: str, kind: EventKind, day: date | None = None, reason: str = "", *,
    effective: date | None = None, last_day: date | None = None, note: str = "",
) -> Enrolled:  # fmt: skip
    """Open an event of a person and prepare its offers, as one command.

    `day` is when it happened (of a new hire the first day of work unless given, else today); `reason` a life event's name.
    `effective` and `last_day` stand in for what the rules say, of administrative events. Raises NotFound, NotAllowed, and
    RuleBroken where another event is under way, the window is over, or nothing can be had.
    """
    require(ctx.actor, ENROL)
    with ctx.store.write():
        person = writable(ctx, ENROL, number)
        event, plans = planned(ctx, person, kind, day, reason, effective, last_day, note), book(ctx)
        check_one(events.under_way([person.id]).get(person.id), person.called)
        event = replace(event, number=events.next_numbers(ctx.clock.today().year)[0])
        offered = _offered(event, plans)
        entered = writing.begin(ctx, ENROL, person.number)
        events.open_many([event], ctx.clock.today(), entered)
        _prepared(ctx, event, offered, entered)
        writing.note(
            entered, ENROL, person.number, _opened(event), {"from": str(event.effective), "event": event.number}
        )
    sentence = (
        f"Event {event.number}: {KINDS[kind].lower()} of {person.called}; elections count from {event.effective}, "
        f"and can be made through {event.last_day}."
    )
    return Enrolled(entered.command, person.number, sentence, owed(event, plans), event.number)


def planned(
    ctx: Context, person: Person, kind: EventKind, day: date | None, reason: str, effective: date | None = None,
    last_day: date | None = None, note: str = "",
) -> Event:  # fmt: skip
    """The event as it would be opened, without a number; raises as `open_event`."""
    today, plans = ctx.clock.today(), book(ctx)
    if plans.empty:
        raise RuleBroken("There are no plans yet; write the plan file first (docs/benefits.md).", "plan")
    if kind in (EventKind.OPEN_ENROLMENT, EventKind.COBRA):
        raise RuleBroken(f"{KINDS[kind]} is not opened of one person here; it has its own command.", "kind")
    if kind is not EventKind.ADMINISTRATIVE and (effective or last_day):
        raise RuleBroken("Only an administrative event has a first day and a window of its own.", "effective")
    if kind is EventKind.NEW_HIRE and day is None:
        day = member_of(person.id, today).hired
    at = checks.day(day or today, "day", today)
    member = member_of(person.id, at)
    first = window(kind, reason, at, member, plans)
    first = replace(first, effective=effective or first.effective, last_day=last_day or first.last_day)
    check_day(kind, at, today, first.last_day)
    return Event(
        "", person.id, kind, reason if kind is EventKind.LIFE_EVENT else "", at, first.effective, first.last_day,
        first.papers_due, EventState.OPEN, checks.text(note, "note"),
    )  # fmt: skip


def prepare(ctx: Context, event_number: str, *, expected: int | None = None) -> Enrolled:
    """Prepare what an event offers anew, after facts or plans changed; choices stay, and are checked again when entered.

    `expected` is the command of the event's stamp when it was read. Raises NotFound, NotAllowed, Conflict and RuleBroken.
    """
    with ctx.store.write():
        event, person = found(ctx, ENROL, event_number)
        check_alone(event, expected)
        check_move(event, EventState.PREPARED)
        offered = _offered(event, book(ctx))
        entered = writing.begin(ctx, ENROL, person.number)
        _prepared(ctx, event, offered, entered)
        writing.note(
            entered, ENROL, person.number, [Change("event.state", event.state.value, EventState.PREPARED.value)],
            {"event": event.number},
        )  # fmt: skip
    sentence = f"Event {event.number} of {person.called} offers {_count(offered)} plans."
    return Enrolled(entered.command, person.number, sentence, (), event.number)


def _count(offered: tuple[Offer, ...]) -> int:
    return sum(not offer.why for offer in offered)


def _offered(event: Event, plans: Book) -> tuple[Offer, ...]:
    held = elections.elections([event.person]).get(event.person, [])
    made = offers(event, member_of(event.person, event.effective), held, plans)
    if not any(offer.options or offer.fallback for offer in made):
        why = next((offer.why for offer in made if offer.why), "the plan file has no plan of these types that day")
        raise RuleBroken(f"There is nothing to choose from {event.effective} on: {why}.", "day")
    return made


def _prepared(ctx: Context, event: Event, offered: tuple[Offer, ...], entered: Entered) -> None:
    choices.add_offers({event.number: offered}, entered)
    events.move_many([replace(event, state=EventState.PREPARED)], ctx.clock.today(), entered, prepared=True)


def _opened(event: Event) -> list[Change]:
    made = [Change("event", "", event.number), Change("event.kind", "", event.kind.value)]
    return [*made, Change("event.reason", "", event.reason)] if event.reason else made


def owed(event: Event, plans: Book) -> tuple[str, ...]:
    """The papers an event owes, in a sentence; none where it owes none."""
    if event.papers_due is None or event.kind is not EventKind.LIFE_EVENT:
        return ()
    papers = plans.life_event(event.reason).papers
    return (f"Owed by {event.papers_due}: {', '.join(papers)}.",)
