"""The directory as screens and lists read it: ids first (`find`), then pages of lines; all of it within scopes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from peewee import SQL, fn

from data import dialect
from data.base import database
from data.day import directory_day
from data.fields import day
from data.finder import find, search, stream
from data.identity import numbers
from data.lines import Boss, Lens, lines_on, reached, where, with_boss
from data.listrows import DepartmentRow, DirectoryRow, JobRow, LocationRow, PayRow, SpanRow
from data.prepared import listed, one_of, prepared
from hrtui.access.model import Scope, Subject
from hrtui.people.summary import PersonSummary, Status
from hrtui.text import fold

__all__ = [
    "Lens", "count", "directory_day", "find", "headcounts", "known", "line", "named", "page", "refresh", "reports",
    "roll", "search", "stream", "subjects",
]  # fmt: skip

ROW = (
    DirectoryRow.person, DirectoryRow.number, DirectoryRow.name, DirectoryRow.department, DirectoryRow.title,
    DirectoryRow.location, DirectoryRow.manager, DirectoryRow.status, DirectoryRow.hired, DirectoryRow.terminated,
    DirectoryRow.email, DirectoryRow.employment_type,
)  # fmt: skip
SPAN = tuple(
    fn.COALESCE(Boss.name, SpanRow.manager_name) if column is DirectoryRow.manager else getattr(SpanRow, column.name)
    for column in ROW
)
KNOWN: dict[str, tuple[Any, ...]] = {
    "department": (DepartmentRow.name,),
    "location": (LocationRow.name,),
    "title": (DirectoryRow.title,),
    "reason": (JobRow.reason, PayRow.reason),
    "grade": (SpanRow.grade,),
    "cost_centre": (SpanRow.cost_centre,),
    "position": (SpanRow.position,),
}


def page(
    ids: Sequence[int], scopes: Iterable[Scope], actor_person: str, on: date | None = None
) -> list[PersonSummary | None]:
    """The lines of these people in the order of the ids, as of a day where one is given; None for those without a line
    or out of scope."""
    lines = lines_on(on)
    query = DirectoryRow.select(*ROW) if on is None else with_boss(SpanRow.select(*SPAN), on)
    reach = reached(scopes, actor_person, lines)
    query = where(query, lines.model.person.in_(list(ids)), *lines.standing(), reach)
    found = {row[0]: _summary(row) for row in database.execute(query).fetchall()} if ids else {}
    return [found.get(id_) for id_ in ids]


def refresh(person_ids: Iterable[int], today: date) -> None:
    """Bring the lines of these people up to a day; as `data.projection.refresh`, which reading does not import."""
    from data import projection

    projection.refresh(person_ids, today)


def roll(today: date) -> int:
    """Move the directory to a day; as `data.projection.roll`."""
    from data import projection

    return projection.roll(today)


def line(number: str) -> tuple[PersonSummary, Subject] | None:
    """A person's line, and what permissions are asked about them; two queries."""
    return lines([number]).get(number)


def subjects(people: Iterable[str]) -> dict[str, Subject]:
    """What permissions are asked about people, by their numbers; two queries."""
    return {number: subject for number, (_, subject) in lines(people).items()}


def lines(people: Iterable[str]) -> dict[str, tuple[PersonSummary, Subject]]:
    """The lines of people by their numbers, each with what permissions are asked about them; two queries."""
    rows = _rows_of(listed(people)).fetchall()
    chains = {row[1]: [int(part) for part in row[-1].split("/") if part] for row in rows}
    known = numbers({id_ for chain in chains.values() for id_ in chain})
    out = {}
    for row in rows:
        summary, above = _summary(row), tuple(known[id_] for id_ in chains[row[1]])
        out[summary.number] = summary, Subject(summary.number, summary.department, summary.location, above)
    return out


@prepared
def _rows_of(people: Any) -> Any:
    return DirectoryRow.select(*ROW, DirectoryRow.chain).where(one_of(DirectoryRow.number, people))


def named(name: str, scopes: Iterable[Scope], actor_person: str, limit: int) -> list[PersonSummary]:
    """The people of exactly this name, whatever its case and accents."""
    wanted, reach = DirectoryRow.sort_name == fold(name), reached(scopes, actor_person)
    query = DirectoryRow.select(*ROW).where(wanted if reach is None else wanted & reach)
    return [_summary(row) for row in database.execute(query.order_by(DirectoryRow.number).limit(limit)).fetchall()]


def alike(first: str, last: str, email: str, limit: int) -> list[PersonSummary]:
    """The people, those who left too, of this name, whichever part comes first, or with this address; one query."""
    names = [fold(f"{last}, {first}"), fold(f"{first}, {last}")] if first else [fold(last)]
    wanted = DirectoryRow.sort_name.in_(names)
    if email:
        wanted |= fn.LOWER(DirectoryRow.email) == email.lower()
    query = DirectoryRow.select(*ROW).where(wanted)
    return [_summary(row) for row in database.execute(query.order_by(DirectoryRow.number).limit(limit)).fetchall()]


def all_alike(names: Iterable[str], emails: Iterable[str]) -> list[PersonSummary]:
    """The people, those who left too, of one of these names (folded, `last, first`), or with one of these addresses; one query."""
    by_name = DirectoryRow.sort_name.in_(dialect.one_of(sorted(set(names))))
    by_email = fn.LOWER(DirectoryRow.email).in_(dialect.one_of(sorted({each.lower() for each in emails if each})))
    query = DirectoryRow.select(*ROW).where(by_name | by_email).order_by(DirectoryRow.number)
    return [_summary(row) for row in database.execute(query).fetchall()]


def leading(typed: str, scopes: Iterable[Scope], actor_person: str, limit: int) -> list[str]:
    """The names of managers of people in the scopes that hold what is typed, in order."""
    column = DirectoryRow.manager
    reach = reached(scopes, actor_person)
    holds = fn.LOWER(column).contains(fold(typed)) if typed else None
    query = where(DirectoryRow.select(column).distinct(), column != "", holds, reach)
    return [row[0] for row in database.execute(query.order_by(column).limit(limit)).fetchall()]


def called(typed: str, scopes: Iterable[Scope], actor_person: str, limit: int) -> list[str]:
    """The names of people in the scopes that begin with what is typed, in order."""
    column, reach = DirectoryRow.sort_name, reached(scopes, actor_person)
    query = where(DirectoryRow.select(DirectoryRow.name), column.startswith(fold(typed)), reach)
    query = query.order_by(column, DirectoryRow.number).limit(limit)
    return list(dict.fromkeys(row[0] for row in database.execute(query).fetchall()))


def reports(person: int, limit: int, scopes: Iterable[Scope], actor_person: str) -> tuple[int, list[str]]:
    """How many people in the scopes who have not left report to a person, and the names of the first of them."""
    below = (DirectoryRow.chain >= f"/{person}/") & (DirectoryRow.chain < f"/{person}0")
    here = below & (DirectoryRow.status != Status.TERMINATED)
    query = where(DirectoryRow.select(), here, reached(scopes, actor_person))
    first = query.select(DirectoryRow.name).order_by(DirectoryRow.sort_name).limit(limit)
    return query.count(), [row[0] for row in database.execute(first).fetchall()]


def count(scopes: Iterable[Scope], actor_person: str, on: date | None = None) -> int:
    """How many people have a line in the scopes, on a day where one is given."""
    lines = lines_on(on)
    reach = reached(scopes, actor_person, lines)
    query = where(lines.model.select(fn.COUNT(SQL("*"))), *lines.standing(), reach)
    return int(database.execute(query).fetchone()[0])


def headcounts(
    scopes: Iterable[Scope], actor_person: str, since: date, on: date | None = None
) -> tuple[Counter[tuple[str, str]], Counter[str], Counter[str]]:
    """People by (status, department), and since a day by month of hire, without those still to start, and by month of
    last day (`2026-11`), all as of a day where one is given; three queries."""
    lines = lines_on(on)
    model, reach = lines.model, reached(scopes, actor_person, lines)
    status, department = model.status, model.department
    holding = [*lines.standing(), reach]
    first, last = fn.SUBSTR(model.hired, 1, 7), fn.SUBSTR(model.terminated, 1, 7)
    stands = {(row[0], row[1]): row[2] for row in _counted(model, (status, department), holding)}
    begun = (model.hired >= since) & (status != Status.STARTING)
    hired = {row[0]: row[1] for row in _counted(model, (first,), [begun, *holding])}
    left = {row[0]: row[1] for row in _counted(model, (last,), [model.terminated >= since, *holding])}
    return Counter(stands), Counter(hired), Counter(left)


def known(
    field: str, prefix: str, limit: int, scopes: Sequence[Scope], paid: Sequence[Scope], actor_person: str
) -> list[str]:
    """Values in use for a field, those that begin with a prefix first, then those that hold it.

    Departments and places are the company's; all else is of the people in the scopes, what pay rows say in those of
    `paid`.
    """
    values: set[str] = set()
    for column in KNOWN[field]:
        query = _of(column, reached(paid if column.model is PayRow else scopes, actor_person))
        values.update(row[0] for row in database.execute(query.distinct()).fetchall())
    typed = fold(prefix)
    fitting = sorted((fold(value), value) for value in values if value and typed in fold(value))
    fitting.sort(key=lambda pair: not pair[0].startswith(typed))
    return [value for _, value in fitting[:limit]]


def _of(column: Any, reach: Any | None) -> Any:
    query = column.model.select(column)
    if column.model is SpanRow:
        query = query.where(column != SQL("''"))
    if reach is None or column.model in (DepartmentRow, LocationRow):
        return query
    if column.model is not DirectoryRow:
        query = query.join(DirectoryRow, on=(column.model.person == DirectoryRow.person))
    return query.where(reach)


def _counted(model: Any, columns: tuple[Any, ...], wanted: Sequence[Any]) -> list[Any]:
    query = model.select(*columns, fn.COUNT(SQL("*")))
    return list(database.execute(where(query, *wanted).group_by(*columns)).fetchall())


def _summary(row: Sequence[Any]) -> PersonSummary:
    id_, number, name, department, title, location, manager, status, hired, terminated, email, kind = row[:12]
    ends: date | None = day(terminated)
    return PersonSummary(
        id_, number, name, department, title, location, manager, Status(status), day(hired), ends, email, kind
    )


def lines_of(ids: Iterable[int]) -> dict[int, tuple[PersonSummary, Subject]]:
    """The lines of people by their ids, and what permissions are asked about them; three queries."""
    return {line.id: (line, subject) for line, subject in lines(numbers(ids).values()).values()}
