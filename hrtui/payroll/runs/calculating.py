"""Calculating a run: everyone in it, or those whose facts changed; nothing of it is seen before it is whole.

What calculates is imported once the processes that help are on their way.
"""

from __future__ import annotations

from collections.abc import Callable

from data import payroll
from hrtui.audit.writing import not_past
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.payroll.runs import rules
from hrtui.payroll.runs.hiring import hired
from hrtui.payroll.runs.model import Run, RunKind, Step
from hrtui.payroll.runs.seen import run_of, whole

MOST_AT_ONCE = 2_000  # dirty people; more are calculated as everyone is, in chunks
Progress = Callable[[int, int], None]
NO_PROGRESS: Progress = lambda done, of: None  # noqa: E731  (nothing to tell)


def calculate(
    ctx: Context,
    number: str,
    everyone: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Run:
    """Compute a run: all checks the first time or where `everyone` says so, else those of dirty people only.

    Reads and computes some hundred people at a time, and saves them in short transactions that nobody sees; then one
    shows them all. Stopped by `cancelled`, or killed, it leaves the run as it was. Raises NotAllowed, and RuleBroken where
    the run's state or kind does not allow it, or where a year's tables are not known.
    """
    not_past(ctx)
    whole(ctx, Step.CALCULATE)
    run = run_of(ctx, number)
    rules.check_step(run, Step.CALCULATE)
    if run.kind is RunKind.REVERSAL:
        raise RuleBroken(f"Run {number} takes back what was paid, so there is nothing to calculate.", "run")
    if run.generation and not everyone:
        from hrtui.payroll.runs.dirt import dirty_ids
        from hrtui.payroll.runs.generations import some_again

        dirty = dirty_ids(ctx, run)
        if len(dirty) <= MOST_AT_ONCE:
            return some_again(ctx, run, dirty)
    with hired(payroll.how_many(run.group) if run.kind is RunKind.REGULAR else 0) as ready:
        from hrtui.payroll.runs.generations import everyone_again

        return everyone_again(ctx, run, progress or NO_PROGRESS, cancelled or (lambda: False), ready)
