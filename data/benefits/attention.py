"""What of benefits needs somebody: windows that end, papers that are late, notices of COBRA that are due; counted, not listed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from peewee import fn

from data.base import database
from data.benefits.rows import as_day, last_of
from data.lines import reached
from data.schema import BenefitEventFactRow, BenefitEventRow, CobraCaseRow, CobraFactRow, DirectoryRow
from hrtui.access.model import Scope
from hrtui.benefits.attention import Ending, Waiting
from hrtui.benefits.cobra.model import State
from hrtui.benefits.model import UNDER_WAY, EventKind, EventState

EVENT, EVENT_NOW = BenefitEventRow, BenefitEventFactRow
CASE, CASE_NOW = CobraCaseRow, CobraFactRow
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
