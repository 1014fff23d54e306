"""Applications: one candidate's to one requisition each, and how far they are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from peewee import fn

from data import dialect, owned
from data.base import database
from data.bulk import bulk_insert
from data.candidaterows import CandidateLineRow
from data.owned import as_day, as_instant, enter, last_of, standing
from data.prepared import Prepared, listed, one_of, prepared
from data.recruiting import files
from data.recruitrows import ApplicationFactRow, ApplicationRow, ScorecardRow
from hrtui.audit.model import Entered
from hrtui.people.model import Stamp
from hrtui.recruiting.deck import Row
from hrtui.recruiting.model import Application, ApplicationState, Owes
from hrtui.recruiting.playbook import Side
from hrtui.recruiting.rules import Held

FACT = (
    "state", "stage", "since", "owner", "next_action", "next_on", "rating", "reason", "side", "owes", "source", "credited", "answers",
    "note",
)  # fmt: skip
APPLICATION, NOW = ApplicationRow, ApplicationFactRow
STATES = {each.value: each for each in ApplicationState}
OWES = {each.value: each for each in Owes}
FIRST = NOW.alias("first")
APPLIED = FIRST.select(fn.MIN(FIRST.effective_from)).where(
    (FIRST.application == APPLICATION.id) & FIRST.superseded_at.is_null()
)
STAMP = (NOW.id, NOW.seq, NOW.command, NOW.recorded_at, NOW.recorded_by)
COLUMNS = (
    APPLICATION.id, APPLICATION.number, APPLICATION.candidate, APPLICATION.requisition, APPLIED,
    *(getattr(NOW, name) for name in FACT), *STAMP,
)  # fmt: skip


def next_numbers(count: int = 1) -> list[str]:
    """The numbers of the next applications: APP-00001 and so on; ask inside `write()`."""
    return owned.next_numbers(APPLICATION, "APP-", 5, count)


def add_many(applications: Sequence[Application], on: date, entered: Entered) -> None:
    """Enter applications as they are, from a day on; inside `write()`."""
    bulk_insert(
        APPLICATION,
        ("number", "candidate", "requisition", "command"),
        ((each.number, each.candidate, each.requisition, entered.command) for each in applications),
    )
    known = ids([each.number for each in applications])
    enter(NOW, FACT, ((known[each.number], on, _values(each)) for each in applications), entered)


def put_many(applications: Sequence[Application], on: date, entered: Entered) -> None:
    """Enter how applications stand from a day on; inside `write()`. One query, and a statement for each hundred."""
    enter(NOW, FACT, ((each.id, on, _values(each)) for each in applications), entered)


def ids(of: Sequence[str]) -> dict[str, int]:
    """The ids of applications by their numbers; one query."""
    return dict(_ids(listed(of)).fetchall())


@prepared
def _ids(of: Any) -> Any:
    return APPLICATION.select(APPLICATION.number, APPLICATION.id).where(one_of(APPLICATION.number, of))


def numbered(of: Sequence[str]) -> dict[str, Application]:
    """Applications by their numbers; those that were undone are none. One query."""
    return {each.number: each for each in _read(APPLICATION.number, of)}


def by_ids(application_ids: Sequence[int]) -> dict[int, Application]:
    """Applications by their ids; those that were undone are none. One query."""
    return {each.id: each for each in _read(APPLICATION.id, application_ids)}


def of_candidates(candidates: Sequence[int]) -> list[Application]:
    """The applications of candidates, newest first; one query."""
    return _read(APPLICATION.candidate, candidates)[::-1]


def history(application_ids: Sequence[int]) -> list[Application]:
    """How applications stood from each of their days on, in the order in which it was entered; one query."""
    return _history(APPLICATION.id.in_(dialect.one_of(list(application_ids))))


def history_of(requisition: int) -> list[Application]:
    """As `history`, of all applications to a requisition; one query."""
    return _history(APPLICATION.requisition == requisition)


def _history(wanted: Any) -> list[Application]:
    query = APPLICATION.select(*COLUMNS).join(NOW, on=(NOW.application == APPLICATION.id))
    query = query.where(wanted & NOW.superseded_at.is_null()).order_by(NOW.effective_from, NOW.id)
    return [_application(row) for row in database.execute(query).fetchall()]


def on_board(requisition: int, states: Iterable[ApplicationState], on: date | None = None) -> list[Row]:
    """The applications to a requisition in some states as they stand, or stood on a day, in no order, each as a row of a board that
    `of_row` makes a value of; one query. A row has no name where its candidate has no line: merged into another, or emptied."""
    among = listed([state.value for state in states])
    rows: list[Row] = _board(on is not None)(requisition, among, on).fetchall()
    return rows


@cache
def _board(past: bool) -> Prepared:
    line = CandidateLineRow
    columns = (
        line.number, line.name, line.headline, NOW.owner, NOW.next_action, NOW.state, NOW.stage, NOW.since, NOW.owes,
        APPLICATION.id, APPLICATION.candidate, APPLICATION.number, APPLICATION.requisition, APPLIED, NOW.next_on, NOW.rating, NOW.reason,
        NOW.side, NOW.source, NOW.credited, NOW.answers, NOW.note, *STAMP,
    )  # fmt: skip

    def build(requisition: Any, states: Any, on: Any) -> Any:
        query = APPLICATION.select(*columns).join(NOW, on=(NOW.application == APPLICATION.id))
        query = query.left_outer_join(line, on=(line.candidate == APPLICATION.candidate))
        wanted = (APPLICATION.requisition == requisition) & one_of(NOW.state, states)
        return query.where(wanted & standing(NOW, on if past else None))

    return Prepared(build)


def of_row(row: Row) -> Application:
    """The application that a row of a board is about."""
    _, _, _, owner, action, state, stage, since, owes, id_, candidate, number, requisition, applied, *rest = row
    on, rating, reason, side, source, credited, answers, note, *stamp = rest
    return _application(
        (id_, number, candidate, requisition, applied, state, stage, since, owner, action, on, rating, reason, side, owes, source,
         credited, answers, note, *stamp)
    )  # fmt: skip


def owing() -> list[tuple[str, int]]:
    """The numbers of applications whose candidate is owed a message, with the ids of their requisitions, oldest first; one query."""
    wanted = NOW.superseded_at.is_null() & (NOW.owes == Owes.OWED.value) & last_of(NOW)
    columns = (APPLICATION.number, APPLICATION.requisition)
    query = APPLICATION.select(*columns).join(NOW, on=(NOW.application == APPLICATION.id)).where(wanted)
    return [(row[0], row[1]) for row in database.execute(query.order_by(NOW.effective_from, APPLICATION.id)).fetchall()]


def counts(requisitions: Sequence[int]) -> dict[int, Counter[ApplicationState]]:
    """How many applications of each state each requisition has; one query."""
    out: dict[int, Counter[ApplicationState]] = {id_: Counter() for id_ in requisitions}
    query = (
        APPLICATION.select(APPLICATION.requisition, NOW.state, fn.COUNT(APPLICATION.id))
        .join(NOW, on=(NOW.application == APPLICATION.id))
        .where(
            APPLICATION.requisition.in_(dialect.one_of(list(requisitions))) & NOW.superseded_at.is_null() & last_of(NOW)
        )
        .group_by(APPLICATION.requisition, NOW.state)
    )
    for id_, state, count in database.execute(query).fetchall():
        out[id_][ApplicationState(state)] = count
    return out


def held(applications: Sequence[Application]) -> dict[int, Held]:
    """What is on file of applications that a stage may ask for: scorecards that are in, kinds of documents; four queries,
    and more where candidates were merged."""
    cards: dict[int, dict[str, int]] = {each.id: {} for each in applications}
    for id_, stage, count in _scorecards(listed(cards)).fetchall():
        cards[id_][stage] = count
    kinds = files.kinds_of({each.candidate for each in applications})
    return {each.id: Held(cards[each.id], kinds[each.candidate]) for each in applications}


@prepared
def _scorecards(applications: Any) -> Any:
    card = ScorecardRow
    wanted = one_of(card.application, applications) & card.superseded_at.is_null() & (card.submitted == 1)
    query = card.select(card.application, card.stage, fn.COUNT(card.by.distinct())).where(wanted)
    return query.group_by(card.application, card.stage)


def _values(each: Application) -> tuple[Any, ...]:
    answers = (
        json.dumps(dict(each.answers), separators=(",", ":"), ensure_ascii=False, sort_keys=True)
        if each.answers
        else ""
    )
    return (
        each.state.value, each.stage, each.since.isoformat(), each.owner, each.next_action, each.next_on, each.rating, each.reason,
        each.side.value if each.side else "", each.owes.value, each.source, each.credited, answers, each.note,
    )  # fmt: skip


def _read(column: Any, values: Sequence[int] | Sequence[str]) -> list[Application]:
    """The applications that stand, of which a column is one of some values, in the order they were entered; one query."""
    return [_application(row) for row in _by(column.name)(listed(values)).fetchall()]


@cache
def _by(column: str) -> Prepared:
    def build(values: Any) -> Any:
        return _standing(one_of(getattr(APPLICATION, column), values), None)

    return Prepared(build)


def _standing(wanted: Any, on: Any) -> Any:
    query = APPLICATION.select(*COLUMNS).join(NOW, on=(NOW.application == APPLICATION.id))
    return query.where(wanted & standing(NOW, on)).order_by(APPLICATION.id)


def _application(row: Sequence[Any]) -> Application:
    (
        id_, number, candidate, requisition, applied, state, stage, since, owner, action, on, rating, reason, side, owes, source,
        credited, answers, note, row_id, seq, command, at, by,
    ) = row  # fmt: skip
    return Application(
        number, candidate, requisition, as_day(applied), STATES[state], stage, as_day(since), owner, action,
        as_day(on) if on else None, rating, reason, Side(side) if side else None, OWES[owes], source, credited,
        json.loads(answers) if answers else {}, note, id_, Stamp(row_id, seq, command, as_instant(at), by),
    )  # fmt: skip
