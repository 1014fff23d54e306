"""The generations of a run's checks: everyone's anew, seen once it is whole, or some people's in the place of those they had."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import closing, suppress

from data.payrun import runs as rows
from data.payrun import saving, sums
from data.payrun.adding import Adding
from data.payrun.codes import Codes
from data.payrun.provisional import numbered
from hrtui.audit.model import Change, Entered
from hrtui.audit.writing import begin, note
from hrtui.context import Context
from hrtui.errors import StoreError
from hrtui.money import Money
from hrtui.payroll.runs import rules
from hrtui.payroll.runs.calculator import Calculator
from hrtui.payroll.runs.crew import batches
from hrtui.payroll.runs.exceptions import Exceptions
from hrtui.payroll.runs.hiring import Worker
from hrtui.payroll.runs.model import Run, RunState, Totals
from hrtui.payroll.runs.seen import run_of

ACTION = "payroll.calculate"
AT_ONCE = 500  # slips saved in one transaction, so that nobody waits long
FOLDED = 4_000  # slips that the log beside the file grows by, some four megabytes, before it is moved into the file
Progress = Callable[[int, int], None]


def everyone_again(
    ctx: Context, run: Run, progress: Progress, cancelled: Callable[[], bool], ready: list[Worker]
) -> Run:
    """Everyone's check, under a generation of its own that is seen once it is whole; what comes of no use is removed."""
    looked = Future[Exceptions]()
    maker, codes = Calculator.before_looking(ctx, run, looked), Codes()
    with ctx.store.write():
        generation = saving.claim_generation(run.id)
    try:
        added = _save_all(ctx, generation, maker, looked, codes, progress, cancelled, ready)
        _show(ctx, generation, maker, codes, added)
    except BaseException:
        with suppress(StoreError):  # what a full disk keeps from being removed is removed by the next calculation
            _clear(ctx, run, generation)
        raise
    _clear(ctx, run, keep=generation)
    return run_of(ctx, run.number)


def _save_all(
    ctx: Context, generation: int, maker: Calculator, looked: Future[Exceptions], codes: Codes, progress: Progress,
    cancelled: Callable[[], bool], ready: list[Worker],
) -> sums.Added:  # fmt: skip
    """Compute and save chunk after chunk, and return what they add up to; the garbage collector rests meanwhile, since a check
    makes no circles."""
    people, resting, run, seen, adding = maker.people(ctx), gc.isenabled(), maker.run, 0, Adding()
    saved = 0  # slips since what was saved went from the log into the file
    gc.disable()
    try:
        with (
            ctx.store.drafts() as drafts,
            closing(batches(ctx, maker, looked, people, cancelled, ready)) as found,
        ):
            for count, made in found:
                for start in range(0, len(made.slips), AT_ONCE):
                    with ctx.store.write():
                        stored = numbered(made.slips[start : start + AT_ONCE], made.lacking, codes)
                        saving.save(run.id, generation, run.pay_date.year, stored)
                    adding.take(stored)
                    saved += len(stored)
                    if saved >= FOLDED:
                        drafts.fold()
                        saved = 0
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


def some_again(ctx: Context, run: Run, people: Sequence[int]) -> Run:
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
