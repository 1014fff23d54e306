"""People by their ids in the store and by the numbers they keep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from data.dated import PersonRow
from data.prepared import listed, one_of, prepared


def person_id(number: str) -> int | None:
    """The id of the person with a number, employed or not."""
    row = _with_number(number).fetchone()
    return int(row[0]) if row else None


@prepared
def _with_number(number: Any) -> Any:
    return PersonRow.select(PersonRow.id).where(PersonRow.number == number)


def numbers(ids: Iterable[int]) -> dict[int, str]:
    """The numbers of people by their ids."""
    wanted = list(ids)
    return dict(_numbers(listed(wanted)).fetchall()) if wanted else {}


@prepared
def _numbers(ids: Any) -> Any:
    return PersonRow.select(PersonRow.id, PersonRow.number).where(one_of(PersonRow.id, ids))
