"""Reading runs: the runs of a year, the people of one, one person's slip."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from data import directory
from data.payrun import runs as rows
from data.payrun import slips, sums
from data.payrun.codes import Codes
from hrtui.access.model import Scope
from hrtui.access.rules import require
from hrtui.audit.writing import note_read
from hrtui.context import Context
from hrtui.errors import NotFound
from hrtui.payroll.runs import rules
from hrtui.payroll.runs.model import Run, RunLine, Slip, SlipHead, Totals
from hrtui.payroll.runs.seen import PREVIEW, people_seen, run_of

EVERYONE = (Scope(everyone=True),)


class SlipRow(NamedTuple):
    """A slip in the list of a run: the person as of the check date, and cents."""

    head: SlipHead
    number: str
    name: str
    department: str


def runs_of_year(ctx: Context, year: int | None = None, group: str = "") -> list[RunLine]:
    """The runs whose checks are dated in a year (the one looked at), newest first, with their totals; three queries.

    Who sees some people only gets the runs without totals. Raises NotAllowed.
    """
    require(ctx.actor, PREVIEW)
    asked = year or ctx.day.year
    with ctx.store.snapshot():
        found = rows.runs(date(asked, 1, 1), date(asked, 12, 31), group)
        kept = sums.kept_totals(found) if sees_all(ctx) else {}
    return [RunLine(run, kept.get(run.id, Totals())) for run in found]


def run(ctx: Context, number: str) -> RunLine:
    """A run with its totals, of the people the actor sees. Raises NotAllowed and NotFound."""
    with ctx.store.snapshot():
        found = run_of(ctx, number)
        if sees_all(ctx):
            return RunLine(found, sums.kept_totals([found])[found.id])
        return RunLine(found, _summed(slip_heads(ctx, found)))


def newest(ctx: Context) -> int:
    """The newest command on file, by which a list knows whether anything was written since it was read."""
    require(ctx.actor, PREVIEW)
    return rows.last_command()


def check_moved(ctx: Context, shown: Run) -> None:
    """Raise Conflict where others took steps with a run since it was shown; NotFound and NotAllowed."""
    rules.check_shown(run_of(ctx, shown.number), len(shown.events), ctx.config.company.time_zone)


def sees_all(ctx: Context) -> bool:
    """Whether the actor sees everyone's checks."""
    return people_seen(ctx)(-1) is True


def slip_heads(ctx: Context, found: Run) -> list[SlipHead]:
    """The slips of a run that the actor sees, by the people's ids; one query. Raises NotAllowed."""
    seen = people_seen(ctx)
    return [head for head in slips.heads(found.id, found.generation) if seen(head.person)]


def slip_rows(ctx: Context, found: Run, heads: Sequence[SlipHead]) -> list[SlipRow]:
    """Some slips of a run with number, name and department on the check date; one query. Raises NotAllowed."""
    require(ctx.actor, PREVIEW)
    lines = directory.page([head.person for head in heads], EVERYONE, "", found.pay_date)
    return [
        SlipRow(head, line.number if line else "", line.name if line else "", line.department if line else "")
        for head, line in zip(heads, lines, strict=True)
    ]


def slip(ctx: Context, number: str, person: str) -> Slip:
    """One person's slip in a run, with its lines; leaves an entry in the trail. Raises NotAllowed and NotFound."""
    with ctx.store.snapshot():
        found = run_of(ctx, number)
        made = _slip(ctx, found, person)
    note_read(ctx, person, "see_slip", {"run": number}, area="payroll")
    return made


def slips_of(ctx: Context, found: Run, people: Sequence[int] | None = None) -> list[Slip]:
    """The slips of a run with their lines, by the people's ids; of all the actor sees, or of some. Three queries for some
    hundred of them."""
    seen = people_seen(ctx)
    heads = [head for head in slips.heads(found.id, found.generation, people) if seen(head.person)]
    names, codes = slips.names([head.person for head in heads], found.pay_date.isoformat()), Codes()
    ids = [head.id for head in heads]
    parts = (ids[start : start + slips.CHUNK] for start in range(0, len(ids), slips.CHUNK))
    return [slip for part in parts for slip in slips.slips(part, codes, names, found.number)]


def _slip(ctx: Context, found: Run, person: str) -> Slip:
    id_ = rows.persons([person]).get(person)
    stored = slips.slip_of(found.id, found.generation, id_) if id_ is not None and people_seen(ctx)(id_) else None
    if id_ is None or stored is None:
        raise NotFound(
            f"Run {found.number} has no check of {person}; `hrtui payroll show {found.number}` lists its people."
        )
    return slips.slips([stored], Codes(), slips.names([id_], found.pay_date.isoformat()), found.number)[0]


def _summed(heads: Sequence[SlipHead]) -> Totals:
    names = ("gross", "withheld", "deducted", "employer", "net")
    added = {name: sum(getattr(head, name) for head in heads) for name in names}
    return Totals(len(heads), **added, blocked=sum(head.blocked > 0 for head in heads))
