"""Hours and one-time pay of a run: dated rows of people, one for each person and slot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from peewee import fn

from data.base import database
from data.bulk import bulk_insert
from data.dated import CommandRow, among, counting
from data.fields import instant
from data.payrun.codes import HOUR_PARTS
from data.payrun.runs import LOCKED
from data.prepared import Prepared, listed, one_of, prepared
from data.schema import PayInputRow, PayRunRow, PayRunStateRow
from hrtui.audit import model as audit
from hrtui.dates import utc_text
from hrtui.payroll.entered import Entered
from hrtui.payroll.runs.model import RunInput

COLUMNS = (
    PayInputRow.person, PayInputRow.slot, PayInputRow.code, PayInputRow.hours, PayInputRow.rate, PayInputRow.amount,
    PayInputRow.worked_on, PayInputRow.cost_centre, PayInputRow.note, PayInputRow.batch, PayInputRow.recorded_by,
)  # fmt: skip
ENTERED = (
    "person", "effective_from", "seq", "command", "recorded_at", "recorded_by", "run", "slot", "code", "hours", "rate",
    "amount", "worked_on", "cost_centre", "note", "batch", "active",
)  # fmt: skip
LAST = fn.MAX(PayInputRow.command, fn.COALESCE(PayInputRow.superseded_by, 0))


def slot_of(run: int, code: str, place: str = "") -> str:
    """How an entry is known: the run, the code, and where one code has several entries, which."""
    return f"{run}/{code}/{place}"


def inputs(run: int, people: Sequence[int] | None = None, known: int | None = None) -> dict[int, list[RunInput]]:
    """What is entered for a run, by person, in the order it was entered; as known after a command, where one is given."""
    statement, whose = _inputs(people is not None, known is not None), "" if people is None else listed(people)
    found: dict[int, list[RunInput]] = defaultdict(list)
    for values in statement(run, whose, known).fetchall():
        person, slot, code, hours, rate, amount, worked, centre, note, batch, by = values
        day = date.fromisoformat(worked) if worked else None
        source = f"batch {batch}, entered by {by}" if batch else f"entered by {by}"
        entered = Entered(code, _plain(hours), _plain(rate), amount, day, centre, source)
        found[person].append(RunInput(slot, entered, note, batch, by))
    return found


@cache
def _inputs(some: bool, past: bool) -> Prepared:
    def build(run: Any, people: Any, known: Any) -> Any:
        row = PayInputRow
        wanted = (row.run == run) & (row.active == 1) & counting(row, known if past else None)
        if some:
            wanted &= one_of(row.person, people)
        return row.select(*COLUMNS).where(wanted).order_by(row.person, row.id)

    return Prepared(build)


def put(run: int, ends: date, changes: Mapping[tuple[int, str], RunInput | None], entered: audit.Entered) -> None:
    """Let entries of people stand in a run in the place of those of the same slot, None taking one out; inside `write()`."""
    at, rows = utc_text(entered.at), []
    for (person, slot), value in changes.items():
        _supersede(at, entered.command, person, slot)
        made = value.entered if value is not None else Entered(slot.split("/")[1])
        rows.append((
            person, ends, 0, entered.command, entered.at, entered.by, run, slot, made.code, _parts(made.hours),
            _parts(made.rate), made.cents, made.worked_on, made.cost_centre, value.note if value else "",
            value.batch if value else "", int(value is not None),
        ))  # fmt: skip
    bulk_insert(PayInputRow, ENTERED, rows)


@prepared
def _supersede(at: Any, command: Any, person: Any, slot: Any) -> Any:
    row = PayInputRow
    wanted = (row.person == person) & (row.slot == slot) & row.superseded_at.is_null()
    return row.update(superseded_at=at, superseded_by=command).where(wanted)


def newest_of(run: int) -> int:
    """The last command that entered, changed or took out anything of a run; 0 where there is none."""
    return int(database.execute(PayInputRow.select(fn.MAX(LAST)).where(PayInputRow.run == run)).fetchone()[0] or 0)


def touched(run: int, keys: Iterable[tuple[int, str]]) -> dict[tuple[int, str], tuple[str, datetime]]:
    """Who changed entries of a run last, and when, by person and slot; two queries."""
    row, asked = PayInputRow, set(keys)
    wanted = (row.run == run) & among(row.person, {person for person, _ in asked})
    query = row.select(row.person, row.slot, fn.MAX(LAST)).where(wanted).group_by(row.person, row.slot)
    last = {(person, slot): command for person, slot, command in database.execute(query).fetchall()}
    of = CommandRow
    commands = among(of.id, {last[key] for key in asked})
    made_by = of.select(of.id, of.actor, of.at.cast("TEXT")).where(commands)
    made = {id_: (actor, instant(at)) for id_, actor, at in database.execute(made_by).fetchall()}
    return {key: made[last[key]] for key in asked}


def locked_inputs(command: int) -> list[tuple[str, str]]:
    """The runs, with their states, that take no entries any more and that a command entered something for."""
    row, state = PayInputRow, PayRunStateRow
    touched = row.select(row.run).where((row.command == command) | (row.superseded_by == command))
    query = (
        PayRunRow.select(PayRunRow.number, state.state, state.seq)
        .join(state, on=(state.run == PayRunRow.id))
        .where(PayRunRow.id.in_(touched))
        .order_by(PayRunRow.id, state.seq)
    )
    last = {number: now for number, now, _ in database.execute(query).fetchall()}
    return [(number, now) for number, now in last.items() if now in LOCKED]


def _parts(value: Decimal | None) -> int | None:
    return None if value is None else int(value * HOUR_PARTS)


def _plain(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value) / HOUR_PARTS
