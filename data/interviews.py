"""Interviews: what they are, who is on their panels, and the bookings that keep people and rooms in one place at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from data import owned
from data.base import database
from data.bulk import bulk_insert
from data.identity import numbers
from data.interviewrows import BookingRow, InterviewFactRow, InterviewRow, PanelRow
from data.listrows import DirectoryRow
from data.owned import as_day, as_instant, enter, live, standing
from data.prepared import Prepared, listed, one_of, prepared
from data.recruitrows import ApplicationRow
from hrtui.audit.model import Entered
from hrtui.errors import Conflict
from hrtui.interviews.model import AHEAD, Interview, InterviewState, Member, PanelRole, Response
from hrtui.interviews.spans import Span
from hrtui.people.model import Stamp

FACT = ("state", "begins", "ends", "zone", "room", "sequence", "reason", "expires", "answer")
PANEL = ("person", "role", "response", "active")
INTERVIEW, NOW, BOOKING, APPLICATION = InterviewRow, InterviewFactRow, BookingRow, ApplicationRow
COLUMNS = (
    INTERVIEW.id, INTERVIEW.number, INTERVIEW.uid, INTERVIEW.application, APPLICATION.candidate, INTERVIEW.loop,
    *(getattr(NOW, name) for name in FACT),
    NOW.id, NOW.seq, NOW.command, NOW.recorded_at, NOW.recorded_by,
)  # fmt: skip
MOST = 2_000


def next_numbers(count: int = 1) -> list[str]:
    """The numbers of the next interviews: INT-00001 and so on; ask inside `write()`."""
    return owned.next_numbers(INTERVIEW, "INT-", 5, count)


def add_many(interviews: Sequence[Interview], people: dict[str, int], on: date, entered: Entered) -> None:
    """Enter interviews as they are, with their panels; `people` are ids by number. Inside `write()`; bookings follow by `book`."""
    rows = ((each.number, each.uid, each.application, each.loop, entered.command) for each in interviews)
    bulk_insert(INTERVIEW, ("number", "uid", "application", "loop", "command"), rows)
    known = ids([each.number for each in interviews])
    enter(NOW, FACT, ((known[each.number], on, _values(each)) for each in interviews), entered)
    panels = [(known[each.number], person) for each in interviews for person in each.panel]
    put_panel([(id_, member, True) for id_, member in panels], people, on, entered)


def put_many(interviews: Sequence[Interview], on: date, entered: Entered) -> None:
    """Enter how interviews stand from a day on; inside `write()`, bookings follow by `book`."""
    enter(NOW, FACT, ((each.id, on, _values(each)) for each in interviews), entered)


def put_panel(members: Sequence[tuple[int, Member, bool]], people: dict[str, int], on: date, entered: Entered) -> None:
    """Enter who is on panels, by the ids of the interviews, or is no longer; inside `write()`."""
    rows = (
        (id_, on, (people[each.person], each.role.value, each.response.value, int(active)))
        for id_, each, active in members
    )
    enter(PanelRow, PANEL, rows, entered)


def book(interviews: Iterable[int]) -> None:
    """Bring the bookings of interviews, by their ids, up to their facts; those cancelled and undone have none. Inside `write()`.

    Raises Conflict, naming both interviews, where somebody or a room would be in two places; the table refuses it as well.
    """
    wanted = sorted(set(interviews))
    if not wanted:
        return
    _forget(listed(wanted))
    found = [each for each in _read("id", wanted) if each.state is not InterviewState.CANCELLED]
    people = person_ids({member.person for each in found for member in each.panel})
    rows = [(each.id, whose, each.begins, each.ends) for each in found for whose in whose_of(each, people)]
    _check_apart(rows, {each.id: each.number for each in found})
    bulk_insert(BOOKING, ("interview", "whose", "begins", "ends"), rows)


def _check_apart(rows: Sequence[tuple[int, str, int, int]], own: dict[int, str]) -> None:
    """Raise Conflict where bookings to be made overlap one another, or those there are."""
    if not rows:
        return
    whose = listed({row[1] for row in rows})
    there = _booked(whose, min(row[2] for row in rows), max(row[3] for row in rows)).fetchall()
    held: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for id_, name, begins, ends in [*((row[3], row[0], row[1], row[2]) for row in there), *rows]:
        for first, last, other in held[name]:
            if first < ends and last > begins and id_ in own:
                numbers_ = own | dict(_numbers_of(listed([other])).fetchall())
                raise Conflict(
                    f"{_called(name)} would be in {own[id_]} and {numbers_[other]} at once; move or cancel one of them first."
                )
        held[name].append((begins, ends, id_))


def _called(whose: str) -> str:
    kind, _, name = whose.partition(":")
    if kind == "person":
        return numbers([int(name)]).get(int(name), "Somebody")
    return f"The room {name}" if kind == "room" else "The candidate"


def whose_of(interview: Interview, people: dict[str, int]) -> list[str]:
    """Whose time an interview takes: the candidate's, that of its panel but for those who declined, and its room's."""
    panel = [f"person:{people[each.person]}" for each in interview.panel if each.response is not Response.DECLINED]
    return [f"candidate:{interview.candidate}", *panel, *([f"room:{interview.room}"] if interview.room else [])]


def touched(command: int) -> list[int]:
    """The ids of the interviews whose facts a command entered or superseded; two queries."""
    found: set[int] = set()
    for model in (NOW, PanelRow):
        query = model.select(model.interview).where((model.command == command) | (model.superseded_by == command))
        found.update(row[0] for row in database.execute(query).fetchall())
    return sorted(found)


def ids(of: Sequence[str]) -> dict[str, int]:
    """The ids of interviews by their numbers; one query."""
    return dict(_ids(listed(of)).fetchall())


def person_ids(of: Iterable[str]) -> dict[str, int]:
    """The ids of people by their numbers; one query."""
    return dict(_person_ids(listed(of)).fetchall())


def booked(whose: Sequence[str], begins: int, ends: int, without: Iterable[int] = ()) -> dict[str, list[Span]]:
    """The bookings of people and rooms that overlap a time, in order, but those of interviews of these ids; one query."""
    gone = set(without)
    out: dict[str, list[Span]] = defaultdict(list)
    for name, first, last, id_ in _booked(listed(whose), begins, ends).fetchall():
        if id_ not in gone:
            out[name].append((first, last))
    return out


def numbered(number: str) -> Interview | None:
    """The interview of a number; one that was undone is none. Three queries."""
    return next(iter(_read("number", [number])), None)


def of_ids(ids: Sequence[int]) -> list[Interview]:
    """The interviews of some ids, but for those that were undone; three queries."""
    return _read("id", list(ids)) if ids else []


def of_uid(uid: str) -> Interview | None:
    """The interview that calendars know by a UID; three queries."""
    return next(iter(_read("uid", [uid])), None)


def of_loop(number: str) -> list[Interview]:
    """The interviews that were made together, in order; three queries."""
    return sorted(_read("loop", [number]), key=lambda each: each.begins)


def between(begins: int, ends: int) -> list[Interview]:
    """The interviews that overlap a time, in order, two thousand at most; four queries."""
    found = [row[0] for row in _between(begins, ends).fetchall()]
    return sorted(_read("id", found), key=lambda each: (each.begins, each.number))


def of_applications(ids: Sequence[int]) -> list[Interview]:
    """The interviews of applications by their ids; three queries."""
    return _read("application", list(ids)) if ids else []


def of_person(person: str, begins: int, ends: int) -> list[Interview]:
    """The interviews that overlap a time and on whose panel somebody is, by their number, but those they declined; four queries, two
    thousand at most."""
    found = [row[0] for row in _of_person(person, begins, ends).fetchall()]
    return [each for each in of_ids(found) if each.state is not InterviewState.CANCELLED]


def waiting(begins: int, ends: int, expires: str) -> list[Interview]:
    """The interviews to come, or not concluded, that overlap a time, and those that are held until a day or before; in order, two
    thousand at most; four queries."""
    found = [row[0] for row in _waiting(begins, ends, expires).fetchall()]
    return sorted(of_ids(found), key=lambda each: (each.begins, each.number))


def chain(interview: int) -> list[Interview]:
    """How an interview stood, one entry after another, without its panel; one query."""
    rows = _chain(interview).fetchall()
    return [_interview(row, ()) for row in rows]


@prepared
def _ids(of: Any) -> Any:
    return INTERVIEW.select(INTERVIEW.number, INTERVIEW.id).where(one_of(INTERVIEW.number, of))


@prepared
def _person_ids(of: Any) -> Any:
    return DirectoryRow.select(DirectoryRow.number, DirectoryRow.person).where(one_of(DirectoryRow.number, of))


@prepared
def _forget(ids: Any) -> Any:
    return BOOKING.delete().where(one_of(BOOKING.interview, ids))


@prepared
def _numbers_of(of: Any) -> Any:
    return INTERVIEW.select(INTERVIEW.id, INTERVIEW.number).where(one_of(INTERVIEW.id, of))


@prepared
def _booked(whose: Any, begins: Any, ends: Any) -> Any:
    wanted = one_of(BOOKING.whose, whose) & (BOOKING.begins < ends) & (BOOKING.ends > begins)
    return (
        BOOKING.select(BOOKING.whose, BOOKING.begins, BOOKING.ends, BOOKING.interview)
        .where(wanted)
        .order_by(BOOKING.begins)
    )


@prepared
def _between(begins: Any, ends: Any) -> Any:
    wanted = standing(NOW) & (NOW.begins < ends) & (NOW.ends > begins)
    return NOW.select(NOW.interview).where(wanted).order_by(NOW.begins).limit(MOST)


@prepared
def _of_person(person: Any, begins: Any, ends: Any) -> Any:
    seat = PanelRow
    here = (seat.active == 1) & (seat.response != Response.DECLINED.value) & standing(seat)
    wanted = (DirectoryRow.number == person) & here & standing(NOW) & (NOW.begins < ends) & (NOW.ends > begins)
    query = NOW.select(NOW.interview).join(seat, on=(seat.interview == NOW.interview))
    return (
        query.join(DirectoryRow, on=(DirectoryRow.person == seat.person)).where(wanted).order_by(NOW.begins).limit(MOST)
    )


def waiting_query(begins: Any, ends: Any, expires: Any) -> Any:
    """The query of the ids of interviews that `waiting` returns."""
    near = (NOW.begins < ends) & (NOW.ends > begins)
    held = (NOW.state == InterviewState.PROPOSED.value) & (NOW.expires <= expires)
    wanted = NOW.state.in_([state.value for state in AHEAD]) & (near | held) & standing(NOW)
    return NOW.select(NOW.interview).where(wanted).order_by(NOW.begins).limit(MOST)


@prepared
def _waiting(begins: Any, ends: Any, expires: Any) -> Any:
    return waiting_query(begins, ends, expires)


@prepared
def _chain(interview: Any) -> Any:
    return (
        _whole().where((INTERVIEW.id == interview) & NOW.superseded_at.is_null()).order_by(NOW.effective_from, NOW.seq)
    )


def _whole() -> Any:
    query = INTERVIEW.select(*COLUMNS).join(NOW, on=(NOW.interview == INTERVIEW.id))
    return query.switch(INTERVIEW).join(APPLICATION, on=(APPLICATION.id == INTERVIEW.application))


@cache
def _by(column: str) -> Prepared:
    def build(values: Any) -> Any:
        query = _whole()
        return query.where(one_of(getattr(INTERVIEW, column), values) & standing(NOW)).order_by(INTERVIEW.id)

    return Prepared(build)


def _read(column: str, values: Sequence[int] | Sequence[str]) -> list[Interview]:
    rows = _by(column)(listed(values)).fetchall()
    panels = _panels([row[0] for row in rows])
    return [_interview(row, panels.get(row[0], ())) for row in rows]


def _panels(ids: Sequence[int]) -> dict[int, tuple[Member, ...]]:
    """Who is on panels, by interview, in the order they were put on them; two queries."""
    found: dict[int, dict[int, tuple[str, str, int]]] = defaultdict(dict)
    for id_, _, _, (person, role, response, active) in live(PanelRow, PANEL, ids):
        found[id_][person] = (role, response, active)
    known = numbers({person for each in found.values() for person in each})
    rows = _names(listed(known.values())).fetchall() if known else []
    mails = {number: (name, email) for number, name, email in rows}
    return {
        id_: tuple(
            Member(known[person], *mails.get(known[person], ("", "")), PanelRole(role), Response(response))
            for person, (role, response, active) in sorted(panel.items(), key=lambda each: _rank(each[1][0]))
            if active
        )
        for id_, panel in found.items()
    }


def _rank(role: str) -> int:
    return list(PanelRole).index(PanelRole(role))


@prepared
def _names(of: Any) -> Any:
    return DirectoryRow.select(DirectoryRow.number, DirectoryRow.name, DirectoryRow.email).where(
        one_of(DirectoryRow.number, of)
    )


def _values(each: Interview) -> tuple[Any, ...]:
    expires = each.expires.isoformat() if each.expires else None
    return (
        each.state.value,
        each.begins,
        each.ends,
        each.zone,
        each.room,
        each.sequence,
        each.reason,
        expires,
        each.answer.value,
    )


def _interview(row: Sequence[Any], panel: tuple[Member, ...]) -> Interview:
    (
        id_, number, uid, application, candidate, loop, state, begins, ends, zone, room, sequence, reason, expires, answer,
        row_id, seq, command, at, by,
    ) = row  # fmt: skip
    return Interview(
        number, uid, application, begins, ends, zone, InterviewState(state), room, sequence, reason, loop, panel, candidate, id_,
        Stamp(row_id, seq, command, as_instant(at), by), as_day(expires) if expires else None, Response(answer or Response.NEEDS_ACTION),
    )  # fmt: skip
