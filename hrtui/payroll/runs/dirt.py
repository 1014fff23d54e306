"""Whose check is no longer what the facts say: the dirty set of a calculated run, and who cannot be paid in it."""

from __future__ import annotations

from collections.abc import Sequence

from data import payroll
from data.payrun import runs as rows
from data.payrun import slips
from data.payrun.balances import moved_on
from hrtui.context import Context
from hrtui.payroll.runs.model import WITH_PERIOD, Run, RunKind, RunState
from hrtui.payroll.runs.terms import digest

UNSEEN = frozenset({RunState.DRAFT, RunState.CANCELLED})


def dirty_ids(ctx: Context, run: Run) -> list[int]:
    """The ids of people whose check in a run has to be calculated again, ordered; everyone where what all stand on changed.

    Someone is dirty where a command later than their slip's calculation wrote about them, or where another run was
    finalised, cancelled or reversed since, so that their balances of the year go on from another slip; where that was one of the
    tax year before, everyone, since what it left owed after tax is taken on. Of a reversal only
    the balances matter: it takes back what was paid, whatever the facts say now.
    """
    if run.state in UNSEEN or not run.generation:
        return []
    if run.kind is RunKind.REVERSAL:
        return sorted(moved_on(run, rows.final_runs(run.pay_date.year)))
    _, people, *_, knowns = slips.columns(run.id, run.generation)
    if digest(ctx, run) != run.last.terms or rows.places_changed_since(run.last.known):
        return list(people)
    known = dict(zip(people, knowns, strict=True))
    oldest = min(knowns, default=run.last.known)
    changed = rows.changed_since(oldest)
    ids = rows.persons(changed)
    found = {ids[number] for number, command in changed.items() if command > known.get(ids[number], run.last.known)}
    found &= set(known) | set(_newcomers(run, sorted(found - known.keys())))
    if rows.finality_changed_since(run.pay_date.year, oldest):
        found |= moved_on(run, rows.final_runs(run.pay_date.year))
    if run.kind in WITH_PERIOD and rows.finality_changed_since(run.pay_date.year - 1, oldest):
        return list(people)
    return sorted(found)


def _newcomers(run: Run, people: Sequence[int]) -> Sequence[int]:
    """Those of some people without a check in a run who may have to get one."""
    if run.kind is RunKind.CORRECTION:
        return ()
    return payroll.concerned(people, run.group) if run.kind in WITH_PERIOD else rows.with_inputs(run.id)


def dirty_people(ctx: Context, run: Run) -> list[str]:
    """The numbers of the dirty people of a run, ordered."""
    named = slips.names(dirty_ids(ctx, run), run.pay_date.isoformat())
    return sorted(number for number, _ in named.values())


def blocked_people(run: Run) -> list[str]:
    """The numbers of the people who cannot be paid in a run, ordered."""
    ids = [head.person for head in slips.heads(run.id, run.generation) if head.blocked]
    return sorted(number for number, _ in slips.names(ids, run.pay_date.isoformat()).values())
