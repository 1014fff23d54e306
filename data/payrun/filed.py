"""What final runs add up to for returns: by code, by state, and by person, counted by the store and not slip by slip."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from peewee import fn

from data.base import database
from data.dated import among
from data.payrun.codes import HOUR_PARTS, RATE_PARTS, Codes, part_of
from data.schema import PayCodeRow, PayRunTotalRow, PersonRow, SlipLineRow, SlipRow
from hrtui.payroll.check.values import Part
from hrtui.payroll.outputs.values import PaidLine
from hrtui.payroll.runs.model import Run


class Ordered(NamedTuple):
    """What a garnishment order took from one slip: the run and the person by their ids."""

    run: int
    person: int
    line: PaidLine


class YearLines(NamedTuple):
    """A person's lines of a time, all of one code together, and the last run they were paid in."""

    last: int
    lines: list[PaidLine]


def totals(runs: Sequence[Run]) -> dict[int, list[PaidLine]]:
    """What the lines of each run add up to by code, by run id; one query. See `one_line` for the balances."""
    total, code = PayRunTotalRow, PayCodeRow
    shown = {run.id: run.generation for run in runs}
    query = (
        total.select(
            total.run, total.generation, code.part, code.code, code.label, code.agency, total.amount, total.basis
        )
        .join(code, on=(code.id == total.code))
        .where((code.part != "total") & among(total.run, shown))
        .order_by(total.run, code.id)
    )
    found: dict[int, list[PaidLine]] = {run.id: [] for run in runs}
    for run, generation, part, name, label, agency, amount, basis in _fetched(query, shown):
        if generation == shown[run]:
            found[run].append(one_line(part, name, label, amount, basis, agency))
    return found


def one_line(part: str, code: str, label: str, amount: int, basis: int, agency: str) -> PaidLine:
    """A line of many: wages with a limit are kept without what is above it, so that its balance is below every limit."""
    return PaidLine(Part(part), code, label, amount, min(0, amount), basis, agency=agency)


def by_state(runs: Sequence[Run], key: tuple[str, str]) -> dict[int, list[tuple[str, int]]]:
    """What the lines of a part and code add up to in each run, by the state worked in; one query that reads all lines."""
    wanted = _codes(lambda part, code: (part, code) == key)
    slip, line = SlipRow, SlipLineRow
    found: dict[int, list[tuple[str, int]]] = {run.id: [] for run in runs}
    if runs and wanted:
        query = (
            slip.select(slip.run, slip.work_state, fn.SUM(line.amount))
            .join(line, on=(line.slip == slip.id))
            .where(_of(runs) & among(line.code, wanted) & (line.amount != 0))
            .group_by(slip.run, slip.work_state)
            .order_by(slip.run, slip.work_state)
        )
        for run, state, amount in database.execute(query).fetchall():
            found[run].append((state, amount))
    return found


def people_paid(runs: Sequence[Run]) -> int:
    """How many people were paid anything in some runs; one query."""
    if not runs:
        return 0
    row = SlipRow
    query = row.select(row.person).where(_of(runs)).group_by(row.person).having(fn.SUM(row.gross) > 0)
    return int(query.count())


def people_of(runs: Sequence[Run]) -> array[int]:
    """The ids of those with a slip in some runs, ordered by their numbers; one query."""
    if not runs:
        return array("q")
    paid = SlipRow.select(SlipRow.person).where(_of(runs)).distinct()
    query = PersonRow.select(PersonRow.id).where(PersonRow.id.in_(paid)).order_by(PersonRow.number)
    return array("q", (id_ for (id_,) in database.execute(query).fetchall()))


def year_lines(
    people: Collection[int], runs: Sequence[Run], names: Codes, apart: Collection[tuple[str, str]] = ()
) -> dict[int, YearLines]:
    """The lines of some people over runs, in their order, all of one code together, those `apart` (part and code) one by
    one with hours and rate; three queries.

    The balance of a line of many is its sum, which is what the balances of its slips came to.
    """
    place = {run.id: at for at, run in enumerate(runs)}
    shown = {run.id: run.generation for run in runs}
    row = SlipRow
    query = row.select(row.id, row.person, row.run, row.generation).where(among(row.person, people))
    ids: list[int] = []
    found: dict[int, YearLines] = {}
    years = {run.pay_date.year for run in runs}
    for slip, person, run, generation in _fetched(query.where(among(row.year, years)), years):
        if shown.get(run) == generation:
            ids.append(slip)
            before = found.get(person)
            last = run if before is None or place[before.last] < place[run] else before.last
            found[person] = YearLines(last, before.lines if before else [])
    single = _codes(lambda part, code: (part, code) in apart)
    for person, line in (*_summed(ids, names, single), *_single(ids, names, single)):
        found[person].lines.append(line)
    return found


def orders_of(runs: Sequence[Run], names: Codes) -> list[Ordered]:
    """What garnishment orders took in some runs; one query that reads all lines."""
    wanted = _codes(lambda part, code: part == Part.GARNISHMENT)
    if not runs or not wanted:
        return []
    slip, line = SlipRow, SlipLineRow
    query = (
        slip.select(slip.run, slip.person, line.code, line.amount)
        .join(line, on=(line.slip == slip.id))
        .where(_of(runs) & among(line.code, wanted) & (line.amount != 0))
        .order_by(slip.run, slip.person)
    )
    made = []
    for run, person, code, amount in database.execute(query).fetchall():
        part, name, label, agency = names.by_id[code]
        made.append(Ordered(run, person, one_line(part, name, label, amount, 0, agency)))
    return made


def _summed(ids: Sequence[int], names: Codes, single: Collection[int]) -> Iterator[tuple[int, PaidLine]]:
    slip, line = SlipRow, SlipLineRow
    query = (
        line.select(slip.person, line.code, fn.SUM(line.amount), fn.SUM(line.basis))
        .join(slip, on=(slip.id == line.slip))
        .where(among(line.slip, ids) & ((line.amount != 0) | (line.basis != 0)))
        .group_by(slip.person, line.code)
    )
    for person, code, amount, basis in _fetched(query, ids):
        if code not in single:
            part, name, label, agency = names.by_id[code]
            yield person, PaidLine(Part(part), name, label, amount, amount, basis, agency=agency)


def _single(ids: Sequence[int], names: Codes, single: Collection[int]) -> Iterator[tuple[int, PaidLine]]:
    slip, line = SlipRow, SlipLineRow
    query = (
        line.select(slip.person, line.code, line.amount, line.rate, line.hours)
        .join(slip, on=(slip.id == line.slip))
        .where(among(line.slip, ids) & among(line.code, single) & (line.amount != 0))
    )
    for person, code, amount, rate, hours in _fetched(query, ids and single):
        part, name, label, agency = names.by_id[code]
        pay, worked = part_of(rate, RATE_PARTS), part_of(hours, HOUR_PARTS)
        yield person, PaidLine(Part(part), name, label, amount, amount, 0, pay, worked, agency)


def _codes(wanted: Callable[[str, str], bool]) -> list[int]:
    """The ids of codes by part and code."""
    rows = database.execute(PayCodeRow.select(PayCodeRow.id, PayCodeRow.part, PayCodeRow.code)).fetchall()
    return [id_ for id_, part, code in rows if wanted(part, code)]


def _of(runs: Sequence[Run]) -> Any:
    """The slips of the calculation that each run shows."""
    by_generation: dict[int, list[int]] = {}
    for run in runs:
        by_generation.setdefault(run.generation, []).append(run.id)
    every = ((SlipRow.generation == each) & among(SlipRow.run, ids) for each, ids in by_generation.items())
    return reduce(or_, every)


def _fetched(query: Any, wanted: Collection[object]) -> list[Any]:
    """The rows of a query; none where nothing is wanted."""
    return list(database.execute(query).fetchall()) if wanted else []
