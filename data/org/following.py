"""What follows names: after one was given or taken back, the directory and the spans show it."""

from __future__ import annotations

from datetime import date
from typing import Any

from peewee import fn

from data import spans
from data.base import database
from data.org.names import sync
from data.projection import refresh
from data.schema import DepartmentFactRow, JobRow, LocationFactRow, PositionFactRow, PositionRow


def follow(today: date) -> None:
    """Bring identities, directory and spans to what departments and locations are called; inside `write()`."""
    people = sync(today)
    spans.follow_names()
    refresh(people, today)


def touched(command: int) -> bool:
    """Whether a command entered or took back facts of departments or locations."""
    for fact in (DepartmentFactRow, LocationFactRow):
        wanted: Any = (fact.command == command) | (fact.superseded_by == command)
        if database.execute(fact.select(fact.id).where(wanted).limit(1)).fetchone():
            return True
    return False


def held_without(command: int) -> list[str]:
    """The numbers of positions a command entered of which no fact counts any longer, though live jobs name them."""
    live = PositionFactRow.alias("live")
    alive = live.select(live.id).where((live.position == PositionRow.id) & live.superseded_at.is_null())
    job = JobRow.select(JobRow.id).where((JobRow.position == PositionRow.number) & JobRow.superseded_at.is_null())
    query = (
        PositionRow.select(PositionRow.number)
        .distinct()
        .join(PositionFactRow, on=(PositionFactRow.position == PositionRow.id))
        .where((PositionFactRow.command == command) & ~fn.EXISTS(alive) & fn.EXISTS(job))
    )
    return [row[0] for row in database.execute(query).fetchall()]
