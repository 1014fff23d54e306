"""Requisitions: what they are, how far they are, and who approved them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from peewee import fn

from data import owned
from data.base import database
from data.identity import numbers, person_id
from data.org.names import find, names_on
from data.owned import as_day, as_instant, enter, last_of, live, standing
from data.prepared import Prepared, listed, one_of
from data.recruitrows import RequisitionApprovalRow, RequisitionFactRow, RequisitionRow
from hrtui.audit.model import Entered
from hrtui.money import Money
from hrtui.people.model import Basis, EmploymentType, Stamp
from hrtui.recruiting.model import Approval, ApprovalState, Requisition, RequisitionKind, RequisitionState
from hrtui.recruiting.playbook import Stage, StageType

FACT = (
    "state", "title", "department", "location", "manager", "recruiter", "openings", "kind", "justification", "low", "high", "basis",
    "target_start", "employment_type", "grade", "position", "template", "stages", "note",
)  # fmt: skip
APPROVAL = ("role", "state", "by", "reason")
REQUISITION, NOW, SAID = RequisitionRow, RequisitionFactRow, RequisitionApprovalRow
COLUMNS = (
    REQUISITION.id, REQUISITION.number, *(getattr(NOW, name) for name in FACT), NOW.effective_from, NOW.id, NOW.seq, NOW.command,
    NOW.recorded_at, NOW.recorded_by,
)  # fmt: skip


def next_number(year: int) -> str:
    """The number of the next requisition of a year: REQ-2026-001; ask inside `write()`."""
    return owned.next_numbers(REQUISITION, f"REQ-{year}-", 3)[0]


def add(number: str, entered: Entered) -> int:
    """Make a requisition of a number and return its id; how it stands is entered by `put`."""
    return int(REQUISITION.insert(number=number, command=entered.command).execute())


def put(requisition: Requisition, on: date, entered: Entered) -> None:
    """Enter how a requisition stands from a day on; inside `write()`."""
    enter(NOW, FACT, [(requisition.id, on, _values(requisition))], entered)


def approve(requisition: int, approvals: Iterable[Approval], on: date, entered: Entered) -> None:
    """Enter what roles said of a requisition; inside `write()`."""
    rows = [(requisition, on, (each.role, each.state.value, each.by, each.reason)) for each in approvals]
    enter(SAID, APPROVAL, rows, entered)


def numbered(number: str, on: date | None = None) -> Requisition | None:
    """The requisition of a number, as it stands, or stood on a day; one that was undone is none."""
    return next(iter(_read("number", [number], on)), None)


def of(ids: Sequence[int], on: date | None = None) -> dict[int, Requisition]:
    """Requisitions by their ids; two queries."""
    return {each.id: each for each in _read("id", ids, on)}


def every(states: Iterable[RequisitionState], on: date | None = None) -> list[Requisition]:
    """The requisitions in some states, newest first; two queries."""
    return _read("state", [state.value for state in states], on)


def approvals(requisition: int) -> tuple[Approval, ...]:
    """What each role said last of a requisition, in the order in which they were asked."""
    found: dict[str, Approval] = {}
    for _, _, stamp, (role, state, by, reason) in live(SAID, APPROVAL, [requisition]):
        found[role] = Approval(role, ApprovalState(state), by, reason, stamp)
    return tuple(found.values())


def approved_on(requisition: int) -> date | None:
    """The first day on which a requisition stood as approved or open; None where it never did. One query."""
    states = (RequisitionState.APPROVED.value, RequisitionState.OPEN.value)
    wanted = (NOW.requisition == requisition) & NOW.state.in_(states) & NOW.superseded_at.is_null()
    row = database.execute(NOW.select(fn.MIN(NOW.effective_from)).where(wanted)).fetchone()
    return as_day(row[0]) if row[0] else None


def approved_days() -> dict[int, date]:
    """As `approved_on`, of all requisitions that ever stood so, by id; one query."""
    states = (RequisitionState.APPROVED.value, RequisitionState.OPEN.value)
    query = NOW.select(NOW.requisition, fn.MIN(NOW.effective_from))
    query = query.where(NOW.state.in_(states) & NOW.superseded_at.is_null()).group_by(NOW.requisition)
    return {id_: as_day(day) for id_, day in database.execute(query).fetchall()}


def awaiting() -> dict[int, list[str]]:
    """The roles that each requisition waits for, by its id; one query."""
    wanted = SAID.superseded_at.is_null() & last_of(SAID) & (SAID.state == ApprovalState.REQUESTED.value)
    out: dict[int, list[str]] = defaultdict(list)
    for id_, role in database.execute(SAID.select(SAID.requisition, SAID.role).where(wanted)).fetchall():
        out[id_].append(role)
    return dict(out)


def _values(each: Requisition) -> tuple[Any, ...]:
    department = find("department", each.department) if each.department else None
    location = find("location", each.location) if each.location else None
    return (
        each.state.value, each.title, department, location, person_id(each.manager) if each.manager else None, each.recruiter,
        each.openings, each.kind.value, each.justification, _cents(each.low), _cents(each.high), each.basis.value, each.target_start,
        each.employment_type.value, each.grade, each.position, each.template, _stages_text(each.stages), each.note,
    )  # fmt: skip


def _cents(value: Money | None) -> int | None:
    return None if value is None else value.cents


def _stages_text(stages: Sequence[Stage]) -> str:
    rows = [[each.name, each.type.value, each.days, each.scorecards, list(each.documents)] for each in stages]
    return json.dumps(rows, separators=(",", ":"), ensure_ascii=False)


def _stages(text: str) -> tuple[Stage, ...]:
    return tuple(
        Stage(name, StageType(type_), days, cards, tuple(documents))
        for name, type_, days, cards, documents in json.loads(text)
    )


@cache
def _by(column: str, past: bool) -> Prepared:
    def build(values: Any, on: Any) -> Any:
        asked = getattr(NOW if column == "state" else REQUISITION, column)
        query = REQUISITION.select(*COLUMNS).join(NOW, on=(NOW.requisition == REQUISITION.id))
        return query.where(one_of(asked, values) & standing(NOW, on if past else None)).order_by(REQUISITION.id.desc())

    return Prepared(build)


def _read(column: str, values: Sequence[int] | Sequence[str], on: date | None) -> list[Requisition]:
    rows = _by(column, on is not None)(listed(values), on).fetchall()
    if not rows:
        return []
    day = on or date.max
    departments = names_on("department", {row[4] for row in rows if row[4] is not None}, day)
    locations = names_on("location", {row[5] for row in rows if row[5] is not None}, day)
    managers = numbers({row[6] for row in rows if row[6] is not None})
    return [_requisition(row, departments, locations, managers) for row in rows]


def _requisition(
    row: Sequence[Any], departments: dict[int, str], locations: dict[int, str], managers: dict[int, str]
) -> Requisition:
    (
        id_, number, state, title, department, location, manager, recruiter, openings, kind, justification, low, high, basis, target,
        employment, grade, position, template, stages, note, since, row_id, seq, command, at, by,
    ) = row  # fmt: skip
    return Requisition(
        number, title, departments.get(department, ""), locations.get(location, ""), managers.get(manager, ""), "", recruiter,
        openings, RequisitionKind(kind), justification, _money(low), _money(high), Basis(basis), as_day(target) if target else None,
        EmploymentType(employment), grade, position, template, _stages(stages), note, RequisitionState(state), as_day(since), id_,
        Stamp(row_id, seq, command, as_instant(at), by),
    )  # fmt: skip


def _money(cents: int | None) -> Money | None:
    return None if cents is None else Money(cents)
