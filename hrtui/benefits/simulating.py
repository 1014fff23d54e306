"""Simulate an event, or look at one that was opened: by the very functions that prepare and finalise, without writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from data.benefits import elections
from hrtui.access.model import Field
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.benefits.deciding import normalised
from hrtui.benefits.desk import Desk
from hrtui.benefits.gathering import READ, assembled, birth_shown, desk_of, found, member_of, pay_shown
from hrtui.benefits.model import Choice, EventKind
from hrtui.benefits.offers import offers
from hrtui.benefits.opening import planned
from hrtui.benefits.planfile import book
from hrtui.benefits.reaching import Reach
from hrtui.benefits.touching import reach_of
from hrtui.context import Context
from hrtui.people.subjects import Person, writable


def simulate(
    ctx: Context, number: str, kind: EventKind, day: date | None = None, reason: str = "", chosen: Sequence[Choice] = (), *,
    effective: date | None = None, last_day: date | None = None,
) -> Desk:  # fmt: skip
    """The desk of an event as it would be opened, with choices: what may change, until when, what it costs before and after.

    `desk.decided()` gives rows, faults and prices; finalising such an event writes the same rows. Raises as `open_event` does.
    Leaves an audit entry where pay is told.
    """
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        person = writable(ctx, READ, number)
        event, plans = planned(ctx, person, kind, day, reason, effective, last_day), book(ctx)
        member = member_of(person.id, event.effective)
        held = tuple(elections.elections([person.id]).get(person.id, ()))
        offered = offers(event, member, held, plans)
        desk = assembled(ctx, event, member, offered, (), held, plans)
    made = normalised(chosen, desk.unchosen(), desk.member)
    return _seen(ctx, person, replace(desk, choices=tuple(made.values())))


def desk(ctx: Context, event_number: str) -> Desk:
    """The desk of an event that was opened, for the election form: `desk.with_choice(choice).decided()` follows each key.

    Raises NotFound and NotAllowed. Leaves an audit entry where pay is told.
    """
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        event, person = found(ctx, READ, event_number)
        made = desk_of(ctx, event)
    return _seen(ctx, person, made)


def closed_checks(ctx: Context, event_number: str) -> Reach:
    """Which closed checks finalising an event as it stands would reach back into, by how much, and how that is made good.

    Raises as `desk` does, and leaves the same audit entry.
    """
    return reach_of(ctx, desk(ctx, event_number))


def _seen(ctx: Context, person: Person, made: Desk) -> Desk:
    """The desk as the role may see it; that prices tell of pay, and the form of birth dates, is noted."""
    pay, birth = pay_shown(ctx, person), birth_shown(ctx, person)
    told = birth and any(each.birth_date for each in made.member.dependents)
    writing.note_seen(ctx, person.number, [*([Field.PAY] if pay else ()), *([Field.BIRTH] if told else ())])
    return replace(made, pay_shown=pay, birth_shown=birth)
