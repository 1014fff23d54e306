"""Finalise an event, so that its elections count; close it once no paper is owed; void it."""

from __future__ import annotations

from dataclasses import replace

from data.benefits import elections, events
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.benefits.electing import told_of
from hrtui.benefits.events import check_move
from hrtui.benefits.gathering import ENROL, FINALISE, Enrolled, check_alone, desk_of, election_changes, found, pay_shown
from hrtui.benefits.inforce import on_day
from hrtui.benefits.model import ElectionState, Event, EventState
from hrtui.benefits.reaching import with_rows
from hrtui.benefits.touching import reach
from hrtui.benefits.wording import TYPES
from hrtui.context import Context
from hrtui.dates import LATEST
from hrtui.errors import RuleBroken
from hrtui.people import checks
from hrtui.text import listed


def finalise(ctx: Context, event_number: str, *, expected: int | None = None) -> Enrolled:
    """Write the elections of an event: what was chosen, else what counts where nothing is; tell the closed checks they reach into.

    Raises NotFound, NotAllowed, Conflict, and RuleBroken where choices have faults, naming each, or the event is over.
    """
    with ctx.store.write():
        event, person = found(ctx, FINALISE, event_number)
        check_alone(event, expected)
        desk = desk_of(ctx, event)
        made = desk.outcome()
        if made.faults:
            raise RuleBroken(
                f"Event {event.number} has faults to mend first. {' '.join(told_of(made.faults))}", "choices"
            )
        state = desk.state_after(made)
        check_move(event, state)
        back = reach(
            ctx,
            person.id,
            desk.elections,
            with_rows(desk.elections, made.rows),
            pay_shown=pay_shown(ctx, person, FINALISE),
        )
        entered = writing.begin(ctx, FINALISE, person.number)
        elections.put_many([(person.id, row) for row in made.rows], entered)
        events.move_many([replace(event, state=state)], ctx.clock.today(), entered)
        changes = [Change("event.state", event.state.value, state.value), *election_changes(made.rows, desk.elections)]
        writing.note(entered, FINALISE, person.number, changes, {"from": str(event.effective), "event": event.number})
    waiting = [TYPES[row.choice.type] for row in made.rows if row.state is ElectionState.AWAITING_EVIDENCE]
    notices = [
        *made.notices,
        *([f"Awaiting evidence: {listed(waiting, 'and')}."] if waiting else []),
        *back.sentences(ctx.config.style),
    ]
    many = f"{len(made.rows)} election{'' if len(made.rows) == 1 else 's'} of {person.called}"
    sentence = f"Event {event.number} is finalised: {many} count from {event.effective}."
    return Enrolled(entered.command, person.number, sentence, tuple(notices), event.number)


def close(ctx: Context, event_number: str, *, note: str = "", expected: int | None = None) -> Enrolled:
    """Record that the papers of a finalised event came, and close it.

    Raises NotFound, NotAllowed, Conflict, and RuleBroken while one of its elections awaits evidence.
    """
    with ctx.store.write():
        event, person = found(ctx, ENROL, event_number)
        check_alone(event, expected)
        if event.state is not EventState.FINALISED:
            check_move(event, EventState.FINALISED)
            raise RuleBroken(f"Event {event.number} is not finalised yet; finalise it first.", "state")
        _check_nothing_awaited(event)
        entered = writing.begin(ctx, ENROL, person.number)
        after = replace(event, state=EventState.CLOSED, note=checks.text(note, "note") or event.note)
        events.move_many([after], ctx.clock.today(), entered)
        writing.note(entered, ENROL, person.number, [_moved(event, after)], {"event": event.number})
    return Enrolled(
        entered.command, person.number, f"Event {event.number} of {person.called} is closed.", (), event.number
    )


def void(ctx: Context, event_number: str, reason: str, *, expected: int | None = None) -> Enrolled:
    """End an event under way without elections, for a reason. Raises NotFound, NotAllowed, Conflict and RuleBroken."""
    why = checks.text(reason, "reason")
    if not why:
        raise RuleBroken("Say why the event is void.", "reason")
    with ctx.store.write():
        event, person = found(ctx, FINALISE, event_number)
        check_alone(event, expected)
        check_move(event, EventState.VOID)
        entered = writing.begin(ctx, FINALISE, person.number)
        after = replace(event, state=EventState.VOID, note=why)
        events.move_many([after], ctx.clock.today(), entered)
        writing.note(entered, FINALISE, person.number, [_moved(event, after)], {"event": event.number, "reason": why})
    return Enrolled(
        entered.command, person.number, f"Event {event.number} of {person.called} is void.", (), event.number
    )


def _moved(before: Event, after: Event) -> Change:
    return Change("event.state", before.state.value, after.state.value)


def _check_nothing_awaited(event: Event) -> None:
    rows = on_day(elections.elections([event.person]).get(event.person, []), LATEST)
    waiting = [
        row.choice.type.value
        for row in rows
        if row.event == event.number and row.state is ElectionState.AWAITING_EVIDENCE
    ]
    if waiting:
        raise RuleBroken(
            f"{listed(waiting, 'and')} still await evidence: verify the dependents, or decide on insurability first.",
            "state",
        )
