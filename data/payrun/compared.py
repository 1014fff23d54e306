"""What comparing a run with the last one reads beside its slips: which run that is, and what each slip goes on from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.payrun.runs import final_runs, run_numbered, runs
from data.prepared import listed, one_of, prepared
from data.schema import SlipRow
from hrtui.payroll.runs.model import FINAL, Run, RunKind

COMPARED = frozenset({RunKind.REGULAR, RunKind.FINAL})
"""The kinds that pay what the last regular run paid; a correction is compared with the run it corrects."""


def last_run(run: Run) -> Run | None:
    """The run that a run's checks are compared with: the last final regular one of its group before its period."""
    if run.kind is RunKind.CORRECTION:
        return run_numbered(run.corrects)
    if run.kind not in COMPARED:
        return None
    before = (
        each
        for each in runs(last=run.pay_date, group=run.group)
        if each.kind is RunKind.REGULAR and each.state in FINAL and each.ends < run.begins
    )
    return max(before, key=lambda each: (each.ends, each.id), default=None)


def finals_before(run: Run) -> list[Run]:
    """The final runs of the tax year that a run's checks go on from, in the order they were finalised."""
    found = final_runs(run.pay_date.year)
    place = next((at for at, each in enumerate(found) if each.id == run.id), len(found))
    return found[:place]


def afters(slips: Sequence[int]) -> dict[int, int | None]:
    """The slip that each of some slips goes on from, by person; one query."""
    return dict(_afters(listed(slips)).fetchall())


@prepared
def _afters(slips: Any) -> Any:
    return SlipRow.select(SlipRow.person, SlipRow.after).where(one_of(SlipRow.id, slips))
