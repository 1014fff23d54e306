"""Elections of people: the rows that count of many people in one query, and many entered at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from data import dialect
from data.base import database
from data.benefits import events
from data.benefits.rows import (
    CHOSEN,
    New,
    as_day,
    cents,
    choice,
    choice_values,
    enter,
    last_of,
    live,
    money,
    replaced,
    supersede,
)
from data.dated import counting
from data.prepared import Prepared, listed, one_of
from data.schema import BenefitEventRow, ElectionRow
from data.slots import all_rows
from hrtui.audit.model import Entered
from hrtui.benefits.model import Election, ElectionState
from hrtui.people.model import Stamp

COLUMNS = (*CHOSEN, "state", "event", "granted", "note")
_ROW = tuple(getattr(ElectionRow, name) for name in COLUMNS)
_WITHOUT_EVENT = tuple(getattr(ElectionRow, name) for name in COLUMNS if name != "event")
MOST_ALIKE = 32_768
_ALIKE: dict[tuple[Any, ...], Election] = {}


def elections(people: Sequence[int], known: int | None = None, stamps: bool = True) -> dict[int, list[Election]]:
    """The rows of the elections of people that count, now or as known after a command, by type and oldest first.

    One query; with `stamps` one more, for the numbers of events. Without, rows do not say who entered them when nor by which
    event, and equal ones of many people are one value.
    """
    found: dict[int, list[Election]] = defaultdict(list)
    if not stamps:
        for row in _plain(known is not None)(listed(people), known).fetchall():
            cells = row[1:]
            held = _ALIKE.get(cells)
            found[row[0]].append(_alike(cells) if held is None else held)
        return found
    rows = list(live(ElectionRow, COLUMNS, people, known))
    numbers = _numbers({cells[9] for *_, cells in rows})
    for person, on, stamp, cells in rows:
        found[person].append(_election(on, stamp, cells, numbers))
    return found


@cache
def _plain(past: bool) -> Prepared:
    def build(people: Any, known: Any) -> Any:
        row = ElectionRow
        wanted = one_of(row.person, people) & counting(row, known if past else None)
        query = row.select(row.person, row.effective_from, *_WITHOUT_EVENT).where(wanted)
        return query.order_by(row.person, row.type, row.effective_from, row.seq)

    return Prepared(build)


def all_elections(person: int) -> list[Election]:
    """Every row of a person's elections there ever was, by type and oldest first; two queries."""
    rows = list(all_rows(ElectionRow, person, _ROW))
    numbers = _numbers({cells[9] for *_, cells in rows})
    return [_election(on, stamp, cells, numbers) for _, on, stamp, cells in rows]


def in_force(on: date, known: int | None = None) -> list[tuple[int, Election]]:
    """Everyone's elections of a day, by person and type; one query, without stamps and events."""
    return _in_force(on, counting(ElectionRow, known) & (ElectionRow.effective_from <= on), known)


def of_plans(plans: Collection[str], on: date, since: date | None = None) -> list[tuple[int, Election]]:
    """As `in_force` today, those of some plans alone; with `since` only what began after that day. One query."""
    row = ElectionRow
    wanted = counting(row, None) & (row.effective_from <= on) & row.plan.in_(dialect.one_of(sorted(plans)))
    return _in_force(on, wanted & (row.effective_from > since) if since else wanted)


def _in_force(on: date, wanted: Any, known: int | None = None) -> list[tuple[int, Election]]:
    row = ElectionRow
    if known is None:
        wanted &= last_of(row, lambda later: later.effective_from <= on)
    query = row.select(row.person, row.effective_from, *_WITHOUT_EVENT).where(wanted)
    last: dict[tuple[int, str], Election] = {}
    for person, *cells in database.execute(
        query.order_by(row.person, row.type, row.effective_from, row.seq)
    ).fetchall():
        last[person, cells[1]] = _alike(tuple(cells))
    return [(person, election) for (person, _), election in last.items()]


def put_many(rows: Iterable[tuple[int, Election]], entered: Entered) -> int:
    """Let elections of people count from their days on, in the place of those of the same type and day; inside `write()`.

    Rows that begin later stay: name them to `supersede_many` where they shall not. Returns how many.
    """
    new = list(rows)
    known = events.ids(sorted({election.event for _, election in new if election.event}))
    made: list[New] = [(person, election.effective_from, values_of(election, known)) for person, election in new]
    replaced(ElectionRow, made, COLUMNS, entered)
    return enter(ElectionRow, COLUMNS, made, entered)


def put(person: int, election: Election, entered: Entered) -> None:
    """As `put_many`, one election."""
    put_many([(person, election)], entered)


def supersede_many(rows: Sequence[Election], entered: Entered) -> None:
    """Rescind rows of elections; inside `write()`."""
    supersede(ElectionRow, [row.stamp for row in rows], entered)


def _numbers(ids: Iterable[int | None]) -> dict[int, str]:
    wanted = [id_ for id_ in ids if id_ is not None]
    if not wanted:
        return {}
    row = BenefitEventRow
    return dict(database.execute(row.select(row.id, row.number).where(row.id.in_(dialect.one_of(wanted)))).fetchall())


def values_of(election: Election, known: Mapping[str, int]) -> tuple[Any, ...]:
    """The values of an election's row, in the order of `COLUMNS`; `known` are the ids of events by number."""
    event = known[election.event] if election.event else None
    return (
        *choice_values(election.choice), election.state.value, event, cents(election.granted), election.note,
    )  # fmt: skip


def _alike(cells: tuple[Any, ...]) -> Election:
    """The election of a day and values without an event, one for all rows that have them."""
    held = _ALIKE.get(cells)
    if held is None:
        on, *chosen, state, granted, note = cells
        if len(_ALIKE) >= MOST_ALIKE:
            _ALIKE.clear()
        held = _ALIKE[cells] = _election(as_day(on), None, (*chosen, state, None, granted, note), {})
    return held


def _election(on: date, stamp: Stamp | None, cells: Sequence[Any], numbers: Mapping[int, str]) -> Election:
    *chosen, state, event, granted, note = cells
    return Election(on, choice(chosen), ElectionState(state), numbers.get(event, ""), money(granted), note, stamp)
