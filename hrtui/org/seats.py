"""Whether someone may be placed somewhere on a day: an open department and location, an open position with a free seat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from data import org
from hrtui.org import rules
from hrtui.people.rules import in_force


def check_places(department: str | None, location: str | None, on: date) -> None:
    """Raise RuleBroken where a department or location that is given is closed on a day; two queries at most."""
    if department:
        rules.check_open(org.departments(), department, "department", on)
    if location:
        rules.check_open(org.locations(), location, "location", on)


def check_seat(number: str | None, on: date, person: int | None = None) -> str | None:
    """The position's number as it is on file; raise RuleBroken, about `position`, where it is not there or not open on a
    day, or where others hold all its seats that day. None and empty stay as they are."""
    if not number:
        return number
    found = org.position_of(number)
    row = in_force(found, on)
    taken = [each for each in org.holders(row.number, on) if each != person] if row else []
    rules.check_seat(row, number, on, len(taken))
    return row.number if row else number


def check_seats(number: str, on: date, people: Sequence[int]) -> str:
    """As `check_seat`, for several people who are to hold a position at once; for nobody it has to be open only."""
    row = in_force(org.position_of(number), on)
    others = set(org.holders(row.number, on)) - set(people) if row else set()
    rules.check_seat(row, number, on, len(others), len(people))
    return row.number if row else number
