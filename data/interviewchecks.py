"""What must hold of interviews in every store, each in a function named as the statement; it returns what breaks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from data.recruiting.invariants import now_of

FEW = 20
STANDS, SEATED = now_of("interview_fact", "interview_id"), now_of("interview_panel", "interview_id", "person_id")
TAKEN = f"""
    SELECT n.interview_id, 'person:' || p.person_id AS whose, n.begins, n.ends FROM {STANDS} n JOIN {SEATED} p
        ON p.interview_id = n.interview_id WHERE n.state <> 'cancelled' AND p.active = 1 AND p.response <> 'declined'
    UNION ALL SELECT n.interview_id, 'room:' || n.room, n.begins, n.ends FROM {STANDS} n WHERE n.state <> 'cancelled' AND n.room <> ''
    UNION ALL SELECT n.interview_id, 'candidate:' || a.candidate_id, n.begins, n.ends FROM {STANDS} n
        JOIN interview i ON i.id = n.interview_id JOIN application a ON a.id = i.application_id WHERE n.state <> 'cancelled'
"""
BOOKED = "SELECT interview_id, whose, begins, ends FROM booking"


def bookings_are_what_the_interviews_take_of_peoples_and_rooms_time(db: Any) -> list[str]:
    """Bookings that no interview makes, and times of interviews that are not booked."""
    found = []
    for first, second, said in (
        (TAKEN, BOOKED, "is not booked"),
        (BOOKED, TAKEN, "is booked, and no interview says so"),
    ):
        rows = db.execute_sql(
            f"SELECT whose, begins FROM (SELECT * FROM ({first}) EXCEPT SELECT * FROM ({second})) LIMIT {FEW}"
        )
        found += [f"{whose} at minute {begins} {said}" for whose, begins in rows.fetchall()]
    return found


def nobody_and_no_room_is_in_two_interviews_at_once(db: Any) -> list[str]:
    """Bookings of one person or room that overlap."""
    rows = db.execute_sql(
        f"SELECT a.whose, a.begins FROM booking a JOIN booking b ON b.whose = a.whose AND b.id > a.id AND b.begins < a.ends "
        f"AND b.ends > a.begins LIMIT {FEW}"
    )
    return [f"{whose} at minute {begins}" for whose, begins in rows.fetchall()]


def every_calendar_that_is_kept_has_what_was_read_of_it(db: Any) -> list[str]:
    """Calendars whose contents are gone."""
    rows = db.execute_sql(
        f"""SELECT c.number FROM {now_of("kept_calendar_fact", "calendar_id")} n JOIN kept_calendar c ON c.id = n.calendar_id
        LEFT JOIN calendar_content t ON t.calendar_id = c.id AND t.digest = n.digest WHERE n.active = 1 AND t.id IS NULL LIMIT {FEW}"""
    )
    return [number for (number,) in rows.fetchall()]


INTERVIEWS: tuple[Callable[[Any], list[str]], ...] = (
    bookings_are_what_the_interviews_take_of_peoples_and_rooms_time,
    nobody_and_no_room_is_in_two_interviews_at_once,
    every_calendar_that_is_kept_has_what_was_read_of_it,
)
