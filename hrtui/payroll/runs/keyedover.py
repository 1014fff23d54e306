"""Two people keying one run at once: what others entered where something else is to be entered, person by person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from data.payrun import inputs as stored
from data.payrun import runs as rows
from data.payrun import slips
from hrtui.context import Context
from hrtui.dates import minute
from hrtui.errors import Clash, Conflict
from hrtui.payroll.runs.model import Run, RunInput

NAMED = 5
OVER = "Nothing was kept; leave these out, or enter yours over theirs (--over)."
Cell = tuple[int, str]


class Meanwhile(NamedTuple):
    """What stands in the way of one entry: what was there, what someone made of it, who, and when."""

    was: RunInput | None
    theirs: RunInput | None
    by: str
    at: datetime


def check_alone(
    ctx: Context,
    run: Run,
    wanted: Mapping[Cell, RunInput | None],
    had: Mapping[Cell, RunInput],
    seen: int | None,
) -> None:
    """Raise Conflict where entries that are to be changed were changed by a command after `seen`, the last one known to who
    enters them; without it, where someone else entered them. Inside `write()`; `had` is what stands there.

    The conflict tells every one, by the person's number and the code; three queries, and none where nothing is in the way.
    """
    found = _by_others(ctx, run, wanted, had) if seen is None else _since(run, wanted, had, seen)
    if not found:
        return
    names = slips.names([person for person, _ in found], run.pay_date.isoformat())
    clashes = tuple(
        Clash(
            code_of(slot), said(wanted[person, slot]) or "nothing", said(each.theirs), said(each.was), each.by,
            names[person][0], each.at,
        )
        for (person, slot), each in found.items()
    )  # fmt: skip
    named = dict(names.values())
    told = "; ".join(clash_line(ctx, each, named[each.about]) for each in clashes[:NAMED])
    more = f"; and {len(clashes) - NAMED:,} more" if len(clashes) > NAMED else ""
    raise Conflict(
        f"Others entered pay for run {run.number} meanwhile: {told}{more}. {OVER}", clashes, rows.last_command()
    )


def clash_line(ctx: Context, clash: Clash, name: str) -> str:
    """One of them in words: whose, which code, what the other entered and when, and what is to be entered now."""
    when = f" at {minute(clash.at, ctx.config.company.time_zone)}" if clash.at is not None else ""
    was = f", before {clash.was}" if clash.was else ""
    return f"{name} ({clash.about}) {clash.field}: {clash.theirs or 'taken out'} by {clash.by}{when}{was}; yours {clash.yours}"


def code_of(slot: str) -> str:
    """The code of an entry with its place, as the trail and people name it: `hourly`, `hourly.2026-11-28`."""
    return ".".join(part for part in slot.split("/")[1:] if part)


def said(value: RunInput | None) -> str:
    """An entry in words: hours, rate and amount; empty for none."""
    if value is None:
        return ""
    entry = value.entered
    hours = f"{entry.hours.normalize():f} h" if entry.hours is not None else ""
    rate = f"at {entry.rate.normalize():f}" if entry.rate is not None else ""
    amount = f"{entry.cents / 100:.2f}" if entry.cents is not None else ""
    return " ".join(part for part in (hours, rate, amount) if part)


def same(one: RunInput | None, other: RunInput | None) -> bool:
    """Whether two entries say the same, whoever entered them."""
    if one is None or other is None:
        return one is other
    return one.entered._replace(source="") == other.entered._replace(source="") and one.note == other.note


def _since(
    run: Run, wanted: Mapping[Cell, RunInput | None], had: Mapping[Cell, RunInput], seen: int
) -> dict[Cell, Meanwhile]:
    if stored.newest_of(run.id) <= seen:
        return {}
    people = sorted({person for person, _ in wanted})
    before = {
        (person, each.slot): each for person, all_ in stored.inputs(run.id, people, seen).items() for each in all_
    }
    moved = [key for key in wanted if not same(before.get(key), had.get(key))]
    touched = stored.touched(run.id, moved)
    return {key: Meanwhile(before.get(key), had.get(key), *touched[key]) for key in moved}


def _by_others(
    ctx: Context, run: Run, wanted: Mapping[Cell, RunInput | None], had: Mapping[Cell, RunInput]
) -> dict[Cell, Meanwhile]:
    theirs = [key for key in wanted if key in had and had[key].by != ctx.actor.login]
    touched = stored.touched(run.id, theirs) if theirs else {}
    return {key: Meanwhile(None, had[key], *touched[key]) for key in theirs}
