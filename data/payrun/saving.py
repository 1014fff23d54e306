"""Slips and their lines as they are entered, replaced and removed, many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from peewee import fn

from data.base import database
from data.dated import among
from data.payrun.codes import Codes
from data.payrun.inserting import insert
from data.payrun.sums import TOTALS, move_totals, slips_of, totals_of
from data.schema import PayRunTotalRow, SlipLineRow, SlipRow

NO_CODE = 0
SLIP = (
    "id", "run_id", "generation", "person_id", "year", "known", "after", "reverses", "gross", "withheld", "deducted",
    "employer", "net", "work_state", "blocked", "problems", "notices", "arrears",
)  # fmt: skip
LINE = ("slip", "seq", "code", "amount", "basis", "rate", "hours", "cost_centre", "year_to_date")
LINE_WIDTH = len(LINE) - 2
"""How many values a stored line has: code, amount, basis, rate, hours, cost centre, year to date."""


class Computed(NamedTuple):
    """A slip to be saved: cents, and the values of its lines as they are stored, one line's after the other's."""

    person: int
    known: int
    after: int | None
    reverses: int | None
    gross: int
    withheld: int
    deducted: int
    employer: int
    net: int
    work_state: str
    blocked: int
    problems: str
    notices: str
    arrears: str
    lines: Sequence[Any]


def save(run: int, generation: int, year: int, made: Sequence[Computed]) -> None:
    """Keep slips with their lines; inside `write()`. Takes some fifteen microseconds a slip: those with as many lines
    share one statement."""
    first = int(SlipRow.select(fn.COALESCE(fn.MAX(SlipRow.id), 0)).scalar()) + 1
    insert("slip", SLIP, [(id_, run, generation, slip[0], year, *slip[1:14]) for id_, slip in enumerate(made, first)])
    alike: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for id_, slip in enumerate(made, first):
        alike[len(slip.lines)].append((id_, *slip.lines))
    for values, rows in alike.items():
        if values:
            database.execute_many(_lines_of(values // LINE_WIDTH), rows)


@lru_cache(maxsize=128)
def _lines_of(count: int) -> str:
    """The statement that enters so many lines of one slip, which is its first parameter."""
    width = LINE_WIDTH
    one = [f"(?1, {seq}, {', '.join(f'?{2 + width * seq + place}' for place in range(width))})" for seq in range(count)]
    return f"INSERT INTO slip_line ({', '.join(LINE)}) VALUES {', '.join(one)}"


def claim_generation(run: int) -> int:
    """A generation of a run that nobody else writes, kept by a row of no total; inside `write()`."""
    slip, total = SlipRow, PayRunTotalRow
    newest = max(
        int(model.select(fn.COALESCE(fn.MAX(model.generation), 0)).where(model.run == run).scalar())
        for model in (slip, total)
    )
    total.insert(run=run, generation=newest + 1, code=NO_CODE, people=0, amount=0, basis=0).execute()
    return newest + 1


def replace(
    run: int, generation: int, year: int, people: Sequence[int], made: Sequence[Computed], codes: Codes
) -> None:
    """Put slips of people in the place of those they had in a generation, and move its totals by the difference;
    inside `write()`."""
    codes.ids(("total", name, "", "") for name in TOTALS)
    before = totals_of(run, generation, people, codes)
    ids = [id_ for (id_,) in database.execute(slips_of(run, generation, people)).fetchall()]
    SlipLineRow.delete().where(among(SlipLineRow.slip, ids)).execute()
    SlipRow.delete().where(among(SlipRow.id, ids)).execute()
    save(run, generation, year, made)
    after, none = totals_of(run, generation, people, codes), (0, 0, 0)
    moved = {
        code: [now - was for was, now in zip(before.get(code, none), after.get(code, none), strict=True)]
        for code in before.keys() | after.keys()
    }
    move_totals(run, generation, moved)


def remove_drafts(run: int, generation: int | None = None, keep: int = -1) -> int:
    """Remove slips and totals of a run that is not final, of a generation or of all but one; inside `write()`.

    Returns how many slips. Removes at most a thousand at a time, so that nobody waits long: call it until it returns 0.
    """
    wanted = SlipRow.run == run
    wanted &= SlipRow.generation != keep if generation is None else SlipRow.generation == generation
    ids = [id_ for (id_,) in database.execute(SlipRow.select(SlipRow.id).where(wanted).limit(1_000)).fetchall()]
    if ids:
        SlipLineRow.delete().where(among(SlipLineRow.slip, ids)).execute()
        SlipRow.delete().where(among(SlipRow.id, ids)).execute()
    else:
        row = PayRunTotalRow
        others = row.generation != keep if generation is None else row.generation == generation
        row.delete().where((row.run == run) & others).execute()
    return len(ids)
