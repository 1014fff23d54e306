"""People by their ids in the store and by the numbers they keep."""

from __future__ import annotations

from collections.abc import Iterable

from data import dialect
from data.base import database
from data.dated import PersonRow


def person_id(number: str) -> int | None:
    """The id of the person with a number, employed or not."""
    row = PersonRow.select(PersonRow.id).where(PersonRow.number == number).tuples().first()
    return int(row[0]) if row else None


def numbers(ids: Iterable[int]) -> dict[int, str]:
    """The numbers of people by their ids."""
    wanted = list(ids)
    query = PersonRow.select(PersonRow.id, PersonRow.number).where(PersonRow.id.in_(dialect.one_of(wanted)))
    return dict(database.execute(query).fetchall()) if wanted else {}
