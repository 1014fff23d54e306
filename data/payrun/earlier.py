"""The slips that a slip's year to date goes on from: the chain of final slips of one person's tax year."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from peewee import fn

from data.base import database
from data.dated import among
from data.payrun.codes import Codes
from data.schema import PayRunRow, SlipLineRow, SlipRow


class EarlierSlip(NamedTuple):
    """A slip before another: its run's number and check date, and cents by line key."""

    run: str
    check: date
    cents: dict[str, int]


def earlier(person: int, year: int, after: int | None, codes: Codes) -> list[EarlierSlip]:
    """The slips of a person's tax year from the one a balance goes on from back to the first, newest first; two queries."""
    row = SlipRow
    query = (
        row.select(row.id, row.after, PayRunRow.number, PayRunRow.pay_date)
        .join(PayRunRow, on=(PayRunRow.id == row.run))
        .where((row.person == person) & (row.year == year))
    )
    known = {id_: (before, number, day) for id_, before, number, day in database.execute(query).fetchall()}
    chain: list[int] = []
    while after is not None and after in known and after not in chain:
        chain.append(after)
        after = known[after][0]
    amounts = _amounts(chain, codes) if chain else {}
    return [EarlierSlip(known[id_][1], date.fromisoformat(str(known[id_][2])), amounts[id_]) for id_ in chain]


def _amounts(slips: list[int], codes: Codes) -> dict[int, dict[str, int]]:
    """What the lines of some slips come to, by slip and line key."""
    by_id = {id_: f"{part}:{code}" for id_, (part, code, _, _) in codes.by_id.items()}
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    row = SlipLineRow
    query = (
        row.select(row.slip, row.code, fn.SUM(row.amount)).where(among(row.slip, slips)).group_by(row.slip, row.code)
    )
    for slip, code, cents in database.execute(query).fetchall():
        found[slip][by_id[code]] += cents
    return found
