"""The statements that read dated facts about people, put into words once; `data.people` makes values of their rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import JOIN, Case, fn

from data.org.names import name_then
from data.prepared import one_of, prepared
from data.schema import (
    CertificateRow,
    CommandRow,
    DepartmentRow,
    DirectoryRow,
    JobRow,
    LocationRow,
    PayRow,
    PersonRow,
    ProfileRow,
)

Manager = PersonRow.alias("manager")
ManagerLine = DirectoryRow.alias("manager_line")


@prepared
def profile_rows(people: Any) -> Any:
    """The rows of profile of people."""
    columns = (
        ProfileRow.first_name, ProfileRow.last_name, ProfileRow.email, ProfileRow.phone, ProfileRow.street,
        ProfileRow.city, ProfileRow.state, ProfileRow.postal_code, ProfileRow.birth_date, ProfileRow.sex,
        ProfileRow.custom,
    )  # fmt: skip
    return fact_rows(ProfileRow, ProfileRow.select(), columns, people)


@prepared
def job_rows(people: Any) -> Any:
    """The job rows of people, places called as they are today."""
    return _placed_jobs(people, None)


@prepared
def job_rows_then(people: Any, shown_on: Any) -> Any:
    """The job rows of people, places called as they were when the row began, or on a day where it was in force then."""
    return _placed_jobs(people, shown_on)


def _placed_jobs(people: Any, shown_on: Any) -> Any:
    columns = (
        JobRow.action, JobRow.status, JobRow.title, *_place_names(shown_on),
        fn.COALESCE(Manager.number, ""), fn.COALESCE(ManagerLine.name, JobRow.manager_name), JobRow.employment_type,
        JobRow.flsa, JobRow.fte, JobRow.standard_hours, JobRow.reason, JobRow.last_day, JobRow.cost_centre, JobRow.grade,
        JobRow.position, JobRow.dotted,
    )  # fmt: skip
    query = (
        JobRow.select()
        .join(DepartmentRow)
        .switch(JobRow)
        .join(LocationRow, JOIN.LEFT_OUTER)
        .switch(JobRow)
        .join(Manager, JOIN.LEFT_OUTER, on=(JobRow.manager == Manager.id))
        .switch(JobRow)
        .join(ManagerLine, JOIN.LEFT_OUTER, on=(JobRow.manager == ManagerLine.person))
    )
    return fact_rows(JobRow, query, columns, people)


def _place_names(shown_on: Any) -> tuple[Any, Any]:
    now = DepartmentRow.name, fn.COALESCE(LocationRow.name, "")
    if shown_on is None:
        return now
    later = JobRow.alias("later")
    follows = (later.effective_from > JobRow.effective_from) | (
        (later.effective_from == JobRow.effective_from) & (later.seq > JobRow.seq)
    )
    over = later.select(later.id).where(
        (later.person == JobRow.person) & later.superseded_at.is_null() & follows & (later.effective_from <= shown_on)
    )
    ended = JobRow.superseded_at.is_null(False) | (JobRow.effective_from > shown_on) | fn.EXISTS(over)
    on = Case(None, ((ended, JobRow.effective_from),), shown_on)
    return (
        fn.COALESCE(name_then("department", JobRow.department, on), now[0]),
        fn.COALESCE(name_then("location", JobRow.location, on), now[1]),
    )


@prepared
def pay_rows(people: Any) -> Any:
    """The pay rows of people."""
    columns = (PayRow.action, PayRow.basis, PayRow.rate, PayRow.currency, PayRow.pay_group, PayRow.reason)
    return fact_rows(PayRow, PayRow.select(), columns, people)


@prepared
def certificate_rows(people: Any) -> Any:
    """The certificates of people."""
    columns = (CertificateRow.jurisdiction, CertificateRow.entries)
    return fact_rows(CertificateRow, CertificateRow.select(), columns, people)


def fact_rows(model: Any, query: Any, columns: Sequence[Any], people: Any) -> Any:
    """SQL: the rows of a kind of fact about people (as `listed` puts them in a place), oldest first, the superseded ones
    too."""
    how = CommandRow.select(CommandRow.action).where(CommandRow.id == model.superseded_by)
    common = (
        model.person, model.effective_from, model.id, model.seq, model.command, model.recorded_at, model.recorded_by,
        model.superseded_at, model.superseded_by, fn.COALESCE(how, ""),
    )  # fmt: skip
    order = (model.person, model.effective_from, model.seq, model.id)
    return query.select(*common, *columns).where(one_of(model.person, people)).order_by(*order)
