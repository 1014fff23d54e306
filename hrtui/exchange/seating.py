"""Where an import may place people: open departments and locations, open positions with a free seat, as the forms have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from data import bulk_people, org
from hrtui.errors import RuleBroken
from hrtui.exchange.model import Fault, Incoming, OnFile, Plan
from hrtui.exchange.plan import PLACES, Settings, plan_known, plan_new
from hrtui.exchange.sources import STEP
from hrtui.org.holding import Seeker, entered, held, without_seat
from hrtui.org.model import Department, Location, Position
from hrtui.org.rules import check_open
from hrtui.people.model import Job
from hrtui.people.rules import BEGINS, in_force, live
from hrtui.text import fold


@dataclass(slots=True)
class Places:
    """The departments and locations there are, read once, and what was found of each name on each day."""

    histories: dict[str, dict[int, list[Department]] | dict[int, list[Location]]] = field(default_factory=dict)
    known: dict[tuple[str, str, date], str] = field(default_factory=dict)

    def closed(self, kind: str, name: str, on: date) -> str:
        """Why nobody may be placed in a department or location on a day; empty where they may."""
        key = kind, name, on
        if key not in self.known:
            if not self.histories:
                self.histories = {"department": org.departments(), "location": org.locations()}
            try:
                check_open(self.histories[kind], name, kind, on)  # type: ignore[type-var]  # departments or locations
                self.known[key] = ""
            except RuleBroken as problem:
                self.known[key] = str(problem)
        return self.known[key]


def placed(row: Incoming, known: OnFile | None, settings: Settings, places: Places) -> tuple[Plan | None, list[Fault]]:
    """The plan of a row, without a location that is closed then; None where nothing changes, and, with a fault that is not
    taken, for a department that is closed then."""
    told: list[Fault] = []
    while True:
        plan, faults = _planned(row, known, settings)
        kind, problem = _closed(plan, known, places)
        if not problem:
            return plan, [*told, *faults]
        value = str(getattr(row, kind))
        told.append(Fault(row.row, settings.label(kind), value, problem.rstrip("."), taken=kind != "department"))
        if kind == "department":
            return None, told
        row = replace(row, location=None)


def _planned(row: Incoming, known: OnFile | None, settings: Settings) -> tuple[Plan | None, list[Fault]]:
    if known is None or not live(known.jobs):
        return plan_new(row, settings), []
    return plan_known(row, known, settings)


def _closed(plan: Plan | None, known: OnFile | None, places: Places) -> tuple[str, str]:
    """Which place the first job of a plan brings someone to although it is closed then, and why they cannot be there."""
    if plan is None or not plan.jobs:
        return "", ""
    job = plan.jobs[0]
    before = None if known is None or job.action in BEGINS else in_force(known.jobs, job.effective_from)
    for kind in PLACES:
        name = getattr(job, kind)
        if name and (before is None or fold(getattr(before, kind)) != fold(name)):
            problem = places.closed(kind, name, job.effective_from)
            if problem:
                return kind, problem
    return "", ""


def seated(rows: Sequence[Incoming], settings: Settings, places: Places) -> tuple[list[Incoming], list[Fault]]:
    """The rows with positions as they are spelled on file, and without those that are not there or have no free seat for
    all of the time; who comes first in the file sits first."""
    if not any(row.position for row in rows):
        return list(rows), []
    histories = {fold(each[0].number): each for each in org.positions().values()}
    spelled = {row.position: histories[fold(row.position)][0].number for row in rows if row.position and fold(row.position) in histories}  # fmt: skip
    rows = [replace(row, position=spelled.get(row.position, row.position)) if row.position else row for row in rows]
    named = {row.position for row in rows if row.position}
    holding = org.holding_all(sorted(named))
    refused = without_seat(list(_seekers(rows, named, settings, places)), holding, _by_number(named, histories))
    faults = [
        Fault(row.row, settings.label("position"), row.position or "", str(refused[row.row]).rstrip("."), taken=True)
        for row in rows
        if row.row in refused
    ]
    return [replace(row, position=None) if row.row in refused else row for row in rows], faults


def _by_number(named: set[str], histories: dict[str, list[Position]]) -> dict[str, Sequence[Position]]:
    return {number: histories.get(fold(number), ()) for number in named}


def _seekers(rows: Sequence[Incoming], named: set[str], settings: Settings, places: Places) -> Iterator[Seeker]:
    """Those of a file who ask for a position, or hold one that others ask for."""
    for start in range(0, len(rows), STEP):
        some = rows[start : start + STEP]
        on_file = {known.number: known for known in bulk_people.on_file(row.number for row in some)}
        ids = bulk_people.ids_of(on_file)
        for row in some:
            known = on_file.get(row.number)
            before = live(known.jobs) if known else []
            if row.position or named & held(before).keys():
                asked, left = (placed(each, known, settings, places)[0] for each in (row, replace(row, position=None)))
                person = ids.get(row.number, -row.row)
                yield Seeker(row.row, person, before, _after(before, asked), _after(before, left))


def _after(before: list[Job], plan: Plan | None) -> list[Job]:
    for job in plan.jobs if plan is not None else ():
        before = entered(before, job)
    return before
