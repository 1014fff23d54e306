"""When interviewers can be asked: their hours and limits, their absences, and what the directory says of each day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from peewee import fn

from data.base import database
from data.dated import PersonRow
from data.interviewrows import AbsenceRow, BookingRow, InterviewerRow, KeptCalendarFactRow, KeptCalendarRow
from data.listrows import SpanRow
from data.org.facts import locations
from data.owned import as_day, enter, live, standing
from data.prepared import listed, one_of, prepared
from hrtui.audit.model import Entered
from hrtui.interviews.availability import Absence, Availability
from hrtui.org.model import Location
from hrtui.people.summary import Status

AVAILABILITY = ("zone", "hours", "buffer", "most_a_day", "most_a_week", "asked")
ABSENCE = ("slot", "begins", "ends", "reason", "active")
MOST = 2_000


class Days(NamedTuple):
    """Days of somebody on which the directory says one thing of them; `ends` is the first day after."""

    begins: date
    ends: date
    status: Status
    location: str


def histories(people: Sequence[int]) -> dict[int, list[Availability]]:
    """What people can be asked from which day on, by their ids, oldest first; of a day what was entered last. One query."""
    out: dict[int, dict[date, Availability]] = defaultdict(dict)
    for person, on, stamp, (zone, hours, buffer, day, week, asked) in live(InterviewerRow, AVAILABILITY, people):
        out[person][on] = Availability(on, zone, hours, buffer, day, week, bool(asked), stamp)
    return {person: list(days.values()) for person, days in out.items()}


def put(person: int, each: Availability, entered: Entered) -> None:
    """Enter what somebody can be asked from a day on; inside `write()`."""
    values = (each.zone, each.hours, each.buffer, each.most_a_day, each.most_a_week, int(each.asked))
    enter(InterviewerRow, AVAILABILITY, [(person, each.effective_from, values)], entered)


def absences(people: Sequence[int], since: date) -> dict[int, list[Absence]]:
    """The absences of people that are not over on a day, by their ids, soonest first; one query."""
    out: dict[int, dict[int, Absence | None]] = defaultdict(dict)
    for person, _, stamp, (slot, begins, ends, reason, active) in live(AbsenceRow, ABSENCE, people):
        held = Absence(slot, as_day(begins), as_day(ends), reason, stamp)
        out[person][slot] = held if active and held.ends >= since else None
    return {
        person: sorted(filter(None, slots.values()), key=lambda each: (each.begins, each.number))
        for person, slots in out.items()
    }


def put_absence(person: int, each: Absence, active: bool, on: date, entered: Entered) -> None:
    """Enter an absence, or that it is taken back; inside `write()`."""
    values = (each.number, each.begins.isoformat(), each.ends.isoformat(), each.reason, int(active))
    enter(AbsenceRow, ABSENCE, [(person, on, values)], entered)


def next_absence(person: int) -> int:
    """The number of somebody's next absence, counted from 1; ask inside `write()`."""
    return int(AbsenceRow.select(fn.MAX(AbsenceRow.slot)).where(AbsenceRow.person == person).scalar() or 0) + 1


def days_of(people: Iterable[int], first: date, last: date) -> dict[int, list[Days]]:
    """What the directory says of people on the days from one to another, by their ids, in order; one query."""
    out: dict[int, list[Days]] = defaultdict(list)
    for person, begins, ends, status, place in _days_of(listed(people), first.isoformat(), last.isoformat()).fetchall():
        out[person].append(Days(as_day(begins), as_day(ends), Status(status), place))
    return dict(out)


def places() -> dict[str, Location]:
    """Where places of work are, by every name they ever had, as their newest facts say; one query."""
    return {each.name: held[-1] for held in locations().values() for each in held}


def interviewers() -> list[int]:
    """The ids of people with availability, absences or kept calendars of their own, or who are in interviews that are booked; the
    first two thousand. One query."""
    return [row[0] for row in _interviewers().fetchall()]


@prepared
def _days_of(people: Any, first: Any, last: Any) -> Any:
    wanted = one_of(SpanRow.person, people) & (SpanRow.begins <= last) & (SpanRow.ends > first)
    columns = (SpanRow.person, SpanRow.begins, SpanRow.ends, SpanRow.status, SpanRow.location)
    return SpanRow.select(*columns).where(wanted).order_by(SpanRow.person, SpanRow.begins)


@prepared
def _interviewers() -> Any:
    own = InterviewerRow.select(InterviewerRow.person).where(InterviewerRow.superseded_at.is_null())
    away = AbsenceRow.select(AbsenceRow.person).where(standing(AbsenceRow) & (AbsenceRow.active == 1))
    kept = KeptCalendarRow.select(KeptCalendarRow.person).join(
        KeptCalendarFactRow, on=(KeptCalendarFactRow.calendar == KeptCalendarRow.id)
    )
    kept = kept.where(standing(KeptCalendarFactRow) & (KeptCalendarFactRow.active == 1))
    booked = BookingRow.select(fn.SUBSTR(BookingRow.whose, len("person:") + 1).cast("INTEGER")).where(
        BookingRow.whose.startswith("person:")
    )
    some = PersonRow.id.in_(own) | PersonRow.id.in_(away) | PersonRow.id.in_(kept) | PersonRow.id.in_(booked)
    return PersonRow.select(PersonRow.id).where(some).order_by(PersonRow.id).limit(MOST)


def numbers_of(people: Sequence[int]) -> list[str]:
    """The numbers of people by their ids, in the order of their numbers; one query."""
    query = PersonRow.select(PersonRow.number).where(one_of(PersonRow.id, listed(people)))
    return [row[0] for row in database.execute(query.order_by(PersonRow.number)).fetchall()]
