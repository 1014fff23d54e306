"""What must hold in every store whatever happened, each in a function named as the statement; it returns who breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from peewee import JOIN, fn

from data import spans
from data.benefits.invariants import BENEFITS
from data.fields import day
from data.interviewchecks import INTERVIEWS
from data.payrun.invariants import PAYROLL
from data.recruiting.invariants import RECRUITING
from data.schema import (
    FACTS,
    AuditRow,
    CommandRow,
    DepartmentRow,
    DirectoryRow,
    JobRow,
    LocationRow,
    MetaRow,
    PersonRow,
    ProfileRow,
    logical_row,
)
from hrtui.people.model import Status

SHOWN = ("number", "name", "email", "department", "title", "location", "status")


def every_command_has_an_audit_entry(db: Any) -> list[str]:
    """Commands nothing in the trail tells of."""
    query = CommandRow.select(CommandRow.id).join(AuditRow, JOIN.LEFT_OUTER, on=(AuditRow.command == CommandRow.id))
    return [f"command {id_}" for (id_,) in _rows(db, query.where(AuditRow.id.is_null()))]


def every_command_is_as_its_audit_entry_tells(db: Any) -> list[str]:
    """Commands whose instant, actor, action or subject is not what the trail holds of them."""
    same = (
        (AuditRow.at == CommandRow.at)
        & (AuditRow.actor == CommandRow.actor)
        & (AuditRow.action == CommandRow.action)
        & (AuditRow.subject == CommandRow.subject)
    )
    query = CommandRow.select(CommandRow.id).join(AuditRow, on=(AuditRow.command == CommandRow.id))
    agree = CommandRow.select(CommandRow.id).join(AuditRow, on=(AuditRow.command == CommandRow.id) & same)
    told, fitting = ({id_ for (id_,) in _rows(db, each.distinct())} for each in (query, agree))
    return [f"command {id_}" for id_ in sorted(told - fitting)]


def every_person_was_entered_by_a_command(db: Any) -> list[str]:
    """People whose command does not exist."""
    query = PersonRow.select(PersonRow.number).join(CommandRow, JOIN.LEFT_OUTER)
    return [f"person {number}" for (number,) in _rows(db, query.where(CommandRow.id.is_null()))]


def every_fact_was_entered_by_a_command(db: Any) -> list[str]:
    """Facts whose command, or whose superseding command, does not exist."""
    found = []
    for model in FACTS:
        for column in (model.command, model.superseded_by):
            query = model.select(model.id).join(CommandRow, JOIN.LEFT_OUTER, on=(column == CommandRow.id))
            missing = query.where(CommandRow.id.is_null(), column.is_null(False))
            found += [f"{_name(model)} {id_}" for (id_,) in _rows(db, missing)]
    return found


def no_fact_is_superseded_before_it_was_recorded(db: Any) -> list[str]:
    """Facts that ended, as known, before they began."""
    return _facts(db, lambda model: model.superseded_at < model.recorded_at)


def every_superseded_fact_names_the_command_that_did_it(db: Any) -> list[str]:
    """Facts with an instant of superseding but no command, or the other way round."""
    return _facts(db, lambda model: model.superseded_at.is_null() != model.superseded_by.is_null())


def no_two_live_rows_share_person_day_and_seq(db: Any) -> list[str]:
    """People with two live rows of a kind between which no order decides."""
    found = []
    for model in FACTS:
        same = [getattr(model, name) for name in logical_row(model)]
        query = model.select(same[0]).where(model.superseded_at.is_null()).group_by(*same)
        found += [
            f"{_name(model)} of {model.OWNER} {id_}" for (id_,) in _rows(db, query.having(fn.COUNT(model.id) > 1))
        ]
    return found


def no_undone_command_has_live_rows(db: Any) -> list[str]:
    """Undone commands of which something still counts."""
    undo = CommandRow.alias()
    undone = CommandRow.select(undo.undoes).from_(undo).where(undo.undoes.is_null(False))
    found = []
    for model in FACTS:
        query = model.select(model.command).where(model.superseded_at.is_null(), model.command.in_(undone)).distinct()
        found += [f"command {id_} ({_name(model)})" for (id_,) in _rows(db, query)]
    return found


def everyone_with_a_job_and_a_name_has_a_line_in_the_directory(db: Any) -> list[str]:
    """People on one side only: with live facts but no line, or with a line but no live facts."""
    has_job, has_name = (
        PersonRow.id.in_(model.select(model.person).where(model.superseded_at.is_null()))
        for model in (JobRow, ProfileRow)
    )
    has_line = DirectoryRow.person.is_null(False)
    query = PersonRow.select(PersonRow.number).join(
        DirectoryRow, JOIN.LEFT_OUTER, on=(DirectoryRow.person == PersonRow.id)
    )
    return [f"person {number}" for (number,) in _rows(db, query.where((has_job & has_name) != has_line))]


def the_directory_shows_the_facts_in_force(db: Any) -> list[str]:
    """People whose line differs from their profile and job in force on the directory's day, or their first ones before."""
    on = next((day(value) for (value,) in _rows(db, MetaRow.select(MetaRow.value).where(_is_day))), None)
    if on is None:
        return [f"person {number}" for (number,) in _rows(db, DirectoryRow.select(DirectoryRow.number).limit(3))]
    found = []
    for shown, number, first, last, begins, *rest in _rows(db, _lines(on)):
        status = rest.pop()
        expected = (
            number,
            f"{last}, {first}" if first else last,
            *rest[len(SHOWN) - 1 :],
            str(Status.STARTING) if str(begins) > on.isoformat() else status,
        )
        if (shown, *rest[: len(SHOWN) - 1]) != expected:
            found.append(f"person {shown}")
    return found


def the_directory_of_every_day_is_what_the_facts_say(db: Any) -> list[str]:
    """People whose spans are not the ones that their live facts make."""
    return [f"person {number}" for number in spans.wrong(db)]


_is_day = MetaRow.name == "directory_day"


def _lines(on: date) -> Any:
    columns = [getattr(DirectoryRow, name) for name in SHOWN]
    return (
        DirectoryRow.select(
            columns[0], PersonRow.number, ProfileRow.first_name, ProfileRow.last_name, JobRow.effective_from,
            *columns[1:],
            ProfileRow.email, DepartmentRow.name, JobRow.title, fn.COALESCE(LocationRow.name, ""), JobRow.status,
        )
        .join(PersonRow)
        .join(ProfileRow, on=(ProfileRow.id == _shown_row(ProfileRow, on)))
        .join(JobRow, on=(JobRow.id == _shown_row(JobRow, on)))
        .join(DepartmentRow)
        .switch(JobRow)
        .join(LocationRow, JOIN.LEFT_OUTER)
    )  # fmt: skip


def _shown_row(model: Any, on: date) -> Any:
    row = model.alias()
    live = row.select(row.id).where(row.person == DirectoryRow.person, row.superseded_at.is_null())
    in_force = live.where(row.effective_from <= on).order_by(row.effective_from.desc(), row.seq.desc()).limit(1)
    first = live.order_by(row.effective_from, row.seq.desc()).limit(1)
    return fn.COALESCE(in_force, first)


def _facts(db: Any, broken: Callable[[Any], Any]) -> list[str]:
    return [
        f"{_name(model)} {id_}" for model in FACTS for (id_,) in _rows(db, model.select(model.id).where(broken(model)))
    ]


def _name(model: Any) -> str:
    return str(model._meta.table_name)


def _rows(db: Any, query: Any) -> Iterator[Any]:
    """Raw rows of a query on a database the models are not bound to."""
    cursor = db.execute(query)
    while rows := cursor.fetchmany(1_000):
        yield from rows


INVARIANTS: tuple[Callable[[Any], list[str]], ...] = (
    every_command_has_an_audit_entry,
    every_command_is_as_its_audit_entry_tells,
    every_person_was_entered_by_a_command,
    every_fact_was_entered_by_a_command,
    no_fact_is_superseded_before_it_was_recorded,
    every_superseded_fact_names_the_command_that_did_it,
    no_two_live_rows_share_person_day_and_seq,
    no_undone_command_has_live_rows,
    everyone_with_a_job_and_a_name_has_a_line_in_the_directory,
    the_directory_shows_the_facts_in_force,
    the_directory_of_every_day_is_what_the_facts_say,
    *PAYROLL,
    *BENEFITS,
    *RECRUITING,
    *INTERVIEWS,
)
