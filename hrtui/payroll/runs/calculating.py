"""Calculating a run: everyone in it, or those whose facts changed; nothing of it is seen before it is whole."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from contextlib import closing, suppress

from data import payroll
from data.payrun import runs as rows
from data.payrun import saving, sums
from data.payrun.adding import Adding
from data.payrun.codes import Codes
from data.payrun.provisional import numbered
from hrtui.audit.model import Change, Entered
from hrtui.audit.writing import begin, not_past, note
from hrtui.context import Context
from hrtui.errors import RuleBroken, StoreError
from hrtui.money import Money
from hrtui.payroll.runs import rules
from hrtui.payroll.runs.calculator import Calculator
from hrtui.payroll.runs.crew import Worker, batches, hired
from hrtui.payroll.runs.dirt import dirty_ids
from hrtui.payroll.runs.model import Run, RunKind, RunState, Step, Totals
from hrtui.payroll.runs.seen import run_of, whole

ACTION = "payroll.calculate"
AT_ONCE = 500  # slips saved in one transaction, so that nobody waits long
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
    dirty = [] if everyone or not run.generation else dirty_ids(ctx, run)
    some = bool(run.generation) and not everyone and len(dirty) <= MOST_AT_ONCE
    return _some(ctx, run, dirty) if some else _all(ctx, run, progress or NO_PROGRESS, cancelled or (lambda: False))


def _all(ctx: Context, run: Run, progress: Progress, cancelled: Callable[[], bool]) -> Run:
    """Everyone's check, under a generation of its own that is seen once it is whole; what comes of no use is removed."""
    with hired(payroll.how_many(run.group) if run.kind is RunKind.REGULAR else 0) as ready:
        maker, codes = Calculator.of(ctx, run), Codes()
        with ctx.store.write():
            generation = saving.claim_generation(run.id)
        try:
            added = _save_all(ctx, generation, maker, codes, progress, cancelled, ready)
            _show(ctx, generation, maker, codes, added)
        except BaseException:
            with suppress(StoreError):  # what a full disk keeps from being removed is removed by the next calculation
                _clear(ctx, run, generation)
            raise
    _clear(ctx, run, keep=generation)
    return run_of(ctx, run.number)


def _save_all(
    ctx: Context, generation: int, maker: Calculator, codes: Codes, progress: Progress, cancelled: Callable[[], bool],
    ready: list[Worker],
) -> sums.Added:  # fmt: skip
    """Compute and save chunk after chunk, and return what they add up to; the garbage collector rests meanwhile, since a check
    makes no circles."""
    people, resting, run, seen, adding = maker.people(ctx), gc.isenabled(), maker.run, 0, Adding()
    gc.disable()
    try:
        with closing(batches(ctx, maker, people, cancelled, ready)) as found:
            for count, made in found:
                for start in range(0, len(made.slips), AT_ONCE):
                    with ctx.store.write():
                        stored = numbered(made.slips[start : start + AT_ONCE], made.lacking, codes)
                        saving.save(run.id, generation, run.pay_date.year, stored)
                    adding.take(stored)
                seen += count
                progress(seen, len(people))
    finally:
        if resting:
            gc.enable()
    return adding.added()


def _show(ctx: Context, generation: int, maker: Calculator, codes: Codes, added: sums.Added) -> None:
    """Let a whole generation be seen, where nobody moved the run meanwhile."""
    run = maker.run
    with ctx.store.write():
        now = run_of(ctx, run.number)
        rules.check_unmoved(run, now)
        entered = begin(ctx, ACTION, run.number)
        sums.keep_totals(run.id, generation, added, codes)
        rows.add_state(
            run.id, RunState.CALCULATED, entered, generation=generation, known=maker.known, terms=maker.digest
        )
        _note(entered, now, added.totals, {"people": str(added.totals.people)})


def _clear(ctx: Context, run: Run, generation: int | None = None, keep: int = -1) -> None:
    """Remove slips nobody sees, a thousand at a time so that nobody waits."""
    while True:
        with ctx.store.write():
            if not saving.remove_drafts(run.id, generation, keep=keep):
                return


def _some(ctx: Context, run: Run, people: Sequence[int]) -> Run:
    """The checks of some people in the place of those they had, in one short transaction."""
    maker, codes = Calculator.of(ctx, run, people), Codes()
    made = maker.batch(ctx, people)
    with ctx.store.write():
        now = run_of(ctx, run.number)
        rules.check_unmoved(run, now)
        entered = begin(ctx, ACTION, run.number)
        stored = numbered(made.slips, made.lacking, codes)
        saving.replace(run.id, run.generation, run.pay_date.year, people, stored, codes)
        rows.add_state(
            run.id, RunState.CALCULATED, entered, generation=run.generation, known=maker.known, terms=maker.digest
        )
        totals = sums.kept_totals([now])[now.id]
        _note(entered, now, totals, {"recalculated": str(len(people))})
    return run_of(ctx, run.number)


def _note(entered: Entered, run: Run, totals: Totals, detail: dict[str, str]) -> None:
    changes = [
        Change("state", run.state.value, RunState.CALCULATED.value),
        Change("net", "", str(Money(totals.net).amount)),
    ]
    note(entered, ACTION, run.number, changes, {**detail, "blocked": str(totals.blocked)})
