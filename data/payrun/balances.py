"""The balances of the year, which stand on the last final slip of each person."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from data.base import database
from data.dated import among
from data.payrun.codes import Codes
from data.prepared import listed, one_of, prepared
from data.schema import SlipLineRow, SlipRow
from hrtui.payroll.runs.model import Run

NEWEST = 4  # final runs that most people's last slip is in


class Balance(NamedTuple):
    """What a person's last finalised slip of the year says: its id, arrears, and by line key its code and cents."""

    slip: int | None
    arrears: Mapping[str, int]
    cents: Mapping[str, int]
    codes: Mapping[str, int]


NO_BALANCE = Balance(None, {}, {}, {})


def balances(ids: Sequence[int], year: int, final: Sequence[Run], codes: Codes) -> dict[int, Balance]:
    """The balances of people in a tax year, from the last of the final runs (in their order) that paid each; four queries at
    most."""
    return _balances(latest(ids, year, final), codes)


def amounts_of(
    ids: Sequence[int], year: int, final: Sequence[Run], lines: Mapping[int, str]
) -> dict[int, dict[str, int]]:
    """The balances of people in a tax year of some lines, given as keys by the ids of their codes; three queries at most."""
    last = latest(ids, year, final)
    if not last or not lines:
        return {}
    row, whose = SlipLineRow, {slip: person for person, slip in last.items()}
    query = row.select(row.slip, row.code, row.year_to_date).where(among(row.slip, whose) & among(row.code, lines))
    found: dict[int, dict[str, int]] = {person: {} for person in last}
    for slip, code, total in database.execute(query).fetchall():
        found[whose[slip]][lines[code]] = total
    return found


def arrears_of(ids: Sequence[int], year: int, final: Sequence[Run]) -> dict[int, dict[str, int]]:
    """What the last final slips of people in a tax year left owed, by deduction code, of those who owe anything; three queries at
    most."""
    last = latest(ids, year, final)
    if not last:
        return {}
    row, whose = SlipRow, {slip: person for person, slip in last.items()}
    query = row.select(row.id, row.arrears).where(among(row.id, whose) & row.arrears.not_in(["", "{}"]))
    return {whose[slip]: json.loads(owed) for slip, owed in database.execute(query).fetchall()}


def balances_at(at: Mapping[int, int | None], codes: Codes) -> dict[int, Balance]:
    """The balances of people as slips named for each say them (None: none yet); two queries."""
    last = {person: slip for person, slip in at.items() if slip is not None}
    return _balances(last, codes)


def _balances(last: Mapping[int, int], codes: Codes) -> dict[int, Balance]:
    if not last:
        return {}
    by_id = {id_: f"{part}:{code}" for id_, (part, code, _, _) in codes.by_id.items()}
    cents: dict[int, dict[str, int]] = {slip: {} for slip in last.values()}
    numbers: dict[int, dict[str, int]] = {slip: {} for slip in last.values()}
    these = listed(cents)
    for slip, code, total in _totals(these).fetchall():
        key = by_id[code]
        cents[slip][key] = total
        numbers[slip][key] = code
    owed = dict(_arrears(these).fetchall())
    return {
        person: Balance(slip, json.loads(owed[slip] or "{}"), cents[slip], numbers[slip])
        for person, slip in last.items()
    }


@prepared
def _totals(slips: Any) -> Any:
    row = SlipLineRow
    return row.select(row.slip, row.code, row.year_to_date).where(one_of(row.slip, slips)).order_by(row.slip, row.seq)


@prepared
def _arrears(slips: Any) -> Any:
    return SlipRow.select(SlipRow.id, SlipRow.arrears).where(one_of(SlipRow.id, slips))


def latest(ids: Sequence[int], year: int, final: Sequence[Run]) -> dict[int, int]:
    """The last final slip of each person in a year, by person; asked of the newest runs, and of older ones only for whom
    those did not pay: two queries at most."""
    found = _latest(ids, year, final[-NEWEST:])
    older = final[:-NEWEST]
    return found | _latest([id_ for id_ in ids if id_ not in found], year, older) if older else found


def _latest(ids: Sequence[int], year: int, final: Sequence[Run]) -> dict[int, int]:
    if not ids or not final:
        return {}
    order = {run.id: (place, run.generation) for place, run in enumerate(final)}
    best: dict[int, tuple[int, int]] = {}
    for person, run, generation, slip in _in_runs(listed(ids), year, listed(order)).fetchall():
        place, counts = order[run]
        if generation == counts and (person not in best or best[person][0] < place):
            best[person] = (place, slip)
    return {person: slip for person, (_, slip) in best.items()}


@prepared
def _in_runs(people: Any, year: Any, runs: Any) -> Any:
    row = SlipRow
    wanted = one_of(row.person, people) & (row.year == year) & one_of(row.run, runs)
    return row.select(row.person, row.run, row.generation, row.id).where(wanted)


def all_latest(year: int, final: Sequence[Run]) -> dict[int, int]:
    """The last final slip of everyone in a year, by person; one query a run."""
    found: dict[int, int] = {}
    for run in final:
        found |= dict(_of_run(run.id, run.generation, year).fetchall())
    return found


@prepared
def _of_run(run: Any, generation: Any, year: Any) -> Any:
    row = SlipRow
    wanted = (row.run == run) & (row.generation == generation) & (row.year == year)
    return row.select(row.person, row.id).where(wanted)


def moved_on(run: Run, final: Sequence[Run]) -> set[int]:
    """The people of a run whose balances now go on from another slip than their slip in it says."""
    row = SlipRow
    query = row.select(row.person, row.after).where((row.run == run.id) & (row.generation == run.generation))
    stored = dict(database.execute(query).fetchall())
    if run.id in {each.id for each in final}:
        return set()
    now = all_latest(run.pay_date.year, final)
    return {person for person, after in stored.items() if now.get(person) != after}
