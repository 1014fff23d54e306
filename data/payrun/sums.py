"""What a generation of slips adds up to: added up anew, kept with its run, and moved when slips are replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from peewee import fn

from data.base import database
from data.dated import among
from data.payrun.codes import Codes
from data.payrun.inserting import insert
from data.prepared import listed, one_of, prepared
from data.schema import PayCodeRow, PayRunTotalRow, SlipLineRow, SlipRow
from hrtui.payroll.runs.model import Run, Totals

TOTALS = ("gross", "withheld", "deducted", "employer", "net", "blocked")
TOTAL = ("run", "generation", "code", "people", "amount", "basis")


class Added(NamedTuple):
    """What a generation adds up to: by code people, cents and cents of the basis; and the sums of its slips."""

    codes: Sequence[tuple[int, ...]]
    totals: Totals


def added_up(run: int, generation: int) -> Added:
    """Add up a generation by code; reads every line of it, and needs no lock while nobody sees it yet."""
    rows = database.execute_sql(
        "SELECT l.code, COUNT(*), SUM(l.amount), SUM(l.basis) FROM slip s JOIN slip_line l ON l.slip = s.id "
        "WHERE s.run_id = ? AND s.generation = ? GROUP BY l.code",
        (run, generation),
    ).fetchall()
    return Added(rows, sums(run, generation))


def keep_totals(run: int, generation: int, added: Added, codes: Codes) -> None:
    """Keep what a generation adds up to; inside `write()`."""
    codes.ids(("total", name, "", "") for name in TOTALS)
    totals = added.totals
    rows = [
        *added.codes,
        *((codes.by_key["total", name, "", ""], totals.people, getattr(totals, name), 0) for name in TOTALS),
    ]
    row = PayRunTotalRow
    row.delete().where((row.run == run) & (row.generation == generation)).execute()
    insert("pay_run_total", TOTAL, [(run, generation, *each) for each in rows])


def sums(run: int, generation: int) -> Totals:
    """The sums of a generation's slips, added up anew."""
    row = SlipRow
    query = row.select(
        fn.COUNT(row.id), *(fn.COALESCE(fn.SUM(getattr(row, name)), 0) for name in TOTALS[:-1]),
        fn.COALESCE(fn.SUM(row.blocked > 0), 0),
    ).where((row.run == run) & (row.generation == generation))  # fmt: skip
    people, gross, withheld, deducted, employer, net, blocked = database.execute(query).fetchone()
    return Totals(people, gross, withheld, deducted, employer, net, blocked)


def kept_totals(runs: Sequence[Run]) -> dict[int, Totals]:
    """The sums kept with runs, by run; one query."""
    shown = {run.id: run.generation for run in runs}
    found: dict[int, dict[str, int]] = {run.id: {} for run in runs}
    for run, generation, name, people, amount in _kept(listed(shown)).fetchall():
        if generation == shown[run]:
            found[run] |= {name: amount, "people": people}
    return {run: Totals(**values) for run, values in found.items()}


@prepared
def _kept(runs: Any) -> Any:
    total, code = PayRunTotalRow, PayCodeRow
    return (
        total.select(total.run, total.generation, code.code, total.people, total.amount)
        .join(code, on=(code.id == total.code))
        .where((code.part == "total") & one_of(total.run, runs))
    )


def slips_of(run: int, generation: int, people: Sequence[int]) -> Any:
    """The query of the ids of the slips that some people have in a generation."""
    return SlipRow.select(SlipRow.id).where(
        (SlipRow.run == run) & (SlipRow.generation == generation) & among(SlipRow.person, people)
    )


def totals_of(run: int, generation: int, people: Sequence[int], codes: Codes) -> dict[int, tuple[int, ...]]:
    """What the slips of some people add up to by code: people, cents, cents of the basis."""
    row, slip = SlipLineRow, SlipRow
    query = (
        row.select(row.code, fn.COUNT(row.code), fn.SUM(row.amount), fn.SUM(row.basis))
        .where(row.slip.in_(slips_of(run, generation, people)))
        .group_by(row.code)
    )
    found = {code: values for code, *values in database.execute(query).fetchall()}
    sums = slip.select(
        fn.COUNT(slip.id), *(fn.COALESCE(fn.SUM(getattr(slip, name)), 0) for name in TOTALS[:-1]),
        fn.COALESCE(fn.SUM(slip.blocked > 0), 0),
    ).where((slip.run == run) & (slip.generation == generation) & among(slip.person, people))  # fmt: skip
    count, *amounts = database.execute(sums).fetchone()
    for name, amount in zip(TOTALS, amounts, strict=True):
        found[codes.by_key["total", name, "", ""]] = [count, amount, 0]
    return {code: tuple(values) for code, values in found.items()}


def move_totals(run: int, generation: int, moved: Mapping[int, Sequence[int]]) -> None:
    """Move the totals of codes by people, cents and cents of the basis; one statement."""
    rows = [(run, generation, code, *by) for code, by in moved.items() if any(by)]
    if rows:
        values = ", ".join(["(?, ?, ?, ?, ?, ?)"] * len(rows))
        database.execute_sql(
            f"INSERT INTO pay_run_total (run, generation, code, people, amount, basis) VALUES {values} "
            "ON CONFLICT (run, generation, code) DO UPDATE SET people = people + excluded.people, "
            "amount = amount + excluded.amount, basis = basis + excluded.basis",
            list(chain.from_iterable(rows)),
        )
