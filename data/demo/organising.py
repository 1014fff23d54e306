"""The demo company's departments, places and positions with their dates: who heads what, what is below what, which
department was called otherwise once, and seats that nobody fills."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from data import org
from data.bulk import bulk_insert
from data.demo.generator import DemoPerson
from data.demo.shape import ABOVE, COST_CENTRES, EXECUTIVE, HEADS, ONCE_CALLED, PLACES, ZONES
from data.org.facts import DEPARTMENT, LOCATION, POSITION
from data.schema import DepartmentFactRow, DepartmentRow, LocationFactRow, LocationRow, PositionFactRow, PositionRow
from hrtui.audit.model import Entered
from hrtui.people.model import Job, Status

DATED = ("effective_from", "seq", "command", "recorded_at", "recorded_by")
OPEN_SEATS, TWO_SEATS = 0.2, 0.2  # how many of the teams of several look for someone, and of these for two
FROZEN = "P-900"
When = Callable[[date], Entered]


@dataclass(slots=True)
class _Position:
    """A position as its holders show it: the job of the first of them, and how many came on which day."""

    job: Job
    came: Counter[date] = field(default_factory=Counter)


@dataclass(slots=True)
class Organisation:
    """What is gathered from the people of the company while they are written."""

    heads: dict[str, tuple[str, date]] = field(default_factory=dict)
    positions: dict[str, _Position] = field(default_factory=dict)

    def gather(self, people: Sequence[DemoPerson]) -> None:
        """Take note of who heads a department, and who came into which position."""
        for person in people:
            first = person.jobs[0]
            if first.title in HEADS:
                self.heads[HEADS[first.title]] = person.number, first.effective_from
            held = next((job for job in person.jobs if job.position), None)
            if held is not None and held.status is not Status.TERMINATED:
                known = self.positions.setdefault(held.position, _Position(held))
                known.came[held.effective_from] += 1

    def write(self, founded: date, today: date, ids: Mapping[str, int], when: When) -> None:
        """Write departments, places and positions, each from the day it was there; inside `write()`."""
        departments = _known(DepartmentRow)
        self._write_departments(departments, founded, today, ids, when)
        places = _known(LocationRow)
        bulk_insert(
            LocationFactRow,
            ("location", *DATED, *LOCATION),
            ((places[row["name"]], *_dated(founded, when), *(row[name] for name in LOCATION)) for row in _places() if row["name"] in places),
        )  # fmt: skip
        self._write_positions(departments, places, today, ids, when)

    def _write_departments(
        self, known: dict[str, int], founded: date, today: date, ids: Mapping[str, int], when: When
    ) -> None:
        above: dict[str, str] = {}
        for name, below in ABOVE:
            there = [each for each in below if each in known]
            if len(there) > 1:
                known[name] = org.add_place("department", name)
                above |= dict.fromkeys(there, name)
                if there[0] in self.heads:
                    self.heads[name] = self.heads[there[0]]
        rows = (
            (known[name], *_dated(day, when), *values)
            for name in known
            for day, values in self._history(name, known, above, founded, today, ids)
        )
        bulk_insert(DepartmentFactRow, ("department", *DATED, *DEPARTMENT), rows)

    def _history(
        self,
        name: str,
        known: Mapping[str, int],
        above: Mapping[str, str],
        founded: date,
        today: date,
        ids: Mapping[str, int],
    ) -> Iterator[tuple[date, tuple[Any, ...]]]:
        """A department from its first day, from the day its head came, and from the day it was called otherwise."""
        parent = None if name == EXECUTIVE else known[above.get(name, EXECUTIVE)]
        head, since = self.heads.get(name, ("", founded))
        renamed = date(today.year - 2, 7, 1) if name in ONCE_CALLED else founded
        for day in sorted({founded, since, renamed}):
            called = ONCE_CALLED[name] if day < renamed else name
            yield day, (called, parent, ids.get(head) if day >= since else None, COST_CENTRES.get(name, ""), 1)

    def _write_positions(
        self, departments: Mapping[str, int], places: Mapping[str, int], today: date, ids: Mapping[str, int], when: When
    ) -> None:
        found = [(number, each.job, _seats(number, each, today), "open") for number, each in self.positions.items()]
        team = [each.job for each in self.positions.values() if each.job.department == "Marketing"]
        frozen = team[-1] if team else None
        if frozen is not None:
            found.append((FROZEN, frozen, {today - timedelta(days=70): 1}, "frozen"))
        bulk_insert(
            PositionRow, ("number", "command"), ((number, when(min(seats)).command) for number, _, seats, _ in found)
        )
        made = _known(PositionRow, "number")
        rows = (
            (
                made[number], *_dated(day, when), job.title, departments[job.department], places[job.location], ids[job.manager],
                job.grade, job.cost_centre, count, status,
            )
            for number, job, seats, status in found
            for day, count in seats.items()
        )  # fmt: skip
        bulk_insert(PositionFactRow, ("position", *DATED, *POSITION), rows)


def _seats(number: str, position: _Position, today: date) -> dict[date, int]:
    """How many seats there are from which day on: as many as people came, and for some teams one or two more lately."""
    seats, count, dice = dict[date, int](), 0, Random(f"open seats of {number}")
    more = 0
    if sum(position.came.values()) > 1 and dice.random() < OPEN_SEATS:
        more = 2 if dice.random() < TWO_SEATS else 1
    past = [day for day in position.came if day <= today]
    looked = max([today - timedelta(days=dice.randint(15, 90)), *past]) if more else None
    days = {*position.came, *([looked] if looked else [])}
    for day in sorted(days):
        count += position.came[day]
        seats[day] = count + (more if looked is not None and day >= looked else 0)
    return seats


def _places() -> Iterator[dict[str, Any]]:
    empty = dict.fromkeys(LOCATION, "")
    for place in PLACES:
        at_home = place.name == "Remote"
        city = {} if at_home else {"city": place.city, "postal_code": f"{place.postal}01"}
        where = {**city, "state": place.state}
        yield {**empty, "name": place.name, "country": "US", "time_zone": ZONES[place.city], "active": 1, **where}


def _dated(day: date, when: When) -> tuple[date, int, int, Any, str]:
    entered = when(day)
    return day, 0, entered.command, entered.at, entered.by


def _known(identity: Any, by: str = "name") -> dict[str, int]:
    return dict(identity.select(getattr(identity, by), identity.id).tuples())
