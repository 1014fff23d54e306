"""Who there is for an open enrolment, and who has something that benefits must follow: ids, a query each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from data import dialect
from data.base import database
from data.benefits.rows import last_of
from data.lines import reached
from data.schema import BenefitEventFactRow, BenefitEventRow, DirectoryRow, ElectionRow
from hrtui.access.model import Scope
from hrtui.benefits.model import COVERED, EventKind


def employed(on: date, scopes: Iterable[Scope], actor_person: str) -> list[int]:
    """The ids of people in the scopes who have begun and not left by a day, by name; one query."""
    row = DirectoryRow
    query = row.select(row.person).where(
        (row.hired <= on) & (row.terminated.is_null() | (row.terminated >= on) | (row.terminated < row.hired))
    )
    reach = reached(scopes, actor_person)
    query = query if reach is None else query.where(reach)
    return [row[0] for row in database.execute(query.order_by(DirectoryRow.sort_name, DirectoryRow.number)).fetchall()]


def hired_between(first: date, last: date, scopes: Iterable[Scope], actor_person: str) -> list[int]:
    """The ids of people in the scopes whose first day of work lies between two days, by name; one query."""
    query = DirectoryRow.select(DirectoryRow.person).where(DirectoryRow.hired.between(first, last))
    reach = reached(scopes, actor_person)
    query = query if reach is None else query.where(reach)
    return [row[0] for row in database.execute(query.order_by(DirectoryRow.sort_name, DirectoryRow.number)).fetchall()]


def covered(scopes: Iterable[Scope], actor_person: str) -> list[int]:
    """The ids of people in the scopes who have a last election that covers, by name; one query."""
    row = ElectionRow
    held = (
        row.select(row.person)
        .distinct()
        .where(row.superseded_at.is_null() & row.state.in_([state.value for state in COVERED]) & last_of(row))
    )
    query = DirectoryRow.select(DirectoryRow.person).where(DirectoryRow.person.in_(held))
    reach = reached(scopes, actor_person)
    query = query if reach is None else query.where(reach)
    return [row[0] for row in database.execute(query.order_by(DirectoryRow.sort_name, DirectoryRow.number)).fetchall()]


def with_event(people: Iterable[int], kind: EventKind, day: date | None = None) -> set[int]:
    """Those of some people who have an event of a kind (and of a day) that is neither undone nor void; one query."""
    event, now = BenefitEventRow, BenefitEventFactRow
    query = (
        event.select(event.person)
        .distinct()
        .join(now, on=(now.event == event.id))
        .where(
            event.person.in_(dialect.one_of(list(people)))
            & (event.kind == kind.value)
            & now.superseded_at.is_null()
            & (now.state != "void")
            & last_of(now)
        )
    )
    query = query if day is None else query.where(event.day == day)
    return {row[0] for row in database.execute(query).fetchall()}
