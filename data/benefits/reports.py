"""How many people in some scopes have which plan on a day: counted in the store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from peewee import fn

from data.base import database
from data.benefits.rows import last_of
from data.lines import reached
from data.schema import DirectoryRow, ElectionRow
from hrtui.access.model import Scope

Count = tuple[str, str, str, str, str, int]
"""Type, plan, option, tier and state, and how many people."""


def enrolled(on: date, scopes: Iterable[Scope], actor_person: str) -> list[Count]:
    """The elections in force on a day of people in the scopes, counted by plan, option, tier and state; one query."""
    row = ElectionRow
    there = (
        row.superseded_at.is_null()
        & (row.effective_from <= on)
        & last_of(row, lambda later: later.effective_from <= on)
    )
    columns = (row.type, row.plan, row.option, row.tier, row.state)
    query = row.select(*columns, fn.COUNT(row.id)).join(DirectoryRow, on=(DirectoryRow.person == row.person))
    reach = reached(scopes, actor_person)
    query = query.where(there if reach is None else there & reach).group_by(*columns)
    return [tuple(found) for found in database.execute(query).fetchall()]
