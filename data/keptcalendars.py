"""Calendar files that are kept: whose each is, what was read of it, and when it is busy."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from peewee import JOIN, fn

from data import owned
from data.bulk import bulk_insert
from data.dated import PersonRow
from data.interviewrows import CalendarContentRow, InterviewRow, KeptCalendarFactRow, KeptCalendarRow
from data.owned import as_instant, enter, standing
from data.prepared import listed, one_of, prepared
from hrtui.audit.model import Entered
from hrtui.interviews.kept import Content, KeptCalendar
from hrtui.people.model import Stamp

CALENDAR, NOW, CONTENT = KeptCalendarRow, KeptCalendarFactRow, CalendarContentRow
FACT = ("digest", "events", "active")
COLUMNS = (
    CALENDAR.id, CALENDAR.number, fn.COALESCE(PersonRow.number, ""), CALENDAR.room, CALENDAR.source, NOW.digest, NOW.events,
    NOW.id, NOW.seq, NOW.command, NOW.recorded_at, NOW.recorded_by,
)  # fmt: skip
OF_CONTENT = (CONTENT.digest, CONTENT.content, CONTENT.zone, CONTENT.begins, CONTENT.ends, CONTENT.busy)
MOST, STAY = 2_000, 2


def kept() -> list[KeptCalendar]:
    """The calendars that are kept, in the order of their numbers; two thousand at most. One query."""
    return [_calendar(row) for row in _kept().fetchall()]


def source_of(person: str, room: str, source: str) -> KeptCalendar | None:
    """The calendar of a person, by their number, or a room that is kept of a file; one query."""
    row = _source_of(person, room, source).fetchone()
    return None if row is None else _calendar(row)


def next_number() -> str:
    """The number of the next calendar: CAL-0001 and so on; ask inside `write()`."""
    return owned.next_numbers(CALENDAR, "CAL-", 4)[0]


def add(number: str, person: int | None, room: str, source: str, entered: Entered) -> int:
    """Make a calendar and return its id; inside `write()`, its contents follow by `put`."""
    made = CALENDAR.insert(number=number, person=person, room=room, source=source, command=entered.command)
    return int(made.execute())


def put(calendar: int, content: Content, events: int, on: date, entered: Entered) -> None:
    """Enter what a calendar holds; what it held before stays for an undo, and what was before that goes. Inside `write()`."""
    enter(NOW, FACT, [(calendar, on, (content.digest, events, 1))], entered)
    renew(calendar, content)
    live = NOW.select(NOW.digest).where((NOW.calendar == calendar) & NOW.superseded_at.is_null())
    last = live.order_by(NOW.effective_from.desc(), NOW.seq.desc()).limit(STAY)
    CONTENT.delete().where((CONTENT.calendar == calendar) & CONTENT.digest.not_in(last)).execute()


def renew(calendar: int, content: Content) -> None:
    """Keep what was read of a calendar, in the place of what was read the same before; inside `write()`."""
    CONTENT.delete().where((CONTENT.calendar == calendar) & (CONTENT.digest == content.digest)).execute()
    row = (calendar, content.digest, content.content, content.zone, *content.within, _packed(content))
    bulk_insert(CONTENT, ("calendar", "digest", "content", "zone", "begins", "ends", "busy"), [row])


def drop(calendar: KeptCalendar, on: date, entered: Entered) -> None:
    """Enter that a calendar is kept no longer; inside `write()`."""
    enter(NOW, FACT, [(calendar.id, on, (calendar.digest, calendar.events, 0))], entered)


def contents(people: Sequence[int], rooms: Sequence[str]) -> list[tuple[int | None, str, Content]]:
    """What is kept of the calendars of people, by their ids, and rooms: whose it is, and what; one query."""
    rows = _contents(listed(people), listed(rooms)).fetchall()
    return [(person, room, _content(*row)) for person, room, *row in rows]


def content(calendar: KeptCalendar) -> Content | None:
    """What is kept of a calendar; one query."""
    row = _content_of(calendar.id, calendar.digest).fetchone()
    return None if row is None else _content(*row)


def without_content(command: int) -> list[str]:
    """The numbers of calendars that a command was about and that stand by contents which are gone; one query."""
    return [row[0] for row in _without_content(command, command).fetchall()]


def own_uids(uids: Iterable[str]) -> frozenset[str]:
    """Those of some UIDs that are interviews' here; one query."""
    return frozenset(row[0] for row in _own_uids(listed(uids)).fetchall())


@prepared
def _kept() -> Any:
    wanted = standing(NOW) & (NOW.active == 1)
    return _whole().where(wanted).order_by(CALENDAR.number).limit(MOST)


@prepared
def _source_of(person: Any, room: Any, source: Any) -> Any:
    whose = (fn.COALESCE(PersonRow.number, "") == person) & (CALENDAR.room == room) & (CALENDAR.source == source)
    return _whole().where(whose & standing(NOW) & (NOW.active == 1))


@prepared
def _contents(people: Any, rooms: Any) -> Any:
    whose = one_of(CALENDAR.person, people) | (CALENDAR.person.is_null() & one_of(CALENDAR.room, rooms))
    query = CALENDAR.select(CALENDAR.person, CALENDAR.room, *OF_CONTENT).join(NOW, on=(NOW.calendar == CALENDAR.id))
    same = (CONTENT.calendar == CALENDAR.id) & (CONTENT.digest == NOW.digest)
    return query.join(CONTENT, on=same).where(whose & standing(NOW) & (NOW.active == 1)).order_by(CALENDAR.id)


@prepared
def _content_of(calendar: Any, digest: Any) -> Any:
    return CONTENT.select(*OF_CONTENT).where((CONTENT.calendar == calendar) & (CONTENT.digest == digest))


@prepared
def _without_content(command: Any, again: Any) -> Any:
    touched = NOW.alias("touched")
    about = touched.select(touched.calendar).where((touched.command == command) | (touched.superseded_by == again))
    there = CONTENT.select(CONTENT.id).where((CONTENT.calendar == NOW.calendar) & (CONTENT.digest == NOW.digest))
    wanted = NOW.calendar.in_(about) & standing(NOW) & (NOW.active == 1) & ~fn.EXISTS(there)
    return CALENDAR.select(CALENDAR.number).join(NOW, on=(NOW.calendar == CALENDAR.id)).where(wanted)


@prepared
def _own_uids(uids: Any) -> Any:
    return InterviewRow.select(InterviewRow.uid).where(one_of(InterviewRow.uid, uids))


def _whole() -> Any:
    query = CALENDAR.select(*COLUMNS).join(NOW, on=(NOW.calendar == CALENDAR.id)).switch(CALENDAR)
    return query.join(PersonRow, JOIN.LEFT_OUTER)


def _calendar(row: Sequence[Any]) -> KeptCalendar:
    id_, number, person, room, source, digest, events, row_id, seq, command, at, by = row
    stamp = Stamp(row_id, seq, command, as_instant(at), by)
    return KeptCalendar(number, person, room, source, digest, events, id_, stamp)


def _packed(content: Content) -> bytes:
    numbers = [minute for span in content.busy for minute in span]
    return struct.pack(f"<{len(numbers)}q", *numbers)


def _content(digest: str, content: bytes, zone: str, begins: int, ends: int, busy: bytes) -> Content:
    minutes = struct.unpack(f"<{len(busy) // 8}q", busy)
    return Content(digest, bytes(content), zone, (begins, ends), tuple(zip(minutes[::2], minutes[1::2], strict=True)))
