"""What is about to happen to people, counted within scopes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from peewee import JOIN, SQL, fn

from data.base import database
from data.finder import reached
from data.schema import DirectoryRow, JobRow
from hrtui.access.model import Scope
from hrtui.people.summary import Status


def coming(scopes: Iterable[Scope], actor_person: str, after: date, until: date) -> tuple[int, int, int]:
    """How many people, after a day and until another, have a change entered ahead, start, and leave; two queries."""
    reach = reached(scopes, actor_person)
    change, status = DirectoryRow.next_change, DirectoryRow.status
    soon = change.is_null(False) & (change > after) & (change <= until)
    changing = DirectoryRow.select(status, fn.COUNT(SQL("*"))).where(soon).group_by(status)
    by_status = dict(_rows(changing, reach))
    gone = (JobRow.status == Status.TERMINATED) & JobRow.superseded_at.is_null() & JobRow.last_day.is_null(False)
    leaving = (
        JobRow.select(fn.COUNT(JobRow.person.distinct()))
        .join(DirectoryRow, JOIN.INNER, on=JobRow.person == DirectoryRow.person)
        .where(gone & (JobRow.effective_from > after) & (JobRow.last_day <= until))
    )
    starting = by_status.pop(Status.STARTING, 0)
    return sum(by_status.values()), starting, int(_rows(leaving, reach)[0][0])


def _rows(query: Any, reach: Any | None) -> list[Any]:
    return list(database.execute(query if reach is None else query.where(reach)).fetchall())
