"""The report over all requisitions: what became of who applied in a period, in one department, by one recruiter or template, or all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from data.recruiting import paths, requisitions
from hrtui.access.rules import require
from hrtui.context import Context
from hrtui.dates import Period, add_months
from hrtui.errors import NotFound, RuleBroken
from hrtui.recruiting.gathering import READ, reach
from hrtui.recruiting.model import Requisition, RequisitionState
from hrtui.recruiting.overall import By, Filling, Overall, named, overall
from hrtui.recruiting.playfile import playbook
from hrtui.recruiting.rules import days_in
from hrtui.text import clean, fold, listed

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Whose requisitions the report is about, each by name; all of them where all are empty."""

    department: str = ""
    recruiter: str = ""
    template: str = ""


EVERYTHING = Narrowed()


def period_of(since: date | None, until: date | None, today: date) -> Period:
    """The days of a report; without them the last twelve months, this one included. Raise RuleBroken where they end before they begin."""
    end = until or today
    start = since or add_months(end.replace(day=1), 1 - MONTHS)
    if start > end:
        raise RuleBroken(f"The period ends on {end}, before it begins on {start}.", "until")
    return Period(start, end)


def recruiting_report(
    ctx: Context, since: date | None = None, until: date | None = None, narrowed: Narrowed = EVERYTHING
) -> Overall:
    """What became of who applied in a period to the requisitions that the actor may see, and how long it took.

    Nine queries, and memory for the requisitions alone, however many applied. Raises NotAllowed, RuleBroken, and NotFound for a
    department, recruiter or template that no requisition has.
    """
    require(ctx.actor, READ)
    period = period_of(since, until, ctx.clock.today())
    with ctx.store.snapshot():
        within = reach(ctx)
        known = {each.id: each for each in requisitions.every(RequisitionState) if within is None or each.id in within}
        wanted = _narrowed(known, narrowed)
        fillings = _fillings(ctx, wanted)
        among = None if within is None and len(wanted) == len(known) else sorted(wanted)
        return overall(period, paths.paths(period.start, period.end, among), fillings, paths.answered(period.start))


def _narrowed(known: Mapping[int, Requisition], narrowed: Narrowed) -> dict[int, Requisition]:
    """The requisitions of a department, recruiter and template; raise NotFound where none is of one of them."""
    found = dict(known)
    for each in fields(narrowed):
        name, by = fold(clean(getattr(narrowed, each.name))), By(each.name)
        if not name:
            continue
        there = {value for requisition in known.values() for kind, value in named(requisition) if kind is by}
        if name not in map(fold, there):
            have = f"there is {listed(sorted(there)[:8])}" if there else "there is no requisition"
            raise NotFound(
                f"No requisition is of {each.name} “{clean(getattr(narrowed, each.name), limit=40)}”; {have}."
            )
        found = {id_: each_ for id_, each_ in found.items() if fold(dict(named(each_))[by]) == name}
    return found


def _fillings(ctx: Context, wanted: Mapping[int, Requisition]) -> dict[int, Filling]:
    approved, hired, owing = requisitions.approved_days(), paths.first_hires(), paths.owing()
    late: Counter[int] = Counter()
    limits = {id_: {stage.name: stage.days for stage in each.stages} for id_, each in wanted.items()}
    today = ctx.clock.today()
    for id_, stage, since, count in paths.standing():
        limit = limits.get(id_, {}).get(stage, 0)
        if limit and days_in(since, today) > limit:
            late[id_] += count
    return {
        id_: Filling(each, approved.get(id_), hired.get(id_), late[id_], owing.get(id_, 0))
        for id_, each in wanted.items()
    }


def labelled(ctx: Context, by: By | None, name: str) -> str:
    """What the recruiting file calls a source, a template, or (without what it is told apart by) a reason; else its name."""
    book = playbook(ctx)
    found = (
        book.source(name)
        if by is By.SOURCE
        else book.template(name)
        if by is By.TEMPLATE
        else book.reason(name)
        if by is None
        else None
    )
    return found.label if found is not None else name


def summed(found: Overall) -> list[str]:
    """What the figures come to, in a few words each; what there is none of is left out."""
    offers, parts = found.offers, [f"{found.applied:,} applied", f"{found.hired:,} hired"]
    parts += [f"{found.to_hire:g} days to hire"] if found.to_hire is not None else []
    if found.approved:
        fill = f" in {found.to_fill:g} days" if found.to_fill is not None else ""
        parts.append(f"{found.filled:,} of {found.approved:,} approved have a hire{fill}")
    if offers.sent:
        part = f" ({offers.part} %)" if offers.part is not None else ""
        parts.append(f"{offers.accepted:,} of {offers.sent:,} offers accepted{part}")
    return parts
