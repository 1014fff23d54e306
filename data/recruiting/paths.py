"""The ways of all applications of a period, read one after the other: however many there are, few are held at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from peewee import fn

from data import dialect
from data.base import database
from data.owned import as_day, last_of
from data.recruitrows import ApplicationFactRow, ApplicationRow, OfferFactRow, OfferRow
from hrtui.recruiting.model import ApplicationState, Owes
from hrtui.recruiting.offers import OfferState
from hrtui.recruiting.paths import Path, Step

APPLICATION, FACT = ApplicationRow, ApplicationFactRow
SOME = 2_000


def paths(first: date, last: date, among: Sequence[int] | None = None) -> Iterator[Path]:
    """The ways of the applications entered on the days of a period, by application; `among` narrows to the requisitions of these
    ids. One query; read them all, inside a snapshot."""
    begun = (
        FACT.select(FACT.application)
        .where(FACT.superseded_at.is_null())
        .group_by(FACT.application)
        .having(fn.MIN(FACT.effective_from).between(first, last))
    )
    wanted = FACT.superseded_at.is_null() & FACT.application.in_(begun)
    if among is not None:
        wanted &= APPLICATION.requisition.in_(dialect.one_of(list(among)))
    columns = (
        APPLICATION.id, APPLICATION.requisition, FACT.effective_from, FACT.state, FACT.stage, FACT.since, FACT.reason, FACT.side,
        FACT.owes, FACT.source, FACT.owner,
    )  # fmt: skip
    query = FACT.select(*columns).join(APPLICATION, on=(APPLICATION.id == FACT.application)).where(wanted)
    cursor = database.execute(query.order_by(FACT.application, FACT.effective_from, FACT.id))
    for (application, requisition), rows in groupby(_rows(cursor), lambda row: (row[0], row[1])):
        yield Path(application, requisition, tuple(map(_step, rows)))


def offered(first: date) -> set[int]:
    """The ids of applications for which an offer was sent, of those to which one was made from a day on; one query."""
    sent = OfferFactRow
    wanted = sent.superseded_at.is_null() & sent.sent.is_null(False) & (sent.effective_from >= first)
    query = OfferRow.select(OfferRow.application).distinct().join(sent, on=(sent.offer == OfferRow.id)).where(wanted)
    return {row[0] for row in database.execute(query).fetchall()}


def answered(first: date) -> dict[int, str]:
    """How the offers stand that were sent, by application, of those made or answered from a day on; those that a later version took the
    place of are left out. One query."""
    now = OfferFactRow
    wanted = now.superseded_at.is_null() & last_of(now) & now.sent.is_null(False) & (now.effective_from >= first)
    query = OfferRow.select(OfferRow.application, now.state).join(now, on=(now.offer == OfferRow.id))
    query = query.where(wanted & (now.state != OfferState.DEPRECATED.value)).order_by(OfferRow.id)
    return dict(database.execute(query).fetchall())


def first_hires() -> dict[int, date]:
    """The day of the first hire of each requisition that has one, by its id; one query."""
    wanted = FACT.superseded_at.is_null() & last_of(FACT) & (FACT.state == ApplicationState.HIRED.value)
    query = FACT.select(APPLICATION.requisition, fn.MIN(FACT.since))
    query = query.join(APPLICATION, on=(APPLICATION.id == FACT.application)).where(wanted)
    return {id_: as_day(day) for id_, day in database.execute(query.group_by(APPLICATION.requisition)).fetchall()}


def standing() -> list[tuple[int, str, date, int]]:
    """How many active applications each requisition has in each stage since each day: its id, stage, day and count; one query."""
    wanted = FACT.superseded_at.is_null() & last_of(FACT) & (FACT.state == ApplicationState.ACTIVE.value)
    keys = (APPLICATION.requisition, FACT.stage, FACT.since)
    query = FACT.select(*keys, fn.COUNT(FACT.id)).join(APPLICATION, on=(APPLICATION.id == FACT.application))
    rows = database.execute(query.where(wanted).group_by(*keys)).fetchall()
    return [(id_, stage, as_day(since), count) for id_, stage, since, count in rows]


def owing() -> dict[int, int]:
    """How many candidates of each requisition are owed a message, by its id; one query."""
    wanted = FACT.superseded_at.is_null() & last_of(FACT) & (FACT.owes == Owes.OWED.value)
    query = FACT.select(APPLICATION.requisition, fn.COUNT(FACT.id))
    query = query.join(APPLICATION, on=(APPLICATION.id == FACT.application)).where(wanted)
    return dict(database.execute(query.group_by(APPLICATION.requisition)).fetchall())


def _rows(cursor: Any) -> Iterator[Sequence[Any]]:
    while rows := cursor.fetchmany(SOME):
        yield from rows


def _step(row: Sequence[Any]) -> Step:
    _, _, on, state, stage, since, *rest = row
    return Step(as_day(on), state, stage, as_day(since), *rest)
