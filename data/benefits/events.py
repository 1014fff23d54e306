"""Enrolment events: what they are, and how far they are; their ids stay in this package, outside they go by number."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from peewee import fn

from data import dialect
from data.base import database
from data.benefits.rows import as_day, as_instant, enter, last_of
from data.bulk import bulk_insert
from data.lines import reached
from data.schema import BenefitEventFactRow, BenefitEventRow, CommandRow, DirectoryRow
from hrtui.access.model import Scope
from hrtui.audit.model import Entered
from hrtui.benefits.model import UNDER_WAY, Event, EventKind, EventState
from hrtui.people.model import Stamp
from hrtui.text import fold

FACT = ("effective", "last_day", "papers_due", "state", "note", "prepared")
EVENT, NOW = BenefitEventRow, BenefitEventFactRow
COLUMNS = (
    EVENT.number, EVENT.person, EVENT.kind, EVENT.reason, EVENT.day, NOW.effective, NOW.last_day, NOW.papers_due, NOW.state,
    NOW.note, NOW.id, NOW.seq, NOW.command, NOW.recorded_at, NOW.recorded_by,
)  # fmt: skip


def next_numbers(year: int, count: int = 1) -> list[str]:
    """The numbers of the next events of a year: B2026-0001 and so on; ask inside `write()`."""
    first = f"B{year}-"
    like = EVENT.number.startswith(first)
    last = EVENT.select(fn.MAX(fn.SUBSTR(EVENT.number, len(first) + 1).cast("INTEGER"))).where(like).scalar()
    return [f"{first}{number:04}" for number in range((last or 0) + 1, (last or 0) + 1 + count)]


def open_many(events: Sequence[Event], on: date, entered: Entered) -> None:
    """Enter events as they are, from a day on; inside `write()`. A statement for each hundred, and one query."""
    bulk_insert(
        EVENT,
        ("number", "person", "kind", "reason", "day", "command"),
        ((event.number, event.person, event.kind.value, event.reason, event.day, entered.command) for event in events),
    )
    move_many(events, on, entered)


def move_many(events: Sequence[Event], on: date, entered: Entered, prepared: bool = False) -> None:
    """Enter how far events are from a day on, as the values say; inside `write()`.

    `prepared` where their offers were written under the same command; else those that counted go on counting.
    """
    known = ids([event.number for event in events])
    had = {} if prepared else _prepared(known.values())
    enter(
        NOW,
        FACT,
        (
            (
                id_ := known[event.number],
                on,
                (
                    event.effective, event.last_day, event.papers_due, event.state.value, event.note,
                    entered.command if prepared else had.get(id_),
                ),
            )
            for event in events
        ),
        entered,
    )  # fmt: skip


def ids(numbers: Sequence[str]) -> dict[str, int]:
    """The ids of events by their numbers; one query."""
    query = EVENT.select(EVENT.number, EVENT.id).where(EVENT.number.in_(dialect.one_of(list(numbers))))
    return dict(database.execute(query).fetchall())


def _prepared(events: Iterable[int]) -> dict[int, int | None]:
    wanted = NOW.event.in_(dialect.one_of(list(events))) & NOW.superseded_at.is_null() & last_of(NOW)
    return dict(database.execute(NOW.select(NOW.event, NOW.prepared).where(wanted)).fetchall())


def numbered(number: str) -> Event | None:
    """The event of a number; one that was undone is none."""
    return next(iter(_read(EVENT.number == number)), None)


def of_people(people: Sequence[int]) -> dict[int, list[Event]]:
    """The events of people, newest first; one query."""
    found: dict[int, list[Event]] = defaultdict(list)
    for event in _read(EVENT.person.in_(dialect.one_of(list(people)))):
        found[event.person].append(event)
    return found


def all_of(person: int) -> list[tuple[date, Event]]:
    """How far a person's events ever were: each fact of each with the day it came so far, oldest first; one query."""
    how = CommandRow.select(CommandRow.action).where(CommandRow.id == NOW.superseded_by)
    gone = (NOW.effective_from, NOW.superseded_at, NOW.superseded_by, fn.COALESCE(how, ""))
    query = EVENT.select(*gone, *COLUMNS).join(NOW, on=(NOW.event == EVENT.id)).where(EVENT.person == person)
    found: list[tuple[date, Event]] = []
    for on, at, by, action, *cells in database.execute(query.order_by(EVENT.id, NOW.id)).fetchall():
        made = _event(*cells)
        if at and made.stamp is not None:
            stamp = replace(made.stamp, superseded_at=as_instant(at), superseded_by=by, superseded_how=action)
            made = replace(made, stamp=stamp)
        found.append((as_day(on), made))
    return found


def under_way(people: Sequence[int]) -> dict[int, Event]:
    """The event under way of each person who has one; one query."""
    wanted = EVENT.person.in_(dialect.one_of(list(people))) & _in(UNDER_WAY)
    return {event.person: event for event in reversed(_read(wanted))}


def find(
    states: Iterable[EventState],
    scopes: Iterable[Scope],
    actor_person: str,
    words: Sequence[str] = (),
    kinds: Iterable[EventKind] = (),
    day: date | None = None,
) -> array[int]:
    """The ids of events in some states of people in the scopes, those first whose window ends first; for `page`.

    Each word stands in the person's line or in the event's number or reason; `day` is the events' day.
    """
    query = (
        EVENT.select(EVENT.id)
        .join(NOW, on=(NOW.event == EVENT.id))
        .join(DirectoryRow, on=(DirectoryRow.person == EVENT.person))
        .where(NOW.superseded_at.is_null() & last_of(NOW) & _in(states))
    )
    for condition in (reached(scopes, actor_person), *map(_holds, words)):
        query = query if condition is None else query.where(condition)
    asked = [kind.value for kind in kinds]
    query = query.where(EVENT.kind.in_(asked)) if asked else query
    query = query if day is None else query.where(EVENT.day == day)
    order = (NOW.last_day, DirectoryRow.sort_name, EVENT.number)
    return array("q", (row[0] for row in database.execute(query.order_by(*order)).fetchall()))


def page(event_ids: Sequence[int]) -> list[Event | None]:
    """Events by their ids, in their order; one query."""
    read, events = _with_ids(EVENT.id.in_(dialect.one_of(list(event_ids))))
    found = dict(zip(read, events, strict=True))
    return [found.get(id_) for id_ in event_ids]


def counts(day: date, kind: EventKind) -> Mapping[EventState, int]:
    """How many events of a kind and day are in each state; one query."""
    query = (
        EVENT.select(NOW.state, fn.COUNT(EVENT.id))
        .join(NOW, on=(NOW.event == EVENT.id))
        .where((EVENT.day == day) & (EVENT.kind == kind.value) & NOW.superseded_at.is_null() & last_of(NOW))
        .group_by(NOW.state)
    )
    return {EventState(state): count for state, count in database.execute(query).fetchall()}


def _holds(word: str) -> Any:
    text = fold(word)
    return DirectoryRow.search.contains(text) | EVENT.number.contains(word) | EVENT.reason.contains(text)


def _in(states: Iterable[EventState]) -> Any:
    return NOW.state.in_([state.value for state in states])


def _read(wanted: Any) -> list[Event]:
    return _with_ids(wanted)[1]


def _with_ids(wanted: Any) -> tuple[list[int], list[Event]]:
    """The ids of events that are wanted and not undone, and the events, newest first; one query."""
    query = (
        EVENT.select(EVENT.id, *COLUMNS)
        .join(NOW, on=(NOW.event == EVENT.id))
        .where(wanted & NOW.superseded_at.is_null() & last_of(NOW))
        .order_by(EVENT.day.desc(), EVENT.id.desc())
    )
    rows = database.execute(query).fetchall()
    return [row[0] for row in rows], [_event(*row[1:]) for row in rows]


def _event(*cells: Any) -> Event:
    number, person, kind, reason, day, effective, last, due, state, note, id_, seq, command, at, by = cells
    return Event(
        number, person, EventKind(kind), reason, as_day(day), as_day(effective), as_day(last),
        as_day(due) if due else None, EventState(state), note, Stamp(id_, seq, command, as_instant(at), by),
    )  # fmt: skip
