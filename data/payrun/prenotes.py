"""What is known of accounts that are new: since which command they are on file, when they were tried, who was paid by bank since."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from peewee import SQL, fn

from data.base import database
from data.dated import among
from data.schema import AuditRow, CommandRow, PayRunStateRow, PersonRow, PrivateRow, SlipRow
from hrtui.payroll.runs.model import RunState

PRENOTE, CHEQUE = "payroll.prenote", "payroll.by_cheque"


def accounts_since(people: Sequence[int] | None = None, before: int | None = None) -> dict[int, dict[int, int]]:
    """The command with which each account of each person came on file first, by its place from 1 with the one that takes the rest
    last, of everyone or of some; as it was before a command where one is given. One query."""
    row = PrivateRow
    wanted = ((row.kind == "bank") | row.kind.startswith("bank.")) & _of(row.person, people)
    if before is not None:
        wanted &= row.command < before
    query = row.select(row.person, row.kind, row.blind, row.command, row.superseded_by)
    first: dict[tuple[int, bytes], int] = {}
    held: dict[int, dict[int, bytes]] = defaultdict(dict)
    ordered = query.where(wanted).order_by(row.effective_from, row.seq, row.id)
    for person, kind, blind, command, ended in database.execute(ordered).fetchall():
        key = person, bytes(blind)
        first[key] = min(first.get(key, command), command)
        if ended is None or (before is not None and ended >= before):
            held[person][int(kind.partition(".")[2] or 1)] = key[1]
    return {person: dict(enumerate(_rest_last(person, places, first), 1)) for person, places in held.items()}


def _rest_last(person: int, places: Mapping[int, bytes], first: Mapping[tuple[int, bytes], int]) -> list[int]:
    """The first commands of a person's accounts, as accounts are ordered: what is sealed at the first place takes the rest."""
    rest, *others = [first[person, places[place]] for place in sorted(places)]
    return [*others, rest]


def prenotes(people: Sequence[int] | None = None) -> dict[int, list[tuple[int, date]]]:
    """The prenotes sent for each person's accounts: the command, and the day they settle; one query."""
    found: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for person, command, detail in _noted(PRENOTE, people):
        found[person].append((command, date.fromisoformat(detail["settles"])))
    return found


def paid_by_bank(
    people: Sequence[int] | None = None, before: int | None = None
) -> dict[int, list[tuple[int, frozenset[int] | None]]]:
    """The commands that brought a run with a net for each person to exported, of those before a command, each with the accounts
    that got a cheque instead since they were not tried: by the commands they are on file since, None for all of them. Two queries."""
    state, slip = PayRunStateRow, SlipRow
    wanted = (state.state == RunState.EXPORTED.value) & (slip.net > 0) & _of(slip.person, people)
    if before is not None:
        wanted &= state.command < before
    same = (slip.run == state.run) & (slip.generation == state.generation)
    query = slip.select(slip.person, state.run, state.command).join(state, on=same).where(wanted)
    left_out = {
        (person, int(detail["run_id"])): frozenset(map(int, detail["since"].split())) if "since" in detail else None
        for person, _, detail in _noted(CHEQUE, people)
    }
    found: dict[int, list[tuple[int, frozenset[int] | None]]] = defaultdict(list)
    for person, run, command in database.execute(query).fetchall():
        found[person].append((command, left_out.get((person, run), frozenset())))
    return found


def exported_by(run: int) -> int | None:
    """The command that brought a run to exported first; None where nothing did."""
    row = PayRunStateRow
    wanted = (row.run == run) & (row.state == RunState.EXPORTED.value)
    found = database.execute(row.select(fn.MIN(row.command)).where(wanted)).fetchone()
    return found[0] if found else None


def sent_on(day: datetime) -> int:
    """How many files of prenotes were written earlier on an instant's day (UTC)."""
    row = CommandRow
    wanted = (row.action == PRENOTE) & (row.at.cast("TEXT") >= day.date().isoformat())
    return int(row.select().where(wanted).count())


def with_account() -> list[int]:
    """The ids of the people with an account on file, ordered by number."""
    row = PrivateRow
    having = row.select(row.person).where((row.kind == "bank") & row.superseded_at.is_null())
    query = PersonRow.select(PersonRow.id).where(PersonRow.id.in_(having)).order_by(PersonRow.number)
    return [person for (person,) in database.execute(query).fetchall()]


def _noted(action: str, people: Sequence[int] | None) -> list[tuple[int, int, dict[str, str]]]:
    row = AuditRow
    query = (
        row.select(PersonRow.id, row.command, row.detail)
        .join(PersonRow, on=(PersonRow.number == row.subject))
        .where((row.action == action) & _of(PersonRow.id, people))
        .order_by(row.id)
    )
    return [(person, command, json.loads(detail)) for person, command, detail in database.execute(query).fetchall()]


def _of(column: Any, people: Sequence[int] | None) -> Any:
    return SQL("1") if people is None else among(column, people)
