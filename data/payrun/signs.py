"""What stands out about people in a run: accounts and numbers on file, shared ones, who was paid before."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from peewee import fn

from data.base import database
from data.schema import PayRunRow, PersonRow, PrivateRow, SlipRow


def accounts(on: date) -> dict[int, date]:
    """Since when the bank account of each person with one is on file, by id; one query."""
    row = PrivateRow
    wanted = (row.kind == "bank") & row.superseded_at.is_null() & (row.effective_from <= on)
    query = row.select(row.person, fn.MAX(row.effective_from)).where(wanted).group_by(row.person)
    return {person: date.fromisoformat(since) for person, since in database.execute(query).fetchall()}


def shared(kind: str, on: date) -> dict[int, str]:
    """People whose sealed number of a kind someone else has too, with the others' numbers; equal blind indexes tell, and
    nothing is opened. Two queries."""
    row = PrivateRow
    wanted = (row.kind == kind) & row.superseded_at.is_null() & (row.effective_from <= on)
    twice = row.select(row.blind).where(wanted).group_by(row.blind).having(fn.COUNT(row.person.distinct()) > 1)
    query = row.select(row.blind, row.person, PersonRow.number).join(PersonRow).where(wanted & row.blind.in_(twice))
    groups: dict[bytes, dict[int, str]] = defaultdict(dict)
    for blind, person, number in database.execute(query).fetchall():
        groups[bytes(blind)][person] = number
    return {
        person: ", ".join(number for other, number in sorted(group.items()) if other != person)
        for group in groups.values()
        for person in group
    }


def without(kind: str, on: date) -> frozenset[int]:
    """The people with no sealed number of a kind on file; one query."""
    row = PrivateRow
    having = row.select(row.person).where((row.kind == kind) & row.superseded_at.is_null() & (row.effective_from <= on))
    query = PersonRow.select(PersonRow.id).where(PersonRow.id.not_in(having))
    return frozenset(person for (person,) in database.execute(query).fetchall())


def paid_before(run: int, on: date) -> frozenset[int]:
    """The people who have a slip in a run dated before a day; one query."""
    query = (
        SlipRow.select(SlipRow.person)
        .distinct()
        .join(PayRunRow, on=(PayRunRow.id == SlipRow.run))
        .where((PayRunRow.pay_date < on) & (SlipRow.run != run))
    )
    return frozenset(person for (person,) in database.execute(query).fetchall())
