"""What stands out about people in a run: accounts and numbers on file, shared ones, who was paid before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from peewee import SQL, fn

from data.base import database
from data.dated import among
from data.schema import PayRunRow, PersonRow, PrivateRow, SlipRow

CHUNK = 500
FEW = 1_000


def accounts(on: date, people: Sequence[int] | None = None) -> dict[int, str]:
    """Since which day, as `2026-01-31`, the bank account of each person (or of some) with one is on file, by id; one query."""
    row = PrivateRow
    wanted = (row.kind == "bank") & row.superseded_at.is_null() & (row.effective_from <= on) & _of(row.person, people)
    query = row.select(row.person, row.effective_from).where(wanted).order_by(row.person, row.effective_from)
    return dict(database.execute(query).fetchall())  # the last day of each counts


def shared(kind: str, on: date, people: Sequence[int] | None = None) -> dict[int, str]:
    """People (or some) whose sealed number of a kind someone else has too, with the others' numbers; equal blind indexes
    tell, and nothing is opened. One query, two for everyone."""
    row = PrivateRow
    wanted = (row.kind == kind) & row.superseded_at.is_null() & (row.effective_from <= on)
    if people is None:
        found = _several()
        if len(found) > FEW:  # numbers that were recorded again: compared here, who has them now
            found = _twice(wanted)
        parts: list[Any] = [found[start : start + CHUNK] for start in range(0, len(found), CHUNK)]
    else:
        theirs = row.select(row.blind).where(wanted & _of(row.person, people))
        several = fn.COUNT(row.person.distinct()) > 1
        parts = [row.select(row.blind).where(wanted & row.blind.in_(theirs)).group_by(row.blind).having(several)]
    groups: dict[bytes, dict[int, str]] = defaultdict(dict)
    for twice in parts:
        query = row.select(row.blind, row.person, PersonRow.number).join(PersonRow).where(wanted & row.blind.in_(twice))
        for blind, person, number in database.execute(query).fetchall():
            groups[bytes(blind)][person] = number
    return {
        person: ", ".join(number for other, number in sorted(group.items()) if other != person)
        for group in groups.values()
        if len(group) > 1
        for person in group
    }


def _several() -> list[bytes]:
    """The blind indexes of which there are several rows, of whatever kind and person: the index alone tells."""
    sql = f"SELECT blind FROM {PrivateRow._meta.table_name} GROUP BY blind HAVING COUNT(*) > 1 LIMIT {FEW + 1}"
    return [bytes(blind) for (blind,) in database.execute_sql(sql).fetchall()]


def _twice(wanted: Any) -> list[bytes]:
    """The blind indexes that several people have, of everyone: comparing them here is far quicker than grouping them there."""
    row = PrivateRow
    first: dict[bytes, int] = {}
    found: dict[bytes, None] = {}
    cursor = database.execute(row.select(row.blind, row.person).where(wanted))
    while some := cursor.fetchmany(1_000):
        for blind, person in some:
            if first.setdefault(bytes(blind), person) != person:
                found[bytes(blind)] = None
    return list(found)


def without(kind: str, on: date, people: Sequence[int] | None = None) -> frozenset[int]:
    """The people (or some) with no sealed number of a kind on file; one query."""
    row = PrivateRow
    having = row.select(row.person).where((row.kind == kind) & row.superseded_at.is_null() & (row.effective_from <= on))
    query = PersonRow.select(PersonRow.id).where(PersonRow.id.not_in(having) & _of(PersonRow.id, people))
    return frozenset(person for (person,) in database.execute(query).fetchall())


def paid_before(run: int, on: date, people: Sequence[int] | None = None) -> frozenset[int]:
    """The people (or some) who have a slip in a run dated before a day; one query."""
    query = (
        SlipRow.select(SlipRow.person)
        .distinct()
        .join(PayRunRow, on=(PayRunRow.id == SlipRow.run))
        .where((PayRunRow.pay_date < on) & (SlipRow.run != run) & _of(SlipRow.person, people))
    )
    return frozenset(person for (person,) in database.execute(query).fetchall())


def _of(column: Any, people: Sequence[int] | None) -> Any:
    return SQL("1") if people is None else among(column, people)
