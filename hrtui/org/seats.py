"""Whether someone may be placed somewhere on a day: an open department and location, an open position with a free seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from data import org
from hrtui.errors import RuleBroken
from hrtui.org import holding, rules
from hrtui.org.holding import Taken
from hrtui.people.model import Job


def check_places(department: str | None, location: str | None, on: date) -> None:
    """Raise RuleBroken where a department or location that is given is closed on a day; two queries at most."""
    if department:
        rules.check_open(org.departments(), department, "department", on)
    if location:
        rules.check_open(org.locations(), location, "location", on)


def spelled(number: str | None) -> str | None:
    """The position's number as it is on file; what is not there, none and empty stay as they are."""
    found = org.position_of(number) if number else []
    return found[0].number if found else number


def check_seats(person: int | None, before: Sequence[Job], after: Sequence[Job]) -> None:
    """Raise RuleBroken, about `position`, where a person would hold a position anew on some day by the second rows, and it is
    not there or not open then, or others hold all its seats. Rows are those that count, oldest first."""
    mine = 0 if person is None else person
    for piece in holding.taken(before, after):
        for problem in unseated(piece.number, {mine: [piece]}).values():
            raise problem


def unseated(number: str, takers: Mapping[int, Sequence[Taken]]) -> dict[int, RuleBroken]:
    """Who of those that are to take a position cannot, and why; by ids of people, two queries."""
    first = min(piece.begins for pieces in takers.values() for piece in pieces)
    return holding.unseated(org.position_of(number), org.holding(number, first), takers, number)
