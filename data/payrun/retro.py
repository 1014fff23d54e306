"""What back-dated changes stand on: rows that came after a run was calculated, what was paid, and what was decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from data.base import database
from data.fields import instant
from data.payrun.inputs import slot_of
from data.prepared import Prepared
from data.schema import (
    CommandRow,
    JobRow,
    PayCodeRow,
    PayInputRow,
    PayItemRow,
    PayRetroRow,
    PayRow,
    PayRunRow,
    SlipLineRow,
    SlipRow,
)
from hrtui.audit.model import Entered
from hrtui.payroll.codes import RETRO
from hrtui.payroll.runs.model import Run

CHUNK = 500
EARNED: tuple[Any, ...] = (JobRow, PayRow, PayItemRow)
"""The facts that earnings follow from."""


class Touch(NamedTuple):
    """That a command entered or superseded a row of a person that begins on a day; one that is `standing` counts by the check
    date, and any other by the days of the period."""

    person: int
    day: date
    command: int
    standing: bool


class PaidSlip(NamedTuple):
    """A slip of a run by its ids; `reverses` is the slip it takes back, `known` the command its calculation saw last."""

    id: int
    person: int
    run: int
    reverses: int | None
    known: int


class Decided(NamedTuple):
    """A decision about a closed check: cents of gross, what was decided and why, in which run it is paid, by whom and when."""

    run: int
    person: int
    amount: int
    decision: str
    reason: str
    paid_in: int | None
    by: str
    at: datetime


def touches(known: int, last: date, person: int | None = None) -> list[Touch]:
    """What commands later than one wrote about earnings from days up to `last`, of everyone or of one; six queries."""
    statements, whom = (TOUCHES, ()) if person is None else (TOUCHES_OF_ONE, (person,))
    return [
        Touch(whose, date.fromisoformat(day), by, row is PayItemRow)
        for row, statement in statements
        for whose, day, by in statement(known, last, *whom).fetchall()
    ]


def _touches(row: Any, command: Any, of_one: bool) -> Prepared:
    def of_all(known: Any, last: Any) -> Any:
        return row.select(row.person, row.effective_from, command).where(
            (command > known) & (row.effective_from <= last)
        )

    def of_person(known: Any, last: Any, person: Any) -> Any:
        return of_all(known, last).where(row.person == person)

    return Prepared(of_person if of_one else of_all)


TOUCHES, TOUCHES_OF_ONE = (
    [(row, _touches(row, command, of_one)) for row in EARNED for command in (row.command, row.superseded_by)]
    for of_one in (False, True)
)


def slips_in(runs: Sequence[Run], people: Sequence[int]) -> list[PaidSlip]:
    """The slips of people in the calculations of runs that count; one query for some hundred people."""
    counts = {run.id: run.generation for run in runs}
    row, found = SlipRow, []
    for start in range(0, len(people), CHUNK):
        wanted = row.run.in_(list(counts)) & row.person.in_(list(people[start : start + CHUNK]))
        query = row.select(row.id, row.person, row.run, row.reverses, row.known, row.generation).where(wanted)
        found += [
            PaidSlip(*values)
            for *values, generation in database.execute(query).fetchall()
            if counts[values[2]] == generation
        ]
    return found


def earned(slips: Sequence[int]) -> dict[int, dict[str, int]]:
    """What slips paid as earnings: cents by code, by slip; one query."""
    line, code = SlipLineRow, PayCodeRow
    query = (
        line.select(line.slip, code.code, line.amount)
        .join(code, on=(code.id == line.code))
        .where(line.slip.in_(list(slips)) & (code.part == "earning") & (line.amount != 0))
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for slip, name, amount in database.execute(query).fetchall():
        found[slip][name] = found[slip].get(name, 0) + amount
    return found


def entered_for(people: Sequence[int]) -> list[tuple[int, int, str, int]]:
    """The retroactive pay that stands entered for people: person, the run that pays it, the number of the run it is owed
    for, cents; one query."""
    row = PayInputRow
    wanted = row.person.in_(list(people)) & (row.code == RETRO) & (row.active == 1) & row.superseded_at.is_null()
    query = row.select(row.person, row.run, row.slot, row.amount).where(wanted)
    return [
        (person, run, slot.removeprefix(slot_of(run, RETRO)), amount or 0)
        for person, run, slot, amount in database.execute(query).fetchall()
    ]


def decisions(people: Sequence[int] | None = None, runs: Sequence[int] | None = None) -> list[Decided]:
    """What was decided, oldest first; of everyone or of some, about all runs or some; one query."""
    row = PayRetroRow
    query = row.select(
        row.run,
        row.person,
        row.amount,
        row.decision,
        row.reason,
        row.paid_in,
        CommandRow.actor,
        CommandRow.at.cast("TEXT"),
    ).join(CommandRow, on=(CommandRow.id == row.command))
    if people is not None:
        query = query.where(row.person.in_(list(people)))
    if runs is not None:
        query = query.where(row.run.in_(list(runs)))
    return [
        Decided(run, person, amount, decision, reason, paid_in, by, instant(at))
        for run, person, amount, decision, reason, paid_in, by, at in database.execute(
            query.order_by(row.id)
        ).fetchall()
    ]


def decide(
    run: int, person: int, amount: int, decision: str, reason: str, paid_in: int | None, entered: Entered
) -> None:
    """Keep a decision; inside `write()`."""
    PayRetroRow.insert(
        run=run,
        person=person,
        amount=amount,
        decision=decision,
        reason=reason,
        paid_in=paid_in,
        command=entered.command,
    ).execute()


def numbers(runs: Sequence[int]) -> Mapping[int, str]:
    """The numbers of runs by id; one query."""
    query = PayRunRow.select(PayRunRow.id, PayRunRow.number).where(PayRunRow.id.in_(list(runs)))
    return dict(database.execute(query).fetchall())
