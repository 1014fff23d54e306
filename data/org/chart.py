"""What the org chart is made of on a day: who works here and under whom, departments, and seats that nobody fills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from peewee import SQL, fn

from data.base import database
from data.lines import lines_on, reached, where
from data.org.facts import filled_on
from data.org.names import names_on
from data.schema import DepartmentFactRow, JobRow, PersonRow, PositionFactRow, PositionRow, SpanRow
from hrtui.access.model import Scope
from hrtui.org.tree import Member, Opening, Unit
from hrtui.people.summary import Status

HERE = (Status.ACTIVE, Status.LEAVE, Status.STARTING)
SOME = 500


def members_on(day: date, scopes: Iterable[Scope], actor_person: str) -> list[Member]:
    """Everyone in the scopes who works here on a day or is to start, by name; one query."""
    lines = lines_on(day)
    columns = (
        SpanRow.person, SpanRow.manager, SpanRow.manager_name != SQL("''"), SpanRow.fte,
        SpanRow.status == Status.STARTING, SpanRow.department,
    )  # fmt: skip
    query = where(SpanRow.select(*columns), *_here(day), reached(scopes, actor_person, lines))
    rows = database.execute(query.order_by(SpanRow.sort_name, SpanRow.number))
    names: dict[str, str] = {}
    return [
        Member(id_, manager, bool(named), fte, bool(starting), names.setdefault(department, department))
        for id_, manager, named, fte, starting, department in rows
    ]


def here_of(ids: Collection[int], day: date) -> set[int]:
    """Those of these people who work here on a day; a query for every some hundreds."""
    wanted, out = sorted(ids), set[int]()
    for start in range(0, len(wanted), SOME):
        query = SpanRow.select(SpanRow.person).where(SpanRow.person.in_(wanted[start : start + SOME]), *_here(day))
        out.update(row[0] for row in database.execute(query))
    return out


def openings_on(day: date, scopes: Sequence[Scope], actor_person: str) -> list[Opening]:
    """The positions that are open on a day and have seats that nobody fills, by number; four queries at most.

    Those that someone beyond the scopes holds are left out: what is vacant would tell of them.
    """
    filled = filled_on(day)
    reach = reached(scopes, actor_person, lines_on(day))
    seen = filled if reach is None else _held_within(day, reach)
    fact = PositionFactRow
    columns = (fact.position, PositionRow.number, fact.title, fact.department, fact.manager, fact.seats, fact.status)
    facts = fact.select(*columns).join(PositionRow, on=(PositionRow.id == fact.position))
    last = {row[0]: row for row in _in_force(facts, fact, day)}
    if not last:
        return []
    names = names_on("department", {row[3] for row in last.values()}, day)
    found = [
        Opening(number, title, names[department], manager, seats - filled.get(number, 0))
        for _, number, title, department, manager, seats, status in last.values()
        if status == "open" and seats > filled.get(number, 0) == seen.get(number, 0)
    ]
    return sorted(found, key=lambda each: each.number)


def _held_within(day: date, reach: Any) -> dict[str, int]:
    wanted = (SpanRow.position != SQL("''"), *_here(day), SpanRow.status != Status.STARTING, reach)
    query = SpanRow.select(SpanRow.position, fn.COUNT(SQL("*"))).where(*wanted).group_by(SpanRow.position)
    return dict(database.execute(query).fetchall())


def units_on(day: date) -> list[Unit]:
    """Every department with its name, the one above it and its head on a day; two queries."""
    fact = DepartmentFactRow
    facts = {row[0]: row for row in _in_force(fact.select(fact.department, fact.parent, fact.head), fact, day)}
    return [
        Unit(id_, name, *facts.get(id_, (id_, None, None))[1:])
        for id_, name in names_on("department", None, day).items()
    ]


def dotted_of(ids: Sequence[int], day: date) -> dict[int, list[int]]:
    """The managers by dotted line of people, by their ids, as of a day; one query."""
    query = JobRow.select(JobRow.person, JobRow.dotted).where(JobRow.person.in_(list(ids)))
    last: dict[int, str] = dict(_in_force(query, JobRow, day)) if ids else {}
    out: dict[int, list[int]] = defaultdict(list)
    for person, dotted in last.items():
        out[person] += [int(part) for part in dotted.split("/") if part]
    return out


def person_ids(numbers: Iterable[str]) -> dict[str, int]:
    """The ids of people by their numbers."""
    query = PersonRow.select(PersonRow.number, PersonRow.id).where(PersonRow.number.in_(list(numbers)))
    return dict(database.execute(query).fetchall())


def _here(day: date) -> list[Any]:
    return [*lines_on(day).standing(), SpanRow.status.in_(HERE)]


def _in_force(query: Any, fact: Any, day: date) -> Iterable[Any]:
    """The rows of live facts that have begun on a day, oldest first."""
    begun = query.where(fact.superseded_at.is_null(), fact.effective_from <= day)
    return list(database.execute(begun.order_by(fact.effective_from, fact.seq)).fetchall())
