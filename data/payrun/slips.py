"""Slips and their lines, read many at once or page by page."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from data.base import database
from data.payrun.codes import HOUR_PARTS, RATE_PARTS, Codes, part_of
from data.prepared import listed, one_of, prepared
from data.schema import PersonRow, ProfileRow, SlipLineRow, SlipRow
from hrtui.payroll.check.values import SIGN, Blocker, CheckLine, Part
from hrtui.payroll.runs.model import FINAL, Run, RunKind, RunState, Slip, SlipHead, SlipLine

CHUNK = 500
_PARTS = {each.value: each for each in Part}
HEAD = (
    SlipRow.id, SlipRow.person, SlipRow.gross, SlipRow.withheld, SlipRow.deducted, SlipRow.employer, SlipRow.net,
    SlipRow.blocked, SlipRow.known,
)  # fmt: skip


def heads(run: int, generation: int, people: Sequence[int] | None = None) -> list[SlipHead]:
    """The slips of a generation without their lines, by person; of all people or of some."""
    rows = _heads(run, generation) if people is None else _heads_of(run, generation, listed(people))
    return [SlipHead(*row) for row in rows.fetchall()]


@prepared
def _heads(run: Any, generation: Any) -> Any:
    wanted = (SlipRow.run == run) & (SlipRow.generation == generation)
    return SlipRow.select(*HEAD).where(wanted).order_by(SlipRow.person)


@prepared
def _heads_of(run: Any, generation: Any, people: Any) -> Any:
    wanted = (SlipRow.run == run) & (SlipRow.generation == generation) & one_of(SlipRow.person, people)
    return SlipRow.select(*HEAD).where(wanted).order_by(SlipRow.person)


def columns(run: int, generation: int) -> tuple[array[int], ...]:
    """The slips of a generation as columns (id, person, gross, withheld, deducted, employer, net, blocked, known), by
    person; 72 bytes a slip."""
    made = tuple(array("q") for _ in HEAD)
    cursor = _heads(run, generation)
    while rows := cursor.fetchmany(1_000):
        for column, values in zip(made, zip(*rows, strict=True), strict=True):
            column.extend(values)
    return made


def slips(ids: Sequence[int], codes: Codes, names: Mapping[int, tuple[str, str]], run: str) -> list[Slip]:
    """Slips with their lines, in the order of the ids; `names` gives number and name by person. Two queries."""
    found = {values[0]: values for values in _slips(listed(ids)).fetchall()}
    lines = _lines(ids, codes)
    made = []
    for id_ in ids:
        _, person, gross, withheld, deducted, employer, net, state, problems, notices, known, after, reverses = found[
            id_
        ]
        number, name = names[person]
        made.append(
            Slip(
                id_, run, person, number, name, gross, withheld, deducted, employer, net, state, tuple(lines.get(id_, ())),
                tuple(Blocker(*each) for each in json.loads(problems or "[]")), tuple(json.loads(notices or "[]")),
                known, after, reverses,
            )
        )  # fmt: skip
    return made


@prepared
def _slips(ids: Any) -> Any:
    row = SlipRow
    wanted = (
        row.id, row.person, row.gross, row.withheld, row.deducted, row.employer, row.net, row.work_state, row.problems,
        row.notices, row.known, row.after, row.reverses,
    )  # fmt: skip
    return row.select(*wanted).where(one_of(row.id, ids))


def _lines(ids: Sequence[int], codes: Codes) -> dict[int, list[SlipLine]]:
    found: dict[int, list[SlipLine]] = {}
    for slip, code, amount, basis, rate, hours, centre, total in _lines_of(listed(ids)).fetchall():
        part, name, label, agency = codes.by_id[code]
        line = CheckLine(
            _PARTS[part], name, label, amount, basis, part_of(rate, RATE_PARTS), part_of(hours, HOUR_PARTS),
            agency, centre,
        )  # fmt: skip
        found.setdefault(slip, []).append(SlipLine(line, total))
    return found


@prepared
def _lines_of(slips: Any) -> Any:
    row = SlipLineRow
    columns = (
        row.slip, row.code, row.amount, row.basis, row.rate, row.hours, row.cost_centre, row.year_to_date,
    )  # fmt: skip
    return row.select(*columns).where(one_of(row.slip, slips)).order_by(row.slip, row.seq)


def slip_of(run: int, generation: int, person: int) -> int | None:
    """The id of a person's slip in a generation of a run."""
    query = SlipRow.select(SlipRow.id).where(
        (SlipRow.run == run) & (SlipRow.generation == generation) & (SlipRow.person == person)
    )
    row = database.execute(query).fetchone()
    return row[0] if row else None


def names(people: Sequence[int], on: str) -> dict[int, tuple[str, str]]:
    """Number and name of people on a day, by id; one query for some hundred of them."""
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(people), CHUNK):
        some = listed(people[start : start + CHUNK])
        for person, number, first, last, begins in _profiles(some).fetchall():
            if begins <= on or person not in found:
                found[person] = number, f"{first} {last}".strip()
    return found


@prepared
def _profiles(people: Any) -> Any:
    row = ProfileRow
    columns = (row.person, PersonRow.number, row.first_name, row.last_name, row.effective_from)
    wanted = one_of(row.person, people) & row.superseded_at.is_null()
    return row.select(*columns).join(PersonRow).where(wanted).order_by(row.person, row.effective_from, row.seq)


def reversed_slips(run: int, correcting: Sequence[Run]) -> set[int]:
    """The slips of a run that reversals of it, cancelled ones left out, take back; one query each."""
    found: set[int] = set()
    for each in correcting:
        if each.kind is RunKind.REVERSAL and each.state is not RunState.CANCELLED:
            here = (SlipRow.run == each.id) & (SlipRow.generation == each.generation)
            query = SlipRow.select(SlipRow.reverses).where(here)
            found |= {id_ for (id_,) in database.execute(query).fetchall()}
    return found


def people_in(run: Run, correcting: Sequence[Run]) -> set[int]:
    """The people who have a check in a run that nothing took back."""
    gone = reversed_slips(run.id, correcting)
    return {head.person for head in heads(run.id, run.generation) if head.id not in gone}


def taken_back(run: Run, correcting: Sequence[Run]) -> list[int]:
    """The people whose check of a run was taken back by a final reversal and not paid again by another correction that is
    not cancelled; ordered."""
    back: set[int] = set()
    again: set[int] = set()
    for each in correcting:
        people = {head.person for head in heads(each.id, each.generation)}
        if each.kind is RunKind.REVERSAL and each.state in FINAL:
            back |= people
        elif each.kind is RunKind.CORRECTION and each.state is not RunState.CANCELLED:
            again |= people
    return sorted(back - again)


def unbalanced(run: int, generation: int) -> list[str]:
    """The numbers of people whose lines do not leave the net their slip has, a few; one query."""
    signs = " ".join(f"WHEN '{part.value}' THEN {sign}" for part, sign in SIGN.items())
    rows = database.execute_sql(
        f"SELECT p.number FROM slip s JOIN person p ON p.id = s.person_id LEFT JOIN slip_line l ON l.slip = s.id "
        f"LEFT JOIN pay_code c ON c.id = l.code WHERE s.run_id = ? AND s.generation = ? GROUP BY s.id "
        f"HAVING COALESCE(SUM(l.amount * CASE c.part {signs} ELSE 0 END), 0) <> s.net LIMIT 10",
        (run, generation),
    ).fetchall()
    return [number for (number,) in rows]


def standing_on(run: int, generation: int) -> list[str]:
    """The numbers of the runs, cancelled ones left out, with slips that go on from a run's slips."""
    rows = database.execute_sql(
        "SELECT DISTINCT r.number FROM slip s JOIN slip t ON t.after = s.id JOIN pay_run r ON r.id = t.run_id "
        "WHERE s.run_id = ? AND s.generation = ? AND t.generation = (SELECT generation FROM pay_run_state "
        "WHERE run_id = r.id ORDER BY seq DESC LIMIT 1) AND (SELECT state FROM pay_run_state WHERE run_id = r.id "
        "ORDER BY seq DESC LIMIT 1) <> 'cancelled' ORDER BY r.number",
        (run, generation),
    ).fetchall()
    return [number for (number,) in rows]


def with_exceptions(run: int, generation: int) -> list[tuple[int, int, int]]:
    """The slips of a generation with something to accept: person, gross, net; one query."""
    return [
        (person, gross, net)
        for person, gross, net, problems in _with_problems(run, generation).fetchall()
        if any(not stops for *_, stops in json.loads(problems))
    ]


@prepared
def _with_problems(run: Any, generation: Any) -> Any:
    row = SlipRow
    wanted = (row.run == run) & (row.generation == generation) & (row.problems != "")
    return row.select(row.person, row.gross, row.net, row.problems).where(wanted)
