"""The directory of every day: each person's line for each stretch of days, computed from the same facts as today's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from data.base import database
from data.bulk import bulk_insert
from data.fields import instant
from data.live import JobLine, NameLine, live_jobs, live_names
from data.prepared import Prepared, listed, one_of, prepared
from data.schema import CommandRow, DepartmentFactRow, JobRow, LocationFactRow, PersonRow, SpanRow
from hrtui.people.rules import standing

CHUNK = 500
OPEN = date(9999, 12, 31)  # where nothing ends a span
ANYWHERE = timedelta(hours=12)  # the zone farthest behind: the earliest day on which an instant may have been
COLUMNS = (
    "person", "begins", "ends", "number", "name", "sort_name", "email", "department", "title", "location", "manager",
    "manager_name", "status", "employment_type", "flsa", "fte", "standard_hours", "hired", "terminated", "grade",
    "cost_centre", "position", "custom", "search",
)  # fmt: skip
History = Sequence[tuple[date, str]]


class Places(NamedTuple):
    """What departments and locations with dated names are called, by id: days and names, oldest first."""

    departments: Mapping[int, History]
    locations: Mapping[int, History]


class Facts(NamedTuple):
    """The live facts of one person, oldest first, their number, and the first day on which they were known of."""

    person: int
    number: str
    known: date
    jobs: Sequence[JobLine]
    names: Sequence[NameLine]


def refresh(ids: Sequence[int], places: Places) -> None:
    """Compute the spans of people anew, some hundreds at once; inside `write()`. Three queries to read."""
    write(gathered(ids, live_jobs(ids), live_names(ids)), places)


def follow_names() -> int:
    """Bring spans up to what departments and places are called on each day, after a name was given or taken back; inside
    `write()`. Returns how many people's changed. Looks at those who were ever in a place with dated names."""
    places, dated = place_names(), []
    for fact, job in ((DepartmentFactRow, JobRow.department), (LocationFactRow, JobRow.location)):
        named = fact.select(getattr(fact, fact.OWNER))
        query = JobRow.select(JobRow.person).distinct().where(job.in_(named) & JobRow.superseded_at.is_null())
        dated += [row[0] for row in database.execute(query).fetchall()]
    ids, changed = sorted(set(dated)), 0
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        stored = _stored(some, database)
        differ = [
            each
            for each in gathered(some, live_jobs(some), live_names(some))
            if stored.get(each.person, []) != [_as_stored(row) for row in spans_of(each, places)]
        ]
        write(differ, places)
        changed += len(differ)
    return changed


def gathered(
    ids: Sequence[int], jobs: Mapping[int, list[JobLine]], names: Mapping[int, list[NameLine]], db: Any = database
) -> list[Facts]:
    """What the spans of people are computed from; one query more.

    A person is known of from the day of their entry on, as the zone farthest behind has it.
    """
    return [
        Facts(id_, number, (instant(at) - ANYWHERE).date(), jobs.get(id_, []), names.get(id_, []))
        for id_, number, at in _entered(listed(ids), on=db).fetchall()
    ]


@prepared
def _entered(ids: Any) -> Any:
    query = PersonRow.select(PersonRow.id, PersonRow.number, CommandRow.at).join(CommandRow)
    return query.where(one_of(PersonRow.id, ids))


def write(people: Sequence[Facts], places: Places) -> None:
    """Put the spans of people in the place of those they had; inside `write()`."""
    if people:
        _take_away(listed(each.person for each in people))
        bulk_insert(SpanRow, COLUMNS, (row for each in people for row in spans_of(each, places)))


@prepared
def _take_away(ids: Any) -> Any:
    return SpanRow.delete().where(one_of(SpanRow.person, ids))


def spans_of(facts: Facts, places: Places) -> Iterator[tuple[Any, ...]]:
    """A person's spans in the order of COLUMNS, oldest first: a new one on each day on which a line changes."""
    if not facts.jobs or not facts.names:
        return
    days = _days(facts, places)
    begins, line = days[0], _line(facts, days[0], places)
    for day in days[1:]:
        following = _line(facts, day, places)
        if following != line:
            yield facts.person, begins, day, *line
            begins, line = day, following
    yield facts.person, begins, OPEN, *line


def wrong(db: Any) -> Iterator[str]:
    """The numbers of people whose spans are not what their facts make of them."""
    places = place_names(db)
    ids = [row[0] for row in db.execute(PersonRow.select(PersonRow.id).order_by(PersonRow.id)).fetchall()]
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        stored = _stored(some, db)
        for each in gathered(some, live_jobs(some, db), live_names(some, db), db):
            if stored.get(each.person, []) != [_as_stored(row) for row in spans_of(each, places)]:
                yield each.number


def _stored(ids: Sequence[int], db: Any) -> dict[int, list[tuple[Any, ...]]]:
    out: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    query = SpanRow.select(*(getattr(SpanRow, name) for name in COLUMNS)).where(SpanRow.person.in_(list(ids)))
    for row in db.execute(query.order_by(SpanRow.person, SpanRow.begins)).fetchall():
        out[row[0]].append(tuple(row))
    return out


def _as_stored(row: Sequence[Any]) -> tuple[Any, ...]:
    values = (SpanRow._meta.fields[name].db_value(value) for name, value in zip(COLUMNS, row, strict=True))
    return tuple(str(value) if isinstance(value, date) else value for value in values)


def place_names(db: Any = database) -> Places:
    """The dated names of departments and locations; two queries."""
    return Places(_histories(_department_names, db), _histories(_location_names, db))


def _histories(statement: Prepared, db: Any) -> dict[int, list[tuple[date, str]]]:
    out: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for id_, on, name in statement(on=db).fetchall():
        out[id_].append((date.fromisoformat(on), name))
    return out


def _named(model: Any) -> Any:
    query = model.select(getattr(model, model.OWNER), model.effective_from, model.name)
    return query.where(model.superseded_at.is_null()).order_by(model.effective_from, model.seq)


@prepared
def _department_names() -> Any:
    return _named(DepartmentFactRow)


@prepared
def _location_names() -> Any:
    return _named(LocationFactRow)


def _days(facts: Facts, places: Places) -> list[date]:
    first = facts.jobs[0].effective_from
    start = min(facts.known, first)
    days = {start, first, *(job.effective_from for job in facts.jobs), *(name.effective_from for name in facts.names)}
    if places.departments or places.locations:
        for job in facts.jobs:
            days.update(day for day, _ in places.departments.get(job.department_id, ()))
            days.update(day for day, _ in places.locations.get(job.location_id or 0, ()))
    return sorted(day for day in days if day >= start)


def _line(facts: Facts, on: date, places: Places) -> tuple[Any, ...]:
    now = standing(facts.jobs, on)
    assert now is not None  # there is a job
    row = now.row
    until = max(on, facts.names[0].effective_from)
    name = next(each for each in reversed(facts.names) if each.effective_from <= until)
    department = _called(places.departments.get(row.department_id), on, row.department)
    location = _called(places.locations.get(row.location_id or 0), on, row.location)
    return (
        facts.number, name.name, name.name, name.email, department, row.title, location, row.manager,
        "" if row.manager else row.manager_name, now.status.value, row.employment_type, row.flsa, row.fte,
        row.standard_hours, now.hired, now.terminated, row.grade, row.cost_centre, row.position, name.custom,
        "\n".join((name.name, facts.number, name.email, row.title, department, location)),
    )  # fmt: skip


def _called(history: History | None, on: date, otherwise: str) -> str:
    """The name of a day; before the first of a history the first, and of a place without one the only name it has."""
    if not history:
        return otherwise
    return next((name for day, name in reversed(history) if day <= on), history[0][1])
