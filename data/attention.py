"""What is about to happen to people, and what they lack: counted within scopes, the first of them named; a query each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from peewee import SQL, Case, Value, fn

from data.base import database
from data.fields import day, instant
from data.finder import reached
from data.schema import (
    CertificateRow,
    CommandRow,
    DirectoryRow,
    ImportBatchRow,
    JobRow,
    PayRow,
    PayRunRow,
    PayRunStateRow,
    ProfileRow,
)
from hrtui.access.model import Scope
from hrtui.attention.model import Due, FaultyImport
from hrtui.people.model import Action
from hrtui.people.summary import Status

Found = tuple[int, list[Due]]
Scopes = Sequence[Scope]
WHO = (DirectoryRow.person, DirectoryRow.number, DirectoryRow.name, DirectoryRow.department)
BEGINS = (Action.HIRE, Action.REHIRE)
HERE = DirectoryRow.status.in_((Status.ACTIVE, Status.LEAVE))
ABOVE = DirectoryRow.alias("above")
BELOW = DirectoryRow.alias("below")
LATER = ProfileRow.alias("other")
NEWER = ImportBatchRow.alias("newer")
UNDO = CommandRow.alias("undo")
ALL = fn.COUNT(SQL("*")).over()
MOST_IMPORTS = 5
FAULTS, NO_FAULTS = re.compile(r'\{"count":(\d+),'), '{"count":0,'
"""How many faults are kept with an import: the beginning of its JSON text."""


def changing(
    scopes: Scopes, paid: Scopes, actor: str, first: date, last: date, midnight: datetime, limit: int
) -> Found:
    """Changes of job, profile and pay that take effect from a day to another, entered before `midnight` where on the
    first; hires and ends are others' to tell. Pay counts for the people in `paid`."""
    parts: list[Any] = []
    for model, what, reach in (
        (JobRow, JobRow.action, reached(scopes, actor)),
        (ProfileRow, Value("change of profile"), reached(scopes, actor)),
        (PayRow, PayRow.action, reached(paid, actor)),
    ):
        on = model.effective_from
        wanted = (
            model.superseded_at.is_null() & on.between(first, last) & ((on > first) | (model.recorded_at < midnight))
        )
        if model is JobRow:
            wanted &= model.action.not_in((*BEGINS, Action.TERMINATION))
        elif model is PayRow:
            wanted &= model.action == Action.PAY_CHANGE
        else:
            wanted &= fn.EXISTS(
                LATER.select(SQL("1")).where(
                    (LATER.person == model.person) & LATER.superseded_at.is_null() & (LATER.effective_from < on)
                )
            )
        part = model.select(DirectoryRow.person.alias("person"), *WHO[1:], on.alias("day"), what.alias("what")).join(
            DirectoryRow, on=(model.person == DirectoryRow.person)
        )
        parts.append(part.where(wanted if reach is None else wanted & reach))
    union = (parts[0] + parts[1] + parts[2]).alias("each")
    query = DirectoryRow.select(
        union.c.person, union.c.number, union.c.name, union.c.department, union.c.day, union.c.what, fn.COUNT(SQL("*")).over()
    ).from_(union)  # fmt: skip
    rows = database.execute(query.order_by(union.c.day, union.c.name, union.c.number).limit(limit)).fetchall()
    return _found(rows, lambda row: _due(row, day(row[4]), row[5]))


def starting(scopes: Scopes, actor: str, first: date, last: date, limit: int) -> Found:
    """People whose employment begins from a day to another."""
    wanted = JobRow.action.in_(BEGINS) & JobRow.effective_from.between(first, last)
    return _of_jobs(wanted, JobRow.effective_from, scopes, actor, limit)


def leaving(scopes: Scopes, actor: str, first: date, last: date, limit: int) -> Found:
    """People whose last day is from a day to another."""
    after = timedelta(days=1)
    wanted = (JobRow.status == Status.TERMINATED) & JobRow.effective_from.between(first + after, last + after)
    return _of_jobs(wanted & (JobRow.action == Action.TERMINATION), JobRow.last_day, scopes, actor, limit)


def _of_jobs(wanted: Any, on: Any, scopes: Scopes, actor: str, limit: int) -> Found:
    query = JobRow.select(*WHO, on, JobRow.title, ALL).join(DirectoryRow, on=(JobRow.person == DirectoryRow.person))
    rows = _rows(query, wanted & JobRow.superseded_at.is_null(), scopes, actor, on, limit)
    return _found(rows, lambda row: _due(row, day(row[4]), row[5]))


def hired_between(scopes: Scopes, actor: str, first: date, last: date, limit: int) -> Found:
    """Those here who were hired from a day to another; `day` is the first day."""
    query = DirectoryRow.select(*WHO, DirectoryRow.hired, DirectoryRow.title, ALL)
    rows = _rows(query, HERE & DirectoryRow.hired.between(first, last), scopes, actor, DirectoryRow.hired, limit)
    return _found(rows, lambda row: _due(row, day(row[4]), row[5]))


def birthdays(scopes: Scopes, actor: str, today: date, days: Mapping[str, date], limit: int) -> Found:
    """Those here who were born on one of these days of the year (`02-28`); `day` is when it comes, without the year of birth."""
    later = LATER.select(SQL("1")).where(
        (LATER.person == ProfileRow.person) & LATER.superseded_at.is_null() & (LATER.effective_from <= today)
        & ((LATER.effective_from > ProfileRow.effective_from)
           | ((LATER.effective_from == ProfileRow.effective_from) & (LATER.seq > ProfileRow.seq)))
    )  # fmt: skip
    born = fn.SUBSTR(ProfileRow.birth_date, 6, 5)
    wanted = born.in_(list(days)) & ProfileRow.superseded_at.is_null() & (ProfileRow.effective_from <= today)
    query = ProfileRow.select(*WHO, born, ALL).join(DirectoryRow, on=(ProfileRow.person == DirectoryRow.person))
    rows = _rows(query, wanted & HERE & ~fn.EXISTS(later), scopes, actor, _in_turn(born, days), limit)
    return _found(rows, lambda row: _due(row, days[row[4]]))


def anniversaries(scopes: Scopes, actor: str, today: date, days: Mapping[str, date], limit: int) -> Found:
    """Those here who were hired on one of these days of a year before; `day` is the first day."""
    hired = fn.SUBSTR(DirectoryRow.hired, 6, 5)
    wanted = hired.in_(list(days)) & HERE & (DirectoryRow.hired < today)
    query = DirectoryRow.select(*WHO, DirectoryRow.hired, ALL)
    rows = _rows(query, wanted, scopes, actor, _in_turn(hired, days), limit)
    return _found(rows, lambda row: _due(row, day(row[4])))


def _in_turn(column: Any, days: Mapping[str, date]) -> tuple[Any, ...]:
    """The order in which days of the year come, also from December into January."""
    first = min(days, key=lambda each: (days[each], each))
    return Case(None, ((column < first, 1),), 0), column


def unmanaged(scopes: Scopes, actor: str, limit: int) -> Found:
    """Those here with neither a manager nor anyone who reports to them."""
    begin = Value("/").concat(DirectoryRow.person.cast("TEXT"))
    below = BELOW.select(SQL("1")).where((BELOW.chain >= begin.concat("/")) & (BELOW.chain < begin.concat("0")))
    wanted = HERE & (DirectoryRow.manager == "") & ~fn.EXISTS(below)
    query = DirectoryRow.select(*WHO, DirectoryRow.title, ALL)
    rows = _rows(query, wanted, scopes, actor, DirectoryRow.sort_name, limit)
    return _found(rows, lambda row: _due(row, None, row[4]))


def orphaned(scopes: Scopes, actor: str, limit: int) -> Found:
    """Those here whose manager has left; `what` is the manager's name."""
    chain = fn.SUBSTR(DirectoryRow.chain, 2)
    nearest = fn.SUBSTR(chain, 1, fn.INSTR(chain, "/") - 1).cast("INTEGER")
    query = DirectoryRow.select(*WHO, ABOVE.terminated, ABOVE.name, ALL).join(ABOVE, on=(ABOVE.person == nearest))
    rows = _rows(query, HERE & (ABOVE.status == Status.TERMINATED), scopes, actor, DirectoryRow.sort_name, limit)
    return _found(rows, lambda row: _due(row, day(row[4]), row[5]))


def unpaid(scopes: Scopes, actor: str, today: date, limit: int) -> Found:
    """Those here without a rate of pay, or without a pay group."""
    paid = (PayRow.person == DirectoryRow.person) & (PayRow.effective_from <= today) & (PayRow.pay_group != "")
    return _lacking(PayRow, paid, scopes, actor, limit)


def uncertified(scopes: Scopes, actor: str, today: date, limit: int) -> Found:
    """Those here without a withholding certificate."""
    told = (CertificateRow.person == DirectoryRow.person) & (CertificateRow.effective_from <= today)
    return _lacking(CertificateRow, told, scopes, actor, limit)


def _lacking(model: Any, has: Any, scopes: Scopes, actor: str, limit: int) -> Found:
    there = model.select(SQL("1")).where(has & model.superseded_at.is_null())
    query = DirectoryRow.select(*WHO, DirectoryRow.hired, DirectoryRow.title, ALL)
    rows = _rows(query, HERE & ~fn.EXISTS(there), scopes, actor, DirectoryRow.sort_name, limit)
    return _found(rows, lambda row: _due(row, day(row[4]), row[5]))


def faulty_imports(since: datetime) -> list[FaultyImport]:
    """The newest import of files with each set of columns, where it was not undone and rows of it were refused; or, from
    an instant on, where values were left out of rows that were taken."""
    undone = UNDO.select(UNDO.undoes).where(UNDO.undoes.is_null(False))
    same = (NEWER.header == ImportBatchRow.header) & (NEWER.id > ImportBatchRow.id)
    faults = ImportBatchRow.faults
    left_out = faults.startswith('{"count":') & ~faults.startswith(NO_FAULTS)
    newer = NEWER.select(SQL("1")).where(same & NEWER.command.not_in(undone))
    query = (
        ImportBatchRow.select(ImportBatchRow.file, ImportBatchRow.rejected, CommandRow.at, ImportBatchRow.faults)
        .join(CommandRow, on=(ImportBatchRow.command == CommandRow.id))
        .where((ImportBatchRow.rejected > 0) | (left_out & (CommandRow.at >= since)))
        .where(~fn.EXISTS(newer) & CommandRow.id.not_in(undone))
        .order_by(ImportBatchRow.id.desc())
        .limit(MOST_IMPORTS)
    )
    found = database.execute(query).fetchall()
    return [FaultyImport(file, rejected, instant(at), _faults(kept)) for file, rejected, at, kept in found]


def _faults(kept: str) -> int:
    match = FAULTS.match(kept)
    return int(match[1]) if match else 0


def _rows(query: Any, wanted: Any, scopes: Iterable[Scope], actor: str, order: Any, limit: int) -> list[Any]:
    reach = reached(scopes, actor)
    query = query.where(wanted if reach is None else wanted & reach)
    first = order if isinstance(order, tuple) else (order,)
    query = query.order_by(*first, DirectoryRow.sort_name, DirectoryRow.number).limit(limit)
    return list(database.execute(query).fetchall())


def _due(row: Sequence[Any], on: date | None, what: str = "") -> Due:
    return Due(int(row[0]), row[1], row[2], row[3], on, what)


def _found(rows: Sequence[Any], made: Any) -> Found:
    return (int(rows[0][-1]) if rows else 0), [made(row) for row in rows]


def any_closed_run(since: date) -> bool:
    """Whether a run whose check is dated on a day or later was ever finalised; one query."""
    state = PayRunStateRow
    query = state.select().join(PayRunRow, on=(PayRunRow.id == state.run))
    return bool(query.where((PayRunRow.pay_date >= since) & (state.state == "finalised")).exists())
