"""Who came and went: transitions into and out of employment by day, and who was employed on a day; within scopes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from peewee import SQL, Case, Value, fn

from data.base import database
from data.fields import day
from data.finder import reached
from data.org.names import Kind, names_on
from data.schema import DirectoryRow, JobRow
from hrtui.access.model import Scope
from hrtui.people.flow import Heads, Step
from hrtui.people.rules import WISHES
from hrtui.people.summary import Status

EMPLOYED = (Status.ACTIVE, Status.LEAVE)
FTE_PARTS = 10_000
GROUPS: dict[str, Any] = {
    "department": JobRow.department,
    "location": JobRow.location,
    "type": JobRow.employment_type,
    "status": JobRow.status,
}
PLACES: dict[str, Kind] = {"department": "department", "location": "location"}


def steps(scopes: Sequence[Scope], actor: str, first: date, last: date) -> list[Step]:
    """How many people joined and left on each day from one to another; a leaver counts on the last day. One query."""
    here = JobRow.status.in_(EMPLOYED).cast("INTEGER")
    owner = {"partition_by": [JobRow.person], "order_by": [JobRow.effective_from, JobRow.seq]}
    rows = _live(scopes, actor, JobRow.person.alias("person"), JobRow.effective_from, JobRow.seq).select_extend(
        here.alias("here"),
        JobRow.reason.alias("reason"),
        fn.LEAD(JobRow.effective_from).over(**owner).alias("next_day"),
    )
    rows = rows.alias("each")
    standing = (
        JobRow.select(
            rows.c.person, rows.c.effective_from.alias("day"), rows.c.here, rows.c.reason,
            fn.LAG(rows.c.here, 1, 0).over(
                partition_by=[rows.c.person], order_by=[rows.c.effective_from, rows.c.seq]
            ).alias("before"),
        )
        .from_(rows)
        .where(rows.c.next_day.is_null() | (rows.c.next_day > rows.c.effective_from))
        .alias("standing")
    )  # fmt: skip
    wish = Case(None, [(standing.c.reason.startswith(word), word) for word in WISHES], "")
    said = Case(None, ((standing.c.here == 1, ""),), wish)
    query = (
        JobRow.select(standing.c.day, standing.c.here, said, fn.COUNT(SQL("*")))
        .from_(standing)
        .where((standing.c.here != standing.c.before) & standing.c.day.between(first, last + timedelta(days=1)))
        .group_by(SQL("1"), SQL("2"), SQL("3"))
    )
    return [step for row in database.execute(query).fetchall() if first <= (step := _step(*row)).day <= last]


def _step(on: Any, here: int, wish: str, count: int) -> Step:
    at = day(on) or date.min
    return Step(at if here else at - timedelta(days=1), bool(here), wish, count)


def headcount(scopes: Sequence[Scope], actor: str, on: date, by: str = "") -> list[Heads]:
    """How many people are employed on a day, and their full-time equivalent; by department, location, type or status as
    of that day where asked, the largest first, places under their names of the day. One query, two for places."""
    later = JobRow.alias("later")
    newer = later.select(SQL("1")).where(
        (later.person == JobRow.person) & later.superseded_at.is_null() & (later.effective_from <= on)
        & ((later.effective_from > JobRow.effective_from)
           | ((later.effective_from == JobRow.effective_from) & (later.seq > JobRow.seq)))
    )  # fmt: skip
    query = (
        _live(scopes, actor, GROUPS.get(by, Value("")), fn.COUNT(SQL("*")), fn.SUM(JobRow.fte))
        .where((JobRow.effective_from <= on) & JobRow.status.in_(EMPLOYED) & ~fn.EXISTS(newer))
        .group_by(SQL("1"))
    )
    rows = database.execute(query).fetchall()
    names = _names(by, [row[0] for row in rows if row[0]], on)
    heads = [Heads(names.get(group, group or ""), count, parts or 0) for group, count, parts in rows]
    return sorted(heads, key=lambda each: (-each.count, each.name))


def _names(by: str, ids: Sequence[int], on: date) -> dict[Any, str]:
    """What places are called on a day, by id; nothing where people are grouped by something else."""
    kind = PLACES.get(by)
    return {} if kind is None else dict(names_on(kind, ids, on))


def _live(scopes: Sequence[Scope], actor: str, *columns: Any) -> Any:
    """Live job rows of the people in the scopes."""
    query = JobRow.select(*columns).where(JobRow.superseded_at.is_null())
    reach = reached(scopes, actor)
    if reach is None:
        return query
    return query.join(DirectoryRow, on=(JobRow.person == DirectoryRow.person)).where(reach)
