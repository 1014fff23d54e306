"""What of benefits needs somebody: windows that end, papers that are late, cases and notices of COBRA that are owed; counted, not listed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from peewee import fn

from data.base import database
from data.benefits.informing import untold
from data.benefits.rows import as_day, last_of
from data.lines import reached
from data.schema import (
    BenefitEventFactRow,
    BenefitEventRow,
    CobraCaseRow,
    CobraFactRow,
    DirectoryRow,
    ElectionRow,
    JobRow,
)
from hrtui.access.model import Scope
from hrtui.benefits.attention import YEAR, Ending, Waiting
from hrtui.benefits.cobra.model import State
from hrtui.benefits.cobra.rules import DIED, MISCONDUCT
from hrtui.benefits.model import COVERED, UNDER_WAY, EventKind, EventState
from hrtui.benefits.plans import HEALTH
from hrtui.people.model import Status

EVENT, EVENT_NOW = BenefitEventRow, BenefitEventFactRow
CASE, CASE_NOW = CobraCaseRow, CobraFactRow
TYPES = tuple(type_.value for type_ in HEALTH)
OWING = (*UNDER_WAY, EventState.FINALISED)


def endings(scopes: Iterable[Scope], actor_person: str, first: date, last: date) -> list[Ending]:
    """The windows to choose that end from one day to another, by kind of event and its day, soonest first; one query."""
    wanted = EVENT_NOW.state.in_([state.value for state in UNDER_WAY]) & EVENT_NOW.last_day.between(first, last)
    soonest = fn.MIN(EVENT_NOW.last_day)
    chosen = (EVENT.kind, fn.MIN(EVENT.day), fn.COUNT(EVENT.id), soonest)
    query = _reached(_events(chosen, wanted).group_by(EVENT.kind).order_by(soonest), scopes, actor_person)
    return [
        Ending(EventKind(kind), as_day(day), count, as_day(ends))
        for kind, day, count, ends in database.execute(query).fetchall()
    ]


def late_papers(scopes: Iterable[Scope], actor_person: str, today: date) -> Waiting | None:
    """How many events owe papers that were due before today, and since when; None where none does. One query."""
    wanted = EVENT_NOW.state.in_([state.value for state in OWING]) & (EVENT_NOW.papers_due < today)
    query = _events((fn.COUNT(EVENT.id), fn.MIN(EVENT_NOW.papers_due)), wanted)
    return _waiting(_reached(query, scopes, actor_person))


def leavers_without_case(scopes: Iterable[Scope], actor_person: str, since: date, until: date) -> Waiting | None:
    """How many people left within two days who were in a health plan on their last day and have no case of COBRA of it, and
    the first of those days; None where nobody did. Gross misconduct counts not, nor who died and was covered alone. One query."""
    job, election, after = JobRow, ElectionRow, ElectionRow.alias()
    own = (election.person == job.person) & election.superseded_at.is_null() & election.type.in_(TYPES)
    own &= election.state.in_([state.value for state in COVERED]) & (election.effective_from <= job.last_day)
    died = reduce(or_, (fn.LOWER(job.reason).contains(word) for word in DIED))
    own &= ~died | (election.covers != "")
    newer = (after.person == job.person) & after.superseded_at.is_null() & (after.type == election.type)
    newer &= (after.effective_from > election.effective_from) & (after.effective_from <= job.last_day)
    covered = election.select(election.id).where(own & ~fn.EXISTS(after.select(after.id).where(newer)))
    raised = CASE.select(CASE.id).join(CASE_NOW, on=(CASE_NOW.case == CASE.id))
    raised = raised.where((CASE.person == job.person) & (CASE.day == job.last_day) & CASE_NOW.superseded_at.is_null())
    query = (
        job.select(fn.COUNT(job.person.distinct()), fn.MIN(job.last_day))
        .join(DirectoryRow, on=(DirectoryRow.person == job.person))
        .where(
            (job.status == Status.TERMINATED.value) & job.superseded_at.is_null() & job.last_day.between(since, until)
            & ~fn.LOWER(job.reason).contains(MISCONDUCT) & fn.EXISTS(covered) & ~fn.EXISTS(raised)
        )
    )  # fmt: skip
    return _waiting(_reached(query, scopes, actor_person))


def notices_due(scopes: Iterable[Scope], actor_person: str, until: date) -> Waiting | None:
    """How many election notices of COBRA are due by a day, missed ones too, and the first day; None where none is. One query."""
    wanted = (CASE_NOW.state == State.NOTICE_DUE.value) & (CASE_NOW.notice_due <= until)
    query = (
        CASE.select(fn.COUNT(CASE.id), fn.MIN(CASE_NOW.notice_due))
        .join(CASE_NOW, on=(CASE_NOW.case == CASE.id))
        .join(DirectoryRow, on=(DirectoryRow.person == CASE.person))
        .where(wanted & CASE_NOW.superseded_at.is_null() & last_of(CASE_NOW))
    )
    return _waiting(_reached(query, scopes, actor_person))


def general_due(scopes: Iterable[Scope], actor_person: str, today: date, until: date) -> Waiting | None:
    """How many people are owed a general notice of COBRA by a day, late ones too, and the first day; None where nobody is. Two
    queries."""
    found = untold(scopes, actor_person, today - YEAR, today)
    if not found:
        return None
    from data.benefits.cobra_law import cobra_law  # what reads tables of law is not imported for nothing

    window = timedelta(days=cobra_law(today).general_notice_days)
    due = [day + window for each in found.values() for day in [min(each.values())] if day + window <= until]
    return Waiting(len(due), min(due)) if due else None


def _events(chosen: Sequence[Any], wanted: Any) -> Any:
    return (
        EVENT.select(*chosen)
        .join(EVENT_NOW, on=(EVENT_NOW.event == EVENT.id))
        .join(DirectoryRow, on=(DirectoryRow.person == EVENT.person))
        .where(wanted & EVENT_NOW.superseded_at.is_null() & last_of(EVENT_NOW))
    )


def _reached(query: Any, scopes: Iterable[Scope], actor_person: str) -> Any:
    condition = reached(scopes, actor_person)
    return query if condition is None else query.where(condition)


def _waiting(query: Any) -> Waiting | None:
    count, first = next(iter(database.execute(query).fetchall()))
    return Waiting(count, as_day(first)) if count else None
