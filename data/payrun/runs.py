"""Runs and the states they came into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from peewee import JOIN, fn

from data.base import database
from data.fields import instant
from data.prepared import listed, one_of, prepared
from data.schema import (
    AuditRow,
    CommandRow,
    LocationFactRow,
    PayFileRow,
    PayInputRow,
    PayReviewRow,
    PayRunRow,
    PayRunStateRow,
    PersonRow,
)  # fmt: skip
from hrtui.audit.model import Entered
from hrtui.dates import utc_text
from hrtui.payroll.runs.model import FINAL, Run, RunEvent, RunKind, RunState

Corrected = PayRunRow.alias("corrected")
LOCKED = frozenset({state.value for state in RunState} - {RunState.DRAFT.value, RunState.CALCULATED.value})
COLUMNS = (
    PayRunRow.id, PayRunRow.number, PayRunRow.pay_group, PayRunRow.kind, PayRunRow.begins, PayRunRow.ends,
    PayRunRow.pay_date, PayRunRow.reason, fn.COALESCE(Corrected.number, ""), CommandRow.actor,
)  # fmt: skip


def add(run: dict[str, Any], entered: Entered) -> int:
    """Enter a run under a command, as a draft, and return its id; inside `write()`."""
    id_: int = PayRunRow.insert(**run, command=entered.command).execute()
    add_state(id_, RunState.DRAFT, entered)
    return id_


def add_state(
    run: int, state: RunState, entered: Entered, note: str = "", generation: int = 0, known: int = 0, terms: str = ""
) -> None:
    """Let a run come into a state; inside `write()`. Where the calculation is not named it stays the one it had."""
    seq, had, knew, by_terms = _last_state(run).fetchone() or (-1, 0, 0, "")
    _enter_state(
        run, seq + 1, state.value, generation or had, known or knew, terms or by_terms, utc_text(entered.at), entered.by,
        note, entered.command,
    )  # fmt: skip


@prepared
def _last_state(run: Any) -> Any:
    row = PayRunStateRow
    query = row.select(row.seq, row.generation, row.known, row.terms).where(row.run == run)
    return query.order_by(row.seq.desc()).limit(1)


@prepared
def _enter_state(
    run: Any, seq: Any, state: Any, generation: Any, known: Any, terms: Any, at: Any, by: Any, note: Any, command: Any
) -> Any:
    return PayRunStateRow.insert(
        run=run, seq=seq, state=state, generation=generation, known=known, terms=terms, at=at, by=by, note=note,
        command=command,
    )  # fmt: skip


def runs(first: date | None = None, last: date | None = None, group: str = "") -> list[Run]:
    """The runs whose check is dated in a span, newest check first; two queries."""
    return _runs(_dated(first or date.min, last or date.max, group))


def run_numbered(number: str) -> Run | None:
    """The run of this number."""
    return next(iter(_runs(_numbered(number))), None)


def correcting(run: int) -> list[Run]:
    """The runs that correct or reverse a run, newest first."""
    return _runs(_correcting(run))


def final_runs(year: int, known: int | None = None) -> list[Run]:
    """The runs of a tax year whose slips are final, in the order they were finalised; those that were after a command, where one
    is given; two queries."""
    found = [run for run in runs(date(year, 1, 1), date(year, 12, 31)) if run.state in FINAL]
    query = _finalised() if known is None else database.execute(_finalisings().where(PayRunStateRow.command <= known))
    order = dict(query.fetchall())
    return sorted((run for run in found if run.id in order), key=lambda run: order[run.id])


@prepared
def _finalised() -> Any:
    return _finalisings()


def _finalisings() -> Any:
    row = PayRunStateRow
    return row.select(row.run, fn.MIN(row.id)).where(row.state == RunState.FINALISED.value).group_by(row.run)


def final_pay_runs(run: Run) -> list[Run]:
    """The runs of final pay, not cancelled, that pay days of a run's period to people of its group."""
    return [
        each
        for each in runs(group=run.group)
        if each.kind is RunKind.FINAL
        and each.state is not RunState.CANCELLED
        and each.begins <= run.ends
        and run.begins <= each.ends
    ]


def paid_before_final(run: Run) -> list[Run]:
    """The runs beside a run of final pay that pay days of its period to people of its group: regular ones once final, and
    others of final pay that are not cancelled."""
    return [
        each
        for each in runs(group=run.group)
        if each.id != run.id
        and (
            (each.kind is RunKind.FINAL and each.state is not RunState.CANCELLED)
            or (each.kind is RunKind.REGULAR and each.state in FINAL)
        )
        and each.begins <= run.ends
        and run.begins <= each.ends
    ]


def last_command() -> int:
    """The newest command on file."""
    return int(_last_command().fetchone()[0])


@prepared
def _last_command() -> Any:
    return CommandRow.select(fn.COALESCE(fn.MAX(CommandRow.id), 0))


def changed_since(command: int) -> dict[str, int]:
    """The numbers of people whom a later command wrote about, with the last such command; one query."""
    return dict(_changed_since(command).fetchall())


@prepared
def _changed_since(command: Any) -> Any:
    return (
        AuditRow.select(AuditRow.subject, fn.MAX(AuditRow.command))
        .join(PersonRow, on=(PersonRow.number == AuditRow.subject))
        .where(AuditRow.command > command)
        .group_by(AuditRow.subject)
    )


def places_changed_since(command: int) -> bool:
    """Whether a later command wrote about a place of work, which may move people to another state."""
    return _places_changed(command).fetchone() is not None


@prepared
def _places_changed(command: Any) -> Any:
    rows = (LocationFactRow.command > command) | (LocationFactRow.superseded_by > command)
    return LocationFactRow.select(LocationFactRow.id).where(rows).limit(1)


def finality_changed_since(year: int, command: int) -> bool:
    """Whether a later command finalised or cancelled a run of a tax year."""
    return _finality_changed(date(year, 1, 1), date(year, 12, 31), command).fetchone() is not None


@prepared
def _finality_changed(first: Any, last: Any, command: Any) -> Any:
    state = PayRunStateRow
    query = state.select(state.id).join(PayRunRow, on=(PayRunRow.id == state.run))
    moved = state.state.in_([RunState.FINALISED.value, RunState.CANCELLED.value])
    dated = PayRunRow.pay_date.between(first, last)
    return query.where(moved & dated & (state.command > command)).limit(1)


def persons(numbers: Iterable[str]) -> dict[str, int]:
    """The ids of people by number."""
    return dict(_persons(listed(numbers)).fetchall())


@prepared
def _persons(numbers: Any) -> Any:
    return PersonRow.select(PersonRow.number, PersonRow.id).where(one_of(PersonRow.number, numbers))


def entered_by(run: int) -> set[str]:
    """Who entered hours or one-time pay for a run."""
    return {login for (login,) in _entered_by(run).fetchall()}


@prepared
def _entered_by(run: Any) -> Any:
    return PayInputRow.select(PayInputRow.recorded_by).distinct().where(PayInputRow.run == run)


def with_inputs(run: int) -> list[int]:
    """The ids of the people with hours or one-time pay in a run, ordered by number."""
    return [person for (person,) in _with_inputs(run).fetchall()]


@prepared
def _with_inputs(run: Any) -> Any:
    row = PayInputRow
    return (
        PersonRow.select(PersonRow.id)
        .distinct()
        .join(row, on=(row.person == PersonRow.id))
        .where((row.run == run) & (row.active == 1) & row.superseded_at.is_null())
        .order_by(PersonRow.number)
    )


def reviews(run: int) -> dict[int, tuple[int, int, str, str]]:
    """What was accepted of a run's slips, by person: gross and net as they were, the note and who; the last one counts."""
    return {person: (gross, net, note, by) for person, gross, net, note, by in _reviews(run).fetchall()}


@prepared
def _reviews(run: Any) -> Any:
    row = PayReviewRow
    return (
        row.select(row.person, row.gross, row.net, row.note, CommandRow.actor)
        .join(CommandRow, on=(row.command == CommandRow.id))
        .where(row.run == run)
        .order_by(row.id)
    )


def add_review(run: int, person: int, gross: int, net: int, note: str, entered: Entered) -> None:
    """Keep that a slip was accepted; inside `write()`."""
    _enter_review(run, person, gross, net, note, entered.command)


@prepared
def _enter_review(run: Any, person: Any, gross: Any, net: Any, note: Any, command: Any) -> Any:
    return PayReviewRow.insert(run=run, person=person, gross=gross, net=net, note=note, command=command)


def add_file(
    run: int, kind: str, name: str, sha256: str, size: int, people: int, amount: int, entered: Entered
) -> None:
    """Keep that a file left the program; inside `write()`."""
    PayFileRow.insert(
        run=run, kind=kind, name=name, sha256=sha256, size=size, people=people, amount=amount, command=entered.command
    ).execute()


def exported_before(at: datetime, run: int) -> int:
    """How many other runs were exported earlier on an instant's day (UTC); one query."""
    row, day = PayRunStateRow, at.date().isoformat()
    wanted = (row.state == RunState.EXPORTED.value) & (row.run != run) & (row.at < at)
    query = row.select(fn.COUNT(row.run.distinct())).where(wanted & (row.at.cast("TEXT") >= day))
    return int(database.execute(query).fetchone()[0])


def first_written(run: int, kind: str) -> datetime | None:
    """When a file of a kind was written for a run first; None for never."""
    row = PayFileRow
    query = row.select(CommandRow.at).join(CommandRow, on=(row.command == CommandRow.id))
    found = query.where((row.run == run) & (row.kind == kind)).order_by(row.id).limit(1).tuples().first()
    return found[0] if found else None


def files_before(at: datetime, kind: str, run: int) -> int:
    """For how many other runs a file of a kind was written earlier on an instant's day (UTC)."""
    row, day = PayFileRow, at.date().isoformat()
    wanted = (row.kind == kind) & (row.run != run) & (CommandRow.at < at) & (CommandRow.at.cast("TEXT") >= day)
    query = row.select(fn.COUNT(row.run.distinct())).join(CommandRow, on=(row.command == CommandRow.id))
    return int(database.execute(query.where(wanted)).fetchone()[0])


def files(run: int) -> list[tuple[str, str, str, int, int]]:
    """The files written for a run, oldest first: kind, name, SHA-256, people, cents."""
    query = PayFileRow.select(
        PayFileRow.kind, PayFileRow.name, PayFileRow.sha256, PayFileRow.people, PayFileRow.amount
    ).where(PayFileRow.run == run)
    return list(database.execute(query.order_by(PayFileRow.id)).fetchall())


def _runs(cursor: Any) -> list[Run]:
    rows = cursor.fetchall()
    events = _events([row[0] for row in rows])
    return [
        Run(
            id_, number, group, _KINDS[kind], _day(begins), _day(ends),
            _day(pay_date), reason, corrects, by, tuple(events[id_]),
        )
        for id_, number, group, kind, begins, ends, pay_date, reason, corrects, by in rows
    ]  # fmt: skip


_KINDS = {each.value: each for each in RunKind}
_day = lru_cache(maxsize=4096)(date.fromisoformat)


def _asked(wanted: Any) -> Any:
    return (
        PayRunRow.select(*COLUMNS)
        .join(Corrected, JOIN.LEFT_OUTER, on=(Corrected.id == PayRunRow.corrects))
        .switch(PayRunRow)
        .join(CommandRow, on=(CommandRow.id == PayRunRow.command))
        .where(wanted)
        .order_by(PayRunRow.pay_date.desc(), PayRunRow.id.desc())
    )


@prepared
def _numbered(number: Any) -> Any:
    return _asked(PayRunRow.number == number)


@prepared
def _correcting(run: Any) -> Any:
    return _asked(PayRunRow.corrects == run)


@prepared
def _dated(first: Any, last: Any, group: Any) -> Any:
    return _asked(
        PayRunRow.pay_date.between(first, last)
        & (PayRunRow.pay_group == fn.COALESCE(fn.NULLIF(group, ""), PayRunRow.pay_group))
    )


def _events(ids: Sequence[int]) -> dict[int, list[RunEvent]]:
    found: dict[int, list[RunEvent]] = defaultdict(list)
    for run, *values in _events_of(listed(ids)).fetchall():
        found[run].append(_event(*values))
    return found


@lru_cache(maxsize=8192)
def _event(state: str, generation: int, known: int, terms: str, at: str, by: str, note: str) -> RunEvent:
    """An event as its row says, shared by all that read it: a row is never changed."""
    return RunEvent(RunState(state), generation, known, terms, instant(at), by, note)


@prepared
def _events_of(runs: Any) -> Any:
    row = PayRunStateRow
    columns = (row.run, row.state, row.generation, row.known, row.terms, row.at.cast("TEXT"), row.by, row.note)
    return row.select(*columns).where(one_of(row.run, runs)).order_by(row.run, row.seq)
