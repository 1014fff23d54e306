"""The live facts that the directory is computed from: as much of jobs and profiles as lines show, many people at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from peewee import JOIN, fn

from data.base import database
from data.fields import day
from data.prepared import listed, one_of, prepared
from data.schema import DepartmentRow, JobRow, LocationRow, ProfileRow
from hrtui.people.model import Action, Profile, Status


class JobLine(NamedTuple):
    """As much of a live job row as the directory and its spans show."""

    effective_from: date
    action: Action
    status: Status
    last_day: date | None
    title: str
    department: str
    location: str
    manager: int | None
    manager_name: str
    employment_type: str
    department_id: int
    location_id: int | None
    flsa: str
    fte: int
    standard_hours: int
    grade: str
    cost_centre: str
    position: str


class NameLine(NamedTuple):
    """As much of a live profile row as the directory and its spans show."""

    effective_from: date
    name: str
    email: str
    custom: str


def live_jobs(ids: Sequence[int], db: Any = database) -> dict[int, list[JobLine]]:
    """The live job rows of people, oldest first."""
    out: dict[int, list[JobLine]] = defaultdict(list)
    for person, on, action, status, last, *rest in _jobs(listed(ids), on=db).fetchall():
        out[person].append(JobLine(date.fromisoformat(on), Action(action), Status(status), day(last), *rest))
    return out


@prepared
def _jobs(ids: Any) -> Any:
    return (
        JobRow.select(
            JobRow.person, JobRow.effective_from, JobRow.action, JobRow.status, JobRow.last_day, JobRow.title,
            DepartmentRow.name, fn.COALESCE(LocationRow.name, ""), JobRow.manager, JobRow.manager_name,
            JobRow.employment_type, JobRow.department, JobRow.location, JobRow.flsa, JobRow.fte, JobRow.standard_hours,
            JobRow.grade, JobRow.cost_centre, JobRow.position,
        )
        .join(DepartmentRow)
        .switch(JobRow)
        .join(LocationRow, JOIN.LEFT_OUTER)
        .where(one_of(JobRow.person, ids) & JobRow.superseded_at.is_null())
        .order_by(JobRow.person, JobRow.effective_from, JobRow.seq)
    )  # fmt: skip


def live_names(ids: Sequence[int], db: Any = database) -> dict[int, list[NameLine]]:
    """The live profile rows of people, oldest first."""
    out: dict[int, list[NameLine]] = defaultdict(list)
    for person, on, first, last, email, custom in _names(listed(ids), on=db).fetchall():
        begins = date.fromisoformat(on)
        out[person].append(NameLine(begins, Profile(begins, first, last).name, email, custom))
    return out


@prepared
def _names(ids: Any) -> Any:
    return (
        ProfileRow.select(
            ProfileRow.person,
            ProfileRow.effective_from,
            ProfileRow.first_name,
            ProfileRow.last_name,
            ProfileRow.email,
            ProfileRow.custom,
        )
        .where(one_of(ProfileRow.person, ids) & ProfileRow.superseded_at.is_null())
        .order_by(ProfileRow.person, ProfileRow.effective_from, ProfileRow.seq)
    )
