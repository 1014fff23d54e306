"""The days on which something changed for a person: what the lens steps along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from data import people
from hrtui.access.model import Field, Sight
from hrtui.access.rules import sight
from hrtui.benefits.past import facts_of
from hrtui.context import Context
from hrtui.people.fact import Fact
from hrtui.people.rules import live
from hrtui.people.subjects import Person, readable, sees_certificates
from hrtui.text import listed


@dataclass(frozen=True, slots=True)
class Event:
    """A day on which dated rows of a person begin, and what they are, in words."""

    day: date
    what: str


def events(ctx: Context, number: str) -> tuple[Event, ...]:
    """The days of a person's live rows, oldest first; rows of pay and certificates only where the role may see them, and
    those of benefits.

    Takes at most fourteen queries. Raises NotAllowed, and NotFound out of scope.
    """
    with ctx.store.snapshot():
        return events_of(ctx, readable(ctx, number))


def events_of(ctx: Context, person: Person, facts: Sequence[Fact] | None = None) -> tuple[Event, ...]:
    """The days of a known person's live rows, oldest first; inside a snapshot. `facts` are those of their benefits, where they
    were read already."""
    found: dict[date, list[str]] = {}
    known = facts_of(ctx, person) if facts is None else facts
    for day, what in sorted([*_rows(ctx, person), *_facts(known)]):
        said = found.setdefault(day, [])
        if what not in said:
            said.append(what)
    return tuple(Event(day, listed(said, "and")) for day, said in found.items())


def next_event(ctx: Context, number: str) -> Event | None:
    """The first event after the day that is looked at; today stands between the past and what is scheduled."""
    return next((event for event in _stops(ctx, number) if event.day > ctx.day), None)


def previous_event(ctx: Context, number: str) -> Event | None:
    """The last event before the day that is looked at."""
    return next((event for event in reversed(_stops(ctx, number)) if event.day < ctx.day), None)


def _stops(ctx: Context, number: str) -> list[Event]:
    found, today = list(events(ctx, number)), ctx.clock.today()
    if all(event.day != today for event in found):
        found.append(Event(today, "today"))
    return sorted(found, key=lambda event: event.day)


def _facts(facts: Sequence[Fact]) -> Iterator[tuple[date, str]]:
    """The day and the name of each fact that counts; of several of one day the last."""
    last = {(row.field, row.effective_from): row for row in live(facts)}
    yield from ((row.effective_from, row.action) for row in last.values())


def _rows(ctx: Context, person: Person) -> Iterator[tuple[date, str]]:
    jobs = live(people.jobs([person.id])[person.id])
    yield from ((row.effective_from, str(row.action)) for row in jobs)
    hired = {row.effective_from for row in jobs}
    profiles = live(people.profiles([person.id])[person.id])
    yield from ((row.effective_from, "change of profile") for row in profiles if row.effective_from not in hired)
    if sight(ctx.actor, Field.PAY, person.subject) is not Sight.HIDDEN:
        pays = live(people.pays([person.id])[person.id])
        yield from ((row.effective_from, str(row.action)) for row in pays)
    if sees_certificates(ctx.actor, person.subject):
        held = live(people.certificates([person.id])[person.id])
        yield from ((row.effective_from, "certificate") for row in held)
